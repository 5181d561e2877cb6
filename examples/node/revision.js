/** Which revision of a thing was seen: `ETag` says it, `If-Match` says it back (RFC 9110 §13.1.1). */

import { Unfit, issue } from "./reply.js";

/** What `If-Match` says: a revision, `*` for whatever there is, undefined where nothing was said. */
export function seenOf({ raw }) {
  const values = raw.headersDistinct["if-match"];
  if (!values) return undefined;
  if (values.length === 1 && values[0] === "*") return "*";
  const digits = values.length === 1 ? /^"([0-9]{1,15})"$/.exec(values[0])?.[1] : undefined;
  if (digits !== undefined) return Number(digits);
  const sentence = "expected one revision in quotation marks, as ETag has it";
  throw new Unfit(400, [issue("if_match_malformed", sentence, ["If-Match"])]);
}

/** The same where something has to be said (RFC 6585 §3). */
export function seenNeeded(request) {
  const seen = seenOf(request);
  if (seen !== undefined) return seen;
  throw new Unfit(428, [issue("if_match_missing", "expected the revision that was seen, as ETag had it", ["If-Match"])]);
}

/** Throws for a thing that is another by now than was seen. */
export function judge(seen, current) {
  if (typeof seen !== "number" || seen === current) return;
  const told = issue("revision_conflict", `expected revision ${current}, found ${seen}`, ["If-Match"]);
  throw new Unfit(412, [{ ...told, params: { current, expected: seen } }]);
}

export const tag = (revision) => `"${revision}"`;
