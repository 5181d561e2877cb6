/** KiiAccess: create access key. */

import { randomUUID } from "node:crypto";
import { createAccessKey } from "latchwork";
import { identify } from "./caller.js";
import { ends, micros } from "./clock.js";
import { identified, inUse, tagged, used } from "./identified.js";
import { done, repeatable, whole } from "./job.js";
import { find, seen } from "./key.js";
import { folded } from "./page.js";
import { Unfit, issue, json, problem, written } from "./reply.js";
import { tag } from "./revision.js";
import { places } from "./store.js";

/** The most doors of one key. */
const MOST_DOORS = 256;
/** The most characters of a name: lists hold many. */
const LONGEST_NAME = 200;
/** So often a code is drawn before all that are in use are looked at. */
const DRAWS = 8;

export const refused = problem;
/** Where it is told that another key has the same. */
export const inUseAt = ["keyIdentification"];

/** `POST /access-keys` */
export async function create(service, request, reply) {
  const caller = await identify(service, request);
  const body = await whole(request, reply);
  const checked = createAccessKey.checkJson(body);
  if (!checked.ok) return written(createAccessKey.refuse(checked.issues));
  return made(service, request, { caller, body, asked: checked.value, route: "POST /access-keys" });
}

/**
 * Makes the key of a request, whichever way it came in. `beside` is what the vendor's request has no fields
 * for, where the caller knows such: the answer is then the plain API's.
 */
export function made(service, request, { caller, body, asked, route, beside }) {
  if (asked.accesses.length > MOST_DOORS) {
    const sentence = `expected at most ${MOST_DOORS} items, found more`;
    throw new Unfit(400, [{ ...issue("list_too_long", sentence, ["accesses"]), params: { limit: MOST_DOORS } }]);
  }
  bound(asked);
  const again = repeatable(request, caller, [route, body], service);
  const isGenerated = asked.keyIdentification === "*";
  // Of what has one tag at a door the database stores no two: who finds it taken looks then who has it.
  let looks = asked.keyType !== "code" || !service.keys.isSingle;
  return done(service, again, async (transaction, now) => {
    try {
      return await decided({ service, caller, asked, beside, isGenerated, looks, transaction, now });
    } catch (error) {
      // Whoever got in between: of what he has, another code is drawn.
      if (error.kind === "in use" && (isGenerated || !looks)) error.kind = "again";
      looks = true;
      throw error;
    }
  });
}

function bound(asked) {
  for (const field of ["userFirstName", "userLastName", "keyName"]) {
    if (Array.from(asked[field] ?? "").length <= LONGEST_NAME) continue;
    const sentence = `expected at most ${LONGEST_NAME} characters, found more`;
    throw new Unfit(400, [{ ...issue("text_too_long", sentence, [field]), params: { limit: LONGEST_NAME } }]);
  }
}

/** Loads, decides and stores. */
async function decided(job) {
  const { caller, asked, beside, isGenerated, looks, transaction, now } = job;
  const doors = await doorsOf(job);
  const may = mayManage(job, doors);
  const person = await personOf(job);
  const policies = doors.map((door) => door.code_policy).filter((policy) => policy !== null);
  const state = {
    userExists: person !== undefined,
    mobileKeysEnabled: may && doors.every((door) => door.mobile_keys_since !== null),
    mayManageAccesses: may,
    inUse: may && looks ? await othersOf(job, asked) : [],
    codePolicy: policies.length > 0 ? policies.map((policy) => JSON.parse(policy)) : undefined,
    keyId: randomUUID(),
    newUserId: randomUUID(),
    now,
  };
  let decision = createAccessKey.decide(asked, state);
  // A generated code that somebody has is drawn again beside it, and in the end beside all.
  for (let draw = 1; isGenerated && looks && may && decision.effect; draw += 1) {
    const others = await othersOf(job, decision.effect.storeKey);
    if (others.length === 0 || draw > DRAWS) break;
    state.inUse = draw === DRAWS ? await allCodes(job) : [...state.inUse, ...others];
    decision = createAccessKey.decide(asked, state);
  }
  if (!decision.effect) return { stored: false, answer: written(decision) };
  const { storeKey, createUser } = decision.effect;
  const owner = person ?? createUser.id;
  const { keyIdentification, pin, ...told } = storeKey;
  if (pin !== undefined) told.hasPin = true;
  await storeKeyOf(job, { key: storeKey, owner, createUser, data: { ...told, ...beside } });
  const headers = { location: `/keys/${storeKey.id}`, "cache-control": "no-store" };
  if (!beside) return { stored: true, answer: { ...written(decision), headers } };
  const key = seen(await find(storeKey.id, caller, transaction), now);
  const answer = json(201, { key, keyIdentification }, { ...headers, etag: tag(key.revision) });
  return { stored: true, answer };
}

