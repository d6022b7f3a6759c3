// A list whose buttons bring the page anew: who pressed one by keyboard stands on it again, or on the one beside it where
// it can't be pressed any more.

const KEY = "careline:pressed";

export default function mount(list) {
  const ofForm = (button) => button.form.getAttribute("action");
  const pressed = JSON.parse(sessionStorage.getItem(KEY));
  sessionStorage.removeItem(KEY);
  if (pressed && document.activeElement === document.body) {
    const all = [...list.querySelectorAll("button[type=submit]")];
    const found = all.find((one) => one.getAttribute("aria-label") === pressed.name) ?? all.find((one) => ofForm(one) === pressed.form);
    (found?.disabled ? found.parentElement.querySelector("button:enabled") : found)?.focus();
  }
  const onSubmit = ({ submitter }) => {
    if (!submitter?.matches(":focus-visible")) return;
    sessionStorage.setItem(KEY, JSON.stringify({ name: submitter.getAttribute("aria-label"), form: ofForm(submitter) }));
  };
  list.addEventListener("submit", onSubmit);
  return () => list.removeEventListener("submit", onSubmit);
}
