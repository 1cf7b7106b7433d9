// Turns written, cut and put together. Pure: each gives one change, {start, end, text, selection},
// or {problem} in a sentence.

import { rangeOf, turnAtLine } from "./reading.js";

/** The other one of the two who alternate; null where there are none or more. */
export function nextSpeaker(turns, line) {
  const labels = speakersNear(turns, line);
  return labels.length === 2 ? labels[0] : null;
}

/** Every label, who spoke last but one first: most likely who speaks next. */
export function speakersNear(turns, line) {
  const speech = turns.filter((turn) => !turn.isMarker);
  const here = turnAtLine(speech, line);
  const before = speech.slice(0, here ? speech.indexOf(here) + 1 : 0).reverse();
  const labels = [...new Set([...before, ...speech].map((turn) => turn.label))];
  return here ? [...labels.slice(1), labels[0]] : labels;
}

/** A label as this transcript writes them: in bold or not, with its own colon. */
export function written(label, turns, lines, line = 1) {
  const labelled = turns.filter((turn) => !turn.isMarker && turn.nameAt >= 0 && turn.wordsAt >= 0);
  const like =
    turnAtLine(labelled.filter((turn) => turn.label === label), line) ??
    turnAtLine(labelled, line) ??
    labelled[0];
  const prefix = like ? lines.lines[like.line - 1].slice(0, like.wordsAt) : "";
  // The line may have changed since it was read.
  if (!like || !prefix.startsWith(like.label, like.nameAt)) return `**${label}:** `;
  const rest = prefix.slice(like.nameAt + like.label.length);
  const isPlain = like.nameAt === 0 && /^\s?[:：]/.test(rest);
  if (rest.includes("：")) return isPlain ? `${label}：` : `**${label}：**`;
  return isPlain ? `${label}: ` : `**${label}:** `;
}

function put(start, end, text) {
  return { start, end, text, selection: [start + text.length, start + text.length] };
}

/** A new turn below the paragraph at the caret. */
export function newTurn(text, caret, label) {
  const lineStart = text.lastIndexOf("\n", caret - 1) + 1;
  const next = text.indexOf("\n", caret);
  const lineEnd = next === -1 ? text.length : next;
  const isEmpty = !text.slice(lineStart, lineEnd).trim();
  let start = isEmpty ? lineStart : lineEnd;
  while (start > 0 && /\s/.test(text[start - 1])) start -= 1;
  let end = lineEnd;
  while (end < text.length && /\s/.test(text[end])) end += 1;
  const before = start ? "\n\n" : "";
  const after = end < text.length ? "\n\n" : "";
  const change = put(start, end, before + label.trimEnd() + " " + after);
  const at = change.selection[0] - after.length;
  return { ...change, selection: [at, at] };
}

/** What stands after the caret becomes a turn of its own. */
export function split(reading, lines, caret, label) {
  const { text } = lines;
  const line = lines.lineAt(caret) + 1;
  const index = reading.turns.indexOf(turnAtLine(reading.turns, line));
  if (index === -1) return { problem: "Put the caret into a turn, where the next one begins." };
  const range = rangeOf(reading.turns, index, lines);
  if (!text.slice(range.words, caret).trim() || !text.slice(caret, range.end).trim()) {
    return { problem: "Put the caret between the words that stay and those of the next turn." };
  }
  let [start, end] = [caret, caret];
  while (/\s/.test(text[start - 1])) start -= 1;
  while (/\s/.test(text[end])) end += 1;
  const change = put(start, end, `\n\n${label}`);
  return change;
}

/** The turn at the caret goes on the one above. */
export function join(reading, lines, caret) {
  const line = lines.lineAt(caret) + 1;
  const turn = turnAtLine(reading.turns, line);
  const index = reading.turns.indexOf(turn);
  const above = reading.turns[index - 1];
  if (!turn || !above) return { problem: "There is no turn above this one to join it to." };
  if (turn.isMarker || above.isMarker) {
    return { problem: "A heading or a break stands between: take it out first." };
  }
  if (turn.wordsAt < 0) return { problem: "This turn has no label of its own to take out." };
  const range = rangeOf(reading.turns, index, lines);
  let start = range.start;
  while (start > 0 && /\s/.test(lines.text[start - 1])) start -= 1;
  let end = range.words;
  while (end < range.end && /\s/.test(lines.text[end])) end += 1;
  return { ...put(start, end, end < range.end ? "\n\n" : ""), above };
}
