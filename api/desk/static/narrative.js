// The reporter's own words, with those marked that became fields.

import { el } from "./dom.js";
import { beside } from "./files.js";
import { fieldName, inLanguage, named, percent, say, time, valueInWords } from "./words.js";

// Offsets count code points, a JavaScript string counts UTF-16 units: cut an array of code points instead.
// → pieces [{text, names}], in order; what overlaps becomes one piece with several names.
export function pieces(text, fields) {
  const points = Array.from(text);
  const cut = (start, end) => points.slice(start, end).join("");
  const spans = Object.entries(fields)
    .filter(([, field]) => Number.isInteger(field.start) && field.end > field.start && field.end <= points.length)
    // Words that are no longer there (an edited message) must not mark others.
    .filter(([, field]) => !field.text || cut(field.start, field.end) === field.text)
    .map(([name, { start, end }]) => ({ names: [name], start, end }))
    .sort((one, other) => one.start - other.start || other.end - one.end);
  const marked = [];
  for (const span of spans) {
    const last = marked.at(-1);
    if (last && span.start < last.end) {
      last.end = Math.max(last.end, span.end);
      last.names.push(...span.names);
    } else marked.push({ ...span });
  }
  const found = [];
  let at = 0;
  for (const { names, start, end } of marked) {
    if (start > at) found.push({ text: cut(at, start), names: [] });
    found.push({ text: cut(start, end), names });
    at = end;
  }
  if (at < points.length) found.push({ text: cut(at), names: [] });
  return found;
}

function told(text, fields, languageCode) {
  const shown = pieces(text, fields).map((piece) => {
    if (!piece.names.length) return piece.text;
    const names = piece.names.map(fieldName).join(", ");
    return el("mark", { title: names }, piece.text, el("span", { class: "mark-name" }, names));
  });
  return el("p", { class: "told", ...inLanguage(languageCode) }, shown);
}

const fieldsOf = (tip, message) =>
  Object.fromEntries(Object.entries(tip.fields).filter(([, field]) => (field.message ?? null) === message));

export function narrative(tip) {
  if (!tip.messages?.length) {
    return [tip.narrative ? told(tip.narrative, fieldsOf(tip, null), tip.language) : el("p", {}, say("narrative_none"))];
  }
  const messages = tip.messages.map((message) =>
    el("li", { class: `message from-${message.from === "reporter" ? "reporter" : "us"}` },
      el("p", { class: "meta" }, el("strong", {}, named("from", message.from)), " ", time(message.at),
        ["ask", "call_112"].includes(message.emergency)
          ? el("span", { class: `level level-${message.emergency}` }, named("level", message.emergency)) : null),
      message.text ? told(message.text, fieldsOf(tip, message.id), tip.language) : null, beside(message)));
  return [el("ol", { class: "messages" }, messages)];
}

export function fieldTable(tip) {
  const entries = Object.entries(tip.fields);
  if (!entries.length) return [el("p", { class: "soft" }, say("fields_none"))];
  const columns = ["field", "value", "source", "confidence"];
  const rows = entries.map(([name, field]) => el("tr", {},
    el("th", { scope: "row" }, fieldName(name)),
    el("td", {}, valueInWords(name, field.value)),
    el("td", {}, named("source", field.source)),
    el("td", { class: "number" }, percent(field.confidence ?? 1))));
  const head = el("tr", {}, columns.map((column) => el("th", { scope: "col" }, say(`${column}_column`))));
  return [el("div", { class: "scroller", tabIndex: 0, role: "group", "aria-label": say("fields") },
    el("table", {}, el("thead", {}, head), el("tbody", {}, rows)))];
}

export function mentions(tip) {
  return tip.mentions.map((mention) => {
    const parts = Object.entries(mention.fields ?? {})
      .map(([name, value]) => `${fieldName(name)} ${valueInWords(name, value)}`);
    return el("li", {}, el("strong", {}, named("mention", mention.kind)), parts.length ? `: ${parts.join(", ")}` : "");
  });
}
