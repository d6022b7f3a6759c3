// Pictures in the text: pasted at the caret, or dropped where they are let go. Shown at once, sent up meanwhile; the
// sent form waits for them. Other files, and pictures dropped beside the text, are attachments (`uploads`).

import { send } from "../ui/islands/uploads.js";
import { kindOf } from "./composer.js";

export default function mount(form) {
  const place = form.querySelector("[data-uploads]");
  const arrived = new Map(); // where the picture is now, by the address it had here at first

  const urlFor = () => {
    const url = new URL(place.dataset.uploads, window.location.href);
    if (kindOf(form) === "note") url.searchParams.set("kind", "note");
    url.searchParams.set("inline", "1");
    return url.href;
  };
  const eachWaiting = (act) => form.querySelectorAll('[data-text] img[src^="blob:"]').forEach(act);
  const settle = () => eachWaiting((image) => {
    const source = arrived.get(image.getAttribute("src"));
    if (source) image.src = source;
    if (source === "") image.remove();
  });
  const toast = (text) => document.dispatchEvent(new CustomEvent("careline:toast", { detail: { text } }));
  const add = async (editor, file) => {
    const local = URL.createObjectURL(file);
    editor.saveUndoState();
    editor.insertImage(local, { alt: file.name.replace(/[<>"]/g, "") });
    const { part, trouble } = await send(urlFor(), file, () => {}).done;
    arrived.set(local, part ? JSON.parse(part).src : "");
    settle();
    if (!part) toast(trouble?.length < 300 && !trouble.includes("<") && trouble || place.dataset.trouble);
  };
  const put = (editor, at, pictures) => {
    editor.focus();
    if (at && editor.getRoot().contains(at.startContainer)) editor.setSelection(at);
    pictures.forEach((file) => add(editor, file));
  };
  const onSubmit = (event) => {
    let isWaiting = false;
    eachWaiting((image) => { isWaiting ||= image.closest(`.composer__text--${kindOf(form)}`); });
    if (!isWaiting) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    toast(form.dataset.pictures);
  };
  const listeners = [["submit", onSubmit, true], ["careline:written", settle]];
  listeners.forEach(([name, ...rest]) => form.addEventListener(name, ...rest));
  return { put, leave: () => listeners.forEach(([name, ...rest]) => form.removeEventListener(name, ...rest)) };
}
