// The wording of a step, as the server answers with it, goes into the answer as draft text: nothing is sent by it.

import { fieldOf } from "../tickets/composer.js";

export default function mount(words) {
  const form = document.getElementById("composer");
  const field = form && fieldOf(form, "reply");
  const { trouble } = words.dataset;
  if (trouble) document.dispatchEvent(new CustomEvent("careline:toast", { detail: { text: trouble } }));
  if (field) {
    const html = words.innerHTML;
    const insert = () => field.editor.insertHTML(html);
    if (field.editor) insert();
    else field.addEventListener("careline:editor", insert, { once: true }); // on its way: the words wait for it
    form.querySelector("[name=kind][value=reply]").click();
    field.focus();
  }
  words.remove();
}
