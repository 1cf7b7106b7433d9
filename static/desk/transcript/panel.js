// One panel under the toolbar: who speaks, finding, a question. One at a time; Escape leaves it.

import { make } from "../building.js";

let count = 0;

export class Panel {
  constructor(place, leave) {
    this.place = place;
    this.leave = leave;
    place.replaceChildren();
    place.addEventListener("keydown", (event) => this.typed(event));
  }

  /** Show `children` under a title; the first field or button is ready to be used. */
  show(title, ...children) {
    this.title = title;
    const close = make("button", { type: "button", "data-close": true }, "Close");
    close.addEventListener("click", () => this.close());
    this.problem = make("p", { class: "problem", role: "alert" });
    const group = make("div", { role: "group", "aria-label": title, class: "asked" });
    const answers = children.at(-1)?.matches(".answers") ? children.pop() : make("div", { class: "answers" });
    answers.append(close);
    group.append(...children, this.problem, answers);
    this.place.replaceChildren(group);
    this.place.hidden = false;
    group.querySelector("input, select, button")?.focus({ preventScroll: true });
    this.place.parentElement.scrollIntoView({ block: "nearest" });
  }

  get isOpen() {
    return !this.place.hidden;
  }

  refuse(sentence) {
    this.problem.textContent = sentence;
  }

  close({ stay = false } = {}) {
    this.place.hidden = true;
    this.place.replaceChildren();
    this.title = "";
    if (!stay) this.leave();
  }

  typed(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === "Enter" && event.target.matches("input, select")) {
      event.preventDefault(); // or the story's form would be sent
      event.stopPropagation();
      this.place.querySelector("[data-accept]")?.click();
    }
  }
}

/** A field with its name above it: {element, input}. Never part of what the form sends. */
export function field(label, value = "", attributes = {}) {
  count += 1;
  const id = `turns-panel-${count}`;
  const input = make("input", { id, type: "text", autocomplete: "off", dir: "auto", "data-answer": true, ...attributes });
  input.value = value;
  return { input, element: make("div", { class: "answer" }, make("label", { for: id }, label), input) };
}

export function choice(label, options, chosen) {
  count += 1;
  const id = `turns-panel-${count}`;
  const input = make("select", { id, "data-answer": true });
  for (const [value, words] of options) input.append(make("option", { value }, words));
  input.value = chosen;
  return { input, element: make("div", { class: "answer" }, make("label", { for: id }, label), input) };
}

export function tick(label) {
  const input = make("input", { type: "checkbox", "data-answer": true });
  return { input, element: make("label", { class: "tick" }, input, " ", label) };
}

export function button(words, press, attributes = {}) {
  const made = make("button", { type: "button", ...attributes }, words);
  made.addEventListener("click", press);
  return made;
}
