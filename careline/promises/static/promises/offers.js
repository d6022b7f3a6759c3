// While somebody writes an answer: what it promises is offered to be watched, and what speaks against it is said.
// One for the page: the composer and the panel beside the ticket are exchanged under it.

const PAUSE = 900;
const ROOM = 120; // pixels that an offer needs
let timer = 0;
let last = "";
let isListening = false;

// Beside the ticket, or above the composer where that place is out of sight, folded away or scrolled off.
const isInSight = (panel) => {
  const { top, bottom } = panel.getBoundingClientRect();
  return panel.offsetParent && bottom >= 0 && top < window.innerHeight - ROOM;
};

const placeFor = (form, panel) => {
  let here = document.querySelector(".promise-offers--here");
  if (!here?.childElementCount && (panel.childElementCount || isInSight(panel))) return panel;
  if (!here) {
    here = document.createElement("div");
    here.className = "promise-offers--here";
    here.setAttribute("role", "status");
    form.before(here);
  }
  return here;
};

const ask = () => {
  const form = document.getElementById("composer");
  const panel = document.getElementById("promise-offers");
  if (!form || !panel || form.classList.contains("composer--side")) return;
  const data = new FormData(form);
  const isNote = (data.get("kind") || form.dataset.kind) === "note";
  const html = isNote ? "" : data.get("html") || "";
  if (`${panel.dataset.check} ${html}` === last) return;
  last = `${panel.dataset.check} ${html}`;
  const target = placeFor(form, panel);
  if (html) window.htmx.ajax("POST", panel.dataset.check, { source: target, target, swap: "innerHTML", values: { html } });
  else target.replaceChildren();
};

const soon = () => {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
};

const onSwap = (event) => {
  if (event.detail.target?.id !== "promises") return;
  last = "";
  soon();
};

export default function mount() {
  soon();
  if (isListening) return;
  isListening = true;
  for (const moment of ["careline:written", "careline:editor", "input"]) document.addEventListener(moment, soon, true);
  document.addEventListener("htmx:afterSwap", onSwap);
}
