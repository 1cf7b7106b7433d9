// What every page of the desk has: copy buttons, a name for every field, forms that are sent once.
// A story's form has besides: the preview, Ctrl-S, Ctrl-Enter, a question before unsaved words are
// left, and the caret's place after saving.

import { offerCopying } from "./copying.js";
import { guardForm, sendOnce } from "./guarding.js";
import { nameFields } from "./naming.js";
import { Preview } from "./preview.js";

offerCopying();
nameFields();
sendOnce();

const form = document.querySelector("form[data-preview-url]");
const pane = form?.querySelector("[data-preview-pane]");
if (pane) {
  const preview = new Preview(form, pane);
  guardForm(form, { preview });
}
