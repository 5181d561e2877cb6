import { ask, Refused } from "./api.js";

/** Who is signed in, or undefined. A ticket in the address signs in once and leaves the address. */
export async function session() {
  const ticket = /^#ticket=(.+)$/.exec(location.hash)?.[1];
  if (ticket !== undefined) {
    history.replaceState(history.state, "", location.pathname + location.search);
    await signIn({ ticket: decodeURIComponent(ticket) }).catch(() => undefined);
  }
  try {
    return await ask("GET", "/session");
  } catch (error) {
    if (error instanceof Refused && [401, 403].includes(error.status)) return undefined;
    throw error;
  }
}

/** Signs in by `{ ticket }` or `{ apiKey }`. */
export function signIn(proof) {
  return ask("POST", "/session", { body: proof });
}

export function signOut() {
  return ask("DELETE", "/session");
}
