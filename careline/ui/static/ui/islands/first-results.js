// What a search finds for the words in the palette, asked for while they are typed. An app says where:
// `<template data-first-results="/search/first/" data-all="/search/" data-label="Everything for “{}”" data-group="Search">`.
// A result that says `tell` is not gone to but told to what stands on the page as `data-takes` of that name, if it does.

const PAUSE_MS = 120;
const SHORTEST = 2;

const goTo = (href) => () => location.assign(href);
const choose = ({ href, tell, with: detail }) => () => {
  const taker = tell && document.querySelector(`[data-takes="${tell}"]`);
  if (taker) taker.dispatchEvent(new CustomEvent("careline:told", { bubbles: true, detail }));
  else location.assign(href);
};

export function firstResults(dialog, changed) {
  const source = dialog.querySelector("[data-first-results]");
  const results = { found: [], ask: () => undefined };
  if (!source) return results;
  const { firstResults: address, all, label, group } = source.dataset;
  let [timer, running] = [0, null];

  const everything = (words) => ({ name: label.replace("{}", words), group, run: goTo(`${all}?q=${encodeURIComponent(words)}`) });
  const fetchThem = async (words) => {
    running = new AbortController();
    try {
      const answer = await fetch(`${address}?q=${encodeURIComponent(words)}`, { signal: running.signal });
      if (!answer.ok) return;
      const { groups } = await answer.json();
      const entries = groups.flatMap(({ title, entries: some }) => some.map((entry) => ({ ...entry, group: title, run: choose(entry) })));
      results.found = [...entries, everything(words)];
      changed();
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  };
  results.ask = (typed) => {
    const words = typed.trim();
    clearTimeout(timer);
    running?.abort();
    results.found = words.length < SHORTEST ? [] : [everything(words)];
    if (results.found.length) timer = setTimeout(fetchThem, PAUSE_MS, words);
  };
  return results;
}
