// What the desk writes about a tip: its own values, and internal notes. What is typed survives every reload.

import { announce, el } from "./dom.js";
import { named, say } from "./words.js";

const NAMES = ["category", "urgency", "area", "case_number"];
const CATEGORIES = ["wanted_person", "missing_person", "dog", "stolen_vehicle", "stolen_item", "burglary", "fraud", "event", "other_crime"];
const URGENCIES = ["now", "urgent", "normal", "low"];

const inWords = (name, value) =>
  (value ? (name === "category" || name === "urgency" ? named(name, value) : value) : say("nothing_set"));

// Category, urgency, area and case number, saved together against the version they were read in.
export class ChangeForm {
  #controls = {};
  #hints = {};
  #stored = {};
  #problem = el("p", { class: "problem", role: "alert" });
  #buttons;

  // `save(values)` → whether it was saved.
  constructor(id, save) {
    const fields = NAMES.map((name) => {
      const control = this.#control(name);
      control.id = `change-${id}-${name}`;
      this.#hints[name] = el("p", { class: "hint", id: `${control.id}-stored` });
      control.setAttribute("aria-describedby", this.#hints[name].id);
      this.#controls[name] = control;
      return el("div", {}, el("label", { for: control.id }, named("label", name)), control, this.#hints[name]);
    });
    const undo = el("button", { type: "button" }, say("change_undo"));
    this.#buttons = el("p", { class: "buttons" }, el("button", { type: "submit", class: "strong" }, say("change_button")), undo);
    this.form = el("form", { class: "change", method: "post" }, el("div", { class: "pairs" }, fields), this.#problem, this.#buttons);
    this.form.addEventListener("input", () => this.#mark());
    undo.addEventListener("click", () => this.#undo());
    this.form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const values = this.#typed();
      if (!Object.keys(values).length) return announce(this.#problem, say("change_none"));
      if (await save(values)) this.#undo();
    });
  }

  get dirty() {
    return Object.keys(this.#typed()).length > 0;
  }

  update(tip, allowed) {
    const typed = new Set(Object.keys(this.#typed()));
    for (const name of NAMES) {
      this.#stored[name] = tip[name] ?? "";
      if (!typed.has(name)) this.#controls[name].value = this.#stored[name];
      this.#controls[name].disabled = !allowed;
    }
    this.#buttons.hidden = !allowed;
    this.#mark();
  }

  // Somebody else changed the tip: what was typed stays, beside what is stored now.
  conflict() {
    announce(this.#problem, say("conflict"));
    this.#mark();
  }

  #control(name) {
    if (name === "area" || name === "case_number") {
      return el("input", { maxLength: name === "area" ? 64 : 32, autocomplete: "off" });
    }
    const options = name === "category" ? [["", named("category", "none")], ...CATEGORIES.map((one) => [one, named(name, one)])]
      : URGENCIES.map((one) => [one, named(name, one)]);
    return el("select", {}, options.map(([value, text]) => el("option", { value }, text)));
  }

  #typed() {
    const given = NAMES.map((name) => [name, this.#controls[name].value.trim()]);
    return Object.fromEntries(
      given.filter(([name, value]) => name in this.#stored && value !== this.#stored[name])
        .map(([name, value]) => [name, value || null]),
    );
  }

  #mark() {
    const typed = this.#typed();
    for (const name of NAMES) {
      this.#hints[name].textContent = name in typed ? say("stored", { value: inWords(name, this.#stored[name]) }) : "";
    }
  }

  #undo() {
    for (const name of NAMES) this.#controls[name].value = this.#stored[name];
    this.#problem.textContent = "";
    this.#mark();
  }
}

export class NoteForm {
  #text;

  // `save(text)` → whether it was saved.
  constructor(id, save) {
    this.#text = el("textarea", { id: `note-${id}`, rows: 3, maxLength: 10_000, required: true, "aria-describedby": `note-hint-${id}` });
    this.form = el("form", { class: "note-form", method: "post" },
      el("label", { for: this.#text.id }, say("note_label")), this.#text,
      el("p", { class: "buttons" }, el("button", { type: "submit" }, say("note_button"))));
    this.form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const text = this.#text.value.trim();
      if (text && (await save(text))) this.#text.value = "";
    });
  }

  get dirty() {
    return this.#text.value.trim() !== "";
  }
}
