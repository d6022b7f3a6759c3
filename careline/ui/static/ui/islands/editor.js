// The rich-text fields (`[data-text="id of the hidden field"]`) of a form. The editor is fetched when somebody turns to
// the form, or when a draft waits in it; until then a field takes plain words, and nothing that was typed is lost.

const TURNS = ["focusin", "pointerdown", "pointerenter", "dragenter"];
const escaped = (text) => Object.assign(document.createElement("i"), { textContent: text }).innerHTML;
const asHtml = (text) => text.replace(/\n$/, "").split("\n").map((line) => `<div>${escaped(line) || "<br>"}</div>`).join("");

function takePlainWords(field) {
  const input = document.getElementById(field.dataset.text);
  const draft = input.value;
  const onInput = () => {
    const typed = field.innerText;
    input.value = draft + (typed.trim() ? asHtml(typed) : "");
    field.dispatchEvent(new CustomEvent("careline:written", { bubbles: true }));
  };
  field.tabIndex = 0;
  field.contentEditable = "plaintext-only";
  field.addEventListener("input", onInput);
  return () => field.removeEventListener("input", onInput);
}

export default function mount(form) {
  const fields = [...form.querySelectorAll("[data-text]")];
  const leave = fields.map(takePlainWords);
  let isGone = false;

  const dress = async () => {
    const { enrich } = await import("../editing/enrich.js");
    if (isGone) return;
    leave.splice(0).forEach((end) => end());
    leave.push(...fields.map((field) => enrich(field, form)));
  };
  const listen = (word) => TURNS.forEach((name) => form[`${word}EventListener`](name, start));
  const start = () => {
    listen("remove");
    dress().catch(() => { if (!isGone) listen("add"); });
  };
  listen("add");
  if (fields.some((field) => document.getElementById(field.dataset.text).value)) start();
  return () => {
    isGone = true;
    listen("remove");
    leave.forEach((end) => end());
  };
}
