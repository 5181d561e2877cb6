/** The query of an address: names that the route knows, each once and with a value. */

import { parseTimestamp } from "latchwork";
import { Unfit, issue } from "./reply.js";

const malformed = (name, sentence) => new Unfit(400, [issue("parameter_malformed", sentence, [name])]);

/** Reads it; throws for each name that is unknown, there twice, or has no value, one of more than 255 bytes, or one with NUL. */
export function queryOf({ raw }, names) {
  const known = {};
  const [, text = ""] = /\?(.*)$/s.exec(raw.url) ?? [];
  for (const [name, value] of new URLSearchParams(text)) {
    // The name may be anything, a code among others.
    if (!names.includes(name)) {
      throw new Unfit(400, [issue("parameter_unknown", "expected a parameter that this address knows", ["query"])]);
    }
    if (value.includes("\0")) {
      throw new Unfit(400, [issue("text_with_nul", "expected text without the character NUL, found one", [name])]);
    }
    if (value === "" || Buffer.byteLength(value) > 255) throw malformed(name, "expected 1 to 255 bytes");
    if (Object.hasOwn(known, name)) {
      throw new Unfit(400, [issue("parameter_repeated", "expected the parameter once, found it twice", [name])]);
    }
    known[name] = value;
  }
  return known;
}

/** How many things a list may have. */
export function limitOf({ limit = "50" }) {
  if (!/^\d{1,9}$/.test(limit) || limit < 1 || limit > 200) throw malformed("limit", "expected a number from 1 to 200");
  return Number(limit);
}

/** A number of an event, or what stands for one. */
export function numberOf(query, name) {
  const text = query[name];
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw malformed(name, "expected a number that an answer had");
  return Number(text);
}

/** An instant of RFC 3339, as it is written. */
export function instantOf(query, name) {
  if (query[name] === undefined) return undefined;
  const { ok, value, issues } = parseTimestamp(query[name]);
  if (!ok) throw new Unfit(400, issues.map((one) => ({ ...one, path: [name] })));
  return value.iso;
}
