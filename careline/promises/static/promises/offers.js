// While somebody writes an answer: what it promises is offered to be watched, and what speaks against it is said.

const PAUSE = 900;

export default function mount(place) {
  const form = document.getElementById("composer");
  if (!form || form.classList.contains("composer--side")) return undefined;
  let timer = 0;
  let last = "";
  const ask = () => {
    const data = new FormData(form);
    const isNote = (data.get("kind") || form.dataset.kind) === "note";
    const html = isNote ? "" : data.get("html") || "";
    if (html === last || !place.isConnected) return;
    last = html;
    window.htmx.ajax("POST", place.dataset.check, { target: place, swap: "innerHTML", values: { html } });
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  };
  const moments = ["careline:written", "careline:editor", "input"];
  for (const moment of moments) form.addEventListener(moment, soon);
  soon();
  return () => {
    clearTimeout(timer);
    for (const moment of moments) form.removeEventListener(moment, soon);
  };
}
