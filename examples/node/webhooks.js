/**
 * Webhooks: what happens is sent to addresses that an administrator names, signed as Standard Webhooks has
 * it (standardwebhooks.com), from the outbox that the database fills; see deliver.js.
 */

import { randomBytes, randomUUID } from "node:crypto";
import { createWebhook } from "latchwork/plain";
import { micros, textOf } from "./clock.js";
import { done, repeatable, whole } from "./job.js";
import { checked, conflict, did } from "./plain.js";
import { numberOf, limitOf, queryOf } from "./query.js";
import { json, nothing } from "./reply.js";
import { asking, missing } from "./rights.js";
import { originOf, targetOf } from "./target.js";

/** The most webhooks of an organisation. */
const MOST = 20;
const MISSING = "expected a webhook of the organisation";
/** Behind every number of an event. */
const LAST = Number.MAX_SAFE_INTEGER;

/** What the secret of a webhook is sealed to. */
export const placeOf = (id) => ["webhook", id];

/** Those of an organisation, which are few, the newest first. */
async function all({ organisation }, store) {
  const rows = await store.all(
    `select id, url, created_at from webhook where organisation = $1
     and disabled_at is null order by created_at desc, id desc`,
    [organisation],
  );
  return rows.map(({ id, url, created_at }) => ({ id, url, createdAt: textOf(created_at) }));
}

async function find(id, caller, store) {
  const found = (await all(caller, store)).find((one) => one.id === id);
  if (!found) throw missing(MISSING);
  return found;
}

/** `GET /webhooks` */
export async function list(service, request) {
  const caller = await asking(service, request, "webhooks");
  return json(200, { items: await all(caller, service.store), next: null });
}

/** `GET /webhooks/{id}` */
export async function read(service, request) {
  const caller = await asking(service, request, "webhooks");
  return json(200, await find(request.params.id, caller, service.store));
}

/** `POST /webhooks`: its secret is in this answer and in no other. */
export async function create(service, request, reply) {
  const caller = await asking(service, request, "webhooks");
  const body = await whole(request, reply);
  const { url } = checked(createWebhook, body).asked;
  targetOf(url, service.reach);
  const again = repeatable(request, caller, ["POST /webhooks", body], service);
  return done(service, again, async (transaction, now) => {
    const { organisation } = caller;
    // Two who add the last at one time wait for each other.
    await transaction.all(`select id from organisation where id = $1${service.store.forUpdate}`, [organisation]);
    const counted = "select count(*) as count from webhook where organisation = $1 and disabled_at is null";
    const [{ count }] = await transaction.all(counted, [organisation]);
    if (count >= MOST) throw tooMany();
    const [id, secret] = [randomUUID(), randomBytes(32)];
    const { version, bytes } = service.keys.seal(placeOf(id), secret);
    await transaction.run(
      "insert into webhook (id, organisation, url, version, secret, created_at) values ($1, $2, $3, $4, $5, $6)",
      [id, organisation, url, version, bytes, micros(now)],
    );
    await did({ transaction, now, caller }, `webhook/${id}`, "WebhookCreated", { id, origin: originOf(url) });
    const told = { id, url, secret: `whsec_${secret.toString("base64")}`, createdAt: textOf(Number(micros(now))) };
    const headers = { location: `/webhooks/${id}`, "cache-control": "no-store" };
    return { stored: true, answer: json(201, told, headers) };
  });
}

function tooMany() {
  const refused = conflict("too_many_webhooks", `expected at most ${MOST} webhooks, found as many`);
  refused.issues[0].params = { limit: MOST };
  return refused;
}

/** `DELETE /webhooks/{id}`: nothing more is sent to it. */
export async function remove(service, request) {
  const caller = await asking(service, request, "webhooks");
  const { id } = request.params;
  return done(service, undefined, async (transaction, now) => {
    const sql = "update webhook set disabled_at = $1 where id = $2 and organisation = $3 and disabled_at is null";
    if ((await transaction.run(sql, [micros(now), id, caller.organisation])) !== 1) throw missing(MISSING);
    await transaction.run("delete from outbox where webhook = $1", [id]);
    await did({ transaction, now, caller }, `webhook/${id}`, "WebhookDeleted", { id });
    return { stored: true, answer: nothing() };
  });
}

/** `GET /webhooks/{id}/deliveries`: what was tried and did not arrive, the newest event first. */
export async function deliveries(service, request) {
  const caller = await asking(service, request, "webhooks");
  const query = queryOf(request, ["before", "limit"]);
  const [limit, before] = [limitOf(query), numberOf(query, "before")];
  const { id } = await find(request.params.id, caller, service.store);
  const rows = await service.store.all(
    `select o.event, e.type, o.attempts, o.due_at, o.given_up_at, o.last_status, o.last_error
     from outbox o join event e on e.seq = o.event
     where o.webhook = $1 and o.event < $2 and o.attempts > 0 and o.delivered_at is null
     order by o.event desc limit $3`,
    // One more than asked for tells whether there are others.
    [id, before ?? LAST, limit + 1],
  );
  const items = rows.slice(0, limit).map((row) => ({
    event: row.event,
    type: row.type,
    attempts: row.attempts,
    status: row.last_status,
    error: row.last_error,
    nextAt: row.given_up_at === null ? textOf(row.due_at) : null,
    givenUpAt: row.given_up_at === null ? null : textOf(row.given_up_at),
  }));
  return json(200, { items, next: rows.length > limit ? String(items.at(-1).event) : null });
}
