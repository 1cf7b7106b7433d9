// Who speaks: each label with its turns, the person it stands for, and a new name for it.

import { make } from "../building.js";
import * as marks from "../marks.js";
import { button, field, tick } from "./panel.js";
import { counted } from "./reading.js";
import { shapeOf } from "./margin.js";
import { rename, speakers, wrongLabel } from "./speakers.js";

/** The form's own row of a label: where its person, part and description are filled in. */
function rowOf(form, label) {
  const rows = form.querySelectorAll("#speakers-group tr.form-row:not(.empty-form)");
  return [...rows].find((row) => row.querySelector(".field-label")?.textContent.trim() === label);
}

function described(row) {
  const chosen = (name) => row.querySelector(`select[name$="-${name}"]`)?.selectedOptions[0];
  const person = chosen("person");
  return [
    person?.value ? person.textContent : "nobody chosen yet",
    chosen("role")?.textContent.toLowerCase(),
    row.querySelector('[name$="-described_as"]')?.value.trim(),
  ]
    .filter(Boolean)
    .join(" · ");
}

export class SpeakerPanel {
  constructor(editing) {
    this.editing = editing;
  }

  async open() {
    const { editing } = this;
    await editing.fresh();
    const list = make("ul", { class: "speakers" });
    for (const speaker of speakers(editing.reading, editing.lines, marks.countWords)) {
      list.append(this.item(speaker));
    }
    const nobody = make("p", {}, "Nobody speaks yet. A turn begins with its speaker: **Host:** Welcome.");
    editing.panel.show("Speakers", list.children.length ? list : nobody);
  }

  item({ label, station, turns, words, first }) {
    const { editing } = this;
    const row = rowOf(editing.form, label);
    const meant = editing.reading.meant[label];
    const name = make("bdi", { class: "name" }, label);
    return make(
      "li",
      {},
      make("p", {}, make("span", { class: "station-mark", "aria-hidden": "true" }, shapeOf(station)), " ", name, " ",
        make("span", { class: "muted" }, `${counted(turns, "turn")}, ${counted(words, "word")}`)),
      make("p", { class: "muted" }, make("bdi", {}, row ? described(row) : "New: save, then say who it is.")),
      ...(meant ? [make("p", { class: "doubt" }, `Did you mean ${meant}?`)] : []),
      ...editing.questions.partedFrom(label).map((other) => this.parted(label, other)),
      make(
        "div",
        { class: "answers" },
        button("Rename…", () => this.ask(label, meant), { "aria-label": `Rename ${label}…` }),
        button("First turn", () => editing.goTo(first), { "aria-label": `First turn of ${label}` }),
        button("Find…", () => editing.finding.open(label), { "aria-label": `Find in what ${label} says…` }),
        ...(row ? [button("Who is it?", () => this.lead(row), { "aria-label": `Say who ${label} is` })] : []),
      ),
    );
  }

  parted(label, other) {
    return make(
      "div",
      { class: "answers parted" },
      make("span", {}, "Someone other than ", make("bdi", {}, other)),
      button("Ask again", () => this.editing.run(() => this.editing.questions.askAgain(label, other)), {
        "aria-label": `Ask again whether ${label} is ${other}`,
      }),
    );
  }

  /** To the row of the form where the person is chosen. */
  lead(row) {
    const group = row.closest("details");
    if (group) group.open = true;
    this.editing.panel.close({ stay: true });
    row.scrollIntoView({ block: "center" });
    row.querySelector(".select2-selection, select, input:not([type=hidden])")?.focus();
  }

  ask(from, proposed = "") {
    const { editing } = this;
    const { input, element } = field("New name", proposed || from);
    const effect = make("p", { class: "hint", role: "status" });
    const alias = tick("");
    const accept = button("Rename", () => this.accept(from, input.value, alias.input.checked), { "data-accept": true });
    const tell = () => {
      const to = input.value.trim();
      const uses = (label) => editing.reading.turns.filter((turn) => !turn.isMarker && turn.label === label).length;
      const merges = to !== from && uses(to) > 0;
      effect.textContent = merges
        ? `\u2068${to}\u2069 speaks already. Both become one speaker with ${counted(uses(from) + uses(to), "turn")}: ${uses(from)} of \u2068${from}\u2069 and ${uses(to)} of \u2068${to}\u2069.`
        : `${counted(uses(from), "label")} will be written anew.`;
      accept.textContent = merges ? "Merge" : "Rename";
      const person = this.personOf(from, to);
      alias.element.hidden = !person;
      if (!person) alias.input.checked = false;
      alias.element.lastChild.data = person
        ? `Remember “${from}” as another name of ${person[1]}, for the next import`
        : "";
    };
    input.addEventListener("input", tell);
    editing.panel.show(`Rename ${from}`, element, effect, alias.element, make("div", { class: "answers" }, accept));
    tell();
    input.select();
  }

  /** Whose alias the old label would be: [number, name]. Of two people, neither is called so. */
  personOf(from, to) {
    const { people } = this.editing.reading;
    const [known, meant] = [people[from], people[to]];
    if (known && meant && known[0] !== meant[0]) return null;
    const person = meant ?? known;
    return this.editing.aliasAddress && person && person[1] !== from ? person : null;
  }

  async accept(from, typed, remember) {
    const { editing } = this;
    const to = typed.trim().replace(/\s+/g, " ");
    const wrong = to === from ? "That is its name already." : wrongLabel(to);
    if (wrong) {
      editing.panel.refuse(wrong);
      return;
    }
    const person = this.personOf(from, to);
    editing.panel.close();
    await this.rename(from, to);
    if (remember && person) await editing.remember(person, from);
  }

  async rename(from, to) {
    const { editing } = this;
    await editing.fresh();
    const change = rename(editing.reading, editing.lines, from, to, editing.textarea.selectionStart);
    if (!change.count) {
      editing.say(`No label says “${from}” any more. Nothing was changed.`);
      return;
    }
    editing.write(change);
    editing.noteRenamed(from, to);
    const left = change.left ? ` ${counted(change.left, "label")} written in another way stayed.` : "";
    editing.say(`${counted(change.count, "label")} now ${change.count === 1 ? "says" : "say"} ${to}.${left} Ctrl-Z takes it back.`);
  }
}
