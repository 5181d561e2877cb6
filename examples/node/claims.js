/**
 * What an attempt changes: stored where it still is what was decided on, and taken back where it still is
 * what was left.
 */

import { micros } from "./clock.js";
import { IDENTIFIER, USER, uidOf } from "./identifiers.js";
import { columnOf } from "./met.js";
import { isOne } from "./plain.js";

/**
 * Stores all that an opening claims. A refusal takes the same statements whatever its reason: the counts are
 * written where they stay as they are, too.
 */
export async function store(opening, here) {
  const { effect, open } = opening;
  const tries = effect.atOnce.find((claim) => claim.of === "lockout");
  if (tries || !open) await storeTries(tries ? JSON.stringify(tries.becomes) : here.tries, here);
  const pins = effect.atOnce.filter((claim) => claim.of === "wrong-pins");
  for (const { id, becomes } of pins) isOne(await storePins(id, JSON.stringify(becomes), here.wrongPins.get(id), here));
  // No key has this id.
  if (pins.length === 0 && !open && here.hasPin) await storePins("", "{}", null, here);
  for (const claim of effect.onceOpened) isOne(await storeOnceOpened(claim, here));
}

async function storeTries(after, { door, tries, way, transaction }) {
  const column = columnOf(way);
  const sql = `update door set ${column} = $1 where id = $2 and coalesce(${column}, '') = $3`;
  isOne(await transaction.run(sql, [after, door.id, tries ?? ""]));
}

const storePins = (key, after, before, { transaction }) =>
  transaction.run("update access_key set wrong_pins = $1 where id = $2 and coalesce(wrong_pins, '') = $3", [
    after, key, before ?? "",
  ]);

function storeOnceOpened({ of, id, was, becomes }, here) {
  switch (of) {
    case "uses":
      return storeUses(id, was, becomes, here);
    case "place":
      return storePlace(id, here.places.get(id), JSON.stringify(becomes), here);
    case "occupancy":
      return storeInside(id, was, becomes, here);
    case "first-person":
      return storeFirst(id, here.firstCameAt, micros(here.now), here);
    default:
      // No key has a time that runs from its first use, and none is idle.
      return 1;
  }
}

function storeUses(key, was, becomes, { caller, transaction }) {
  const uid = uidOf(key, IDENTIFIER);
  if (uid === undefined) return transaction.run("update access_key set uses = $1 where id = $2 and uses = $3", [becomes, key, was]);
  return transaction.run("update panel_identifier set uses = $1 where uid = $2 and uses = $3 and organisation = $4", [
    becomes, uid, was, caller.organisation,
  ]);
}

function storePlace(person, before, after, { caller, transaction }) {
  const uid = uidOf(person, USER);
  if (uid === undefined) {
    const sql = "update person set place = $1 where id = $2 and coalesce(place, '') = $3";
    return transaction.run(sql, [after, person, before ?? ""]);
  }
  return transaction.run(
    "update panel_user set place = $1 where uid = $2 and coalesce(place, '') = $3 and organisation = $4",
    [after, uid, before ?? "", caller.organisation],
  );
}

const storeInside = (area, was, becomes, { caller, transaction }) =>
  transaction.run(
    `insert into area (organisation, name, inside) values ($1, $2, $3)
     on conflict (organisation, name) do update set inside = excluded.inside where area.inside = $4`,
    [caller.organisation, area, becomes, was],
  );

const storeFirst = (door, before, after, { transaction }) =>
  transaction.run("update door set first_came_at = $1 where id = $2 and coalesce(first_came_at, -1) = $3", [
    after, door, before ?? -1,
  ]);

/** Takes back what was stored once a door opened, where it still is as it was left then; gives those claims. */
export async function takeBack(claims, { door, at, ...here }) {
  const taken = [];
  for (const claim of claims) {
    const { of, id, was, becomes } = claim;
    let rows = 0;
    if (of === "uses") rows = await storeUses(id, becomes, was, here);
    if (of === "occupancy") rows = await storeInside(id, becomes, was, here);
    // Nobody needed to know where he was.
    const before = was === "reset" ? null : JSON.stringify(was);
    if (of === "place") rows = await storePlace(id, JSON.stringify(becomes), before, here);
    if (of === "first-person") rows = await storeFirst(door, at, null, here);
    if (rows === 1) taken.push(claim);
  }
  return taken;
}
