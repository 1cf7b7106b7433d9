// Where words stand in the text. The server says of every run of words where it begins in the plain
// text of its part (`data-at`, in UTF-16 units), so that nothing is counted here but letters inside
// one run.

const RUN = "[data-at]";

/** Of a selection: {part, start, end, words}, or {problem}, a sentence; null where it has no words. */
export function placeOf(range, text) {
  const touched = [...text.querySelectorAll(RUN)]
    .filter((run) => range.intersectsNode(run))
    .map((run) => within(range, run))
    .filter(({ from, to }) => from < to);
  if (!touched.some(({ words }) => words.trim())) return null;
  const part = partOf(touched[0].run);
  if (touched.some(({ run }) => partOf(run) !== part)) {
    return { problem: "These words stand in two passages. A note stands in one: select words of one speaker." };
  }
  const first = touched[0], last = touched.at(-1);
  return {
    part: part.dataset.part,
    start: beginOf(first.run) + first.from,
    end: beginOf(last.run) + last.to,
    words: joined(touched),
  };
}

/** The selection's share of one run. */
function within(range, run) {
  const words = run.textContent;
  const from = run.contains(range.startContainer) ? offset(run, range.startContainer, range.startOffset) : 0;
  const to = run.contains(range.endContainer) ? offset(run, range.endContainer, range.endOffset) : words.length;
  return { run, from, to, words: words.slice(from, to) };
}

function offset(run, node, at) {
  const before = document.createRange();
  before.setStart(run, 0);
  before.setEnd(node, at);
  return before.toString().length;
}

/** Between two runs stands the end of a line, or the spaces of line breaks within it. */
function joined(touched) {
  let words = touched[0].words;
  for (const [index, { run, from, words: more }] of touched.entries()) {
    if (!index) continue;
    const before = touched[index - 1];
    const gap = beginOf(run) + from - beginOf(before.run) - before.to;
    words += ("line" in run.dataset ? "\n" : " ".repeat(gap)) + more;
  }
  return words;
}

const beginOf = (run) => Number(run.dataset.at);
const partOf = (run) => run.closest("[data-part]");
