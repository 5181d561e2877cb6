/** KiiAccess: create access key. */

import { randomUUID } from "node:crypto";
import { createAccessKey } from "latchwork";
import { identify, manages } from "./caller.js";
import { ends, micros } from "./clock.js";
import { happened } from "./event.js";
import { done, repeatable, whole } from "./job.js";
import { Unfit, issue, problem, written } from "./reply.js";
import { places } from "./store.js";

/** The most doors of one key. */
const MOST_DOORS = 256;
/** The most characters of a name: lists hold many. */
const LONGEST_NAME = 200;
/** So often a code is drawn before all that are in use are looked at. */
const DRAWS = 8;
/** The key formats that the service knows. */
const FORMATS = ["EM", "MC", "MD"];

export const refused = problem;

/** `POST /access-keys` */
export async function create(service, request, reply) {
  const caller = await identify(service, request);
  const body = await whole(request, reply);
  const checked = createAccessKey.checkJson(body);
  if (!checked.ok) return written(createAccessKey.refuse(checked.issues));
  const asked = checked.value;
  if (asked.accesses.length > MOST_DOORS) {
    const sentence = `expected at most ${MOST_DOORS} items, found more`;
    throw new Unfit(400, [{ ...issue("list_too_long", sentence, ["accesses"]), params: { limit: MOST_DOORS } }]);
  }
  bound(asked);
  const again = repeatable(request, caller, ["POST /access-keys", body], service);
  const isGenerated = asked.keyIdentification === "*";
  return done(service, again, async (transaction, now) => {
    try {
      return await decided({ service, caller, asked, isGenerated, transaction, now });
    } catch (error) {
      // Other programs take no locks: of what they get in between with, another code is drawn.
      if (error.kind === "in use" && isGenerated) error.kind = "again";
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
  const { caller, asked, isGenerated, transaction, now } = job;
  const doors = await doorsOf(job);
  const may = await mayManage(job, doors);
  const person = await personOf(job);
  const policies = doors.map((door) => door.code_policy).filter((policy) => policy !== null);
  const state = {
    userExists: person !== undefined,
    mobileKeysEnabled: may && (await hasMobileKeys(job)),
    mayManageAccesses: may,
    inUse: may ? await inUse(job, asked) : [],
    codePolicy: policies.length > 0 ? policies.map((policy) => JSON.parse(policy)) : undefined,
    keyId: randomUUID(),
    newUserId: randomUUID(),
    now,
  };
  let decision = createAccessKey.decide(asked, state);
  // A generated code that somebody has is drawn again beside it, and in the end beside all.
  for (let draw = 1; isGenerated && may && decision.effect; draw += 1) {
    const others = await inUse(job, decision.effect.storeKey);
    if (others.length === 0 || draw > DRAWS) break;
    state.inUse = draw === DRAWS ? await allCodes(job) : [...state.inUse, ...others];
    decision = createAccessKey.decide(asked, state);
  }
  const answer = written(decision);
  if (!decision.effect) return { stored: false, answer };
  const { storeKey, createUser } = decision.effect;
  const owner = person ?? createUser.id;
  const event = { version: 1, at: now, organisation: caller.organisation, actor: caller.name, person: owner };
  if (createUser) {
    await storePerson(job, createUser);
    const { id, type: kind, phoneNumber: phone, firstName, lastName } = createUser;
    const data = { id, kind, phone, firstName, lastName };
    await happened(transaction, { ...event, stream: `person/${owner}`, type: "PersonCreated", data });
  }
  await storeKeyOf(job, storeKey, owner);
  const { keyIdentification, pin, ...told } = storeKey;
  if (pin !== undefined) told.hasPin = true;
  await happened(transaction, { ...event, stream: `access-key/${storeKey.id}`, type: "AccessKeyCreated", data: told });
  const headers = { location: `/keys/${storeKey.id}`, "cache-control": "no-store" };
  return { stored: true, answer: { ...answer, headers } };
}

/** What search looks in: texts in lower case, a blank between them. */
const folded = (...texts) => texts.filter((text) => text !== undefined).join(" ").toLowerCase();

/** The doors of the request that there are, nobody else's until the end of the transaction. */
const doorsOf = ({ service, asked: { accesses }, transaction }) =>
  transaction.all(
    `select id, organisation, code_policy from door where id in (${places(accesses.length, 1)})
     order by id${service.store.forUpdate}`,
    accesses,
  );

/** Whether the caller manages every door of the request. */
async function mayManage({ caller, asked, transaction }, doors) {
  const owned = doors.filter((door) => door.organisation === caller.organisation);
  if (owned.length !== asked.accesses.length) return false;
  if (caller.role === "manager") return manages(caller, asked.accesses, transaction);
  return caller.role === "administrator";
}

/** The person of the request's `userId`, one of the caller's organisation. */
async function personOf({ caller, asked: { userId }, transaction }) {
  if (caller.kind !== "principal" || userId === undefined) return undefined;
  const is = userId.startsWith("+") ? "phone = $2 and kind = 'mobile'" : "id = $2";
  const sql = `select id from person where organisation = $1 and ${is}`;
  return (await transaction.all(sql, [caller.organisation, userId]))[0]?.id;
}

async function hasMobileKeys({ caller, transaction }) {
  const sql = "select mobile_keys_since from organisation where id = $1";
  return (await transaction.all(sql, [caller.organisation]))[0]?.mobile_keys_since !== null;
}

/**
 * What a key is identified by, and whatever else clashes with it: a number of a card whose format is
 * not known clashes with equal ones of any format.
 */
function identified({ keyType, keyIdentification, keyFormat }) {
  if (keyType === "code") return keyIdentification === "*" ? [] : [{ keyType, text: keyIdentification }];
  if (keyType === "mobile") return [];
  const formats = keyFormat === undefined ? [undefined, ...FORMATS] : [keyFormat, undefined];
  return formats.map((format) => ({ keyType, format, text: keyIdentification.replace(/^0+(?=.)/, "") }));
}

/** What its tag at a door is made of. */
const tagged = ({ keyType, format = "", text }, door) => [keyType, format, door, text];

/** Who has what the request asks for, or a code that was drawn: at its doors, from now on. */
async function inUse({ service, asked, transaction, now }, key) {
  const found = [];
  for (const one of identified(key)) {
    const tags = asked.accesses.flatMap((door) => service.keys.tags(tagged(one, door)).map((tag) => [door, tag]));
    const pairs = tags.map((_, at) => `(d.door = $${2 + 2 * at} and d.tag = $${3 + 2 * at})`);
    const rows = await transaction.all(
      `select distinct k.id, k.valid_from, k.valid_until from key_door d join access_key k on k.id = d.key
       where d.revoked_at is null and (d.valid_until is null or d.valid_until > $1) and (${pairs.join(" or ")})`,
      [micros(now), ...tags.flat()],
    );
    found.push(...rows.map((row) => used(row, key.keyType, key.keyIdentification, one.format)));
  }
  return found;
}

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

const used = ({ valid_from, valid_until }, keyType, keyIdentification, keyFormat) => ({
  keyType,
  keyIdentification,
  keyFormat,
  validFrom: valid_from ?? undefined,
  validTo: valid_until ?? undefined,
});

const storePerson = ({ caller, transaction, now }, { id, type, phoneNumber, firstName, lastName }) =>
  transaction.run(
    `insert into person (id, organisation, kind, phone, first_name, last_name, folded, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      id, caller.organisation, type, phoneNumber, firstName, lastName,
      folded(firstName, lastName, phoneNumber), micros(now),
    ],
  );

async function storeKeyOf({ service: { keys }, caller, transaction, now }, key, owner) {
  await transaction.run(
    `insert into access_key (id, organisation, person, kind, key_format, name,
     mobile_phone_number, valid_from, valid_until, folded, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      key.id, caller.organisation, owner, key.keyType, key.keyFormat, key.keyName,
      key.mobilePhoneNumber, key.validFrom, key.validTo, folded(key.keyName), micros(now),
    ],
  );
  if (key.keyType !== "mobile") {
    const { version, bytes } = keys.seal(["identification", key.id], key.keyIdentification);
    const pin = key.pin === undefined ? null : keys.seal(["pin", key.id], key.pin).bytes;
    const sql = "insert into key_secret (key, version, identification, pin) values ($1, $2, $3, $4)";
    await transaction.run(sql, [key.id, version, bytes, pin]);
  }
  const [own] = identified(key);
  const window = ends(key.validFrom, key.validTo);
  for (const door of key.accesses) {
    await transaction.run(
      "insert into key_door (key, door, tag, valid_from, valid_until) values ($1, $2, $3, $4, $5)",
      [key.id, door, own ? keys.tag(tagged(own, door)) : null, ...window],
    );
  }
}
