// The results of a search by keyboard: ↓ from the box, then ↓ ↑ or j k; ↑ from the first one goes back to the box.

const DOWN = ["ArrowDown", "j"];
const UP = ["ArrowUp", "k"];

export default function mount(results) {
  const box = document.getElementById("asked");
  const links = () => [...results.querySelectorAll(".result__title a")];

  const onKey = (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const inBox = event.target === box;
    const by = DOWN.includes(event.key) ? 1 : UP.includes(event.key) ? -1 : 0;
    if (!by || (inBox && event.key !== "ArrowDown") || event.target.matches("textarea, select, input:not(#asked)")) return;
    const list = links();
    const at = list.indexOf(event.target.closest?.("a"));
    if (at < 0 && by < 0) return;
    event.preventDefault();
    const next = at + by < 0 ? box : list[at + by];
    next?.focus();
  };

  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
