// The page of a story's notes.

import { findEachOther } from "./finding.js";
import { keepNote } from "./keeping.js";
import { Laying } from "./laying.js";
import { Selecting } from "./selecting.js";
import { Writing } from "./writing.js";

const noted = document.querySelector("[data-noted]");
const section = document.querySelector("[data-write]");
let writing = null;
const selecting = new Selecting(noted.querySelector("[data-text]"), (place) => writing?.choose(place));
new Laying(noted);
findEachOther(noted, selecting);
if (section) {
  writing = new Writing(section, selecting);
  keepNote(writing.form, writing);
}
