// What every page of the desk has: copy buttons, a name for every field, forms that are sent once,
// nothing left behind by who logs out. A story's form has besides: autosave, the preview, Ctrl-S,
// Ctrl-Enter, a question before unsaved words are left, and the caret's place after saving.

import { Autosave } from "./autosaving.js";
import { Changes } from "./changing.js";
import { clearOnLogOut } from "./copies.js";
import { offerCopying } from "./copying.js";
import { guardForm, sendOnce } from "./guarding.js";
import { nameFields } from "./naming.js";
import { Preview } from "./preview.js";
import { offerCopies } from "./restoring.js";

offerCopying();
nameFields();
clearOnLogOut();
sendOnce();

const form = document.querySelector("form[data-preview-url]");
const pane = form?.querySelector("[data-preview-pane]");
if (pane) {
  const preview = new Preview(form, pane);
  const changes = new Changes(form);
  // Before the guard: it may hold a submit back until its writer is logged in again.
  if (form.dataset.autosaveUrl) offerCopies(new Autosave(form, changes));
  guardForm(form, { preview, changes });
}
