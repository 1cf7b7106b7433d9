// A manuscript that was pasted, or a file that was chosen, is read at once: no button to look for.

import { make } from "./building.js";

const form = document.querySelector("[data-manuscript]");
const text = form?.querySelector("textarea");
const file = form?.querySelector("input[type=file]");
const read = form?.querySelector("button[value=read]");
const asked = form?.querySelector("[data-asked]");

// Into text that is there already somebody pastes a word, not a manuscript.
text?.addEventListener("paste", () => {
  if (text.value.trim() === "") setTimeout(() => text.value.trim() && form.requestSubmit(read));
});
file?.addEventListener("change", () => {
  if (!file.files.length) close();
  else if (holdsOnlyAFile()) form.requestSubmit(read);
  else askBeforeReplacing();
});

/** The file's words take the place of those in the field: nothing to lose, if those came so too. */
function holdsOnlyAFile() {
  const came = form.elements.came?.value && text.value === text.defaultValue;
  return came || text.value.trim() === "";
}

function askBeforeReplacing() {
  const replace = make("button", { type: "button" }, "Replace them");
  const keep = make("button", { type: "button" }, "Keep them");
  asked.replaceChildren(
    make("p", {}, `The field holds words already; “${file.files[0].name}” would replace them.`),
    make("p", { class: "buttons" }, replace, keep),
  );
  asked.hidden = false;
  replace.addEventListener("click", () => form.requestSubmit(read));
  keep.addEventListener("click", () => {
    file.value = "";
    close();
    text.focus();
  });
  keep.focus();
}

function close() {
  asked.hidden = true;
  asked.replaceChildren();
}
