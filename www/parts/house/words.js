const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const DAY_NAMES = { mon: "Mon", tue: "Tue", wed: "Wed", thu: "Thu", fri: "Fri", sat: "Sat", sun: "Sun" };

const ROLES = {
  administrator: "Administrator",
  controller: "Door controller",
  manager: "Manager",
  reader: "May look, not change",
};
const KINDS = { code: "Code", mobile: "Phone", rfid: "Card or fob" };
const STATES = {
  active: "Works",
  "not-yet-active": "Not yet",
  expired: "Over",
  suspended: "Paused",
  lost: "Lost",
  stolen: "Stolen",
  damaged: "Damaged",
  revoked: "Taken back",
};
const TONES = { active: "good", lost: "bad", stolen: "bad", suspended: "warn", damaged: "warn", "not-yet-active": "warn" };

/** What somebody may be let do, in words that say what it comes to. */
export const ROLES_OF_SIGN_INS = [
  ["manager", "Manager: keys of some doors"],
  ["reader", "May look, not change"],
  ["administrator", "Administrator: everything"],
  ["controller", "Door controller: a program"],
];

export const sayRole = (role) => ROLES[role] ?? role;
export const sayKind = (kind) => KINDS[kind] ?? kind;
export const sayState = (state) => STATES[state] ?? state;

/** What a key is, in words and a colour: one that works waits where wrong tries keep it out. */
export const stateOfKey = ({ state, lockedUntil }) =>
  state === "active" && lockedUntil
    ? { label: "Waits after wrong tries", tone: "bad", until: lockedUntil }
    : { label: sayState(state), tone: TONES[state] ?? "plain" };

export const KINDS_OF_KEYS = Object.entries(KINDS);
export const STATES_OF_KEYS = Object.entries(STATES);

/** Letters that are written from right to left. */
const FROM_RIGHT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** A name for use within a sentence: one that is read from the right keeps what is beside it in its place. */
export const named = (name) => (FROM_RIGHT.test(name) ? `\u2068${name}\u2069` : name);

/** A person by name, else by phone. */
export function sayPerson(person) {
  if (!person) return "Nobody";
  const name = [person.firstName, person.lastName].filter(Boolean).join(" ");
  return named(name) || person.phone || "Somebody without a name";
}

/** What tells one key from others of its person. */
export const sayKey = ({ keyName, keyType }) => (keyName ? `${sayKind(keyType)}, ${named(keyName)}` : sayKind(keyType));

/** An instant as people of a zone write it. */
export function sayTime(instant, zone, options = { dateStyle: "medium", timeStyle: "short" }) {
  return new Intl.DateTimeFormat(undefined, { ...options, timeZone: zone }).format(new Date(instant));
}

export const sayDay = (instant, zone) => sayTime(instant, zone, { dateStyle: "medium" });

/** The place whose clock a zone is. */
export const sayZone = (zone) => zone.split("/").at(-1).replaceAll("_", " ");

/** From when until when a key is good. */
export function sayWindow({ validFrom, validTo }, zone) {
  if (validFrom && validTo) return `${sayTime(validFrom, zone)} – ${sayTime(validTo, zone)}`;
  if (validTo) return `until ${sayTime(validTo, zone)}`;
  if (validFrom) return `from ${sayTime(validFrom, zone)}`;
  return "without an end";
}

/** The hours of a schedule: of those that the console makes in full, of others that there are some. */
export function sayHours(schedule) {
  if (!schedule) return "at any hour";
  const { weekly = [], ...more } = schedule;
  if (Object.keys(more).length > 0) return "at hours of its own";
  return weekly.map(sayRule).join("; ") || "at no hour";
}

function sayRule({ days, from, until }) {
  const all = DAYS.filter((day) => days.includes(day));
  const numbers = all.map((day) => DAYS.indexOf(day));
  const inRow = numbers.every((number, i) => i === 0 || number === numbers[i - 1] + 1);
  const named =
    all.length === 7
      ? "every day"
      : inRow && all.length > 2
        ? `${DAY_NAMES[all[0]]}–${DAY_NAMES[all.at(-1)]}`
        : all.map((day) => DAY_NAMES[day]).join(", ");
  return from === 0 && until === 1440 ? named : `${named} ${sayMinute(from)}–${sayMinute(until)}`;
}

/** Minutes after midnight as a time on the clock. */
export function sayMinute(minute) {
  const two = (number) => String(number).padStart(2, "0");
  return `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;
}

export { DAY_NAMES, DAYS };
