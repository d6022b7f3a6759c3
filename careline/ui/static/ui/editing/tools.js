// The tools of a rich-text field: `[data-format]` buttons that show what is on where the caret stands. Arrow keys walk
// from tool to tool.

const FORMATS = {
  bold: ["B", (editor) => editor.bold(), (editor) => editor.removeBold()],
  italic: ["I", (editor) => editor.italic(), (editor) => editor.removeItalic()],
  bullet: ["UL", (editor) => editor.makeUnorderedList(), (editor) => editor.removeList()],
  number: ["OL", (editor) => editor.makeOrderedList(), (editor) => editor.removeList()],
  quote: ["BLOCKQUOTE", (editor) => editor.increaseQuoteLevel(), (editor) => editor.decreaseQuoteLevel()],
  code: ["CODE", (editor) => editor.code(), (editor) => editor.removeCode()],
  link: ["A"],
};
const isOn = (editor, format) => editor.hasFormat(FORMATS[format][0]) || (format === "code" && editor.hasFormat("PRE"));

export function mountTools(bar, editor) {
  const buttons = [...bar.querySelectorAll("[data-format]")];
  const box = bar.querySelector("[data-link]");
  let link = null;

  const show = () => buttons.forEach((one) => one.setAttribute("aria-pressed", String(isOn(editor, one.dataset.format))));
  const onClick = (event) => {
    const format = event.target.closest("[data-format]")?.dataset.format;
    if (!format) return;
    if (format === "link") return (link ||= import("./link.js").then(({ mountLink }) => mountLink(box, editor))).then((ask) => ask());
    FORMATS[format][isOn(editor, format) ? 2 : 1](editor);
    show();
  };
  const onPress = (event) => { if (event.target.closest("[data-format]")) event.preventDefault(); }; // the caret stays in the text
  const onKey = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const place = buttons.indexOf(event.target);
    if (!step || place < 0) return;
    const turned = getComputedStyle(bar).direction === "rtl" ? -step : step;
    event.preventDefault();
    buttons.forEach((one) => { one.tabIndex = -1; });
    const next = buttons[(place + turned + buttons.length) % buttons.length];
    next.tabIndex = 0;
    next.focus();
  };

  const listeners = [["click", onClick], ["mousedown", onPress], ["keydown", onKey]];
  const news = ["pathChange", "select", "cursor", "input"];
  listeners.forEach(([name, act]) => bar.addEventListener(name, act));
  news.forEach((name) => editor.addEventListener(name, show));
  return () => listeners.forEach(([name, act]) => bar.removeEventListener(name, act));
}
