/** An element with its attributes and children: `make("button", {type: "button"}, "Close")`. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(key, value);
    }
  }
  element.append(...children);
  return element;
}

/** A group of buttons of which one holds, such as Light and Dark. `choose` gets its value. */
export function makeChoice(label, options, chosen, choose) {
  const buttons = Object.entries(options).map(([value, words]) =>
    make("button", { type: "button", "data-value": value, "aria-pressed": String(value === chosen) }, words)
  );
  const group = make("div", { class: "switch", role: "group", "aria-label": label }, ...buttons);
  group.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) {
      press(group, button.dataset.value);
      choose(button.dataset.value);
    }
  });
  return group;
}

export function press(group, value) {
  for (const each of group.querySelectorAll("button")) {
    each.setAttribute("aria-pressed", String(each.dataset.value === value));
  }
}

/** What the browser remembers for this person; private windows may refuse to. */
export function remembered(key, otherwise) {
  try {
    return localStorage.getItem(`desk.${key}`) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function remember(key, value) {
  try {
    localStorage.setItem(`desk.${key}`, value);
  } catch {
    // Then it is not remembered.
  }
}
