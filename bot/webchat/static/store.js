// What a reload must not lose, for this tab only. Where the browser forbids storage it is kept in memory.

const OURS = "tipline.";
// In a frame on another site the chat is a conversation of its own.
const PREFIX = "embedded" in document.documentElement.dataset ? `${OURS}embedded.` : OURS;
const memory = new Map();
let closed = false;

// Whether a conversation outlives this page.
export function isKept() {
  try {
    sessionStorage.setItem(`${OURS}probe`, "");
    sessionStorage.removeItem(`${OURS}probe`);
    return true;
  } catch {
    return false;
  }
}

export function load(name, otherwise) {
  try {
    const stored = sessionStorage.getItem(PREFIX + name);
    return stored === null ? (memory.get(name) ?? otherwise) : JSON.parse(stored);
  } catch {
    return memory.get(name) ?? otherwise;
  }
}

export function save(name, value) {
  if (closed) return;
  memory.set(name, value);
  try {
    sessionStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Blocked or full: the memory has it.
  }
}

export function forget(...names) {
  for (const name of names) {
    memory.delete(name);
    try {
      sessionStorage.removeItem(PREFIX + name);
    } catch {
      // Blocked: nothing was stored.
    }
  }
}

export function forgetAll() {
  memory.clear();
  for (const kind of ["sessionStorage", "localStorage"]) {
    try {
      const names = Object.keys(window[kind]).filter((name) => name.startsWith(OURS));
      for (const name of names) window[kind].removeItem(name);
    } catch {
      // Blocked: nothing was stored.
    }
  }
}

// The page lives on until the next one has come; an answer that arrives in between must not be stored.
export function forgetForGood() {
  closed = true;
  forgetAll();
}
