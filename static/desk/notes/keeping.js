// A note that was not saved, because a session had ended or a page was left, is still in this browser
// when the page is opened again. `copies.js` deletes it when its writer logs out.

import { copiesOf, dropCopy, keepCopy } from "../copies.js";

export function keepNote(form, writing) {
  const user = form.dataset.user;
  const name = `note-${form.dataset.story}`;
  const fields = () => [...new FormData(form)].filter(([field]) => field !== "csrfmiddlewaretoken");
  const written = () => [...form.querySelectorAll("fieldset:not([disabled]) :is(textarea, input[type=text], input[type=url], select)")]
    .some((field) => field.value.trim());
  const keep = (submitted = false) => {
    if (!writing.kind || !written()) return;
    keepCopy(user, name, { piece: name, at: Date.now(), basedOn: "", fields: fields(), picked: pickedIn(form), kept: false, submitted });
  };
  let sent = false;

  form.addEventListener("input", () => keep());
  // What is searched for and picked changes by jQuery alone.
  window.django?.jQuery?.(form).on("change", () => keep());
  form.addEventListener("submit", (event) => {
    sent = true;
    // Re-attaching another note goes through this form, and leaves what is written in it.
    keep(!event.submitter?.hasAttribute("formaction"));
  });
  window.addEventListener("pageshow", () => {
    sent = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sent && writing.kind && written()) event.preventDefault();
  });
  writing.section.addEventListener("closed", () => dropCopy(user, name));
  restore(form, writing, copiesOf(user).find((copy) => copy.form === name), () => dropCopy(user, name));
}

function restore(form, writing, copy, drop) {
  if (!copy) return;
  const refused = form.querySelector(".errornote") || writing.kind;
  if (refused) return; // the server gave the note back itself
  if (copy.submitted && document.querySelector(".messagelist .success")) {
    drop();
    return;
  }
  const values = new Map(copy.fields);
  writing.open(values.get("kind"));
  for (const [name, value] of copy.fields) {
    const field = form.elements[name];
    if (field?.type === "checkbox") field.checked = true;
    else if (field && "value" in field && name !== "kind" && !field.options) field.value = value;
  }
  for (const picked of copy.picked ?? []) pick(form.elements[picked.name], picked);
  writing.choose(null);
}

/** What is chosen in the form's lists, with its words: a list that is searched has no other rows. */
function pickedIn(form) {
  return [...form.querySelectorAll("fieldset:not([disabled]) select, [data-typed] select")].flatMap((list) =>
    [...list.selectedOptions].map(({ value, text }) => ({ name: list.name, value, text })),
  );
}

function pick(list, { value, text }) {
  if (!list?.options || !value) return;
  const known = [...list.options].find((option) => option.value === value);
  const row = known ?? (list.matches(".admin-autocomplete") ? list.appendChild(new Option(text, value)) : null);
  if (row) row.selected = true;
  list.dispatchEvent(new Event("change", { bubbles: true }));
}
