// Files chosen, pasted or dropped into a form go up one by one, with progress. The server answers a POST of one `file`
// with the part that stands for it, or with a sentence why not.

// Pictures that are pasted or dropped into a rich-text field which takes them belong to the text, not to the list.
const PICTURES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

export function picturesFor({ target }, transfer) {
  if (!target.closest?.("[data-rich][data-images]") || transfer?.types.includes("text/plain")) return [];
  return [...(transfer?.files || [])].filter(({ type }) => PICTURES.has(type));
}

export function send(url, file, onProgress) {
  const request = new XMLHttpRequest();
  const body = new FormData();
  body.append("file", file, file.name);
  const done = new Promise((resolve) => {
    request.onload = () => resolve(request.status < 300 ? { part: request.responseText } : { trouble: request.status < 500 ? request.responseText : "" });
    request.onerror = () => resolve({ trouble: "" });
    request.onabort = () => resolve({});
  });
  request.upload.onprogress = ({ loaded, total }) => onProgress(loaded, total);
  request.open("POST", url);
  const headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
  Object.entries(headers).forEach(([name, value]) => request.setRequestHeader(name, value));
  request.send(body);
  return { done, stop: () => request.abort() };
}

export default function mount(form) {
  const place = form.querySelector("[data-uploads]");
  if (!place) return undefined;
  const [list, chooser, blank] = [place.querySelector("[data-uploads-list]"), place.querySelector("input[type=file]"), place.querySelector("template")];
  let running = 0;

  const busy = (step) => {
    running += step;
    form.toggleAttribute("data-uploading", running > 0);
    form.dispatchEvent(new CustomEvent("careline:uploads", { bubbles: true, detail: { running } }));
  };
  const add = async (file) => {
    const row = blank.content.firstElementChild.cloneNode(true);
    const bar = row.querySelector("progress");
    row.querySelector("[data-name]").textContent = file.name;
    list.append(row);
    const upload = send(place.dataset.uploads, file, (loaded, total) => { [bar.max, bar.value] = [total, loaded]; });
    row.querySelector("[data-stop]").addEventListener("click", () => {
      upload.stop();
      row.remove();
    });
    busy(1);
    const { part, trouble } = await upload.done;
    busy(-1);
    if (part) {
      row.outerHTML = part;
      window.htmx?.process(list);
    } else if (trouble !== undefined) {
      bar.remove();
      row.dataset.failed = "";
      row.querySelector("[data-trouble]").textContent = trouble.length && trouble.length < 300 && !trouble.includes("<") ? trouble : place.dataset.trouble;
    }
  };
  const addAll = (files) => [...files].forEach(add);
  const carriesFiles = (transfer) => [...(transfer?.types || [])].includes("Files");

  const onChoose = () => {
    addAll(chooser.files);
    chooser.value = "";
  };
  const onPaste = (event) => {
    const pictures = picturesFor(event, event.clipboardData);
    const files = [...(event.clipboardData?.files || [])].filter(({ name }) => !pictures.some((one) => one.name === name));
    if (!files.length || event.clipboardData.types.includes("text/plain")) return; // a word processor brings a picture of its words
    event.preventDefault();
    event.stopPropagation();
    addAll(files);
  };
  const onOver = (event) => {
    if (!carriesFiles(event.dataTransfer)) return;
    event.preventDefault();
    form.dataset.drop = "";
  };
  const onOut = (event) => {
    if (!form.contains(event.relatedTarget)) delete form.dataset.drop;
  };
  const onDrop = (event) => {
    if (!carriesFiles(event.dataTransfer)) return;
    event.preventDefault();
    event.stopPropagation();
    delete form.dataset.drop;
    const pictures = picturesFor(event, event.dataTransfer);
    addAll([...event.dataTransfer.files].filter(({ name }) => !pictures.some((one) => one.name === name)));
  };
  const onRemove = (event) => event.target.closest("[data-uploads-remove]")?.closest("[data-upload]")?.remove();

  const listeners = [[chooser, "change", onChoose], [form, "paste", onPaste, true], [form, "dragover", onOver], [form, "dragleave", onOut], [form, "drop", onDrop, true], [list, "click", onRemove]];
  listeners.forEach(([target, ...rest]) => target.addEventListener(...rest));
  return () => listeners.forEach(([target, ...rest]) => target.removeEventListener(...rest));
}
