/** Keys, as the tables have them. */

import { windowState } from "latchwork";
import { ends, textOf } from "./clock.js";
import { lockedUntil } from "./lockout.js";
import { folded, paged } from "./page.js";
import { isOne } from "./plain.js";
import { Statement, listOf as places } from "./statement.js";

/** The beginning of a statement that selects keys, of their people and of what is sealed. */
export const SELECT = `select k.id, k.person, k.kind, k.key_format, k.name, k.valid_from, k.valid_until,
  k.state, k.suspended_at, k.schedule, k.uses, k.most_uses, k.shown_at, k.revision, k.created_at,
  k.revoked_at, k.exempt, k.wrong_pins, p.first_name, p.last_name, p.phone,
  cast(case when exists (select 1 from key_secret s where s.key = k.id and s.pin is not null)
  then 1 else 0 end as bigint) as has_pin
  from access_key k join person p on p.id = k.person where true`;

/**
 * A key that there is; instants of what was done are microseconds. `conditions` are what its doors ask,
 * where it has wrong PINs.
 */
const keyOf = (row, accesses = [], conditions = []) => ({
  id: row.id,
  person: { id: row.person, firstName: row.first_name, lastName: row.last_name, phone: row.phone },
  keyType: row.kind,
  keyFormat: row.key_format,
  keyName: row.name,
  accesses,
  validFrom: row.valid_from,
  validTo: row.valid_until,
  schedule: JSON.parse(row.schedule),
  state: row.state,
  suspendedAt: row.suspended_at,
  uses: row.uses,
  mostUses: row.most_uses,
  hasPin: row.has_pin === 1,
  shownAt: row.shown_at,
  revision: row.revision,
  createdAt: row.created_at,
  revokedAt: row.revoked_at,
  exempt: JSON.parse(row.exempt),
  wrongPins: row.wrong_pins,
  conditions,
});

/** The key as the API shows it at an instant. */
export function seen({ suspendedAt, mostUses, wrongPins, conditions, ...key }, now) {
  const at = (micros) => (micros === null ? null : textOf(Number(micros)));
  return {
    ...key,
    state: stateOf(key, now),
    uses: { used: key.uses, most: mostUses },
    shownAt: at(key.shownAt),
    createdAt: at(key.createdAt),
    revokedAt: at(key.revokedAt),
    lockedUntil: conditions.map((condition) => lockedUntil(condition, wrongPins, now)).reduce(later, null),
  };
}

/** The later of two instants, of which null is none. */
const later = (one, other) => (one === null || Date.parse(other) > Date.parse(one) ? other : one);

const BY_WINDOW = { "not-yet-valid": "not-yet-active", valid: "active", expired: "expired" };

/** What was done with it, and where nothing was what its window says. */
function stateOf({ revokedAt, state, validFrom, validTo }, now) {
  if (revokedAt !== null) return "revoked";
  if (state !== "active") return state;
  return BY_WINDOW[windowState({ from: validFrom ?? undefined, until: validTo ?? undefined }, now)];
}

/** The key of an id, where it is of the caller's organisation. */
export async function find(id, { organisation }, transaction, lock = "") {
  if (lock) await transaction.all(`select id from access_key where id = $1${lock}`, [id]);
  const statement = new Statement(SELECT).and("k.id = $", id).and("k.organisation = $", organisation);
  const [row] = await statement.rows(transaction);
  if (!row) return undefined;
  const doors = await doorsOf([id], transaction);
  const conditions = await conditionsOf([row], transaction);
  return keyOf(row, doors.get(id), conditions.get(id));
}

/** A page of keys, as the API shows them. */
export const listOf = (statement, page, transaction, now) =>
  paged(statement, "k", page, transaction, async (rows) => {
    const doors = await doorsOf(rows.map(({ id }) => id), transaction);
    const conditions = await conditionsOf(rows, transaction);
    return rows.map((row) => seen(keyOf(row, doors.get(row.id), conditions.get(row.id)), now));
  });

/** The doors of keys, in their order. */
async function doorsOf(keys, transaction) {
  const doors = new Map();
  if (keys.length === 0) return doors;
  const statement = new Statement("select key, door from key_door where true");
  statement.add(` and key in (${places(keys)}) order by key, door`, ...keys);
  for (const { key, door } of await statement.rows(transaction)) doors.set(key, [...(doors.get(key) ?? []), door]);
  return doors;
}

/** What the doors of those keys ask that have wrong PINs. */
async function conditionsOf(rows, transaction) {
  const conditions = new Map();
  const keys = rows.filter(({ wrong_pins }) => wrong_pins !== null).map(({ id }) => id);
  if (keys.length === 0) return conditions;
  const statement = new Statement("select d.key, o.condition from key_door d join door o on o.id = d.door where true");
  statement.add(` and d.key in (${places(keys)})`, ...keys);
  for (const { key, condition } of await statement.rows(transaction)) {
    conditions.set(key, [...(conditions.get(key) ?? []), JSON.parse(condition)]);
  }
  return conditions;
}

/** Stores the state that it has now. */
export async function store(key, transaction) {
  isOne(
    await transaction.run(
      `update access_key set name = $1, valid_from = $2, valid_until = $3, state = $4,
       suspended_at = $5, schedule = $6, most_uses = $7, shown_at = $8, revoked_at = $9,
       exempt = $10, folded = $11, revision = $12 where id = $13 and revision = $14`,
      [
        key.keyName, key.validFrom, key.validTo, key.state, key.suspendedAt,
        key.schedule && JSON.stringify(key.schedule), key.mostUses, key.shownAt, key.revokedAt,
        JSON.stringify(key.exempt), folded(key.keyName), key.revision, key.id, key.revision - 1,
      ],
    ),
  );
}

/** Stores of its doors when and whether it opens there. */
export const storeDoors = ({ id, validFrom, validTo, revokedAt }, transaction) =>
  transaction.run("update key_door set valid_from = $1, valid_until = $2, revoked_at = $3 where key = $4", [
    ...ends(validFrom, validTo), revokedAt, id,
  ]);
