// The queue: steps through its tickets by key, marks the one that is open, says which pane a phone shows.

const current = () => document.getElementById("main")?.dataset.ticket || "";

export default function mount(queue) {
  const shell = document.getElementById("shell");
  const links = () => [...queue.querySelectorAll(".row__link")];
  const rowOf = (number) => document.getElementById(`row-${number}`);

  const mark = () => {
    const number = current();
    queue.querySelectorAll(".row[aria-current]").forEach((row) => row.removeAttribute("aria-current"));
    const row = number ? rowOf(number) : null;
    row?.setAttribute("aria-current", "true");
    row?.classList.remove("row--unread");
    row?.scrollIntoView({ block: "nearest" });
    shell.classList.toggle("shell--wide", !number);
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
  const onAsk = (event) => {
    if (event.detail.elt.id !== "queue-news") return;
    event.detail.parameters.shown = links().length;
    event.detail.parameters.ticket = current();
  };
  const onSwapped = (event) => {
    if (event.target.id === "main") mark();
  };

  queue.querySelector(".row[aria-current='true']")?.scrollIntoView({ block: "nearest" });
  queue.addEventListener("click", onClick);
  queue.addEventListener("htmx:configRequest", onAsk);
  document.body.addEventListener("htmx:afterSettle", onSwapped);
  return () => document.body.removeEventListener("htmx:afterSettle", onSwapped);
}
