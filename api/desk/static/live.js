// News from the server as it happens, and the honest state of the connection.

import { find } from "./dom.js";
import { clockTime, say } from "./words.js";

const TYPES = ["tip.created", "tip.updated", "tip.withdrawn", "lease.expired"];
const RETRY = 5_000;
const CALM = 400; // news within this time is one reload …
const LATEST = 2_000; // … but none waits longer

export class Live {
  #source = null;
  #retry = 0;
  #timer = 0;
  #since = 0;
  #ids = new Set();
  #changed;

  // `changed(ids)`: what may have changed; null when anything may have.
  constructor(changed) {
    this.#changed = changed;
  }

  start() {
    this.stop();
    connection.stream = "connecting";
    this.#source = new EventSource("/v1/events");
    this.#source.addEventListener("open", () => {
      connection.stream = "live";
      this.#soon(null); // something may have happened while nobody listened
    });
    this.#source.addEventListener("error", () => {
      connection.stream = "down";
      // The browser itself tries again, except after an answer that was no stream.
      if (this.#source?.readyState !== EventSource.CLOSED) return;
      this.#retry = setTimeout(() => this.start(), RETRY);
      this.#soon(null); // a session that has ended shows itself in the next call
    });
    for (const type of TYPES) this.#source.addEventListener(type, (event) => this.#heard(event));
  }

  stop() {
    clearTimeout(this.#retry);
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#source?.close();
    this.#source = null;
  }

  #heard(event) {
    let id = null;
    try {
      id = JSON.parse(event.data).id ?? null;
    } catch {
      // What cannot be read may concern anything.
    }
    this.#soon(id);
  }

  #soon(id) {
    if (this.#ids) {
      if (id === null) this.#ids = null;
      else this.#ids.add(id);
    }
    if (!this.#timer) this.#since = Date.now();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const ids = this.#ids;
      this.#ids = new Set();
      this.#timer = 0;
      this.#changed(ids);
    }, Math.min(CALM, Math.max(0, this.#since + LATEST - Date.now())));
  }
}

class Connection {
  #stream = "connecting";
  #fetched = true;
  #at = null;

  set stream(state) {
    this.#stream = state;
    this.#show();
  }

  set fetched(worked) {
    this.#fetched = worked;
    if (worked) this.#at = new Date();
    this.#show();
  }

  #show() {
    const [state, text] = this.#inWords();
    const shown = find("connection");
    shown.dataset.state = state;
    if (shown.textContent !== text) shown.textContent = text;
  }

  #inWords() {
    if (!this.#fetched) {
      return ["offline", this.#at ? say("offline", { time: clockTime(this.#at) }) : say("offline_unknown")];
    }
    if (this.#stream === "live") return ["live", say("live")];
    return this.#stream === "down" ? ["slow", say("slow")] : ["connecting", say("connecting")];
  }
}

export const connection = new Connection();
