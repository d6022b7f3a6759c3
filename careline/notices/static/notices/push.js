// Asks this browser for pushes, and tells the server where they go. Each time the page is opened the address is told
// again, because a browser may change it; where the server knows it no more (removed, somebody else logged in, gone for
// the service), the browser ends it too. `data-key` is the server's public key, `data-state` marks what to show.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const isOurs = (subscription, key) => {
  const known = new Uint8Array(subscription.options.applicationServerKey || []);
  return known.length === key.length && known.every((byte, place) => byte === key[place]);
};

export default function mount(place) {
  const key = bytes(place.dataset.key);
  const form = place.querySelector("form[data-state]");
  const list = place.querySelector("[data-browsers]");

  const show = (state) => place.querySelectorAll("[data-state]").forEach((part) => { part.hidden = !part.dataset.state.split(" ").includes(state); });

  // Whether the server pushes here from now on; it answers with the person's browsers.
  const tell = async (subscription, more) => {
    const { endpoint, keys } = subscription.toJSON();
    const body = new FormData(form);
    Object.entries({ endpoint, ...keys, ...more }).forEach(([name, value]) => body.set(name, value));
    const answer = await fetch(place.dataset.ask, { method: "POST", body });
    if (answer.ok) list.innerHTML = await answer.text();
    else if (answer.status !== 410) throw new Error(`push: ${answer.status}`);
    return answer.ok;
  };

  const settle = async (asks) => {
    const registration = await navigator.serviceWorker.register(place.dataset.worker, { scope: "/" });
    await navigator.serviceWorker.ready;
    const kept = await registration.pushManager.getSubscription();
    if (!kept && !asks) return "off";
    const before = kept?.endpoint ?? "";
    const stays = kept && isOurs(kept, key);
    if (!stays) await kept?.unsubscribe();
    const subscription = stays ? kept : await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    if (await tell(subscription, { before, asks: asks ? "1" : "" })) return "on";
    await subscription.unsubscribe();
    return "off";
  };

  const look = async (asks) => {
    if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return void show("none");
    if (asks) await Notification.requestPermission();
    if (Notification.permission === "denied") return void show("denied");
    if (Notification.permission !== "granted") return void show("off");
    try {
      show(await settle(asks));
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
