// Issues as people and programs read them, made of the numbers that the core answers with.
import { catalogue, types } from "#catalogue";
import { LatchworkError } from "./error.js";

/** An issue of a row of the catalogue. */
export function issueOf(row, path, values) {
  const { code, parts, names, told, isNote } = rowOf(row);
  let message = parts[0];
  for (let index = 1; index < parts.length; index += 2) {
    const value = values[parts[index]];
    message += (value?.phrase ?? value) + parts[index + 1];
  }
  if (told === 0) return isNote ? { code, path, message, severity: "note" } : { code, path, message };
  const params = paramsOf(names, values, told);
  return isNote ? { code, path, message, params, severity: "note" } : { code, path, message, params };
}

/** A type as a param, and as a sentence says it. */
class Type {
  name;
  phrase;

  constructor([name, phrase]) {
    this.name = name;
    this.phrase = phrase;
  }
}

export const typeOf = (number) => new Type(types[number]);

const nameOf = (value) => (value instanceof Type ? value.name : value);

/** Written out for the numbers there are, each member defined and none assigned: a setter that a page has put on every object gets nothing. */
function paramsOf(names, values, told) {
  switch (told) {
    case 1:
      return { [names[0]]: nameOf(values[0]) };
    case 2:
      return { [names[0]]: nameOf(values[0]), [names[1]]: nameOf(values[1]) };
    default:
      return {
        [names[0]]: nameOf(values[0]),
        [names[1]]: nameOf(values[1]),
        [names[2]]: nameOf(values[2]),
      };
  }
}

const rows = Object.create(null);

function rowOf(number) {
  return (rows[number] ??= parsed(catalogue[number]));
}

/** A row of the catalogue, its sentence in parts: a text, which param comes then, a text, … */
function parsed([code, sentence, names = [], isNote = false]) {
  const parts = sentence.split(/\{(\w+)\}/);
  for (let index = 1; index < parts.length; index += 2) parts[index] = names.indexOf(parts[index]);
  return { code, parts, names, told: names.filter((name) => name[0] !== "_").length, isNote };
}

/** What is thrown for a misuse: an issue of a row of the catalogue, from the name of the argument inwards. */
export function misuse(row, path, values = []) {
  const issue = issueOf(row, path, values);
  return new LatchworkError("invalid_argument", told([issue]), [issue]);
}

/** All issues as one line: `pin: expected 4 to 8 digits, found 3; accesses: …`. */
export function told(issues) {
  return issues
    .map(({ path, message }) => (path.length === 0 ? message : `${place(path)}: ${message}`))
    .join("; ");
}

/** A path as people read it: `accesses[0]`. */
function place(path) {
  let place = "";
  for (const step of path) {
    if (typeof step === "number") place += `[${step}]`;
    else place += (place === "" ? "" : ".") + oneLine(step);
  }
  return place;
}

/** A name that anybody may have chosen, so that it stays inside its line, and ends nothing. */
const oneLine = (name) =>
  name.replace(/[\p{Cc}\u2028\u2029]/gu, (c) => ESCAPES[c] ?? `\\u{${c.codePointAt(0).toString(16)}}`);

const ESCAPES = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
