// An HTML form's values as a request, by what the request's JSON Schema says of its fields.
import {
  FileFound,
  FormTooLarge,
  FormUnreadable,
  LocalTimeSkipped,
  LocalTimeTwice,
  RequestUnknown,
  Unreadable,
} from "#catalogue";
import { issueOf, misuse } from "./issue.js";
import { append } from "./list.js";
import { wallMillis, writtenOffset, zoneOf } from "./zone.js";

/** More entries than any form has; a larger one is refused before its values are looked at. */
const MOST_ENTRIES = 10_000;

/**
 * Makes a request of a form's values and checks it.
 *
 * @param {{ jsonSchema: object, check: Function }} request
 * @param {Iterable<readonly [string, unknown]>} formData
 * @param {object} [options] `timeZone`, and those of `check`
 */
export function fromForm(request, formData, options = undefined) {
  const [timeZone, checkOptions] = parted(options);
  const reading = new Reading(timeZone === undefined ? undefined : zoneOf(timeZone));
  const schema = schemaOf(request);
  const entries = entriesOf(formData);
  if (entries === undefined) return { ok: false, issues: [issueOf(FormTooLarge, [], [MOST_ENTRIES])] };
  const sorted = new Group();
  for (const [name, value] of entries) sort(sorted, schema, name, value);
  const checked = request.check(reading.object(schema, sorted, []), checkOptions);
  if (!checked.ok) return { ok: false, issues: checked.issues.map((issue) => reading.explained(issue)) };
  const { value } = checked;
  return reading.notes.length === 0 ? { ok: true, value } : { ok: true, value, notes: reading.notes };
}

// ---------------------------------------------------------------- what is handed over

const own = (object, name) => (Object.hasOwn(object, name) ? object[name] : undefined);

const isObject = (value) => typeof value === "object" && value !== null;

/** The time zone, and the options of the check. The check says what is wrong with options. */
function parted(options) {
  if (!isObject(options)) return [undefined, options];
  try {
    const { timeZone, ...others } = Object.assign(Object.create(null), options);
    return [timeZone, others];
  } catch {
    // What was thrown is not told: it may say what a form holds.
    throw misuse(Unreadable, ["options"]);
  }
}

function schemaOf(request) {
  try {
    const schema = own(request, "jsonSchema");
    if (isObject(schema) && typeof own(request, "check") === "function") return schema;
  } catch {
    // No object, or one that cannot be read: no request either way.
  }
  throw misuse(RequestUnknown, ["request"]);
}

/** Stands for a file, which no field takes. */
const FILE = Object.freeze(Object.create(null));

/** Stands for a value that is wrong already where null would be none. */
const REFUSED = Symbol("refused");

/** The entries, each value a text or what it is; `undefined` for more than a form has. */
function entriesOf(formData) {
  if (typeof formData === "string" || typeof formData?.[Symbol.iterator] !== "function") throw unreadableForm();
  const entries = [];
  for (const entry of formData) {
    if (entries.length === MOST_ENTRIES) return undefined;
    append(entries, pair(entry));
  }
  return entries;
}

function pair(entry) {
  let name;
  let value;
  try {
    if (Array.isArray(entry)) [name, value] = [entry[0], entry[1]];
  } catch {
    throw unreadableForm();
  }
  if (typeof name !== "string") throw unreadableForm();
  return [name, isFile(value) ? FILE : value];
}

const unreadableForm = () => misuse(FormUnreadable, ["formData"]);

/** A File is a Blob. Not every host has either, and a proxy may throw. */
function isFile(value) {
  try {
    return isObject(value) && typeof Blob === "function" && value instanceof Blob;
  } catch {
    return false;
  }
}

// ---------------------------------------------------------------- names

/** What a form has for the members of an object: values by name, and groups of those within. */
class Group {
  values = new Map();
  groups = new Map();

  add(name, value) {
    const values = this.values.get(name);
    if (values === undefined) this.values.set(name, [value]);
    else append(values, value);
  }

  group(name) {
    if (!this.groups.has(name)) this.groups.set(name, new Group());
    return this.groups.get(name);
  }
}

