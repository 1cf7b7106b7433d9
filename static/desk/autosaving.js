// Never a lost word: a second after typing stops the form's words go to the server, and sooner than
// that into this browser. The server's row is no saving: readers, colleagues and the history see
// nothing of it. The same requests say who else has the piece open, and what was saved since.

import { make } from "./building.js";
import { fieldsOf } from "./changing.js";
import { dropCopy, keepCopy } from "./copies.js";

const PAUSE = 1000;
const COPY_PAUSE = 300;
const BEAT = 20_000;
const PATIENCE = 20_000;
const LONGEST_PAUSE = 60_000;
// What a browser sends on after its page is gone; letters may take three bytes.
const OUTLIVES_PAGE = 60_000 / 3;
const LOG_IN = "Log in in another tab, then go on.";
const IN_BROWSER = "Your words are in this browser.";
const NOWHERE = "This browser has no room for them either: copy them before you leave.";

export class Autosave {
  constructor(form, changes) {
    this.form = form;
    this.changes = changes;
    this.address = form.dataset.autosaveUrl;
    this.user = form.dataset.user;
    this.number = form.elements.open_form.value;
    this.piece = `${form.dataset.kind}-${form.dataset.story ?? "new"}`;
    this.line = form.querySelector("[data-saved]");
    this.present = form.querySelector("[data-present]");
    this.news = form.querySelector("[data-newer]");
    this.server = null; // what it holds of this form
    this.failures = 0;
    this.copied = false;
    this.listen();
  }

