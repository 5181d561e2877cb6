/** What the service refused, with its issues: `{ code, path, message }` each. */
export class Refused extends Error {
  constructor(status, body) {
    super(body?.detail ?? "the service could not be reached");
    this.status = status;
    this.issues = body?.issues ?? [];
  }

  has(code) {
    return this.issues.some((issue) => issue.code === code);
  }
}

/** Told when an answer says that nobody is signed in any more. */
export const SIGNED_OUT = "signed-out";

/** One request, as `send` has it. Gives the body of the answer. */
export async function ask(method, path, given) {
  return (await send(method, path, given)).body;
}

/**
 * One request. `revision` is what was read of the thing that is changed, `once` a word that makes
 * a request which is sent twice one request. Gives the body of the answer, and where a new thing is.
 */
export async function send(method, path, { body, revision, once, signal } = {}) {
  const headers = { accept: "application/json" };
  if (body !== undefined) headers["content-type"] = "application/json";
  if (revision !== undefined) headers["if-match"] = `"${revision}"`;
  if (once !== undefined) headers["idempotency-key"] = once;
  const sent = body === undefined ? undefined : JSON.stringify(body);
  let reply;
  try {
    reply = await fetch(path, { method, headers, body: sent, signal, cache: "no-store" });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new Refused(0);
  }
  const isJson = /json/.test(reply.headers.get("content-type") ?? "");
  const read = isJson ? await reply.json() : undefined;
  if (reply.ok) return { body: read, location: reply.headers.get("location") };
  if (reply.status === 401 && path !== "/session") dispatchEvent(new Event(SIGNED_OUT));
  throw new Refused(reply.status, read);
}

/** A word that nobody else sends, so that a request which is sent twice is done once. */
export function onceWord() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Gives such a word for what is asked for: the same asked for again, by another click or after an answer
 * that was lost, has the same word, and is done once.
 */
export function onceWords() {
  let asked = {};
  return (request) => {
    const text = JSON.stringify(request);
    if (asked.text !== text) asked = { text, word: onceWord() };
    return asked.word;
  };
}

/** The address of a list: what is empty is not asked for. */
export function listed(path, query) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

/** All things of a list, page by page, up to `most`. */
export async function all(path, query = {}, most = 1000) {
  const items = [];
  let after;
  do {
    const page = await ask("GET", listed(path, { ...query, limit: 200, after }));
    items.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined && items.length < most);
  return items;
}
