// From words to their note and back, by a click or with Enter. Words under several notes lead to
// each in turn.

import { runsByNote } from "./laying.js";

export function findEachOther(noted, selecting) {
  const text = noted.querySelector("[data-text]");
  const notes = document.querySelectorAll("[data-note]");
  const runs = runsByNote(text);
  const noteOf = (key) => document.getElementById(`note-${key}`);
  let last = null;

  const show = (key) => {
    for (const note of notes) note.classList.toggle("found", note.dataset.note === key);
    for (const run of text.querySelectorAll(".noted")) {
      run.classList.toggle("found", key !== null && run.dataset.notes.split(" ").includes(key));
    }
    last = key;
  };

  const findNote = (run) => {
    const keys = run.dataset.notes.split(" ");
    const key = keys[(keys.indexOf(last) + 1) % keys.length];
    show(key);
    noteOf(key)?.focus();
    noteOf(key)?.scrollIntoView({ block: "nearest" });
  };

  const findWords = (key) => {
    show(key);
    selecting.select(runs.get(key) ?? []);
  };

  text.addEventListener("click", (event) => {
    if (event.target.closest("a")) event.preventDefault();
    const run = event.target.closest(".noted");
    if (!run) show(null);
    else if (document.getSelection().isCollapsed) findNote(run);
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    const node = document.getSelection().focusNode;
    const run = (node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement)?.closest(".noted");
    if (run) findNote(run);
  });
  for (const link of document.querySelectorAll("[data-words]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      findWords(link.dataset.words);
    });
  }
  for (const note of notes) {
    note.addEventListener("click", (event) => {
      if (!event.target.closest("a, button, summary, form, input")) findWords(note.dataset.note);
    });
    note.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === note) findWords(note.dataset.note);
    });
  }
}
