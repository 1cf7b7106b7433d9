// Which block of the page is the paragraph being written? Found by its words, so that the page
// needs no marks of ours and stays exactly what readers get.

const NEW_BLOCK = /^\s*(?:[-*+]|\d{1,9}[.)]|#{1,6}|\||\[\^[^\]]+\]:)\s*/;
const CANDIDATES = "p, li, h2, h3, h4, h5, h6, figure, td, th, pre, dd";
const LEAST = 12;

/** Letters and digits alone: neither Markdown's signs nor a page's typography are in the way. */
function bare(text) {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}

function wordsOf(source) {
  return bare(
    source
      .replace(/^\s*(?:\*\*[^*\n]{1,100}[:：]\*\*|\*\*[^*\n]{1,100}\*\*\s*[:：])/, "") // a speaker
      .replace(/^\s*\\?[[(]\d{1,2}:\d{2}(?::\d{2})?\\?[\])]:?/, "") // a clock
      .replace(/\[\^[^\]]+\]:?/g, "")
      .replace(/\[\d{1,4}\]\([^)]*\)/g, "")
      .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
      .replace(/https?:\/\/\S+$/, ""),
  );
}

// Of a text of 100,000 words each key would make the words of every paragraph again.
const MOST_KNOWN = 20_000;
const knownWords = new Map();

function knownWordsOf(source) {
  let words = knownWords.get(source);
  if (words === undefined) {
    if (knownWords.size > MOST_KNOWN) knownWords.clear();
    words = wordsOf(source);
    knownWords.set(source, words);
  }
  return words;
}

/** The paragraph at the caret: its bare words, and how many before it have the same. */
export function passageAt(source, caret) {
  const seen = new Map();
  let words = "";
  let place = 0;
  let lines = [];
  let last = { words: "", occurrence: 0 };
  const finish = () => {
    words = knownWordsOf(lines.join(" "));
    const picture = /\]\(picture:([\w-]+)\)/.exec(lines.join(" "))?.[1] ?? "";
    const occurrence = seen.get(words) ?? 0;
    seen.set(words, occurrence + 1);
    if (words || picture) last = { words, occurrence, picture };
    lines = [];
  };
  for (const line of source.split("\n")) {
    const begins = !line.trim() || NEW_BLOCK.test(line);
    if (lines.length && begins) {
      finish();
      if (place > caret) return last;
    }
    if (line.trim()) lines.push(line);
    place += line.length + 1;
    if (place > caret && !line.trim()) return last;
  }
  if (lines.length) finish();
  return last;
}

const known = new WeakMap();

function blocksOf(page) {
  if (!known.has(page)) {
    const root = page.querySelector("main") ?? page.body;
    const blocks = [...root.querySelectorAll(CANDIDATES)]
      .filter((element) => !element.querySelector("p, li") && !element.closest("nav, header, footer"))
      .map((element) => ({ element, words: bare(spoken(element)) }));
    known.set(page, blocks);
  }
  return known.get(page);
}

// Reference marks are numbered over the whole piece; they are no words of the paragraph.
function spoken(element) {
  let text = "";
  for (const node of element.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) text += node.data;
    else if (node.nodeType === Node.ELEMENT_NODE && node.localName !== "sup") text += spoken(node);
  }
  return text;
}

/** The element of `page` that shows the passage, or null. While words are new, the nearest one. */
export function findPassage(page, { words, occurrence, picture }) {
  if (picture) {
    const image = page.querySelector(`img[src*="${CSS.escape(picture)}"]`);
    if (image) return image.closest("figure") ?? image;
  }
  if (!words) return null;
  const blocks = blocksOf(page);
  const same = blocks.filter((block) => block.words === words);
  if (same.length) return same[Math.min(occurrence, same.length - 1)].element;
  if (words.length < LEAST) return null;
  const holds = blocks.find(
    (block) => block.words.length >= LEAST && (block.words.includes(words) || words.includes(block.words)),
  );
  if (holds) return holds.element;
  let best = null;
  let longest = LEAST - 1;
  for (const block of blocks) {
    let length = 0;
    while (length < words.length && words[length] === block.words[length]) length += 1;
    if (length > longest) [best, longest] = [block, length];
  }
  return best?.element ?? null;
}
