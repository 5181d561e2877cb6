/** What somebody shows, as the tables may have it, and the credentials that it may be. */

import { checkUuid } from "latchwork";
import { readShown } from "latchwork/plain";
import { tagged as taggedAtPanel } from "./basip.js";
import { tagged } from "./identified.js";
import { identifiersOf } from "./identifiers.js";
import { Statement, listOf } from "./statement.js";

/** The package reads no more persons, and no more of each. */
const MOST = 9;

/** A code with its last digit more by so much, of which ten is none. */
const plus = (code, step) => code.slice(0, -1) + ((Number(code.at(-1)) + step) % 10);

/** What is looked for: the more is shown, the more, whoever's it is. */
export function sought({ shown, with: others = [] }, { door, steps, panel }, keys) {
  const looked = { tags: new Map(), identifiers: new Map(), phones: [], pins: [], hasPin: false };
  const into = (all, parts, meant) => {
    for (const tag of keys.tags(parts)) {
      const name = tag.toString("hex");
      if (!all.has(name)) all.set(name, { tag, ...meant });
    }
  };
  const add = (parts, meant) => into(looked.tags, tagged(parts, door.id), meant);
  // An identifier of the panel, too, where the door is at one of its locks.
  const addIdentifier = (identifier, meant) => {
    if (panel && identifier) into(looked.identifiers, taggedAtPanel(panel.organisation, identifier), meant);
  };
  for (const person of [shown, ...others].slice(0, MOST)) {
    const all = person.slice(0, MOST).map((one) => ({ one, read: readShown(one) })).filter(({ read }) => read);
    const isAlone = all.every(({ read }) => read.code !== undefined);
    looked.hasPin ||= !isAlone && all.some(({ read }) => read.code !== undefined);
    for (const { one, read } of all) {
      const { code, phone, numbers } = read;
      const identification = { kind: one.kind === "remote" ? "phone" : one.kind, text: one.text };
      if (code === undefined || isAlone) addIdentifier(read.identifier, { identification });
      if (phone !== undefined) {
        looked.phones.push(checkUuid(phone).value === phone ? phone : "");
      } else if (code === undefined) {
        for (const { number, format } of numbers) add({ keyType: "rfid", format, text: number }, { identification });
      } else if (isAlone) {
        add({ keyType: "code", text: code }, { identification });
        for (const step of steps) {
          // Of which code it would be what somebody types who is threatened.
          const own = plus(code, 10 - step);
          const meant = { identification: { kind: "code", text: own }, added: step };
          add({ keyType: "code", text: own }, meant);
          addIdentifier({ ...read.identifier, identifier_number: own }, meant);
        }
      } else {
        looked.pins.push(code);
      }
    }
  }
  return looked;
}

/** In one line, as a log of statements tells it. */
const KEYS = [
  "select k.id, k.kind, k.valid_from, k.valid_until, k.state, k.schedule, k.uses,",
  "k.most_uses, k.wrong_pins, k.exempt, k.revoked_at, d.revoked_at as taken_at, d.tag, s.version, s.pin,",
  "k.person, p.state as person_state, p.place, p.party",
  "from key_door d join access_key k on k.id = d.key join person p on p.id = k.person",
  "left join key_secret s on s.key = k.id where true",
].join(" ");

/**
 * The credentials, and how the tables have what an opening may change: the wrong PINs of each key, where
 * each person is; and the keys that a former version of the secrets found.
 */
export async function found(looked, here, { keys, store }, transaction) {
  const known = { credentials: new Map(), wrongPins: new Map(), places: new Map(), former: [] };
  const atDoor = (sql, name) => new Statement(sql).and(`${name}.door = $`, here.door.id);
  // People whose state, place or locks change wait until the end, or are waited for. Keys change with their doors.
  const lock = store.forUpdate;
  const rows = [];
  if (looked.tags.size > 0) {
    const tags = [...looked.tags.values()].map(({ tag }) => tag);
    rows.push(...(await atDoor(KEYS, "d").add(` and d.tag in (${listOf(tags)}) order by p.id${lock && `${lock} of p`}`, ...tags).rows(transaction)));
  }
  if (looked.phones.length > 0) {
    const people = listOf(looked.phones);
    const mobile = ` and k.kind = 'mobile' and k.person in (${people})`;
    const kept = new Statement("select p.id from person p where true");
    await kept.add(` and p.id in (${people}) order by p.id${lock}`, ...looked.phones).rows(transaction);
    rows.push(...(await atDoor(KEYS, "d").add(mobile, ...looked.phones).rows(transaction)));
  }
  for (const row of rows) known.credentials.set(row.id, ofKey(row, { looked, here, keys, known }));
  if (looked.phones.length > 0) {
    const accesses = atDoor(
      `select l.person, l.door, l.valid_from, l.valid_until, p.state as person_state, p.place, p.party
       from lock_access l join person p on p.id = l.person where true`,
      "l",
    ).add(` and l.person in (${listOf(looked.phones)})`, ...looked.phones);
    for (const row of await accesses.rows(transaction)) {
      const id = `${row.person} ${row.door}`;
      known.credentials.set(id, {
        id,
        identification: { kind: "phone", text: row.person },
        holder: holderOf(row, known),
        state: "active",
        window: windowOf(row),
        schedule: "always",
        doors: [row.door],
      });
    }
  }
  const ofPanel = looked.identifiers.size > 0 ? await identifiersOf(looked.identifiers, here, known.places, transaction) : [];
  return { ...known, credentials: [...known.credentials.values(), ...ofPanel] };
}

const windowOf = ({ valid_from, valid_until }) => ({ from: valid_from ?? undefined, until: valid_until ?? undefined });

function holderOf({ person, person_state: state, place, party }, { places }) {
  places.set(person, place);
  return { id: person, state, place: JSON.parse(place) ?? "reset", party: JSON.parse(party) };
}

function ofKey(row, { looked, here, keys, known }) {
  const meant = row.tag && looked.tags.get(row.tag.toString("hex"));
  if (meant && row.version !== null && row.version < keys.version) known.former.push(row.id);
  known.wrongPins.set(row.id, row.wrong_pins);
  const { steps, hasZone, lockoutPolicy } = here;
  const identification = { ...(meant?.identification ?? { kind: "phone", text: row.person }) };
  let add = meant?.added ?? steps[0];
  if (row.pin !== null) {
    identification.pin = keys.open(["pin", row.id], { version: row.version, bytes: row.pin });
    // What was added to the PIN, where somebody typed it who is threatened.
    add = steps.find((step) => looked.pins.includes(plus(identification.pin, step))) ?? steps[0];
    if (lockoutPolicy) identification.wrongPins = { policy: lockoutPolicy, state: JSON.parse(row.wrong_pins) ?? {} };
  }
  if (add !== undefined) identification.duress = { add };
  const isTaken = row.revoked_at !== null || row.taken_at !== null;
  return {
    id: row.id,
    identification,
    holder: holderOf(row, known),
    state: isTaken ? "revoked" : row.state,
    window: windowOf(row),
    schedule: scheduleOf(row.schedule, hasZone),
    doors: [here.door.id],
    uses: { used: row.uses, most: row.most_uses },
    exempt: JSON.parse(row.exempt),
  };
}

/** By a clock that nobody knows it is not known whether hours hold. */
const scheduleOf = (schedule, hasZone) => (schedule === null ? "always" : hasZone ? JSON.parse(schedule) : "unplaced");
