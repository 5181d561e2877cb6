/** What the panel keeps beside its users: time profiles, apartments, and identifiers one by one; and its lists. */

import { readApartment as apartmentReader, readTimeProfile as profileReader } from "latchwork/plain";
import { hasNumber, storeIdentifier, userOf, userOfRow } from "./basip.js";
import { administrator, call, reading } from "./panel.js";
import { numberOf, queryOf } from "./query.js";
import { Unfit, issue, json } from "./reply.js";

/** How many things a page may have, and has where nothing is said. */
const [LIMITS, USUAL] = [[10, 20, 30, 50], 10];
const LAST_PAGE = 2 ** 32 - 1;

const requestOf = ({ uid, request }) => ({ uid, ...JSON.parse(request) });

/** An identifier without what is shown to the panel, and whose it is: -1 is nobody's. */
const identifierOf = (row) => ({ ...requestOf(row), user_uid: row.panel_user ?? -1 });

/** A thing and its users, as the panel lists what belongs to a thing; null where there is none. */
async function withUsers(sql, of, organisation, uid, transaction) {
  const [row] = await transaction.all(sql, [organisation, uid]);
  if (!row) return null;
  const users = (await transaction.all(of, [organisation, uid])).map(({ panel_user }) => panel_user);
  return { ...requestOf(row), users: { uid_items: users, count: users.length } };
}

const PROFILE = "select uid, request from panel_time_profile where organisation = $1 and uid = $2";
const BOUND =
  "select panel_user from panel_user_time_profile where organisation = $1 and time_profile = $2 order by panel_user";
const APARTMENT = "select uid, request from panel_apartment where organisation = $1 and uid = $2";
const RESIDENTS = "select panel_user from panel_resident where organisation = $1 and apartment = $2 order by panel_user";

const isThere = async (sql, { organisation, transaction }, uid) => (await transaction.all(sql, [organisation, uid])).length > 0;
const hasUser = async ({ organisation, asked, transaction }) => (await userOf(organisation, asked.user_uid, transaction)) !== null;

/** Deletes or ties together by a statement of the organisation and these uids of the request. */
const by = (sql, ...uids) => ({ organisation, transaction }, effect) =>
  transaction.run(sql, [organisation, ...uids.map((uid) => effect[uid])]);

/** `POST /access/timeprofile/item` */
export const createTimeProfile = call("createTimeProfile", "CreateTimeProfile", [], {
  known: ({ panel }) => ({ nextUid: panel.next_time_profile }),
  keep: storeTimeProfile,
  type: "PanelTimeProfileStored",
  created: { next_time_profile: 1 },
});

/** Stores a time profile, new or changed. */
function storeTimeProfile({ organisation, transaction }, { uid, ...request }) {
  return transaction.run(
    `insert into panel_time_profile (organisation, uid, request) values ($1, $2, $3)
     on conflict (organisation, uid) do update set request = excluded.request`,
    [organisation, uid, JSON.stringify(request)],
  );
}

/** The thing as it is stored; null where there is none. */
async function storedOf(sql, { organisation, transaction }, uid) {
  const [row] = await transaction.all(sql, [organisation, uid]);
  return row ? requestOf(row) : null;
}

/** `PATCH /access/timeprofile/item/{timeprofile_uid}` */
export const changeTimeProfile = call("changeTimeProfile", "ChangeTimeProfile", ["timeprofile_uid"], {
  known: async (job) => ({ found: await storedOf(PROFILE, job, job.asked.timeprofile_uid), isTaken: false }),
  keep: storeTimeProfile,
  type: "PanelTimeProfileStored",
});

/** `GET /access/timeprofile/item/{timeprofile_uid}` */
export const readTimeProfile = reading(profileReader, ["timeprofile_uid"], (organisation, { timeprofile_uid }, { store }) =>
  store.reading(async (transaction) => ({
    found: await withUsers(PROFILE, BOUND, organisation, timeprofile_uid, transaction),
  })),
);

