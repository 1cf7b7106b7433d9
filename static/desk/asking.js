import { make } from "./building.js";

let count = 0;

/**
 * Ask for a few words in the page, in `place`. `fields` are {name, label, value, hint, type};
 * `accept` gets the answers by name and returns a sentence if something is missing. Enter accepts,
 * Escape leaves; both put the caret back by calling `leave`.
 */
export function ask(place, { title, fields, button, accept, leave }) {
  count += 1;
  const problem = make("p", { class: "problem", role: "alert" });
  const inputs = fields.map(({ name, label, value, hint, type }, index) => {
    const id = `asking-${count}-${index}`;
    const input = make("input", {
      id,
      type: "text",
      "data-answer": name,
      inputmode: type === "url" ? "url" : null,
      spellcheck: type === "url" ? "false" : null,
      autocomplete: "off",
      "aria-describedby": hint ? `${id}-hint` : null,
    });
    input.value = value ?? "";
    return make(
      "div",
      { class: "answer" },
      make("label", { for: id }, label),
      input,
      ...(hint ? [make("p", { class: "hint", id: `${id}-hint` }, hint)] : []),
    );
  });
  const done = make("button", { type: "button", class: "accept" }, button);
  const cancel = make("button", { type: "button" }, "Cancel");
  place.replaceChildren(
    make(
      "div",
      { role: "group", "aria-label": title, class: "asked" },
      ...inputs,
      problem,
      make("div", { class: "answers" }, done, cancel),
    ),
  );
  place.hidden = false;

  const close = () => {
    place.hidden = true;
    place.replaceChildren();
  };
  const submit = () => {
    const answers = {};
    for (const input of place.querySelectorAll("[data-answer]")) {
      answers[input.dataset.answer] = input.value.trim();
    }
    const missing = accept(answers);
    if (missing) {
      problem.textContent = missing;
      place.querySelector("[data-answer]").focus();
    } else {
      close();
    }
  };
  done.addEventListener("click", submit);
  cancel.addEventListener("click", () => {
    close();
    leave();
  });
  place.firstElementChild.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && event.target.matches("input")) {
      event.preventDefault(); // or the story's form would be sent
      event.stopPropagation();
      submit();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
      leave();
    }
  });
  const empty = [...place.querySelectorAll("[data-answer]")].find((input) => !input.value);
  (empty ?? place.querySelector("[data-answer]")).focus();
}