  listen() {
    for (const kind of ["input", "change"]) {
      this.form.addEventListener(kind, () => this.changed());
    }
    for (const kind of ["formset:added", "formset:removed"]) {
      document.addEventListener(kind, () => this.changed());
    }
    this.form.addEventListener("focusout", () => this.flush());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.flush();
      else this.beat();
    });
    window.addEventListener("online", () => this.beat());
    this.form.addEventListener("submit", (event) => this.submitted(event));
    window.addEventListener("pagehide", () => this.left());
    window.addEventListener("pageshow", (event) => {
      this.leaving = false;
      if (event.persisted) this.beat();
    });
    setInterval(() => {
      if (document.visibilityState === "visible") this.beat();
    }, BEAT);
    setTimeout(() => this.changed(), PAUSE); // words that came back with errors
  }

  changed() {
    if (this.leaving) return;
    clearTimeout(this.copying);
    this.copying = setTimeout(() => this.copy(), COPY_PAUSE);
    if (!this.failures) this.soon(PAUSE);
  }

  soon(pause) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.send(), pause);
  }

  /** The field or the page is left: not a second is waited. */
  flush() {
    if (this.leaving) return;
    this.copy();
    if (!this.failures) this.send();
  }

  /** Put the words into this browser; again only if they changed. */
  copy({ submitted = false } = {}) {
    clearTimeout(this.copying);
    const fields = fieldsOf(this.form);
    const words = JSON.stringify(fields);
    if (this.changes.opened === null) return;
    if (words === this.changes.opened) {
      if (this.copied) dropCopy(this.user, this.number);
      this.copied = false;
      return;
    }
    const kept = words === this.server;
    const mark = JSON.stringify([words, kept, submitted]);
    if (this.copied && mark === this.mark) return;
    this.mark = mark;
    this.copied = keepCopy(this.user, this.number, {
      piece: this.piece,
      at: Date.now(),
      basedOn: this.form.elements.based_on.value,
      fields,
      kept,
      submitted,
    });
  }

  /** Never two requests at once: what is typed meanwhile goes with the next. */
  async send() {
    clearTimeout(this.waiting);
    if (this.sending || this.leaving || this.changes.opened === null) return;
    const fields = fieldsOf(this.form);
    const words = JSON.stringify(fields);
    const opened = words === this.changes.opened;
    if (words === (this.server ?? this.changes.opened)) return;
    const told = await this.tell(opened ? "same" : "words", opened ? [] : fields);
    if (!told) return;
    if (!opened && !told.kept) {
      // These words began before what was saved from this form; now it knows, and sends them on.
      this.soon(0);
      return;
    }
    this.server = words;
    this.say(opened ? "" : `Kept ${told.at}, not saved yet.`, "kept");
    this.copy();
    if (this.changes.now() !== words) this.soon(PAUSE);
  }

  /** Still here: with the words, if there are some the server does not have. */
  async beat() {
    if (this.sending || this.leaving) return;
    const words = this.changes.now();
    const unsent = this.changes.opened !== null && words !== (this.server ?? this.changes.opened);
    if (unsent) await this.send();
    else await this.tell("seen", []);
  }

  /** Post to the server and show what it says; null if that did not succeed. */
  async tell(doing, fields) {
    this.sending = new AbortController();
    const patience = setTimeout(() => this.sending?.abort(), PATIENCE);
    try {
      const told = await this.post(doing, fields);
      if (this.failures) this.say("", "well");
      this.failures = 0;
      this.out = false;
      this.form.elements.based_on.value = told.based_on || "";
      this.show(told);
      return told;
    } catch (problem) {
      if (!this.leaving) this.fail(problem);
      return null;
    } finally {
      clearTimeout(patience);
      this.sending = null;
    }
  }

  async post(doing, fields, again = true) {
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "open_form", "based_on"]) {
      body.set(name, this.form.elements[name].value);
    }
    body.set("_doing", doing);
    let size = 0;
    for (const [name, value] of fields) {
      body.append(name, value);
      size += name.length + value.length + 100;
    }
    const response = await fetch(this.address, {
      method: "POST",
      body,
      redirect: "manual",
      keepalive: size < OUTLIVES_PAGE,
      signal: this.sending?.signal,
    });
    const answer = await response.json().catch(() => null);
    if (response.ok && answer) return answer;
    if (answer?.error) throw new Refusal(answer.error, response.status !== 503);
    const closed = response.type === "opaqueredirect" || [401, 403].includes(response.status);
    if (closed && again && (await this.renew())) return this.post(doing, fields, false);
    throw closed ? new LoggedOut() : new Error();
  }

  /** Logging in again gave the browser a new token: take it, if the same person did. */
  async renew() {
    const response = await fetch(this.address, { redirect: "manual" });
    const answer = response.ok ? await response.json().catch(() => null) : null;
    if (!answer) throw new LoggedOut();
    if (String(answer.user) !== this.user) {
      throw new LoggedOut("Somebody else is logged in here now.");
    }
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) {
      field.value = answer.token;
    }
    this.out = false;
    return true;
  }

  fail(problem) {
    this.failures += 1;
    this.out = problem instanceof LoggedOut;
    this.copy();
    const what = this.out ? problem.told : `Not kept: ${problem.told ?? "the server does not answer."}`;
    const where = this.copied ? IN_BROWSER : NOWHERE;
    const next = this.out ? LOG_IN : problem.final ? "" : "It is tried again by itself.";
    if (this.changes.isChanged) this.say(`${what} ${where} ${next}`.trim(), `failed ${what}`);
    else if (this.out) this.say(`${what} ${next}`, `failed ${what}`);
    if (problem.final) this.failures = 0; // asked again when there are other words
    else this.soon(Math.min(LONGEST_PAUSE, PAUSE * 2 ** this.failures));
  }

  /** A clock that moves is not read out again and again; another state is. */
  say(sentence, state) {
    this.line.setAttribute("aria-live", state === this.state ? "off" : "polite");
    this.line.classList.toggle("failing", state.startsWith("failed"));
    this.line.textContent = sentence;
    this.state = state;
  }

  show({ present = "", newer = null }) {
    if (this.present.textContent !== present) this.present.textContent = present;
    if (newer?.mine && !this.changes.isChanged && this.changes.opened !== null) {
      this.leaving = true;
      location.replace(location.pathname); // saved in another tab, and nothing written in this one
      return;
    }
    const sentence = newer?.sentence ?? "";
    const changed = this.changes.isChanged;
    if (this.told === `${sentence} ${changed}`) return; // or it would be read out again
    this.told = `${sentence} ${changed}`;
    if (!sentence) this.news.replaceChildren();
    else if (changed) this.news.textContent = `${sentence} Save to take both together.`;
    else {
      const link = make("a", { href: location.pathname }, "Show what is saved now");
      this.news.replaceChildren(`${sentence} `, link);
    }
  }

  /** The words go off to be saved: nothing may follow them and be taken for unsaved ones. */
  submitted(event) {
    if (event.defaultPrevented || event.submitter?.formTarget === "_blank") return;
    if (this.out) {
      event.preventDefault();
      this.renew().then(
        () => this.form.requestSubmit(event.submitter),
        (problem) => this.fail(problem),
      );
      return;
    }
    this.copy({ submitted: true });
    this.leaving = true;
    clearTimeout(this.waiting);
    this.sending?.abort();
    setTimeout(() => {
      this.leaving = false; // stopped by its writer, or the server was too slow
    }, PATIENCE);
  }

  left() {
    if (this.leaving) return;
    this.copy();
    this.post("left", [], false).catch(() => {});
  }
}

class Refusal extends Error {
  constructor(told, final) {
    super(told);
    this.told = told.charAt(0).toLowerCase() + told.slice(1);
    this.final = final;
  }
}

class LoggedOut extends Error {
  constructor(told = "You are logged out.") {
    super(told);
    this.told = told;
  }
}
