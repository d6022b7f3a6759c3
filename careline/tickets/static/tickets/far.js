// A long queue (fetched when one is scrolled far): renews the rows around those in sight and leaves the others where they are.
// Where the reader comes to rest afterwards, the rows there are renewed as well.

const ABOVE = 100;
const PART = "399"; // rows asked for; no other request asks for as many
const MOST = 500; // more than the server shows again at once
const ROWS = "[id^=row-]";
const isLine = (element) => element.matches(`${ROWS}, .queue__day, .wide__group`);

export default function begin(ends) {
  let [before, fresh, isResting] = [null, new WeakSet(), false];
  const listOf = () => document.getElementById("queue-list");
  const rowInSight = (rows) => {
    const top = listOf().getBoundingClientRect().top;
    return rows.findIndex((row) => row.getBoundingClientRect().bottom > top);
  };

  const ask = (parameters) => {
    if (parameters.shown <= MOST) return;
    if (!isResting) fresh = new WeakSet();
    isResting = false;
    const rows = [...listOf().querySelectorAll(ROWS)];
    const least = Math.max(rowInSight(rows), 0) - ABOVE;
    before = rows.findLast((row, at) => at <= least && ends.has(row.id)) || null;
    parameters.shown = PART;
    if (before) parameters.after = ends.get(before.id);
  };

  const rest = () => {
    const list = listOf();
    if (!list) return;
    const rows = [...list.querySelectorAll(ROWS)];
    const row = rows[rowInSight(rows)];
    isResting = Boolean(row && !fresh.has(row));
    if (isResting) window.htmx.trigger("#queue-news", "careline:refresh");
    else list.addEventListener("scrollend", rest, { once: true });
  };

  const renew = (html) => {
    const list = listOf();
    const answer = new DOMParser().parseFromString(html, "text/html");
    const lines = [...list.children].filter(isLine);
    const all = [...(answer.getElementById("queue-list") || answer.body).children].filter(isLine);
    // What lies beyond the last row shown comes with the next page.
    const isKnown = ({ id }) => id && document.getElementById(id);
    const news = document.getElementById("queue-more") ? all.slice(0, all.findLastIndex(isKnown) + 1) : all;
    const ids = new Set(news.map((one) => one.id));
    const old = lines.slice(before?.isConnected ? lines.indexOf(before) + 1 : 0);
    const reach = answer.getElementById("queue-more") ? old.slice(0, news.length).findLastIndex((one) => one.id && ids.has(one.id)) : old.length;
    old.slice(0, reach + 1).filter((one) => !one.id || !ids.has(one.id)).forEach((one) => one.remove());
    let place = old.find((one) => one.isConnected) || document.getElementById("queue-more");
    news.forEach((one) => {
      const known = one.id && document.getElementById(one.id);
      if (known) window.Idiomorph.morph(known, one);
      const line = known || document.importNode(one, true);
      if (line === place) place = place.nextElementSibling;
      else list.insertBefore(line, place);
      fresh.add(line);
    });
    window.htmx.process(list);
    list.dispatchEvent(new Event("careline:renewed", { bubbles: true }));
    list.addEventListener("scrollend", rest, { once: true });
  };

  return { ask, renew, isPart: (parameters) => String(parameters.shown) === PART };
}
