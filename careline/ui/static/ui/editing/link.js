// The little box that asks for the address of a link. Enter sets it, an empty one takes the link away, Escape leaves.

const addressOf = (words) => (/^[a-z][a-z0-9+.-]*:/i.test(words) ? words : words.includes("@") && !words.includes("/") ? `mailto:${words}` : `https://${words}`);

export function mountLink(box, editor) {
  const field = box.querySelector("input");
  const show = () => {
    const within = editor.getSelection().commonAncestorContainer;
    field.value = (within.closest ? within : within.parentElement)?.closest("a")?.getAttribute("href") || "";
    box.hidden = false;
    field.select();
    field.focus();
  };
  const close = () => {
    box.hidden = true;
    editor.focus();
  };
  const set = (words) => {
    close();
    if (words) editor.makeLink(addressOf(words));
    else editor.removeLink();
  };
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") set(field.value.trim());
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  box.addEventListener("click", (event) => {
    if (event.target.closest("[data-link-set]")) set(field.value.trim());
    if (event.target.closest("[data-link-unset]")) set("");
  });
  return show;
}