/** What the schema says of a member; `undefined` for one it does not know. */
function member(schema, name) {
  const properties = own(schema, "properties");
  return properties === undefined ? undefined : own(properties, name);
}

/** The type of a field, beside which null may stand. */
function typeOf(field) {
  const type = field === undefined ? undefined : own(field, "type");
  return Array.isArray(type) ? type.find((one) => one !== "null") : type;
}

/** Puts a value where its name says: `keyName`, `accesses` or `accesses[]`, `valid.time.from`. */
function sort(group, schema, name, value) {
  if (member(schema, name) !== undefined) return group.add(name, value);
  if (name.endsWith("[]") && typeOf(member(schema, name.slice(0, -2))) === "array") {
    return group.add(name.slice(0, -2), value);
  }
  const dot = name.indexOf(".");
  const outer = dot === -1 ? undefined : member(schema, name.slice(0, dot));
  if (typeOf(outer) === "object") return sort(group.group(name.slice(0, dot)), outer, name.slice(dot + 1), value);
  return group.add(name, value);
}

// ---------------------------------------------------------------- values

/** What an HTML number input writes: a "valid floating-point number". */
const NUMBER = /^-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** What a datetime-local input writes: a "valid local date and time string", of four digits' years. */
const LOCAL = /^(?!0000)(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::([0-5]\d)(\.\d{1,3})?)?$/;

const BOOLEANS = new Map([["on", true], ["true", true], ["false", false]]);

function takesNull(field) {
  const type = field === undefined ? undefined : own(field, "type");
  return Array.isArray(type) && type.includes("null");
}

/** What keeps a text from being empty, as far as a schema says. */
const NEVER_EMPTY = ["allOf", "anyOf", "const", "enum", "format", "minLength", "oneOf", "pattern", "$ref"];

const takesEmpty = (field) => typeOf(field) === "string" && NEVER_EMPTY.every((name) => !Object.hasOwn(field, name));

const isEmpty = (value) => value === "";

/** Makes values of what a form has, and remembers what there is to say of them. */
class Reading {
  notes = [];
  /** By path: what is wrong with a value that another stands for in the request. */
  #issues = new Map();
  #zone;

  constructor(zone) {
    this.#zone = zone;
  }

  /** An object in the order of its fields, those that the schema does not know last. */
  object(schema, group, path) {
    // Without a prototype: `__proto__` is a name like others.
    const object = Object.create(null);
    const required = own(schema, "required") ?? [];
    const properties = own(schema, "properties") ?? {};
    for (const name of Object.keys(properties)) {
      const value = this.#field(properties[name], group, name, required.includes(name), [...path, name]);
      if (value !== undefined) object[name] = value;
    }
    for (const [name, values] of group.values) {
      if (Object.hasOwn(properties, name)) continue;
      object[name] = values.length === 1 ? values[0] : values;
    }
    return object;
  }

