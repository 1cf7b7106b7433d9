// A long text as lines with their places and heights, kept while it changes: each key touches the
// lines it changed, and no others. Pure: heights are told by whoever measures.

const CHUNK = 4096;

function commonStart(one, other, most) {
  let at = 0;
  while (at + CHUNK <= most && one.slice(at, at + CHUNK) === other.slice(at, at + CHUNK)) at += CHUNK;
  while (at < most && one.charCodeAt(at) === other.charCodeAt(at)) at += 1;
  return at;
}

function commonEnd(one, other, most) {
  let count = 0;
  const part = (text, from, length) => text.slice(text.length - from - length, text.length - from);
  while (count + CHUNK <= most && part(one, count, CHUNK) === part(other, count, CHUNK)) count += CHUNK;
  while (
    count < most &&
    one.charCodeAt(one.length - 1 - count) === other.charCodeAt(other.length - 1 - count)
  ) {
    count += 1;
  }
  return count;
}

/** The one stretch in which two texts differ: {start, removed, inserted}. */
export function difference(before, after) {
  const shorter = Math.min(before.length, after.length);
  const start = commonStart(before, after, shorter);
  const tail = commonEnd(before, after, shorter - start);
  return {
    start,
    removed: before.slice(start, before.length - tail),
    inserted: after.slice(start, after.length - tail),
  };
}

/** The last place in a sorted list whose value is not above `value`; -1 if there is none. */
export function lastUpTo(length, valueAt, value) {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (valueAt(middle) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export class Lines {
  constructor(text = "") {
    this.text = text;
    this.lines = text.split("\n");
    this.heights = new Array(this.lines.length).fill(NaN);
    this.words = new Array(this.lines.length);
    this.starts = [];
    this.tops = [0];
    this.place(0);
  }

  get count() {
    return this.lines.length;
  }

  place(from) {
    let at = from ? this.starts[from - 1] + this.lines[from - 1].length + 1 : 0;
    this.starts.length = this.lines.length;
    for (let line = from; line < this.lines.length; line += 1) {
      this.starts[line] = at;
      at += this.lines[line].length + 1;
    }
    this.tops.length = Math.min(this.tops.length, from + 1);
  }

  /** Take the new text: what changed, and which lines (from 0), as {edit, from, removed, inserted}. */
  become(text) {
    const edit = difference(this.text, text);
    const from = this.lineAt(edit.start);
    const to = this.lineAt(edit.start + edit.removed.length);
    const tail = this.text.slice(
      edit.start + edit.removed.length,
      this.starts[to] + this.lines[to].length,
    );
    const fresh = (this.text.slice(this.starts[from], edit.start) + edit.inserted + tail).split("\n");
    this.text = text;
    this.splice(from, to - from + 1, fresh);
    this.place(from);
    return { edit, from, removed: to - from + 1, inserted: fresh.length };
  }

  splice(from, removed, fresh) {
    // In one go over the rest: spreading thousands of lines as arguments has a limit.
    const join = (list, between) => list.slice(0, from).concat(between, list.slice(from + removed));
    // A speaker renamed everywhere changes lines far apart: those between stay as they are.
    const same = (line) => fresh.length === removed && fresh[line] === this.lines[from + line];
    this.heights = join(this.heights, fresh.map((_, line) => (same(line) ? this.heights[from + line] : NaN)));
    this.words = join(this.words, fresh.map((_, line) => (same(line) ? this.words[from + line] : undefined)));
    this.lines = join(this.lines, fresh);
  }

  lineAt(place) {
    return Math.max(0, lastUpTo(this.starts.length, (line) => this.starts[line], place));
  }

  forgetHeights() {
    this.heights.fill(NaN);
    this.tops.length = 1;
  }

  /** How far from the top a line (from 0) stands; NaN while a line above it is not measured. */
  topOf(line) {
    for (let known = this.tops.length; known <= Math.min(line, this.count); known += 1) {
      this.tops[known] = this.tops[known - 1] + this.heights[known - 1];
    }
    return this.tops[Math.min(line, this.count)];
  }

  /** Lines whose height nobody knows yet, at most so many. */
  unmeasured(most) {
    const found = [];
    for (let line = 0; line < this.count && found.length < most; line += 1) {
      if (Number.isNaN(this.heights[line])) found.push(line);
    }
    return found;
  }

  setHeight(line, height) {
    this.heights[line] = height;
    this.tops.length = Math.min(this.tops.length, line + 1);
  }

  countWords(count) {
    let total = 0;
    for (let line = 0; line < this.count; line += 1) {
      total += this.words[line] ??= count(this.lines[line]);
    }
    return total;
  }
}
