// Live updates: says on `document` what changed (`careline:event`), and lets parts with `data-refresh-on="ticket:12"`
// fetch themselves again by `careline:refresh`. Topics are those of `data-refresh-on` and `data-topics`.

import { Stream } from "./live-stream.js";

const HERE_MS = 60000;
const PATIENCE_MS = 4000;
const TOGETHER_MS = 60;

const words = (text) => (text || "").split(/[\s,]+/).filter(Boolean);
const topicsOf = (element) => words(`${element.dataset.refreshOn || ""} ${element.dataset.topics || ""}`);
const pageTopics = () => [...new Set([...document.querySelectorAll("[data-refresh-on], [data-topics]")].flatMap(topicsOf))].sort();

function connect(place, onMessage) {
  const url = new URL(place.dataset.live, location.href).href;
  if ("SharedWorker" in window) {
    const worker = new SharedWorker(place.dataset.liveWorker, { type: "module", name: "careline-live" });
    worker.port.onmessage = ({ data }) => onMessage(data);
    return (message) => worker.port.postMessage({ url, ...message });
  }
  const stream = new Stream(url, (event) => onMessage({ event }), (state) => onMessage({ state }));
  return (message) => (message.again ? stream.again() : stream.follow(message.leaves ? [] : message.topics, message.from));
}

class Refresher {
  #waiting = new Set();
  #timer = 0;

  ask(concerns) {
    document.querySelectorAll("[data-refresh-on]").forEach((element) => {
      if (concerns(words(element.dataset.refreshOn))) this.#waiting.add(element);
    });
    if (!this.#timer && !document.hidden) this.#timer = setTimeout(() => this.run(), TOGETHER_MS);
  }

  run() {
    this.#timer = 0;
    if (document.hidden) return;
    const elements = [...this.#waiting].filter((element) => element.isConnected);
    this.#waiting.clear();
    elements.forEach((element) => window.htmx.trigger(element, "careline:refresh"));
  }
}

export default function mount(place) {
  const refresher = new Refresher();
  let followed = "";
  let patience = 0;
  let from = place.dataset.from || ""; // where the page was made; without it, the parts are fetched once more
  let mayHaveMissed = !from;

  const showState = (state) => {
    if (state === "open") {
      clearTimeout(patience);
      patience = 0;
      place.hidden = true;
      if (mayHaveMissed) refresher.ask(() => true);
    } else if (state === "refused") {
      place.querySelector("[data-words]").textContent = place.dataset.refused;
      place.hidden = false;
    } else if (state === "lost") {
      patience ||= setTimeout(() => { place.hidden = false; }, PATIENCE_MS);
    }
    mayHaveMissed = state === "lost";
    document.documentElement.dataset.live = state;
  };
  const send = connect(place, ({ event, state }) => {
    if (state) showState(state);
    if (!event) return;
    document.dispatchEvent(new CustomEvent("careline:event", { detail: event }));
    if (event.name === "reload") refresher.ask(() => true);
    else refresher.ask((topics) => topics.some((topic) => event.topics?.includes(topic)));
  });
  const follow = () => {
    const topics = pageTopics();
    if (topics.join() === followed) return;
    followed = topics.join();
    send({ topics, from });
    from = "";
  };
  const here = () => send({ topics: pageTopics() });
  const leave = () => send({ topics: [], leaves: true });
  const onShown = () => {
    if (document.hidden) return;
    send({ topics: pageTopics(), again: true });
    refresher.run();
  };
  const onPageShow = (event) => {
    here();
    if (event.persisted) refresher.ask(() => true);
  };
  const onOnline = () => send({ topics: pageTopics(), again: true });

  const onAsk = ({ detail }) => {
    // What the page fetches by itself is no sign that somebody sits before it.
    if (detail.triggeringEvent?.type === "careline:refresh") detail.headers["X-By-Itself"] = "1";
  };

  const observer = new MutationObserver(follow);
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ["data-refresh-on", "data-topics"] });
  const timer = setInterval(here, HERE_MS);
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", onPageShow);
  window.addEventListener("online", onOnline);
  document.addEventListener("visibilitychange", onShown);
  document.addEventListener("htmx:configRequest", onAsk);
  follow();
  return () => {
    clearInterval(timer);
    observer.disconnect();
    leave();
    window.removeEventListener("pagehide", leave);
    window.removeEventListener("pageshow", onPageShow);
    window.removeEventListener("online", onOnline);
    document.removeEventListener("visibilitychange", onShown);
    document.removeEventListener("htmx:configRequest", onAsk);
  };
}
