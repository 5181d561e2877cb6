/**
 * Keys: listed, looked up, made, changed, held back, taken back and shown. They are made as those of
 * KiiAccess are, together with their hours.
 */

import { checkCode, checkWindow } from "latchwork";
import { changeKey, createKey, giveReason, lookUpKeys, reportKey, showKey } from "latchwork/plain";
import { ends, micros, now as clock } from "./clock.js";
import { having, inUse, renewed, secretOf } from "./identified.js";
import { find, listOf as keysOf, seen, SELECT, store, storeDoors } from "./key.js";
import { made } from "./kiiaccess.js";
import { anywhere, pageOf } from "./page.js";
import { after, answer, asked, bounded, checked, conflict, did, difference, once } from "./plain.js";
import { whole } from "./job.js";
import { Unfit, issue, json } from "./reply.js";
import { queryOf } from "./query.js";
import { judge, seenNeeded, seenOf, tag } from "./revision.js";
import { asking, forbidden, hasDoors, missing, narrow, needDoors } from "./rights.js";
import { Statement, listOf } from "./statement.js";

/** How many keys a code that was sought has at most in an answer: the newest. */
const MOST_FOUND = 200;
const KINDS = ["code", "rfid", "mobile"];
const MISSING = "expected a key of the organisation";

/** Nothing was done with it, and this is what its window says: all doors of a key have it. */
const untouched = (condition) =>
  `k.revoked_at is null and k.state = 'active' and exists (select 1 from key_door d where d.key = k.id and ${condition})`;

/** What is asked of the state of keys; `$` is now. */
const STATES = {
  active: untouched(
    "(d.valid_from is null or d.valid_from <= $) and (d.valid_until is null or d.valid_until > $)",
  ),
  "not-yet-active": untouched("d.valid_from > $ and (d.valid_until is null or d.valid_until > $)"),
  expired: untouched("d.valid_until <= $"),
  suspended: undefined,
  lost: undefined,
  stolen: undefined,
  damaged: undefined,
  revoked: undefined,
};

/** Keys of which one door is the caller's. */
const OF_OWN_DOORS =
  "k.id in (select d.key from key_door d join principal_door m on m.door = d.door where m.principal = $)";

const ofOrganisation = (caller) =>
  narrow(caller, new Statement(SELECT).and("k.organisation = $", caller.organisation), OF_OWN_DOORS);

/** `GET /keys` */
export async function list(service, request) {
  const caller = await asking(service, request, "keys");
  const query = queryOf(request, ["after", "door", "kind", "limit", "person", "search", "state"]);
  const page = pageOf(query);
  const { door, kind, person, search, state } = query;
  word("state", Object.keys(STATES), state);
  word("kind", KINDS, kind);
  const now = clock();
  const statement = ofOrganisation(caller)
    .andSome("k.id in (select key from key_door where door = $)", door)
    .andSome("k.person = $", person)
    .andSome("k.kind = $", kind);
  if (state === "revoked") statement.add(" and k.revoked_at is not null");
  else if (STATES[state]) statement.and(STATES[state], micros(now));
  else if (state) statement.add(" and k.revoked_at is null and k.state = $", state);
  statement.andSome("(k.folded like $ escape '!' or p.folded like $ escape '!')", anywhere(search));
  return service.store.reading((transaction) => keysOf(statement, page, transaction, now));
}

function word(name, words, told) {
  if (told === undefined || words.includes(told)) return;
  const expected = words.join(", ");
  const one = issue("parameter_malformed", `expected one of ${expected}, found another value`, [name]);
  throw new Unfit(400, [{ ...one, params: { expected } }]);
}

