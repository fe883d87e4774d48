// Calls to the API: same origin, JSON, the session cookie.

const PATIENCE = 20_000;
let loggedOut = () => {};

// A call that was not granted. `status` is 0 when there was no answer at all.
export class Refused extends Error {
  constructor(status) {
    super(`refused with ${status}`);
    this.status = status;
  }
}

export function whenLoggedOut(callback) {
  loggedOut = callback;
}

// → {data, headers}. Throws Refused.
export async function ask(method, path, body, headers = {}) {
  const options = { method, headers: { Accept: "application/json", ...headers }, cache: "no-store", credentials: "same-origin" };
  if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers["Content-Type"] = "application/json";
  }
  let answer;
  let data = null;
  try {
    answer = await fetch(path, { ...options, signal: AbortSignal.timeout(PATIENCE) });
    const text = await answer.text();
    if (answer.ok && text) data = JSON.parse(text);
  } catch {
    throw new Refused(0);
  }
  if (answer.status === 401 && path !== "/session") loggedOut();
  if (!answer.ok) throw new Refused(answer.status);
  return { data, headers: answer.headers };
}

const tipPath = (id, part = "") => `/v1/tips/${encodeURIComponent(id)}${part}`;

// One page → {items, cursor, at}. The filter goes in the body, so that search words are in no address and no log.
async function page(filter, sort, limit, cursor) {
  const { data, headers } = await ask("POST", "/v1/tips/search", { filter, sort, limit, ...(cursor ? { cursor } : {}) });
  return { items: data.items, cursor: nextCursor(headers.get("Link")), at: headers.get("Date") };
}

function nextCursor(link) {
  const next = /<([^>]*)>\s*;[^,]*rel="?next"?/.exec(link ?? "");
  return next ? new URL(next[1], location.origin).searchParams.get("cursor") : null;
}

// At least `wanted` tips when there are so many.
export async function listTips(filter, sort, wanted) {
  const first = await page(filter, sort, Math.min(wanted, 200));
  let { items, cursor } = first;
  while (cursor && items.length < wanted) {
    const next = await page(filter, sort, Math.min(wanted - items.length, 200), cursor);
    items = items.concat(next.items);
    cursor = next.cursor;
  }
  const unique = [...new Map(items.map((tip) => [tip.id, tip])).values()];
  return { items: unique, more: cursor !== null, at: first.at };
}

export const getTip = async (id) => (await ask("GET", tipPath(id))).data;
export const act = async (id, part, body = {}) => (await ask("POST", tipPath(id, part), body)).data;

export async function changeTip(id, version, values) {
  return (await ask("PATCH", tipPath(id), values, { "If-Match": `"${version}"` })).data;
}
