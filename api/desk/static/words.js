// The desk's words, and values put into words.

import { el } from "./dom.js";

const words = JSON.parse(document.body.dataset.script);
export const language = document.documentElement.lang;
const locale = language === "sv" ? "sv-SE" : "en-GB";
const timeZone = "Europe/Stockholm";

const formats = {
  full: new Intl.DateTimeFormat(locale, { timeZone, dateStyle: "medium", timeStyle: "short" }),
  clock: new Intl.DateTimeFormat(locale, { timeZone, hour: "2-digit", minute: "2-digit" }),
  percent: new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }),
};

export function say(name, values = {}) {
  return words[name].replace(/\{(\w+)\}/g, (_, key) => String(values[key] ?? ""));
}

export function counted(name, count, shown = count) {
  return say(`${name}_${count === 1 ? "one" : "many"}`, { count: shown });
}

// A code word in plain words; one that this page does not know yet is shown as it is.
export function named(section, code) {
  const known = words[section];
  return Object.hasOwn(known, code) ? known[code] : String(code).replaceAll("_", " ");
}

export const fieldName = (name) => named("field", name);

export function valueInWords(name, value) {
  if (Array.isArray(value)) {
    if (name === "person_age" && value.length === 2) {
      return say("age_years", { value: value[0] === value[1] ? value[0] : `${value[0]}–${value[1]}` });
    }
    // A list in a list is one thing in several words: a garment and its colour.
    return value.map((one) => (Array.isArray(one) ? one.map((part) => valueInWords(name, part)).join(" ") : valueInWords(name, one))).join(", ");
  }
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "boolean") return say(value ? "yes" : "no");
  if (typeof value === "object") {
    return Object.entries(value).map(([part, inner]) => `${fieldName(part)}: ${valueInWords(part, inner)}`).join(", ");
  }
  if (name === "person_height_cm") return say("centimetres", { value });
  if (name === "time_start" || name === "time_end") return moment(value);
  const kind = name === "person_clothing_colour" ? "colour" : name;
  const known = Object.hasOwn(words.value, kind) ? words.value[kind] : {};
  return Object.hasOwn(known, value) ? known[value] : String(value);
}

export function moment(at) {
  const when = new Date(at);
  return Number.isNaN(when.getTime()) ? String(at) : formats.full.format(when);
}

export const clockTime = (at) => formats.clock.format(at);
export const percent = (share) => formats.percent.format(share);

export function ago(at) {
  const minutes = Math.floor((Date.now() - new Date(at).getTime()) / 60_000);
  if (minutes < 1) return say("ago_now");
  if (minutes < 60) return say("ago_minutes", { count: minutes });
  if (minutes < 48 * 60) return say("ago_hours", { count: Math.floor(minutes / 60) });
  return say("ago_days", { count: Math.floor(minutes / 1440) });
}

export const time = (at) => el("time", { dateTime: at }, moment(at));

export function age(at) {
  return el("time", { dateTime: at, title: moment(at), data: { age: at } }, ago(at));
}

export function refreshAges() {
  for (const shown of document.querySelectorAll("time[data-age]")) shown.textContent = ago(shown.dataset.age);
}

// Words for an id that may be written in another language than the page.
export const inLanguage = (code) => (code === language ? {} : { lang: code });
