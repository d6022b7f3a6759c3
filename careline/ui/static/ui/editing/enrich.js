// Makes a field rich: `field.editor` is Squire, the hidden field always holds what is written, without the editor's own
// marks. Tells by `careline:editor` when it is there, and by `careline:written` of each change.

import Squire from "../vendor/squire.mjs";
import { fragmentOf } from "./safe.js";
import { mountTools } from "./tools.js";

const isBlankLine = ({ nodeName, textContent, children }) => nodeName === "DIV" && !textContent.trim() && [...children].every((one) => one.nodeName === "BR");
const BLANK = /\u200b/g; // stands where the caret has to

export function htmlOf(field) {
  const copy = field.cloneNode(true);
  copy.querySelectorAll("br").forEach((br) => { if (br.parentNode !== copy && !br.nextSibling && br.previousSibling) br.remove(); });
  copy.querySelectorAll('img[src^="blob:"]').forEach((one) => one.remove()); // not here yet
  while (copy.children.length > 1 && isBlankLine(copy.lastElementChild)) copy.lastElementChild.remove();
  const isEmpty = !copy.textContent.replace(BLANK, "").trim() && !copy.querySelector("img, hr");
  return isEmpty ? "" : copy.innerHTML.replace(BLANK, "");
}

function keepFocus(field, editor) {
  if (document.activeElement !== field) return;
  editor.fireEvent("focus"); // it was here before the editor was
  editor.moveCursorToEnd();
}

export function enrich(field, form) {
  const input = document.getElementById(field.dataset.text);
  const tools = form.querySelector(`[data-tools="${field.id}"]`);
  field.contentEditable = "true";
  const editor = new Squire(field, {
    sanitizeToDOMFragment: (html) => fragmentOf(html, field.dataset.images),
    undo: { documentSizeThreshold: 100_000, undoLimit: 100 },
  });
  const write = () => {
    const html = htmlOf(field);
    if (html === input.value) return;
    input.value = html;
    field.dispatchEvent(new CustomEvent("careline:written", { bubbles: true }));
  };
  const onImage = (event) => { if (event.target.nodeName === "IMG") event.stopPropagation(); }; // no handles: they need inline styles
  ["Tab", "Shift-Tab"].forEach((key) => editor.setKeyHandler(key, null)); // the keyboard gets out again
  editor.setHTML(input.value);
  input.value = htmlOf(field);
  keepFocus(field, editor);
  editor.addEventListener("input", write);
  form.addEventListener("submit", write, true); // before the observer of changes has told of the last key
  field.addEventListener("click", onImage);
  field.editor = editor;
  const leaveTools = tools ? mountTools(tools, editor) : () => {};
  field.dataset.rich = "";
  field.dispatchEvent(new CustomEvent("careline:editor", { bubbles: true }));
  return () => {
    leaveTools();
    form.removeEventListener("submit", write, true);
    editor.destroy();
  };
}
