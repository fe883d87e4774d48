// Puts the police's chat on another site: a button, and the chat in a frame of its own when it is pressed. Nothing of
// the conversation is within reach of the site: the frame has another origin, and says single words only.
//   <script src="https://…/chat/embed.js" async data-language="sv" data-notice="K-12"></script>
(() => {
  "use strict";
  const WORDS = {{ words | tojson }};
  const ORIGINS = {{ origins | tojson }};
  const LEAVE_FOR = {{ settings.leave_url | tojson }};
  const TWICE_WITHIN = 1000;
  const FORGETS_WITHIN = 500;
  const STYLE = `
    :host { all: initial; font: 16px/1.4 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
    button { font: inherit; font-weight: 650; cursor: pointer; min-height: 44px; padding: 0 18px; border: 2px solid #fff; border-radius: 22px; background: #1d4fa8; color: #fff; }
    button:focus-visible { outline: 3px solid #1d4fa8; outline-offset: 2px; }
    .open { position: fixed; z-index: 2147483646; right: 16px; bottom: 16px; box-shadow: 0 2px 12px rgb(0 0 0 / 0.3); }
    dialog { position: fixed; z-index: 2147483647; inset: auto 16px 16px auto; width: min(400px, 100vw - 32px); height: min(680px, 100vh - 32px); height: min(680px, 100dvh - 32px); max-width: none; max-height: none; margin: 0; padding: 0; border: 1px solid #74839c; border-radius: 14px; overflow: hidden; background: #10306b; box-shadow: 0 8px 40px rgb(0 0 0 / 0.35); }
    dialog[open] { display: flex; flex-direction: column; }
    dialog::backdrop { background: rgb(8 20 45 / 0.55); }
    .close { align-self: flex-end; flex: none; margin: 4px; min-height: 36px; border: 1px solid #fff; border-radius: 8px; background: #10306b; }
    .close:focus-visible { outline-color: #fff; outline-offset: -4px; }
    iframe { flex: 1; min-height: 0; width: 100%; border: 0; background: #f2f5fa; }
    @media (max-width: 640px), (max-height: 480px) { dialog { inset: 0; width: 100%; height: 100%; border: 0; border-radius: 0; } }
  `;
  const SMALL = "(max-width: 640px), (max-height: 480px)";

  const script = document.currentScript;
  if (!script) return;
  if (!ORIGINS.includes(location.origin)) {
    console.warn("The chat is not shown here: this site is not among those that may embed it.");
    return;
  }
  const home = new URL(script.src).origin;
  const asked = script.dataset.language || document.documentElement.lang || navigator.language || "";
  const language = asked.toLowerCase().startsWith("en") ? "en" : "sv";
  const words = WORDS[language];

  const host = make("section", { lang: language });
  host.setAttribute("aria-label", words.open);
  const root = host.attachShadow({ mode: "open" });
  const open = make("button", { className: "open", type: "button", textContent: words.open });
  open.setAttribute("aria-haspopup", "dialog");
  const dialog = make("dialog");
  dialog.setAttribute("aria-label", words.title);
  const close = make("button", { className: "close", type: "button", textContent: words.close });
  dialog.append(close);
  root.append(open, dialog);
  dress();

  let frame = null;
  let pressed = -Infinity; // when Esc was

  open.addEventListener("click", show);
  close.addEventListener("click", hide);
  dialog.addEventListener("close", () => {
    open.hidden = false;
    open.focus();
  });
  document.addEventListener("keydown", escape, true);
  window.addEventListener("message", (event) => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== home) return;
    if (event.data?.tipline === "close") {
      pressed = performance.now();
      hide();
    }
    if (event.data?.tipline === "leave") leave();
  });
  if (document.body) document.body.append(host);
  else document.addEventListener("DOMContentLoaded", () => document.body.append(host));

  function show() {
    if (!frame) {
      const query = new URLSearchParams({ lang: language, embedded: "1" });
      if (script.dataset.notice) query.set("notice", script.dataset.notice);
      // Not loaded before somebody wants it: who only reads the site asks the police for nothing.
      frame = make("iframe", { title: words.title, src: `${home}/chat?${query}`, referrerPolicy: "no-referrer" });
      dialog.append(frame);
    }
    // On a large screen one may read the site beside the chat; on a small one the chat covers everything.
    if (matchMedia(SMALL).matches) dialog.showModal();
    else dialog.show();
    open.hidden = true;
    frame.focus();
  }

  function hide() {
    dialog.close();
  }

  // Esc closes the chat. Twice, it is the quick exit, also when the first one came from within the frame.
  function escape(event) {
    if (event.key !== "Escape" || event.repeat || !frame) return;
    const again = performance.now() - pressed < TWICE_WITHIN;
    if (!again && !dialog.open) return;
    pressed = performance.now();
    if (dialog.open) hide();
    if (!again) return;
    // The frame forgets first, and then says that it leaves.
    frame.contentWindow.postMessage({ tipline: "leave" }, home);
    setTimeout(leave, FORGETS_WITHIN);
  }

  function leave() {
    host.remove();
    location.replace(LEAVE_FOR);
  }

  function dress() {
    // No style element: the site's policy may forbid it.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
  }

  function make(tag, properties = {}) {
    return Object.assign(document.createElement(tag), properties);
  }
})();
