// A menu that asks the server for its items each time it opens.

export default function mount(menu) {
  const onToggle = (event) => {
    if (event.newState === "open") window.htmx.trigger(menu, "careline:open");
  };
  const onFilled = () => {
    if (menu.matches(":popover-open") && !menu.contains(document.activeElement)) menu.querySelector(".menu__item")?.focus({ preventScroll: true });
  };
  const onDone = (event) => {
    if (!event.detail.successful || event.detail.requestConfig.verb === "get") return;
    document.querySelectorAll(".menu:popover-open").forEach((open) => open.hidePopover());
  };
  menu.addEventListener("htmx:afterRequest", onDone);
  menu.addEventListener("toggle", onToggle);
  menu.addEventListener("htmx:afterSettle", onFilled);
  return () => {
    menu.removeEventListener("htmx:afterRequest", onDone);
    menu.removeEventListener("toggle", onToggle);
    menu.removeEventListener("htmx:afterSettle", onFilled);
  };
}
