// Find and replace, in all of the transcript or in what one person says.

import { make } from "../building.js";
import { button, choice, field, tick } from "./panel.js";
import { clock, counted, turnAtLine } from "./reading.js";
import { findAll, replaced, wordsOf } from "./speakers.js";

const AROUND = 40;

export class FindPanel {
  constructor(editing) {
    this.editing = editing;
    this.words = "";
  }

  open(label = "") {
    const { panel, reading, textarea } = this.editing;
    const chosen = textarea.value.slice(textarea.selectionStart, textarea.selectionEnd);
    const start = chosen && chosen.length < 100 && !chosen.includes("\n") ? chosen : this.words;
    this.sought = field("Find", start);
    this.inside = choice(
      "In what is said by",
      [["", "Everybody, and the introduction"], ...reading.labels.map((each) => [each, each])],
      label,
    );
    this.instead = field("Replace by");
    this.matching = tick("Match capitals");
    this.found = make("p", { class: "found-words", role: "status" });
    panel.show(
      "Find and replace",
      this.sought.element,
      this.inside.element,
      this.instead.element,
      make("div", { class: "answer" }, this.matching.element),
      this.found,
      make(
        "div",
        { class: "answers" },
        button("Next", () => this.step(1), { "data-accept": true }),
        button("Previous", () => this.step(-1)),
        button("Replace", () => this.replaceOne()),
        button("Replace all", () => this.replaceAll()),
      ),
    );
    for (const each of [this.sought, this.inside, this.matching]) {
      each.input.addEventListener("input", () => this.look());
    }
    this.at = textarea.selectionStart;
    this.look();
  }

  async places() {
    const { editing } = this;
    await editing.fresh();
    this.words = this.sought.input.value;
    const stretches = wordsOf(editing.reading, editing.lines, this.inside.input.value);
    return findAll(editing.lines.text, stretches, this.words, this.matching.input.checked);
  }

  whose() {
    const label = this.inside.input.value;
    return label ? `in what \u2068${label}\u2069 says` : "in the transcript";
  }

  async look() {
    this.current = null;
    const places = await this.places();
    this.found.textContent = this.words ? `Stands ${counted(places.length, "time")} ${this.whose()}.` : "";
  }

  async step(direction) {
    const places = await this.places();
    if (!places.length) return this.nothing();
    const [from, to] = this.current ?? [this.at, this.at];
    const onwards = places.findIndex(([start]) => (this.current ? start >= to : start >= from));
    const before = places.findLastIndex(([, end]) => end <= from);
    const index =
      direction > 0 ? (onwards === -1 ? 0 : onwards) : before === -1 ? places.length - 1 : before;
    this.show(places, index);
  }

  nothing() {
    this.found.textContent = this.words
      ? `“${this.words}” does not stand ${this.whose()}.`
      : "Write what to look for.";
  }

  /** The words are selected in the field, which cannot show it while this panel has the focus. */
  show(places, index) {
    const { editing } = this;
    const [start, end] = (this.current = places[index]);
    editing.select(start, end);
    const { text } = editing.lines;
    const turn = turnAtLine(editing.reading.turns, editing.lines.lineAt(start) + 1);
    const where = turn
      ? `${turn.isMarker ? "heading" : `turn ${turn.number}`}, \u2068${turn.label}\u2069${turn.startsAt == null ? "" : `, ${clock(turn.startsAt)}`}`
      : "the introduction";
    const before = text.slice(Math.max(0, start - AROUND), start).split("\n").at(-1);
    const after = text.slice(end, end + AROUND).split("\n")[0];
    this.found.replaceChildren(
      `${(index + 1).toLocaleString("en")} of ${places.length.toLocaleString("en")}, ${where}: `,
      make("bdi", {}, `…${before}`, make("mark", {}, text.slice(start, end)), `${after}…`),
    );
  }

  async replaceOne() {
    const places = await this.places();
    const current = this.current;
    const index = places.findIndex(([start, end]) => start === current?.[0] && end === current[1]);
    if (index === -1) return this.step(1);
    const [start, end] = places[index];
    const words = this.instead.input.value;
    this.putIn({ start, end, text: words, selection: [start, start + words.length] });
    this.current = [start, start + words.length];
    await this.step(1);
    return undefined;
  }

  async replaceAll() {
    const places = await this.places();
    if (!places.length) return this.nothing();
    const { textarea } = this.editing;
    const change = replaced(textarea.value, places, this.instead.input.value, textarea.selectionStart);
    this.putIn(change);
    this.current = null;
    this.found.textContent = `Replaced ${counted(change.count, "time")} ${this.whose()}. Ctrl-Z in the text takes it back.`;
    return undefined;
  }

  putIn(change) {
    const focused = document.activeElement;
    this.editing.write(change);
    focused.focus();
  }
}
