// The command palette opens by ⌘K or Ctrl+K, and by whatever says `data-opens-palette`. What it lists is fetched then;
// what is typed before it came is answered when it is there.

export default function mount() {
  const dialog = document.getElementById("palette");
  if (!dialog) return undefined;
  const ask = dialog.querySelector("[role=combobox]");
  let begun = null;

  const open = () => {
    if (dialog.open) return dialog.close();
    ask.value = "";
    dialog.showModal();
    ask.focus();
    begun ||= import("./palette-list.js").then(({ default: begin }) => begin(dialog));
    return begun.then((answer) => dialog.open && answer());
  };
  const onKey = (event) => {
    if ((event.metaKey || event.ctrlKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  };
  const onClick = (event) => {
    if (event.target.closest?.("[data-opens-palette]")) open();
  };

  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  return () => {
    document.removeEventListener("keydown", onKey);
    document.removeEventListener("click", onClick);
  };
}
