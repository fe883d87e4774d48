// The chat in a frame on another site. The two say single words to each other and nothing else: no text of the
// conversation ever leaves the frame.

export const isFramed = window.parent !== window;

export function tellHost(word) {
  if (isFramed) window.parent.postMessage({ tipline: word }, "*");
}

export function whenHostAsks(word, act) {
  if (!isFramed) return;
  window.addEventListener("message", (event) => {
    if (event.source === window.parent && event.data?.tipline === word) act();
  });
}
