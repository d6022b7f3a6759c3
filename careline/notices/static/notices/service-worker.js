// Shows pushes while no page of Careline is open, and leads to what they tell of. It keeps nothing, and asks
// the server only to tell it of a new address.

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  const { title = "Careline", body = "", href = "/notices/", tag = "", lang = "" } = event.data?.json() || {};
  event.waitUntil(self.registration.showNotification(title, { body, tag, lang, renotify: Boolean(tag), data: { href } }));
});

// A window where that ticket is open already comes to the front; none is led away from what is written there.
async function open(href) {
  const url = new URL(href, self.location.origin);
  if (url.origin !== self.location.origin) return;
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = windows.find((one) => new URL(one.url).pathname === url.pathname);
  await (there ? there.focus() : self.clients.openWindow(url.href));
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.href));
});

// The browser changed its address by itself: without this, pushes would end without a word.
async function renew(before) {
  const headers = { "X-By-Itself": "1" };
  const { key, token } = await (await fetch("/settings/notices/push/key/", { headers })).json();
  const manager = self.registration.pushManager;
  const subscription = (await manager.getSubscription()) ?? (await manager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
  const { endpoint, keys } = subscription.toJSON();
  const body = new URLSearchParams({ endpoint, ...keys, before, csrfmiddlewaretoken: token });
  const answer = await fetch("/settings/notices/push/", { method: "POST", headers, body });
  if (answer.status === 410) await subscription.unsubscribe();
}

self.addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(renew(event.oldSubscription?.endpoint ?? ""));
});
