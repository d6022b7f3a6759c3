// The composer: reply or note, each with its own text; sending by button or ⌘Enter, in its several ways.

import { watchMarkdown } from "./markdown.js";

export const kindOf = (form) => form.querySelector("[name=kind]:checked")?.value || "note";
export const fieldOf = (form, kind = kindOf(form)) => form.querySelector(`.composer__text--${kind}`);

export default function mount(form) {
  const field = (name) => form.querySelector(`[name=${name}]`);
  const notice = form.querySelector("#composer-notice");
  const later = form.querySelector("[data-later]");

  const focus = () => fieldOf(form)?.focus({ preventScroll: true });
  const prepare = (way) => {
    field("then").value = ["later", "approval"].includes(way) ? "" : way;
    field("asks_approval").value = way === "approval" ? "1" : "";
    field("send_at").value = way === "later" && later?.value ? new Date(later.value).toISOString() : "";
  };
  const onClick = (event) => {
    if (event.target.closest("[name=kind]")) focus();
    const button = event.target.closest("[data-send]");
    if (!button) return;
    if (button.dataset.send === "later" && !later.value) {
      event.preventDefault();
      later.showPicker?.();
      later.focus();
      return;
    }
    prepare(button.dataset.send);
  };
  const onKey = (event) => {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey) || event.isComposing) return;
    event.preventDefault();
    prepare("");
    form.requestSubmit(form.querySelector(kindOf(form) === "note" ? ".composer__send-note" : ".composer__send-reply [type=submit]"));
  };
  const onRequest = (event) => {
    if (event.detail.elt !== form) return;
    const isNote = kindOf(form) === "note";
    event.detail.path = isNote ? form.dataset.noteHref : form.dataset.replyHref;
    notice.replaceChildren();
  };
  const onFailed = (event) => {
    if (event.detail.elt === form) document.dispatchEvent(new CustomEvent("careline:toast", { detail: { text: form.dataset.failed, keep: true } }));
  };

  const unwatch = watchMarkdown(form);
  const listeners = [["click", onClick], ["keydown", onKey], ["htmx:configRequest", onRequest], ["htmx:responseError", onFailed], ["htmx:sendError", onFailed]];
  listeners.forEach(([name, act]) => form.addEventListener(name, act));
  form.dataset.ready = "";
  if (form.dataset.focus !== undefined) focus();
  return () => {
    unwatch();
    listeners.forEach(([name, act]) => form.removeEventListener(name, act));
  };
}
