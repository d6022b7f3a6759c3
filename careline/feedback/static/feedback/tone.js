// Soft warnings while somebody writes to an upset customer: shown beside the ticket, and once at sending. Never a block.

const PAUSE = 900;
const lines = (html) => html.replace(/<blockquote[\s\S]*?<\/blockquote>/gi, " ").replace(/<br[^>]*>|<\/(div|p|li|h\d|pre)>/gi, "\n");
const plain = (html) => new DOMParser().parseFromString(lines(html), "text/html").body.textContent;

export default function mount(place) {
  const form = document.getElementById("composer");
  if (!form || form.classList.contains("composer--side")) return undefined;
  let waiting = 0;
  let asked = 0;

  const show = (warnings) => {
    const list = document.createElement("ul");
    list.className = "tone";
    list.append(...warnings.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
    place.replaceChildren(...(warnings.length ? [list] : []));
    if (warnings.length) place.dataset.warnWords = JSON.stringify([{ words: [], wanted: true, say: warnings.join(" ") }]);
    else delete place.dataset.warnWords;
  };
  const check = async () => {
    const mine = (asked += 1);
    const data = new FormData(form);
    if ((data.get("kind") || form.dataset.kind) === "note") return show([]);
    const body = new URLSearchParams({ text: plain(data.get("html") || "") });
    const headers = { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value };
    const answer = await fetch(place.dataset.check, { method: "POST", headers, body }).catch(() => null);
    if (!answer?.ok || mine !== asked) return undefined;
    return show((await answer.json()).warnings);
  };
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(check, PAUSE);
  };
  const news = ["careline:written", "careline:editor", "input"];
  news.forEach((name) => form.addEventListener(name, later));
  return () => {
    clearTimeout(waiting);
    news.forEach((name) => form.removeEventListener(name, later));
  };
}
