// Toasts go after some seconds, never while a person is on them. `careline:toast` {text} shows one.

const USUAL_SECONDS = 6;

function build(place, { text, keep = false, seconds = USUAL_SECONDS }) {
  const toast = document.createElement("div");
  toast.className = "toast";
  if (keep) toast.dataset.keep = "";
  toast.dataset.seconds = seconds;
  const words = document.createElement("p");
  words.textContent = text;
  toast.append(words);
  place.append(toast);
}

export default function mount(place) {
  const running = new Map();

  const start = (toast) => {
    if (running.has(toast)) return;
    const countdown = toast.querySelector("[data-countdown]");
    const ends = { left: Number(toast.dataset.seconds || USUAL_SECONDS) };
    const tick = () => {
      const held = !countdown && toast.matches(":hover, :focus-within");
      if (!held && !document.hidden) ends.left -= 1;
      if (countdown) countdown.textContent = `${Math.max(ends.left, 0)} s`;
      if (ends.left <= 0) remove(toast);
    };
    if (countdown) countdown.textContent = `${ends.left} s`;
    if (!("keep" in toast.dataset)) running.set(toast, setInterval(tick, 1000));
  };
  const remove = (toast) => {
    clearInterval(running.get(toast));
    running.delete(toast);
    toast.remove();
  };
  const startAll = () => place.querySelectorAll(".toast").forEach(start);
  const onClick = (event) => {
    if (event.target.closest("[data-dismiss]")) remove(event.target.closest(".toast"));
  };
  const onUndone = (event) => {
    const toast = event.target.closest?.(".toast");
    if (toast && event.detail?.successful) remove(toast);
  };
  const onAsked = (event) => build(place, event.detail);

  place.addEventListener("click", onClick);
  place.addEventListener("htmx:afterRequest", onUndone);
  document.addEventListener("careline:toast", onAsked);
  const observer = new MutationObserver(startAll);
  observer.observe(place, { childList: true });
  startAll();
  return () => {
    observer.disconnect();
    document.removeEventListener("careline:toast", onAsked);
    running.forEach((timer) => clearInterval(timer));
  };
}
