// The web chat's calls. A call that got no answer throws whatever fetch threw; an answer that says no, `Refused`.

const TIMEOUT = 15_000;

export class Refused extends Error {
  constructor(status, retryAfter) {
    super(`refused with ${status}`);
    this.status = status;
    this.retryAfter = Number(retryAfter) * 1000 || 0;
  }
}

export async function request(path, { token, body, signal, keepalive, headers = {} } = {}) {
  const response = await fetch(`/chat/api/${path}`, {
    method: body ? "POST" : "GET",
    headers: {
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(body && { "Content-Type": "application/json" }),
      ...headers,
    },
    body: body && JSON.stringify(body),
    cache: "no-store",
    credentials: "omit",
    signal,
    keepalive,
  });
  if (!response.ok) throw new Refused(response.status, response.headers.get("Retry-After"));
  return response;
}

export async function ask(path, options) {
  const timer = new AbortController();
  const timeout = setTimeout(() => timer.abort(), TIMEOUT);
  try {
    return await (await request(path, { ...options, signal: timer.signal })).json();
  } finally {
    clearTimeout(timeout);
  }
}
