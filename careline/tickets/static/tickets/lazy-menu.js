// A menu that asks the server for its items each time it opens, and then takes the focus.

export default function mount(menu) {
  const onToggle = (event) => {
    if (event.newState === "open") window.htmx.trigger(menu, "careline:open");
  };
  const onFilled = () => {
    if (menu.matches(":popover-open") && !menu.contains(document.activeElement)) menu.querySelector(".menu__item")?.focus({ preventScroll: true });
  };
  menu.addEventListener("toggle", onToggle);
  menu.addEventListener("htmx:afterSettle", onFilled);
  return () => {
    menu.removeEventListener("toggle", onToggle);
    menu.removeEventListener("htmx:afterSettle", onFilled);
  };
}
