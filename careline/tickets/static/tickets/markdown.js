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
const BLANK = /\u200b/g;
const fieldOf = (event) => event.target.closest?.("[data-text]");

function range(node, start, end) {
  const made = document.createRange();
  made.setStart(node, start);
  made.setEnd(node, end);
  return made;
}

function block(editor, field) {
  const { startContainer: text, startOffset: at, collapsed } = editor.getSelection();
  const line = collapsed && text.nodeType === Node.TEXT_NODE && text.parentElement.closest("div, li, pre, p, h1, h2, h3");
  if (!line || line.nodeName !== "DIV" || line === field) return false;
  const before = document.createRange();
  before.setStart(line, 0);
  before.setEnd(text, at);
  const make = BLOCKS[before.toString().replace(BLANK, "")];
  if (!make || line.querySelector("br + *")) return false;
  editor.saveUndoState();
  before.deleteContents();
  if (!line.textContent.replace(BLANK, "")) line.replaceChildren(document.createElement("br"));
  editor.setSelection(range(line, 0, 0));
  make(editor);
  return true;
}

// The line after `**bold**` begins plain: the editor itself would go on in bold.
function plainAgain(editor) {
  const at = editor.getSelection().startContainer;
  const line = (at.closest ? at : at.parentElement).closest("div, li");
  if (!line || line.textContent.replace(BLANK, "") || !line.querySelector("b, i, code")) return;
  line.replaceChildren(document.createElement("br"));
  editor.setSelection(range(line, 0, 0));
}

function inline(editor) {
  const { startContainer: text, startOffset: at, collapsed } = editor.getSelection();
  if (!collapsed || text.nodeType !== Node.TEXT_NODE || text.parentElement.closest("pre, code")) return false;
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
    return true;
  }
  return false;
}

export function watchMarkdown(form) {
  let hasJustClosed = false;

  const onKey = (event) => {
    const field = fieldOf(event);
    if (event.key === "Enter" && hasJustClosed) setTimeout(plainAgain, 0, field.editor);
    if (event.key !== " " || event.isComposing || !field?.editor || !block(field.editor, field)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onTyped = (event) => {
    const editor = fieldOf(event)?.editor;
    hasJustClosed = false;
    if (editor && event.inputType === "insertText" && ["*", "_", "`"].includes(event.data)) hasJustClosed = inline(editor);
  };
  form.addEventListener("keydown", onKey, true);
  form.addEventListener("input", onTyped);
  return () => {
    form.removeEventListener("keydown", onKey, true);
    form.removeEventListener("input", onTyped);
  };
}
