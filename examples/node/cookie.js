/** The cookie of a session, and which pages may have it sent. `public` is where browsers find the service. */

import { Unfit, issue } from "./reply.js";

const isSecure = (url) => url?.protocol === "https:";

/** Behind TLS a browser lets no other host, and no page without TLS, set a cookie of this name. */
const nameOf = (url) => (isSecure(url) ? "__Host-latchwork" : "latchwork");

const attributes = (url) => `Path=/; HttpOnly; SameSite=Strict${isSecure(url) ? "; Secure" : ""}`;

/** Has a browser keep it. */
export const set = (secret, url) => `${nameOf(url)}=${secret}; ${attributes(url)}`;

/** Has a browser forget it. */
export const takenBack = (url) => `${nameOf(url)}=; ${attributes(url)}; Max-Age=0`;

/** What a page of this service has sent; throws for two of the name: somebody else set one of them. */
export function shown(request, url) {
  if (!isOfOwnPage(request, url)) return undefined;
  const pairs = (request.raw.headers.cookie ?? "").split(";").map((pair) => pair.trim());
  const own = pairs.filter((pair) => pair.startsWith(`${nameOf(url)}=`));
  if (own.length > 1) throw new Unfit(401, [issue("session_repeated", "expected the cookie of one session, found two", ["cookie"])]);
  return own[0]?.slice(nameOf(url).length + 1) || undefined;
}

/**
 * Whether no page of another origin has sent this. Browsers that say nothing of the page name its origin
 * beside all that changes something (Fetch Metadata; Fetch, "Origin" header).
 */
export function isOfOwnPage({ raw: { headers } }, url) {
  const { host, origin, "sec-fetch-site": site } = headers;
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  if (origin === undefined) return true;
  const [, authority] = /^https?:\/\/(.*)$/.exec(origin.toLowerCase()) ?? [];
  return authority !== undefined && authority === (url?.host ?? host?.toLowerCase());
}
