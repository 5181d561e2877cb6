import { sayDistance, sayInstant } from "../fields/instant.js";

/** The states of a window and of a grant. */
export const STATES = {
  "not-yet-valid": "Not yet valid",
  valid: "Valid",
  expired: "Expired",
  revoked: "Revoked",
};

/** When the state changes, or when it did. */
export function sayState(state, { from, until, now }) {
  if (state === "not-yet-valid") return `Starts ${sayDistance(from, now)}`;
  if (state === "expired") return `Ended ${sayDistance(until, now)}`;
  return until === undefined ? "Never expires" : `Ends ${sayDistance(until, now)}`;
}

export function sayStart(from) {
  return from === undefined ? "no start date" : `from ${sayInstant(from)}`;
}

export function sayEnd(until) {
  return until === undefined ? "no end date" : `until ${sayInstant(until)}`;
}

/** A window of RFC 3339 text in epoch milliseconds; `undefined` when it is none. */
export function instants(core, { from, until }) {
  if (!core.checkWindow({ from, until }).ok) return undefined;
  const millis = (text) => (text === undefined ? undefined : core.parseTimestamp(text).value.epochMillis);
  return { from: millis(from), until: millis(until) };
}
