// A message's text as DOM nodes. Nothing that anybody wrote is ever parsed as HTML.

// No lookbehind: older Safari would refuse the whole script.
const LINKS = /(^|[^\d+\-])(112|114[ \u00a0]?14)(?![\d\-]| \d)|(https:\/\/(?:www\.)?polisen\.se(?:\/[^\s<>"']*[^\s<>"'.,;:!?)])?)/g;
const CALL_TO_112 = /^[^.!?\n]{0,80}\b112\b/;

// Emergency numbers in the service's own words can be called, its links to polisen.se opened.
export function linked(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(LINKS)) {
    const [whole, before = "", number, address] = match;
    nodes.push(text.slice(end, match.index) + before);
    nodes.push(number ? link(`tel:${number.replace(/\D/g, "")}`, number) : link(address, address));
    end = match.index + whole.length;
  }
  nodes.push(text.slice(end));
  return nodes.filter(Boolean);
}

// Whether the message begins with the call to ring 112, as against naming the number in passing.
export function callsTo112(text) {
  return CALL_TO_112.test(text);
}

export function link(href, text, className = "") {
  const anchor = element("a", className, text);
  anchor.href = href;
  if (href.startsWith("https:")) {
    anchor.target = "_blank";
    anchor.rel = "noopener noreferrer";
  }
  return anchor;
}

export function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

export function clock(at, locale) {
  const when = new Date(at);
  const today = when.toDateString() === new Date().toDateString();
  const day = today ? {} : { day: "numeric", month: "short" };
  const shown = new Intl.DateTimeFormat(locale, { ...day, hour: "2-digit", minute: "2-digit" }).format(when);
  const made = element("time", "", shown);
  made.dateTime = when.toISOString();
  return made;
}

// Pieces of at most `limit` characters, cut where a line or a word ends.
export function pieces(text, limit) {
  const characters = Array.from(text);
  const found = [];
  while (characters.length > limit) {
    const window = characters.slice(0, limit);
    const cut = Math.max(window.lastIndexOf("\n"), window.lastIndexOf(" ")) + 1 || limit;
    found.push(characters.splice(0, cut).join("").trim());
  }
  found.push(characters.join("").trim());
  return found.filter(Boolean);
}
