// A phone shows one pane at a time (`data-pane`). A drawer that a wider window has no use for closes.

export default function mount(shell) {
  const mark = () => {
    const drawer = shell.querySelector(":scope > .context:popover-open");
    if (drawer && !shell.querySelector("[popovertarget='context']")?.getClientRects().length) drawer.hidePopover();
    const [queue, sheet] = [shell.querySelector(":scope > section.queue"), shell.querySelector(":scope > .sheet")];
    if (!queue || !sheet) return;
    const isAlone = sheet.getClientRects().length === 0;
    const title = queue.querySelector("h2");
    if (isAlone) {
      queue.setAttribute("role", "main");
      title?.setAttribute("role", "heading");
      title?.setAttribute("aria-level", "1");
    } else {
      [queue, title].forEach((element) => element?.removeAttribute("role"));
      title?.removeAttribute("aria-level");
    }
  };
  shell.querySelector(".nav__item[aria-current]")?.scrollIntoView({ block: "nearest" });
  const sizes = new ResizeObserver(mark);
  const changes = new MutationObserver(mark);
  sizes.observe(shell);
  changes.observe(shell, { attributeFilter: ["data-pane"], childList: true });
  shell.addEventListener("htmx:afterSettle", mark);
  return () => {
    sizes.disconnect();
    changes.disconnect();
    shell.removeEventListener("htmx:afterSettle", mark);
  };
}
