// An item of a menu that presses what stands elsewhere on the page: `data-presses="#call-spam"`. The menu closes first.

export default function mount(item) {
  const press = () => {
    item.closest("[popover]")?.hidePopover();
    document.querySelector(item.dataset.presses)?.click();
  };
  item.addEventListener("click", press);
  return () => item.removeEventListener("click", press);
}
