// One stream of live events: `GET /live?topics=a,b`; after a loss it begins again where it stopped.
// fetch instead of EventSource: new topics start from a cursor that we name. What is told twice harms nobody.

const SILENCE_MS = 60000;
const SLOWEST_MS = 30000;
const BACK_MS = 3000;

const order = (cursor) => {
  const [first, next, running = ""] = (cursor.split("/")[1] || "").split(":");
  return [Number(first), Number(next), -running.split(",").filter(Boolean).length];
};

// The earlier of two cursors of one database: snapshots, of which the earlier knows less.
export function earlier(one, other) {
  if (!one || !other || one.split("/")[0] !== other.split("/")[0]) return other || one;
  const [a, b] = [order(one), order(other)];
  const place = a.findIndex((part, at) => part !== b[at]);
  return place < 0 || a[place] < b[place] ? one : other;
}

export class Stream {
  #url; #onEvent; #onState; #topics = ""; #cursor = ""; #past = []; #failures = 0; #current = null; #timer = 0;

  constructor(url, onEvent, onState) {
    this.#url = url;
    this.#onEvent = onEvent;
    this.#onState = onState;
  }

  follow(topics, from = "") {
    const wanted = [...topics].sort().join(",");
    const isSame = wanted === this.#topics && this.#current;
    const cursor = from ? earlier(this.#cursor, from) : isSame ? this.#cursor : this.#aWhileAgo();
    if (isSame && cursor === this.#cursor) return;
    this.#topics = wanted;
    this.#cursor = cursor;
    this.#failures = 0;
    this.#start();
  }

  again() {
    if (this.#topics && this.#failures) this.#start();
  }

  #aWhileAgo() {
    return this.#past.find(([left]) => Date.now() - left < BACK_MS)?.[1] || this.#cursor;
  }

  #move(cursor) {
    if (this.#cursor && cursor !== this.#cursor) this.#past = [...this.#past.slice(-20), [Date.now(), this.#cursor]];
    this.#cursor = cursor;
  }

  #start() {
    this.#current?.abort();
    clearTimeout(this.#timer);
    this.#current = null;
    if (this.#topics) this.#read((this.#current = new AbortController()));
  }

  async #read(control) {
    try {
      const headers = { Accept: "text/event-stream" };
      if (this.#cursor) headers["Last-Event-ID"] = this.#cursor;
      const answer = await fetch(`${this.#url}?topics=${encodeURIComponent(this.#topics)}`, { headers, signal: control.signal, cache: "no-store", redirect: "error" });
      if (!answer.ok) throw Object.assign(new Error(`live: ${answer.status}`), { status: answer.status });
      this.#failures = 0;
      this.#onState("open");
      await this.#consume(answer.body.pipeThrough(new TextDecoderStream()).getReader(), control);
      throw new Error("live: ended");
    } catch (error) {
      if (control !== this.#current) return;
      this.#current = null;
      if (error.status === 401) return void this.#onState("refused");
      if (error.status === 404) return void this.#onState("none");
      this.#failures += 1;
      this.#onState("lost");
      const wait = Math.min(SLOWEST_MS, 250 * 2 ** this.#failures) * (0.5 + Math.random() / 2);
      this.#timer = setTimeout(() => this.#start(), wait);
    }
  }

  async #consume(reader, control) {
    let rest = "";
    for (;;) {
      const silence = setTimeout(() => reader.cancel().catch(() => {}), SILENCE_MS);
      const { done, value } = await reader.read();
      clearTimeout(silence);
      if (done || control !== this.#current) return;
      const blocks = (rest + value).replace(/\r\n?/g, "\n").split("\n\n");
      rest = blocks.pop();
      blocks.forEach((block) => this.#take(block));
    }
  }

  #take(block) {
    const fields = { event: "message", data: [] };
    for (const line of block.split("\n")) {
      const [, name, value] = line.match(/^([^:]+):? ?(.*)$/) || [];
      if (name === "data") fields.data.push(value);
      else if (name) fields[name] = value;
    }
    if (fields.id) this.#move(fields.id);
    if (fields.event === "reload") [this.#cursor, this.#past] = ["", []];
    if (fields.event === "ready" || (!fields.data.length && fields.event !== "reload")) return;
    const data = fields.data.length ? JSON.parse(fields.data.join("\n")) : {};
    this.#onEvent({ name: fields.event, cursor: this.#cursor, ...data });
  }
}
