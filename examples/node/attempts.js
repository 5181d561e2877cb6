/**
 * Attempts at doors: decided by the package, with what they count stored in the same transaction. What a
 * refusal tells a controller is one answer. It takes the same statements whatever the reason, so that no
 * time tells one either.
 */

import { decideAttempt } from "latchwork";
import { tellOutcome, tryDoor } from "latchwork/plain";
import { store, takeBack } from "./claims.js";
import { isSteady } from "./clock.js";
import { found, sought } from "./credentials.js";
import { happened, nextVersion } from "./event.js";
import { renewed } from "./identified.js";
import { anything } from "./job.js";
import * as log from "./log.js";
import { keep, met, standing } from "./met.js";
import { asked, checked, conflict, did, once } from "./plain.js";
import { json, nothing } from "./reply.js";
import { asking, missing, needDoors } from "./rights.js";
import { repeated } from "./store.js";

const MISSING = "expected a door of the organisation";
/**
 * How long an attempt is answered again, in microseconds: longer than who waits for an answer asks again; no
 * door opens later for who stood there then.
 */
const KEPT = 30_000_000n;
/** What an event says of every opening, and to whom the answer says more than whether it opens. */
const HAPPENED = ["reason", "reasons", "credential", "grace", "effect"];
const TOLD = ["reason", "reasons", "duress", "credential", "holder", "unknown"];
const TRUSTED = ["administrator", "manager"];

const picked = (object, names) => Object.fromEntries(names.filter((name) => name in object).map((name) => [name, object[name]]));

/** `POST /doors/{id}/attempts` */
export async function attempt(service, request, reply) {
  const caller = await asking(service, request, "try doors");
  service.limits.caller(caller.id);
  const { id } = request.params;
  // Nothing that is shown is stored.
  const job = { service, request, caller, ...checked(tryDoor, await anything(request, reply)) };
  const { shown, with: others = [], from } = job.asked;
  const way = from ?? ([shown, ...others].flat().some(({ kind }) => kind === "remote") ? "afar" : "door");
  let isCounted = false;
  return once(job, ["POST /doors/attempts", id], async ({ transaction, asked: { from: _, ...attempt } }) => {
    const place = await met(id, way, { service, caller, transaction });
    if (!place) throw missing(MISSING);
    await needDoors(caller, [id], transaction);
    // Nobody is counted here who may not try it, whatever comes in its way afterwards.
    if (!isCounted) service.limits.door(id);
    isCounted = true;
    const looked = sought(attempt, place, service.keys);
    const known = await found(looked, place, service, transaction);
    // Who waited for others comes after them.
    const here = standing(place, known.wrongPins.values());
    // Of a clock that was just set nobody knows whether it is right.
    const opening = decideAttempt(attempt, here.door, known.credentials, isSteady() ? here.clock : undefined);
    const stream = `door/${id}`;
    const version = await nextVersion(stream, transaction);
    await store(opening, { ...here, ...known, way, hasPin: looked.hasPin, caller, transaction });
    const told = { id: String(version), open: opening.open, keypad: opening.keypad };
    await happened(transaction, {
      stream, version, at: here.now, organisation: caller.organisation, actor: caller.name, person: opening.holder,
      key: known.wrongPins.has(opening.credential) ? opening.credential : undefined,
      type: opening.open ? "DoorOpened" : "DoorStayedShut",
      data: { attempt: told.id, ...whatHappened(opening), from: way },
    });
    const more = TRUSTED.includes(caller.role) ? picked(opening, TOLD) : {};
    const answer = json(200, { ...told, ...more }, { "cache-control": "no-store" });
    return { stored: true, answer, afterwards: () => renewUsed(service, known.former) };
  }, KEPT);
}

/** What an event says of an attempt, and what was stored because of it: no digit is in it. */
function whatHappened(opening) {
  const { duress, unknown, companions } = opening;
  return {
    ...picked(opening, HAPPENED),
    ...(duress && { duress }),
    ...(unknown.length > 0 && { unknown }),
    ...(companions.length > 0 && { companions }),
  };
}

/** Seals anew the keys that were found by a former version, of which somebody made use. Nobody waits for it. */
async function renewUsed(service, keys) {
  for (const id of keys) {
    const work = async (transaction) => {
      await renewed(id, service, transaction);
      return { stored: true };
    };
    await repeated(() => service.store.writing(work)).catch((error) => log.failed("a key that was used was not sealed anew", error));
  }
}

/** `PUT /doors/{id}/attempts/{attempt}/outcome` */
export async function outcome(service, request, reply) {
  const job = await asked(service, request, reply, "try doors", tellOutcome);
  const { id, attempt } = request.params;
  return once(job, ["PUT outcome", id, attempt], async (job) => {
    const { caller, transaction, asked: { opened } } = job;
    if (!(await keep(id, job))) throw missing(MISSING);
    await needDoors(caller, [id], transaction);
    const stream = `door/${id}`;
    // Of all ways to write a number, the one that was told.
    const number = /^[1-9]\d{0,14}$/.test(attempt) ? Number(attempt) : 0;
    const [event] = await transaction.all(
      "select at, data from event where stream = $1 and version = $2 and type = 'DoorOpened'",
      [stream, number],
    );
    if (!event) throw missing("expected an attempt that this door was opened for");
    const sql = "select opened from outcome where door = $1 and attempt = $2";
    const [told] = await transaction.all(sql, [id, number]);
    if (told) {
      // The same once more changes nothing.
      if ((told.opened === 1) === opened) return { stored: false, answer: nothing() };
      throw conflict("outcome_told_already", "expected the outcome that was told before", "opened");
    }
    const { onceOpened = [] } = JSON.parse(event.data).effect ?? {};
    const takenBack = opened ? [] : await takeBack(onceOpened, { door: id, at: event.at, caller, transaction });
    await transaction.run("insert into outcome (door, attempt, opened) values ($1, $2, $3)", [id, number, opened ? 1 : 0]);
    const data = { attempt, opened, ...(takenBack.length > 0 && { takenBack }) };
    await did(job, stream, "DoorOutcomeTold", data);
    return { stored: true, answer: nothing() };
  });
}
