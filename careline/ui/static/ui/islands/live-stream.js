// One stream of live events: reads `GET /live?topics=a,b` and, after a loss, begins again where it stopped.
// fetch instead of EventSource, because a new set of topics must start from a cursor that we name.

const SILENCE_MS = 60000;
const SLOWEST_MS = 30000;

export class Stream {
  #url; #onEvent; #onState; #topics = ""; #cursor = ""; #failures = 0; #current = null; #timer = 0;

  constructor(url, onEvent, onState) {
    this.#url = url;
    this.#onEvent = onEvent;
    this.#onState = onState;
  }

  follow(topics) {
    const wanted = [...topics].sort().join(",");
    if (wanted === this.#topics && this.#current) return;
    this.#topics = wanted;
    this.#failures = 0;
    this.#start();
  }

  again() {
    if (this.#topics && this.#failures) this.#start();
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
    if (fields.id) this.#cursor = fields.id;
    if (fields.event === "reload") this.#cursor = "";
    if (fields.event === "ready" || (!fields.data.length && fields.event !== "reload")) return;
    const data = fields.data.length ? JSON.parse(fields.data.join("\n")) : {};
    this.#onEvent({ name: fields.event, cursor: this.#cursor, ...data });
  }
}
