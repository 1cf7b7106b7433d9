// Nothing written is lost: a question before leaving, Ctrl-S, and the caret's place kept.

const PLACE = "desk.place";
const FRESH = 30_000;
const PATIENCE = 10_000;

/** A second press while the first is on its way would save, or publish, twice. */
export function sendOnce() {
  const sent = new WeakSet();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (event.submitter?.formTarget === "_blank") return;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    sent.add(form);
    // Stopped by its reader, or answered with a file: then it may be sent again.
    setTimeout(() => sent.delete(form), PATIENCE);
    window.addEventListener("pageshow", () => sent.delete(form), { once: true });
  });
}

export function guardForm(form, { preview, changes }) {
  let leaving = false;

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (event.submitter?.formTarget === "_blank") return;
    leaving = true;
    keepPlace(form);
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && changes.isChanged) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key.toLowerCase() === "s" && !event.shiftKey) {
      event.preventDefault();
      save(form);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      preview.toggle();
    }
  });
  form.querySelector("[data-together]")?.focus();
  findPlace(form);
}

function save(form) {
  const button = form.querySelector("[name=_continue]") ?? form.querySelector("[name=_save]");
  if (button && !button.disabled) form.requestSubmit(button);
}

function keepPlace(form) {
  const field = document.activeElement;
  const place = {
    at: Date.now(),
    path: location.pathname,
    scroll: window.scrollY,
    field: form.contains(field) ? field.id : "",
    inside: field?.scrollTop ?? 0,
    from: field?.selectionStart ?? null,
    to: field?.selectionEnd ?? null,
  };
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(place));
  } catch {
    // Then the page begins at its top.
  }
}

function findPlace(form) {
  let place = null;
  try {
    place = JSON.parse(sessionStorage.getItem(PLACE));
    sessionStorage.removeItem(PLACE);
  } catch {
    return;
  }
  if (!place || place.path !== location.pathname || Date.now() - place.at > FRESH) return;
  if (form.querySelector(".errornote, [data-together]")) return; // what came back is read first
  const field = place.field && document.getElementById(place.field);
  if (field && form.contains(field)) {
    field.focus({ preventScroll: true });
    if (place.from !== null && field.setSelectionRange) {
      try {
        field.setSelectionRange(place.from, place.to);
      } catch {
        // Dates and ticks have no caret.
      }
    }
    field.scrollTop = place.inside;
  }
  window.scrollTo(0, place.scroll);
}
