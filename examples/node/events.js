/** What happened: read backwards page by page, read on from an event, and followed as it comes. */

import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { ends, textOf } from "./clock.js";
import { instantOf, limitOf, numberOf, queryOf } from "./query.js";
import { Unfit, issue, json, problem } from "./reply.js";
import { asking } from "./rights.js";

const FILTER = ["door", "from", "key", "person", "type", "until"];
/** How often the database is asked, and after how long something is said anyway, in milliseconds. */
const [BEAT, QUIET] = [200, 15_000];
/** How many events are read at a time; how many answers that last one may have, and how many there may be. */
const [PAGE, MOST_OF_ONE, MOST] = [50, 8, 1024];

export const refused = problem;

/** Up to which event all have been stored that ever will be. */
const settledOf = async ({ store }) => (await store.all("select seq from settled"))[0].seq;

/** `GET /events` */
export async function list(service, request) {
  const caller = await asking(service, request, "events");
  const query = queryOf(request, [...FILTER, "after", "before", "limit"]);
  const [limit, after, before] = [limitOf(query), numberOf(query, "after"), numberOf(query, "before")];
  if (after !== undefined && before !== undefined) {
    throw new Unfit(400, [issue("parameters_exclusive", "expected after or before, found both", ["after"])]);
  }
  const conditions = filter(query);
  const settled = await settledOf(service);
  const { items, next } = await page(service, caller, conditions, { after, before, settled, limit });
  return json(200, { items, next: next === undefined ? null : String(next) });
}

/** What is asked for, as conditions in which `$` is what is bound. */
function filter(query) {
  const from = ends(instantOf(query, "from"))[0];
  const until = ends(undefined, instantOf(query, "until"))[1];
  return [
    // A door's events are those at it, and those of its keys that are at no other.
    ["(door = $ or (door is null and access_key in (select key from key_door where door = $)))", query.door],
    ["access_key = $", query.key],
    ["person = $", query.person],
    ["type = $", query.type],
    ["at >= $", from],
    ["at < $", until],
  ].filter(([, bound]) => bound !== undefined && bound !== null);
}

/** A manager sees what is about his doors, and what is about keys of theirs and at no other door. */
const OF_MANAGER = `(door in (select door from principal_door where principal = $) or (door is null
  and access_key in (select k.key from key_door k join principal_door d on d.door = k.door where d.principal = $)))`;

/** Some of the events that the caller sees, of those that are settled. */
async function page({ store }, caller, conditions, { after, before, settled, limit }) {
  const end = before === undefined ? settled : Math.min(settled, before - 1);
  const all = [["organisation = $", caller.organisation], ...conditions, ["seq <= $", end]];
  if (caller.role === "manager") all.push([OF_MANAGER, caller.id]);
  if (after !== undefined) all.push(["seq > $", after]);
  const told = all.map(([condition], at) => condition.replaceAll("$", () => `$${at + 1}`));
  // One more than asked for tells whether there are others.
  const rows = await store.all(
    `select seq, stream, version, at, actor, person, type, data from event where ${told.join(" and ")}
     order by seq ${after === undefined ? "desc" : "asc"} limit ${limit + 1}`,
    all.map(([, bound]) => bound),
  );
  const items = rows.slice(0, limit).map((row) => ({ ...row, at: textOf(row.at), data: JSON.parse(row.data) }));
  const last = rows.length > limit ? items.at(-1).seq : undefined;
  return { items, next: after === undefined ? last : last ?? Math.max(settled, after) };
}

/** `GET /events/stream`: server-sent events. Each reader has a page in memory at most. */
export async function stream(service, request) {
  const caller = await asking(service, request, "events");
  const query = queryOf(request, [...FILTER, "after"]);
  const conditions = filter(query);
  // What was last heard is newer than what an address says for ever.
  const after = lastHeard(request) ?? numberOf(query, "after") ?? (await settledOf(service));
  const { streams } = service;
  const [own, all] = [streams.get(caller.id) ?? 0, [...streams.values()].reduce((sum, one) => sum + one, 0)];
  if (own >= MOST_OF_ONE || all >= MOST) throw new Unfit(429, [issue("too_many_streams", "expected fewer streams at a time")]);
  streams.set(caller.id, own + 1);
  const headers = { "cache-control": "no-store", "x-accel-buffering": "no" };
  const body = Readable.from(told(service, request, conditions, after), { highWaterMark: 1 });
  // Whether all of it was taken or not.
  body.once("close", () => {
    const left = streams.get(caller.id) - 1;
    if (left > 0) streams.set(caller.id, left);
    else streams.delete(caller.id);
  });
  return { status: 200, contentType: "text/event-stream", headers, body };
}

/** The event that a client heard last, as browsers say when they come again; empty where nothing was. */
function lastHeard({ raw }) {
  const values = raw.headersDistinct["last-event-id"];
  if (!values || (values.length === 1 && values[0] === "")) return undefined;
  if (values.length === 1 && /^\d{1,15}$/.test(values[0])) return Number(values[0]);
  throw new Unfit(400, [issue("last_event_id_malformed", "expected the id of an event", ["Last-Event-ID"])]);
}

/** What comes, until the reader is gone or may not read any more, or the service ends. */
async function* told(service, request, conditions, after) {
  yield "retry: 2000\n\n";
  let said = Date.now();
  while (!service.isEnding) {
    try {
      const settled = await settledOf(service);
      if (settled > after) {
        // Who may not ask any more is told nothing more.
        const caller = await asking(service, request, "events");
        const { items, next } = await page(service, caller, conditions, { after, settled, limit: PAGE });
        after = next;
        if (items.length > 0) {
          said = Date.now();
          yield items.map((item) => `id: ${item.seq}\ndata: ${JSON.stringify(item)}\n\n`).join("");
        }
        continue;
      }
    } catch {
      // Where the database is away the reader comes again, and is told so.
      return;
    }
    if (Date.now() - said > QUIET) {
      // An id without data: so far there was nothing that is missed.
      said = Date.now();
      yield `id: ${after}\n\n`;
    }
    await sleep(BEAT);
  }
}
