/** `[data-copy]` holds the words to copy, or `#id` of the field that does. */
export function offerCopying() {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    event.preventDefault();
    const copied = await copy(wordsFor(button.dataset.copy));
    tell(button, copied ? "Copied" : "Select and copy it by hand");
  });
}

function wordsFor(wanted) {
  if (!wanted.startsWith("#")) return wanted;
  const element = document.getElementById(wanted.slice(1));
  return element?.value ?? element?.textContent.trim() ?? "";
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without https the clipboard is closed to scripts, but not to a selected field.
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    return copied;
  }
}

function tell(button, words) {
  const before = (button.dataset.words ??= button.textContent);
  button.textContent = words;
  button.setAttribute("aria-live", "polite");
  setTimeout(() => {
    button.textContent = before;
  }, 2000);
}
