/** SmartphoneKey: give and take access to locks, and list those of a user. */

import { checkUuid, grantLockAccess, removeLockAccess } from "latchwork";
import { identify, manages } from "./caller.js";
import { happened } from "./event.js";
import { done, repeatable, whole } from "./job.js";
import { Unfit, issue, written } from "./reply.js";
import { otherThan, seenOf } from "./revision.js";

/** A refusal in this system's own shape. */
export const refused = (status, issues) => written({ ...grantLockAccess.refuse(issues), status });

/** `POST /users/{id}/AddAccessibleLock` */
export const add = (service, request, reply) => changed(service, request, reply, "AddAccessibleLock", grantLockAccess);

/** `POST /users/{id}/RemoveAccessibleLock` */
export const remove = (service, request, reply) => changed(service, request, reply, "RemoveAccessibleLock", removeLockAccess);

async function changed(service, request, reply, name, system) {
  const caller = await identify(service, request);
  const body = await whole(request, reply);
  const { id } = request.params;
  const checked = system.checkJson(body, { id });
  if (!checked.ok) return refused(400, checked.issues);
  const seen = seenOf(request);
  const again = repeatable(request, caller, [name, id, body], service);
  const job = { service, caller, command: checked.value, system, seen };
  return done(service, again, (transaction, now) => decided({ ...job, transaction, now }));
}

/** Loads, decides and stores. */
async function decided({ service, caller, command, system, seen, transaction, now }) {
  const user = command.id;
  const loaded = await load(user, service.store.forUpdate, transaction);
  const owns = await ownsLock(caller, command.lockId, transaction);
  const before = loaded ?? { userId: user, version: 0, locks: [] };
  const state = {
    userExists: loaded !== undefined,
    aggregate: before,
    caller: await asking(caller, command.lockId, transaction),
    organisationOwnsLock: owns,
    expectedVersion: otherThan(before.version, seen),
    now,
  };
  const decision = system.decide(command, state);
  if (owns && decision.status !== 403 && !(await isOfOrganisation(caller, command, transaction))) {
    const field = command.grantedBy === undefined ? "removedBy" : "grantedBy";
    throw new Unfit(403, [issue("grantor_not_of_organisation", "expected a person of the organisation", [field])]);
  }
  const answer = written(decision);
  if (!decision.effect) return { stored: false, answer };
  const { event, aggregate } = decision.effect;
  await store(event, aggregate, before.version, { caller, transaction, now });
  return { stored: true, answer };
}

/** Who asks, and of a person the access that it has to the lock. */
async function asking(caller, lock, transaction) {
  if (caller.kind === "principal") return { kind: "organisation" };
  const [row] = await transaction.all(`${LOCKS} where person = $1 and door = $2`, [caller.id, lock]);
  if (!row) return { kind: "user", id: caller.id, grant: null };
  const { accessLevel, validFrom, validUntil } = lockOf(row);
  return { kind: "user", id: caller.id, grant: { accessLevel, validFrom, validUntil } };
}

/** Whether the organisation that asks has the lock, and who asks for it manages it. */
async function ownsLock(caller, lock, transaction) {
  if (caller.kind !== "principal") return false;
  const [door] = await transaction.all("select organisation from door where id = $1", [lock]);
  if (door?.organisation !== caller.organisation) return false;
  return caller.role === "administrator" || (caller.role === "manager" && manages(caller, [lock], transaction));
}

/** Whether who gives or takes the lock by the request's own word is a person of the organisation. */
async function isOfOrganisation(caller, { grantedBy, removedBy }, transaction) {
  const sql = "select id from person where id = $1 and organisation = $2";
  return (await transaction.all(sql, [grantedBy ?? removedBy, caller.organisation])).length > 0;
}

const LOCKS = "select door, name, level, valid_from, valid_until, granted_by from lock_access";

const lockOf = (row) => ({
  lockId: row.door,
  lockName: row.name,
  accessLevel: row.level,
  ...(row.valid_from !== null && { validFrom: row.valid_from }),
  ...(row.valid_until !== null && { validUntil: row.valid_until }),
  grantedBy: row.granted_by,
});

/** A user's locks, where there is such a user. */
async function load(user, forUpdate, transaction) {
  const [person] = await transaction.all(`select locks_version from person where id = $1${forUpdate}`, [user]);
  if (!person) return undefined;
  const rows = await transaction.all(`${LOCKS} where person = $1 order by since_version`, [user]);
  return { userId: user, version: person.locks_version, locks: rows.map(lockOf) };
}

async function store({ type, data }, { version }, before, { caller, transaction, now }) {
  const { userId: user, lockId } = data;
  if (type === "AccessibleLockAdded") {
    await transaction.run(
      `insert into lock_access (person, door, since_version, name, level, valid_from, valid_until, granted_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [user, lockId, version, data.lockName, data.accessLevel, data.validFrom, data.validUntil, data.grantedBy],
    );
  } else {
    await transaction.run("delete from lock_access where person = $1 and door = $2", [user, lockId]);
  }
  const sql = "update person set locks_version = $1 where id = $2 and locks_version = $3";
  if ((await transaction.run(sql, [version, user, before])) !== 1) {
    throw Object.assign(new Error("others were first"), { kind: "again" });
  }
  const [door] = await transaction.all("select organisation from door where id = $1", [lockId]);
  await happened(transaction, {
    stream: `locks/${user}`, version, at: now, organisation: door?.organisation,
    actor: caller.name, person: user, door: lockId, type, data,
  });
}

/**
 * `GET /users/{id}/AccessibleLocks`: the user himself sees all, an organisation those of its locks that
 * the caller manages; nobody else learns whether there is such a user.
 */
export async function list(service, request) {
  const caller = await identify(service, request);
  const { ok, value: user, issues } = checkUuid(request.params.id);
  if (!ok) return refused(400, issues.map((one) => ({ ...one, path: ["id"] })));
  if (caller.kind === "person" && caller.id !== user) {
    return refused(403, [issue("locks_not_of_caller", "expected the locks of the caller", ["id"])]);
  }
  // One transaction, so that the version is that of the locks.
  const { aggregate, shown } = await service.store.reading(async (transaction) => ({
    aggregate: await load(user, "", transaction),
    shown: caller.kind === "principal" ? await doorsOf(caller, transaction) : undefined,
  }));
  const locks = aggregate?.locks.filter(({ lockId }) => shown === undefined || shown.has(lockId));
  // An organisation is told of its own locks only, and of no version where it has none.
  if (!locks || (shown && locks.length === 0)) {
    return refused(404, [issue("user_unknown", "expected a user who has locks of the caller", ["id"])]);
  }
  const { version } = aggregate;
  const answer = written({ status: 200, contentType: "application/json", body: { userId: user, version, locks } });
  return { ...answer, headers: { etag: `"${version}"` } };
}

/** The locks that an organisation lets one see who asks for it. */
async function doorsOf({ id, organisation, role }, transaction) {
  if (role === "controller") return new Set();
  const rows =
    role === "manager"
      ? await transaction.all(
          `select d.id from door d join principal_door m on m.door = d.id
           where d.organisation = $1 and m.principal = $2`,
          [organisation, id],
        )
      : await transaction.all("select id from door where organisation = $1", [organisation]);
  return new Set(rows.map((row) => row.id));
}
