/**
 * From the outbox to the webhooks: at least once, in the order of the events, as far as what failed comes
 * again later. Whoever has the lease of a webhook is the only one that sends to it, among all servers over
 * one database; it is taken and kept by compare and set, and ends by itself where its holder does.
 */

import { createHmac, randomUUID } from "node:crypto";
import { lookup } from "node:dns/promises";
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { SKEW, micros, now as clock, textOf } from "./clock.js";
import { happened, nextVersion } from "./event.js";
import * as log from "./log.js";
import { repeated } from "./store.js";
import { inReach, targetOf } from "./target.js";
import { placeOf } from "./webhooks.js";

/** How long after the one before each attempt is, in seconds. */
const WAITS = [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 36_000];
/** How often the outbox is looked at, and how long a request may take, in milliseconds. */
const [BEAT, PATIENCE] = [200, 15_000];
/** So many webhooks are sent to at a time, and so many events before others have a turn. */
const [AT_ONCE, TURN] = [16, 50];
/** How long a lease lasts, and what was delivered is kept, in microseconds. */
const [LEASE, KEPT] = [60n * 1_000_000n, 24n * 3_600_000_000n];
/** Longer than anything waits: what is due later was stored by a clock that was wrong. */
const FARTHEST = 10n * 3_600_000_000n + SKEW;

/** Delivers until the service ends; what is being sent then is sent. */
export async function deliver(service) {
  const turns = new Map();
  while (!service.isEnding) {
    try {
      for (const id of await due(service)) {
        if (turns.size >= AT_ONCE || turns.has(id)) continue;
        const turn = sendTo(id, service).catch((error) => log.failed("a webhook's turn ended", error));
        turns.set(id, turn.finally(() => turns.delete(id)));
      }
    } catch (error) {
      log.failed("the outbox was not read", error);
    }
    await sleep(BEAT);
  }
  await Promise.all(turns.values());
}

/** Forgets what was delivered some time ago. */
export const forget = ({ store }) =>
  store.run("delete from outbox where delivered_at < $1", [now() - KEPT]);

/** Whom TLS believes: those of Node, or those of a file, where the machine has one. */
const file = process.env.SSL_CERT_FILE;
const ca = file ? readFileSync(file) : undefined;

const now = () => micros(clock());

/** Webhooks that something is to be sent to, and that nobody sends to now. */
async function due({ store }) {
  const at = now();
  const rows = await store.all(
    `select w.id from webhook w where w.disabled_at is null
     and (w.leased_until is null or w.leased_until <= $1 or w.leased_until > $2) and exists (select 1 from outbox o
     where o.webhook = w.id and (o.due_at <= $1 or o.due_at > $3) and o.delivered_at is null
     and o.given_up_at is null) order by w.leased_until, w.id limit 64`,
    [at, at + LEASE + SKEW, at + FARTHEST],
  );
  return rows.map(({ id }) => id);
}

/** Sends what is due to one webhook, in order, while its lease is ours. */
async function sendTo(id, service) {
  const { store } = service;
  const [token, at] = [randomUUID(), now()];
  const taken = await store.run(
    `update webhook set lease = $1, leased_until = $2 where id = $3
     and disabled_at is null and (leased_until is null or leased_until <= $4 or leased_until > $5)`,
    [token, at + LEASE, id, at, at + LEASE + SKEW],
  );
  if (taken !== 1) return;
  // Up to where none is still to come that belongs before.
  const [{ seq: settled }] = await store.all("select seq from settled");
  const rows = await store.all(
    `select o.seq as delivery, o.attempts, w.url, w.organisation, w.version as key_version,
     w.secret, e.seq, e.stream, e.version, e.at, e.actor, e.person, e.type, e.data
     from outbox o join webhook w on w.id = o.webhook join event e on e.seq = o.event
     where o.webhook = $1 and o.event <= $2 and (o.due_at <= $3 or o.due_at > $4) and o.delivered_at is null
     and o.given_up_at is null order by o.event limit $5`,
    [id, settled, at, at + FARTHEST, TURN],
  );
  for (const row of rows) {
    if (service.isEnding || (await keepLease(id, token, store)) !== 1) break;
    const sent = await attempt(id, row, service);
    await repeated(() => store.writing((transaction) => keep(id, row, sent, transaction)));
  }
  await store.run("update webhook set lease = null, leased_until = null where id = $1 and lease = $2", [id, token]);
}

