// Asks before what is hard to take back: `data-confirm="…?"` on a form, or `hx-confirm`.

export default function mount(root) {
  const dialog = document.getElementById("confirm");
  if (!dialog) return undefined;
  const [question, yes] = [dialog.querySelector("[data-question]"), dialog.querySelector("[data-yes]")];
  const usual = yes.textContent;
  let go = null;

  const ask = (element, words, act) => {
    question.textContent = words;
    yes.textContent = element.dataset.confirmAction || usual;
    go = act;
    dialog.showModal();
  };
  const onSubmit = (event) => {
    const form = event.target;
    if (!form.dataset.confirm || form.dataset.confirmed !== undefined) return void delete form.dataset.confirmed;
    event.preventDefault();
    event.stopPropagation();
    const { submitter } = event;
    return ask(form, form.dataset.confirm, () => {
      form.dataset.confirmed = "";
      form.requestSubmit(submitter);
    });
  };
  const onHtmx = (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    ask(event.detail.elt, event.detail.question, () => event.detail.issueRequest(true));
  };
  const onYes = () => {
    const act = go;
    dialog.close();
    act?.();
  };
  const onClose = () => { go = null; };

  root.addEventListener("submit", onSubmit, true);
  root.addEventListener("htmx:confirm", onHtmx);
  yes.addEventListener("click", onYes);
  dialog.addEventListener("close", onClose);
  return () => {
    root.removeEventListener("submit", onSubmit, true);
    root.removeEventListener("htmx:confirm", onHtmx);
    yes.removeEventListener("click", onYes);
    dialog.removeEventListener("close", onClose);
  };
}
