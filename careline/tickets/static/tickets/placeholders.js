// Placeholders while one writes canned words: `{{` offers their names, in the rich field and in `textarea[data-placeholders]`;
// the menu of placeholders puts one in where the caret was. Arrows choose, Enter or Tab takes, Escape closes.

const BEGUN = /\{\{\s*([a-z_.]{0,40})$/;
const BRACES = (name) => `{{${name}}}`;

export default function mount(form) {
  const known = [...form.querySelectorAll("[data-placeholder]")].map((one) => ({ name: one.dataset.placeholder, label: one.querySelector(".menu__two").firstChild.textContent }));
  let [box, shown, chosen, field] = [null, [], 0, null];

  const close = () => {
    box?.remove();
    box = null;
    field?.removeAttribute("aria-activedescendant");
  };
  const begun = () => {
    if (field.matches("textarea")) return field.value.slice(0, field.selectionStart).match(BEGUN);
    const range = field.editor?.getSelection();
    return range?.collapsed && range.startContainer.nodeType === Node.TEXT_NODE ? range.startContainer.data.slice(0, range.startOffset).match(BEGUN) : null;
  };
  const put = (name, before = 0) => {
    if (field.matches("textarea")) {
      field.setRangeText(BRACES(name), field.selectionStart - before, field.selectionEnd, "end");
      return field.focus();
    }
    const range = field.editor.getSelection();
    if (before) range.setStart(range.startContainer, range.startOffset - before);
    field.editor.setSelection(range);
    field.editor.insertPlainText(BRACES(name), false);
    return field.editor.focus();
  };
  const take = (place) => {
    const found = begun();
    const { name } = shown[place];
    close();
    if (found) put(name, found[0].length);
  };
  const mark = (place) => {
    chosen = (place + shown.length) % shown.length;
    [...box.children].forEach((one, index) => one.setAttribute("aria-selected", String(index === chosen)));
    box.children[chosen].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", box.children[chosen].id);
  };
  const row = ({ name, label }, place) => {
    const one = Object.assign(document.createElement("div"), { className: "menu__item", id: `placeholder-${place}`, textContent: label });
    one.setAttribute("role", "option");
    one.append(Object.assign(document.createElement("span"), { className: "menu__aside", textContent: name }));
    return one;
  };
  const show = (words) => {
    close();
    shown = known.filter(({ name, label }) => name.includes(words) || label.toLowerCase().includes(words));
    if (!shown.length) return;
    box = Object.assign(document.createElement("div"), { className: "menu menu--tall placeholders" });
    box.setAttribute("role", "listbox");
    box.append(...shown.map(row));
    field.after(box);
    mark(0);
  };
  const onInput = ({ target }) => {
    const turned = target.closest("[data-rich], textarea[data-placeholders]");
    if (!turned) return;
    field = turned;
    const found = begun();
    if (found) show(found[1]);
    else close();
  };
  const onKey = (event) => {
    if (!box) return;
    const steps = { ArrowDown: chosen + 1, ArrowUp: chosen - 1 };
    if (event.key in steps) mark(steps[event.key]);
    else if (event.key === "Enter" || event.key === "Tab") take(chosen);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onPress = (event) => {
    const option = event.target.closest("[role=option]");
    if (!option || !box?.contains(option)) return;
    event.preventDefault();
    take([...box.children].indexOf(option));
  };
  const onClick = (event) => {
    const button = event.target.closest("[data-placeholder]");
    if (!button) return;
    button.closest("[popover]").hidePopover();
    field = field || form.querySelector("[data-text]");
    if (field.matches("textarea") || field.editor) put(button.dataset.placeholder);
  };
  const onFocus = ({ target }) => {
    const turned = target.closest?.("[data-text], textarea[data-placeholders]");
    if (turned) field = turned;
  };
  const listeners = [["input", onInput], ["keydown", onKey, true], ["pointerdown", onPress], ["click", onClick], ["focusin", onFocus]];
  listeners.forEach(([name, ...rest]) => form.addEventListener(name, ...rest));
  return () => {
    close();
    listeners.forEach(([name, ...rest]) => form.removeEventListener(name, ...rest));
  };
}
