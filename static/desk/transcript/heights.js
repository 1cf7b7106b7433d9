// How high each line of a textarea stands, measured in a copy of it: a few lines at a time, and only
// those that changed.

import { make } from "../building.js";

// Measuring so many takes a tenth of a blink; a key waits for no more.
const AT_ONCE = 40;
const LIKE = [
  "fontFamily", "fontSize", "fontWeight", "fontStyle", "fontVariantNumeric", "lineHeight",
  "letterSpacing", "wordSpacing", "tabSize", "textIndent", "hyphens", "lineBreak", "wordBreak",
];

export class Heights {
  constructor(textarea, lines) {
    this.textarea = textarea;
    this.lines = lines;
    this.copy = make("div", { class: "turns-copy", "aria-hidden": "true" });
    textarea.after(this.copy);
    this.fit();
  }

  /** Take the field's measures; true if they changed, and with them every height. */
  fit() {
    const style = getComputedStyle(this.textarea);
    this.padding = parseFloat(style.paddingTop) || 0;
    const across = parseFloat(style.paddingInlineStart) + parseFloat(style.paddingInlineEnd);
    const width = this.textarea.clientWidth - across;
    const measures = [width, ...LIKE.map((name) => style[name])].join("|");
    if (measures === this.measures) return false;
    this.measures = measures;
    for (const name of LIKE) this.copy.style[name] = style[name];
    this.copy.style.width = `${width}px`;
    this.lines.forgetHeights();
    return true;
  }

  /** Measure some of what is not known; true while something is left. */
  measure(most = AT_ONCE) {
    const found = this.lines.unmeasured(most);
    if (!found.length) return false;
    this.copy.replaceChildren(
      ...found.map((line) => make("div", {}, this.lines.lines[line] || "\u200b")),
    );
    for (const [index, line] of found.entries()) {
      this.lines.setHeight(line, this.copy.children[index].getBoundingClientRect().height);
    }
    this.copy.replaceChildren();
    return found.length === most;
  }

  measureAll() {
    while (this.measure(1000));
  }
}
