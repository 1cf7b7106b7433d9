// What each button does to a text. Pure functions: a text and a selection go in, one change comes
// out as {start, end, text, selection}: put `text` in place of start…end, then select `selection`.
// Each is one change, so that one undo takes it back.

const BLOCK_SIGN = /^\s*(?:(?:>|#{1,6}|[-*+]|\d{1,9}[.)])\s+)*/;
const ITEM = /^\s*(?:[-*+]|\d{1,9}[.)])\s+/;
const BULLET = /^\s*[-*+]\s+/;
const QUOTED = /^\s*>\s?/;
const WORD = /[\p{L}\p{N}\p{M}'’]/u;

/** Whole lines round the selection. A selection that ends at a line's start leaves that line out. */
function linesAround(text, from, to) {
  const last = to > from && text[to - 1] === "\n" ? to - 1 : to;
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const end = text.indexOf("\n", last);
  return [start, end === -1 ? text.length : end];
}

function wordAround(text, at) {
  let from = at;
  let to = at;
  while (from > 0 && WORD.test(text[from - 1])) from -= 1;
  while (to < text.length && WORD.test(text[to])) to += 1;
  return [from, to];
}

function lineBefore(text, start) {
  if (start === 0) return "";
  return text.slice(text.lastIndexOf("\n", start - 2) + 1, start - 1);
}

function lineAfter(text, end) {
  if (end >= text.length) return "";
  const next = text.indexOf("\n", end + 1);
  return text.slice(end + 1, next === -1 ? text.length : next);
}

function starsAtEnd(text) {
  return /\**$/.exec(text)[0].length;
}

function starsAtStart(text) {
  return /^\**/.exec(text)[0].length;
}

// One star is italic, two are bold, three are both.
function carries(stars, wanted) {
  return wanted === 2 ? stars >= 2 : stars === 1 || stars >= 3;
}

function emphasis(text, from, to, wanted, placeholder) {
  const sign = "*".repeat(wanted);
  if (from === to) {
    [from, to] = wordAround(text, from);
    if (from === to) {
      return {
        start: from,
        end: to,
        text: sign + placeholder + sign,
        selection: [from + wanted, from + wanted + placeholder.length],
      };
    }
  }
  // Stars beside a space are stars: they must touch the words.
  while (from < to && /\s/.test(text[from])) from += 1;
  while (to > from && /\s/.test(text[to - 1])) to -= 1;
  const outside = Math.min(starsAtEnd(text.slice(0, from)), starsAtStart(text.slice(to)));
  if (carries(outside, wanted)) {
    return {
      start: from - wanted,
      end: to + wanted,
      text: text.slice(from, to),
      selection: [from - wanted, to - wanted],
    };
  }
  const pieces = text.slice(from, to).split("\n").map((line) => {
    const lead = BLOCK_SIGN.exec(line)[0];
    const tail = /\s*$/.exec(line)[0];
    return { lead, words: line.slice(lead.length, line.length - tail.length), tail };
  });
  const written = pieces.filter((piece) => piece.words);
  const marked = written.every(({ words }) =>
    words.length > 2 * wanted && carries(Math.min(starsAtStart(words), starsAtEnd(words)), wanted)
  );
  for (const piece of written) {
    piece.words = marked ? piece.words.slice(wanted, -wanted) : sign + piece.words + sign;
  }
  const changed = pieces.map(({ lead, words, tail }) => lead + words + tail).join("\n");
  const inside = pieces.length === 1 && !marked ? wanted + pieces[0].lead.length : 0;
  return {
    start: from,
    end: to,
    text: changed,
    selection: [from + inside, from + changed.length - (inside ? wanted : 0)],
  };
}

export function bold(text, from, to) {
  return emphasis(text, from, to, 2, "bold words");
}

export function italic(text, from, to) {
  return emphasis(text, from, to, 1, "italic words");
}

/** A line becomes a heading, then a smaller one, then plain again. */
export function heading(text, from) {
  const [start, end] = linesAround(text, from, from);
  const line = text.slice(start, end);
  const signs = /^#{1,6}(?=\s|$)/.exec(line)?.[0].length ?? 0;
  const words = line.replace(/^#{1,6}\s*/, "") || "Heading";
  if (signs > 2) {
    return { start, end, text: words, selection: [start + words.length, start + words.length] };
  }
  const sign = signs === 2 ? "### " : "## ";
  const before = lineBefore(text, start).trim() ? "\n" : "";
  const after = lineAfter(text, end).trim() ? "\n" : "";
  const first = start + before.length + sign.length;
  const isNew = !line.replace(/^#{1,6}\s*/, "");
  return {
    start,
    end,
    text: before + sign + words + after,
    selection: [isNew ? first : first + words.length, first + words.length],
  };
}

/** `write` changes one line; a neighbour that would run into the block is set apart. */
function block(text, from, to, { is, write, unwrite, apart }) {
  const [start, end] = linesAround(text, from, to);
  const lines = text.slice(start, end).split("\n");
  const written = lines.filter((line) => line.trim());
  const marked = written.length > 0 && written.every((line) => is.test(line));
  const changed = lines.map(marked ? unwrite : write).join("\n");
  const runsIn = (line) => !marked && line.trim() && !is.test(line);
  const before = apart && runsIn(lineBefore(text, start)) ? "\n" : "";
  const after = runsIn(lineAfter(text, end)) ? "\n" : "";
  const first = start + before.length;
  const last = first + changed.length;
  return {
    start,
    end,
    text: before + changed + after,
    selection: from === to ? [last, last] : [first, last],
  };
}

export function list(text, from, to) {
  const [start, end] = linesAround(text, from, to);
  const alone = !text.slice(start, end).trim();
  return block(text, from, to, {
    is: BULLET,
    write: (line) => (line.trim() || alone ? `- ${line.replace(ITEM, "").trimStart()}` : line),
    unwrite: (line) => line.replace(BULLET, ""),
    apart: true,
  });
}

export function quote(text, from, to) {
  return block(text, from, to, {
    is: QUOTED,
    write: (line) => (line.trim() ? `> ${line}` : ">"),
    unwrite: (line) => line.replace(QUOTED, ""),
    apart: false,
  });
}

/** `words` as a paragraph of its own, after the one the caret is in. */
export function paragraph(text, at, words) {
  const rest = text.slice(at);
  const gap = /\n[ \t]*(?=\n|$)/.exec(rest);
  const [lineStart, lineEnd] = linesAround(text, at, at);
  const onBlankLine = !text.slice(lineStart, lineEnd).trim();
  const place = onBlankLine ? lineStart : gap ? at + gap.index : text.length;
  const before = text.slice(0, place).replace(/[ \t]+$/, "");
  const after = text.slice(onBlankLine ? lineEnd : place);
  const lead = !before ? "" : before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const tail = !after.trim() ? "\n" : after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  const caret = place + lead.length + words.length;
  return {
    start: place,
    end: onBlankLine ? lineEnd : place,
    text: lead + words + tail,
    selection: [caret, caret],
  };
}

/** The link or numbered source at the caret, or null. */
export function linkAt(text, from, to) {
  const [start, end] = linesAround(text, from, to);
  for (const found of text.slice(start, end).matchAll(/(?<!!)\[([^[\]\n]*)\]\(([^()\s]*)\)/g)) {
    const first = start + found.index;
    if (first <= from && to <= first + found[0].length) {
      return { start: first, end: first + found[0].length, words: found[1], address: found[2] };
    }
  }
  return null;
}

export function isNumber(words) {
  return /^\d{1,4}$/.test(words);
}

/** An address as people type it, as one that leads somewhere. */
export function wholeAddress(typed) {
  const address = typed.trim().replace(/\s/g, "%20").replace(/\(/g, "%28").replace(/\)/g, "%29");
  if (!address || /^(?:https?:|mailto:|[/#])/i.test(address)) return address;
  return /^[^/]+@[^/]+$/.test(address) ? `mailto:${address}` : `https://${address}`;
}

export function link(words, address) {
  return `[${words.replace(/\s+/g, " ").replace(/[[\]]/g, "\\$&")}](${address})`;
}

/** The number for a source: the one its address has already, or the next. */
export function sourceNumber(text, address) {
  let highest = 0;
  for (const [, footnote, number, known] of text.matchAll(/\[(\^?)(\d{1,4})\](?:\(([^()\s]*)\))?/g)) {
    if (known === undefined && !footnote) continue;
    if (known === address) return Number(number);
    highest = Math.max(highest, Number(number));
  }
  return highest + 1;
}

export function countWords(text) {
  const words = text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .match(/[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]|[\p{L}\p{N}][^\s\u2e80-\u9fff\uac00-\ud7af]*/gu);
  return words ? words.length : 0;
}
