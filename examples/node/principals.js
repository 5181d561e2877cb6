/**
 * Who acts for an organisation: what the names in events stand for, who is let in, and the keys of the API
 * by which they ask.
 */

import { randomBytes, randomUUID } from "node:crypto";
import { changePrincipal, createApiKey, createPrincipal, giveReason } from "latchwork/plain";
import { micros, textOf } from "./clock.js";
import { pageOf, paged } from "./page.js";
import { after, answer, asked, bounded, conflict, did, difference, isOne, once } from "./plain.js";
import { queryOf } from "./query.js";
import { judge, seenNeeded } from "./revision.js";
import { asking, has, insufficient, isOfSomeDoors, missing } from "./rights.js";
import { hash, panelHash } from "./secrets.js";
import { Statement, listOf } from "./statement.js";

const MISSING = "expected somebody who acts for the organisation";
const NO_STORE = { "cache-control": "no-store" };
/** In a day, as tables count. */
const DAY = 86_400_000_000n;

const selected = () =>
  new Statement("select p.id, p.name, p.role, p.revision, p.created_at, p.disabled_at from principal p where true");

const endOf = (at) => (at === null ? null : textOf(at));

/** Principals of rows, with their doors and, for who may see them, their keys. */
async function principalsOf(rows, seesKeys, transaction) {
  const among = async (sql, order) => {
    const ids = rows.map(({ id }) => id);
    const found = await new Statement(`${sql} where true`)
      .add(` and principal in (${listOf(ids)}) order by ${order}`, ...ids)
      .rows(transaction);
    return (id) => found.filter(({ principal }) => principal === id);
  };
  const doors = await among("select principal, door from principal_door", "door");
  const columns = "id, principal, created_at, expires_at, revoked_at";
  const keys = seesKeys && (await among(`select ${columns} from api_key`, "created_at, id"));
  const keyOf = ({ id, created_at, expires_at, revoked_at }) => ({
    id, createdAt: textOf(created_at), expiresAt: endOf(expires_at), revokedAt: endOf(revoked_at),
  });
  return rows.map(({ id, name, role, revision, created_at, disabled_at }) => ({
    id, name, role,
    doors: doors(id).map(({ door }) => door),
    revision,
    createdAt: textOf(created_at),
    disabledAt: endOf(disabled_at),
    ...(keys && { keys: keys(id).map(keyOf) }),
  }));
}

/** One of the organisation, as its administrator sees it. */
async function find(id, { organisation }, transaction) {
  const rows = await selected().and("p.organisation = $", organisation).and("p.id = $", id).rows(transaction);
  if (rows.length === 0) throw missing(MISSING);
  const [principal] = await principalsOf(rows, true, transaction);
  return principal;
}

/** `GET /principals` */
export async function list(service, request) {
  // Whoever sees what was done sees who did it.
  const caller = await asking(service, request, "events");
  const page = pageOf(queryOf(request, ["after", "limit"]));
  const statement = selected().and("p.organisation = $", caller.organisation);
  const { store } = service;
  return paged(statement, "p", page, store, (rows) => principalsOf(rows, has(caller, "principals"), store));
}

/** `GET /principals/{id}` */
export async function read(service, request) {
  const caller = await asking(service, request, "principals");
  return answer(200, await find(request.params.id, caller, service.store));
}

/** Gives another key of the API, which is in no table. */
async function give(id, days, { caller, transaction, now }) {
  const [key, apiKey] = [randomUUID(), `lw_${randomBytes(32).toString("hex")}`];
  const end = days === undefined ? null : micros(now) + BigInt(days) * DAY;
  await transaction.run(
    "insert into api_key (id, principal, hash, panel_hash, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)",
    [key, id, hash(apiKey), panelHash(apiKey), micros(now), end],
  );
  const data = { id: key, ...(end !== null && { expiresAt: textOf(Number(end)) }) };
  await did({ transaction, now, caller }, `principal/${id}`, "ApiKeyCreated", data);
  return apiKey;
}

/** `POST /principals`: the key is in this answer and in no other. */
export async function create(service, request, reply) {
  const job = await asked(service, request, reply, "principals", createPrincipal);
  bounded(job.asked, "doors");
  return once(job, ["POST /principals"], async (doing) => {
    const { caller, transaction, now } = doing;
    const { name, role, days } = job.asked;
    const doors = each(job.asked.doors);
    const id = randomUUID();
    await transaction.run(
      "insert into principal (id, organisation, name, role, created_at) values ($1, $2, $3, $4, $5)",
      [id, caller.organisation, name, role, micros(now)],
    );
    await addDoors(id, doors, doing);
    await did(doing, `principal/${id}`, "PrincipalCreated", { id, name, role, doors });
    const apiKey = await give(id, days, doing);
    const told = { ...(await find(id, caller, transaction)), apiKey };
    return { stored: true, answer: answer(201, told, { location: `/principals/${id}`, ...NO_STORE }) };
  });
}

/** Doors, each once, in the order of their ids. */
const each = (doors) => [...new Set(doors)].sort();

async function addDoors(id, doors, { caller, transaction }) {
  for (const door of doors) {
    const added = await transaction.run(
      `insert into principal_door (principal, door)
       select $1, id from door where id = $2 and organisation = $3`,
      [id, door, caller.organisation],
    );
    if (added !== 1) throw missing("expected doors of the organisation");
  }
}