/** Whether it is still ours, for as long again. */
const keepLease = (id, token, store) =>
  store.run(
    `update webhook set leased_until = $1 where id = $2 and lease = $3
     and leased_until > $4 and disabled_at is null`,
    [now() + LEASE, id, token, now()],
  );

/** One attempt: the status of the answer, or why there was none. */
async function attempt(id, row, { keys, reach }) {
  const secret = keys.openBytes(placeOf(id), { version: row.key_version, bytes: row.secret });
  const { seq, stream, version, actor, person, type } = row;
  const item = { seq, stream, version, at: textOf(row.at), actor, person, type, data: JSON.parse(row.data) };
  const body = JSON.stringify({ type, timestamp: item.at, data: item });
  try {
    // What was in reach when it was made may be no longer.
    return { status: await posted(row.url, reach, `msg_${seq}`, body, secret) };
  } catch (error) {
    return { error: error.word ?? "address_refused" };
  }
}

const failure = (word) => Object.assign(new Error("a webhook was not reached"), { word });

async function posted(text, reach, id, body, secret) {
  const { url, host } = targetOf(text, reach);
  const signal = AbortSignal.timeout(PATIENCE);
  const found = await lookup(host, { all: true }).catch(() => {
    throw failure("host_not_found");
  });
  const address = inReach(found, reach);
  if (!address) throw failure("address_refused");
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`).digest("base64");
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "user-agent": "latchwork",
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${signature}`,
  };
  return new Promise((resolve, reject) => {
    const { request } = url.protocol === "https:" ? https : http;
    // The address that was judged, and no other that the name leads to by then.
    const pinned = (_, options, told) => (options.all ? told(null, [address]) : told(null, address.address, address.family));
    const sent = request(url, { method: "POST", headers, lookup: pinned, agent: false, ca, signal });
    let word = "not_reached";
    sent.on("socket", (socket) => {
      socket.on("connect", () => (word = url.protocol === "https:" ? "tls_failed" : "no_answer"));
      socket.on("secureConnect", () => (word = "no_answer"));
    });
    sent.on("response", (response) => {
      // Its body is nobody's, and no answer is followed elsewhere.
      response.destroy();
      resolve(response.statusCode);
    });
    sent.on("error", () => reject(failure(signal.aborted ? "timed_out" : word)));
    sent.end(body);
  });
}

/** Keeps what became of it: delivered, to be tried again, or given up with an event that says so. */
async function keep(id, { delivery, attempts, organisation, seq, type }, { status = null, error = null }, transaction) {
  const date = clock();
  const at = micros(date);
  const isDelivered = status >= 200 && status < 300;
  const wait = WAITS[attempts + 1];
  const isGivenUp = !isDelivered && wait === undefined;
  const kept = await transaction.run(
    `update outbox set attempts = attempts + 1, last_status = $1, last_error = $2,
     due_at = $3, delivered_at = $4, given_up_at = $5
     where seq = $6 and attempts = $7 and delivered_at is null`,
    [status, error, at + BigInt(wait ?? 0) * 1_000_000n, isDelivered ? at : null, isGivenUp ? at : null, delivery, attempts],
  );
  // None where the webhook was deleted meanwhile.
  if (isGivenUp && kept === 1) {
    const stream = `webhook/${id}`;
    const data = { id, event: seq, type, status, error };
    await happened(transaction, {
      stream, version: await nextVersion(stream, transaction), at: date, organisation, actor: "service",
      type: "WebhookDeliveryGivenUp", data,
    });
  }
  return { stored: true };
}
