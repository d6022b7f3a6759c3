// The rich-text editor (Trix) of a form: fetched when somebody turns to the form, or when a draft waits in it.
// Until then a `trix-editor` is a plain text field; what is typed meanwhile is carried over.

let fetched = null;

function fetchEditor(source) {
  fetched ||= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = source;
    script.onload = resolve;
    script.onerror = () => {
      fetched = null;
      script.remove();
      reject(new Error("the editor could not be fetched"));
    };
    document.head.append(script);
  });
  return fetched;
}

function carryOver(field) {
  const input = document.getElementById(field.getAttribute("input"));
  let typed = "";
  const toEnd = () => field.editor?.setSelectedRange(field.editor.getDocument().getLength() - 1);
  const onInput = () => {
    if (!field.editor) typed = field.innerText;
  };
  const onBefore = () => {
    field.contentEditable = "true";
    if (typed.trim()) input.value = htmlOf(typed);
    if (document.activeElement === field) queueMicrotask(toEnd); // before the next key arrives
  };
  field.tabIndex = 0;
  field.contentEditable = "plaintext-only";
  field.addEventListener("input", onInput);
  field.addEventListener("trix-before-initialize", onBefore, { once: true });
}

function htmlOf(text) {
  const block = document.createElement("div");
  text.split("\n").forEach((line, place) => block.append(...(place ? [document.createElement("br")] : []), line));
  return block.outerHTML;
}

// Trix brings its field up to date with the next frame; what is sent before that would lack the last letters.
function bringUpToDate(form) {
  form.querySelectorAll("trix-editor").forEach((field) => field.editorController?.render());
}

export default function mount(form) {
  const onSubmit = () => bringUpToDate(form);
  form.addEventListener("submit", onSubmit, true);
  const stopWaiting = window.Trix ? () => {} : waitForTurn(form);
  return () => {
    form.removeEventListener("submit", onSubmit, true);
    stopWaiting();
  };
}

function waitForTurn(form) {
  const fields = [...form.querySelectorAll("trix-editor")];
  const turns = ["focusin", "pointerdown", "pointerenter", "dragenter"];
  const start = () => {
    turns.forEach((name) => form.removeEventListener(name, start));
    fetchEditor(form.dataset.editor).catch(() => turns.forEach((name) => form.addEventListener(name, start)));
  };
  fields.forEach(carryOver);
  turns.forEach((name) => form.addEventListener(name, start));
  if (fields.some((field) => document.getElementById(field.getAttribute("input"))?.value)) start();
  return () => turns.forEach((name) => form.removeEventListener(name, start));
}
