/** Doors: listed, made and changed; and the end of their lock-outs. */

import { randomUUID } from "node:crypto";
import { changeDoor, changedCondition, createDoor, giveReason } from "latchwork/plain";
import { micros, now as clock, textOf } from "./clock.js";
import { happened } from "./event.js";
import { lockedUntil } from "./lockout.js";
import { anywhere, folded, pageOf, paged } from "./page.js";
import { after, answer, asked, bounded, conflict, did, difference, isOne, once } from "./plain.js";
import { queryOf } from "./query.js";
import { judge, seenNeeded } from "./revision.js";
import { asking, missing, narrow, needDoors } from "./rights.js";
import { Statement } from "./statement.js";

const COLUMNS = `d.id, d.name, d.zone, d.code_policy, d.condition,
  d.tries, d.tries_afar, d.revision, d.created_at`;

/** A door as the API shows it now. Who is told one answer for every refusal does not read here which it was. */
function doorOf(row, { role }) {
  const condition = JSON.parse(row.condition);
  const until = (tries) => (role === "controller" ? null : lockedUntil(condition, tries, clock()));
  return {
    id: row.id,
    name: row.name,
    zone: row.zone,
    codes: JSON.parse(row.code_policy),
    condition,
    lockedUntil: { door: until(row.tries), afar: until(row.tries_afar) },
    revision: row.revision,
    createdAt: textOf(row.created_at),
  };
}

/** `GET /doors` */
export async function list(service, request) {
  const caller = await asking(service, request, "see doors");
  const query = queryOf(request, ["after", "limit", "search"]);
  const page = pageOf(query);
  const statement = new Statement(`select ${COLUMNS} from door d where true`);
  statement.and("d.organisation = $", caller.organisation);
  narrow(caller, statement, "d.id in (select door from principal_door where principal = $)");
  statement.andSome("d.folded like $ escape '!'", anywhere(query.search));
  return paged(statement, "d", page, service.store, (rows) => rows.map((row) => doorOf(row, caller)));
}

/** `GET /doors/{id}` */
export async function read(service, request) {
  const caller = await asking(service, request, "see doors");
  const door = await find(request.params.id, caller, service.store);
  await needDoors(caller, [door.id], service.store);
  return answer(200, door);
}

/** `POST /doors` */
export async function create(service, request, reply) {
  const job = await asked(service, request, reply, "make doors", createDoor);
  const { id = randomUUID(), name, zone, codes, condition: other = {} } = job.asked;
  const condition = changedCondition(other);
  bounded(codes, "codes");
  bounded(condition, "condition");
  return once(job, ["POST /doors"], async ({ caller, transaction, now }) => {
    const made = await transaction.run(
      `insert into door (id, organisation, name, zone, code_policy, condition, folded, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing`,
      [
        id, caller.organisation, name, zone, codes && JSON.stringify(codes),
        JSON.stringify(condition), folded(name), micros(now),
      ],
    );
    if (made === 0) throw conflict("door_id_in_use", "expected an id that no other door has", "id");
    await happened(transaction, {
      stream: `door/${id}`, version: 1, at: now, organisation: caller.organisation, actor: caller.name,
      type: "DoorCreated", data: { id, name, zone, codes, condition },
    });
    const door = await find(id, caller, transaction);
    return { stored: true, answer: answer(201, door, { location: `/doors/${id}` }) };
  });
}

/** `PATCH /doors/{id}` */
export async function change(service, request, reply) {
  const job = await asked(service, request, reply, "change doors", changeDoor);
  const seen = seenNeeded(request);
  bounded(job.asked, "condition");
  const { id } = request.params;
  return once(job, ["PATCH /doors", id], async (job) => {
    const { caller, transaction, asked } = job;
    const door = await find(id, caller, transaction, service.store.forUpdate);
    await needDoors(caller, [id], transaction);
    judge(seen, door.revision);
    const condition = asked.condition ? changedCondition(asked.condition, door.condition) : door.condition;
    const changed = {
      ...door,
      name: after(asked.name, door.name),
      zone: after(asked.zone, door.zone),
      codes: after(asked.codes, door.codes),
      condition,
      revision: door.revision + 1,
    };
    const data = difference(door, changed, ["name", "zone", "codes", "condition"]);
    if (Object.keys(data).length === 0) return { stored: false, answer: answer(200, door) };
    const { name, zone, codes, revision } = changed;
    isOne(
      await transaction.run(
        `update door set name = $1, zone = $2, code_policy = $3, condition = $4, folded = $5,
         revision = $6 where id = $7 and revision = $8`,
        [
          name, zone, codes && JSON.stringify(codes), JSON.stringify(condition), folded(name),
          revision, id, door.revision,
        ],
      ),
    );
    await did(job, `door/${id}`, "DoorChanged", data);
    return { stored: true, answer: answer(200, changed) };
  });
}

/** `POST /doors/{id}/forget-tries`: ends its lock-outs. */
export async function forgetTries(service, request, reply) {
  const job = await asked(service, request, reply, "change doors", giveReason);
  const { id } = request.params;
  return once(job, ["forget-tries", id], async (job) => {
    const { caller, transaction } = job;
    await find(id, caller, transaction, service.store.forUpdate);
    await needDoors(caller, [id], transaction);
    const sql = "update door set tries = null, tries_afar = null where id = $1 and (tries is not null or tries_afar is not null)";
    const isCounted = (await transaction.run(sql, [id])) > 0;
    if (isCounted) await did(job, `door/${id}`, "DoorTriesForgotten", job.asked);
    return { stored: isCounted, answer: answer(200, await find(id, caller, transaction)) };
  });
}

/** The door of an id, where it is of the caller's organisation. */
async function find(id, caller, transaction, lock = "") {
  const { organisation } = caller;
  const sql = `select ${COLUMNS} from door d where id = $1 and organisation = $2${lock}`;
  const [row] = await transaction.all(sql, [id, organisation]);
  if (!row) throw missing("expected a door of the organisation");
  return doorOf(row, caller);
}
