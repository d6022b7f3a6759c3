// Tries operations of the API from its reference page: with the pasted token, never with the session's cookie.

function addressOf(form) {
  const query = new URLSearchParams();
  let path = form.dataset.path;
  for (const input of form.querySelectorAll("[data-place]")) {
    const value = input.value.trim();
    if (input.dataset.place === "path") path = path.replace(`{${input.name}}`, encodeURIComponent(value));
    if (input.dataset.place === "query" && value) query.set(input.name, value);
  }
  return query.size ? `${path}?${query}` : path;
}

function requestOf(form, token) {
  const headers = { Authorization: `Bearer ${token}` };
  for (const input of form.querySelectorAll('[data-place="header"]')) {
    if (input.value.trim()) headers[input.name] = input.value.trim();
  }
  const body = form.querySelector("[data-body]")?.value;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  return { method: form.dataset.method, headers, body, credentials: "omit", cache: "no-store" };
}

async function say(shown, answer) {
  const text = await answer.text();
  let words = text;
  try { words = JSON.stringify(JSON.parse(text), null, 2); } catch { /* not JSON: shown as it is */ }
  shown.textContent = `${answer.status} ${answer.statusText}\n\n${words.slice(0, 20_000)}`;
}

export default function mount(element) {
  const token = element.querySelector("[data-token]");
  const submit = async (event) => {
    if (!event.target.matches("[data-try]")) return;
    event.preventDefault();
    const shown = event.target.querySelector("[data-answer]");
    shown.hidden = false;
    shown.textContent = "…";
    try {
      await say(shown, await fetch(addressOf(event.target), requestOf(event.target, token.value.trim())));
    } catch (error) {
      shown.textContent = String(error);
    }
  };
  element.addEventListener("submit", submit);
  return () => element.removeEventListener("submit", submit);
}
