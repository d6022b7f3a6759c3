// Choosing tickets (fetched by bulk.js with the first choice): `x`, a box, Shift with a click or with arrows for a range, this
// page, or all that the view holds. What is chosen stays chosen while the list is renewed; what leaves the list is let go.

export default function begin(bar) {
  const queue = bar.closest("#queue");
  const form = bar.querySelector("form");
  const count = bar.querySelector("[data-count]");
  const total = bar.querySelector("[data-total]");
  const chosen = new Set();
  let [isAll, anchor, range] = [false, null, []];

  const boxes = () => [...queue.querySelectorAll(".row__select input")];
  const numberOf = (row) => row?.querySelector(".row__select input")?.value;
  const rows = () => boxes().map((box) => box.closest("[id^=row-]"));
  const here = () => document.activeElement?.closest?.("[id^=row-]") || queue.querySelector("[id^=row-][aria-current]");

  const show = () => {
    boxes().forEach((box) => { box.checked = isAll || chosen.has(box.value); });
    form.hidden = !isAll && !chosen.size;
    form.elements.numbers.value = isAll ? "" : [...chosen].join(",");
    form.elements.view.value = isAll ? bar.dataset.view : "";
    bar.querySelector("[data-select=all]").hidden = isAll;
    count.textContent = (isAll ? bar.dataset.all : bar.dataset.some).replace("{}", isAll ? total?.textContent || "" : chosen.size);
  };
  const settle = () => { // all that one sees, where it was all that there is
    if (!isAll) return;
    isAll = false;
    boxes().forEach((box) => chosen.add(box.value));
  };
  const none = () => {
    isAll = false;
    anchor = null;
    range = [];
    chosen.clear();
    show();
  };
  const between = (one, other) => {
    const list = boxes().map((box) => box.value);
    const [from, to] = [list.indexOf(one), list.indexOf(other)].sort((a, b) => a - b);
    return from < 0 ? [other] : list.slice(from, to + 1);
  };
  const toggle = (number, wanted = !chosen.has(number)) => {
    settle();
    range = [];
    if (wanted) chosen.add(number);
    else chosen.delete(number);
    anchor = number;
    show();
  };
  const reach = (number) => {
    settle();
    if (!anchor) anchor = number;
    range.forEach((one) => chosen.delete(one));
    range = between(anchor, number);
    range.forEach((one) => chosen.add(one));
    show();
  };
  const step = (by) => {
    const list = rows();
    const at = list.indexOf(here());
    if (!anchor && at >= 0) anchor = numberOf(list[at]);
    const next = list[at + by] || list[at];
    if (!next) return;
    reach(numberOf(next));
    next.querySelector(".row__link").focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };
  const onRenewed = (event) => {
    if (!queue.contains(event.target) || bar.contains(event.target)) return;
    const there = new Set(boxes().map((box) => box.value));
    [...chosen].forEach((one) => { if (!there.has(one)) chosen.delete(one); });
    show();
  };
  const onStarted = (event) => { if (event.detail.xhr.status < 300 && event.detail.pathInfo.requestPath.endsWith("/bulk/start/")) none(); };
  const onClose = (event) => { if (event.target.closest("[data-bulk-close]")) document.getElementById("bulk-run")?.remove(); };
  const listeners = [["htmx:afterSettle", onRenewed], ["careline:renewed", onRenewed], ["htmx:afterRequest", onStarted], ["click", onClose]];
  listeners.forEach(([name, act]) => document.body.addEventListener(name, act));
  return {
    toggle: () => { const row = here() || rows()[0]; if (row) toggle(numberOf(row)); },
    down: () => step(1),
    up: () => step(-1),
    page: () => { settle(); boxes().forEach((box) => chosen.add(box.value)); show(); },
    all: () => { isAll = true; show(); },
    none,
    reach,
    check: (box, shift, isOn) => (shift && anchor ? reach(box.value) : toggle(box.value, isOn)), // as it was when it was pressed
    leave: () => listeners.forEach(([name, act]) => document.body.removeEventListener(name, act)),
  };
}
