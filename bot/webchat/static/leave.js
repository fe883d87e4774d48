// The quick exit: forgets everything on this device and leaves for a harmless page, in all tabs. The harmless page
// takes this one's place in the history, so that Back does not come back here.

import { isFramed, tellHost, whenHostAsks } from "./frame.js";
import { forgetForGood } from "./store.js";

const TWICE_WITHIN = 1000;
const HOST_ACTS_WITHIN = 500;

const { leaveFor, neutral } = document.body.dataset;
const lastActs = [];
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("tipline.leave") : null;
let left = false;

// `act` is done first, and must not wait for anything.
export function beforeLeaving(act) {
  lastActs.push(act);
}

function leave() {
  if (left) return;
  left = true;
  for (const act of lastActs) attempt(act);
  forgetForGood();
  // At once: the harmless page may be slow to come.
  document.title = neutral;
  document.body.replaceChildren();
  if (!isFramed) return location.replace(leaveFor);
  tellHost("leave");
  setTimeout(() => attempt(() => top.location.replace(leaveFor)), HOST_ACTS_WITHIN);
}

function leaveInAllTabs() {
  tabs?.postMessage("leave");
  leave();
}

function attempt(act) {
  try {
    act();
  } catch {
    // Leaving goes before everything else.
  }
}

let pressed = -Infinity;
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape" || event.repeat || event.isComposing) return;
    if (event.timeStamp - pressed < TWICE_WITHIN) leaveInAllTabs();
    pressed = event.timeStamp;
  },
  true,
);
tabs?.addEventListener("message", leave);
whenHostAsks("leave", leaveInAllTabs);
for (const button of document.querySelectorAll("button.leave")) {
  button.addEventListener("click", leaveInAllTabs);
  button.hidden = false;
}