/**
 * The doors of the request that there are, nobody else's until the end of the transaction where it is looked what
 * is in use there; whether each is one of the caller's own, and its organisation has phones as keys.
 */
const doorsOf = ({ service, caller, asked: { accesses }, looks, transaction }) =>
  transaction.all(
    `select id, organisation, code_policy,
     (select count(*) from principal_door a where a.principal = $1 and a.door = door.id) as assigned,
     (select mobile_keys_since from organisation where id = door.organisation) as mobile_keys_since
     from door where id in (${places(accesses.length, 2)}) order by id${looks ? service.store.forUpdate : ""}`,
    [caller.id, ...accesses],
  );

/** Whether the caller manages every door of the request. */
function mayManage({ caller, asked }, doors) {
  if (caller.role !== "administrator" && caller.role !== "manager") return false;
  const manages = ({ organisation, assigned }) =>
    organisation === caller.organisation && (caller.role === "administrator" || assigned > 0);
  return doors.length === asked.accesses.length && doors.every(manages);
}

/** The person of the request's `userId`, one of the caller's organisation. */
async function personOf({ caller, asked: { userId }, transaction }) {
  if (caller.kind !== "principal" || userId === undefined) return undefined;
  const is = userId.startsWith("+") ? "phone = $2 and kind = 'mobile'" : "id = $2";
  const sql = `select id from person where organisation = $1 and ${is}`;
  return (await transaction.all(sql, [caller.organisation, userId]))[0]?.id;
}

/** Who has what the request asks for, or a code that was drawn: at its doors, from now on. */
const othersOf = ({ service: { keys }, asked, transaction, now }, key) =>
  inUse(key, asked.accesses, { keys, transaction, now });

/** All codes at the doors of the request, from now on. */
async function allCodes({ service, asked: { accesses }, transaction, now }) {
  const rows = await transaction.all(
    `select distinct k.id, k.valid_from, k.valid_until, s.version, s.identification
     from key_door d join access_key k on k.id = d.key join key_secret s on s.key = k.id
     where k.kind = 'code' and d.revoked_at is null and (d.valid_until is null or d.valid_until > $1)
     and d.door in (${places(accesses.length, 2)})`,
    [micros(now), ...accesses],
  );
  const codeOf = (row) =>
    service.keys.open(["identification", row.id], { version: row.version, bytes: row.identification });
  return rows.map((row) => used(row, "code", codeOf(row)));
}

/** All rows of a key and those of a person who is new, with their events, by one statement. */
async function storeKeyOf({ service: { keys }, caller, beside, transaction, now }, { key, owner, createUser, data }) {
  const isShown = key.keyType !== "mobile";
  const sealed = isShown ? keys.seal(["identification", key.id], key.keyIdentification) : {};
  const pin = key.pin === undefined ? null : keys.seal(["pin", key.id], key.pin).bytes;
  const [own] = identified(key);
  // In one order, so that no two wait for each other.
  const doors = [...key.accesses].sort().map((door) => ({ door, tag: own ? keys.tag(tagged(own, door)).toString("hex") : null }));
  const row = {
    id: key.id, organisation: caller.organisation, person: owner, actor: caller.name, at: micros(now),
    kind: key.keyType, key_format: key.keyFormat, name: key.keyName, mobile_phone_number: key.mobilePhoneNumber,
    folded: folded(key.keyName), valid_from: key.validFrom, valid_until: key.validTo,
    schedule: beside?.schedule && JSON.stringify(beside.schedule), most_uses: beside?.mostUses,
    version: sealed.version, identification: sealed.bytes, pin, doors: JSON.stringify(doors), data: JSON.stringify(data),
    ...personOfKey(createUser),
  };
  [row.opens_from, row.opens_until] = ends(key.validFrom, key.validTo);
  const values = COLUMNS.map((name) => row[name] ?? null);
  await transaction.run(`insert into new_key (${COLUMNS.join(", ")}) values (${places(COLUMNS.length, 1)})`, values);
}

const COLUMNS = [
  "id", "organisation", "person", "actor", "at", "kind", "key_format", "name", "mobile_phone_number", "folded",
  "valid_from", "valid_until", "schedule", "most_uses", "version", "identification", "pin", "doors", "opens_from",
  "opens_until", "data", "person_kind", "phone", "first_name", "last_name", "person_folded", "person_data",
];

/** Who is to be beside a key. */
function personOfKey(user) {
  if (!user) return {};
  const { id, type: kind, phoneNumber: phone, firstName, lastName } = user;
  return {
    person_kind: kind, phone, first_name: firstName, last_name: lastName,
    person_folded: folded(firstName, lastName, phone),
    person_data: JSON.stringify({ id, kind, phone, firstName, lastName }),
  };
}
