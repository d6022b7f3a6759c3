// The columns of a wide list put in order: by their arrows, with Alt and the arrow keys, or by dragging. Only those that
// are chosen have a place; what is sent is the order in which they stand.

export default function mount(list) {
  const said = document.getElementById("columns-said");
  const chosen = () => [...list.children].filter((item) => item.querySelector("input").checked);
  let dragged = null;

  const tell = (item) => {
    const place = chosen().indexOf(item) + 1;
    said.textContent = place ? list.dataset.words.replace("{name}", item.querySelector("label").textContent).replace("{place}", place) : "";
  };
  const move = (item, by) => {
    const order = chosen();
    const other = order.includes(item) ? order[order.indexOf(item) + by] : null;
    if (!other) return;
    const focused = document.activeElement;
    if (by < 0) other.before(item);
    else other.after(item);
    focused.focus();
    tell(item);
  };
  const onClick = (event) => {
    const button = event.target.closest("[data-by]");
    if (!button) return;
    event.preventDefault();
    move(button.closest("li"), Number(button.dataset.by));
  };
  const onKey = (event) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by || !event.altKey) return;
    event.preventDefault();
    move(event.target.closest("li"), by);
  };
  const onStart = (event) => {
    dragged = event.target.closest("li");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  };
  const onOver = (event) => {
    const under = event.target.closest("li");
    if (!dragged || !under) return;
    event.preventDefault();
    if (under === dragged) return;
    const box = under.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) under.before(dragged);
    else under.after(dragged);
  };
  const onEnd = () => {
    if (dragged) tell(dragged);
    dragged = null;
  };
  const listeners = { click: onClick, keydown: onKey, dragstart: onStart, dragover: onOver, drop: (event) => event.preventDefault(), dragend: onEnd };
  Object.entries(listeners).forEach(([name, act]) => list.addEventListener(name, act));
  return () => Object.entries(listeners).forEach(([name, act]) => list.removeEventListener(name, act));
}
