// Dialogs: `data-opens="id"` shows one, `data-closes` and a click beside it close it; `data-open` shows itself.

export default function mount(root) {
  const show = (dialog) => {
    if (dialog && !dialog.open) dialog.showModal();
  };
  const onClick = (event) => {
    const opener = event.target.closest?.("[data-opens]");
    if (opener) show(document.getElementById(opener.dataset.opens));
    const dialog = event.target.closest?.("dialog");
    if (dialog?.open && (event.target === dialog ? outside(dialog, event) : event.target.closest("[data-closes]"))) dialog.close();
  };
  const showNew = () => root.querySelectorAll("dialog[data-open]:not([open])").forEach((dialog) => {
    dialog.removeAttribute("data-open");
    dialog.dataset.passing = "";
    show(dialog);
  });
  const onClose = (event) => {
    if (event.target.matches?.("dialog[data-passing]")) event.target.remove();
  };
  root.addEventListener("click", onClick);
  root.addEventListener("close", onClose, true);
  const observer = new MutationObserver(showNew);
  observer.observe(root, { childList: true, subtree: true });
  showNew();
  return () => {
    root.removeEventListener("click", onClick);
    root.removeEventListener("close", onClose, true);
    observer.disconnect();
  };
}

function outside(dialog, event) {
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}
