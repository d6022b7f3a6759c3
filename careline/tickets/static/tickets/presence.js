// A sign of life of who looks and who types; the answer brings the others’ faces.

const EACH_MS = 15000;
const TYPES_MS = 5000;

export default function mount(place) {
  let typedAt = 0;
  let toldAt = 0;
  let toldTyping = "";
  let ending = 0;

  const tell = () => {
    if (document.hidden || !place.isConnected) return;
    toldAt = Date.now();
    const typing = toldAt - typedAt < TYPES_MS ? "1" : "";
    toldTyping = typing;
    const newest = document.getElementById("thread")?.dataset.newest || "";
    window.htmx.ajax("POST", place.dataset.href, { source: place, swap: "none", values: { typing, newest } });
  };
  const onInput = (event) => {
    if (!event.target.closest?.("#composer")) return;
    typedAt = Date.now();
    clearTimeout(ending);
    ending = setTimeout(tell, TYPES_MS + 500);
    if (!toldTyping || typedAt - toldAt > TYPES_MS) tell();
  };
  const onShown = () => tell();
  const onEvent = (event) => {
    if (event.detail.topics?.includes(place.dataset.topics)) tell();
  };
  const onSwapped = (event) => { if (event.target.id === "thread") tell(); };

  document.addEventListener("input", onInput);
  document.addEventListener("careline:written", onInput);
  document.addEventListener("visibilitychange", onShown);
  document.addEventListener("careline:event", onEvent);
  document.addEventListener("htmx:afterSettle", onSwapped);
  const timer = setInterval(tell, EACH_MS);
  tell();
  return () => {
    clearInterval(timer);
    clearTimeout(ending);
    document.removeEventListener("input", onInput);
    document.removeEventListener("careline:written", onInput);
    document.removeEventListener("visibilitychange", onShown);
    document.removeEventListener("careline:event", onEvent);
    document.removeEventListener("htmx:afterSettle", onSwapped);
  };
}
