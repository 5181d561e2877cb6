/** A door as it is when somebody stands before it. */

import { textOf } from "./clock.js";

/** Where the count of a way is stored. */
export const columnOf = (way) => (way === "afar" ? "tries_afar" : "tries");

/**
 * The door of an id, where it is of the caller's organisation, nobody else's until the end of the
 * transaction; with it what its clock shows, how its lock-out stands in the tables, and what its keypad
 * takes for the code of somebody who is threatened: what is added to the last digit.
 */
export async function met(id, way, { service, caller, transaction, now }) {
  const { organisation } = caller;
  const [row] = await transaction.all(
    `select zone, code_policy, condition, ${columnOf(way)} as tries, first_came_at from door
     where id = $1 and organisation = $2${service.store.forUpdate}`,
    [id, organisation],
  );
  if (!row) return undefined;
  const timeZone = zoneOf(row.zone);
  const condition = JSON.parse(row.condition);
  const { lockout, firstPerson, occupancy, security } = condition;
  const door = { ...condition, id };
  if (isSet(lockout)) door.lockout = { policy: lockout, state: JSON.parse(row.tries) ?? {} };
  if (firstPerson === "needed" && cameToday(row.first_came_at, now, timeZone)) door.firstPerson = "came";
  if (isSet(occupancy)) door.occupancy = { ...occupancy, inside: await insideOf(occupancy.area, organisation, transaction) };
  // Which of several levels counts, nobody knows by a clock that is not known.
  if (!timeZone && security?.levels?.some(({ schedule }) => schedule !== "always")) door.security = null;
  const { duress } = JSON.parse(row.code_policy) ?? {};
  return {
    door,
    clock: { at: now, timeZone: timeZone ?? "UTC" },
    hasZone: timeZone !== undefined,
    steps: duress?.lastDigit ?? [],
    lockoutPolicy: isSet(lockout) ? lockout : undefined,
    tries: row.tries,
    firstCameAt: row.first_came_at,
    now,
  };
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

/** Whether somebody came on the same day there; nobody knows it where the zone is not known. */
function cameToday(came, now, timeZone) {
  if (came === null || !timeZone) return false;
  const day = new Intl.DateTimeFormat("en", { timeZone, dateStyle: "short" });
  return day.format(new Date(textOf(came))) === day.format(now);
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
