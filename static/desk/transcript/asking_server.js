// The server reads the transcript: one judge for the margin and for the save. An answer that comes
// after a newer question is dropped.

import { sentence, words } from "../pictures.js";

const LEAST_PAUSE = 300;
const LONGEST_PAUSE = 3000;
const PATIENCE = 20_000;

export class Reader {
  constructor(address, token, { text, take, fail }) {
    Object.assign(this, { address, token, text, take, fail });
    this.order = 0;
    this.lasted = 0;
    this.answered = null; // the text that the newest answer is of
  }

  /** Ask once typing rests; a server that takes longer is asked less often. */
  soon() {
    clearTimeout(this.waiting);
    const pause = Math.min(LONGEST_PAUSE, Math.max(LEAST_PAUSE, 2 * this.lasted));
    this.waiting = setTimeout(() => this.ask().catch(() => {}), pause);
  }

  /** Resolves once there is an answer to exactly the text as it is. Rejects with a sentence. */
  async fresh() {
    for (let tries = 0; this.answered !== this.text() && tries < 5; tries += 1) await this.ask();
  }

  async ask() {
    clearTimeout(this.waiting);
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    const order = (this.order += 1);
    const text = this.text();
    const began = performance.now();
    const patience = setTimeout(() => asking.abort(), PATIENCE);
    try {
      const response = await fetch(this.address, {
        method: "POST",
        headers: { "Content-Type": "text/plain; charset=utf-8", "X-CSRFToken": this.token() },
        body: text,
        signal: asking.signal,
      });
      if (!response.ok || response.redirected) throw new Error(await sentence(response));
      const answer = await response.json();
      if (order !== this.order) return;
      this.lasted = performance.now() - began;
      this.answered = text;
      this.take(answer, text);
    } catch (error) {
      if (order !== this.order) return;
      this.fail(words(error));
      throw error;
    } finally {
      clearTimeout(patience);
    }
  }
}
