/** Which revision of a thing was seen: `ETag` says it, `If-Match` says it back (RFC 9110 §13.1.1). */

import { Unfit, issue } from "./reply.js";

/** A revision that nothing comes to. */
const NEVER = Number.MAX_SAFE_INTEGER;

/**
 * What `If-Match` says, in however many lines: the revisions of a list of tags, `*` for whatever there is,
 * undefined where nothing was said.
 */
export function seenOf({ raw }) {
  const lines = raw.headersDistinct["if-match"];
  if (!lines) return undefined;
  if (lines.length === 1 && lines[0] === "*") return "*";
  const revisions = tagged(lines.join(","));
  if (revisions) return revisions;
  const sentence = "expected revisions in quotation marks, as ETag has them, or *";
  throw new Unfit(400, [issue("if_match_malformed", sentence, ["If-Match"])]);
}

/**
 * The revisions of a list of tags (§5.6.1, §8.8.3), undefined where it is no list, or one of nothing. By the
 * strong comparison a weak tag is never one (§8.8.3.2), nor is a tag that this service gives nothing.
 */
function tagged(list) {
  const next = /[\t ,]*(?:(W\/)?"([!#-~\x80-\xff]*)"[\t ]*(?:,|$)|$)/y;
  const tags = [];
  while (next.lastIndex < list.length) {
    const found = next.exec(list);
    if (!found) return undefined;
    if (found[2] !== undefined) tags.push(found);
  }
  if (tags.length === 0) return undefined;
  const revisions = tags.filter(([, weak]) => !weak).map(([, , tag]) => tag);
  return revisions.filter((tag) => /^(0|[1-9][0-9]{0,14})$/.test(tag)).map(Number);
}

/** The revision that was expected of a thing that has another; undefined where it is as it was seen. */
export const otherThan = (current, seen) =>
  !Array.isArray(seen) || seen.includes(current) ? undefined : (seen[0] ?? NEVER);

/** The same where something has to be said (RFC 6585 §3). */
export function seenNeeded(request) {
  const seen = seenOf(request);
  if (seen !== undefined) return seen;
  throw new Unfit(428, [issue("if_match_missing", "expected the revision that was seen, as ETag had it", ["If-Match"])]);
}

/** Throws for a thing that is another by now than was seen. */
export function judge(seen, current) {
  const expected = otherThan(current, seen);
  if (expected === undefined) return;
  const found = expected === NEVER ? "a tag of no revision" : expected;
  const told = issue("revision_conflict", `expected revision ${current}, found ${found}`, ["If-Match"]);
  throw new Unfit(412, [{ ...told, params: { current, ...(expected !== NEVER && { expected }) } }]);
}

export const tag = (revision) => `"${revision}"`;
