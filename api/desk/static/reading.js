// The reading pane of one tip. Built once, then brought up to date in place: what is typed in it stays.

import { Refused, act, changeTip, getTip } from "./api.js";
import { announce, el, keepingFocus } from "./dom.js";
import { Files } from "./files.js";
import { ChangeForm, NoteForm } from "./forms.js";
import { urgencyMark } from "./list.js";
import { fieldTable, mentions, narrative } from "./narrative.js";
import { emergency, facts, history, missing, notes, state } from "./parts.js";
import { inLanguage, named, say } from "./words.js";

const CHANGERS = ["investigator", "operator", "supervisor"];

export class Reading {
  #tip;
  #me;
  #busy = false;
  #late = null; // a reload that came in while an act of one's own was under way
  #changed;
  #chooseOutcome;
  #changeForm;
  #noteForm;
  #files = new Files();
  #parts = {};
  #buttons = {};
  #done = el("p", { class: "done", role: "status" });
  #problem = el("p", { class: "problem", role: "alert" });

  // `back`: the link to the list; `changed(tip)` after an act; `chooseOutcome()` → an outcome or null.
  constructor(tip, me, { back, changed, chooseOutcome }) {
    this.#tip = tip;
    this.#me = me;
    this.#changed = changed;
    this.#chooseOutcome = chooseOutcome;
    this.heading = el("h2", { tabIndex: -1, id: `tip-${tip.id}` });
    this.back = el("a", { class: "back" }, say("back"));
    this.back.addEventListener("click", back);
    this.#changeForm = new ChangeForm(tip.id, (values) => this.#change(values));
    this.#noteForm = new NoteForm(tip.id, (text) => this.#act("/notes", { text }, "noted"));
    this.element = el("article", { class: "tip", "aria-labelledby": this.heading.id }, this.#skeleton());
    this.#fill();
  }


  get dirty() {
    return this.#changeForm.dirty || this.#noteForm.dirty;
  }

  // Reads the tip again, because somebody may have changed it.
  async reload() {
    this.update(await getTip(this.#tip.id));
  }

  update(tip) {
    if (this.#busy) {
      this.#late = tip;
      return;
    }
    const foreign = tip.version > this.#tip.version;
    if (tip.version < this.#tip.version) return;
    this.#take(tip);
    if (foreign && this.#changeForm.dirty) this.#changeForm.conflict();
  }

  // By a single key, which slips easily: never gives back what somebody else holds.
  press(name) {
    const foreign = name === "release" && this.#tip.assignee !== this.#me.name;
    if (!foreign && !this.#buttons[name].hidden) this.#buttons[name].click();
  }

  #take(tip) {
    this.#tip = tip;
    keepingFocus(() => this.#fill());
  }

  #skeleton() {
    const part = (name, title, ...more) => {
      const body = el("div", {});
      this.#parts[name] = body;
      const id = `${name}-${this.#tip.id}`;
      return el("section", { class: `part part-${name}`, "aria-labelledby": id }, el("h3", { id }, title), body, ...more);
    };
    const bare = (name) => (this.#parts[name] = el("div", { class: `part-${name}` }));
    const button = (name, strong, go) => {
      const made = el("button", { type: "button", class: strong ? "strong" : "" }, say(name));
      made.addEventListener("click", go);
      return (this.#buttons[name] = made);
    };
    button("claim", true, () => this.#act("/claims", {}, "did_claim")).setAttribute("aria-keyshortcuts", "c");
    button("release", false, () => this.#act("/releases", {}, "did_release")).setAttribute("aria-keyshortcuts", "r");
    button("close", false, () => this.#close());
    button("reopen", true, () => this.#act("/reopens", {}, "did_reopen"));
    const hint = el("p", { class: "hint", id: `note-hint-${this.#tip.id}` }, say("notes_hint"));
    return [
      el("header", { class: "top" }, this.back, this.heading, bare("state"),
        el("div", { class: "acts" }, Object.values(this.#buttons)), this.#done, this.#problem),
      bare("danger"),
      part("summary", say("summary")),
      part("narrative", say("narrative")),
      part("files", say("files")),
      part("fields", say("fields")),
      part("mentions", say("mentions")),
      part("missing", say("missing")),
      part("change", say("change"), this.#changeForm.form),
      el("div", { class: "inside" }, part("notes", say("notes"), hint, this.#noteForm.form)),
      part("facts", say("facts")),
      part("history", say("history")),
    ];
  }

  #fill() {
    const [tip, parts] = [this.#tip, this.#parts];
    const allowed = CHANGERS.includes(this.#me.role);
    this.heading.replaceChildren(named("category", tip.category ?? "none"), " ", el("span", { class: "reference" }, tip.reference));
    parts.state.replaceChildren(urgencyMark(tip.urgency), ...state(tip, this.#me));
    parts.danger.replaceChildren(...emergency(tip));
    parts.summary.replaceChildren(el("p", inLanguage("sv"), tip.summary));
    parts.narrative.replaceChildren(...narrative(tip));
    this.#files.update(tip);
    if (!parts.files.contains(this.#files.element)) parts.files.replaceChildren(this.#files.element);
    parts.files.parentElement.hidden = tip.attachments.length === 0;
    parts.fields.replaceChildren(...fieldTable(tip));
    parts.mentions.replaceChildren(el("ul", {}, mentions(tip)));
    parts.mentions.parentElement.hidden = tip.mentions.length === 0;
    parts.missing.replaceChildren(...missing(tip));
    parts.notes.replaceChildren(...notes(tip));
    parts.facts.replaceChildren(facts(tip));
    parts.history.replaceChildren(history(tip));
    this.#changeForm.update(tip, allowed && tip.status !== "merged");
    this.#noteForm.form.hidden = !allowed;
    this.#buttons.claim.hidden = !allowed || tip.status !== "open";
    this.#buttons.release.hidden = !allowed || tip.status !== "claimed";
    this.#buttons.close.hidden = !allowed || !["open", "claimed"].includes(tip.status);
    this.#buttons.reopen.hidden = !allowed || tip.status !== "closed";
  }

  async #close() {
    const outcome = await this.#chooseOutcome();
    if (outcome) await this.#act("/outcome", { outcome, tell_reporter: false }, "did_close");
  }

  #act(part, body, done) {
    return this.#try(() => act(this.#tip.id, part, body), done);
  }

  #change(values) {
    return this.#try(() => changeTip(this.#tip.id, this.#tip.version, values), "changed");
  }

  // → whether it worked. One act at a time: a second press while one is under way does nothing.
  async #try(go, done) {
    if (this.#busy) return false;
    this.#busy = true;
    this.element.setAttribute("aria-busy", "true");
    this.#problem.textContent = this.#done.textContent = "";
    const pressed = document.activeElement;
    let refusal = null;
    try {
      this.#take(await go());
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refusal = error.status;
    } finally {
      this.#busy = false;
      this.element.removeAttribute("aria-busy");
    }
    if (refusal === null) announce(this.#done, say(done));
    else await this.#refused(refusal);
    if (this.#late) this.update(this.#late);
    this.#late = null;
    if (pressed?.hidden || pressed?.closest?.("[hidden]")) this.heading.focus();
    this.#changed(this.#tip);
    return refusal === null;
  }

  async #refused(status) {
    if (status === 401) return;
    if ([404, 409, 412].includes(status)) {
      try {
        this.#take(await getTip(this.#tip.id));
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
      }
    }
    if (status === 412) this.#changeForm.conflict();
    else announce(this.#problem, this.#whyRefused(status));
  }

  #whyRefused(status) {
    const { status: now, assignee } = this.#tip;
    if (status === 409 && now === "claimed" && assignee !== this.#me.name) return say("taken", { name: assignee });
    if (status === 409 && now === "open") return say("taken_lease");
    if (status === 409) return say("status_wrong", { status: named("status", now) });
    const known = { 403: "forbidden", 404: "tip_gone", 400: "invalid", 422: "invalid", 413: "invalid", 429: "busy" };
    return say(known[status] ?? "failed");
  }
}
