/**
 * The BAS-IP panel: users, and what they show to it. Each organisation has one panel. Whoever has a token
 * or a key of the service is logged in; administrators of the organisation are its administrators.
 */

import * as latchwork from "latchwork";
import { identify } from "./caller.js";
import { happened } from "./event.js";
import { done, repeatable, whole } from "./job.js";
import { issue, written } from "./reply.js";

const { createUser: panel } = latchwork;
const JSON_TYPE = "application/json";
/** A path has no fields but its own. */
const PATH = { refuseUnknownFields: true };

/** What the panel says of what its own pages have no words for. */
export function refused(status, issues) {
  if (status === 401) return written(panel.refuse(issues, { loggedIn: false, administrator: false }));
  const [{ path, message }] = issues;
  const error = path.length > 0 ? `${path.join(".")}: ${message}` : message;
  return written({ status, contentType: JSON_TYPE, body: { error } });
}

/** Whose panel it is. */
async function administrator(service, request) {
  const caller = await identify(service, request);
  const session = { loggedIn: true, administrator: caller.role === "administrator" };
  const issues = [issue("caller_not_administrator", "expected an administrator")];
  return { caller, session, denied: session.administrator ? undefined : written(panel.refuse(issues, session)) };
}

/**
 * A call that changes something: its name in the package, how stored answers call it and the uids of its
 * path; what the panel knows, and how it is stored. `created` counts up for what is made.
 */
const call = (name, words, uids, { known, keep, type, created = [0, 0] }) => async (service, request, reply) => {
  const system = latchwork[name];
  const { caller, session, denied } = await administrator(service, request);
  if (denied) return denied;
  const hasBody = "answer" in system;
  const body = hasBody ? await whole(request, reply) : "";
  const path = Object.fromEntries(uids.map((uid) => [uid, request.params[uid]]));
  const checked = hasBody ? system.checkJson(body, path) : system.check(path, PATH);
  if (!checked.ok) return written(system.refuse(checked.issues, session));
  const again = repeatable(request, caller, ["panel", words, ...Object.values(path), body], service);
  return done(service, again, async (transaction, now) => {
    const { organisation } = caller;
    const panel = await panelOf(organisation, service.store, transaction);
    const job = { keys: service.keys, organisation, panel, asked: checked.value, transaction };
    const decision = system.decide(checked.value, { ...session, ...(await known(job)) });
    const answer = written(decision);
    if (!decision.effect) return { stored: false, answer };
    const [effect] = Object.values(decision.effect);
    await keep(job, effect);
    await transaction.run(
      `update panel set next_user = next_user + $1, next_identifier = next_identifier + $2,
       version = version + 1 where organisation = $3`,
      [...created, organisation],
    );
    const { identifier_number, ...data } = effect;
    const stream = `panel/${organisation}`;
    await happened(transaction, {
      stream, version: panel.version + 1, at: now, organisation, actor: caller.name, type, data,
    });
    return { stored: true, answer };
  });
};

/** The panel of an organisation, nobody else's until the end of the transaction. */
async function panelOf(organisation, { forUpdate }, transaction) {
  await transaction.run("insert into panel (organisation) values ($1) on conflict do nothing", [organisation]);
  const sql = `select next_user, next_identifier, version from panel where organisation = $1${forUpdate}`;
  return (await transaction.all(sql, [organisation]))[0];
}

/** `GET /access/users/item/{user_uid}` */
export async function readUser(service, request) {
  const { caller, session, denied } = await administrator(service, request);
  if (denied) return denied;
  const checked = latchwork.readUser.check({ user_uid: request.params.user_uid }, PATH);
  if (!checked.ok) return written(latchwork.readUser.refuse(checked.issues, session));
  const user = await userOf(caller.organisation, checked.value.user_uid, service.store);
  return written(latchwork.readUser.decide(checked.value, { ...session, user }));
}

/** `POST /access/users/item` */
export const createUser = call("createUser", "create user", [], {
  known: async (job) => ({ namesInUse: await others(job, job.asked.name, job.panel.next_user), nextUid: job.panel.next_user }),
  keep: storeUser,
  type: "PanelUserStored",
  created: [1, 0],
});

/** `PATCH /access/users/item/{user_uid}` */
export const changeUser = call("changeUser", "change user", ["user_uid"], {
  async known(job) {
    const { name, user_uid } = job.asked;
    const user = await userOf(job.organisation, user_uid, job.transaction);
    return { user, namesInUse: await others(job, name ?? user?.name ?? "", user_uid) };
  },
  keep: storeUser,
  type: "PanelUserStored",
});

