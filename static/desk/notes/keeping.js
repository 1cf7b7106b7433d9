// A note that was not saved, because a session had ended or a page was left, is still in this browser
// when the page is opened again. `copies.js` deletes it when its writer logs out.

import { copiesOf, dropCopy, keepCopy } from "../copies.js";

export function keepNote(form, writing) {
  const user = form.dataset.user;
  const name = `note-${form.dataset.story}`;
  const fields = () => [...new FormData(form)].filter(([field]) => field !== "csrfmiddlewaretoken");
  const written = () => [...form.querySelectorAll("fieldset:not([disabled]) :is(textarea, input[type=text], input[type=url])")]
    .some((field) => field.value.trim());
  const keep = (submitted = false) => {
    if (!writing.kind || !written()) return;
    keepCopy(user, name, { piece: name, at: Date.now(), basedOn: "", fields: fields(), kept: false, submitted });
  };
  let sent = false;

  form.addEventListener("input", () => keep());
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
    else if (field && "value" in field && name !== "kind") field.value = value;
  }
  writing.choose(null);
}
