// Where the desk is: view, filter and open tip, all in the fragment, which no server and no log ever sees.

const VIEWS = {
  open: { status: ["open"] },
  urgent: { status: ["open", "claimed"], urgency: ["now", "urgent"] },
  mine: { status: ["claimed"] },
  claimed: { status: ["claimed"] },
  closed: { status: ["closed"] },
};
const SORTS = ["queue", "newest", "oldest"];

const usualSort = (view) => (view === "closed" ? "newest" : "queue");

export function readPlace(fragment = location.hash) {
  const given = new URLSearchParams(fragment.slice(1));
  const view = Object.hasOwn(VIEWS, given.get("view") ?? "") ? given.get("view") : "open";
  const sort = SORTS.includes(given.get("sort")) ? given.get("sort") : usualSort(view);
  return { view, sort, category: given.get("category") ?? "", q: given.get("q") ?? "", tip: given.get("tip") ?? "" };
}

export function address(place) {
  const parts = new URLSearchParams({ view: place.view });
  for (const name of ["category", "q", "tip"]) if (place[name]) parts.set(name, place[name]);
  if (place.sort !== usualSort(place.view)) parts.set("sort", place.sort);
  return `#${parts}`;
}

// The same filter seen from another view, in that view's usual order.
export const inView = (place, view) => address({ ...place, view, sort: usualSort(view), tip: place.tip });

export const sameList = (one, other) =>
  ["view", "sort", "category", "q"].every((name) => one[name] === other[name]);

export function filterOf(place, me) {
  const filter = { ...VIEWS[place.view] };
  if (place.view === "mine") filter.assignee = me.name;
  if (place.category) filter.category = [place.category];
  if (place.q.trim()) filter.q = place.q.trim();
  return filter;
}

// Takes the secret of a login link out of the address, before anything else can see or keep it.
export function takeLoginLink() {
  const secret = new URLSearchParams(location.hash.slice(1)).get("login");
  if (secret === null) return null;
  history.replaceState(null, "", location.pathname + location.search);
  return secret;
}
