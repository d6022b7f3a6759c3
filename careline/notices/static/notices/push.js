// Asks this browser for pushes, and tells the server where they go. Each time the page is opened the address is told
// again, because a browser may change it. `data-key` is the server's public key, `data-state` marks what to show.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const isOurs = (subscription, key) => {
  const known = new Uint8Array(subscription.options.applicationServerKey || []);
  return known.length === key.length && known.every((byte, place) => byte === key[place]);
};

export default function mount(place) {
  const key = bytes(place.dataset.key);
  const form = place.querySelector("form[data-state='off']");

  const show = (state) => place.querySelectorAll("[data-state]").forEach((part) => { part.hidden = part.dataset.state !== state; });

  const tell = async (subscription) => {
    const { endpoint, keys } = subscription.toJSON();
    const body = new FormData(form);
    Object.entries({ endpoint, ...keys }).forEach(([name, value]) => body.set(name, value));
    const answer = await fetch(place.dataset.ask, { method: "POST", body });
    if (!answer.ok) throw new Error(`push: ${answer.status}`);
  };

  const current = async (asks) => {
    const registration = await navigator.serviceWorker.register(place.dataset.worker, { scope: "/" });
    await navigator.serviceWorker.ready;
    const kept = await registration.pushManager.getSubscription();
    if (kept && isOurs(kept, key)) return kept;
    await kept?.unsubscribe();
    return asks || kept ? registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }) : null;
  };

  const look = async (asks) => {
    if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return void show("none");
    if (asks) await Notification.requestPermission();
    if (Notification.permission === "denied") return void show("denied");
    if (Notification.permission !== "granted") return void show("off");
    try {
      const subscription = await current(asks);
      if (subscription) await tell(subscription);
      show(subscription ? "on" : "off");
      if (asks && subscription) location.reload();
    } catch (error) {
      console.warn(error);
      show("failed");
    }
  };

  const onAsk = (event) => {
    event.preventDefault();
    look(true);
  };
  form.addEventListener("submit", onAsk);
  look(false);
  return () => form.removeEventListener("submit", onAsk);
}