/** `DELETE /access/timeprofile/item/{timeprofile_uid}` */
export const deleteTimeProfile = call("deleteTimeProfile", "DeleteTimeProfile", ["timeprofile_uid"], {
  known: async (job) => ({
    timeProfileExists: await isThere(PROFILE, job, job.asked.timeprofile_uid),
    isAttached: await isThere(BOUND, job, job.asked.timeprofile_uid),
  }),
  async keep({ organisation, asked, transaction }) {
    const sql = "delete from panel_time_profile where organisation = $1 and uid = $2";
    await transaction.run(sql, [organisation, asked.timeprofile_uid]);
  },
  type: "PanelTimeProfileDeleted",
});

const profileAndUser = async (job) => ({
  userExists: await hasUser(job),
  timeProfileExists: await isThere(PROFILE, job, job.asked.timeprofile_uid),
});

/** `POST /access/user/{user_uid}/timeprofile/{timeprofile_uid}` */
export const attachTimeProfile = call("attachTimeProfile", "AttachTimeProfile", ["timeprofile_uid", "user_uid"], {
  known: profileAndUser,
  keep: by(
    `insert into panel_user_time_profile (organisation, panel_user, time_profile)
     values ($1, $2, $3) on conflict do nothing`,
    "user_uid", "timeprofile_uid",
  ),
  type: "PanelTimeProfileAttached",
});

/** `DELETE /access/user/{user_uid}/timeprofile/{timeprofile_uid}` */
export const detachTimeProfile = call("detachTimeProfile", "DetachTimeProfile", ["timeprofile_uid", "user_uid"], {
  known: profileAndUser,
  keep: by(
    "delete from panel_user_time_profile where organisation = $1 and panel_user = $2 and time_profile = $3",
    "user_uid", "timeprofile_uid",
  ),
  type: "PanelTimeProfileDetached",
});

/** `POST /apartment/item` */
export const createApartment = call("createApartment", "CreateApartment", [], {
  known: async (job) => ({ addressInUse: await isOccupied(job, job.asked), nextUid: job.panel.next_apartment }),
  keep: storeApartment,
  type: "PanelApartmentStored",
  created: { next_apartment: 1 },
});

/** Whether an apartment, but the one of this uid, is at this address. */
async function isOccupied({ organisation, transaction }, { apartment_address: address }, but = -1) {
  const sql = "select uid from panel_apartment where organisation = $1 and address = $2 and uid <> $3";
  return (await transaction.all(sql, [organisation, JSON.stringify(address), but])).length > 0;
}

/** Stores an apartment, new or changed. */
function storeApartment({ organisation, transaction }, { uid, ...request }) {
  return transaction.run(
    `insert into panel_apartment (organisation, uid, request, address)
     values ($1, $2, $3, $4) on conflict (organisation, uid)
     do update set request = excluded.request, address = excluded.address`,
    [organisation, uid, JSON.stringify(request), JSON.stringify(request.apartment_address)],
  );
}

/** `PATCH /apartment/item/{apartment_uid}` */
export const changeApartment = call("changeApartment", "ChangeApartment", ["apartment_uid"], {
  async known(job) {
    const { apartment_uid: uid, ...fields } = job.asked;
    const found = await storedOf(APARTMENT, job, uid);
    return { found, isTaken: found !== null && (await isOccupied(job, { ...found, ...fields }, uid)) };
  },
  keep: storeApartment,
  type: "PanelApartmentStored",
});

/** `GET /apartment/item/{apartment_uid}` */
export const readApartment = reading(apartmentReader, ["apartment_uid"], (organisation, { apartment_uid }, { store }) =>
  store.reading(async (transaction) => ({
    found: await withUsers(APARTMENT, RESIDENTS, organisation, apartment_uid, transaction),
  })),
);

/** `POST /apartment/item/{apartment_uid}/user/{user_uid}` */
export const addToApartment = call("addToApartment", "AddToApartment", ["apartment_uid", "user_uid"], {
  known: async (job) => ({
    apartmentExists: await isThere(APARTMENT, job, job.asked.apartment_uid),
    userExists: await hasUser(job),
  }),
  keep: by(
    "insert into panel_resident (organisation, apartment, panel_user) values ($1, $2, $3) on conflict do nothing",
    "apartment_uid", "user_uid",
  ),
  type: "PanelResidentAdded",
});

