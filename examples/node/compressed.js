/**
 * Long answers, compressed for callers who take that. The length of what is compressed tells of what is in
 * it: never of what must not be stored, which may be what opens a door, nor of what was sent. What has a tag
 * stays as it is, since a change is held against that of one text alone.
 */

import { constants, gzipSync } from "node:zlib";

/** What is shorter fits into one packet as it is. */
const LONG = 1024;

/** The answer, compressed where it may be and is asked for so. */
export function compressed({ raw }, answer) {
  const { status, contentType, headers = {}, text } = answer;
  const isOpen = status === 200 && contentType === "application/json" && headers["cache-control"] !== "no-store" && !headers.etag;
  if (raw.method !== "GET" || !isOpen) return answer;
  // Also on what is sent as it is: another caller would have been sent something else.
  const varying = { ...headers, vary: "accept-encoding" };
  if (Buffer.byteLength(text) < LONG || !takesGzip(raw.headersDistinct["accept-encoding"] ?? [])) {
    return { ...answer, headers: varying };
  }
  const body = gzipSync(text, { level: constants.Z_BEST_SPEED });
  return { ...answer, headers: { ...varying, "content-encoding": "gzip" }, body };
}

/** Whether a caller has it compressed rather than as it is (RFC 9110, section 12.5.3). */
function takesGzip(lists) {
  const weights = new Map();
  for (const [name, weight] of lists.join(",").split(",").map(weighed)) if (!weights.has(name)) weights.set(name, weight);
  const gzip = weights.get("gzip") ?? weights.get("*") ?? 0;
  return gzip > 0 && gzip >= (weights.get("identity") ?? 0);
}

/** A coding and how much it is wanted: 1 where nothing is said, 0 where what is said is no number. */
function weighed(coding) {
  const [name, ...parameters] = coding.split(";");
  const [, weight = "0"] = parameters.length === 0 ? [, "1"] : /^\s*q\s*=\s*([0-9.]+)\s*$/i.exec(parameters.join(";")) ?? [];
  return [name.trim().toLowerCase(), Number(weight) || 0];
}
