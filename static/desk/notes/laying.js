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
    this.made = new Map(); // block → what room was made under it
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
    for (const block of this.made.keys()) block.style.marginBlockEnd = "";
    this.made.clear();
    if (this.width.matches) this.inTheMargin();
    else this.underParagraphs();
  }

  inTheMargin() {
    const top = this.noted.getBoundingClientRect().top;
    const wanted = this.notes.map((note) => this.runs(note)[0]?.getBoundingClientRect().top - top);
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
    for (const [block, notes] of under) {
      if (!block) continue;
      const room = notes.reduce((sum, note) => sum + sizes.get(note) + GAP, GAP);
      const own = parseFloat(getComputedStyle(block).marginBlockEnd) || 0;
      block.style.marginBlockEnd = `${own + room}px`;
      this.made.set(block, room);
    }
    const top = this.noted.getBoundingClientRect().top;
    for (const [block, notes] of under) {
      let at = block ? block.getBoundingClientRect().bottom - top + GAP : 0;
      for (const note of notes) {
        note.style.insetBlockStart = `${at}px`;
        at += sizes.get(note) + GAP;
      }
    }
  }

  /** The paragraph, table or list item that a note's words end in. */
  blockOf(note) {
    const last = this.runs(note).at(-1);
    return last?.closest(".table, figure") ?? last?.closest(BLOCKS) ?? last?.closest("[data-part]");
  }

  runs(note) {
    return runsOf(this.text, note.dataset.note);
  }
}

/** The runs of words that a note stands on. */
export function runsOf(text, key) {
  return [...text.querySelectorAll(`[data-notes~="${CSS.escape(key)}"]`)];
}

function grouped(notes, by) {
  const found = new Map();
  for (const note of notes) found.set(by(note), [...(found.get(by(note)) ?? []), note]);
  return found;
}
