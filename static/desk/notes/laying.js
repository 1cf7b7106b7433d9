// Notes beside their words: in the margin where there is room, colliding ones one under another in
// the order of their words; under the paragraph where there is none, which makes room for them.

const GAP = 12;
const BLOCKS = ".table, pre, figure, li, p, h2, h3, h4, h5, h6, blockquote";

export class Laying {
  constructor(noted) {
    this.noted = noted;
    this.text = noted.querySelector("[data-text]");
    this.aside = noted.querySelector("aside");
    this.notes = [...this.aside.querySelectorAll("[data-note]")];
    this.runs = runsByNote(this.text);
    this.made = []; // blocks under which room was made
    if (!this.notes.length) return;
    noted.classList.add("laid");
    this.width = matchMedia("(min-width: 64em)");
    this.watching = new ResizeObserver(() => this.soon());
    this.watching.observe(noted);
    for (const note of this.notes) this.watching.observe(note);
    this.lay();
    document.fonts?.ready.then(() => this.soon());
  }

  soon() {
    cancelAnimationFrame(this.waiting);
    this.waiting = requestAnimationFrame(() => this.lay());
  }

  lay() {
    this.noted.classList.toggle("wide", this.width.matches);
    for (const block of this.made) block.style.marginBlockEnd = "";
    this.made = [];
    if (this.width.matches) this.inTheMargin();
    else this.underParagraphs();
  }

  inTheMargin() {
    const top = this.noted.getBoundingClientRect().top;
    const wanted = this.notes.map((note) => this.runsOf(note)[0]?.getBoundingClientRect().top - top);
    const heights = this.notes.map((note) => note.offsetHeight);
    let below = 0;
    for (const [index, note] of this.notes.entries()) {
      const at = Math.max(wanted[index] || 0, below);
      note.style.insetBlockStart = `${at}px`;
      below = at + heights[index] + GAP;
    }
    this.noted.style.minBlockSize = `${below}px`;
  }

  underParagraphs() {
    this.noted.style.minBlockSize = "";
    const under = Map.groupBy?.(this.notes, (note) => this.blockOf(note)) ?? grouped(this.notes, (note) => this.blockOf(note));
    const sizes = new Map(this.notes.map((note) => [note, note.offsetHeight]));
    // All is read before anything is written: else every block is laid out for itself.
    const rooms = [...under].filter(([block]) => block).map(([block, notes]) => {
      const room = notes.reduce((sum, note) => sum + sizes.get(note) + GAP, GAP);
      return [block, room + (parseFloat(getComputedStyle(block).marginBlockEnd) || 0)];
    });
    for (const [block, room] of rooms) {
      block.style.marginBlockEnd = `${room}px`;
      this.made.push(block);
    }
    const top = this.noted.getBoundingClientRect().top;
    const places = [...under].map(([block, notes]) => [notes, block ? block.getBoundingClientRect().bottom - top + GAP : 0]);
    for (const [notes, first] of places) {
      let at = first;
      for (const note of notes) {
        note.style.insetBlockStart = `${at}px`;
        at += sizes.get(note) + GAP;
      }
    }
  }

  /** The paragraph, table or list item that a note's words end in. */
  blockOf(note) {
    const last = this.runsOf(note).at(-1);
    return last?.closest(".table, figure") ?? last?.closest(BLOCKS) ?? last?.closest("[data-part]");
  }

  runsOf(note) {
    return this.runs.get(note.dataset.note) ?? [];
  }
}

/** The runs of words that each note stands on, by its key: looked for once, because a piece can have
    thousands of both. */
export function runsByNote(text) {
  const found = new Map();
  for (const run of text.querySelectorAll("[data-notes]")) {
    for (const key of run.dataset.notes.split(" ")) {
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(run);
    }
  }
  return found;
}

function grouped(notes, by) {
  const found = new Map();
  for (const note of notes) found.set(by(note), [...(found.get(by(note)) ?? []), note]);
  return found;
}
