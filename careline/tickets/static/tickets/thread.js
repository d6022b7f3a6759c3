// The conversation renews itself in place: what was unfolded, and what is being read, stays.

const BOTTOM_PX = 4;

export default function mount(news) {
  const thread = () => document.getElementById("thread");
  const scroller = () => thread()?.closest(".sheet__scroll");
  let anchor = null;

  const onAsk = (event) => {
    if (event.target !== news) return;
    event.detail.parameters.from = thread()?.querySelector(".message")?.id.replace("message-", "") || "";
  };
  const onBefore = (event) => {
    const place = scroller();
    if (!place?.contains(event.target) || Math.abs(place.scrollTop) < BOTTOM_PX) return;
    const top = place.getBoundingClientRect().top;
    const seen = [...thread().children].find((child) => child.id && child.getBoundingClientRect().bottom > top);
    anchor = seen && { id: seen.id, top: seen.getBoundingClientRect().top };
  };
  const onAfter = () => {
    const element = anchor && document.getElementById(anchor.id);
    if (element) scroller().scrollTop += element.getBoundingClientRect().top - anchor.top;
    anchor = null;
  };

  const listeners = [["htmx:configRequest", onAsk], ["htmx:beforeSwap", onBefore], ["htmx:oobBeforeSwap", onBefore], ["htmx:afterSwap", onAfter], ["htmx:oobAfterSwap", onAfter]];
  listeners.forEach(([name, act]) => document.body.addEventListener(name, act));
  return () => listeners.forEach(([name, act]) => document.body.removeEventListener(name, act));
}
