// The HTTP systems: one object of the same shape for each request.
import { Answer } from "./answer.js";
import { request as requestOf } from "./bound.js";
import { AS_GIVEN, REFUSED, WRITTEN, addAll, answered, callFor, judge, large, refused, textual, within } from "./border.js";
import { LARGEST, isWellFormed } from "./buffers.js";
import { valueOf } from "./fields.js";
import { frozen } from "./frozen.js";
import { instant } from "./instant.js";
import { encodeInto } from "./utf8.js";

/** Stands for a member whose getter throws: the core then says that it cannot be read. */
const { proxy: unreadable, revoke } = Proxy.revocable({}, {});
revoke();

/** Members of a state that are arguments of their own. */
const APART = ["now", "keyFormats"];

/** One of them. */
export function apart(state, name) {
  try {
    return Object.hasOwn(state, name) ? state[name] : undefined;
  } catch {
    return unreadable;
  }
}

function instantOf(state) {
  const now = apart(state, "now");
  return instant(now === undefined ? Date.now() : now);
}

/** Checks a value: JavaScript keeps what it read, and the core says whether it is right as it is. */
function check(request, fields, input, options) {
  return within((buffers) => {
    const given = buffers.addRequest(input, fields);
    if (options !== undefined) buffers.add(options);
    const text = buffers.written();
    const { border, mask } = buffers;
    const kind = border.check(request, buffers.length >>> 1, text, given !== undefined);
    return kind === AS_GIVEN ? { ok: true, value: valueOf(fields, given, mask) } : resultOf(buffers, kind, fields);
  });
}

/** What the core found of a request, as a result. */
function resultOf(buffers, kind, fields) {
  switch (kind) {
    case WRITTEN:
      return { ok: true, value: new Answer(buffers).value(fields) };
    case REFUSED:
      return { ok: false, issues: new Answer(buffers).issues(fields) };
    default:
      return refused(buffers, kind);
  }
}

// Through the prototype: what inherits from Uint8Array may lie about either.
const typedArray = Object.getPrototypeOf(Uint8Array.prototype);
const getter = (name) => Object.getOwnPropertyDescriptor(typedArray, name).get;
const nameOf = getter(Symbol.toStringTag);
const lengthOf = getter("length");
const { set } = typedArray;

/** Whether a body is one that is read: a text, or a Uint8Array of any realm. */
const isBody = (body) => (typeof body === "string" ? isWellFormed(body) : nameOf.call(body) === "Uint8Array");

/** Checks a raw body; what is none is refused as what it is. */
function checkJson(request, fields, body, options) {
  if (!isBody(body)) return judge("refuse_body", textual(body));
  return within((buffers) => resultOf(buffers, askOfBody("check_json", buffers, request, [options], body), fields));
}

/** Decides a raw body in one call; what is none is an argument, refused as what it is. */
function answerJson(request, body, state, options) {
  return within((buffers) => {
    const of = [large(state, APART), options];
    const isOne = isBody(body);
    const kind = askOfBody("answer_json", buffers, request, isOne ? of : [...of, textual(body)], isOne ? body : "");
    return answered(buffers, kind);
  });
}

/** Asks the core about a body; gives what kind of answer there is. */
function askOfBody(name, buffers, request, values, body) {
  // Before the body: a getter of theirs may take its bytes away.
  addAll(buffers, values);
  const text = buffers.written();
  const length = copyBody(buffers, body, typeof body === "string");
  return buffers.border[name](request, buffers.length >>> 1, text, length);
}

/** Copies a body, and gives its length. Above the limit that alone tells, and nothing of it is read. */
function copyBody(buffers, body, isText) {
  const size = isText ? body.length : lengthOf.call(body);
  if (size > LARGEST) return size;
  if (!isText) {
    buffers.room(size);
    // Of a detached buffer there are no bytes.
    if (size > 0) set.call(buffers.body, body);
    return size;
  }
  buffers.room(size);
  let { read, written } = encodeInto(body, buffers.body);
  if (read < size) {
    buffers.room(3 * size);
    ({ read, written } = encodeInto(body, buffers.body));
  }
  return written;
}

/**
 * What checks a request.
 *
 * @param {number} request which of the requests of src/js/request.rs it is
 * @param {object} fields its fields
 * @param {() => object} schema makes its JSON Schema
 */
export function form(request, fields, schema) {
  let made;
  return requestOf([], {
    check: (input, options) => check(request, fields, input, options),
    checkJson: (body, options) => checkJson(request, fields, body, options),
    refuse: (issues) => callFor("refuse", request, large(issues)),
    get jsonSchema() {
      return (made ??= frozen(schema()));
    },
  });
}

/** The arguments of a decision, without these members of the state. */
export const argumentsOf = (checked, state, omitted = APART) =>
  [checked, large(state, omitted), instantOf(state), apart(state, "keyFormats")];

/**
 * What checks a request and decides on it.
 *
 * @param {object} form what checks it
 * @param {number} request which one it is
 * @param {object} [more] what this request has beyond the others, or in place of theirs
 */
export function service(form, request, more) {
  const decide = (checked, state) => callFor("decide", request, ...argumentsOf(checked, state));
  // A decision checks its request again, by the key formats of its state.
  return requestOf(["keyFormats"], form, { decide, ...more });
}

/**
 * The same of the panel, which looks at who asks before it looks at what was sent: its refusal takes
 * the state too.
 *
 * @param {object} form what checks it
 * @param {number} request which one it is
 * @param {object} [more] what this request has beyond the others
 */
export function panel(form, request, more) {
  return service(form, request, { refuse: refuseByPanel(request), ...more });
}

const refuseByPanel = (request) => (issues, state) => callFor("refuse", request, large(issues), large(state, APART));

/** The same of those whose body is read in the call that decides. */
export const panelOfBody = (form, request) => panel(form, request, { answer: answerOf(request) });

/** The same of a change of what is kept, which is decided together with its body alone. */
export const panelOfChange = (form, request) =>
  requestOf([], form, { refuse: refuseByPanel(request), answer: answerOf(request) });

const answerOf = (request) => (body, state, options) => answerJson(request, body, state, options);
