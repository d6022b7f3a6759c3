// The search box offers operators and their values while one types. Arrows choose, Enter or Tab takes, Escape closes;
// nothing is chosen by itself, so that Enter goes on searching.

const PAUSE_MS = 100;

export default function mount(box) {
  const list = document.getElementById(box.getAttribute("aria-controls"));
  let [shown, chosen, timer, running] = [[], -1, 0, null];

  const close = () => {
    clearTimeout(timer);
    running?.abort();
    list.hidden = true;
    shown = [];
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const choose = (place) => {
    chosen = (place + shown.length) % shown.length;
    [...list.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === chosen)));
    box.setAttribute("aria-activedescendant", list.children[chosen].id);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  };
  const row = ({ insert, aside }, place) => {
    const one = Object.assign(document.createElement("div"), { className: "menu__item", id: `asking-${place}` });
    one.setAttribute("role", "option");
    one.setAttribute("aria-selected", "false");
    one.append(Object.assign(document.createElement("code"), { textContent: insert.trim() }));
    if (aside) one.append(Object.assign(document.createElement("span"), { className: "menu__aside cut", textContent: aside }));
    return one;
  };
  const show = (entries) => {
    if (!entries.length || document.activeElement !== box) return close();
    shown = entries;
    chosen = -1;
    list.replaceChildren(...shown.map(row));
    list.hidden = false;
    box.removeAttribute("aria-activedescendant");
    return box.setAttribute("aria-expanded", "true");
  };
  const take = (place) => {
    const { insert, replaces } = shown[place];
    const at = box.selectionStart;
    close();
    box.setRangeText(insert, at - replaces, at, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const look = async () => {
    const typed = box.value.slice(0, box.selectionStart);
    running = new AbortController();
    try {
      const answer = await fetch(`${box.dataset.completions}?q=${encodeURIComponent(typed.slice(-200))}`, { signal: running.signal });
      if (answer.ok && box.value.slice(0, box.selectionStart) === typed) show((await answer.json()).completions);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  };
  const onInput = () => {
    clearTimeout(timer);
    running?.abort();
    if (!/(?:^|\s)-?[a-z_]{2,12}(?::(?:"[^"]*|[^\s"]*))?$/i.test(box.value.slice(0, box.selectionStart))) return close();
    timer = setTimeout(look, PAUSE_MS);
    return undefined;
  };
  const onKey = (event) => {
    if (!shown.length || event.isComposing) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? -1 : chosen - 1);
    else if (["Enter", "Tab"].includes(event.key) && chosen >= 0 && !event.shiftKey) take(chosen);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onPress = (event) => {
    event.preventDefault(); // the caret stays in the box
    const place = [...list.children].indexOf(event.target.closest("[role=option]"));
    if (place >= 0) take(place);
  };
  const listeners = [[box, "input", onInput], [box, "keydown", onKey], [box, "blur", close], [list, "pointerdown", onPress]];
  listeners.forEach(([target, name, act]) => target.addEventListener(name, act));
  return () => listeners.forEach(([target, name, act]) => target.removeEventListener(name, act));
}
