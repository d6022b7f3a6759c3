// Markdown while typing: "- " begins a list, "1. " a numbered one, "> " a quote, "``` " code; **bold** and _italic_ take
// effect when they are closed.

const BLOCKS = { "-": "bullet", "*": "bullet", "1.": "number", ">": "quote", "```": "code" };
const INLINE = [[/\*\*([^*\n]+)\*\*$/, "bold", 2], [/(?<![\p{L}\p{N}_])_([^_\n]+)_$/u, "italic", 1]];

function lineBefore(editor) {
  const [at, end] = editor.getSelectedRange();
  if (at !== end) return null;
  const text = editor.getDocument().toString().slice(0, at);
  return { at, line: text.slice(text.lastIndexOf("\n") + 1) };
}

function block(editor) {
  const place = lineBefore(editor);
  const attribute = place && BLOCKS[place.line];
  if (!attribute || editor.attributeIsActive(attribute)) return false;
  editor.setSelectedRange([place.at - place.line.length, place.at]);
  editor.deleteInDirection("backward");
  editor.activateAttribute(attribute);
  return true;
}

function inline(editor) {
  const place = lineBefore(editor);
  if (!place) return;
  for (const [pattern, attribute, width] of INLINE) {
    const found = place.line.match(pattern);
    if (!found || !found[1].trim()) continue;
    const start = place.at - found[0].length;
    editor.setSelectedRange([start, place.at]);
    editor.insertString(found[1]);
    const end = start + found[0].length - 2 * width;
    editor.setSelectedRange([start, end]);
    editor.activateAttribute(attribute);
    editor.setSelectedRange(end);
    editor.deactivateAttribute(attribute);
    return;
  }
}

export function watchMarkdown(form) {
  const onKey = (event) => {
    const editor = event.target.closest?.("trix-editor")?.editor;
    if (!editor || event.isComposing || event.key !== " ") return;
    if (block(editor)) event.preventDefault();
  };
  const onTyped = (event) => {
    const editor = event.target.closest?.("trix-editor")?.editor;
    if (editor && ["*", "_"].includes(event.key)) inline(editor);
  };
  form.addEventListener("keydown", onKey);
  form.addEventListener("keyup", onTyped);
  return () => {
    form.removeEventListener("keydown", onKey);
    form.removeEventListener("keyup", onTyped);
  };
}
