// A list whose buttons bring the page anew: who pressed one by keyboard stands on it again, or beside it where it is disabled.

const named = (button) => [button.ariaLabel, button.form.action];

export default function mount(list) {
  const pressed = JSON.parse(sessionStorage.pressed ?? "[]");
  delete sessionStorage.pressed;
  const all = [...list.querySelectorAll("[type=submit]")];
  const found = all.find((one) => named(one)[0] === pressed[0]) ?? all.find((one) => named(one)[1] === pressed[1]);
  if (document.activeElement === document.body) (found?.disabled ? found.parentElement.querySelector(":enabled") : found)?.focus();
  list.onsubmit = ({ submitter }) => {
    if (submitter?.matches(":focus-visible")) sessionStorage.pressed = JSON.stringify(named(submitter));
  };
}
