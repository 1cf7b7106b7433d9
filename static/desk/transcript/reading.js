// The server's reading of a transcript, as things to work with. Pure. It may be older than the text:
// `shifted` keeps it beside its lines until the next one comes.

import { lastUpTo } from "./lines.js";

/** Turns and doubts of the server's answer, in the order of their lines. */
export function readAnswer(answer) {
  let spoken = 0; // readers' numbers leave headings and breaks out
  const turns = answer.turns.map(([line, label, startsAt, nameAt, wordsAt, heading]) => ({
    number: label === -1 ? null : (spoken += 1),
    line,
    isMarker: label === -1,
    label: label === -1 ? heading : answer.labels[label],
    station: answer.stations[label] ?? 0,
    startsAt,
    nameAt,
    wordsAt,
  }));
  return { ...answer, turns, doubts: answer.doubts.map((doubt) => ({ ...doubt })) };
}

/** The reading after lines changed: what stood in lines that are gone is gone with them. As many
 *  lines as before are the same turns: a speaker renamed, words replaced. */
export function shifted(reading, { from, removed, inserted }) {
  if (removed === inserted) return reading;
  const move = (items) =>
    items.flatMap((item) => {
      const line = item.line - 1;
      if (line <= from) return [item];
      if (line < from + removed) return [];
      return [{ ...item, line: item.line + inserted - removed }];
    });
  return { ...reading, turns: move(reading.turns), doubts: move(reading.doubts) };
}

/** The turn that a line (from 1) belongs to; undefined in the introduction. */
export function turnAtLine(turns, line) {
  return turns[lastUpTo(turns.length, (index) => turns[index].line, line)];
}

/** Where a turn begins and ends in the text, and where its words do. */
export function rangeOf(turns, index, lines) {
  const turn = turns[index];
  const next = turns[index + 1];
  const start = lines.starts[turn.line - 1];
  return {
    start,
    words: start + Math.max(0, turn.wordsAt),
    end: next ? lines.starts[next.line - 1] : lines.text.length,
  };
}

export function spokenTurns(turns) {
  return turns.filter((turn) => !turn.isMarker);
}

export function clock(seconds) {
  const whole = Math.floor(seconds);
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(whole % 60)}`;
}

export function counted(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

/** What is to be asked, in the order of the lines: labels that look typed wrongly once each. */
export function questions(reading, settled) {
  const asked = new Set();
  const found = [];
  for (const turn of reading.turns) {
    const meant = turn.isMarker ? undefined : reading.meant[turn.label];
    const key = `${turn.label}\n${meant}`;
    if (!meant || asked.has(key) || settled.has(key)) continue;
    asked.add(key);
    const uses = reading.turns.filter((each) => each.label === turn.label).length;
    found.push({
      key,
      line: turn.line,
      label: turn.label,
      meant,
      reason: `“${turn.label}” speaks ${uses === 1 ? "once" : counted(uses, "time")}. Did you mean ${meant}?`,
    });
  }
  for (const doubt of reading.doubts) {
    const key = `${doubt.name}\n${doubt.reason}`;
    if (!settled.has(key)) found.push({ ...doubt, key });
  }
  return found.sort((one, other) => one.line - other.line);
}
