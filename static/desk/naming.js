// Fields that Django draws without a label get one: cells of a table are named by their column and
// row, and an autocomplete by its field's label.

export function nameFields() {
  // Django's autocompletes are drawn when its jQuery says ready, and may be later than `load`.
  const ready = window.django?.jQuery ?? queueMicrotask;
  ready(() => nameAll());
  document.addEventListener("formset:added", () => setTimeout(nameAll));
  document.addEventListener("formset:removed", () => setTimeout(nameAll));
}

function nameAll() {
  for (const row of document.querySelectorAll(".inline-group tr.form-row:not(.empty-form)")) {
    const number = [...row.parentElement.querySelectorAll("tr.form-row:not(.empty-form)")].indexOf(row) + 1;
    // A row that says of itself whose it is needs no number.
    const own = row.querySelector("td[class^=field-] > p")?.textContent.trim() || `row ${number}`;
    const columns = [...row.closest("table").querySelectorAll("thead th")];
    for (const field of row.querySelectorAll("input:not([type=hidden]), select, textarea")) {
      const cell = field.closest("td");
      const column = columns[cell.cellIndex]?.textContent.trim().replace(/\?$/, "") ?? "";
      if (column && !field.matches(".select2-search__field")) {
        field.setAttribute("aria-label", `${column}, ${own}`);
      }
    }
  }
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const words = select.getAttribute("aria-label") ?? select.labels[0]?.textContent.replace(/:\s*$/, "");
    const drawn = select.nextElementSibling;
    if (!words || !drawn?.matches(".select2")) continue;
    for (const part of drawn.querySelectorAll("[role=textbox], [role=searchbox], .select2-search__field")) {
      part.setAttribute("aria-label", words.trim());
    }
    const combobox = drawn.querySelector("[role=combobox]");
    combobox?.setAttribute("aria-label", words.trim());
    const chosen = combobox?.getAttribute("aria-labelledby")?.split(" ").at(-1);
    if (!chosen) continue;
    // Named by what is chosen alone, it would not say what that is.
    combobox.id ||= `${select.id}-drawn`;
    combobox.setAttribute("aria-labelledby", `${combobox.id} ${chosen}`);
  }
}
