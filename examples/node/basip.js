/**
 * The BAS-IP panel: users, and what they show to it. What it keeps beside them is in panel-kept.js.
 */

import { readUser as reader } from "latchwork";
import { call, reading } from "./panel.js";

export { refused } from "./panel.js";

/** `GET /access/users/item/{user_uid}` */
export const readUser = reading(reader, ["user_uid"], async (organisation, { user_uid }, { store }) => ({
  user: await userOf(organisation, user_uid, store),
}));

/** `POST /access/users/item` */
export const createUser = call("createUser", "CreateUser", [], {
  known: async (job) => ({ namesInUse: await others(job, job.asked.name, job.panel.next_user), nextUid: job.panel.next_user }),
  keep: storeUser,
  type: "PanelUserStored",
  created: { next_user: 1 },
});

/** `PATCH /access/users/item/{user_uid}` */
export const changeUser = call("changeUser", "ChangeUser", ["user_uid"], {
  async known(job) {
    const { name, user_uid } = job.asked;
    const user = await userOf(job.organisation, user_uid, job.transaction);
    return { user, namesInUse: await others(job, name ?? user?.name ?? "", user_uid) };
  },
  keep: storeUser,
  type: "PanelUserStored",
});

/** `DELETE /access/users/item/{user_uid}` */
export const deleteUser = call("deleteUser", "DeleteUser", ["user_uid"], {
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
export const createIdentifier = call("createIdentifier", "CreateIdentifier", [], {
  async known({ keys, organisation, panel, asked, transaction }) {
    const { identifier_type, identifier_number } = asked;
    const isKnown = await hasNumber({ keys, organisation, transaction }, asked);
    return { identifiersInUse: isKnown ? [{ identifier_type, identifier_number }] : [], nextUid: panel.next_identifier };
  },
  keep: storeIdentifier,
  type: "PanelIdentifierStored",
  created: { next_identifier: 1 },
});

/** Whether an identifier, but the one of this uid, has this number. */
export async function hasNumber({ keys, organisation, transaction }, identifier, but = -1) {
  for (const tag of keys.tags(tagged(organisation, identifier))) {
    const sql = "select uid from panel_identifier where organisation = $1 and tag = $2 and uid <> $3";
    if ((await transaction.all(sql, [organisation, tag, but])).length > 0) return true;
  }
  return false;
}

/** Stores an identifier, new or changed. */
export function storeIdentifier({ keys, organisation, transaction }, { uid, identifier_number, ...request }) {
  const { version, bytes } = keys.seal(["panel identifier", organisation, String(uid)], identifier_number);
  const tag = keys.tag(tagged(organisation, { ...request, identifier_number }));
  return transaction.run(
    `insert into panel_identifier (organisation, uid, request, kind, tag, version, number)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (organisation, uid) do update set request = excluded.request, kind = excluded.kind,
     tag = excluded.tag, version = excluded.version, number = excluded.number`,
    [organisation, uid, JSON.stringify(request), request.identifier_type, tag, version, bytes],
  );
}

/** `POST /access/user/{user_uid}/identifier/{identifier_uid}` */
export const attachIdentifier = call("attachIdentifier", "AttachIdentifier", ["identifier_uid", "user_uid"], {
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
export async function userOf(organisation, uid, transaction) {
  const [row] = await transaction.all(
    `select uid, name, info, auth_factors, lock_number, is_custom_user_access
     from panel_user where organisation = $1 and uid = $2`,
    [organisation, uid],
  );
  return row ? userOfRow(row) : null;
}

export const userOfRow = (row) => ({
  ...row,
  auth_factors: JSON.parse(row.auth_factors),
  is_custom_user_access: row.is_custom_user_access === 1,
});

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
export const tagged = (organisation, { identifier_type, identifier_number }) => [
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