/** `POST /keys/lookup`: the keys that have what is sought at a door of the caller's, those taken back too. */
export async function lookUp(service, request, reply) {
  const { caller, asked: sought } = await asked(service, request, reply, "keys", lookUpKeys);
  const { identification: keyIdentification, keyFormat } = sought;
  const all = [{ keyType: "rfid", keyIdentification, keyFormat }];
  if (keyFormat === undefined && checkCode(keyIdentification).ok) all.push({ keyType: "code", keyIdentification });
  const own = "d.id in (select door from principal_door where principal = $)";
  const statement = new Statement("select d.id from door d where true").and("d.organisation = $", caller.organisation);
  return service.store.reading(async (transaction) => {
    const doors = await narrow(caller, statement, own).rows(transaction);
    const found = await having(all, doors.map(({ id }) => id), service.keys, transaction);
    const keys = ofOrganisation(caller).add(` and k.id in (${listOf(found)})`, ...found);
    return keysOf(keys, { limit: MOST_FOUND }, transaction, clock());
  });
}

/** `GET /keys/{id}` */
export async function read(service, request) {
  const caller = await asking(service, request, "keys");
  const key = await find(request.params.id, caller, service.store);
  if (!key) throw missing(MISSING);
  // One of the doors is enough to see it.
  for (const door of key.accesses) {
    if (await hasDoors(caller, [door], service.store)) return answer(200, seen(key, clock()));
  }
  throw forbidden();
}

/** `POST /keys` */
export async function create(service, request, reply) {
  const caller = await asking(service, request, "keys");
  const { body, asked } = checked(createKey, await whole(request, reply));
  const { schedule, mostUses, ...accessKey } = asked;
  bounded(schedule, "schedule");
  const route = "POST /keys";
  return made(service, request, { caller, body, asked: accessKey, route, beside: { schedule, mostUses } });
}

/** What is done to a key: `deed` is given the key and gives what becomes of it, and what to tell. */
const doing = (form, name, deed, seenBy = seenOf) => async (service, request, reply) => {
  const job = await asked(service, request, reply, "keys", form);
  const expected = seenBy(request);
  bounded(job.asked.schedule ?? undefined, "schedule");
  const { id } = request.params;
  return once(job, [name, id], async (job) => {
    const key = await kept(id, job);
    await needDoors(job.caller, key.accesses, job.transaction);
    judge(expected, key.revision);
    if (key.revokedAt !== null && !deed.isOfAny) throw revoked();
    const outcome = await deed(job, key);
    // Already so.
    if (!outcome) return { stored: false, answer: answer(200, seen(key, job.now)) };
    const { type, data, told, ...members } = outcome;
    const changed = { ...key, ...members, revision: key.revision + 1 };
    await did(job, `access-key/${id}`, type, data, { person: key.person.id });
    await store(changed, job.transaction);
    return { stored: true, answer: told ?? answer(200, seen(changed, job.now)) };
  });
};

/** The key, its doors first and then itself nobody else's until the end, as who makes a key takes them. */
async function kept(id, { service: { store }, caller, transaction }) {
  const key = await find(id, caller, transaction);
  if (!key) throw missing(MISSING);
  const doors = new Statement("select id from door where true");
  await doors.add(` and id in (${listOf(key.accesses)}) order by id${store.forUpdate}`, ...key.accesses).rows(transaction);
  return find(id, caller, transaction, store.forUpdate);
}

const revoked = () => conflict("key_revoked", "expected a key that was not taken back");

/** `PATCH /keys/{id}` */
export const change = doing(
  changeKey,
  "PATCH /keys",
  async (job, key) => {
    const { asked, transaction } = job;
    const changed = {
      keyName: after(asked.keyName, key.keyName),
      validFrom: sameOr(asked.validFrom, key.validFrom),
      validTo: sameOr(asked.validTo, key.validTo),
      schedule: after(asked.schedule, key.schedule),
      mostUses: after(asked.mostUses, key.mostUses),
      exempt: after(asked.exempt, key.exempt),
    };
    const { validFrom, validTo } = changed;
    const window = checkWindow({ from: validFrom ?? undefined, until: validTo ?? undefined });
    if (!window.ok) throw new Unfit(400, window.issues.map((one) => ({ ...one, path: ["validTo"] })));
    const data = difference(key, changed, Object.keys(changed));
    if (Object.keys(data).length === 0) return undefined;
    if ("validFrom" in data || "validTo" in data) {
      await needFree(job, { ...key, ...changed });
      await storeDoors({ ...key, ...changed }, transaction);
    }
    return { ...changed, type: "AccessKeyChanged", data };
  },
  seenNeeded,
);

