// Single-key shortcuts. They can be turned off, and never act while somebody is typing.

import { find } from "./dom.js";

const SETTING = "tipline.desk.keys";
const TYPING = "input, textarea, select, [contenteditable]";

function wanted() {
  try {
    return localStorage.getItem(SETTING) !== "off";
  } catch {
    return true; // storage is forbidden: the shortcuts work, and can be turned off until the page closes
  }
}

function keep(on) {
  try {
    localStorage.setItem(SETTING, on ? "on" : "off");
  } catch {
    // as above
  }
}

// `acts`: a function a key; `Escape` works whether the shortcuts are on or off.
export function listen(acts) {
  let on = wanted();
  const box = find("keys-on");
  box.checked = on;
  box.addEventListener("change", () => keep((on = box.checked)));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || event.isComposing) return;
    if (document.querySelector("dialog[open]") || event.target.closest?.(TYPING)) return;
    if (!Object.hasOwn(acts, event.key) || (!on && event.key !== "Escape")) return;
    if (acts[event.key]() !== false) event.preventDefault();
  });
}
