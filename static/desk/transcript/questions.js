// What may be written wrongly: asked one by one, decided by nobody but the writer.

import { make, remember, remembered } from "../building.js";
import { button } from "./panel.js";
import { counted, questions } from "./reading.js";

const MOST_KEPT = 200;

export class Questions {
  constructor(editing) {
    this.editing = editing;
    this.button = editing.toolbar.querySelector("[data-turns=questions]");
    this.place = `settled-${editing.form.dataset.story ?? "new"}`;
    try {
      this.settled = new Set(JSON.parse(remembered(this.place, "[]")));
    } catch {
      this.settled = new Set();
    }
  }

  all() {
    return questions(this.editing.reading, this.settled);
  }

  count() {
    const { length } = this.all();
    this.button.hidden = length === 0;
    this.button.textContent = counted(length, "question");
  }

  /** The first one after the caret; the first of all after the last. */
  next() {
    const all = this.all();
    const { lines, textarea } = this.editing;
    const line = lines.lineAt(textarea.selectionStart) + 1;
    const question = all.find((each) => each.line > line) ?? all[0];
    if (question) this.open(question);
    else this.editing.say("Nothing is doubtful.");
  }

  open(question) {
    const { editing } = this;
    editing.goToLine(question.line);
    const all = this.all();
    const place = all.findIndex((each) => each.key === question.key) + 1;
    editing.panel.show(
      `Question ${place} of ${all.length}, line ${question.line}`,
      make("div", { class: "reason", dir: "auto" }, question.reason),
      make("div", { class: "answers" }, ...this.answers(question)),
    );
  }

  answers(question) {
    const next = button("Next question", () => this.next());
    if (question.label) {
      return [
        button(`Change to ${question.meant}`, () => this.rename(question)),
        button("They are two people", () => this.part(question)),
        next,
      ];
    }
    const found = [];
    if (question.meant) {
      found.push(button(`It is ${question.meant}`, () => this.rewrite(question, question.meant)));
    }
    if (question.instead) found.push(button(this.wayOut(question), () => this.rewrite(question)));
    return [...found, button("It is right as it is", () => this.settle(question)), next];
  }

  wayOut({ instead, line }) {
    if (instead.includes("\n\n")) return "Begin a new line there";
    const isTurn = this.editing.reading.turns.some((turn) => turn.line === line);
    return isTurn ? "It is no speaker" : "Make it a turn";
  }

  rename({ label, meant }) {
    this.editing.panel.close();
    this.editing.run(() => this.editing.speaking.rename(label, meant));
  }

  /** Write the line as the server says it has to be; with another name if that is what was meant. */
  rewrite(question, name = "") {
    const { editing } = this;
    const { lines } = editing;
    const start = lines.starts[question.line - 1];
    const line = lines.lines[question.line - 1];
    let text = question.instead || line;
    if (name) {
      const at = text.indexOf(question.name);
      text = at < 0 ? text : text.slice(0, at) + name + text.slice(at + question.name.length);
    }
    editing.panel.close();
    editing.write({ start, end: start + line.length, text, selection: [start, start] });
    editing.say("The line is changed. Ctrl-Z takes it back.");
  }

  /** Kept with the interview, so that no colleague is asked again. */
  async part({ key, label, meant }) {
    const { editing } = this;
    this.settle({ key });
    const address = editing.textarea.dataset.apartUrl;
    if (!address) return; // a piece that was never saved: this browser remembers it
    const told = await editing.tell(address, { label, meant });
    editing.say(told ?? "Only this browser remembers it: the server does not answer.");
  }

  /** With whom a label was said to be no slip: by the server, or in this browser alone. */
  partedFrom(label) {
    const { apart, meant } = this.editing.reading;
    const found = new Set(apart.filter((pair) => pair.includes(label)).flat());
    for (const [one, other] of Object.entries(meant)) {
      if ((one === label || other === label) && this.settled.has(`${one}\n${other}`)) found.add(one).add(other);
    }
    found.delete(label);
    return [...found];
  }

  /** Take “they are two people” back. */
  async askAgain(label, meant) {
    const { editing } = this;
    const address = editing.textarea.dataset.apartUrl;
    const told = address
      ? await editing.tell(address, { label, meant, again: "1" })
      : `Whether ${label} and ${meant} are one is asked again.`;
    if (told === null) throw new Error("Nothing was changed: the server does not answer.");
    for (const key of [`${label}\n${meant}`, `${meant}\n${label}`]) this.settled.delete(key);
    remember(this.place, JSON.stringify([...this.settled]));
    await editing.reader.ask();
    await editing.speaking.open();
    editing.say(told);
  }

  /** Not asked again in this piece by this browser. */
  settle({ key }) {
    this.settled.add(key);
    remember(this.place, JSON.stringify([...this.settled].slice(-MOST_KEPT)));
    this.editing.panel.close();
    this.editing.showMargin();
    this.count();
    this.editing.say("It is not asked again.");
  }
}
