// The text field: a toolbar in words over a plain textarea. A custom element, so that fields in
// rows added later work by themselves. The text changes only where the writer asks for it, and
// always so that undo takes it back.

import { ask } from "./asking.js";
import * as marks from "./marks.js";
import { choosePicture } from "./pictures.js";
import { walk } from "./toolbar.js";
import { write } from "./writing.js";

const APPLE = /Mac|iPhone|iPad/.test(navigator.platform);
const SHORTCUTS = {
  heading: { shift: true, code: "KeyH", shown: "H" },
  bold: { code: "KeyB", shown: "B" },
  italic: { code: "KeyI", shown: "I" },
  link: { code: "KeyK", shown: "K" },
  list: { shift: true, code: "Digit8", shown: "8" },
  quote: { shift: true, code: "Period", shown: "." },
  note: { shift: true, code: "KeyF", shown: "F" },
};
const EXPLAINED = {
  heading: "Heading, smaller heading, plain text",
  bold: "Bold",
  italic: "Italic",
  link: "Link to a page",
  list: "List: one item a line",
  quote: "Quotation",
  picture: "Picture: choose one or bring a new one",
  note: "Source or footnote",
};

function shortcutOf(name) {
  const { shift, shown } = SHORTCUTS[name] ?? {};
  if (!shown) return "";
  return APPLE ? ` (${shift ? "⇧" : ""}⌘${shown})` : ` (Ctrl+${shift ? "Shift+" : ""}${shown})`;
}

class MarkdownEditor extends HTMLElement {
  connectedCallback() {
    this.textarea = this.querySelector("textarea");
    if (!this.textarea || this.textarea.readOnly || this.textarea.disabled) return;
    this.toolbar = this.querySelector("[role=toolbar]");
    this.asking = this.querySelector(".asking");
    this.counter = this.querySelector(".count");
    this.asking.replaceChildren();
    this.listening = new AbortController();
    const options = { signal: this.listening.signal };
    this.prepareToolbar();
    this.toolbar.addEventListener("click", (event) => this.pressed(event), options);
    this.toolbar.addEventListener("keydown", (event) => walk(event, this.toolbar), options);
    // Safari gives a pressed button the focus of nothing: the textarea keeps it.
    this.toolbar.addEventListener("mousedown", (event) => event.preventDefault(), options);
    this.textarea.addEventListener("keydown", (event) => this.typed(event), options);
    this.textarea.addEventListener("input", () => this.countSoon(), options);
    this.textarea.addEventListener("paste", (event) => this.pasted(event), options);
    this.textarea.addEventListener("dragover", (event) => this.draggedOver(event), options);
    this.textarea.addEventListener("drop", (event) => this.dropped(event), options);
    this.count();
  }

  disconnectedCallback() {
    this.listening?.abort();
  }

  prepareToolbar() {
    this.toolbar.hidden = false;
    this.counter.hidden = false;
    for (const [index, button] of this.buttons.entries()) {
      const name = button.dataset.mark;
      button.tabIndex = index === 0 ? 0 : -1;
      button.title = EXPLAINED[name] + shortcutOf(name);
    }
  }

  get buttons() {
    return [...this.toolbar.querySelectorAll("button")];
  }

  pressed(event) {
    const button = event.target.closest("button[data-mark]");
    if (button) this.mark(button.dataset.mark);
  }

  typed(event) {
    if (event.isComposing || event.altKey || !(APPLE ? event.metaKey : event.ctrlKey)) return;
    if (APPLE ? event.ctrlKey : event.metaKey) return;
    for (const [name, { shift = false, code }] of Object.entries(SHORTCUTS)) {
      // Letters go by what is written on the key, so that other layouts keep theirs.
      const letter = code.startsWith("Key") && event.key.toLowerCase() === code[3].toLowerCase();
      if (shift === event.shiftKey && (letter || (!code.startsWith("Key") && event.code === code))) {
        event.preventDefault();
        this.mark(name);
        return;
      }
    }
  }

  mark(name) {
    if (name === "link") this.askForLink();
    else if (name === "note") this.askForNote();
    else if (name === "picture") this.askForPicture();
    else {
      const { value, selectionStart, selectionEnd } = this.textarea;
      this.write(marks[name](value, selectionStart, selectionEnd));
    }
  }

  write(change) {
    write(this.textarea, change);
  }

