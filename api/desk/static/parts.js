// The parts of the reading pane that only show.

import { el } from "./dom.js";
import { fieldName, named, say, time } from "./words.js";

const badge = (name, text) => el("span", { class: `badge badge-${name}` }, text);

export function state(tip, me) {
  const holder = tip.assignee === me.name ? say("claimed_by_me") : say("claimed_by", { name: tip.assignee });
  return [
    badge(tip.status, tip.status === "claimed" && tip.assignee ? holder : named("status", tip.status)),
    badge(tip.complete ? "complete" : "incomplete", say(tip.complete ? "complete" : "incomplete")),
    tip.wants_human ? badge("human", say("wants_human")) : null,
    tip.told === false ? badge("untold", say("untold")) : null,
    tip.stuck ? badge("stuck", say("stuck")) : null,
  ].filter(Boolean);
}

export function emergency(tip) {
  const { level, kind } = tip.emergency;
  const lines = [el("p", {}, el("strong", {}, `${say("why")}: `), tip.urgency_reason)];
  const guard = kind && level !== "none" ? `${named("level", level)} (${named("kind", kind)})` : named("level", level);
  if (level !== "none") lines.unshift(el("p", { class: "guard" }, el("strong", {}, guard)));
  else lines.push(el("p", { class: "soft" }, guard));
  return [el("div", { class: `danger danger-${level}` }, lines)];
}

export function missing(tip) {
  if (!tip.missing.length) return [el("p", { class: "soft" }, say("missing_none"))];
  return [el("ul", { class: "missing" }, tip.missing.map((question) => el("li", {}, named("missing_question", question))))];
}

export function notes(tip) {
  if (!tip.notes?.length) return [el("p", { class: "soft" }, say("notes_none"))];
  return [el("ol", { class: "notes" }, tip.notes.map((note) =>
    el("li", {}, el("p", { class: "meta" }, el("strong", {}, note.author), " ", time(note.at)), el("p", { class: "told" }, note.text))))];
}

export function facts(tip) {
  const { reporter } = tip;
  const known = [
    ["created", time(tip.created_at)],
    ["updated", time(tip.updated_at)],
    ["channel", named("channel", tip.channel)],
    ["language", named("language", tip.language)],
    ["unit", tip.unit],
    ["notice", tip.notice],
    ["cluster", tip.cluster],
    ["outcome", tip.outcome ? named("outcome", tip.outcome) : null],
    ["attachments", tip.attachments.length ? String(tip.attachments.length) : null],
    ["reporter", reporter.handle],
    ["reachable", say(reporter.reachable ? "yes" : "no")],
    ["consents", say(reporter.consents_to_contact ? "yes" : "no")],
  ].filter(([, value]) => value);
  return el("dl", { class: "facts" }, known.map(([name, value]) =>
    el("div", {}, el("dt", {}, named("fact", name)), el("dd", {}, value))));
}

export function history(tip) {
  const entries = (tip.timeline ?? []).map((entry) => {
    const details = [
      ...(entry.changed ?? []).map(fieldName),
      entry.outcome ? named("outcome", entry.outcome) : null,
    ].filter(Boolean).join(", ");
    const actor = entry.action === "created" ? "" : `${named("actor", entry.actor)} `;
    const text = `${actor}${named("action", entry.action)}${details ? `: ${details}` : ""}`;
    return el("li", {}, time(entry.at), " ", text);
  });
  return el("ol", { class: "history" }, entries);
}
