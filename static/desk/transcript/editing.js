// The transcript's editor: the text field of every story, with its turns beside it. It listens once,
// keeps the lines and the list of changes, and leaves the rest to the modules round it.

import { make } from "../building.js";
import * as marks from "../marks.js";
import { words } from "../pictures.js";
import { walk } from "../toolbar.js";
import { isWriting, keepsHistory, write } from "../writing.js";
import { Reader } from "./asking_server.js";
import { FindPanel } from "./find_panel.js";
import { Heights } from "./heights.js";
import { History } from "./history.js";
import { Lines } from "./lines.js";
import { Margin } from "./margin.js";
import { Panel } from "./panel.js";
import { Questions } from "./questions.js";
import { clock, counted, readAnswer, shifted, spokenTurns, turnAtLine } from "./reading.js";
import { SpeakerPanel } from "./speaker_panel.js";
import { TurnKeys } from "./turn_keys.js";

const TYPED = /^(insertText|insertCompositionText|deleteContent(Backward|Forward))$/;
const NOTHING = { turns: [], labels: [], meant: {}, apart: [], doubts: [], people: {}, more_turns: 0, more_doubts: 0 };

function nameOf({ number, isMarker }, total) {
  if (isMarker) return "Heading";
  const of = total === undefined ? "" : ` of ${total.toLocaleString("en")}`;
  return `Turn ${number.toLocaleString("en")}${of}`;
}

class TranscriptEditing {
  constructor(editor) {
    this.editor = editor;
    this.textarea = editor.querySelector("textarea");
    this.form = editor.closest("form");
    this.address = this.textarea.dataset.turnsUrl;
    this.aliasAddress = this.textarea.dataset.aliasUrl;
    this.renamed = this.renamedBefore();
    this.tellRenamed();
    this.reading = NOTHING;
    this.lines = new Lines(this.textarea.value);
    this.history = new History();
    keepsHistory(this.textarea);
    this.here = editor.querySelector("[data-here]");
    this.said = editor.querySelector("[data-said]");
    this.toolbar = editor.querySelector(".turns-toolbar");
    for (const part of editor.querySelectorAll(".turns-toolbar, .turns-line")) part.hidden = false;
    this.heights = new Heights(this.textarea, this.lines);
    this.margin = new Margin(editor.querySelector(".turns-margin"), this.textarea, {
      lines: this.lines,
      heights: this.heights,
      go: (row) => this.goToLine(row.line),
      ask: (question) => this.questions.open(question),
    });
    this.panel = new Panel(editor.querySelector(".turns-panel"), () => this.textarea.focus({ preventScroll: true }));
    this.finding = new FindPanel(this);
    this.speaking = new SpeakerPanel(this);
    this.questions = new Questions(this);
    this.keys = new TurnKeys(this);
    this.reader = new Reader(this.address, () => this.token, {
      text: () => this.textarea.value,
      take: (answer, text) => this.take(answer, text),
      fail: (reason) => this.say(`The turns are not read just now. ${reason}`),
    });
    this.takeOverCount();
    this.listen();
    this.measureSoon();
    this.reader.ask().catch(() => {});
  }

  get token() {
    return this.form.elements.csrfmiddlewaretoken.value;
  }

  listen() {
    const { textarea } = this;
    textarea.addEventListener("beforeinput", (event) => this.before(event));
    textarea.addEventListener("input", (event) => this.changed(event));
    textarea.addEventListener("keydown", (event) => this.keys.typed(event));
    textarea.addEventListener("paste", (event) => this.pasted(event));
    document.addEventListener("selectionchange", () => this.caretMoved());
    textarea.addEventListener("selectionchange", () => this.caretMoved());
    this.toolbar.addEventListener("mousedown", (event) => event.preventDefault());
    this.toolbar.addEventListener("keydown", (event) => walk(event, this.toolbar));
    this.toolbar.addEventListener("click", (event) => {
      const name = event.target.closest("[data-turns]")?.dataset.turns;
      if (name) this.run(() => this.keys[name]());
    });
    new ResizeObserver(() => this.measureSoon()).observe(textarea);
    document.fonts?.ready.then(() => this.measureSoon());
  }

  /** Do what was asked; if the server cannot be asked, say so, and change nothing. */
  async run(what) {
    try {
      await what();
    } catch (error) {
      this.say(words(error));
    }
  }

  // The text

  before(event) {
    if (event.inputType === "historyUndo" || event.inputType === "historyRedo") {
      event.preventDefault();
      this.back(event.inputType === "historyRedo");
      return;
    }
    this.selection = this.selected;
  }

  get selected() {
    return [this.textarea.selectionStart, this.textarea.selectionEnd];
  }

  changed(event) {
    const { edit, ...lines } = this.lines.become(this.textarea.value);
    if (!this.replaying) {
      const joins = !isWriting(this.textarea) && TYPED.test(event.inputType ?? "");
      const before = this.selection ?? [edit.start, edit.start + edit.removed.length];
      this.history.record(edit, { joins, before, after: this.selected, at: performance.now() });
    }
    this.selection = undefined;
    this.reading = shifted(this.reading, lines);
    this.measureSoon(true);
    this.showMargin();
    this.reader.soon();
    if (this.said.textContent) this.said.textContent = "";
  }

  back(again = false) {
    const change = again ? this.history.redo(this.textarea.value) : this.history.undo(this.textarea.value);
    if (!change) return;
    this.replaying = true;
    try {
      this.putIn(change);
    } finally {
      this.replaying = false;
    }
  }

  write(change) {
    this.selection = this.selected;
    this.putIn(change);
  }

