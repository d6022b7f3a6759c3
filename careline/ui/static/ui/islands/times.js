// Keeps `<time datetime data-time="ago">` true; all are written again only where the device is in another zone.

const page = document.documentElement.lang;
const language = page === "en" ? "en-GB" : page || undefined; // as the server writes: times must not change their width
const shapes = {
  moment: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  past: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
  date: { day: "numeric", month: "short", year: "numeric" },
  clock: { hour: "2-digit", minute: "2-digit" },
  near: { day: "numeric", month: "short" },
  full: { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "numeric", minute: "2-digit", timeZoneName: "short" },
};
const formats = Object.fromEntries(Object.entries(shapes).map(([way, shape]) => [way, new Intl.DateTimeFormat(language, shape)]));
const units = Object.fromEntries(
  [["minute", "short"], ["hour", "short"], ["day", "long"]].map(([unit, unitDisplay]) => [unit, new Intl.NumberFormat(page || undefined, { style: "unit", unit, unitDisplay })]),
);
const now = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(0, "second");

const isAtHome = document.documentElement.dataset.zone === Intl.DateTimeFormat().resolvedOptions().timeZone;
const relative = new WeakSet();
const WEEK_MS = 7 * 24 * 3600000;

const isThisYear = (moment) => moment.getFullYear() === new Date().getFullYear();

function ago(moment) {
  const minutes = Math.round(Math.abs(Date.now() - moment) / 60000);
  if (minutes < 1) return now;
  if (minutes < 60) return units.minute.format(minutes);
  if (minutes < 24 * 60) return units.hour.format(Math.floor(minutes / 60));
  if (minutes < 7 * 24 * 60) return units.day.format(Math.floor(minutes / 1440));
  return (isThisYear(moment) ? formats.near : formats.date).format(moment);
}

function inFull(moment, way) {
  if (way === "moment" && !isThisYear(moment)) return formats.past.format(moment);
  return (formats[way] || formats.moment).format(moment);
}

function show(element) {
  const moment = new Date(element.dateTime);
  if (Number.isNaN(moment.getTime())) return;
  const way = element.dataset.time;
  if (way === "ago" && Math.abs(Date.now() - moment) < WEEK_MS) relative.add(element);
  if (relative.has(element) || !isAtHome) {
    const text = way === "ago" ? ago(moment) : inFull(moment, way);
    if (element.textContent !== text) element.textContent = text;
  }
  const clock = element.closest("[data-due]"); // a promise: amber near its moment, red after it
  if (clock) clock.dataset.clock = moment <= Date.now() ? "late" : moment - Date.now() <= 1800000 ? "soon" : "ok";
  if (!element.title) element.title = formats.full.format(moment);
}

export default function mount(root) {
  const showAll = () => root.querySelectorAll("time[data-time]").forEach(show);
  const observer = new MutationObserver((changes) => {
    if (changes.some((change) => change.addedNodes.length && change.target.nodeName !== "TIME")) showAll();
  });
  showAll();
  observer.observe(root, { childList: true, subtree: true });
  const timer = setInterval(showAll, 60000);
  return () => {
    clearInterval(timer);
    observer.disconnect();
  };
}
