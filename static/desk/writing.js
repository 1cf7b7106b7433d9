// Every change that a button makes goes into a text here, so that undo takes it back.

// Chromium puts a text in line by line and lays all of it out for each: with 600 kB in the field, 40
// lines take two seconds, and a speaker renamed everywhere takes fifteen.
const MOST_LINES = 3;
const SHORT = 20_000;

const withHistory = new WeakSet();
const writing = new WeakSet();

/** This field keeps its own list of changes, so that they may be put in at once. */
export function keepsHistory(textarea) {
  withHistory.add(textarea);
}

/** Is what the field hears now a change of ours? Then it is no part of somebody's typing. */
export function isWriting(textarea) {
  return writing.has(textarea);
}

function linesIn(text) {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1 && count <= MOST_LINES; at = text.indexOf("\n", at + 1)) {
    count += 1;
  }
  return count;
}

function isLong(textarea, { start, end, text }) {
  if (!withHistory.has(textarea)) return false;
  const { value } = textarea;
  const lines = linesIn(text) + linesIn(value.slice(start, end));
  return lines > MOST_LINES && value.length + text.length > SHORT;
}

/** Put a change into the textarea as if it were typed: undo knows it, listeners hear it. */
export function write(textarea, { start, end, text, selection }) {
  writing.add(textarea);
  try {
    textarea.focus({ preventScroll: withHistory.has(textarea) });
    textarea.setSelectionRange(start, end);
    const typed =
      !isLong(textarea, { start, end, text }) &&
      (text
        ? document.execCommand("insertText", false, text)
        : start === end || document.execCommand("delete"));
    if (!typed) {
      textarea.setRangeText(text, start, end, "end");
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    }
    textarea.setSelectionRange(...selection);
  } finally {
    writing.delete(textarea);
  }
}
