// The picture dialog: choose one we have, or bring a new one with its words.

import { make } from "./building.js";

const TAKEN = "image/jpeg,image/png,image/webp,image/gif";
let dialog = null;

/** Open the dialog. `insert` gets the picture {key, alt, markdown, thumbnail}. */
export function choosePicture(form, { file = null, insert, leave }) {
  dialog ??= new PictureDialog();
  dialog.open(form, { file, insert, leave });
}

function field(label, input, hint = "") {
  return make(
    "div",
    { class: "answer" },
    make("label", { for: input.id }, label),
    input,
    ...(hint ? [make("p", { class: "hint" }, hint)] : []),
  );
}

class PictureDialog {
  constructor() {
    this.search = make("input", { type: "search", id: "pictures-search", autocomplete: "off" });
    this.found = make("ul", { class: "found" });
    this.searched = make("p", { class: "hint", role: "status" });
    this.file = make("input", { type: "file", id: "pictures-file", name: "file", accept: TAKEN });
    this.alt = make("textarea", { id: "pictures-alt", name: "alt", rows: 2 });
    this.decorative = make("input", { type: "checkbox", id: "pictures-decorative", name: "decorative" });
    this.problem = make("p", { class: "problem", role: "alert" });
    this.send = make("button", { type: "submit", class: "accept" }, "Upload and insert");
    this.upload = this.makeUpload();
    const close = make("button", { type: "button", class: "close" }, "Close");
    this.element = make(
      "dialog",
      { class: "pictures", "aria-labelledby": "pictures-title" },
      make("header", {}, make("h2", { id: "pictures-title" }, "Picture"), close),
      make(
        "div",
        { class: "ways" },
        make("section", {}, make("h3", {}, "Use one we have"), field("Search", this.search), this.searched, this.found),
        make("section", {}, make("h3", {}, "Bring a new one"), this.upload),
      ),
    );
    document.body.append(this.element);
    this.listen(close);
  }

  makeUpload() {
    return make(
      "form",
      { novalidate: true },
      field("File", this.file, "JPEG, PNG, WebP or GIF. Where and with what it was taken is removed."),
      field("What it shows", this.alt, "For readers who cannot see it, in a sentence."),
      make(
        "div",
        { class: "answer tick" },
        this.decorative,
        make("label", { for: this.decorative.id }, "Decorative: it says nothing the text does not"),
      ),
      field("Caption", make("textarea", { id: "pictures-caption", name: "caption", rows: 2 }), "Stands under the picture."),
      field("Credit", make("input", { id: "pictures-credit", name: "credit", type: "text" }), "Who made it, and the licence."),
      field("Name", make("input", { id: "pictures-name", name: "title", type: "text" }), "What colleagues look for it by. Readers never see it."),
      this.problem,
      make("div", { class: "answers" }, this.send),
    );
  }

  listen(close) {
    close.addEventListener("click", () => this.element.close());
    this.element.addEventListener("close", () => {
      this.asking?.abort();
      if (!this.done) this.leave();
    });
    this.search.addEventListener("input", () => {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.look(), 250);
    });
    this.search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        this.look();
      }
    });
    this.found.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) this.choose(this.pictures[Number(button.dataset.index)]);
    });
    this.decorative.addEventListener("change", () => {
      this.alt.disabled = this.decorative.checked;
    });
    this.upload.addEventListener("submit", (event) => {
      event.preventDefault();
      this.bring();
    });
    for (const kind of ["dragover", "drop"]) {
      this.element.addEventListener(kind, (event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        if (kind === "drop") this.take(event.dataTransfer.files[0]);
      });
    }
  }

  open(form, { file, insert, leave }) {
    this.address = form.dataset.picturesUrl;
    this.token = form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    this.insert = insert;
    this.leave = leave;
    this.done = false;
    this.upload.reset();
    this.alt.disabled = false;
    this.problem.textContent = "";
    this.element.showModal();
    this.look();
    if (file) {
      this.take(file);
      this.alt.focus();
    } else {
      this.search.focus();
    }
  }

  take(file) {
    if (!file) return;
    const files = new DataTransfer();
    files.items.add(file);
    this.file.files = files.files;
  }

  choose(picture) {
    this.done = true;
    this.element.close();
    this.insert(picture);
  }

  /** Look for pictures. Only the newest question's answer is shown. */
  async look() {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    const query = this.search.value.trim();
    try {
      const response = await fetch(`${this.address}?q=${encodeURIComponent(query)}`, {
        signal: asking.signal,
      });
      if (!response.ok || response.redirected) throw new Error(await sentence(response));
      const { pictures } = await response.json();
      this.show(pictures, query);
    } catch (error) {
      if (asking.signal.aborted) return;
      this.pictures = [];
      this.found.replaceChildren();
      this.searched.textContent = words(error);
    }
  }

  show(pictures, query) {
    this.pictures = pictures;
    this.found.replaceChildren(
      ...pictures.map((picture, index) =>
        make(
          "li",
          {},
          make(
            "button",
            { type: "button", "data-index": index },
            make("img", { src: picture.thumbnail, alt: "", loading: "lazy" }),
            make("span", {}, picture.title || picture.alt),
          ),
        )
      ),
    );
    if (pictures.length) this.searched.textContent = query ? "" : "The newest:";
    else this.searched.textContent = query ? `Nothing found for “${query}”.` : "There are no pictures yet.";
  }

  async bring() {
    this.problem.textContent = "";
    const [file] = this.file.files;
    const missing = !file
      ? ["Choose a file first.", this.file]
      : !this.alt.value.trim() && !this.decorative.checked
        ? ["Say what it shows, or tick “Decorative”.", this.alt]
        : null;
    if (missing) {
      this.problem.textContent = missing[0];
      missing[1].focus();
      return;
    }
    this.send.disabled = true;
    this.send.textContent = "Uploading…";
    try {
      const response = await fetch(this.address, {
        method: "POST",
        body: new FormData(this.upload),
        headers: { "X-CSRFToken": this.token },
      });
      if (!response.ok || response.redirected) throw new Error(await sentence(response));
      this.choose(await response.json());
    } catch (error) {
      this.problem.textContent = words(error);
    } finally {
      this.send.disabled = false;
      this.send.textContent = "Upload and insert";
    }
  }
}

/** What the server says went wrong, in its own sentence where it has one. */
export async function sentence(response) {
  if (response.redirected || response.status === 403) {
    return "You are no longer logged in, or may not do this. Log in again in another tab; your words stay here.";
  }
  try {
    const { error } = await response.json();
    if (error) return error;
  } catch {
    // Not our answer; say what can be said.
  }
  if (response.status === 413) return "That is more than the server takes at once.";
  return `The server could not do it (${response.status}). Nothing is lost; try again in a minute.`;
}

/** A failed fetch throws a TypeError in the browser's own words; ours are plainer. */
export function words(error) {
  return error instanceof TypeError
    ? "The server does not answer. Your words stay here; we try again when you go on."
    : error.message;
}
