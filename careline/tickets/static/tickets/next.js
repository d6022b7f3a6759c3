// “Give me the next one”, also by itself after "send and solve" (`data-goes-on`).

export default function mount(form) {
  const onAsk = (event) => {
    if (event.detail.elt !== form) return;
    event.detail.parameters.but = document.getElementById("main")?.dataset.ticket || "";
  };
  const onSent = (event) => {
    const { successful, requestConfig } = event.detail; // its own `elt` is no longer the composer, which is replaced
    if (requestConfig?.elt.id !== "composer" || !successful || !document.querySelector("[data-goes-on]")?.checked) return;
    const then = requestConfig.formData?.get("then") ?? requestConfig.parameters?.then;
    if (then === "solved") form.requestSubmit();
  };
  form.addEventListener("htmx:configRequest", onAsk);
  document.body.addEventListener("htmx:afterRequest", onSent);
  return () => document.body.removeEventListener("htmx:afterRequest", onSent);
}