/** `GET /access/identifier/item/{identifier_uid}`: with what is shown to the panel. */
export const readIdentifier = call("readIdentifier", "ReadIdentifier", ["identifier_uid"], {
  async known(job) {
    const kept = await opened(job);
    return { found: kept && { ...kept.identifier, user_uid: kept.row.panel_user ?? -1 } };
  },
  shows: "PanelIdentifierShown",
});

/** An identifier as it is stored, with what is shown to the panel; null where there is none. */
async function opened({ keys, organisation, asked, transaction }) {
  const [row] = await transaction.all(
    `select uid, panel_user, request, version, number from panel_identifier
     where organisation = $1 and uid = $2`,
    [organisation, asked.identifier_uid],
  );
  if (!row) return null;
  const place = ["panel identifier", organisation, String(row.uid)];
  const identifier_number = keys.open(place, { version: row.version, bytes: row.number });
  return { row, identifier: { ...requestOf(row), identifier_number } };
}

/** `PATCH /access/identifier/item/{identifier_uid}` */
export const changeIdentifier = call("changeIdentifier", "ChangeIdentifier", ["identifier_uid"], {
  async known(job) {
    const { identifier_uid: uid, ...fields } = job.asked;
    const found = (await opened(job))?.identifier ?? null;
    return { found, isTaken: found !== null && (await hasNumber(job, { ...found, ...fields }, uid)) };
  },
  keep: storeIdentifier,
  type: "PanelIdentifierStored",
});

/** `DELETE /access/identifier/item/{identifier_uid}` */
export const deleteIdentifier = call("deleteIdentifier", "DeleteIdentifier", ["identifier_uid"], {
  known: async (job) => ({
    identifierExists: await isThere(
      "select uid from panel_identifier where organisation = $1 and uid = $2", job, job.asked.identifier_uid,
    ),
  }),
  keep: by("delete from panel_identifier where organisation = $1 and uid = $2", "identifier_uid"),
  type: "PanelIdentifierDeleted",
});

/** A list, page by page as the vendor numbers them. */
const listing = (table, columns, itemOf) => async (service, request) => {
  const { caller, denied } = await administrator(service, request);
  if (denied) return denied;
  const query = queryOf(request, ["limit", "page_number"]);
  const [limit, page] = [numberOf(query, "limit") ?? USUAL, numberOf(query, "page_number") ?? 1];
  const wrong = (name, sentence) => new Unfit(400, [issue("parameter_malformed", sentence, [name])]);
  if (!LIMITS.includes(limit)) throw wrong("limit", "expected a limit of 10, 20, 30 or 50");
  if (page < 1 || page > LAST_PAGE) throw wrong("page_number", "expected a page number of at least 1");
  return service.store.reading(async (transaction) => {
    const [{ total }] = await transaction.all(`select count(*) as total from ${table} where organisation = $1`, [caller.organisation]);
    const rows = await transaction.all(
      `select ${columns} from ${table} where organisation = $1 order by uid limit $2 offset $3`,
      [caller.organisation, limit, (page - 1) * limit],
    );
    const pagination = {
      total_items: total, items_limit: limit, total_pages: Math.max(1, Math.ceil(total / limit)), current_page: page,
    };
    return json(200, { list_option: { pagination }, list_items: rows.map(itemOf) });
  });
};

/** `GET /access/users/items` */
export const users = listing(
  "panel_user", "uid, name, info, auth_factors, lock_number, is_custom_user_access", userOfRow,
);

/** `GET /access/identifier/items` */
export const identifiers = listing("panel_identifier", "uid, panel_user, request", identifierOf);

/** `GET /access/timeprofile/items` */
export const timeProfiles = listing("panel_time_profile", "uid, request", requestOf);

/** `GET /apartment/items` */
export const apartments = listing("panel_apartment", "uid, request", requestOf);
