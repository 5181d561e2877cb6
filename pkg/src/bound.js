// A request's object, and the same with options bound to it.
import { standard } from "./standard.js";

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Makes the object of a request.
 *
 * @param {readonly string[]} shared the options that `decide` has as members of its state
 * @param {...object} parts what the request has: `check` and `checkJson`, which take options last,
 * and what else there is, getters as they are
 */
export function request(shared, ...parts) {
  const members = {};
  // By descriptor: reading a getter here could call the core before it can be loaded.
  for (const part of parts) Object.assign(members, Object.getOwnPropertyDescriptors(part));
  return bound(members, shared, undefined);
}

function bound(members, shared, options) {
  const check = members.check.value;
  const given = options === undefined ? {} : bind(members, shared, options);
  const judge = given.check ?? check;
  const beside = {
    ...given,
    with(more) {
      // The check says what is wrong with options before it looks at what it is to judge.
      check(undefined, more);
      return bound(members, shared, { ...options, ...copied(more) });
    },
    "~standard": standard((input) => judge(input)),
  };
  const object = Object.create(Object.prototype, { ...members, ...Object.getOwnPropertyDescriptors(beside) });
  return Object.freeze(object);
}

/** The methods that options count for. */
function bind({ answer, check, checkJson, decide }, shared, options) {
  const withOptions = ({ value: judge }) => (input, more) => judge(input, more === undefined ? options : merged(options, more));
  const methods = { check: withOptions(check), checkJson: withOptions(checkJson) };
  if (answer !== undefined) {
    methods.answer = (body, state, more) => answer.value(body, state, more === undefined ? options : merged(options, more));
  }
  const inState = Object.fromEntries(Object.entries(options).filter(([name]) => shared.includes(name)));
  if (Object.keys(inState).length > 0) {
    methods.decide = (checked, state) => decide.value(checked, merged(inState, state));
  }
  return methods;
}

/** Options with those of a call in their place. What is no object is handed on: the core says so. */
function merged(options, more) {
  try {
    return isObject(more) ? { ...options, ...more } : more;
  } catch {
    return more;
  }
}

/** A copy that later changes of the original do not reach. No deeper than what a check lets pass. */
function copied(value) {
  if (Array.isArray(value)) return Object.freeze(Array.from(value, copied));
  if (typeof value !== "object" || value === null) return value;
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([name, member]) => [name, copied(member)])));
}
