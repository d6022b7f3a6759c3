// Macros: `/` in an empty answer, or the key m, offers them above the composer; letters narrow, arrows choose, Enter inserts.

import { fieldOf } from "./composer.js";
import { likeness } from "./likeness.js";

export default function mount(form) {
  const button = form.querySelector("[data-macros]");
  let offer = null;
  let chosen = 0;
  let asked = 0;

  const options = () => [...(offer?.querySelectorAll("[role=option]:not([hidden])") || [])];
  const mark = (place) => {
    const list = options();
    chosen = list.length ? (place + list.length) % list.length : 0;
    list.forEach((one, index) => one.setAttribute("aria-selected", String(index === chosen)));
    list[chosen]?.scrollIntoView({ block: "nearest" });
    const field = offer?.querySelector("input");
    if (list.length) field?.setAttribute("aria-activedescendant", list[chosen].id);
    else field?.removeAttribute("aria-activedescendant");
  };
  const close = () => {
    offer?.remove();
    offer = null;
    fieldOf(form, "reply")?.focus();
  };
  const narrow = (words) => {
    const list = offer.querySelector("[role=listbox]");
    const all = [...list.querySelectorAll("[role=option]")];
    const fits = new Map(all.map((one) => [one, words.trim() ? likeness(words, one.querySelector("[data-name]").textContent, one.textContent) : 1]));
    all.forEach((one) => { one.hidden = !fits.get(one); });
    all.sort((a, b) => (words.trim() ? fits.get(b) - fits.get(a) : 0) || a.dataset.place - b.dataset.place);
    list.append(...all);
    offer.querySelector("[data-none]").hidden = options().length > 0;
    mark(0);
  };
  const toast = (text) => { if (text) document.dispatchEvent(new CustomEvent("careline:toast", { detail: { text } })); };
  const use = async (address) => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    const answer = await fetch(address, { method: "POST", body });
    const { html, trouble, files } = await answer.json().catch(() => ({}));
    close();
    toast(trouble);
    const list = form.querySelector("[data-uploads-list]");
    if (files && list) {
      list.insertAdjacentHTML("beforeend", files);
      window.htmx?.process(list);
    }
    const field = fieldOf(form, "reply");
    const put = () => field.editor.insertHTML(html);
    if (html && field.editor) put();
    else if (html) field.addEventListener("careline:editor", put, { once: true }); // on its way: the words wait for it
  };
  const insert = (option) => option && use(option.dataset.href);
  const open = async () => {
    const turn = ++asked;
    const answer = await fetch(button.dataset.macros, { headers: { "HX-Request": "true" } });
    if (!answer.ok || turn !== asked) return;
    offer?.remove();
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    offer = holder.content.firstElementChild;
    form.append(offer);
    mark(0);
    const field = offer.querySelector("input");
    field.addEventListener("input", () => narrow(field.value));
    field.addEventListener("blur", () => setTimeout(() => { if (offer && !offer.contains(document.activeElement)) close(); }, 150));
    field.focus();
  };
  const onKey = (event) => {
    if (!offer?.contains(event.target)) return;
    const steps = { ArrowDown: chosen + 1, ArrowUp: chosen - 1 };
    if (event.key in steps) mark(steps[event.key]);
    else if (event.key === "Enter") insert(options()[chosen]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onClick = (event) => {
    const option = event.target.closest("[data-macro]");
    if (option && offer?.contains(option)) insert(option);
  };
  form.addEventListener("keydown", onKey, true);
  form.addEventListener("click", onClick);
  const leave = () => {
    form.removeEventListener("keydown", onKey, true);
    form.removeEventListener("click", onClick);
  };
  return { open, use, leave };
}
