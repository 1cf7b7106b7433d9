// The text can be read with a caret, and nothing in it changed: so words are selected by mouse, by
// touch, or with Shift and the arrows. What was selected stays chosen while a note is written.

import { placeOf } from "./places.js";

const CHANGING = ["beforeinput", "paste", "cut", "drop", "dragstart"];

export class Selecting {
  /** `chosen` is called with {part, start, end, words}, {problem}, or null. */
  constructor(text, chosen) {
    this.text = text;
    this.told = chosen;
    this.place = null;
    this.range = null;
    text.contentEditable = "true";
    text.spellcheck = false;
    text.setAttribute("role", "textbox");
    text.setAttribute("aria-multiline", "true");
    text.setAttribute("aria-readonly", "true");
    text.setAttribute("aria-label", "The text. Select words with Shift and the arrows, then choose a kind of note.");
    text.setAttribute("inputmode", "none"); // no keyboard over half of a small screen
    for (const name of CHANGING) text.addEventListener(name, (event) => event.preventDefault());
    document.addEventListener("selectionchange", () => this.look());
  }

  look() {
    const selection = document.getSelection();
    if (!selection.rangeCount || !this.text.contains(selection.anchorNode)) return;
    const range = selection.getRangeAt(0);
    // A button that is pressed takes the selection along in some browsers: that forgets nothing.
    if (range.collapsed && !this.text.contains(document.activeElement)) return;
    if (!this.text.contains(range.endContainer)) {
      range.setEnd(this.text, this.text.childNodes.length);
    }
    const place = range.collapsed ? null : placeOf(range, this.text);
    if (same(place, this.place)) return;
    this.place = place;
    this.range = range.cloneRange();
    this.told(place);
  }

  /** What is chosen, in the part of the window that `panel` leaves free. */
  show(panel) {
    const words = this.place?.words && this.range.getBoundingClientRect();
    const free = panel.getBoundingClientRect().top;
    if (words && (words.top < 0 || words.bottom > free)) window.scrollBy(0, words.top - free / 3);
  }

  /** The words of a note, selected and in sight. */
  select(runs) {
    if (!runs.length) return;
    const selection = document.getSelection();
    this.text.focus({ preventScroll: true });
    selection.setBaseAndExtent(runs[0], 0, runs.at(-1), runs.at(-1).childNodes.length);
    runs[0].scrollIntoView({ block: "center" });
  }
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
