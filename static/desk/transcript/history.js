// A transcript's own list of changes. The browser's forgets everything when a text is put in at once,
// and putting in 600 kB line by line takes it fifteen seconds. Pure: {start, end, text, selection}
// comes out, as from the toolbar's buttons.

const PAUSE = 1000;
const MOST_STEPS = 2000;
const MOST_LETTERS = 30_000_000;

export class History {
  constructor() {
    this.clear();
  }

  clear() {
    this.done = [];
    this.undone = [];
    this.letters = 0;
  }

  /** `edit` is {start, removed, inserted}; typing `joins` what was typed right before it. */
  record(edit, { joins, before, after, at }) {
    if (!edit.removed && !edit.inserted) return;
    this.undone = [];
    const last = this.done.at(-1);
    if (joins && last?.joins && at - last.at < PAUSE && joinTo(last, edit)) {
      last.at = at;
      last.after = after;
      return;
    }
    this.done.push({ ...edit, joins, before, after, at });
    this.letters += edit.removed.length + edit.inserted.length;
    while (this.done.length > MOST_STEPS || (this.letters > MOST_LETTERS && this.done.length > 1)) {
      const oldest = this.done.shift();
      this.letters -= oldest.removed.length + oldest.inserted.length;
    }
  }

  /** The change that takes the last one back; null if there is none, or the text is another. */
  undo(text) {
    return this.turn(this.done, this.undone, text, (step) => ({
      gone: step.inserted,
      back: step.removed,
      selection: step.before,
    }));
  }

  redo(text) {
    return this.turn(this.undone, this.done, text, (step) => ({
      gone: step.removed,
      back: step.inserted,
      selection: step.after,
    }));
  }

  turn(from, to, text, read) {
    const step = from.pop();
    if (!step) return null;
    const { gone, back, selection } = read(step);
    const end = step.start + gone.length;
    if (text.slice(step.start, end) !== gone) {
      this.clear();
      return null;
    }
    step.joins = false;
    to.push(step);
    return { start: step.start, end, text: back, selection };
  }
}

/** Make `edit` a part of `step`, if it goes on where that ended. */
function joinTo(step, edit) {
  if (edit.inserted.includes("\n")) return false;
  const from = edit.start - step.start;
  const within = from >= 0 && from + edit.removed.length <= step.inserted.length;
  if (within && (edit.inserted || step.inserted)) {
    if (!edit.inserted && step.removed) return false;
    step.inserted =
      step.inserted.slice(0, from) + edit.inserted + step.inserted.slice(from + edit.removed.length);
    return true;
  }
  if (edit.inserted || step.inserted) return false;
  if (edit.start + edit.removed.length === step.start) {
    step.removed = edit.removed + step.removed;
    step.start = edit.start;
    return true;
  }
  if (edit.start === step.start) {
    step.removed += edit.removed;
    return true;
  }
  return false;
}
