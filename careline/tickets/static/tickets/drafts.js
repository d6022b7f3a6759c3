// Keeps what is written on the server; a draft that changed in another window is never overwritten.

import { kindOf } from "./composer.js";

const PAUSE_MS = 800;
const REPLY = ["html", "to", "cc", "bcc", "subject", "quotes_history", "based_on"];
const NEW = /^(team|inbox|type|priority|assignee|tags|f-.*)$/; // of a new ticket
const NOTE = ["note_html", "based_on"];

function contents(form, kind) {
  const all = new FormData(form);
  const kept = new FormData();
  (kind === "note" ? NOTE : [...REPLY, ...new Set([...all.keys()].filter((name) => NEW.test(name)))]).forEach((name) => all.getAll(name).forEach((value) => kept.append(name === "note_html" ? "html" : name, value)));
  kept.append("kind", kind === "note" ? "note" : form.dataset.kind);
  return kept;
}

const fingerprint = (data) => JSON.stringify([...data.entries()].filter(([name]) => name !== "based_on"));

export default function mount(form) {
  const state = form.querySelector("[data-state]");
  const csrf = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const versions = { reply: form.querySelector("[name=draft_version]"), note: form.querySelector("[name=note_version]") };
  const saved = {};
  let timer = 0;
  let running = Promise.resolve();
  let isSaving = false;
  let isSending = false;

  const say = (word) => {
    isSaving = word === "saving";
    state.textContent = state.dataset[word] || "";
  };
  const save = async (kind, { leaving = false } = {}) => {
    const data = contents(form, kind);
    const mark = fingerprint(data);
    const isEmpty = versions[kind].value === "0" && !data.get("html").replace(/<[^>]*>/g, "").trim();
    if (isSending || saved[kind] === mark || (isEmpty && !(kind in saved))) return;
    saved[kind] = mark;
    data.append("version", versions[kind].value);
    data.append("csrfmiddlewaretoken", csrf);
    say("saving");
    try {
      const answer = await fetch(form.dataset.draftHref, { method: "POST", body: data, keepalive: leaving });
      if (answer.status === 409) return say("elsewhere");
      if (!answer.ok) throw new Error(String(answer.status));
      versions[kind].value = (await answer.json()).version;
      return say("saved");
    } catch {
      delete saved[kind];
      return say("lost");
    }
  };
  const flush = (options) => {
    clearTimeout(timer);
    timer = 0;
    running = running.then(() => save(kindOf(form), options));
    return running;
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(flush, PAUSE_MS);
  };
  const onChange = (event) => {
    if (!event.target.matches?.("[data-later], [name=kind], input[type=file]")) soon();
  };
  const onHide = () => { if (timer) save(kindOf(form), { leaving: true }); };
  const onBlur = () => { if (timer) flush(); };
  const onSend = (event) => { if (event.detail.elt === form) [isSending, timer] = [true, clearTimeout(timer) || 0]; };
  const onSent = (event) => { if (event.detail.elt === form) isSending = false; };
  const onConfirm = (event) => { // not before a save on its way: its words would be lost, or a draft of what was sent
    const isSent = event.detail.elt === form;
    if (isSent ? !isSaving : !/\/(cancellation|restoration|removal|offer|taking)\/$/.test(event.detail.path || "")) return;
    event.preventDefault();
    if (isSent && isSending) return;
    isSending ||= isSent;
    (timer ? flush() : running).then(() => event.detail.issueRequest(true));
  };
  const onKind = (event) => { if (event.target.name === "kind" && timer) { clearTimeout(timer); save(event.target.value === "note" ? "reply" : "note"); } };

  const start = () => Object.keys(versions).forEach((kind) => {
    if (kind === kindOf(form) && form.contains(document.activeElement)) soon();
    else saved[kind] = fingerprint(contents(form, kind));
  });
  start();
  const listeners = [[form, "careline:written", onChange], [form, "input", onChange], [form, "change", onKind, true], [form, "careline:people", onChange], [form, "focusout", onBlur], [form, "careline:editor", start], [form, "htmx:beforeRequest", onSend], [form, "htmx:afterRequest", onSent], [document, "htmx:confirm", onConfirm], [window, "beforeunload", onHide], [window, "pagehide", onHide]];
  listeners.forEach(([target, ...rest]) => target.addEventListener(...rest));
  return () => {
    onHide();
    listeners.forEach(([target, ...rest]) => target.removeEventListener(...rest));
  };
}
