// Markdown while typing: "- " begins a list, "1. " a numbered one, "> " a quote, "``` " code; **bold**, _italic_ and
// `code` take effect when they are closed.

const BLOCKS = {
  "-": (editor) => editor.makeUnorderedList(),
  "*": (editor) => editor.makeUnorderedList(),
  "1.": (editor) => editor.makeOrderedList(),
  ">": (editor) => editor.increaseQuoteLevel(),
  "```": (editor) => editor.code(),
};
const INLINE = [
  [/\*\*([^*\n]+)\*\*$/, "b"],
  [/(?<![\p{L}\p{N}_])_([^_\n]+)_$/u, "i"],
  [/(?<!`)`([^`\n]+)`$/, "code"],
];
const fieldOf = (event) => event.target.closest?.("[data-text]");

function range(node, start, end) {
  const made = document.createRange();
  made.setStart(node, start);
  made.setEnd(node, end);
  return made;
}

function block(editor, field) {
  const { startContainer: text, startOffset: at, collapsed } = editor.getSelection();
  if (!collapsed || text.nodeType !== Node.TEXT_NODE || text.previousSibling) return false;
  const make = BLOCKS[text.data.slice(0, at).replace(/\u200b/g, "")];
  const line = text.parentElement;
  if (!make || line.nodeName !== "DIV" || line === field) return false;
  editor.saveUndoState();
  text.deleteData(0, at);
  if (!line.textContent && !line.querySelector("br")) line.append(document.createElement("br"));
  editor.setSelection(range(text, 0, 0));
  make(editor);
  return true;
}

function inline(editor) {
  const { startContainer: text, startOffset: at, collapsed } = editor.getSelection();
  if (!collapsed || text.nodeType !== Node.TEXT_NODE || text.parentElement.closest("pre, code")) return;
  for (const [pattern, tag] of INLINE) {
    const found = text.data.slice(0, at).match(pattern);
    if (!found?.[1].trim()) continue;
    editor.saveUndoState();
    const whole = range(text, found.index, at);
    whole.deleteContents();
    const made = document.createElement(tag);
    made.textContent = found[1];
    whole.insertNode(made);
    editor.setSelection(range(made.firstChild, found[1].length, found[1].length));
    editor.changeFormat(null, { tag }); // what follows is plain again
    return;
  }
}

export function watchMarkdown(form) {
  const onKey = (event) => {
    const field = fieldOf(event);
    if (event.key !== " " || event.isComposing || !field?.editor || !block(field.editor, field)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onTyped = (event) => {
    const editor = fieldOf(event)?.editor;
    if (editor && event.inputType === "insertText" && ["*", "_", "`"].includes(event.data)) inline(editor);
  };
  form.addEventListener("keydown", onKey, true);
  form.addEventListener("input", onTyped);
  return () => {
    form.removeEventListener("keydown", onKey, true);
    form.removeEventListener("input", onTyped);
  };
}
