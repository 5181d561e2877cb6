import { ask, listed, send } from "../service/api.js";

/** A word that nobody else sends, so that a request which is sent twice is done once. */
export function onceWord() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Makes one key and gives it its hours. `once` is the same when it is tried again. Gives what the
 * service answered, the code among it.
 */
export async function makeKey(request, { schedule, once }) {
  const { body: made, location } = await send("POST", "/access-keys", { body: request, once });
  if (schedule === null) return made;
  try {
    // A key that is made again by the same word may have its hours already.
    const { revision } = await ask("GET", location);
    await ask("PATCH", location, { body: { schedule }, revision });
  } catch (error) {
    // A key that works at hours that nobody meant is none to keep.
    await ask("POST", `${location}/revoke`, { body: {} });
    throw error;
  }
  return made;
}

/** People whose name or phone holds a text. */
export async function peopleOf(search) {
  const text = search.trim();
  if (text.length < 2) return [];
  return (await ask("GET", listed("/people", { search: text, limit: 6 }))).items;
}

