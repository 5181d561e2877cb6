/** A door as it is when somebody stands before it. */

import { now, textOf } from "./clock.js";

/** So many milliseconds later another server may have counted than it is here: their clocks differ a little. */
const AHEAD = 1000;

/** Where the count of a way is stored. */
export const columnOf = (way) => (way === "afar" ? "tries_afar" : "tries");

/**
 * The door of an id, where it is of the caller's organisation, nobody else's until the end of the
 * transaction; with it the panel that has it at one of its locks, how its lock-out
 * stands in the tables, and what its keypad takes for the code of somebody who is threatened: what is added
 * to the last digit.
 */
export async function met(id, way, { service, caller, transaction }) {
  const { organisation } = caller;
  const [row] = await transaction.all(
    `select zone, code_policy, condition, ${columnOf(way)} as tries, first_came_at,
     (select count(*) from panel where organisation = door.organisation
     and (first_door = door.id or second_door = door.id)) as panels from door
     where id = $1 and organisation = $2${service.store.forUpdate}`,
    [id, organisation],
  );
  if (!row) return undefined;
  const timeZone = zoneOf(row.zone);
  const condition = JSON.parse(row.condition);
  const { lockout, occupancy, security } = condition;
  const door = { ...condition, id };
  if (isSet(lockout)) door.lockout = { policy: lockout, state: JSON.parse(row.tries) ?? {} };
  if (isSet(occupancy)) door.occupancy = { ...occupancy, inside: await insideOf(occupancy.area, organisation, transaction) };
  // Which of several levels counts, nobody knows by a clock that is not known.
  if (!timeZone && security?.levels?.some(({ schedule }) => schedule !== "always")) door.security = null;
  const { duress } = JSON.parse(row.code_policy) ?? {};
  const panel = row.panels > 0 ? await panelAt(id, organisation, service.store, transaction) : undefined;
  return {
    door,
    timeZone: timeZone ?? "UTC",
    hasZone: timeZone !== undefined,
    panel,
    steps: duress?.lastDigit ?? [],
    lockoutPolicy: isSet(lockout) ? lockout : undefined,
    tries: row.tries,
    firstCameAt: row.first_came_at,
  };
}

/**
 * The door and its clock at the instant of an attempt, once all that it counts is nobody else's: no earlier
 * than what was counted before. Somebody whom it waits for may have come on that day.
 */
export function standing(here, counts) {
  const { door, timeZone, hasZone, tries, firstCameAt } = here;
  const seen = now();
  const counted = [tries, ...counts].map((count) => Math.ceil(Date.parse(JSON.parse(count)?.at ?? null)));
  const at = new Date(Math.max(seen, ...counted.filter((at) => at - seen <= AHEAD)));
  const isCome = door.firstPerson === "needed" && hasZone && cameOn(at, firstCameAt, timeZone);
  return { ...here, now: at, clock: { at, timeZone }, door: isCome ? { ...door, firstPerson: "came" } : door };
}

const isSet = (setting) => typeof setting === "object" && setting !== null;

/** A name that no zone has any more is as none. */
function zoneOf(name) {
  if (name === null) return undefined;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** Whether somebody came on the same day there. */
function cameOn(now, came, timeZone) {
  if (came === null) return false;
  const day = new Intl.DateTimeFormat("en", { timeZone, dateStyle: "short" });
  return day.format(new Date(textOf(came))) === day.format(now);
}

/** The panel that has the door at one of its locks; nobody changes what it has. */
async function panelAt(door, organisation, { forShare }, transaction) {
  const sql = `select first_door, second_door from panel where organisation = $1${forShare}`;
  const [{ first_door, second_door }] = await transaction.all(sql, [organisation]);
  const doors = [first_door, second_door];
  return doors.includes(door) ? { organisation, doors } : undefined;
}

async function insideOf(area, organisation, transaction) {
  const sql = "select inside from area where organisation = $1 and name = $2";
  return (await transaction.all(sql, [organisation, area]))[0]?.inside ?? 0;
}

/** Whether there is such a door of the caller's organisation, which nobody else changes then. */
export async function keep(id, { service, caller, transaction }) {
  const sql = `select id from door where id = $1 and organisation = $2${service.store.forUpdate}`;
  return (await transaction.all(sql, [id, caller.organisation])).length > 0;
}
