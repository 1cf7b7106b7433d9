// A manuscript that was pasted, or a file that was chosen, is read at once: no button to look for.

const form = document.querySelector("[data-manuscript]");
const text = form?.querySelector("textarea");
const file = form?.querySelector("input[type=file]");
const read = form?.querySelector("button[value=read]");

// Into text that is there already somebody pastes a word, not a manuscript.
text?.addEventListener("paste", () => {
  if (text.value.trim() === "") setTimeout(() => text.value.trim() && form.requestSubmit(read));
});
file?.addEventListener("change", () => {
  if (file.files.length) form.requestSubmit(read);
});
