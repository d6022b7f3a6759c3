// The wording of a step (`data-wording`) goes into the answer as draft text: nothing is sent by it.

import { fieldOf } from "../tickets/composer.js";

const toast = (text) => { if (text) document.dispatchEvent(new CustomEvent("careline:toast", { detail: { text } })); };

async function put(address) {
  const form = document.getElementById("composer");
  const field = form && fieldOf(form, "reply");
  if (!field) return;
  const headers = { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value };
  const answer = await fetch(address, { method: "POST", headers });
  const { html, trouble } = await answer.json().catch(() => ({}));
  toast(trouble);
  const insert = () => field.editor.insertHTML(html);
  if (html && field.editor) insert();
  else if (html) field.addEventListener("careline:editor", insert, { once: true }); // on its way: the words wait for it
  form.querySelector("[name=kind][value=reply]").click();
  field.focus();
}

export default function mount(panel) {
  const onClick = (event) => {
    const button = event.target.closest("[data-wording]");
    if (button) put(button.dataset.wording);
  };
  panel.addEventListener("click", onClick);
  return () => panel.removeEventListener("click", onClick);
}
