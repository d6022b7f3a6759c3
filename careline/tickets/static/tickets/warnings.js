// Soft warnings before sending, never a block: the second press sends.

import { kindOf } from "./composer.js";

const ATTACHED = /\b(attach(ed|ment|ments|ing)?|enclosed|anhang|anbei|angehängt|beigefügt|adjunt[oa]s?|adjuntamos|pièces? jointes?|ci-joint|joint|allegat[oi]|em anexo|anexei|bijlage|bijgevoegd|bifoga(t|d|r)|vedhæftet|załącz\p{L}*|вложени\p{L}*|прикреп\p{L}*|liite\p{L}*)\b|添付|附件|첨부|מצורף|مرفق/iu;
const plain = (html) => new DOMParser().parseFromString(html.replace(/<blockquote[\s\S]*?<\/blockquote>/gi, " "), "text/html").body.textContent;
// What upper rooms want said or not: `[{words, wanted, say}]`.
const unsaid = (text) => [...document.querySelectorAll("[data-warn-words]")].flatMap((place) => JSON.parse(place.dataset.warnWords)).map(({ words, wanted, say }) => {
  const hit = words.find((one) => text.includes(one.toLowerCase()));
  return Boolean(hit) === wanted ? "" : say.replace("{}", hit);
}).filter(Boolean).join(" ");
const OPEN = /\{\{[^{}]{1,80}\}\}/g;

export default function mount(form) {
  const box = form.querySelector("[data-warning]");

  const found = () => {
    const data = new FormData(form);
    const text = plain(data.get("html") || "");
    const words = text.match(ATTACHED);
    const open = [...new Set(text.match(OPEN))];
    const known = new Set((form.dataset.known || "").split(" ").filter(Boolean));
    const strangers = ["to", "cc", "bcc"].flatMap((name) => data.getAll(name)).map((one) => (one.match(/<([^>]+)>/)?.[1] || one).toLowerCase()).filter((email) => email && known.size && !known.has(email));
    if (open.length) return form.dataset.warnOpen.replace("{}", open.join(", "));
    if (words && !data.getAll("file_keys").length) return form.dataset.warnFiles.replace("{}", words[0]);
    if (strangers.length && form.dataset.kind === "reply") return form.dataset.warnPeople.replace("{}", strangers.join(", "));
    const wishes = form.dataset.kind === "reply" && text.trim() && unsaid(text.toLowerCase().replace(/\s+/g, " "));
    if (wishes) return wishes;
    return (data.get("then") === "solved" && document.getElementById("side-tasks")?.dataset.warnSolve) || "";
  };
  const onSubmit = (event) => {
    if (kindOf(form) === "note") return;
    const warning = found();
    if (!warning || warning === box.dataset.said) return void (box.hidden = true);
    event.preventDefault();
    event.stopImmediatePropagation();
    box.dataset.said = warning;
    box.querySelector("p").textContent = warning;
    box.hidden = false;
    import("./gone.js").then((module) => module.default(box, found));
  };
  const onClick = (event) => {
    if (event.target.closest("[data-dismiss-warning]")) box.hidden = true;
  };
  let marked = false;
  const onWritten = () => {
    const field = form.querySelector(".composer__text--reply");
    for (const place of field?.textContent.trim() ? document.querySelectorAll("[data-on-writing]") : []) {
      import(place.dataset.onWriting).then((module) => module.default(place));
      delete place.dataset.onWriting;
    }
    const isOpen = Boolean(field?.textContent.includes("{{"));
    if (isOpen || marked) import("./open-placeholders.js").then(({ mark }) => mark(field, OPEN));
    marked = isOpen;
  };
  const news = ["careline:written", "careline:editor"];
  news.forEach((name) => form.addEventListener(name, onWritten));
  addEventListener("htmx:afterSwap", onWritten); // panels come late
  form.addEventListener("submit", onSubmit, true);
  form.addEventListener("click", onClick);
  return () => {
    news.forEach((name) => form.removeEventListener(name, onWritten));
    removeEventListener("htmx:afterSwap", onWritten);
    form.removeEventListener("submit", onSubmit, true);
    form.removeEventListener("click", onClick);
  };
}