  /** What is in sight stays there, if the whole text is laid out anew. */
  putIn(change) {
    const { scrollTop } = this.textarea;
    write(this.textarea, change);
    this.textarea.scrollTop = scrollTop;
    if (!Number.isNaN(this.lines.topOf(this.lines.lineAt(change.selection[0])))) {
      this.show(change.selection[0]);
    }
  }

  /** A long text, put in at once: the browser takes seconds for what it pastes line by line. */
  pasted(event) {
    const text = event.clipboardData?.getData("text/plain").replace(/\r\n?/g, "\n") ?? "";
    if (event.defaultPrevented || text.split("\n", 50).length < 50) return;
    event.preventDefault();
    const [start, end] = this.selected;
    const at = start + text.length;
    this.write({ start, end, text, selection: [at, at] });
  }

  fresh() {
    return this.reader.fresh();
  }

  take(answer, text) {
    if (text !== this.lines.text) return; // older than what was typed since: the next one comes
    this.reading = readAnswer(answer);
    this.showMargin();
    this.questions.count();
    if (answer.more_turns) this.say(`Only the first ${counted(answer.turns.length, "turn")} are shown.`);
  }

  takeOverCount() {
    this.editor.countedWords = () => this.lines.countWords(marks.countWords);
    this.editor.countSoon();
  }

  // What is shown

  measureSoon(now = false) {
    if (now && !this.heights.measure()) return;
    this.measuring ??= setTimeout(() => {
      this.measuring = undefined;
      this.heights.fit();
      if (this.heights.measure()) this.measureSoon();
      this.margin.soon();
    });
  }

  showMargin() {
    this.current = this.turnHere();
    this.margin.show(this.reading, this.questions.all(), this.current);
    this.tellWhere();
  }

  turnHere() {
    return turnAtLine(this.reading.turns, this.lines.lineAt(this.textarea.selectionStart) + 1);
  }

  caretMoved() {
    if (document.activeElement !== this.textarea) return;
    this.moving ??= requestAnimationFrame(() => {
      this.moving = undefined;
      const turn = this.turnHere();
      if (turn?.line === this.current?.line) return;
      this.current = turn;
      this.margin.current = turn;
      this.margin.soon();
      this.tellWhere();
    });
  }

  tellWhere() {
    const turn = this.current;
    const total = spokenTurns(this.reading.turns).length;
    const time = turn?.startsAt == null ? "" : ` · ${clock(turn.startsAt)}`;
    this.here.textContent = turn ? `${nameOf(turn, total)} · \u2068${turn.label}\u2069${time}` : counted(total, "turn");
  }

  say(sentence) {
    this.said.textContent = sentence;
  }

  // Places

  select(start, end) {
    this.textarea.setSelectionRange(start, end);
    this.show(start);
    this.current = this.turnHere();
    this.margin.current = this.current;
    this.tellWhere();
  }

  /** Bring a place of the text into sight, a third down; nothing moves if it is. */
  show(place) {
    const line = this.lines.lineAt(place);
    if (Number.isNaN(this.lines.topOf(line + 1))) this.heights.measureAll();
    // In a paragraph of many lines: about as far down as the place is through its letters.
    const height = this.lines.topOf(line + 1) - this.lines.topOf(line);
    const share = (place - this.lines.starts[line]) / Math.max(1, this.lines.lines[line].length);
    const top = this.lines.topOf(line) + this.heights.padding + height * share;
    const { scrollTop, clientHeight } = this.textarea;
    if (top < scrollTop + 24 || top > scrollTop + clientHeight - 60) {
      this.textarea.scrollTop = top - clientHeight / 3;
    }
  }

  goToLine(line) {
    const start = this.lines.starts[line - 1];
    if (start === undefined) return;
    this.textarea.focus({ preventScroll: true });
    this.select(start, start);
    this.textarea.scrollTop = this.lines.topOf(line - 1) + this.heights.padding - 24;
  }

  goTo(turn) {
    this.panel.close({ stay: true });
    this.goToLine(turn.line);
    this.textarea.scrollIntoView({ block: "nearest" });
    this.say(`${nameOf(turn)}, ${turn.label}.`);
  }

  // What the server keeps

  /** Told to the save, so that whoever the old label stood for is who the new one stands for. */
  noteRenamed(from, to) {
    this.renamed.push([from, to]);
    this.tellRenamed();
  }

  tellRenamed() {
    if (!this.renamed.length) return;
    this.renamedField ??= this.form.appendChild(make("input", { type: "hidden", name: "renamed" }));
    this.renamedField.value = JSON.stringify(this.renamed);
  }

  renamedBefore() {
    try {
      const pairs = JSON.parse(this.textarea.dataset.renamed ?? "[]");
      return Array.isArray(pairs) ? pairs : [];
    } catch {
      return [];
    }
  }

  async remember([number, name], alias) {
    const told = await this.tell(this.aliasAddress.replace("/0/", `/${number}/`), { alias });
    const failed = `It could not be remembered that “${alias}” is ${name}: the server does not answer.`;
    this.say(`${this.said.textContent} ${told ?? failed}`);
  }

  /** Post `facts`; what the server says to them, null if it says nothing. */
  async tell(address, facts) {
    const body = new URLSearchParams({ ...facts, csrfmiddlewaretoken: this.token });
    const response = await fetch(address, { method: "POST", body }).catch(() => null);
    const answer = await response?.json().catch(() => null);
    return answer?.said ?? answer?.error ?? null;
  }
}

await customElements.whenDefined("markdown-editor");
for (const editor of document.querySelectorAll("markdown-editor.transcript")) {
  const textarea = editor.querySelector("textarea");
  if (textarea?.dataset.turnsUrl && !textarea.readOnly && !textarea.disabled) new TranscriptEditing(editor);
}
