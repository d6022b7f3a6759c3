// Single keys: an element has `data-key="j"`, a sequence `"g i"`, several `"o|Enter"`, `"Mod+Enter"` (⌘ or Ctrl).
// Pressing clicks it; fields get the focus. `data-caps` in a menu shows the caps of this keyboard.
// Never active inside a text field, apart from Mod+… and Esc.

const SEQUENCE_MS = 1200;
const TEXT = "textarea, select, [contenteditable]:not([contenteditable='false']), input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=range])";

const chordsOf = (element) => element.dataset.key.split("|").map((chord) => chord.trim());
const isThere = (element) => !element.closest("[hidden], [inert], dialog:not([open])") && !element.matches(":disabled, [aria-disabled='true']");
const isSeen = (element) => element.getClientRects().length > 0;

function press(event) {
  const mod = event.metaKey || event.ctrlKey ? "Mod+" : "";
  const alt = event.altKey ? "Alt+" : "";
  const shift = event.shiftKey && event.key.length > 1 ? "Shift+" : "";
  return `${mod}${alt}${shift}${event.key}`;
}

function find(chord) {
  const scope = document.querySelector("dialog:modal") || document;
  const found = [...scope.querySelectorAll("[data-key]")].filter((element) => chordsOf(element).includes(chord) && isThere(element));
  return found.find(isSeen) || found[0];
}

function isBegun(chord) {
  return [...document.querySelectorAll("[data-key]")].some((element) => chordsOf(element).some((one) => one.startsWith(`${chord} `)));
}

function act(element) {
  if (element.matches(TEXT)) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
}

export default function mount() {
  let begun = "";
  let timer = 0;

  const onKey = (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const inText = event.target.closest?.(TEXT);
    const key = press(event);
    if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
    if (inText && !key.startsWith("Mod+") && key !== "Escape") return;
    if (!inText && event.key === "Enter" && event.target.closest?.("a, button, summary, input, [role=option]")) return;
    clearTimeout(timer);
    const chord = begun ? `${begun} ${key}` : key;
    const element = find(chord) || (begun && find(key));
    begun = "";
    if (element) {
      event.preventDefault();
      act(element);
    } else if (inText && key === "Escape") {
      inText.blur();
    } else if (key === "?" && !inText) {
      showAll();
    } else if (isBegun(key)) {
      begun = key;
      timer = setTimeout(() => { begun = ""; }, SEQUENCE_MS);
    }
  };
  const onOpen = (event) => {
    if (event.target.closest?.("[data-opens='keys']")) list(document.getElementById("keys"));
  };

  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onOpen, true);
  document.addEventListener("beforetoggle", showCaps, true);
  return () => {
    document.removeEventListener("keydown", onKey);
    document.removeEventListener("click", onOpen, true);
    document.removeEventListener("beforetoggle", showCaps, true);
  };
}

function showAll() {
  const dialog = document.getElementById("keys");
  if (!dialog || document.querySelector("dialog:modal")) return;
  list(dialog);
  dialog.showModal();
}

const symbols = { "Mod": /Mac|iP/.test(navigator.platform) ? "⌘" : "Ctrl", "Enter": "↵", "Escape": "Esc", "Shift": "⇧", "ArrowUp": "↑", "ArrowDown": "↓" };

export function caps(chord) {
  return chord.split(" ").flatMap((key) => (key === "+" ? ["+"] : key.split("+"))).map((key) => {
    const cap = document.createElement("kbd");
    cap.className = "kbd";
    cap.textContent = symbols[key] || key;
    return cap;
  });
}

function showCaps({ target }) {
  target.querySelectorAll("[data-caps]:empty").forEach((place) => place.append(...caps(place.dataset.caps)));
}

export function nameOf(element) {
  return element.dataset.command || element.getAttribute("aria-label") || element.textContent.trim().replace(/\s+/g, " ");
}

function list(dialog) {
  const place = dialog.querySelector("[data-keys]");
  const seen = new Set();
  const rows = [...document.querySelectorAll("[data-key]")].filter((element) => isThere(element) && !dialog.contains(element)).flatMap((element) => {
    const [chord] = chordsOf(element);
    if (seen.has(chord)) return [];
    seen.add(chord);
    const row = document.createElement("li");
    row.className = "spread";
    const name = document.createElement("span");
    name.textContent = nameOf(element);
    const held = document.createElement("span");
    held.className = "cluster nowrap";
    held.append(...caps(chord));
    row.append(name, held);
    return [row];
  });
  place.replaceChildren(...rows);
}