/** `DELETE /access/users/item/{user_uid}` */
export const deleteUser = call("deleteUser", "delete user", ["user_uid"], {
  async known({ organisation, asked: { user_uid }, transaction }) {
    const sql = "select uid from panel_identifier where organisation = $1 and panel_user = $2 order by uid";
    const identifiers = (await transaction.all(sql, [organisation, user_uid])).map((row) => row.uid);
    return { userExists: (await userOf(organisation, user_uid, transaction)) !== null, identifiers };
  },
  async keep({ organisation, transaction }, { uid }) {
    await transaction.run("delete from panel_identifier where organisation = $1 and panel_user = $2", [organisation, uid]);
    await transaction.run("delete from panel_user where organisation = $1 and uid = $2", [organisation, uid]);
  },
  type: "PanelUserDeleted",
});

/** `POST /access/identifier/item` */
export const createIdentifier = call("createIdentifier", "create identifier", [], {
  async known({ keys, organisation, panel, asked, transaction }) {
    const state = { identifiersInUse: [], nextUid: panel.next_identifier };
    for (const tag of keys.tags(tagged(organisation, asked))) {
      const sql = "select uid from panel_identifier where organisation = $1 and tag = $2";
      const isKnown = (await transaction.all(sql, [organisation, tag])).length > 0;
      const { identifier_type, identifier_number } = asked;
      if (isKnown) state.identifiersInUse = [{ identifier_type, identifier_number }];
    }
    return state;
  },
  async keep({ keys, organisation, transaction }, { uid, identifier_number, ...request }) {
    const { version, bytes } = keys.seal(["panel identifier", organisation, String(uid)], identifier_number);
    const tag = keys.tag(tagged(organisation, { ...request, identifier_number }));
    await transaction.run(
      `insert into panel_identifier (organisation, uid, request, kind, tag, version, number)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [organisation, uid, JSON.stringify(request), request.identifier_type, tag, version, bytes],
    );
  },
  type: "PanelIdentifierStored",
  created: [0, 1],
});

/** `POST /access/user/{user_uid}/identifier/{identifier_uid}` */
export const attachIdentifier = call("attachIdentifier", "attach", ["user_uid", "identifier_uid"], {
  async known({ organisation, asked: { user_uid, identifier_uid }, transaction }) {
    const sql = "select panel_user from panel_identifier where organisation = $1 and uid = $2";
    const [row] = await transaction.all(sql, [organisation, identifier_uid]);
    const userExists = (await userOf(organisation, user_uid, transaction)) !== null;
    return { userExists, identifierExists: row !== undefined, attachedTo: row?.panel_user ?? null };
  },
  keep: ({ organisation, transaction }, { user_uid, identifier_uid }) =>
    transaction.run("update panel_identifier set panel_user = $1 where organisation = $2 and uid = $3", [
      user_uid, organisation, identifier_uid,
    ]),
  type: "PanelIdentifierAttached",
});

/** The name, where another user has it. */
async function others({ organisation, transaction }, name, own) {
  const sql = "select name from panel_user where organisation = $1 and name = $2 and uid <> $3 limit 1";
  return (await transaction.all(sql, [organisation, name, own])).map((row) => row.name);
}

/** A user as the panel keeps it; null where there is none. */
async function userOf(organisation, uid, transaction) {
  const [row] = await transaction.all(
    `select uid, name, info, auth_factors, lock_number, is_custom_user_access
     from panel_user where organisation = $1 and uid = $2`,
    [organisation, uid],
  );
  if (!row) return null;
  return { ...row, auth_factors: JSON.parse(row.auth_factors), is_custom_user_access: row.is_custom_user_access === 1 };
}

function storeUser({ organisation, transaction }, { uid, name, info, auth_factors, lock_number, is_custom_user_access }) {
  return transaction.run(
    `insert into panel_user (organisation, uid, name, info, auth_factors, lock_number, is_custom_user_access)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (organisation, uid) do update set name = excluded.name, info = excluded.info,
     auth_factors = excluded.auth_factors, lock_number = excluded.lock_number,
     is_custom_user_access = excluded.is_custom_user_access`,
    [organisation, uid, name, info, JSON.stringify(auth_factors), lock_number, is_custom_user_access ? 1 : 0],
  );
}

/** What the tag of an identifier is made of: the same for all numbers that mean the same. */
const tagged = (organisation, { identifier_type, identifier_number }) => [
  "panel", organisation, identifier_type, canonical(identifier_type, identifier_number),
];

function canonical(type, number) {
  if (type === "license_plate") return number.replaceAll(BLANK, "").replaceAll(SMALL, (letter) => letter.toUpperCase());
  if (type !== "card" && type !== "ukey") return number;
  if (/^[0-9]+$/.test(number)) return number.replace(/^0+/, "");
  // The colon keeps it apart from every decimal.
  return `:${number.replace(/^(00[:-]?)+/, "").replaceAll(/[:-]/g, "").toUpperCase()}`;
}

const BLANK = /[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g;
/** Small letters of the alphabets that plates are written in: Latin with those of Europe, Greek, Cyrillic. */
const SMALL =
  /[a-zà-öø-þ\u00ff\u0100-\u012f\u0132-\u0137\u0139-\u0148\u014a-\u0177\u0179-\u017e\u03b1-\u03cb\u0430-\u0481\u048a-\u04bf\u04c1-\u052f]/g;
