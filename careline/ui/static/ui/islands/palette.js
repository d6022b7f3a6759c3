// The command palette opens by ⌘K or Ctrl+K, and by whatever says `data-opens-palette`. What it lists is fetched then.

export default function mount() {
  const dialog = document.getElementById("palette");
  if (!dialog) return undefined;
  let begun = null;

  const open = () => {
    begun ||= import("./palette-list.js").then(({ default: begin }) => begin(dialog));
    begun.then((show) => show());
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
