/** What identifies a key to others: a code, or the number of a card. Kept sealed, found by tags. */

import { micros } from "./clock.js";
import { Statement } from "./statement.js";

/** The key formats that the service knows. */
const FORMATS = ["EM", "MC", "MD"];
/** How many pairs of a door and a tag a statement asks for: SQLite takes 1,000 conditions behind each other. */
const MOST_PAIRS = 400;

/** What a tag at a door is made of. */
export const tagged = ({ keyType, format = "", text }, door) => [keyType, format, door, text];

/**
 * What a key is identified by, and whatever else clashes with it: a number of a card whose format is
 * not known clashes with equal ones of any format.
 */
export function identified({ keyType, keyIdentification, keyFormat }) {
  if (keyType === "code") return keyIdentification === "*" ? [] : [{ keyType, text: keyIdentification }];
  if (keyType === "mobile") return [];
  const formats = keyFormat === undefined ? [undefined, ...FORMATS] : [keyFormat, undefined];
  return formats.map((format) => ({ keyType, format, text: keyIdentification.replace(/^0+(?=.)/, "") }));
}

/** The doors that something may be at, each with a tag that may have been written for it there. */
const pairsOf = (one, doors, keys) => doors.flatMap((door) => keys.tags(tagged(one, door)).map((tag) => [door, tag]));

const andTagged = (statement, pairs) =>
  statement.add(` and (${pairs.map(() => "(d.door = $ and d.tag = $)").join(" or ")})`, ...pairs.flat());

/** The keys that have what this one has, or what clashes with it, at these doors from now on. */
export async function inUse(key, doors, { keys, transaction, now, but, narrowed = (statement) => statement }) {
  const found = [];
  for (const one of identified(key)) {
    const statement = new Statement(
      `select distinct k.id, k.valid_from, k.valid_until
       from key_door d join access_key k on k.id = d.key where d.revoked_at is null`,
    );
    statement.and("(d.valid_until is null or d.valid_until > $)", micros(now));
    andTagged(statement, pairsOf(one, doors, keys)).andSome("k.id <> $", but);
    const rows = await narrowed(statement).rows(transaction);
    found.push(...rows.map((row) => used(row, key.keyType, key.keyIdentification, one.format)));
  }
  return found;
}

export const used = ({ valid_from, valid_until }, keyType, keyIdentification, keyFormat) => ({
  keyType,
  keyIdentification,
  keyFormat,
  validFrom: valid_from ?? undefined,
  validTo: valid_until ?? undefined,
});

/** The ids of all keys that have what is sought at one of these doors, those taken back too. */
export async function having(sought, doors, keys, transaction) {
  const found = new Set();
  for (const one of sought.flatMap(identified)) {
    const pairs = pairsOf(one, doors, keys);
    for (let at = 0; at < pairs.length; at += MOST_PAIRS) {
      const statement = new Statement("select distinct d.key from key_door d where true");
      const rows = await andTagged(statement, pairs.slice(at, at + MOST_PAIRS)).rows(transaction);
      for (const { key } of rows) found.add(key);
    }
  }
  return [...found];
}

/** What of a key is sealed, opened: undefined where nothing is. */
export async function secretOf(id, keys, transaction) {
  const [row] = await transaction.all("select version, identification, pin from key_secret where key = $1", [id]);
  if (!row) return undefined;
  const open = (part, bytes) => keys.open([part, id], { version: row.version, bytes });
  const pin = row.pin === null ? undefined : open("pin", row.pin);
  return { keyIdentification: open("identification", row.identification), pin, version: row.version };
}

/** Seals what identifies a key by the last version, and tags it so at its doors, where a former did. */
export async function renewed(id, { store, keys }, transaction) {
  // Whoever looks for a code at one of its doors, or opens one by it, has these first.
  const doors = await transaction.all(
    `select id from door where id in (select door from key_door where key = $1) order by id${store.forUpdate}`,
    [id],
  );
  const sql = `select kind, key_format from access_key where id = $1${store.forUpdate}`;
  const [row] = await transaction.all(sql, [id]);
  const secret = await secretOf(id, keys, transaction);
  if (secret.version >= keys.version) return;
  const { version, bytes } = keys.seal(["identification", id], secret.keyIdentification);
  const pin = secret.pin === undefined ? null : keys.seal(["pin", id], secret.pin).bytes;
  await transaction.run("update key_secret set version = $1, identification = $2, pin = $3 where key = $4", [
    version, bytes, pin, id,
  ]);
  const [own] = identified({ keyType: row.kind, keyFormat: row.key_format ?? undefined, ...secret });
  for (const door of doors) {
    const tag = keys.tag(tagged(own, door.id));
    await transaction.run("update key_door set tag = $1 where key = $2 and door = $3", [tag, id, door.id]);
  }
}
