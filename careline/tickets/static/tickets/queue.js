// The queue: steps through its tickets by key, marks the open one, says which pane a phone shows.

const KEYS = "rnaspmtez#";
const current = () => document.getElementById("main")?.dataset.ticket || "";

export default function mount(queue) {
  const shell = document.getElementById("shell");
  const ends = new Map(); // the last row of each page, and the address of what follows it
  let [pending, far] = ["", null];
  const links = () => [...queue.querySelectorAll(".row__link")];
  const rowOf = (number) => document.getElementById(`row-${number}`);

  const mark = () => {
    const number = current();
    queue.querySelectorAll(".row[aria-current]").forEach((row) => row.removeAttribute("aria-current"));
    const row = number ? rowOf(number) : null;
    row?.setAttribute("aria-current", "true");
    row?.classList.remove("row--unread");
    row?.scrollIntoView({ block: "nearest" });
    shell.dataset.pane = number ? "sheet" : "queue";
  };
  const step = (by) => {
    const list = links();
    const at = list.findIndex((link) => link === document.activeElement || link.closest("[aria-current]"));
    const focused = list.indexOf(document.activeElement);
    const next = list[(focused >= 0 ? focused : at) + by];
    if (!next) return;
    if (by === 0 || current()) next.click();
    next.focus({ preventScroll: true });
    next.closest(".row, [role=row]").scrollIntoView({ block: "nearest" });
  };
  const onClick = (event) => {
    const button = event.target.closest("[data-step]");
    if (button) step(Number(button.dataset.step));
  };
  const press = (key) => {
    if (document.querySelector("#composer:not([data-ready])")) return setTimeout(press, 30, key);
    return document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  };
  const onKey = (event) => {
    const isRow = document.activeElement?.matches("#queue .row__link");
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || current() || !isRow || !KEYS.includes(event.key)) return;
    event.preventDefault();
    pending = event.key;
    step(0);
  };
  const onAsk = ({ detail: { elt, path, parameters } }) => {
    if (elt.id === "queue-more") {
      ends.set(elt.previousElementSibling?.id, new URL(path, location.href).searchParams.get("after"));
      if (links().length > 300) import("./far.js").then(({ default: begin }) => { far ||= begin(ends); });
    }
    if (elt.id !== "queue-news") return;
    parameters.shown = links().length;
    parameters.ticket = current();
    far?.ask(parameters);
  };
  const onAnswer = ({ detail }) => {
    const { elt, parameters } = detail.requestConfig;
    if (elt.id !== "queue-news" || !far?.isPart(parameters)) return;
    detail.shouldSwap = false;
    far.renew(detail.xhr.response);
  };
  const onSwapped = (event) => {
    if (event.target.id !== "main") return;
    mark();
    if (pending && current()) press(pending);
    pending = "";
  };

  queue.querySelector(".row[aria-current='true']")?.scrollIntoView({ block: "nearest" });
  queue.addEventListener("click", onClick);
  queue.addEventListener("htmx:configRequest", onAsk);
  queue.addEventListener("htmx:beforeSwap", onAnswer);
  document.body.addEventListener("htmx:afterSettle", onSwapped);
  document.addEventListener("keydown", onKey);
  return () => {
    document.body.removeEventListener("htmx:afterSettle", onSwapped);
    document.removeEventListener("keydown", onKey);
  };
}
