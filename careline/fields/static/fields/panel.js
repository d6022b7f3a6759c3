// The fields beside a ticket follow what colleagues fill in. While one is being filled in here they wait: saving says what
// somebody else wrote meanwhile, and cancelling shows it.

const NEWS = ["ticket.fields_changed", "ticket.type_changed"];

export default function mount(panel) {
  const topic = `ticket:${panel.dataset.ticket}`;
  const onNews = ({ detail }) => {
    const concerns = detail.name === "reload" || (NEWS.includes(detail.name) && detail.topics?.includes(topic));
    if (concerns && !panel.querySelector("form")) window.htmx.trigger(panel, "careline:look");
  };
  const open = new Set();
  const keep = () => {
    open.clear();
    panel.querySelectorAll("details").forEach((one, place) => one.open && open.add(place));
  };
  const restore = () => panel.querySelectorAll("details").forEach((one, place) => { one.open = open.has(place); });
  const onBefore = ({ target }) => target === panel && keep();
  const onAfter = ({ target }) => target === panel && restore();
  document.addEventListener("careline:event", onNews);
  panel.addEventListener("htmx:beforeSwap", onBefore);
  panel.addEventListener("htmx:afterSwap", onAfter);
  return () => {
    document.removeEventListener("careline:event", onNews);
    panel.removeEventListener("htmx:beforeSwap", onBefore);
    panel.removeEventListener("htmx:afterSwap", onAfter);
  };
}
