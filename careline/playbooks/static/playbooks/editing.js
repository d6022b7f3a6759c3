// A finding leads to its line in the document; Tab stays a way out, two blanks are typed as they are.

export default function mount(field) {
  const place = document.getElementById("playbook-checked");
  const onClick = ({ target }) => {
    const button = target.closest("[data-line]");
    if (!button) return;
    const lines = field.value.split("\n");
    const before = lines.slice(0, button.dataset.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
    const at = before + Number(button.dataset.column) - 1;
    field.focus();
    field.setSelectionRange(at, before + (lines[button.dataset.line - 1] || "").length);
    field.scrollTop = Math.max(0, (button.dataset.line - 6) * parseFloat(getComputedStyle(field).lineHeight));
  };
  place.addEventListener("click", onClick);
  return () => place.removeEventListener("click", onClick);
}
