// Does a form hold something else than when it was opened?

const SETTLED = 500;
// The form's own marks, which the server and our scripts change; no words of the writer's.
const MARKS = new Set(["csrfmiddlewaretoken", "open_form", "based_on", "overwrite"]);

/** What is filled in, as [name, value]; files are sent by their own forms. */
export function fieldsOf(form) {
  return [...new FormData(form)].filter(
    ([name, value]) => typeof value === "string" && !MARKS.has(name) && !name.startsWith("_"),
  );
}

/** Typed while this script was still on its way, or put back by the browser. */
function typedBefore(form) {
  const texts = [...form.querySelectorAll("textarea, input[type=text]")];
  return texts.some((field) => field.value !== field.defaultValue);
}

export class Changes {
  constructor(form) {
    this.form = form;
    // A form that came back with errors, or was filled in, holds words that nobody has saved.
    const unsaved =
      form.matches("[data-taken]") || form.querySelector(".errornote, .errorlist, [data-together]");
    this.opened = unsaved || typedBefore(form) ? "" : null;
    // Django's own scripts fill in a few things first; what they do is no change of the writer's.
    setTimeout(() => this.settle(), SETTLED);
    // Whoever types sooner than that has changed it all the same.
    form.addEventListener("beforeinput", () => this.settle(), { capture: true });
  }

  settle() {
    this.opened ??= this.now();
  }

  now() {
    return JSON.stringify(fieldsOf(this.form));
  }

  get isChanged() {
    return this.opened !== null && this.now() !== this.opened;
  }
}
