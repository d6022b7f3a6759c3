// What is chosen and filled in beside the message of a new ticket belongs to its draft: the composer is told of each change.

export default function mount(part) {
  const tell = () => document.getElementById("composer")?.dispatchEvent(new CustomEvent("careline:written"));
  const names = ["input", "change", "htmx:afterSwap"];
  names.forEach((name) => part.addEventListener(name, tell));
  return () => names.forEach((name) => part.removeEventListener(name, tell));
}
