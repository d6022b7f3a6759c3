// What the command palette lists (fetched when it is first opened): what can be done here (`data-command`;
// `data-found-as` only once something is typed; menus that say `data-commands` are filled first), every page one may go
// to (`data-places` says where they are asked for), and jumps that an app offers for what is typed
// (`<link data-jump="/tickets/{}/" data-jump-pattern="^#?(\d+)$" title="Ticket {}">`), then what a search finds.

import { caps, nameOf } from "./keys.js";
import { firstResults } from "./first-results.js";

const LIMIT = 12;

const isOfTheRail = (element) => Boolean(element.closest(".rail"));

const plainly = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

let places = [];

async function fetchPlaces(dialog) {
  const answer = await fetch(dialog.dataset.places);
  if (answer.ok) ({ places } = await answer.json());
}

function commands(isAsked) {
  const seen = new Set();
  const listed = document.querySelectorAll(isAsked ? "[data-command], [data-found-as]" : "[data-command]");
  const ordered = [...listed].sort((one, other) => isOfTheRail(one) - isOfTheRail(other));
  const here = ordered.flatMap((element) => {
    const name = element.dataset.foundAs || nameOf(element);
    if (seen.has(name) || element.closest("[hidden], [inert]") || element.matches(":disabled, [aria-disabled='true']")) return [];
    seen.add(name);
    if (element.matches("a[href]")) seen.add(element.pathname);
    return [{ name, group: element.matches("a[href]") ? "there" : "here", icon: element.querySelector("use")?.getAttribute("href"), key: element.dataset.key?.split("|")[0], run: () => element.click() }];
  });
  const there = places.filter(({ href }) => isAsked && !seen.has(href)).map(({ name, href, icon, aside }) => ({ name, aside, group: "there", icon: usualIcon().replace(/#.*/, `#${icon}`), run: () => location.assign(href) }));
  return [...here, ...there];
}

function jumps(words) {
  return [...document.querySelectorAll("link[data-jump]")].flatMap((element) => {
    const found = words.match(new RegExp(element.dataset.jumpPattern || "^(.+)$", "u"));
    if (!found) return [];
    const what = found[1] || found[0];
    return [{ name: element.title.replace("{}", what), group: "jump", icon: element.dataset.jumpIcon, run: () => location.assign(element.dataset.jump.replace("{}", encodeURIComponent(what))) }];
  });
}

function rank(item, words) {
  const name = plainly(item.name);
  const place = name.indexOf(words);
  if (place === 0) return 0;
  if (place > 0) return /\s/.test(name[place - 1]) ? 1 : 2;
  let from = 0;
  for (const letter of words) {
    from = name.indexOf(letter, from) + 1;
    if (!from) return -1;
  }
  return 3;
}

function search(words) {
  const plain = plainly(words.trim());
  const fitting = commands(Boolean(plain)).map((item) => ({ ...item, rank: plain ? rank(item, plain) : 0 })).filter((item) => item.rank >= 0);
  const ordered = fitting.sort((one, other) => one.rank - other.rank).slice(0, plain ? LIMIT : undefined);
  return [...(plain ? jumps(words.trim()) : []), ...ordered];
}

function option(item, place) {
  const row = document.createElement("div");
  row.className = "menu__item";
  row.id = `palette-${place}`;
  row.setAttribute("role", "option");
  row.append(picture(item.icon || usualIcon()));
  const name = document.createElement("span");
  name.className = "cut grow";
  name.textContent = item.name;
  row.append(name, ...(item.key ? caps(item.key) : []));
  if (item.aside) row.append(Object.assign(document.createElement("span"), { className: "menu__aside cut", textContent: item.aside }));
  return row;
}

function usualIcon() {
  return document.querySelector("#palette .palette__ask use").getAttribute("href").replace(/#.*/, "#arrow-right");
}

function picture(href) {
  const svg = document.querySelector("#palette .palette__ask svg").cloneNode(true);
  svg.querySelector("use").setAttribute("href", href);
  return svg;
}

export default function begin(dialog) {
  const [ask, listbox] = [dialog.querySelector("[role=combobox]"), dialog.querySelector("[role=listbox]")];
  const nothing = dialog.querySelector("[data-nothing]");
  let found = [];
  let chosen = 0;

  const choose = (place) => {
    const options = listbox.querySelectorAll("[role=option]");
    chosen = options.length ? (place + options.length) % options.length : 0;
    options.forEach((row, index) => row.setAttribute("aria-selected", String(index === chosen)));
    options[chosen]?.scrollIntoView({ block: "nearest" });
    if (options.length) ask.setAttribute("aria-activedescendant", options[chosen].id);
    else ask.removeAttribute("aria-activedescendant");
  };
  const results = firstResults(dialog, () => show(chosen));
  const show = (place = 0) => {
    const all = [...search(ask.value), ...results.found];
    const names = [...new Set(["jump", "here", "there", ...results.found.map((item) => item.group)])];
    found = names.flatMap((group) => all.filter((item) => item.group === group));
    const groups = names.filter((group) => found.some((item) => item.group === group)).map((group) => {
      const label = listbox.dataset[group] || group;
      const box = document.createElement("div");
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", label);
      const title = document.createElement("p");
      title.className = "menu__group";
      title.setAttribute("aria-hidden", "true");
      title.textContent = label;
      box.append(title, ...found.flatMap((item, place) => (item.group === group ? [option(item, place)] : [])));
      return box;
    });
    listbox.replaceChildren(...groups);
    nothing.hidden = found.length > 0;
    choose(place);
  };
  const run = (place) => {
    const item = found[place];
    dialog.close();
    item?.run();
  };
  const onAsk = (event) => {
    const steps = { ArrowDown: chosen + 1, ArrowUp: chosen - 1, Home: 0, End: found.length - 1 };
    if (event.isComposing) return;
    if (event.key in steps && !((event.key === "Home" || event.key === "End") && ask.value)) {
      event.preventDefault();
      choose(steps[event.key]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      run(chosen);
    }
  };
  const onPick = (event) => {
    const row = event.target.closest("[role=option]");
    if (row) run(Number(row.id.replace("palette-", "")));
  };
  const answer = () => {
    results.ask(ask.value);
    show();
  };
  const onFilled = () => dialog.open && show(chosen);
  const begun = () => {
    fetchPlaces(dialog).then(onFilled);
    document.querySelectorAll("[data-commands]").forEach((menu) => window.htmx?.trigger(menu, "careline:open"));
    answer();
  };

  ask.addEventListener("input", answer);
  ask.addEventListener("keydown", onAsk);
  listbox.addEventListener("click", onPick);
  document.addEventListener("htmx:afterSettle", onFilled);
  return begun;
}
