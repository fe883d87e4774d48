// What a reload must not lose, for this tab only. Where the browser forbids storage it is kept in memory.

const PREFIX = "tipline.";
const memory = new Map();

export function load(name, otherwise) {
  try {
    const stored = sessionStorage.getItem(PREFIX + name);
    return stored === null ? (memory.get(name) ?? otherwise) : JSON.parse(stored);
  } catch {
    return memory.get(name) ?? otherwise;
  }
}

export function save(name, value) {
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
