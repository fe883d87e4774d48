// The chat page: the conversation, the composer, and what happens when the service or the network is away.

import { Refused, ask } from "./api.js";
import { Attachments, takeUploadLink } from "./attach.js";
import { Follower } from "./follow.js";
import { offerToForget } from "./forget.js";
import { tellHost } from "./frame.js";
import { beforeLeaving } from "./leave.js";
import { Log } from "./log.js";
import { Outbox, newId } from "./outbox.js";
import { forget, forgetAll, isKept, load, save } from "./store.js";
import { pieces } from "./text.js";
import { Title } from "./title.js";
import { backoff, sleep, wakeAll } from "./waiting.js";

const TEXT_LIMIT = 5000;

const find = (id) => document.getElementById(id);
const main = find("main");
const { language } = main.dataset;
let { notice } = main.dataset;
const embedded = "embedded" in document.documentElement.dataset;
const words = JSON.parse(main.dataset.script);
const [composer, text, status, startNew] = ["composer", "text", "status", "start-new"].map(find);
const title = new Title(document.body.dataset.neutral);

const log = new Log(find("log"), words, language, (button) => say(button));
const outbox = new Outbox({
  received(item, seq) {
    contact(true);
    resumed = false;
    log.received(item.id, seq);
  },
  retrying(item) {
    contact(false);
    log.setState(item.id, "retrying");
  },
  rejected: (item) => log.setState(item.id, item.payload ? "choice_gone" : "rejected"),
  expired,
});

const attachments = new Attachments(log, words, {
  token: () => conversation?.token ?? null,
  open: () => conversation || startAgain(),
  since: () => conversation?.follower?.after ?? 0,
  expired,
});
let upload = takeUploadLink();

let conversation = null; // {token, follower} while one is open or being opened
let resumed = false;

async function start() {
  const mine = (conversation = { token: null, follower: null });
  startNew.hidden = true;
  const session = await openSession(mine);
  if (mine !== conversation) return;
  mine.token = session.token;
  mine.follower = new Follower(session.token, { items: show, expired, contact });
  find("loading").hidden = true;
  outbox.start(session.token);
  attachments.start();
  await mine.follower.run();
}

async function openSession(mine) {
  const stored = load("session", null);
  const elsewhere = ((notice && stored?.notice !== notice) || upload) && stored && !outbox.items.length;
  if (stored && !elsewhere) return stored;
  for (let failures = 1; mine === conversation; failures += 1) {
    try {
      const session = { ...(await ask("sessions", { body: { language, ...(notice && { notice }), ...(upload && { upload }) } })), notice };
      upload = null;
      if (mine === conversation) save("session", session);
      return session;
    } catch (error) {
      announce(error instanceof Refused && error.status === 429 ? words.busy : words.offline);
      await sleep(Math.max(backoff(failures), error.retryAfter ?? 0));
    }
  }
}

// Whoever has just written something is not asked to press once more: a new conversation takes it along. Only
// once until a message arrives, so that a service that knows no token is not asked for ever more.
function expired() {
  end(words.expired);
  if (resumed || !outbox.items.length) return;
  resumed = true;
  startAgain();
}

function end(why) {
  conversation?.follower?.stop();
  conversation = null;
  outbox.stop();
  forget("session");
  // A button belongs to the conversation that offered it.
  for (const item of outbox.take((one) => one.payload)) log.setState(item.id, "choice_gone");
  announce(why);
  startNew.hidden = false;
}

function startAgain() {
  log.divide(words.new_conversation);
  announce("");
  start();
}

function show(items) {
  const fresh = items.filter((item) => log.show(item) && item.from !== "reporter");
  title.count(fresh.length);
}

function say({ text: said, payload, title: pressed }) {
  const since = conversation?.follower?.after ?? 0;
  const item = payload ? { id: newId(), payload, title: pressed, since } : { id: newId(), text: said, since };
  log.say(item);
  outbox.add(item);
  if (!conversation) startAgain();
}

function contact(isThere) {
  if (conversation) announce(isThere ? "" : words.offline);
}

function announce(what) {
  if (status.textContent !== what) status.textContent = what;
}

function submit() {
  for (const said of pieces(text.value, TEXT_LIMIT)) say({ text: said });
  text.value = "";
  grow();
}

function grow() {
  save("draft", text.value);
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + text.offsetHeight - text.clientHeight}px`;
}

function listen() {
  composer.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  text.addEventListener("input", grow);
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || find("forget-dialog").open) return;
    if (embedded) tellHost("close");
    text.focus();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) wakeAll();
  });
  window.addEventListener("online", wakeAll);
  window.addEventListener("offline", () => contact(false));
  window.addEventListener("beforeunload", (event) => {
    if (outbox.items.length || attachments.busy) event.preventDefault();
  });
  startNew.addEventListener("click", () => {
    startAgain();
    text.focus();
  });
}

// Nothing of the conversation stays, neither on the page nor in storage; what was sent stays with the police.
function forgetAllHere() {
  end(words.forgotten);
  outbox.take(() => true);
  attachments.clear();
  log.clear();
  text.value = "";
  grow();
  title.count(0);
  forgetAll();
  notice = "";
  history.replaceState(null, "", withoutNotice(location));
  for (const link of document.querySelectorAll('a[href*="notice="]')) link.href = withoutNotice(link);
}

function withoutNotice({ href }) {
  const address = new URL(href);
  address.searchParams.delete("notice");
  return address.href;
}

// Where nothing may be stored the conversation ends with the page, so that nothing may lead away from it.
function stayHere() {
  for (const link of document.querySelectorAll('a:is([href^="/"], [href^="?"])')) {
    link.target = "_blank";
    link.rel = "noopener";
  }
}

// A phone's keyboard covers the page without making it smaller; the composer must stay above it.
function followKeyboard() {
  const view = window.visualViewport;
  view?.addEventListener("resize", () => {
    if (view.scale === 1) document.documentElement.style.setProperty("--height", `${view.height}px`);
  });
}

startNew.textContent = words.start_new;
composer.hidden = false;
text.value = load("draft", "");
listen();
offerToForget(() => outbox.items.length, forgetAllHere);
beforeLeaving(() => {
  conversation?.follower?.stop();
  conversation = null;
  outbox.sendLast();
  attachments.clear();
  title.plain = title.neutral;
});
followKeyboard();
if (!isKept()) stayHere();
for (const item of outbox.items) log.say(item);
grow();
start();
