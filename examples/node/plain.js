/** What all requests of the plain API have in common: who asks, what is sent, and what it does once. */

import { happened, nextVersion } from "./event.js";
import { done, repeatable, whole } from "./job.js";
import { Unfit, issue, json, problem } from "./reply.js";
import { tag } from "./revision.js";
import { asking } from "./rights.js";

/** The most bytes of what is kept of a request: lists hold many. */
const LARGEST = 1 << 16;

export const refused = problem;

/** Reads a request: first who asks, then what for. */
export async function asked(service, request, reply, right, form, read = whole) {
  const caller = await asking(service, request, right);
  return { service, request, caller, ...checked(form, await read(request, reply)) };
}

/** A body of who was found to have the right to it. */
export function checked(form, body) {
  const { ok, value, issues } = form.checkJson(body);
  if (!ok) throw new Unfit(400, issues);
  return { body, asked: value };
}

/** Does what is asked, once where it has an `Idempotency-Key`; the names tell it from others. */
export function once(job, names, decide, kept) {
  const again = repeatable(job.request, job.caller, [...names, job.body], job.service, kept);
  return done(job.service, again, (transaction, now) => decide({ ...job, transaction, now }));
}

/** What is at odds with how things are. */
export const conflict = (code, sentence, ...path) => new Unfit(409, [issue(code, sentence, path)]);

/** Throws for what is too large to be kept. */
export function bounded(value, field) {
  if (value === undefined || Buffer.byteLength(JSON.stringify(value)) <= LARGEST) return;
  const told = issue("value_too_large", `expected at most ${LARGEST} bytes, found more`, [field]);
  throw new Unfit(400, [{ ...told, params: { limit: LARGEST } }]);
}

/** A thing as one is answered. */
export const answer = (status, thing, headers) =>
  json(status, thing, { etag: tag(thing.revision), ...headers });

/** Stores what the caller did, behind the events of a stream that are there. */
export const did = async ({ transaction, now, caller }, stream, type, data, more) =>
  happened(transaction, {
    stream, version: await nextVersion(stream, transaction), at: now,
    organisation: caller.organisation, actor: caller.name, type, data, ...more,
  });

/** Throws where a row is not as it was read. */
export function isOne(rows) {
  if (rows !== 1) throw Object.assign(new Error("others were first"), { kind: "again" });
}

/** The members that are other afterwards, as they are then. */
export const difference = (before, after, names) =>
  Object.fromEntries(
    names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])).map((name) => [name, after[name]]),
  );

/** What a change leaves of a member: what is absent stays. */
export const after = (change, before) => (change === undefined ? before : change);
