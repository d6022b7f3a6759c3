// The wording of a step goes into the answer as draft text: nothing is sent by it.

import { fieldOf } from "../tickets/composer.js";

export default function mount(button) {
  const toast = (text) => { if (text) document.dispatchEvent(new CustomEvent("careline:toast", { detail: { text } })); };
  const onClick = async () => {
    const form = document.getElementById("composer");
    const field = form && fieldOf(form, "reply");
    if (!field) return;
    const headers = { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value };
    const answer = await fetch(button.dataset.wording, { method: "POST", headers });
    const { html, trouble } = await answer.json().catch(() => ({}));
    form.querySelector("[name=kind][value=reply]")?.click();
    toast(trouble);
    const put = () => field.editor.insertHTML(html);
    if (html && field.editor) put();
    else if (html) field.addEventListener("careline:editor", put, { once: true });
  };
  button.addEventListener("click", onClick);
  return () => button.removeEventListener("click", onClick);
}
