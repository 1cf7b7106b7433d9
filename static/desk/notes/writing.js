// The four buttons and the form behind them: words are selected, a kind is chosen, the note is
// written and saved. The form is the server's; here it is shown, and told which words are chosen.

const NOTHING = "Select words in the text, then choose a kind of note.";
const NOTHING_YET = "Nothing is selected. Select words in the text, or write them here.";
const LONGEST = 120;

export class Writing {
  constructor(section, selecting) {
    this.section = section;
    this.selecting = selecting;
    this.form = section.querySelector("#writing");
    this.line = section.querySelector("[data-chosen]");
    this.typed = section.querySelector("[data-typed]");
    this.buttons = [...section.querySelectorAll("[data-kind-button]")];
    for (const button of this.buttons) {
      // Or pressing it would take the selection away.
      button.addEventListener("mousedown", (event) => event.preventDefault());
      button.addEventListener("click", (event) => {
        event.preventDefault();
        this.open(button.value);
      });
    }
    section.querySelector("[data-close]").addEventListener("click", (event) => {
      event.preventDefault();
      this.close();
    });
    this.typed.addEventListener("input", () => this.forget());
    for (const button of document.querySelectorAll("[data-reattach]")) {
      button.addEventListener("mousedown", (event) => event.preventDefault());
      button.addEventListener("click", (event) => this.reattach(event));
    }
    if (this.kind) this.open(this.kind);
    this.choose(selecting.place);
  }

  get kind() {
    return this.form.elements.kind.value;
  }

  /** `place` is {part, start, end, words}, {problem} or null. */
  choose(place) {
    const { elements } = this.form;
    if (place?.words) {
      elements.part.value = place.part;
      elements.start.value = place.start;
      elements.end.value = place.end;
      elements.words.value = place.words;
      elements.nth.value = "";
      this.typed.hidden = true;
      this.say(`On “${shortened(place.words)}”`, true);
    } else if (!elements.start.value) {
      // Words that came back with a refused note can be mended by hand.
      this.typed.hidden = !this.kind;
      this.say(place?.problem ?? (this.kind ? NOTHING_YET : NOTHING), false);
    } else if (place?.problem) {
      this.say(place.problem, false);
      this.forget();
    } else {
      // Chosen before: they came back with a refused note, or this browser kept them.
      this.typed.hidden = true;
      this.say(`On “${shortened(elements.words.value)}”`, true);
    }
  }

  /** Words that are typed stand wherever the server finds them. */
  forget() {
    this.form.elements.start.value = this.form.elements.end.value = "";
  }

  open(kind) {
    this.selecting.look(); // what was selected a moment ago is told later, by an event
    this.form.elements.kind.value = kind;
    this.form.hidden = false;
    for (const button of this.buttons) button.setAttribute("aria-pressed", String(button.value === kind));
    for (const fields of this.form.querySelectorAll("[data-kind]")) {
      fields.hidden = fields.disabled = fields.dataset.kind !== kind;
    }
    this.choose(this.selecting.place);
    this.section.classList.add("open");
    const shown = this.form.querySelector(`[data-kind="${kind}"]`);
    const wrong = shown.querySelector(".field:has(> [role=alert])");
    const field = wrong ?? (this.form.elements.start.value ? shown : this.typed);
    const first = field.querySelector("textarea, input:not([type=hidden]), select:not(.admin-autocomplete)");
    (this.form.querySelector("[role=alert]") ?? first)?.scrollIntoView({ block: "nearest" });
    first?.focus({ preventScroll: true });
    this.selecting.show(this.section);
  }

  close() {
    const button = this.buttons.find((each) => each.value === this.kind);
    this.form.elements.kind.value = "";
    this.form.hidden = true;
    this.section.classList.remove("open");
    for (const each of this.buttons) each.setAttribute("aria-pressed", "false");
    this.section.dispatchEvent(new CustomEvent("closed"));
    this.forget();
    this.choose(this.selecting.place);
    button?.focus();
  }

  reattach(event) {
    if (this.form.elements.start.value) return;
    event.preventDefault();
    this.say("Select the words that the note belongs to, then press Re-attach.", false);
    this.selecting.text.focus();
  }

  say(sentence, chosen) {
    this.line.classList.toggle("nothing", !chosen);
    if (this.line.textContent !== sentence) this.line.textContent = sentence;
  }
}

function shortened(words) {
  const line = words.replace(/\s+/g, " ").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
