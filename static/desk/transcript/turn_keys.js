// What the buttons of the Turns toolbar and their keys do.

import { make } from "../building.js";
import { button, field } from "./panel.js";
import { counted, spokenTurns } from "./reading.js";
import { wrongLabel } from "./speakers.js";
import { join, newTurn, nextSpeaker, speakersNear, split, written } from "./turns.js";

const APPLE = /Mac|iPhone|iPad/.test(navigator.platform);
const CONTROL = APPLE ? "⌘" : "Ctrl+";
const EXPLAINED = {
  turn: "A new turn below this paragraph, with the next speaker's label (Alt+Enter)",
  split: "What stands after the caret becomes a turn of its own",
  join: "Join this turn to the one above",
  go: `Go to a turn by its number (${CONTROL}G). Alt+Page Up and Alt+Page Down go from turn to turn`,
  find: "Find and replace, in all of the text or in what one person says",
  speakers: "Who speaks, and how much; rename a speaker",
  questions: "What may be written wrongly, one after the other (F8)",
};

export class TurnKeys {
  constructor(editing) {
    this.editing = editing;
    for (const [index, each] of [...editing.toolbar.querySelectorAll("button")].entries()) {
      each.tabIndex = index === 0 ? 0 : -1;
      each.title = EXPLAINED[each.dataset.turns];
    }
  }

  typed(event) {
    if (event.isComposing) return;
    const control = (APPLE ? event.metaKey : event.ctrlKey) && !event.altKey;
    const key = event.key.toLowerCase();
    if (control && (key === "z" || (key === "y" && !APPLE))) {
      event.preventDefault();
      this.editing.back(key === "y" || event.shiftKey);
      return;
    }
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
    let doing = null;
    if (control && key === "g" && !event.shiftKey) doing = () => this.go();
    else if (plain && event.altKey && event.key === "Enter") doing = () => this.turn();
    else if (plain && event.altKey && event.key === "PageDown") doing = () => this.onwards(1);
    else if (plain && event.altKey && event.key === "PageUp") doing = () => this.onwards(-1);
    else if (plain && !event.altKey && event.key === "F8") doing = () => this.questions();
    if (!doing) return;
    event.preventDefault();
    this.editing.run(doing);
  }

  get line() {
    const { lines, textarea } = this.editing;
    return lines.lineAt(textarea.selectionStart) + 1;
  }

  /** At once, by what is known of the turns: who presses it types on. */
  turn() {
    this.withSpeaker("Who speaks next?", (label) => {
      const { textarea } = this.editing;
      this.editing.write(newTurn(textarea.value, textarea.selectionEnd, this.written(label)));
    });
  }

  async split() {
    const { editing } = this;
    await editing.fresh();
    const caret = editing.textarea.selectionStart;
    const tried = split(editing.reading, editing.lines, caret, "");
    if (tried.problem) return editing.say(tried.problem);
    this.withSpeaker("Who speaks from here on?", (label) => {
      editing.write(split(editing.reading, editing.lines, caret, this.written(label)));
      editing.say(`A turn of ${label} begins here.`);
    });
    return undefined;
  }

  async join() {
    const { editing } = this;
    await editing.fresh();
    const change = join(editing.reading, editing.lines, editing.textarea.selectionStart);
    if (change.problem) return editing.say(change.problem);
    editing.write(change);
    editing.say(`Joined to turn ${change.above.number}, ${change.above.label}.`);
    return undefined;
  }

  written(label) {
    const { reading, lines } = this.editing;
    return written(label, reading.turns, lines, this.line);
  }

  /** The other one of two; where there are more or fewer, it is asked. */
  withSpeaker(question, then) {
    const { editing, line } = this;
    const { turns } = editing.reading;
    const next = nextSpeaker(turns, line);
    if (next) {
      then(next);
      return;
    }
    const caret = editing.selected;
    const chosen = (label) => {
      editing.panel.close();
      editing.textarea.setSelectionRange(...caret);
      then(label);
    };
    const labels = speakersNear(turns, line);
    const { input, element } = field(labels.length ? "Somebody else" : "Name");
    const add = button("Take this name", () => {
      const label = input.value.trim().replace(/\s+/g, " ");
      const wrong = wrongLabel(label);
      if (wrong) editing.panel.refuse(wrong);
      else chosen(label);
    }, { "data-accept": true });
    const buttons = labels.slice(0, 12).map((label) => button(label, () => chosen(label)));
    editing.panel.show(
      question,
      make("div", { class: "answers names" }, ...buttons),
      element,
      make("div", { class: "answers" }, add),
    );
  }

  async go() {
    const { editing } = this;
    await editing.fresh();
    const turns = spokenTurns(editing.reading.turns);
    const { input, element } = field(`Number of the turn, 1 to ${turns.length}`, "", { inputmode: "numeric" });
    const accept = button("Go", () => {
      const turn = turns[Number(input.value.trim()) - 1];
      if (turn) editing.goTo(turn);
      else editing.panel.refuse(turns.length ? `There are ${counted(turns.length, "turn")}: write a number from 1 to ${turns.length}.` : "There are no turns yet.");
    }, { "data-accept": true });
    editing.panel.show("Go to a turn", element, make("div", { class: "answers" }, accept));
  }

  onwards(step) {
    const { editing } = this;
    const { turns } = editing.reading;
    const here = editing.turnHere();
    const at = here ? turns.indexOf(here) : -1;
    const caret = editing.textarea.selectionStart;
    const isInside = here && caret > editing.lines.starts[here.line - 1];
    const next = turns[step < 0 && isInside ? at : at + step];
    if (next) editing.goTo(next);
    else editing.say(step < 0 ? "This is the first turn." : "This is the last turn.");
  }

  find() {
    return this.editing.fresh().then(() => this.editing.finding.open());
  }

  speakers() {
    return this.editing.speaking.open();
  }

  async questions() {
    await this.editing.fresh();
    this.editing.questions.next();
  }
}
