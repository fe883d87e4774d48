// The desk page: who is here, which list and which tip are shown, and what happens when something changes.

import { Refused, ask, listTips, whenLoggedOut } from "./api.js";
import { announce, find } from "./dom.js";
import { listen } from "./keys.js";
import { List } from "./list.js";
import { Live, connection } from "./live.js";
import { address, filterOf, inView, readPlace, sameList, takeLoginLink } from "./place.js";
import { Pane } from "./pane.js";
import { TokenPanel } from "./tokens.js";
import { counted, named, refreshAges, say } from "./words.js";

const PAGE = 50;
const POLL = 60_000;
const TYPING_PAUSE = 400;
const READERS = ["investigator", "operator", "supervisor", "integration"];
const DANGER = { status: ["open"], urgency: ["now"] };

let me = null;
let place = readPlace();
let wanted = PAGE;
let asked = 0;
let waiting = new Set();
let settled = false; // the first look at what waits is no news

const list = new List();
const tokens = new TokenPanel();
const pane = new Pane({ back: () => go({ ...place, tip: "" }), changed: () => refresh() });
const live = new Live((ids) => {
  if (ids === null || ids.has(place.tip)) pane.reload();
  refresh();
});

// -- coming and going --------------------------------------------------------------------------------

async function begin() {
  const secret = takeLoginLink();
  if (secret !== null && (await logIn({ link: secret }))) return;
  try {
    enter((await ask("GET", "/session")).data);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.status === 401) return askToLogIn(secret === null ? "" : say("link_wrong"));
    find("loading").textContent = say("offline_unknown");
    setTimeout(begin, 3000);
  }
}

async function logIn(given) {
  try {
    enter((await ask("POST", "/session", given)).data);
    return true;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (!given.link) announce(find("login-error"), say([400, 401, 422].includes(error.status) ? "login_wrong" : "failed"));
    return false;
  }
}

function enter(who) {
  if (me && me.name !== who.name) forget();
  me = who;
  find("token").value = "";
  find("login-error").textContent = "";
  find("who").textContent = say("who", { name: me.name, role: named("role", me.role) });
  const room = me.role === "admin" ? "tokens" : READERS.includes(me.role) ? "desk" : "no-tips";
  showRoom(room);
  find("to-training").hidden = me.role !== "trainer";
  if (room === "tokens") tokens.reload();
  if (room !== "desk") return;
  pane.enter(me);
  place = readPlace();
  settled = false;
  showPlace();
  refresh();
  if (place.tip) pane.open(place.tip);
  live.start();
}

function showRoom(room) {
  document.body.dataset.place = room;
  for (const name of ["loading", "login", "desk", "tokens", "no-tips"]) find(name).hidden = name !== room;
  for (const name of ["log-out", "who"]) find(name).hidden = room === "login";
  for (const name of ["connection", "help-open"]) find(name).hidden = room !== "desk";
  for (const link of document.querySelectorAll(".skip")) link.hidden = room !== "desk";
}

function askToLogIn(reason) {
  live.stop();
  showRoom("login");
  setWaiting([], false);
  list.clear();
  pane.hide();
  tokens.clear();
  find("login-error").textContent = reason;
  find("token").focus();
}

function forget() {
  pane.forget();
  me = null;
}

whenLoggedOut(() => {
  if (document.body.dataset.place !== "login") askToLogIn(say("logged_out"));
});

find("log-out").addEventListener("click", async () => {
  try {
    await ask("DELETE", "/session");
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 401) return announce(find("said"), say("failed"));
  }
  forget();
  askToLogIn(say("left"));
});

find("login-form").addEventListener("submit", (event) => {
  event.preventDefault();
  logIn({ token: find("token").value.trim() });
});

// -- where we are ------------------------------------------------------------------------------------

function go(next, { quietly = false } = {}) {
  history[quietly ? "replaceState" : "pushState"](null, "", address(next));
  arrive();
}

function arrive() {
  const secret = takeLoginLink();
  if (secret !== null) return void logIn({ link: secret });
  if (document.body.dataset.place !== "desk") return;
  const before = place;
  place = readPlace();
  showPlace();
  if (!sameList(before, place)) {
    wanted = PAGE;
    find("list").scrollTop = 0;
    refresh();
  }
  if (before.tip === place.tip) return;
  list.opened(place.tip);
  if (place.tip) pane.open(place.tip, { focus: true });
  else {
    pane.hide();
    list.link(before.tip)?.focus({ preventScroll: true });
  }
}

