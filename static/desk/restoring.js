// Words that only this browser holds are offered where their piece is opened again.

import { make } from "./building.js";
import { copiesOf, dropCopy } from "./copies.js";

/** Ask the server what became of the forms this browser has copies of; offer what it lacks. */
export async function offerCopies(autosave) {
  const copies = copiesOf(autosave.user).filter((copy) => copy.form !== autosave.number);
  if (!copies.length) return;
  const forms = await knownForms(autosave, copies);
  for (const copy of copies) {
    const fate = forms ? fateOf(copy, forms[copy.form]) : "lost";
    if (fate === "settled") dropCopy(autosave.user, copy.form);
    else if (fate === "lost" && copy.piece === autosave.piece) offer(autosave, copy);
  }
}

async function knownForms({ address, user }, copies) {
  const asked = new URLSearchParams(copies.map((copy) => ["form", copy.form]));
  try {
    const response = await fetch(`${address}?${asked}`, { redirect: "manual" });
    const answer = await response.json();
    return String(answer.user) === user ? answer.forms : null;
  } catch {
    return null; // it does not answer: then everything here may be needed
  }
}

/** `known` is {words, saved}: whether the server holds unsaved words, and the version saved last. */
function fateOf(copy, known) {
  if (!known) return "lost";
  if (copy.submitted && known.saved > Number(copy.basedOn)) return "settled";
  if (copy.kept) return known.words ? "offered by the server" : "settled";
  return "lost";
}

function offer(autosave, copy) {
  const place = autosave.form.querySelector("[data-unsaved]");
  // What the server has of the same form is older.
  place.querySelector(`[data-offer="${CSS.escape(copy.form)}"]`)?.remove();
  const problem = make("p", { class: "problem", role: "alert" });
  const shown = make("div", { class: "shown" });
  const buttons = make("p", { class: "buttons" });
  const section = make(
    "section",
    { class: "offer", "data-copy-of": copy.form, "aria-label": `Words in this browser of ${clock(copy.at)}` },
    make("p", {}, `This browser holds words of ${clock(copy.at)} that were never saved.`),
    buttons,
    problem,
    shown,
  );
  const look = () => shown.replaceChildren(...(shown.firstChild ? [] : wordings(autosave.form, copy)));
  const take = async () => {
    try {
      const answer = await restore(autosave, copy);
      dropCopy(autosave.user, copy.form);
      location.assign(answer.take);
    } catch (failure) {
      problem.textContent = `${failure.told ? failure.message : "The server does not answer."} The words stay here; try again later, or copy them from below.`;
      if (!shown.firstChild) look();
    }
  };
  const discard = () => {
    dropCopy(autosave.user, copy.form);
    section.remove();
    autosave.form.elements.title?.focus();
  };
  const choose = () => buttons.replaceChildren(
    button("Look at them", look),
    button("Take them", take),
    button("Discard them", () => {
      buttons.replaceChildren(
        make("span", {}, "They are then gone for good."),
        button("Discard these words", discard),
        button("Keep them", choose),
      );
      buttons.querySelector("button").focus();
    }),
  );
  choose();
  place.hidden = false;
  place.append(section);
}

function button(words, press) {
  const element = make("button", { type: "button" }, words);
  element.addEventListener("click", press);
  return element;
}

/** The texts that are not as they stand in the form, to be read and copied. */
function wordings(form, copy) {
  const fields = Object.fromEntries(copy.fields);
  const found = [...form.querySelectorAll("[name=title], textarea[name]")]
    .filter(({ name, value }) => name in fields && fields[name] !== value)
    .map((field, index) => {
      const id = `${copy.form}-${index}`;
      const text = make("textarea", { id, readonly: true, rows: field.name === "title" ? 1 : 12, dir: "auto" });
      text.value = fields[field.name];
      return make("div", {}, make("label", { for: id }, field.labels?.[0]?.textContent ?? field.name), text);
    });
  return found.length ? found : [make("p", {}, "The text is as it stands below; other facts differ.")];
}

async function restore({ form, address, piece }, copy) {
  const body = new FormData();
  for (const [name, value] of copy.fields) body.append(name, value);
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("open_form", copy.form);
  body.set("based_on", copy.basedOn);
  body.set("_doing", "restored");
  const response = await fetch(address, { method: "POST", body, redirect: "manual" });
  const answer = await response.json();
  if (answer.take) return answer;
  throw Object.assign(new Error(answer.error), { told: Boolean(answer.error) });
}

function clock(at) {
  const moment = new Date(at);
  const today = moment.toDateString() === new Date().toDateString();
  const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return moment.toLocaleString("en-GB", today ? time : { day: "numeric", month: "long", ...time });
}
