// Pictures of a conversation, large: `data-lightbox` on links to images. Arrows go through them, Esc leaves.

export default function mount(root) {
  const dialog = document.getElementById("lightbox");
  if (!dialog) return undefined;
  const picture = dialog.querySelector("img");
  const [name, count, download] = ["name", "count", "download"].map((part) => dialog.querySelector(`[data-${part}]`));
  let links = [];
  let place = 0;

  const show = (next) => {
    place = (next + links.length) % links.length;
    const link = links[place];
    picture.src = link.href;
    picture.alt = link.dataset.lightbox || link.textContent.trim();
    name.textContent = picture.alt;
    count.textContent = links.length > 1 ? `${place + 1} / ${links.length}` : "";
    download.href = link.href;
    dialog.querySelectorAll("[data-step]").forEach((button) => { button.hidden = links.length < 2; });
  };
  const onOpen = (event) => {
    const link = event.target.closest("a[data-lightbox]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    links = [...root.querySelectorAll("a[data-lightbox]")];
    show(links.indexOf(link));
    dialog.showModal();
  };
  const onStep = (event) => {
    const button = event.target.closest("[data-step]");
    if (button) show(place + Number(button.dataset.step));
  };
  const onKey = (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) show(place + (document.dir === "rtl" ? -step : step));
  };
  const onClose = () => picture.removeAttribute("src");

  root.addEventListener("click", onOpen);
  dialog.addEventListener("click", onStep);
  dialog.addEventListener("keydown", onKey);
  dialog.addEventListener("close", onClose);
  return () => {
    root.removeEventListener("click", onOpen);
    dialog.removeEventListener("click", onStep);
    dialog.removeEventListener("keydown", onKey);
    dialog.removeEventListener("close", onClose);
  };
}
