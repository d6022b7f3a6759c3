// What `@` (colleagues, in notes) and `:` with two letters (emoji) offer while one writes: a list above the composer that
// follows the word before the caret. Arrows choose, Enter or Tab takes, Escape closes; the caret stays in the text.

import { kindOf } from "./composer.js";

const WORD = /(?:^|[\s(\u200b])([@:])([^\s@:()]{0,30})$/u;
const MOST = 8;
const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const fetched = new Map();

function load(address, pick) {
  if (!fetched.has(address)) fetched.set(address, fetch(address).then((answer) => (answer.ok ? answer.json() : Promise.reject())).then(pick));
  return fetched.get(address).catch(() => {
    fetched.delete(address);
    return [];
  });
}

const SOURCES = {
  "@": {
    least: 0,
    of: (form) => (kindOf(form) === "note" ? form.dataset.colleagues : ""),
    pick: ({ people }) => people.map(({ id, name, email }) => ({ words: plain(`${name} ${email}`), name, aside: email, id })),
    node: ({ id, name }) => {
      const mention = Object.assign(document.createElement("span"), { textContent: `@${name}` });
      mention.dataset.mention = id;
      return mention;
    },
  },
  ":": {
    least: 2,
    of: (form) => form.dataset.emoji,
    pick: (all) => all.map(([sign, name]) => ({ words: name, name: name.replaceAll("_", " "), sign })),
    node: ({ sign }) => document.createTextNode(sign),
  },
};

function wordBefore(editor) {
  const { startContainer: text, startOffset: at, collapsed } = editor.getSelection();
  if (!collapsed || text.nodeType !== Node.TEXT_NODE || text.parentElement.closest("pre, code, a")) return null;
  const found = text.data.slice(0, at).match(WORD);
  return found && { mark: found[1], query: plain(found[2]), text, at, from: at - found[2].length - 1 };
}

function narrowed(list, query) {
  const begins = (one) => one.words.split(/[\s_@.]/).some((word) => word.startsWith(query));
  const rest = (one) => !begins(one) && one.words.includes(query);
  return [...list.filter(begins), ...list.filter(rest)].slice(0, MOST);
}

export default function mount(form) {
  let box = null;
  let [shown, chosen, word, field, turn] = [[], 0, null, null, 0];

  const close = () => {
    turn += 1;
    box?.remove();
    box = null;
    field?.removeAttribute("aria-activedescendant");
    field?.removeAttribute("aria-controls");
  };
  const mark = (place) => {
    chosen = (place + shown.length) % shown.length;
    [...box.children].forEach((one, index) => one.setAttribute("aria-selected", String(index === chosen)));
    box.children[chosen].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", box.children[chosen].id);
  };
  const row = ({ sign, name, aside }, place) => {
    const one = Object.assign(document.createElement("div"), { className: "menu__item", id: `suggestion-${place}` });
    one.setAttribute("role", "option");
    if (sign) one.append(Object.assign(document.createElement("span"), { className: "composer__sign", textContent: sign }));
    one.append(Object.assign(document.createElement("span"), { className: "cut", textContent: name }));
    if (aside) one.append(Object.assign(document.createElement("span"), { className: "menu__aside cut", textContent: aside }));
    return one;
  };
  const show = () => {
    box ||= Object.assign(document.createElement("div"), { className: "menu composer__offer", id: "suggestions" });
    box.setAttribute("role", "listbox");
    box.setAttribute("aria-label", word.mark === "@" ? form.dataset.wordColleagues : form.dataset.wordEmoji);
    box.replaceChildren(...shown.map(row));
    form.append(box);
    field.setAttribute("aria-controls", "suggestions");
    mark(0);
  };
  const take = (place) => {
    const { mark: sign, text, at, from } = word;
    const { editor } = field;
    const node = SOURCES[sign].node(shown[place]);
    close();
    editor.saveUndoState();
    const range = document.createRange();
    range.setStart(text, from);
    range.setEnd(text, at);
    range.deleteContents();
    const space = document.createTextNode("\u00a0");
    range.insertNode(space);
    range.insertNode(node);
    range.setStart(space, 1);
    range.collapse(true);
    editor.focus();
    editor.setSelection(range);
  };
  const follow = async (writing) => {
    field = writing;
    word = wordBefore(field.editor);
    const source = word && SOURCES[word.mark];
    const address = source?.of(form);
    if (!address || word.query.length < source.least) return close();
    const mine = ++turn;
    const list = await load(address, source.pick);
    if (mine !== turn) return;
    shown = narrowed(list, word.query);
    if (shown.length) show();
    else close();
  };
  const onInput = ({ target }) => {
    const writing = target.closest?.("[data-rich]");
    if (!writing) return;
    const at = writing.editor.getSelection().startContainer.parentElement;
    const mention = at?.closest("[data-mention]");
    if (mention) mention.replaceWith(...mention.childNodes); // a name that is being changed mentions nobody
    follow(writing);
  };
  const onKey = (event) => {
    if (!box || event.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) mark(chosen + steps[event.key]);
    else if (["Enter", "Tab"].includes(event.key) && !event.ctrlKey && !event.metaKey && !event.shiftKey) take(chosen);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onPress = (event) => {
    if (!box?.contains(event.target)) return;
    event.preventDefault(); // the caret stays in the text
    const place = [...box.children].indexOf(event.target.closest("[role=option]"));
    if (place >= 0) take(place);
  };
  const listeners = [["input", onInput], ["keydown", onKey, true], ["pointerdown", onPress], ["focusout", close]];
  listeners.forEach(([name, ...rest]) => form.addEventListener(name, ...rest));
  const writing = document.activeElement?.closest("[data-rich]");
  if (writing && form.contains(writing)) follow(writing);
  const leave = () => {
    close();
    listeners.forEach(([name, ...rest]) => form.removeEventListener(name, ...rest));
  };
  return { leave };
}
