// The whole public page beside the text, as publishing would give it.
//
// The form's fields are posted with fetch, so that requests can be put in order and a failure told
// in words; the answer is shown by `srcdoc`, which keeps the admin's own strict policy, leaves no
// trace in the Back button's list and loads from our own host only. The frame is sandboxed: no
// script in it runs, whatever was pasted. Two frames take turns: the new page appears when it is
// ready, at the place where the old one stood.

import { makeChoice, make, remember, remembered } from "./building.js";
import { findPassage, passageAt } from "./following.js";
import { sentence, words } from "./pictures.js";

const PAUSE = 400;
const PATIENCE = 20_000;
// Laying out the page of a longer text stops the typing for a third of a second: it waits to be asked.
const LONG = 150_000;
const WIDTHS = { 390: "Phone", 768: "Tablet", 1280: "Desktop" };
const DARK = matchMedia("(prefers-color-scheme: dark)");
const WIDE = matchMedia("(min-width: 80em)");

export class Preview {
  constructor(form, place) {
    this.form = form;
    this.address = form.dataset.previewUrl;
    this.order = 0;
    this.shown = null;
    this.frame = null;
    const usual = matchMedia("(min-width: 48em)").matches ? 768 : 390;
    this.width = Number(remembered("preview-width", usual));
    if (!WIDTHS[this.width]) this.width = usual;
    this.scheme = remembered("preview-scheme", DARK.matches ? "dark" : "light");
    this.build(place);
    this.listen();
    this.arrange();
  }

  build(place) {
    this.status = make("p", { class: "preview-status", role: "status" });
    this.window = make("div", { class: "preview-window" });
    this.pane = place;
    this.pane.hidden = false;
    this.pane.append(
      make(
        "div",
        { class: "preview-bar" },
        makeChoice("Width of the page", WIDTHS, String(this.width), (width) => {
          this.width = Number(width);
          remember("preview-width", width);
          this.scale();
          this.follow(true);
        }),
        makeChoice("Light or dark", { light: "Light", dark: "Dark" }, this.scheme, (scheme) => {
          this.scheme = scheme;
          remember("preview-scheme", scheme);
          this.colour(this.frame);
        }),
      ),
      this.status,
      this.window,
    );
    this.turn = make("button", { type: "button", class: "turn" }, "Preview");
    this.turn.addEventListener("click", () => this.toggle());
    this.form.querySelector(".bar .actions")?.prepend(this.turn);
  }

  listen() {
    this.form.addEventListener("input", (event) => {
      if (event.target.closest("[data-answer]")) return;
      this.soon();
    });
    // Autocompletes and rows added or removed speak through `change` and Django's own events.
    this.form.addEventListener("change", () => this.soon());
    document.addEventListener("formset:added", () => this.soon());
    document.addEventListener("formset:removed", () => this.soon());
    for (const kind of ["keyup", "pointerup", "focusin"]) {
      this.form.addEventListener(kind, (event) => {
        if (event.target.matches("textarea, [name=title]")) {
          this.writing = event.target;
          this.follow();
        }
      });
    }
    WIDE.addEventListener("change", () => this.arrange());
    new ResizeObserver(() => this.scale()).observe(this.window);
  }

  /** Wide: side by side. Narrow: one at a time. */
  arrange() {
    this.turnTo(WIDE.matches ? "both" : "write");
  }

  get isSeen() {
    return this.side !== "write";
  }

  turnTo(side) {
    this.side = side;
    this.form.dataset.side = side;
    this.turn.textContent = side === "preview" ? "Write" : "Preview";
    if (this.isSeen) {
      this.scale();
      if (!this.isLong || (side === "preview" && !WIDE.matches)) this.refresh();
      else this.hold();
    }
  }

  get isLong() {
    let letters = 0;
    for (const { textLength } of this.form.querySelectorAll("textarea")) letters += textLength;
    return letters > LONG;
  }

  /** The page is not made by itself: say so, and offer it. */
  hold() {
    if (this.isHeld) return;
    this.isHeld = true;
    const show = make("button", { type: "button" }, "Show the page as it is now");
    show.addEventListener("click", () => this.toggle());
    this.status.replaceChildren("This piece is long: its page is made when you ask for it, with Ctrl-Enter too. ", show);
    this.pane.classList.add("stale");
  }

  /** Ctrl-Enter: the page as it is now; on a narrow screen, there and back. */
  toggle() {
    if (WIDE.matches) {
      this.shown = null;
      this.refresh();
    } else {
      this.turnTo(this.side === "write" ? "preview" : "write");
      if (this.side === "write") this.writing?.focus();
    }
  }

  soon() {
    if (!this.isSeen) return;
    clearTimeout(this.waiting);
    if (this.isLong) {
      this.hold();
      return;
    }
    this.waiting = setTimeout(() => this.refresh(), PAUSE);
  }

