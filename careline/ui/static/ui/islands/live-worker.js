// Shared by all tabs of one browser: one stream with the topics of all of them, each told only of its own.

import { Stream } from "./live-stream.js";

const SILENT_MS = 200000;
const pages = new Map();
let state = "";
let stream;

const tell = (message, concerns = () => true) => {
  for (const [port, page] of pages) if (concerns(page)) port.postMessage(message);
};
const onEvent = (event) => tell({ event }, (page) => !event.topics || event.topics.some((topic) => page.topics.includes(topic)));
const onState = (now) => {
  state = now;
  tell({ state });
};

function follow(from) {
  for (const [port, page] of pages) if (Date.now() - page.seen > SILENT_MS) pages.delete(port);
  stream.follow(new Set([...pages.values()].flatMap((page) => page.topics)), from);
}

onconnect = ({ ports: [port] }) => {
  port.onmessage = ({ data }) => {
    stream ||= new Stream(data.url, onEvent, onState);
    if (data.leaves) pages.delete(port);
    else pages.set(port, { topics: data.topics, seen: Date.now() });
    follow(data.from);
    if (data.again) stream.again();
    if (!data.leaves && state) port.postMessage({ state });
  };
};
