// What the reading pane shows: one tip, none, or why there is none. Tips with unsaved words are kept at hand.

import { Refused, getTip } from "./api.js";
import { announce, find } from "./dom.js";
import { Reading } from "./reading.js";
import { say } from "./words.js";

export class Pane {
  #root = find("reading");
  #me = null;
  #id = "";
  #open = new Map(); // Reading, by id: the shown one, and those with unsaved words
  #hooks;
  #backTo = "#";
  #listAt = 0;

  // `back()`: to the list; `changed()`: after an act on a tip.
  constructor({ back, changed }) {
    this.#hooks = { back, changed };
  }

  enter(me) {
    this.#me = me;
  }

  set backTo(href) {
    this.#backTo = href;
    if (this.#current) this.#current.back.href = href;
  }

  get dirty() {
    return [...this.#open.values()].some((reading) => reading.dirty);
  }

  get #current() {
    return this.#open.get(this.#id);
  }

  async open(id, { focus = false } = {}) {
    if (!this.#id) this.#listAt = scrollY;
    this.#leave();
    this.#id = id;
    find("no-tip").hidden = true;
    this.#root.hidden = false;
    if (this.#current) {
      this.#place(focus);
      return this.reload();
    }
    this.#root.replaceChildren();
    return this.#fetch(focus);
  }

  async #fetch(focus) {
    const id = this.#id;
    try {
      const tip = await getTip(id);
      if (id !== this.#id || this.#current) return;
      this.#open.set(id, new Reading(tip, this.#me, {
        back: (event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          this.#hooks.back();
        },
        changed: this.#hooks.changed,
        chooseOutcome,
      }));
      this.#place(focus);
    } catch (error) {
      this.#failed(error, id);
    }
  }

  // Reads the shown tip again; a failure leaves what is shown.
  async reload() {
    const id = this.#id;
    if (!id) return;
    if (!this.#current) return this.#fetch(false);
    try {
      await this.#current.reload();
    } catch (error) {
      this.#failed(error, id);
    }
  }

  #failed(error, id) {
    if (!(error instanceof Refused)) throw error;
    if (error.status === 401 || id !== this.#id) return;
    if (this.#current && error.status !== 404) return; // the bar says that there is no contact
    const problem = document.createElement("p");
    problem.className = "problem";
    problem.setAttribute("role", "alert");
    const back = document.createElement("a");
    back.className = "back";
    back.href = this.#backTo;
    back.textContent = say("back");
    this.#root.replaceChildren(back, problem);
    announce(problem, say([403, 404].includes(error.status) ? "tip_gone" : "tip_failed"));
    if (![403, 404].includes(error.status)) setTimeout(() => id === this.#id && this.reload(), 5000);
  }

  #place(focus) {
    const reading = this.#current;
    reading.back.href = this.#backTo;
    this.#root.replaceChildren(reading.element);
    find("tip").scrollTop = 0;
    if (!focus) return;
    reading.heading.focus({ preventScroll: true });
    if (getComputedStyle(find("tip")).overflowY !== "auto") scrollTo(0, 0);
  }

  #leave() {
    if (this.#current && !this.#current.dirty) this.#open.delete(this.#id);
    this.#id = "";
  }

  press(name) {
    if (!this.#current) return false;
    return this.#current.press(name);
  }

  hide() {
    const wasOpen = this.#id !== "";
    this.#leave();
    this.#root.replaceChildren();
    this.#root.hidden = true;
    find("no-tip").hidden = false;
    if (wasOpen && getComputedStyle(find("tip")).overflowY !== "auto") scrollTo(0, this.#listAt);
  }

  // Nothing that this person read or typed stays for the next one.
  forget() {
    this.#open.clear();
    this.hide();
  }
}

function chooseOutcome() {
  const dialog = find("outcome");
  find("outcome-form").reset();
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((decided) => {
    dialog.addEventListener("close", () => {
      const chosen = find("outcome-form").elements.outcome.value;
      decided(dialog.returnValue === "yes" && chosen ? chosen : null);
    }, { once: true });
  });
}

find("outcome-cancel").addEventListener("click", () => find("outcome").close("no"));
