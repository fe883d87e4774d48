// Follows a conversation by the event stream, and by asking whenever the stream brings nothing: it may be blocked,
// broken, or held back by something on the way.

import { Refused, ask, request } from "./api.js";
import { backoff, sleep, wakeAll } from "./waiting.js";

const OPENS_WITHIN = 10_000; // the server's first line comes at once
const SILENT_AT_MOST = 25_000; // a heartbeat is due every 15 s
const WORTH_A_QUICK_RETURN = 5000;
const PROVEN_AFTER = 5000; // what is held back on the way may let the first lines through
const ASK_EVERY = 2000;
const ASK_EVERY_AT_MOST = 15_000;
const LOST_AFTER = 2;

export class Follower {
  // `tell` has items(list), expired() and contact(isThere).
  constructor(token, tell) {
    this.token = token;
    this.tell = tell;
    this.after = 0;
    this.proven = false; // whether a line came some time after the stream's opening
    this.flows = false; // whether the stream alone is relied upon
    this.stopped = false;
  }

  stop() {
    this.stopped = true;
    this.abort?.abort();
    wakeAll();
  }

  async run() {
    const failures = (await this.poll()) ? 0 : 1;
    await Promise.all([this.streamOn(), this.askOn(failures)]);
  }

  async streamOn() {
    for (let failures = 0; !this.stopped; ) {
      const began = Date.now();
      try {
        await this.stream();
      } catch (error) {
        if (this.isOver(error)) return;
      }
      const worked = this.proven && Date.now() - began > WORTH_A_QUICK_RETURN;
      failures = worked ? 0 : failures + 1;
      this.flows = false;
      await sleep(failures ? backoff(failures) : 200);
    }
  }

  async stream() {
    this.abort = new AbortController();
    const began = Date.now();
    let watchdog = setTimeout(() => this.abort.abort(), OPENS_WITHIN);
    try {
      const headers = { Accept: "text/event-stream", "Last-Event-ID": String(this.after) };
      const response = await request("events", { token: this.token, headers, signal: this.abort.signal });
      const reader = response.body.getReader();
      const decoder = new TextDecoder();
      for (let rest = ""; ; ) {
        const { done, value } = await reader.read();
        if (done || this.stopped) return;
        clearTimeout(watchdog);
        watchdog = setTimeout(() => this.distrust(), SILENT_AT_MOST);
        this.proven ||= Date.now() - began > PROVEN_AFTER;
        this.flows = this.proven;
        this.tell.contact(true);
        const events = (rest + decoder.decode(value, { stream: true })).split("\n\n");
        rest = events.pop();
        this.take(events.flatMap(item));
      }
    } finally {
      clearTimeout(watchdog);
      this.abort.abort();
    }
  }

  distrust() {
    this.proven = false;
    this.abort.abort();
  }

  // Every two seconds at first, then more and more seldom while nothing comes; whoever writes wakes it (waiting.js).
  async askOn(failures) {
    let pause = ASK_EVERY;
    while (!this.stopped) {
      const asked = Date.now();
      await sleep(failures ? Math.max(backoff(failures), this.retryAfter) : pause);
      const woken = Date.now() - asked < pause - 50;
      if (this.stopped) return;
      if (this.flows) {
        [pause, failures] = [ASK_EVERY, 0];
        continue;
      }
      const { after } = this;
      failures = (await this.poll(failures)) ? 0 : failures + 1;
      pause = woken || this.after > after ? ASK_EVERY : Math.min(ASK_EVERY_AT_MOST, pause * 1.25);
    }
  }

  // False when there was no answer. One failure alone is not called a loss of contact.
  async poll(failures = 0) {
    try {
      const { items } = await ask(`messages?after=${this.after}`, { token: this.token });
      if (this.stopped) return true;
      this.tell.contact(true);
      this.take(items);
      return true;
    } catch (error) {
      this.retryAfter = error.retryAfter ?? 0;
      if (!this.isOver(error) && (failures + 1 >= LOST_AFTER || !navigator.onLine)) this.tell.contact(false);
      return false;
    }
  }

  take(items) {
    if (this.stopped || !items.length) return;
    this.after = Math.max(this.after, ...items.map((one) => one.seq));
    this.tell.items(items);
  }

  isOver(error) {
    if (!this.stopped && error instanceof Refused && error.status === 401) {
      this.stop();
      this.tell.expired();
    }
    return this.stopped;
  }
}

function item(event) {
  const data = event.split("\n").filter((line) => line.startsWith("data:"));
  return data.length ? [JSON.parse(data.map((line) => line.slice(5)).join("\n"))] : [];
}
