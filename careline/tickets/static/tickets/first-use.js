// Fetches what is rarely used at its first use: macros, suggestions, pictures.

import { picturesFor } from "../ui/islands/uploads.js";

const isEmptyAnswer = (field) => field?.editor && !field.textContent.trim() && !field.querySelector("img");
const caretAt = ({ type, clientX, clientY }) => (type === "drop" ? document.caretRangeFromPoint?.(clientX, clientY) : null);

export default function mount(form) {
  const started = new Map();
  const start = (name, load) => {
    if (!started.has(name)) started.set(name, load().then(({ default: begin }) => begin(form)));
    return started.get(name);
  };
  const stop = (event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  const macros = () => start("macros", () => import("./macros.js"));
  const openMacros = () => macros().then(({ open }) => open());
  const onTold = ({ target, detail }) => macros().then(({ use }) => use(`${target.dataset.macros}${detail}/`));
  const onClick = ({ target }) => { if (target.closest("[data-macros]")) openMacros(); };
  const onKey = (event) => {
    if (event.key !== "/" || !isEmptyAnswer(event.target.closest?.(".composer__text--reply")) || !form.querySelector("[data-macros]")) return;
    stop(event);
    openMacros();
  };
  const onTyped = ({ data, target }) => {
    if (["@", ":"].includes(data) && target.closest("[data-rich]")) start("suggestions", () => import("./suggesting.js"));
  };
  const onGive = (event) => {
    const pictures = picturesFor(event, event.clipboardData || event.dataTransfer);
    if (!pictures.length) return;
    stop(event);
    const [{ editor }, at] = [event.target.closest("[data-text]"), caretAt(event)];
    start("images", () => import("./images.js")).then(({ put }) => put(editor, at, pictures));
  };
  const listeners = [["click", onClick], ["careline:told", onTold], ["keydown", onKey, true], ["input", onTyped], ["paste", onGive, true], ["drop", onGive, true]];
  listeners.forEach(([name, ...rest]) => form.addEventListener(name, ...rest));
  return () => {
    listeners.forEach(([name, ...rest]) => form.removeEventListener(name, ...rest));
    started.forEach((begun) => begun.then(({ leave }) => leave()));
  };
}