/**
 * Does something to one who is there, whom nobody else changes meanwhile, nor who asks. `what` gives null where
 * nothing is other, and what is told beside.
 */
const doing = (job, names, what) =>
  once(job, names, async (done) => {
    const { id } = job.request.params;
    const { organisation } = job.caller;
    const sql = `select id from principal where organisation = $1 and id in ($2, $3) order by id${job.service.store.forUpdate}`;
    await done.transaction.all(sql, [organisation, id, job.caller.id]);
    const before = await find(id, job.caller, done.transaction);
    const more = await what(id, done, before);
    const told = { ...(await find(id, job.caller, done.transaction)), ...more };
    return { stored: more !== null, answer: more ? answer(201, told, NO_STORE) : answer(200, told) };
  });

/** Somebody has to be left who lets in again: who asks, and whom nobody has shut out meanwhile. */
async function leaveSomebody(id, { caller, transaction }) {
  if (id === caller.id) throw conflict("own_access", "expected somebody else than who asks");
  const sql = "select id from principal where id = $1 and role = 'administrator' and disabled_at is null";
  if ((await transaction.all(sql, [caller.id])).length === 0) throw insufficient();
}

/** `PATCH /principals/{id}` */
export async function change(service, request, reply) {
  const job = await asked(service, request, reply, "principals", changePrincipal);
  const seen = seenNeeded(request);
  bounded(job.asked, "doors");
  return doing(job, ["PATCH /principals", request.params.id], async (id, done, found) => {
    judge(seen, found.revision);
    // A database may have an order of its own.
    const before = { ...found, doors: each(found.doors) };
    const changed = changedBy(before, job.asked);
    if (before.role === "administrator" && changed.role !== "administrator") await leaveSomebody(id, done);
    const data = difference(before, changed, ["name", "role", "doors"]);
    if (Object.keys(data).length === 0) return null;
    const { name, role, doors, revision } = changed;
    const sql = "update principal set name = $1, role = $2, revision = $3 where id = $4 and revision = $5";
    isOne(await done.transaction.run(sql, [name, role, revision, id, before.revision]));
    if (data.doors) {
      await done.transaction.run("delete from principal_door where principal = $1", [id]);
      await addDoors(id, doors, done);
    }
    await did(done, `principal/${id}`, "PrincipalChanged", data);
  });
}

/** One who acts as a change leaves him: who has all doors from now on has none of his own. */
function changedBy(before, { name, role, doors }) {
  const changed = { ...before, name: after(name, before.name), role: after(role, before.role), revision: before.revision + 1 };
  if (isOfSomeDoors(changed)) changed.doors = doors ? each(doors) : before.doors;
  else if (doors) throw conflict("doors_of_all", "expected no doors for a role that has all of them", "doors");
  else changed.doors = [];
  if (isOfSomeDoors(changed) && changed.doors.length === 0) {
    throw conflict("doors_needed", "expected doors for a role that has some", "doors");
  }
  return changed;
}

/** `POST /principals/{id}/keys`: the key is in this answer and in no other. */
export async function giveKey(service, request, reply) {
  const job = await asked(service, request, reply, "principals", createApiKey);
  const names = ["principals/keys", request.params.id];
  return doing(job, names, async (id, done) => ({ apiKey: await give(id, job.asked.days, done) }));
}

/** `POST /principals/{id}/keys/{key}/revoke`: the sessions that were begun with it end with it. */
export async function revokeKey(service, request, reply) {
  const job = await asked(service, request, reply, "principals", giveReason);
  const { id, key } = request.params;
  return doing(job, ["revoke", id, key], async (_, done) => {
    const { transaction, now } = done;
    const [found] = await transaction.all("select revoked_at from api_key where id = $1 and principal = $2", [key, id]);
    if (!found) throw missing("expected a key of who acts");
    if (found.revoked_at !== null) return null;
    await transaction.run("update api_key set revoked_at = $1 where id = $2", [micros(now), key]);
    await did(done, `principal/${id}`, "ApiKeyRevoked", { id: key, ...job.asked });
  });
}

/** `POST /principals/{id}/disable`: whoever is not let in is signed out too. */
export async function disable(service, request, reply) {
  const job = await asked(service, request, reply, "principals", giveReason);
  return doing(job, ["disable", request.params.id], async (id, done) => {
    await leaveSomebody(id, done);
    const { transaction, now } = done;
    const sql = `update principal set disabled_at = $1, revision = revision + 1
      where id = $2 and disabled_at is null`;
    if ((await transaction.run(sql, [micros(now), id])) !== 1) return null;
    await transaction.run("delete from session where principal = $1", [id]);
    await transaction.run("delete from ticket where principal = $1", [id]);
    await did(done, `principal/${id}`, "PrincipalDisabled", job.asked);
  });
}

/** `POST /principals/{id}/enable` */
export async function enable(service, request, reply) {
  const job = await asked(service, request, reply, "principals", giveReason);
  return doing(job, ["enable", request.params.id], async (id, done) => {
    const sql = `update principal set disabled_at = null, revision = revision + 1
      where id = $1 and disabled_at is not null`;
    if ((await done.transaction.run(sql, [id])) !== 1) return null;
    await did(done, `principal/${id}`, "PrincipalEnabled", job.asked);
  });
}
