// Files that the reporter attaches: sent one after the other, under an id that stays the same however often it is tried.

import { newId } from "./outbox.js";
import { element } from "./text.js";
import { backoff, sleep } from "./waiting.js";

const LARGEST = 50_000_000;
const STALLED = 60_000;
const MOST_TRIES = 6;
const WHY = { 400: "file_failed", 413: "file_too_large", 415: "file_kind", 422: "file_empty" };

// The secret of a link that leads to a tip; the address forgets it at once.
export function takeUploadLink() {
  const secret = /^#upload=([\w-]{1,100})$/.exec(location.hash)?.[1] ?? null;
  if (secret) history.replaceState(null, "", location.pathname + location.search);
  return secret;
}

export class Attachments {
  #log;
  #words;
  #hooks;
  #queue = [];
  #running = false;
  #request = null;

  // `hooks`: token() of the open conversation or null; open(), where there is none;
  // since(), the last seq that is shown; expired().
  constructor(log, words, hooks) {
    this.#log = log;
    this.#words = words;
    this.#hooks = hooks;
    const [input, button, text] = ["file", "attach", "text"].map((id) => document.getElementById(id));
    button.addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      this.#take(input.files);
      input.value = "";
    });
    text.addEventListener("paste", (event) => {
      if (!event.clipboardData?.files.length) return;
      event.preventDefault();
      this.#take(event.clipboardData.files);
    });
  }

  get busy() {
    return this.#queue.length > 0;
  }

  // The conversation is open (again): what waits is sent.
  start() {
    this.#run();
  }

  // Nothing more of what waits is sent.
  clear() {
    this.#queue = [];
    this.#request?.abort();
  }

  #take(files) {
    for (const file of files) {
      const item = { id: newId(), file, tries: 0, node: element("div", "upload") };
      this.#log.say({ id: item.id, text: `📎 ${file.name}`, since: this.#hooks.since() });
      this.#entry(item)?.node.querySelector(".bubble").append(item.node);
      const why = file.size > LARGEST ? "file_too_large" : file.size === 0 ? "file_empty" : null;
      if (why) this.#failed(item, why, false);
      else this.#add(item);
    }
  }

  #add(item) {
    const bar = element("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", this.#words.file_progress);
    item.bar = bar;
    item.node.replaceChildren(bar);
    if (this.#log.stays) this.#log.scrollToEnd();
    this.#log.setState(item.id, "sending");
    this.#queue.push(item);
    this.#hooks.open();
    this.#run();
  }

  #entry({ id }) {
    return this.#log.entries.find((one) => one.id === id);
  }

  async #run() {
    if (this.#running) return;
    this.#running = true;
    while (this.#queue.length && this.#hooks.token()) await this.#send(this.#queue[0]);
    this.#running = false;
  }

  async #send(item) {
    const { status, seq, retryAfter } = await this.#post(item);
    if (!this.#queue.includes(item)) return;
    item.tries += 1;
    if (status === 202) {
      this.#settle(item);
      item.node.remove();
      this.#log.received(item.id, seq);
    } else if (status === 401) {
      this.#failed(item, "file_failed", true);
      this.#hooks.expired();
    } else if (WHY[status]) this.#failed(item, WHY[status], status === 400);
    else if (item.tries >= MOST_TRIES) this.#failed(item, "file_failed", true);
    else {
      this.#log.setState(item.id, "retrying");
      await sleep(Math.max(backoff(item.tries), retryAfter));
    }
  }

  // → {status, seq, retryAfter}; status 0 when there was no answer. `fetch` cannot say how much has been sent.
  #post({ id, file, bar }) {
    const form = new FormData();
    form.append("client_message_id", id);
    form.append("file", file, file.name);
    return new Promise((answered) => {
      const request = (this.#request = new XMLHttpRequest());
      let stalled = 0;
      const moving = () => {
        clearTimeout(stalled);
        stalled = setTimeout(() => request.abort(), STALLED);
      };
      request.upload.addEventListener("progress", (event) => {
        moving();
        if (event.lengthComputable) bar.value = event.loaded / event.total;
      });
      request.addEventListener("loadend", () => {
        clearTimeout(stalled);
        const retryAfter = Number(request.status ? request.getResponseHeader("Retry-After") : 0) * 1000 || 0;
        answered({ status: request.status, seq: request.response?.seq, retryAfter });
      });
      request.open("POST", "/chat/api/attachments");
      request.responseType = "json";
      request.setRequestHeader("Authorization", `Bearer ${this.#hooks.token()}`);
      moving();
      request.send(form);
    });
  }

  #settle(item) {
    this.#queue = this.#queue.filter((other) => other !== item);
  }

  #failed(item, why, again) {
    this.#settle(item);
    this.#log.setState(item.id, "not_sent");
    item.node.replaceChildren(element("p", "problem", this.#words[why]));
    if (again) this.#offerAgain(item);
    if (this.#log.stays) this.#log.scrollToEnd();
  }

  #offerAgain(item) {
    const button = element("button", "", this.#words.file_again);
    button.type = "button";
    button.addEventListener("click", () => {
      item.tries = 0;
      this.#add(item);
    });
    item.node.append(button);
  }
}
