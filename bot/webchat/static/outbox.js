// What the reporter said and the service has not yet confirmed. It is stored before it is sent, sent in order,
// and sent again under the same id until there is an answer: a repeat never doubles.

import { Refused, ask } from "./api.js";
import { load, save } from "./store.js";
import { backoff, sleep, wakeAll } from "./waiting.js";

const HOPELESS = new Set([400, 413, 422]);

export class Outbox {
  // `tell` has received(item, seq), retrying(item), rejected(item) and expired().
  constructor(tell) {
    this.tell = tell;
    this.items = load("queue", []);
    this.token = null;
    this.running = false;
  }

  add(item) {
    this.items.push(item);
    this.keep();
    wakeAll();
    this.run();
  }

  start(token) {
    this.token = token;
    wakeAll();
    this.run();
  }

  stop() {
    this.token = null;
  }

  // The page is being left for good: what was said and has not arrived is sent behind its back, once.
  sendLast() {
    const { token } = this;
    this.stop();
    if (token) for (const item of this.take(() => true)) ask("messages", { token, body: said(item), keepalive: true }).catch(() => {});
  }

  // Gives up what fits, unsent.
  take(fits) {
    const taken = this.items.filter(fits);
    this.items = this.items.filter((item) => !fits(item));
    this.keep();
    return taken;
  }

  keep() {
    save("queue", this.items);
  }

  async run() {
    if (this.running) return;
    this.running = true;
    for (let failures = 0; this.token && this.items.length; ) {
      const item = this.items[0];
      const token = this.token;
      try {
        const { seq } = await ask("messages", { token, body: said(item) });
        this.settle(item, () => this.tell.received(item, seq));
        failures = 0;
      } catch (error) {
        if (token !== this.token) continue;
        if (error instanceof Refused && error.status === 401) {
          this.stop();
          this.tell.expired();
        } else if (error instanceof Refused && HOPELESS.has(error.status)) {
          this.settle(item, () => this.tell.rejected(item));
        } else {
          failures += 1;
          this.tell.retrying(item);
          await sleep(Math.max(backoff(failures), error.retryAfter ?? 0));
        }
      }
    }
    this.running = false;
  }

  settle(item, tell) {
    if (!this.items.includes(item)) return;
    this.items = this.items.filter((other) => other !== item);
    this.keep();
    tell();
  }
}

function said({ id, text, payload }) {
  return payload ? { payload, client_message_id: id } : { text, client_message_id: id };
}

// Not crypto.randomUUID: browsers keep it from pages that are not served over TLS.
export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
