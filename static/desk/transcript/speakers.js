// Who speaks how much, and a speaker renamed everywhere. Pure.

import { rangeOf } from "./reading.js";

/** [{label, station, turns, words, first}] in the order in which they first speak. */
export function speakers(reading, lines, countWords) {
  const found = new Map();
  for (const [index, turn] of reading.turns.entries()) {
    if (turn.isMarker) continue;
    const { label, station } = turn;
    if (!found.has(label)) found.set(label, { label, station, turns: 0, words: 0, first: turn });
    const speaker = found.get(label);
    speaker.turns += 1;
    const next = reading.turns[index + 1];
    const last = next ? next.line - 1 : lines.count;
    const opening = lines.lines[turn.line - 1].slice(Math.max(0, turn.wordsAt));
    speaker.words += countWords(opening);
    for (let line = turn.line; line < last; line += 1) {
      speaker.words += lines.words[line] ??= countWords(lines.lines[line]);
    }
  }
  return [...found.values()];
}

/** Is this a label that the grammar can read? A sentence if not. */
export function wrongLabel(label) {
  if (!label) return "Write the name as it shall stand before each turn.";
  if (label.length > 80) return "A label has at most 80 letters.";
  if (/[:：*#|<>[\]{}\\]/.test(label) || !/[\p{L}\p{N}]/u.test(label)) {
    return "A label is a name: no colon, star or bracket.";
  }
  return "";
}

/** All labels of a speaker written anew as one change: {start, end, text, selection, count, left}. */
export function rename(reading, lines, from, to, caret = 0) {
  const places = [];
  let left = 0;
  for (const turn of reading.turns) {
    if (turn.isMarker || turn.label !== from || turn.wordsAt < 0) continue;
    if (turn.nameAt < 0) left += 1;
    else places.push(lines.starts[turn.line - 1] + turn.nameAt);
  }
  return replaced(lines.text, places.map((start) => [start, start + from.length]), to, caret, left);
}

/** One change that puts `words` in place of every [start, end] of a sorted list. */
export function replaced(text, places, words, caret, left = 0) {
  if (!places.length) return { count: 0, left };
  const [start, end] = [places[0][0], places.at(-1)[1]];
  let [at, moved] = [start, 0];
  const pieces = [];
  for (const [from, to] of places) {
    pieces.push(text.slice(at, from), words);
    if (to <= caret) moved += words.length - (to - from);
    at = to;
  }
  const inside = places.find(([from, to]) => from < caret && caret < to);
  const selection = (inside ? inside[0] : caret) + moved;
  return { start, end, text: pieces.join(""), selection: [selection, selection], count: places.length, left };
}

/** Every stretch in which a speaker's words stand, without the labels; all of the text for "". */
export function wordsOf(reading, lines, label) {
  if (!label) return [[0, lines.text.length]];
  const found = [];
  for (const [index, turn] of reading.turns.entries()) {
    if (turn.isMarker || turn.label !== label) continue;
    const { words, end } = rangeOf(reading.turns, index, lines);
    found.push([words, end]);
  }
  return found;
}

/** Where `words` stand in these stretches, as sorted [start, end]. */
export function findAll(text, stretches, words, matchCase = false) {
  if (!words) return [];
  const sought = new RegExp(words.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"), matchCase ? "gu" : "giu");
  const found = [];
  for (const [from, to] of stretches) {
    for (const match of text.slice(from, to).matchAll(sought)) {
      found.push([from + match.index, from + match.index + match[0].length]);
    }
  }
  return found;
}