function showPlace() {
  document.body.dataset.pane = place.tip ? "tip" : "list";
  for (const link of document.querySelectorAll("[data-view]")) {
    link.href = inView(place, link.dataset.view);
    if (link.dataset.view === place.view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  for (const [id, value] of [["words", place.q], ["category", place.category], ["sort", place.sort]]) {
    if (document.activeElement !== find(id)) find(id).value = value;
  }
  pane.backTo = address({ ...place, tip: "" });
  const language = find("language");
  language.href = language.getAttribute("href").split("#")[0] + address(place);
}

addEventListener("hashchange", arrive);
addEventListener("popstate", arrive);

// -- the list ----------------------------------------------------------------------------------------

async function refresh() {
  const mine = ++asked;
  const here = place;
  try {
    const [found, danger] = await Promise.all([
      listTips(filterOf(here, me), here.sort, wanted),
      listTips(DANGER, "queue", PAGE),
    ]);
    if (mine !== asked || document.body.dataset.place !== "desk") return;
    connection.fetched = true;
    find("list-problem").textContent = "";
    list.newSince(found.at ? new Date(found.at) : new Date());
    const came = list.show(found, { ...here, tip: place.tip }, me);
    if (settled && came.length) announce(find("said"), counted("came", came.length));
    setWaiting(danger.items, danger.more);
    settled = true;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (mine !== asked || error.status === 401) return;
    connection.fetched = false;
    find("list-problem").textContent = say("reload_failed");
    setTimeout(() => mine === asked && document.body.dataset.place === "desk" && refresh(), 5000);
  }
}

// How many need somebody now: in the bar, in the title (a number, no word of a tip), and said aloud when one comes.
function setWaiting(tips, more) {
  const ids = new Set(tips.map((tip) => tip.id));
  if (settled && tips.some((tip) => !waiting.has(tip.id))) announce(find("alarm"), say("came_now"));
  waiting = ids;
  const count = more ? `${ids.size}+` : String(ids.size);
  const mark = find("waiting");
  mark.hidden = ids.size === 0;
  mark.textContent = ids.size ? counted("waiting", ids.size, count) : "";
  document.title = ids.size ? `(${count}) ${say("title")}` : say("title");
}

let typing = 0;
find("words").addEventListener("input", (event) => {
  clearTimeout(typing);
  typing = setTimeout(() => go({ ...place, q: event.target.value }, { quietly: true }), TYPING_PAUSE);
});
find("filter").addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(typing);
  go({ ...place, q: find("words").value }, { quietly: true });
});
find("category").addEventListener("change", (event) => go({ ...place, category: event.target.value }));
find("sort").addEventListener("change", (event) => go({ ...place, sort: event.target.value }));
find("more").addEventListener("click", () => {
  wanted += PAGE;
  refresh();
});

setInterval(() => {
  refreshAges();
  if (document.body.dataset.place !== "desk") return;
  pane.reload();
  refresh();
}, POLL);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && document.body.dataset.place === "desk") refresh();
});
addEventListener("beforeunload", (event) => {
  if (pane.dirty) event.preventDefault();
});

// -- the keyboard ------------------------------------------------------------------------------------

function step(by) {
  const links = list.links;
  const here = links.indexOf(document.activeElement.closest?.("a"));
  const from = here >= 0 ? here : links.findIndex((link) => link.dataset.id === place.tip);
  const next = from < 0 ? 0 : Math.min(Math.max(from + by, 0), links.length - 1);
  links[next]?.focus();
  return Boolean(links[next]);
}

const atDesk = (act) => () => (document.body.dataset.place === "desk" ? act() : false);
listen({
  j: atDesk(() => step(1)),
  k: atDesk(() => step(-1)),
  c: atDesk(() => pane.press("claim")),
  r: atDesk(() => pane.press("release")),
  "/": atDesk(() => {
    if (place.tip && !find("words").checkVisibility()) go({ ...place, tip: "" });
    find("words").focus();
    find("words").select();
  }),
  "?": atDesk(() => find("help").showModal()),
  Escape: atDesk(() => (place.tip ? go({ ...place, tip: "" }) : false)),
});
find("help-open").addEventListener("click", () => find("help").showModal());
for (const link of document.querySelectorAll("[data-skip]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    find(link.dataset.skip).focus();
  });
}

begin();
