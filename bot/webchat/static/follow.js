// Follows a conversation: the event stream, and asking every three seconds while there is none.

import { Refused, ask, request } from "./api.js";
import { backoff, sleep } from "./waiting.js";

const POLL_EVERY = 3000;
const OPENS_WITHIN = 10_000;
const SILENT_AT_MOST = 45_000; // three heartbeats
const WORTH_A_QUICK_RETURN = 5000;

export class Follower {
  // `tell` has items(list), expired() and contact(isThere).
  constructor(token, tell) {
    this.token = token;
    this.tell = tell;
    this.after = 0;
    this.stopped = false;
  }

  stop() {
    this.stopped = true;
    this.abort?.abort();
  }

  async run() {
    let failures = 0;
    await this.poll();
    while (!this.stopped) {
      const began = Date.now();
      try {
        await this.stream();
      } catch (error) {
        if (this.isOver(error)) return;
      }
      failures = Date.now() - began > WORTH_A_QUICK_RETURN ? 0 : failures + 1;
      await this.pollFor(failures ? backoff(failures) : 200);
    }
  }

  async stream() {
    this.abort = new AbortController();
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
        watchdog = setTimeout(() => this.abort.abort(), SILENT_AT_MOST);
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

  async pollFor(milliseconds) {
    const until = Date.now() + milliseconds;
    while (!this.stopped) {
      const left = until - Date.now();
      if (left <= 0) return;
      const asked = Date.now();
      await sleep(Math.min(left, POLL_EVERY));
      // Somebody woke us early: there is hope for the stream itself.
      const woken = Date.now() - asked < Math.min(left, POLL_EVERY) - 50;
      await this.poll();
      if (woken) return;
    }
  }

  async poll() {
    try {
      const { items } = await ask(`messages?after=${this.after}`, { token: this.token });
      if (this.stopped) return;
      this.tell.contact(true);
      this.take(items);
    } catch (error) {
      if (!this.isOver(error)) this.tell.contact(false);
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
