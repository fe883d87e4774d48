// Making elements. Text is always text: nothing that anybody wrote is ever parsed as HTML.

export const find = (id) => document.getElementById(id);

// `traits`: properties of the element, except `class`, `data` (an object) and names with a dash (attributes).
export function el(tag, traits = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(traits)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") made.className = value;
    else if (name === "data") Object.assign(made.dataset, value);
    else if (name.includes("-") || name === "role" || name === "for") made.setAttribute(name, value === true ? "" : value);
    else made[name] = value;
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

// A live region speaks only when its text changes: the same words twice need a moment of silence.
export function announce(region, text) {
  region.textContent = "";
  setTimeout(() => { region.textContent = text; }, 60);
}

// Changes what is shown without moving the page under the reader's eyes.
export function keepingFocus(change) {
  const before = document.activeElement;
  change();
  if (before && before !== document.activeElement && before.isConnected) before.focus({ preventScroll: true });
}
