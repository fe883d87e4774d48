// The list: rows that change in place, without moving what is being read.

import { el, find, keepingFocus } from "./dom.js";
import { address } from "./place.js";
import { age, counted, inLanguage, named, say } from "./words.js";

const SAME_SPOT = 4; // px

export class List {
  #rows = find("rows");
  #pane = find("list");
  #came = find("came");
  #tips = new Map();
  #opened = new Set();
  #noticed = new Set(); // new tips that the marker has led to
  #since = null;

  constructor() {
    this.#came.addEventListener("click", () => this.#showNew());
  }

  get links() {
    return [...this.#rows.querySelectorAll("a")];
  }

  get count() {
    return this.#tips.size;
  }

  link(id) {
    return this.links.find((link) => link.dataset.id === id);
  }

  // A tip that came in after this instant (of the server's clock) is new.
  newSince(at) {
    this.#since ??= at;
  }

  clear() {
    this.#rows.replaceChildren();
    this.#tips.clear();
    this.#opened.clear();
    this.#noticed.clear();
    this.#since = null;
    this.#came.hidden = true;
  }

  opened(id) {
    if (id) this.#opened.add(id);
    for (const link of this.links) {
      if (link.dataset.id === id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
      if (this.#opened.has(link.dataset.id)) link.querySelector(".new").hidden = true;
    }
    this.#countNew();
  }

  // → the tips that are new to this list.
  show({ items, more }, place, me) {
    const came = items.filter((tip) => !this.#tips.has(tip.id) && this.#isNew(tip));
    this.#holdingScroll(() => keepingFocus(() => this.#reconcile(items, place, me)));
    find("more").hidden = !more;
    const none = place.q || place.category ? "nothing_found" : "nothing";
    const some = more ? say("shown_first", { count: items.length }) : counted("shown", items.length);
    find("shown").textContent = items.length ? some : say(none);
    this.opened(place.tip);
    return came;
  }

  #isNew(tip) {
    return this.#since !== null && new Date(tip.created_at) > this.#since && !this.#opened.has(tip.id);
  }

  #reconcile(items, place, me) {
    const old = new Map([...this.#rows.children].map((row) => [row.dataset.id, row]));
    const wanted = new Set(items.map((tip) => tip.id));
    for (const [id, row] of old) if (!wanted.has(id)) row.remove();
    let next = this.#rows.firstElementChild;
    for (const tip of items) {
      const row = old.get(tip.id) ?? el("li", { data: { id: tip.id } }, el("a", { data: { id: tip.id } }));
      const link = row.firstElementChild;
      link.href = address({ ...place, tip: tip.id });
      const print = JSON.stringify([tip, me.name]);
      if (link.print !== print) {
        link.print = print;
        link.replaceChildren(...this.#contents(tip, me));
      }
      if (row === next) next = next.nextElementSibling;
      else this.#rows.insertBefore(row, next);
    }
    this.#tips = new Map(items.map((tip) => [tip.id, tip]));
  }

  #contents(tip, me) {
    const colon = tip.summary.indexOf(": ");
    const details = colon < 0 ? "" : tip.summary.slice(colon + 2);
    const excerpt = Array.from(tip.narrative).slice(0, 160).join("");
    const { level, kind } = tip.emergency;
    const mine = tip.assignee === me.name;
    const meta = [details.includes(tip.area) ? null : tip.area, named("channel", tip.channel), tip.status === "closed" ? named("status", "closed") : null];
    return [
      el("span", { class: "top" },
        urgencyMark(tip.urgency),
        el("strong", { class: "category" }, named("category", tip.category ?? "none")),
        level !== "none" && kind ? el("span", { class: `kind kind-${level}` }, named("kind", kind)) : "",
        el("span", { class: "new", hidden: !this.#isNew(tip) }, say("new")),
        age(tip.created_at)),
      details ? el("span", { class: "details", ...inLanguage("sv") }, details) : null,
      excerpt ? el("span", { class: "excerpt", ...inLanguage(tip.language) }, excerpt) : null,
      el("span", { class: "under" },
        meta.filter(Boolean).join(" · "),
        tip.assignee
          ? el("span", { class: mine ? "holder mine" : "holder" }, mine ? say("claimed_by_me") : say("claimed_by", { name: tip.assignee })) : null,
        tip.stuck ? el("span", { class: "stuck" }, say("stuck")) : null),
    ].filter(Boolean);
  }

  // Keeps the first row in sight where it is; at the very top, what is new may slip in above.
  #holdingScroll(change) {
    const inner = getComputedStyle(this.#pane).overflowY === "auto";
    const scroller = inner ? this.#pane : document.scrollingElement;
    const top = inner ? this.#pane.getBoundingClientRect().top : 0;
    const anchor = scroller.scrollTop > SAME_SPOT
      ? [...this.#rows.children].find((row) => row.getBoundingClientRect().bottom > top) : undefined;
    const before = anchor?.getBoundingClientRect().top;
    change();
    if (anchor?.isConnected) scroller.scrollTop += anchor.getBoundingClientRect().top - before;
  }

  #unnoticed() {
    return [...this.#tips.values()].filter((tip) => this.#isNew(tip) && !this.#noticed.has(tip.id));
  }

  #countNew() {
    const count = this.#unnoticed().length;
    this.#holdingScroll(() => { this.#came.hidden = count === 0; });
    this.#came.textContent = count ? counted("came", count) : "";
  }

  #showNew() {
    const fresh = this.#unnoticed();
    for (const tip of fresh) this.#noticed.add(tip.id);
    this.#countNew();
    const link = this.link(fresh[0]?.id);
    link?.scrollIntoView({ block: "center" });
    link?.focus({ preventScroll: true });
  }
}

export function urgencyMark(urgency) {
  return el("span", { class: `urgency urgency-${urgency}` }, named("urgency", urgency));
}