  #field(field, group, name, required, path) {
    const values = group.values.get(name) ?? [];
    switch (typeOf(field)) {
      case "object":
        return this.#inner(field, group, name, values, required, path);
      case "array":
        return this.#list(field, values, required, path);
      case "boolean":
        return this.#box(field, values, required, path);
      default:
        return this.#single(field, values, required, path);
    }
  }

  #inner(field, group, name, values, required, path) {
    // As it came, for the check to refuse.
    if (values.length > 0) return this.#converted(field, values[0], path);
    // One that must be there always is, so that what is missing is told at a field of the form.
    return required || group.groups.has(name) ? this.object(field, group.group(name), path) : undefined;
  }

  #list(field, values, required, path) {
    const filled = values.filter((value) => !isEmpty(value));
    if (filled.length === 0) return required ? [] : undefined;
    const items = own(field, "items");
    return filled.map((value, index) => this.#converted(items, value, [...path, index]));
  }

  /**
   * A check box. One that is not ticked sends nothing, or what a hidden field before it says. Where
   * absent means neither true nor false, as in a change, it is left out.
   */
  #box(field, values, required, path) {
    if (values.length === 0) return required || own(field, "default") !== undefined ? false : undefined;
    const value = values.at(-1);
    return isEmpty(value) ? undefined : this.#converted(field, value, path);
  }

  #single(field, values, required, path) {
    const filled = values.filter((value) => !isEmpty(value));
    if (filled.length === 1) return this.#converted(field, filled[0], path);
    if (filled.length > 1) return filled;
    return required && values.length > 0 && takesEmpty(field) ? "" : undefined;
  }

  #converted(field, value, path) {
    if (value === FILE) return this.#refused(field, issueOf(FileFound, path, ["string", "file"]));
    if (typeof value !== "string" || field === undefined) return value;
    switch (typeOf(field)) {
      case "boolean":
        return BOOLEANS.get(value) ?? value;
      case "integer":
      case "number":
        return own(field, "format") === "unixtime" && LOCAL.test(value) ? this.#seconds(field, value, path) : number(value);
      default:
        return own(field, "format") === "date-time" && LOCAL.test(value) ? this.#timestamp(field, value, path) : value;
    }
  }

  /** A local time as RFC 3339. Without a zone it stays as it is. */
  #timestamp(field, text, path) {
    if (this.#zone === undefined) return text;
    const local = new LocalTime(text);
    if (!local.exists) return local.with("Z");
    const offset = this.#offset(local, path);
    if (offset === undefined) return this.#skipped(field, path);
    const written = writtenOffset(offset);
    // RFC 3339 has no seconds in an offset, as clocks had before there were zones.
    return written === undefined ? local.inUtc(offset) : local.with(written);
  }

  /** A local time as seconds since 1970. */
  #seconds(field, text, path) {
    const local = new LocalTime(text);
    if (this.#zone === undefined || !local.exists) return text;
    const offset = this.#offset(local, path);
    return offset === undefined ? this.#skipped(field, path) : local.secondsAt(offset);
  }

  /** The offset at a local time; `undefined` when the clocks skip it. */
  #offset({ wall }, path) {
    const offsets = this.#zone.offsetsOf(wall);
    if (offsets.length > 1) append(this.notes, issueOf(LocalTimeTwice, path, [this.#zone.name]));
    return offsets[0];
  }

  #skipped(field, path) {
    return this.#refused(field, issueOf(LocalTimeSkipped, path, [this.#zone.name]));
  }

  /** What the field does not take in place of a value: the check has an issue where this one belongs. */
  #refused(field, issue) {
    this.#issues.set(JSON.stringify(issue.path), issue);
    return takesNull(field) ? REFUSED : null;
  }

  /** An issue of the check: of what stands for a value, what is wrong with that one. */
  explained(issue) {
    if (issue.code !== "wrong_type") return issue;
    return this.#issues.get(JSON.stringify(issue.path)) ?? issue;
  }
}

function number(text) {
  const value = NUMBER.test(text) ? Number(text) : NaN;
  return Number.isFinite(value) ? value : text;
}

/** A date and a time of day, as a form has them. */
class LocalTime {
  #date;
  #time;
  #fraction;

  constructor(text) {
    const [, year, month, day, hour, minute, second = "00", fraction = ""] = LOCAL.exec(text);
    this.#date = `${year}-${month}-${day}`;
    this.#time = `${hour}:${minute}:${second}`;
    this.#fraction = fraction;
    /** As if it were one of UTC, in milliseconds, without the fraction. */
    this.wall = wallMillis(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second));
  }

  /** Whether the calendar has such a day, and the day such a time. If not, the check says so. */
  get exists() {
    return new Date(this.wall).toISOString().startsWith(`${this.#date}T${this.#time}`);
  }

  with(offset) {
    return `${this.#date}T${this.#time}${this.#fraction}${offset}`;
  }

  inUtc(offset) {
    return `${new Date(this.wall - offset).toISOString().slice(0, -".000Z".length)}${this.#fraction}Z`;
  }

  secondsAt(offset) {
    return (this.wall - offset) / 1000 + Number(`0${this.#fraction}`);
  }
}
