// Waits that end early when there is reason to hope: back online, back in view, or something new to send.

const sleepers = new Set();

export function sleep(milliseconds) {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      sleepers.delete(wake);
      resolve();
    };
    const timer = setTimeout(wake, milliseconds);
    sleepers.add(wake);
  });
}

export function wakeAll() {
  for (const wake of [...sleepers]) wake();
}

// 1 s, 2 s, 4 s … 30 s, each spread out so that a crowd does not come back in the same instant.
export function backoff(failures) {
  return Math.min(30_000, 1000 * 2 ** Math.max(0, failures - 1)) * (0.75 + Math.random() / 2);
}
