// Where choosing tickets begins; what follows is fetched with the first.

export default function mount(bar) {
  const queue = bar.closest("#queue");
  let [started, isShift] = [null, false];

  const choose = (act) => {
    started ||= import("./select.js").then(({ default: begin }) => begin(bar));
    started.then(act);
  };
  const onClick = (event) => {
    const name = event.target.closest("[data-select]")?.dataset.select;
    if (name) choose((chosen) => chosen[name]());
    const number = event.shiftKey && !event.target.closest(".row__select") && event.target.closest("[id^=row-]")?.id.slice(4);
    if (!number) return;
    event.preventDefault();
    event.stopPropagation();
    choose(({ reach }) => reach(number));
  };
  const onChange = ({ target }) => {
    const [shift, isOn] = [isShift, target.checked];
    if (target.matches(".row__select input")) choose(({ check }) => check(target, shift, isOn));
  };
  const onPress = (event) => {
    isShift = event.shiftKey;
    if (isShift && event.target.closest("[id^=row-]")) event.preventDefault(); // no text is marked
  };
  const listeners = [["click", onClick, true], ["change", onChange], ["mousedown", onPress]];
  listeners.forEach(([name, ...rest]) => queue.addEventListener(name, ...rest));
  return () => {
    listeners.forEach(([name, ...rest]) => queue.removeEventListener(name, ...rest));
    started?.then(({ leave }) => leave());
  };
}
