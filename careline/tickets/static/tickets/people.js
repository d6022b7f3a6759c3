// To, Cc and Bcc: addresses as chips.

const ADDRESS = /^(?:"?([^"<>]*)"?\s*<)?([^\s<>@,;]+@[^\s<>@,;.]+(?:\.[^\s<>@,;.]+)+)>?$/;

export default function mount(form) {
  const place = form.querySelector(".composer__people");
  if (!place) return undefined;
  const blank = place.querySelector("template[data-person]");
  const trouble = place.querySelector("[data-people-trouble]");
  const changed = () => form.dispatchEvent(new CustomEvent("careline:people", { bubbles: true }));

  const chip = (row, words) => {
    const [, name, email] = words.match(ADDRESS);
    const person = blank.content.firstElementChild.cloneNode(true);
    const label = name?.trim() || email;
    person.querySelector("[data-name]").textContent = label;
    person.querySelector("input").name = row.dataset.people;
    person.querySelector("input").value = name?.trim() ? `${name.trim()} <${email}>` : email;
    const remove = person.querySelector("[data-remove-person]");
    remove.setAttribute("aria-label", `${remove.getAttribute("aria-label").trim()} ${label}`);
    return person;
  };
  const take = (input) => {
    const all = input.value.split(/[,;]/).map((one) => one.trim()).filter(Boolean);
    const good = all.filter((one) => ADDRESS.test(one));
    const bad = all.filter((one) => !ADDRESS.test(one));
    good.forEach((one) => input.before(chip(input.closest("[data-people]"), one)));
    input.value = bad.join(", ");
    input.setAttribute("aria-invalid", String(bad.length > 0));
    trouble.hidden = !bad.length;
    trouble.textContent = bad.length ? trouble.dataset.words.replace("{}", bad.join(", ")) : "";
    if (good.length) changed();
    return !bad.length;
  };
  const onKey = (event) => {
    const input = event.target.closest(".people__add:not([name])");
    if (!input || event.isComposing) return;
    if (["Enter", ",", ";"].includes(event.key) && !event.metaKey && !event.ctrlKey) {
      event.preventDefault();
      take(input);
    } else if (event.key === "Backspace" && !input.value) {
      input.previousElementSibling?.closest(".person")?.remove();
      changed();
    }
  };
  const onLeave = (event) => {
    const input = event.target.closest(".people__add:not([name])");
    if (input?.value) take(input);
  };
  const onClick = (event) => {
    if (event.target.closest("[data-remove-person]")) {
      event.target.closest(".person").remove();
      changed();
    }
    const more = event.target.closest("[data-more-people]");
    if (!more) return;
    place.querySelectorAll("[data-people][hidden]").forEach((row) => { row.hidden = false; });
    more.remove();
    place.querySelector("[data-people=cc] .people__add").focus();
  };
  const onSubmit = (event) => {
    const open = [...place.querySelectorAll(".people__add:not([name])")].filter((input) => input.value && !take(input));
    if (!open.length || form.querySelector("[name=kind]:checked")?.value === "note") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    open[0].focus();
  };

  const listeners = [[place, "keydown", onKey], [place, "focusout", onLeave], [place, "click", onClick], [form, "submit", onSubmit, true]];
  listeners.forEach(([target, ...rest]) => target.addEventListener(...rest));
  return () => listeners.forEach(([target, ...rest]) => target.removeEventListener(...rest));
}