  fields() {
    const fields = new FormData(this.form);
    for (const [name, value] of [...fields]) {
      if (value instanceof File) fields.delete(name);
    }
    return fields;
  }

  async refresh() {
    clearTimeout(this.waiting);
    const fields = this.fields();
    const asked = new URLSearchParams(fields).toString();
    if (asked === this.shown) return;
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    const order = (this.order += 1);
    const patience = setTimeout(() => asking.abort("slow"), PATIENCE);
    this.pane.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(this.address, {
        method: "POST",
        body: fields,
        signal: asking.signal,
      });
      if (!response.ok || response.redirected) throw new Error(await sentence(response));
      const page = await response.text();
      if (order !== this.order) return;
      this.shown = asked;
      this.say("");
      this.show(page);
    } catch (error) {
      if (order !== this.order) return;
      this.say(
        asking.signal.reason === "slow"
          ? "The preview takes too long. Your words are safe in the form; it is tried again when you go on."
          : `No preview: ${words(error)}`,
      );
    } finally {
      clearTimeout(patience);
      if (order === this.order) this.pane.removeAttribute("aria-busy");
    }
  }

  say(sentence) {
    this.isHeld = false;
    this.status.textContent = sentence;
    this.pane.classList.toggle("stale", Boolean(sentence));
  }

  show(page) {
    const frame = make("iframe", {
      title: "Preview of the page",
      sandbox: "allow-same-origin allow-popups allow-popups-to-escape-sandbox",
      class: "coming",
    });
    const old = this.frame;
    this.coming?.remove();
    this.coming = frame;
    const swap = () => {
      if (this.coming !== frame) return;
      this.coming = null;
      this.frame = frame;
      this.colour(frame);
      this.settle(frame, old);
      frame.classList.remove("coming");
      old?.remove();
    };
    frame.addEventListener("load", swap, { once: true });
    this.size(frame);
    frame.srcdoc = page;
    this.window.append(frame);
  }

  /** Give the new page the old one's place, so that nothing jumps while one types. */
  settle(frame, old) {
    const page = frame.contentDocument;
    page.addEventListener("click", followInPage);
    const passage = this.passage();
    const before = old && passage ? findPassage(old.contentDocument, passage) : null;
    const after = passage ? findPassage(page, passage) : null;
    const top = old?.contentWindow.scrollY ?? 0;
    frame.contentWindow.scrollTo(0, top);
    if (before && after) {
      const moved = after.getBoundingClientRect().top - before.getBoundingClientRect().top;
      frame.contentWindow.scrollTo(0, top + moved);
    }
    this.follow(!before);
  }

  passage() {
    if (!this.writing?.isConnected || !this.writing.matches("textarea")) return null;
    return passageAt(this.writing.value, this.writing.selectionStart);
  }

  /** Bring the paragraph being written into sight, unless it is there already. */
  follow(always = false) {
    const page = this.frame?.contentDocument;
    if (!page || !this.writing) return;
    if (!this.writing.matches("textarea")) {
      if (this.followed !== this.writing.name) this.frame.contentWindow.scrollTo(0, 0);
      this.followed = this.writing.name;
      return;
    }
    const passage = this.passage();
    const key = `${this.writing.name} ${passage.words} ${passage.occurrence} ${passage.picture ?? ""}`;
    if (!always && key === this.followed) return;
    this.followed = key;
    const block = findPassage(page, passage);
    if (!block) return;
    const { innerHeight, scrollY } = this.frame.contentWindow;
    const { top, bottom } = block.getBoundingClientRect();
    if (top < innerHeight * 0.08 || Math.min(bottom, top + 120) > innerHeight * 0.85) {
      this.frame.contentWindow.scrollTo(0, scrollY + top - innerHeight * 0.25);
    }
  }

  colour(frame) {
    if (!frame?.contentDocument) return;
    frame.style.colorScheme = this.scheme;
    frame.contentDocument.documentElement.style.colorScheme = this.scheme;
  }

  scale() {
    for (const frame of this.window.children) this.size(frame);
  }

  /** A page wider than the pane is shown smaller, as a whole. */
  size(frame) {
    const { clientWidth, clientHeight } = this.window;
    if (!clientWidth) return;
    const share = Math.min(1, clientWidth / this.width);
    frame.style.width = `${this.width}px`;
    frame.style.height = `${clientHeight / share}px`;
    frame.style.transform = share < 1 ? `scale(${share})` : "none";
    frame.style.marginInlineStart = `${Math.max(0, (clientWidth - this.width) / 2)}px`;
  }
}

// In a srcdoc frame "#sources" would lead to the admin's own address.
function followInPage(event) {
  const link = event.target.closest?.("a[href]");
  if (!link) return;
  event.preventDefault();
  const address = link.getAttribute("href");
  if (address.startsWith("#")) {
    event.currentTarget.getElementById(decodeURIComponent(address.slice(1)))?.scrollIntoView();
  } else {
    window.open(link.href, "_blank", "noopener");
  }
}
