// The files of a tip. A picture is fetched when somebody asks for it: each reading is recorded, and it may be hard to see.

import { el } from "./dom.js";
import { named, say } from "./words.js";

const path = (id, part) => `/v1/attachments/${encodeURIComponent(id)}/${part}`;
const MEGABYTE = 1_000_000;

function size(bytes) {
  if (bytes === null) return null;
  return bytes < MEGABYTE ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / MEGABYTE).toFixed(1)} MB`;
}

export class Files {
  element = el("ul", { class: "files" });
  #items = new Map(); // {state, node} by id: what is shown stays shown while the tip changes

  update(tip) {
    const nodes = tip.attachments.map((file, index) => {
      const state = `${file.state} ${file.has_copy} ${file.content_type}`;
      if (this.#items.get(file.id)?.state !== state) this.#items.set(file.id, { state, node: this.#draw(file, index + 1) });
      return this.#items.get(file.id).node;
    });
    this.element.replaceChildren(...nodes);
  }

  #draw(file, number) {
    const name = `${named("file_kind", file.kind)} ${number}`;
    const known = [file.name, file.content_type, size(file.size)].filter(Boolean).join(" · ");
    const parts = [el("p", {}, el("strong", {}, name), known ? ` – ${known}` : "")];
    if (file.state !== "kept") parts.push(el("p", { class: "soft" }, named("file_state", file.state)));
    else {
      const acts = el("p", { class: "file-acts" });
      if (file.has_copy) acts.append(this.#show(file, name), " ");
      acts.append(el("a", { href: path(file.id, "original"), download: "", rel: "noreferrer", "aria-label": `${say("file_original")}: ${name}` }, say("file_original")));
      parts.push(acts);
      if (!file.has_copy && file.kind === "picture") parts.push(el("p", { class: "soft" }, say("file_no_copy")));
      parts.push(el("p", { class: "soft hash" }, `SHA-256 ${file.sha256}`));
    }
    return el("li", { data: { file: file.id } }, parts);
  }

  #show(file, name) {
    const button = el("button", { type: "button", "aria-expanded": "false", "aria-label": `${say("file_show")}: ${name}` }, say("file_show"));
    button.addEventListener("click", () => {
      const shown = button.getAttribute("aria-expanded") === "true";
      button.setAttribute("aria-expanded", String(!shown));
      button.textContent = say(shown ? "file_show" : "file_hide");
      button.setAttribute("aria-label", `${button.textContent}: ${name}`);
      const item = button.closest("li");
      const picture = item.querySelector("img") ?? this.#picture(file, name, item);
      picture.hidden = shown;
    });
    return button;
  }

  #picture(file, name, item) {
    const picture = el("img", { src: path(file.id, "copy"), alt: name, decoding: "async" });
    picture.addEventListener("error", () => picture.replaceWith(el("p", { class: "problem", role: "alert" }, say("file_failed"))));
    item.append(picture);
    return picture;
  }
}

// What a message is besides words: a place, and what it said before its writer changed it.
export function beside(message) {
  const { location, earlier = [] } = message;
  return [
    location ? el("p", { class: "place" }, say("message_location", { place: `${location.latitude.toFixed(5)}, ${location.longitude.toFixed(5)}` })) : null,
    earlier.length
      ? el("details", { class: "earlier" }, el("summary", {}, say("message_earlier")), earlier.map((text) => el("p", { class: "told" }, text)))
      : null,
  ];
}