/** The end that is asked for; the one before where it is the same instant. */
function sameOr(asked, before) {
  const isSame = asked && before && String(ends(asked, asked)) === String(ends(before, before));
  return isSame ? before : after(asked, before);
}

/** Throws where another key has what this one has, at one of its doors at some time from now on. */
async function needFree({ service: { keys }, transaction, now }, key) {
  const secret = await secretOf(key.id, keys, transaction);
  const [from, until] = ends(key.validFrom, key.validTo);
  if (!secret || (until !== null && until <= micros(now))) return;
  const own = { keyType: key.keyType, keyFormat: key.keyFormat ?? undefined, ...secret };
  // What ends before it begins, or begins when it is over, is no clash.
  const narrowed = (statement) =>
    statement
      .andSome("(d.valid_until is null or d.valid_until > $)", from ?? undefined)
      .andSome("(d.valid_from is null or d.valid_from < $)", until ?? undefined);
  const others = await inUse(own, key.accesses, { keys, transaction, now, but: key.id, narrowed });
  if (others.length > 0) throw Object.assign(new Error("in use"), { kind: "in use" });
}

/** `POST /keys/{id}/suspend`: what was lost is so still. */
export const suspend = doing(giveReason, "suspend", ({ asked: data, now }, key) => {
  if (key.suspendedAt !== null) return undefined;
  const state = key.state === "active" ? "suspended" : key.state;
  return { state, suspendedAt: micros(now), type: "AccessKeySuspended", data };
});

/** `POST /keys/{id}/resume` */
export const resume = doing(giveReason, "resume", ({ asked: data }, key) => {
  if (key.suspendedAt === null) return undefined;
  const state = key.state === "suspended" ? "active" : key.state;
  return { state, suspendedAt: null, type: "AccessKeyResumed", data };
});

/** `POST /keys/{id}/report`: what was found again is suspended still where it was. */
export const report = doing(reportKey, "report", ({ asked: data }, key) => {
  const state = data.state === "active" && key.suspendedAt !== null ? "suspended" : data.state;
  return state === key.state ? undefined : { state, type: "AccessKeyReported", data };
});

/** `POST /keys/{id}/forget-tries`: ends its lock-out. */
export const forgetTries = doing(giveReason, "keys/forget-tries", async ({ asked: data, transaction }, key) => {
  if (key.wrongPins === null) return undefined;
  await transaction.run("update access_key set wrong_pins = null where id = $1", [key.id]);
  return { wrongPins: null, type: "AccessKeyTriesForgotten", data };
});

/** `POST /keys/{id}/revoke` */
const taken = async ({ asked: data, transaction, now }, key) => {
  if (key.revokedAt !== null) return undefined;
  const revokedAt = micros(now);
  await storeDoors({ ...key, revokedAt }, transaction);
  return { revokedAt, type: "AccessKeyRevoked", data };
};
export const revoke = doing(giveReason, "revoke", Object.assign(taken, { isOfAny: true }));

/** `POST /keys/{id}/show`: once, and again to an administrator who says so. */
export const show = doing(showKey, "show", async ({ service, caller, asked, transaction, now }, key) => {
  const secret = await secretOf(key.id, service.keys, transaction);
  if (!secret) throw conflict("key_without_code", "expected a key that is typed or read, found a phone");
  if (key.shownAt !== null && !(asked.again && caller.role === "administrator")) {
    throw conflict("code_shown_already", "expected a key that was not shown yet; an administrator may say again");
  }
  if (secret.version < service.keys.version) await renewed(key.id, service, transaction);
  const { keyIdentification, pin } = secret;
  const headers = { etag: tag(key.revision + 1), "cache-control": "no-store" };
  const told = json(200, { keyIdentification, pin }, headers);
  return { shownAt: micros(now), type: "AccessKeyShown", data: {}, told };
});
