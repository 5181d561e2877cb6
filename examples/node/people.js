/** People of an organisation: listed, made and changed. */

import { randomUUID } from "node:crypto";
import { changePerson, createPerson } from "latchwork/plain";
import { micros, textOf } from "./clock.js";
import { happened } from "./event.js";
import { anywhere, folded, pageOf, paged } from "./page.js";
import { after, answer, asked, conflict, did, difference, isOne, once } from "./plain.js";
import { queryOf } from "./query.js";
import { judge, seenNeeded } from "./revision.js";
import { asking, missing, needRight } from "./rights.js";
import { Statement } from "./statement.js";

const COLUMNS = "p.id, p.kind, p.phone, p.first_name, p.last_name, p.state, p.party, p.revision, p.created_at";

/** A person as the API shows him. */
const personOf = (row) => ({
  id: row.id,
  kind: row.kind,
  phone: row.phone,
  firstName: row.first_name,
  lastName: row.last_name,
  state: row.state,
  revision: row.revision,
  createdAt: textOf(row.created_at),
  party: JSON.parse(row.party),
});

/** `GET /people` */
export async function list(service, request) {
  const caller = await asking(service, request, "people");
  const query = queryOf(request, ["after", "limit", "search"]);
  const page = pageOf(query);
  const statement = new Statement(`select ${COLUMNS} from person p where true`);
  statement.and("p.organisation = $", caller.organisation);
  statement.andSome("p.folded like $ escape '!'", anywhere(query.search));
  return paged(statement, "p", page, service.store, (rows) => rows.map(personOf));
}

/** `GET /people/{id}` */
export async function read(service, request) {
  const caller = await asking(service, request, "people");
  return answer(200, await find(request.params.id, caller, service.store));
}

/** `POST /people` */
export async function create(service, request, reply) {
  const job = await asked(service, request, reply, "people", createPerson);
  needParty(job);
  return once(job, ["POST /people"], async (job) => {
    const { caller, transaction, now, asked } = job;
    const { party, ...named } = asked;
    const { phone } = named;
    if (phone !== undefined && (await ownerOf(phone, job))) throw phoneInUse();
    const told = party?.length > 0 ? { party } : {};
    const person = { id: randomUUID(), kind: phone === undefined ? "none-mobile" : "mobile", ...named, ...told };
    await storePerson(job, person);
    await happened(transaction, {
      stream: `person/${person.id}`, version: 1, at: now, organisation: caller.organisation,
      actor: caller.name, person: person.id, type: "PersonCreated", data: person,
    });
    const made = await find(person.id, caller, transaction);
    return { stored: true, answer: answer(201, made, { location: `/people/${person.id}` }) };
  });
}

/** Who escorts, who needs it, and for whom doors wait: it holds at all doors. */
function needParty({ caller, asked }) {
  if (asked.party !== undefined) needRight(caller, "party");
}

/** Stores a new person. */
const storePerson = ({ caller, transaction, now }, { id, kind, phone, firstName, lastName, party = [] }) =>
  transaction.run(
    `insert into person (id, organisation, kind, phone, first_name, last_name, party, folded, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id, caller.organisation, kind, phone, firstName, lastName, JSON.stringify(party),
      folded(firstName, lastName, phone), micros(now),
    ],
  );

/** `PATCH /people/{id}` */
export async function change(service, request, reply) {
  const job = await asked(service, request, reply, "people", changePerson);
  needParty(job);
  const seen = seenNeeded(request);
  const { id } = request.params;
  return once(job, ["PATCH /people", id], async (job) => {
    const { transaction, asked } = job;
    const person = await find(id, job.caller, transaction, service.store.forUpdate);
    judge(seen, person.revision);
    const changed = changedBy(person, asked);
    const data = difference(person, changed, ["firstName", "lastName", "phone", "state", "party"]);
    if (Object.keys(data).length === 0) return { stored: false, answer: answer(200, person) };
    const isMobile = changed.kind === "mobile";
    if (isMobile && changed.phone !== null && ((await ownerOf(changed.phone, job)) ?? id) !== id) throw phoneInUse();
    if (person.kind === "mobile" && !isMobile && (await hasMobileKeys(id, transaction))) {
      throw conflict("phone_needed", "expected a phone for a person whose phone is a key", "phone");
    }
    const { kind, phone, firstName, lastName, state, party, revision } = changed;
    isOne(
      await transaction.run(
        `update person set kind = $1, phone = $2, first_name = $3, last_name = $4, state = $5,
         party = $6, folded = $7, revision = $8 where id = $9 and revision = $10`,
        [
          kind, phone, firstName, lastName, state, JSON.stringify(party), folded(firstName, lastName, phone),
          revision, id, person.revision,
        ],
      ),
    );
    await did(job, `person/${id}`, "PersonChanged", data, { person: id });
    return { stored: true, answer: answer(200, changed) };
  });
}

/** The person as a change leaves him: who is given a phone is a Mobile user, who loses it none. */
function changedBy(person, { firstName, lastName, phone, state, party }) {
  const number = after(phone, person.phone);
  const kind = number === null ? "none-mobile" : "mobile";
  return {
    ...person,
    kind: number === person.phone ? person.kind : kind,
    phone: number,
    firstName: after(firstName, person.firstName),
    lastName: after(lastName, person.lastName),
    state: after(state, person.state),
    party: after(party, person.party),
    revision: person.revision + 1,
  };
}

const phoneInUse = () => conflict("phone_in_use", "expected a phone that no other Mobile user has", "phone");

/** The Mobile user of a phone. */
async function ownerOf(phone, { caller, transaction }) {
  const sql = "select id from person where organisation = $1 and phone = $2 and kind = 'mobile'";
  return (await transaction.all(sql, [caller.organisation, phone]))[0]?.id;
}

/** Whether somebody's phone is a key that was not taken back. */
async function hasMobileKeys(person, transaction) {
  const sql = "select id from access_key where person = $1 and kind = 'mobile' and revoked_at is null limit 1";
  return (await transaction.all(sql, [person])).length > 0;
}

/** The person of an id, where he is of the caller's organisation. */
async function find(id, { organisation }, transaction, lock = "") {
  const sql = `select ${COLUMNS} from person p where id = $1 and organisation = $2${lock}`;
  const [row] = await transaction.all(sql, [id, organisation]);
  if (!row) throw missing("expected a person of the organisation");
  return personOf(row);
}
