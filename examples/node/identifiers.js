/**
 * What is shown to the panel, at the doors of its locks: identifiers as credentials, in the hours of the
 * time profiles that bind their users.
 */

import { scheduleFrom } from "latchwork";
import { Statement, listOf } from "./statement.js";

/** The beginning of what openings call an identifier, and a user: neither is the id of a key or a person. */
export const [IDENTIFIER, USER] = ["panel-identifier/", "panel-user/"];

/** The uid of what is of the panel. */
export const uidOf = (id, kind) => (id.startsWith(kind) ? Number(id.slice(kind.length)) : undefined);

/** The identifiers of these tags as credentials; where their users are is noted among the places. */
export async function identifiersOf(tags, here, places, transaction) {
  const { organisation } = here.panel;
  const bound = [...tags.values()].map(({ tag }) => tag);
  const tagged = (sql) =>
    new Statement(sql).and("i.organisation = $", organisation).add(` and i.tag in (${listOf(bound)})`, ...bound).rows(transaction);
  const profiles = await tagged(
    `select distinct t.panel_user, f.uid, f.request from panel_identifier i
     join panel_user_time_profile t on t.organisation = i.organisation and t.panel_user = i.panel_user
     join panel_time_profile f on f.organisation = t.organisation and f.uid = t.time_profile where true`,
  );
  const rows = await tagged(
    `select i.uid, i.panel_user, i.request, i.tag, i.uses, u.lock_number,
     u.is_custom_user_access, u.auth_factors, u.place from panel_identifier i
     left join panel_user u on u.organisation = i.organisation and u.uid = i.panel_user where true`,
  );
  return rows.map((row) => {
    const { identification, added } = tags.get(row.tag.toString("hex"));
    const add = added ?? here.steps[0];
    const { identifier_type, lock, valid } = JSON.parse(row.request);
    const id = `${IDENTIFIER}${row.uid}`;
    const isOfUser = row.panel_user !== null;
    const binding = profiles.filter(({ panel_user }) => panel_user === row.panel_user);
    return {
      id,
      identification: add === undefined ? identification : { ...identification, duress: { add } },
      holder: isOfUser ? userOf(row, places) : { id, state: "active" },
      // Nobody here knows what is shown beside it.
      state: !isOfUser || isEnough(identifier_type, row) ? "active" : null,
      window: windowOf(valid.time),
      schedule: binding.length > 0 ? hoursOf(binding.map(({ request }) => JSON.parse(request)), here) : "always",
      doors: doorsOf(LOCKS[lock], isOfUser ? row.lock_number : 0, here.panel),
      uses: valid.passes.is_permanent ? undefined : { used: row.uses, most: valid.passes.max_passes },
    };
  });
}

function userOf({ panel_user, place }, places) {
  const id = `${USER}${panel_user}`;
  places.set(id, place);
  return { id, state: "active", place: JSON.parse(place) ?? "reset", party: [] };
}

/** Whether an identifier is all that its user has to show: one with factors of his own shows all of those. */
function isEnough(type, { is_custom_user_access, auth_factors }) {
  if (is_custom_user_access === 0) return true;
  return JSON.parse(auth_factors).every((factor) => factor === FACTORS[type]);
}

const FACTORS = { card: "card", inputCode: "input_code" };
/** As users say it: of both locks the number is another. */
const LOCKS = { first: 1, second: 2, all: 0 };

/** The doors of the locks that both the identifier and its user open. */
function doorsOf(own, ofUser, { doors }) {
  const isOpened = (number) => [own, ofUser].every((lock) => lock !== 1 && lock !== 2 ? true : lock === number);
  return doors.filter((door, at) => door !== null && isOpened(at + 1));
}

const windowOf = ({ from, to }) => ({ from: instantOf(from), until: instantOf(to) });
const instantOf = (second) => (second === undefined ? undefined : new Date(second * 1000).toISOString());

/** The hours of all profiles together; null for a recurrence that no schedule has, of which nobody knows when it opens. */
function hoursOf(profiles, { hasZone, timeZone }) {
  if (!hasZone) return "unplaced";
  const told = scheduleFrom("basip", { profiles }, changesOf(timeZone));
  return told.ok ? told.value : null;
}

/** Of each zone the offset of 1970, and when it became another. */
const zones = new Map();
/** In milliseconds: how far apart a zone is looked at, and until when. */
const [STEP, END] = [86_400_000 * 6, Date.UTC(2100)];

function changesOf(timeZone) {
  if (!zones.has(timeZone)) zones.set(timeZone, found(timeZone));
  return zones.get(timeZone);
}

function found(timeZone) {
  const names = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
  const offsetAt = (at) => written(/GMT.*$/.exec(names.format(at))[0].slice(3));
  const [changes, offset] = [[], offsetAt(0)];
  let before = offset;
  for (let at = STEP; at < END; at += STEP) {
    const after = offsetAt(at);
    if (after === before) continue;
    let [low, high] = [at - STEP, at];
    while (high - low > 1000) {
      const middle = low + Math.floor((high - low) / 2000) * 1000;
      if (offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    changes.push({ at: new Date(high).toISOString(), offset: after });
    before = after;
  }
  return { offset, changes };
}

/** An offset in whole minutes; what has seconds is the minute before. */
function written(offset) {
  const [, sign, hours, minutes, seconds = "00"] = /^([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(offset) ?? [];
  if (sign === undefined) return "Z";
  const later = sign === "-" && seconds !== "00" ? 1 : 0;
  const all = Number(hours) * 60 + Number(minutes) + later;
  return `${sign}${String(Math.floor(all / 60)).padStart(2, "0")}:${String(all % 60).padStart(2, "0")}`;
}
