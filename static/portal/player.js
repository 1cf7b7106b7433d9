// The recording and its transcript, together. Without this the browser's own player plays and the
// page is whole; with it the passage being spoken is marked, and its clock plays from there.
//
// Nothing moves by itself: the page scrolls along only if the reader says so. There are no keys
// for the whole page; inside the player the browser's own keys work, and the arrows beside it.

const section = document.querySelector(".recording");
const media = section?.querySelector("audio, video");
const along = section?.querySelector(".along");
const follow = section?.querySelector("[data-follow]");
const ARROW_SECONDS = 5;

/** Passages with a time, in the order of the recording. */
const passages = [...document.querySelectorAll(".turn[data-starts]")]
  .map((turn) => ({ turn, starts: Number(turn.dataset.starts) }))
  .filter(({ starts }) => Number.isFinite(starts))
  .sort((one, other) => one.starts - other.starts);
let spoken = -1;
// Where it will begin: asked for by the address before anything was loaded.
let waiting = null;

/** The last passage that has begun at a second, -1 before the first. */
function placeAt(second) {
  let low = 0, high = passages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    // A player stops a little before the second it was asked for.
    if (passages[middle].starts <= second + 0.05) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function mark(place) {
  if (place === spoken) return;
  passages[spoken]?.turn.classList.remove("speaking");
  passages[spoken]?.turn.removeAttribute("aria-current");
  spoken = place;
  const turn = passages[place]?.turn;
  if (!turn) return;
  turn.classList.add("speaking");
  turn.setAttribute("aria-current", "true");
  if (follow.checked && !media.paused) comeAlong(turn);
}

function comeAlong(turn) {
  const { top, bottom } = turn.getBoundingClientRect();
  const above = section.getBoundingClientRect().bottom;
  if (top < Math.max(0, above) || bottom > innerHeight) {
    turn.scrollIntoView({ block: "start", behavior: "instant" });
  }
}

function now() {
  return waiting ?? media.currentTime;
}

/** Go to a second; before anything is loaded it is remembered, and nothing is fetched for it. */
function goTo(second) {
  if (media.readyState === HTMLMediaElement.HAVE_NOTHING) waiting = second;
  else media.currentTime = second;
  mark(placeAt(second));
}

function play() {
  // The player itself shows what went wrong.
  media.play().catch(() => {});
}

/** `#t=754`, `#t=12:34` or `#t=1:02:03` in seconds; null for any other address. */
function secondIn(hash) {
  const found = /^#t=(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6}(?:\.\d{1,3})?)$/.exec(hash);
  if (!found) return null;
  const [, hours, minutes, seconds] = found;
  return Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds);
}

/** The address says a second. */
function readSecond() {
  const second = secondIn(location.hash);
  if (second === null) return;
  goTo(second);
  passages[placeAt(second)]?.turn.scrollIntoView({ block: "start", behavior: "instant" });
}

/** Who came by a link to a passage hears it from there. Later links in the page are for reading:
    they must not lose the place where the reader paused. */
function readPassage() {
  const passage = passages.find(({ turn }) => `#${turn.id}` === location.hash);
  if (passage) goTo(passage.starts);
}

function clicked(event) {
  const clock = event.target.closest?.(".turn[data-starts] > .permalink");
  if (!clock || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  // The link leads to its address all the same.
  goTo(Number(clock.parentElement.dataset.starts));
  play();
}

function step(by) {
  const place = placeAt(now());
  const passage = passages[Math.min(passages.length - 1, Math.max(0, place + by))];
  if (passage) goTo(passage.starts);
}

function keyPressed(event) {
  // The player's own parts have their own keys.
  if (event.target === media || event.altKey || event.ctrlKey || event.metaKey) return;
  const by = { ArrowLeft: -ARROW_SECONDS, ArrowRight: ARROW_SECONDS }[event.key];
  if (!by) return;
  event.preventDefault();
  goTo(Math.max(0, now() + by));
}

if (media) {
  along.hidden = passages.length === 0;
  for (const { turn } of passages) {
    turn.querySelector(":scope > .permalink")?.setAttribute("aria-description", section.dataset.plays);
  }
  media.addEventListener("loadedmetadata", () => {
    if (waiting !== null) media.currentTime = waiting;
    waiting = null;
  });
  for (const name of ["timeupdate", "seeking"]) {
    media.addEventListener(name, () => { if (waiting === null) mark(placeAt(media.currentTime)); });
  }
  media.addEventListener("play", () => section.classList.add("playing"));
  media.addEventListener("ended", () => mark(-1));
  follow.addEventListener("change", () => { if (follow.checked && passages[spoken]) comeAlong(passages[spoken].turn); });
  section.addEventListener("click", (event) => {
    const by = event.target.closest?.("[data-step]")?.dataset.step;
    if (by) step(Number(by));
  });
  section.addEventListener("keydown", keyPressed);
  document.addEventListener("click", clicked);
  addEventListener("hashchange", readSecond);
  readSecond();
  readPassage();
}
