// The margin: beside the text, who begins to speak where. Only the rows in sight exist.

import { make } from "../building.js";
import { lastUpTo } from "./lines.js";
import { clock } from "./reading.js";

const SHAPES = ["○", "●", "■", "◆", "▲"];

export function shapeOf(station) {
  return SHAPES[station < SHAPES.length ? station : 1 + ((station - 1) % (SHAPES.length - 1))];
}

function placed({ number, startsAt }) {
  const parts = [number?.toLocaleString("en"), startsAt === null ? "" : clock(startsAt)];
  return parts.filter(Boolean).join(" · ");
}

/** Turns and questions beside each other: one row a line. */
export function rowsOf(reading, asked) {
  const meant = new Map(asked.filter((each) => each.label).map((each) => [each.label, each]));
  const rows = reading.turns.map((turn) => ({
    line: turn.line,
    turn,
    question: turn.isMarker ? undefined : meant.get(turn.label),
  }));
  const byLine = new Map(rows.map((row) => [row.line, row]));
  for (const question of asked) {
    if (question.label) continue;
    const row = byLine.get(question.line);
    if (row) row.question ??= question;
    else rows.push({ line: question.line, question });
  }
  return rows.sort((one, other) => one.line - other.line);
}

export class Margin {
  constructor(element, textarea, { lines, heights, go, ask }) {
    Object.assign(this, { element, textarea, lines, heights, go, ask });
    this.rows = [];
    this.pool = [];
    element.hidden = false;
    textarea.addEventListener("scroll", () => this.soon(), { passive: true });
    element.addEventListener("click", (event) => this.clicked(event));
    element.addEventListener("wheel", (event) => this.textarea.scrollBy(0, event.deltaY), {
      passive: true,
    });
  }

  show(reading, asked, current) {
    this.rows = rowsOf(reading, asked);
    this.current = current;
    this.soon();
  }

  soon() {
    this.coming ??= requestAnimationFrame(() => {
      this.coming = undefined;
      this.draw();
    });
  }

  topOf(row) {
    return this.lines.topOf(row.line - 1) + this.heights.padding;
  }

  draw() {
    const { scrollTop, clientHeight } = this.textarea;
    const first = lastUpTo(this.rows.length, (index) => this.topOf(this.rows[index]), scrollTop);
    let used = 0;
    for (let index = Math.max(0, first); index < this.rows.length; index += 1) {
      const top = this.topOf(this.rows[index]) - scrollTop;
      if (Number.isNaN(top) || top > clientHeight) break;
      const next = this.rows[index + 1];
      const room = next ? this.topOf(next) - scrollTop - top : Infinity;
      this.place(used, this.rows[index], top, room);
      used += 1;
    }
    for (const spare of this.pool.slice(used)) spare.element.hidden = true;
  }

  place(index, row, top, room) {
    const made = (this.pool[index] ??= this.makeRow());
    made.row = row;
    made.element.hidden = false;
    made.element.style.transform = `translateY(${top}px)`;
    made.element.style.maxHeight = Number.isFinite(room) ? `${room}px` : "none";
    const { turn, question } = row;
    const isHere = Boolean(turn) && turn.line === this.current?.line;
    const shown = JSON.stringify([turn?.number, turn?.label, turn?.startsAt, question?.key, isHere]);
    if (made.shown === shown) return;
    made.shown = shown;
    made.element.classList.toggle("marker", Boolean(turn?.isMarker));
    made.element.classList.toggle("here", isHere);
    made.station.textContent = turn && !turn.isMarker ? shapeOf(turn.station) : "";
    made.name.textContent = turn?.label ?? "";
    made.place.textContent = turn ? placed(turn) : "";
    made.question.hidden = !question;
    made.question.textContent = question ? (question.meant ? `${question.meant}?` : "Look at this") : "";
  }

  makeRow() {
    const parts = {
      station: make("span", { class: "station-mark" }),
      name: make("bdi"),
      place: make("span", { class: "place" }),
      question: make("button", { type: "button", tabindex: "-1", class: "doubt", hidden: true }),
    };
    const turn = make("button", { type: "button", tabindex: "-1", class: "turn-mark" }, parts.station, make("span", { class: "name" }, parts.name), parts.place);
    const element = make("div", { class: "row" }, turn, parts.question);
    this.element.append(element);
    return { ...parts, element };
  }

  clicked(event) {
    const made = this.pool.find(({ element }) => element.contains(event.target));
    if (!made) return;
    if (event.target.closest(".doubt")) this.ask(made.row.question);
    else this.go(made.row);
  }
}
