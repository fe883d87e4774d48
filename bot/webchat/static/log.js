// The log of messages on the page. Order is by seq; what has none yet stands last.

import { callsTo112, clock, element, link, linked } from "./text.js";

const NEAR_THE_END = 160;

export class Log {
  constructor(root, words, locale, press) {
    this.root = root;
    this.words = words;
    this.locale = locale;
    this.press = press;
    this.entries = [];
    this.promised = false; // whether it was said when a person will read this
    this.stays = true;
    root.addEventListener("scroll", () => (this.stays = this.isAtEnd()), { passive: true });
    // What appears below the log takes its room; the last words must not slip behind it.
    new ResizeObserver(() => this.stays && this.scrollToEnd()).observe(root);
  }

  // True when the message was not there before.
  show(item) {
    if (this.entries.some((entry) => entry.seq === item.seq)) return false;
    const own = item.from === "reporter" && this.waitingFor(item);
    if (own) {
      this.received(own.id, item.seq, item.at);
      return false;
    }
    const { stays } = this;
    const entry = { seq: item.seq, node: this.draw(item) };
    if (item.from === "reporter") this.mark(entry, "received");
    if (item.buttons.length) this.offer(entry, item.buttons);
    this.place(entry);
    if (entry.node.classList.contains("alarm")) this.scrollTo(entry);
    else if (stays && this.entries.length > 1) this.follow(entry);
    return true;
  }

  // Shows what the reporter says before the service has it.
  say({ id, text, title, since }) {
    const said = title ?? text;
    const entry = { id, since, said, seq: null, node: this.draw({ from: "reporter", text: said, at: Date.now() }) };
    this.mark(entry, "sending");
    this.place(entry);
    this.follow(entry);
  }

  received(id, seq, at) {
    const entry = this.entries.find((one) => one.id === id);
    if (!entry) return;
    const { stays } = this;
    const twin = this.entries.find((one) => one.seq === seq && one !== entry);
    if (twin) this.remove(twin);
    entry.seq = seq;
    if (at) entry.node.querySelector("time").replaceWith(clock(at, this.locale));
    this.mark(entry, "received");
    this.place(entry);
    if (stays) this.scrollToEnd();
  }

  setState(id, state) {
    const entry = this.entries.find((one) => one.id === id);
    if (entry && entry.seq === null) this.mark(entry, state);
  }

  // Earlier messages stay to be read, and have no part in what follows.
  divide(title) {
    this.retire();
    this.entries = this.entries.filter((entry) => entry.seq === null);
    for (const entry of this.entries) entry.since = 0;
    this.promised = false;
    const earlier = this.root.querySelector(".message") ? [element("p", "divider", title)] : [];
    this.root.append(...earlier, ...this.entries.map((entry) => entry.node));
  }

  clear() {
    for (const node of [...this.root.querySelectorAll(".message, .divider")]) node.remove();
    this.entries = [];
    this.promised = false;
  }

  waitingFor(item) {
    return this.entries.find((one) => one.seq === null && one.said === item.text && item.seq > one.since);
  }

  place(entry) {
    const others = this.entries.filter((one) => one !== entry);
    const last = entry.seq === null ? -1 : others.findIndex((one) => one.seq === null || one.seq > entry.seq);
    const at = last < 0 ? others.length : last;
    if (this.entries[at] === entry) return;
    this.root.insertBefore(entry.node, others[at]?.node ?? null);
    others.splice(at, 0, entry);
    this.entries = others;
  }

  remove(entry) {
    entry.node.remove();
    this.entries = this.entries.filter((one) => one !== entry);
  }

  draw({ from, text, at }) {
    const node = element("div", `message from-${from}`);
    node.append(element("p", "sender", this.words[`from_${from}`]));
    const words = element("p", "text", ...(from === "reporter" ? [text] : linked(text)));
    words.dir = "auto";
    const bubble = element("div", "bubble", words);
    if (from === "bot" && callsTo112(text)) {
      node.classList.add("alarm");
      bubble.append(link("tel:112", this.words.call_112, "call"));
    }
    node.append(bubble, element("p", "meta", clock(at, this.locale)));
    return node;
  }

  mark(entry, state) {
    const meta = entry.node.querySelector(".meta");
    entry.node.dataset.state = state;
    meta.querySelector(".state")?.remove();
    meta.append(" ", element("span", "state", this.words[state]));
    if (state !== "received" || this.promised) return;
    this.promised = true;
    meta.after(element("p", "reading", this.words.reading));
  }

  offer(entry, buttons) {
    this.retire();
    const group = element("div", "choices");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", this.words.choices);
    for (const { title, payload } of buttons) {
      const button = element("button", "", title);
      button.type = "button";
      button.addEventListener("click", () => {
        if (button.getAttribute("aria-disabled") === "true") return;
        button.classList.add("pressed");
        this.retire();
        this.press({ title, payload });
      });
      group.append(button);
    }
    entry.node.append(group);
  }

  // Takes the offered buttons away. The one that has the focus must not vanish under the finger.
  retire() {
    for (const group of this.root.querySelectorAll(".choices")) {
      const release = () => group.remove();
      if (!group.contains(document.activeElement)) return release();
      for (const button of group.children) button.setAttribute("aria-disabled", "true");
      group.addEventListener("focusout", release, { once: true });
    }
  }

  isAtEnd() {
    return this.root.scrollHeight - this.root.scrollTop - this.root.clientHeight < NEAR_THE_END;
  }

  // An answer to the first of several messages stands above those that are still on their way: what is followed is
  // the end of the log, or the log would stay behind there.
  follow(entry) {
    if (this.isTall(entry)) this.scrollTo(entry);
    else this.scrollToEnd();
  }

  scrollTo(entry) {
    entry.node.scrollIntoView({ block: this.isTall(entry) ? "start" : "end" });
  }

  scrollToEnd() {
    this.root.scrollTop = this.root.scrollHeight;
  }

  isTall({ node }) {
    return node.offsetHeight > this.root.clientHeight * 0.8;
  }
}
