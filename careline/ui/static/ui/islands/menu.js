// Keys inside menus that open as popovers: arrows, Home, End, first letters; Esc and the outside are the browser's.

const items = (menu) => [...menu.querySelectorAll(".menu__item:not([aria-disabled='true'], :disabled)")].filter((item) => item.getClientRects().length);

function move(menu, step) {
  const list = items(menu);
  const place = list.indexOf(document.activeElement);
  const next = place < 0 ? (step > 0 ? 0 : list.length - 1) : (place + step + list.length) % list.length;
  list[next]?.focus();
}

function byLetter(menu, letter) {
  const list = items(menu);
  const place = list.indexOf(document.activeElement);
  const turned = [...list.slice(place + 1), ...list.slice(0, place + 1)];
  turned.find((item) => item.textContent.trim().toLowerCase().startsWith(letter))?.focus();
}

const moves = {
  ArrowDown: (menu) => move(menu, 1),
  ArrowUp: (menu) => move(menu, -1),
  Home: (menu) => items(menu)[0]?.focus(),
  End: (menu) => items(menu).at(-1)?.focus(),
};

export default function mount(root) {
  const onKey = (event) => {
    const menu = event.target.closest?.(".menu:popover-open");
    if (!menu || event.target.matches("input, textarea, select")) return;
    if (moves[event.key]) {
      event.preventDefault();
      moves[event.key](menu);
    } else if (/^\p{L}$/u.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      event.stopPropagation();
      byLetter(menu, event.key.toLowerCase());
    }
  };
  const onToggle = (event) => {
    const menu = event.target;
    if (!menu.matches?.(".menu[popover]")) return;
    if (event.newState === "open") (menu.querySelector("[autofocus]") || items(menu)[0])?.focus({ preventScroll: true });
  };
  const onChosen = (event) => {
    const item = event.target.closest?.(".menu[popover] .menu__item:not([data-stays])");
    if (item) item.closest("[popover]").hidePopover?.();
  };
  root.addEventListener("keydown", onKey);
  root.addEventListener("toggle", onToggle, true);
  root.addEventListener("click", onChosen);
  return () => {
    root.removeEventListener("keydown", onKey);
    root.removeEventListener("toggle", onToggle, true);
    root.removeEventListener("click", onChosen);
  };
}
