import { ask, listed, Refused } from "../service/api.js";

/** A word that nobody else sends, so that a request which is sent twice is done once. */
export function onceWord() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Makes one key and gives it its hours. `once` is the same when it is tried again. Gives what the
 * service answered, the code among it.
 */
export async function makeKey(request, { schedule, once }) {
  const made = await ask("POST", "/access-keys", { body: request, once });
  if (schedule === null) return made;
  const key = await found(request, made);
  try {
    await ask("PATCH", `/keys/${key.id}`, { body: { schedule }, revision: key.revision });
  } catch (error) {
    // A key that works at hours that nobody meant is none to keep.
    await ask("POST", `/keys/${key.id}/revoke`, { body: {} });
    throw error;
  }
  return made;
}

/** The key that was just made: the newest of its kind at these doors with this code, number or phone. */
async function found(request, { keyIdentification }) {
  const keys =
    keyIdentification === undefined
      ? (await ask("GET", listed("/keys", { search: request.userId, kind: "mobile" }))).items
      : await lookedUp({ identification: keyIdentification, keyFormat: request.keyFormat });
  const same = ({ accesses, state }) =>
    state !== "revoked" && accesses.length === request.accesses.length && request.accesses.every((id) => accesses.includes(id));
  const [key] = keys.filter(same).sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  if (key === undefined) throw new Refused(500);
  return key;
}

async function lookedUp(body) {
  const answer = await ask("POST", "/keys/lookup", { body });
  return answer.items ?? answer;
}

/** People whose name or phone holds a text. */
export async function peopleOf(search) {
  const text = search.trim();
  if (text.length < 2) return [];
  return (await ask("GET", listed("/people", { search: text, limit: 6 }))).items;
}