  askForLink() {
    const { value, selectionStart, selectionEnd } = this.textarea;
    const here = marks.linkAt(value, selectionStart, selectionEnd);
    const start = here?.start ?? selectionStart;
    const end = here?.end ?? selectionEnd;
    const selected = value.slice(selectionStart, selectionEnd);
    const looksLikeAddress = /^(https?:\/\/|www\.)\S+$/.test(selected.trim());
    ask(this.asking, {
      title: "Link",
      button: here ? "Change link" : "Insert link",
      fields: [
        {
          name: "address",
          label: "Address",
          type: "url",
          value: here?.address ?? (looksLikeAddress ? selected.trim() : ""),
          hint: "https://… or, for a page of ours, /articles/…",
        },
        {
          name: "words",
          label: "Words to show",
          value: here?.words ?? (looksLikeAddress ? "" : selected.trim()),
        },
      ],
      accept: ({ address, words }) => {
        const whole = marks.wholeAddress(address);
        if (!whole) return "Write the address the link leads to.";
        const text = marks.link(words || address, whole);
        this.write({ start, end, text, selection: [start + text.length, start + text.length] });
        return "";
      },
      leave: () => this.comeBack(selectionStart, selectionEnd),
    });
  }

  askForNote() {
    const { value, selectionStart, selectionEnd } = this.textarea;
    const link = marks.linkAt(value, selectionStart, selectionEnd);
    const here = link && marks.isNumber(link.words) ? link : null;
    ask(this.asking, {
      title: "Note",
      button: here ? "Change note" : "Insert note",
      fields: [
        {
          name: "address",
          label: "Address of the source",
          type: "url",
          value: here?.address ?? "",
          hint: "Readers see a small number that leads to it.",
        },
        ...(here ? [] : [{ name: "words", label: "Or a footnote in words" }]),
      ],
      accept: ({ address, words = "" }) => {
        const whole = marks.wholeAddress(address);
        if (!whole && !words) return "Write the address of the source, or a footnote in words.";
        this.insertNote(here, selectionEnd, whole, words);
        return "";
      },
      leave: () => this.comeBack(selectionStart, selectionEnd),
    });
  }

  insertNote(here, at, address, words) {
    const text = this.textarea.value;
    const number = here?.words ?? marks.sourceNumber(text, address || null);
    const start = here?.start ?? at;
    const end = here?.end ?? at;
    if (!words) {
      const note = marks.link(String(number), address);
      this.write({ start, end, text: note, selection: [start + note.length, start + note.length] });
      return;
    }
    // A footnote: its words stand at the end of the text, its mark at the caret. The words go
    // first, so that the caret ends where the writer was.
    const definition = `[^${number}]: ${words}${address ? ` ${address}` : ""}`;
    this.write({ ...marks.paragraph(text, text.length, definition) });
    const mark = `[^${number}]`;
    this.write({ start: at, end: at, text: mark, selection: [at + mark.length, at + mark.length] });
  }

  askForPicture(file = null) {
    const { selectionStart, selectionEnd } = this.textarea;
    choosePicture(this.closest("form"), {
      file,
      insert: (picture) => {
        const words = picture.markdown || `![${picture.alt}](picture:${picture.key})`;
        this.write(marks.paragraph(this.textarea.value, selectionEnd, words));
      },
      leave: () => this.comeBack(selectionStart, selectionEnd),
    });
  }

  comeBack(from, to) {
    this.textarea.focus();
    this.textarea.setSelectionRange(from, to);
  }

  pasted(event) {
    const file = [...(event.clipboardData?.files ?? [])].find((each) => each.type.startsWith("image/"));
    // Word processors put a picture of the text beside the text: then the text is meant.
    if (!file || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    this.askForPicture(file);
  }

  draggedOver(event) {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  }

  dropped(event) {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    // Without this the browser opens the file in place of the form.
    event.preventDefault();
    this.askForPicture(file);
  }

  countSoon() {
    clearTimeout(this.counting);
    this.counting = setTimeout(() => this.count(), 300);
  }

  /** Over all of a long text it takes too long; its own editor counts what changed. */
  countedWords() {
    return marks.countWords(this.textarea.value);
  }

  count() {
    const words = this.countedWords();
    this.counter.textContent = words === 1 ? "1 word" : `${words.toLocaleString("en")} words`;
  }
}

customElements.define("markdown-editor", MarkdownEditor);
