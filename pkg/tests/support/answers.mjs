// What each kind of call promises to give back.
import assert from "node:assert/strict";
import { LatchworkError } from "latchwork";

const CODE = /^[a-z0-9]+(_[a-z0-9]+)*$/;

export function assertIssues(issues) {
  assert.ok(Array.isArray(issues) && issues.length > 0, "expected at least one issue");
  for (const { code, path, message, params, ...others } of issues) {
    assert.match(code, CODE);
    assert.ok(Array.isArray(path));
    assert.ok(path.every((part) => ["string", "number"].includes(typeof part)));
    assert.match(message, /^expected .+[^.]$/s);
    assert.ok(params === undefined || Object.keys(params).length > 0);
    assert.deepEqual(others, {});
  }
}

/** Asserts that an answer is a Result, and its value what a caller was promised. */
const result = (assertValue) => (answer) => {
  const { ok, value, issues, ...others } = answer;
  assert.deepEqual(others, {});
  if (ok === true) {
    assert.equal(issues, undefined);
    assertValue(value);
  } else {
    assert.equal(ok, false);
    assert.equal(value, undefined);
    assertIssues(issues);
  }
};

/** What a maker's lock holds, or what its objects say. */
export function held({ ok, value, opens, notes, issues, ...others }) {
  assert.deepEqual(others, {});
  if (!ok) return assertIssues(issues);
  assert.equal(typeof value, "object");
  assert.ok([undefined, "same", "less", "more", "other"].includes(opens));
  if (notes.length > 0) assertNotes(notes);
}

export const makers = (answer) => answer.forEach(({ maker, source }) => assert.ok(maker && source));
export const weekdayNumbers = (answer) => assert.ok([answer].flat().every(Number.isInteger));

export function calendar({ text, notes, ...others }) {
  assert.deepEqual(others, {});
  assert.match(text, /^BEGIN:VCALENDAR\r\n/);
  if (notes.length > 0) assertNotes(notes);
}

export const text = result((value) => assert.equal(typeof value, "string"));
export const object = result((value) => assert.equal(typeof value, "object"));
export const replied = ({ status }) => assert.ok([200, 400, 401, 403, 404].includes(status));
export const plainObject = (answer) => assert.ok(answer === null || Object.getPrototypeOf(answer) === Object.prototype);
export const code = (answer) => assert.match(answer, /^[0-9]{4,8}$/);
export const codes = (answer) => {
  assert.ok(Array.isArray(answer));
  answer.forEach(code);
  assert.equal(new Set(answer).size, answer.length);
};
export const keyspace = (answer) => assert.ok(Number.isInteger(answer) && answer > 0 && answer <= 111_110_000);
export const length = (answer) => assert.ok(answer === null || [4, 5, 6, 7, 8].includes(answer));
export const count = (answer) => assert.ok(answer === Infinity || (Number.isSafeInteger(answer) && answer >= 0));
export const chance = (answer) => assert.ok(answer >= 0 && answer <= 1);
export const boolean = (answer) => assert.equal(typeof answer, "boolean");
export const windowState = (answer) => assert.match(answer, /^(not-yet-valid|valid|expired)$/);
export const hoursState = ({ state, until, why, ...others }) => {
  assert.match(state, /^(open|closed|never|unknown)$/);
  if (until !== undefined) change(until);
  assert.equal(why !== undefined, state === "closed" || state === "never");
  assert.deepEqual(others, {});
};
export const change = (answer) => {
  if (answer === undefined) return;
  const { local, opens, instant, which, ...others } = answer;
  assert.match(local, /^\d{4}-\d\d-\d\dT\d\d:\d\d$/);
  assert.equal(typeof opens, "boolean");
  assert.equal(instant === undefined, which === undefined);
  assert.deepEqual(others, {});
};
export const list = (answer) => assert.ok(Array.isArray(answer));
export const schedule = (answer) => assert.ok(Array.isArray(answer.weekly));
export const grantState = (answer) => assert.match(answer, /^(not-yet-valid|valid|expired|revoked)$/);
export const temporaryKeyState = (answer) => assert.match(answer, /^(not-yet-valid|valid|expired|revoked|used-up)$/);
export const identifierState = (answer) => assert.match(answer, /^(not-yet-valid|valid|expired|used-up)$/);
export const lockOutState = ({ state }) => assert.match(state, /^(open|locked|unknown)$/);
export const lockOutCount = (answer) => assert.equal(Object.getPrototypeOf(answer), Object.prototype);
export const reasons = (answer) => assert.ok(Array.isArray(answer));
export const reasonWord = (answer) => assert.ok(answer === null || typeof answer === "string" || Number.isInteger(answer));
export const formats = (answer) => assert.deepEqual(answer.map(({ name }) => name), ["EM", "MC", "MD"]);

/** Whether notes are: issues that refuse nothing. */
function assertNotes(notes) {
  assertIssues(notes.map(({ severity, ...issue }) => {
    assert.equal(severity, "note");
    return issue;
  }));
}

export function candidates(answer) {
  assert.ok(Array.isArray(answer));
  for (const { format, fields, parity, confidence, failed, notes, diagnosis, ...others } of answer) {
    assert.equal(typeof format, "string");
    for (const [name, number] of Object.entries(fields)) {
      assert.match(name, /^(facility|card|issue|oem)$/);
      assert.match(number, /^(0|[1-9][0-9]*)$/);
    }
    assert.match(parity, /^(ok|failed|none)$/);
    assert.match(confidence, /^(agreed|no-parity-known|uncertain)$/);
    assert.equal(failed !== undefined, parity === "failed");
    if (notes !== undefined) assertNotes(notes);
    assert.ok([undefined, "data-lines-swapped", "bits-reversed"].includes(diagnosis));
    assert.deepEqual(others, {});
  }
}

export const manyCandidates = (answer) => {
  assert.ok(Array.isArray(answer));
  answer.forEach(candidates);
};

function assertIdentifier({ hex, bytes, whole, ...others }) {
  assert.match(hex, /^[0-9A-F?]+$/);
  assert.equal(hex.length, 2 * bytes);
  assert.equal(whole, !hex.includes("?"));
  assert.deepEqual(others, {});
}

export function readings(answer) {
  assert.ok(Array.isArray(answer));
  for (const { kind, conversion, steps, beside, identifier, word, candidate, fit, why, notes, ...others } of answer) {
    assert.match(kind, /^(identifier|conversion|word|part)$/);
    assert.equal(typeof conversion, kind === "conversion" ? "string" : "undefined");
    assert.equal(Array.isArray(steps), kind === "part");
    assert.match(typeof beside, /^(string|undefined)$/);
    if (kind === "word") candidates([candidate]);
    else assertIdentifier(identifier);
    assert.equal(word !== undefined, kind === "word");
    assert.match(fit, /^(likely|possible|unlikely)$/);
    assert.equal(typeof why, "string");
    if (notes.length > 0) assertNotes(notes);
    assert.deepEqual(others, {});
  }
}

/** Readings of a text, or styles of a list of texts. */
export function readingsOrStyles(answer) {
  if (!answer.some(({ readings }) => readings !== undefined)) return readings(answer);
  for (const { kind, conversion, bytes, format, fit, readings: each, ...others } of answer) {
    assert.match(kind, /^(identifier|conversion|word)$/);
    assert.equal(typeof conversion, kind === "conversion" ? "string" : "undefined");
    assert.equal(typeof format, kind === "word" ? "string" : "undefined");
    assert.equal(typeof bytes, kind === "word" ? "undefined" : "number");
    assert.match(fit, /^(likely|possible|unlikely)$/);
    readings(each);
    assert.deepEqual(others, {});
  }
}

export function match({ verdict, ways, ...others }) {
  assert.match(verdict, /^(same|possible|different|unknown)$/);
  // Equal texts are never called different, though there may be no way that is known.
  assert.ok((ways.length === 0 ? ["possible", "different", "unknown"] : ["same", "possible"]).includes(verdict));
  for (const { a, b, bits, ...others } of ways) {
    readings([a, b]);
    assert.ok(bits >= 16);
    assert.deepEqual(others, {});
  }
  assert.deepEqual(others, {});
}

export const conversions = (answer) => assert.equal(answer.length, 52);
export const cardFormats = (answer) => assert.equal(answer.length, 47);

export function odds({ perTry, success, expectedTries, ...others }) {
  assert.ok(perTry >= 0 && perTry <= 1 && success >= 0 && success <= 1);
  assert.ok(expectedTries >= 1);
  assert.deepEqual(others, {});
}

/** Asserts that an opening says no more of a refusal than a keypad may tell, and stores nothing by it. */
export function opened({ open, keypad, reason, reasons, duress, grace, credential, holder, unknown, companions, effect, ...others }) {
  assert.deepEqual(others, {});
  assert.equal(keypad, open ? "the door opens" : "the door stays shut");
  assert.equal(reason, reasons[0]);
  assert.equal(reasons.includes("granted"), open);
  assert.equal(typeof duress, "boolean");
  assert.ok(grace === undefined || reasons.includes("grace"));
  assert.equal(credential === undefined, holder === undefined);
  assert.ok(Array.isArray(unknown) && Array.isArray(companions));
  if (!open) assert.deepEqual(effect.onceOpened, []);
  for (const { of } of effect.atOnce) assert.match(of, /^(lockout|wrong-pins)$/);
}

export function opening({ open, reason, ...others }) {
  assert.match(reason, /^(no-grant|not-yet-valid|valid|expired|revoked)$/);
  assert.equal(open, reason === "valid");
  assert.deepEqual(others, {});
}

export function aggregate({ userId, version, locks, ...others }) {
  assert.equal(typeof userId, version === 0 ? "undefined" : "string");
  assert.ok(Number.isSafeInteger(version));
  assert.ok(Array.isArray(locks));
  assert.deepEqual(others, {});
}

export function standard({ value, issues }) {
  assert.notEqual(value === undefined, issues === undefined);
  if (issues !== undefined) assertIssues(issues);
}

/** The members of a refusal's body, by system. Issues that are handed back have the caller's words. */
const bodies = {
  createAccessKey({ type, title, status, detail, issues, ...others }, replyStatus) {
    assert.equal(type, "about:blank");
    assert.equal(status, replyStatus);
    assert.ok([title, detail].every((part) => typeof part === "string"));
    assert.ok(issues.length > 0);
    assert.deepEqual(others, {});
  },
  lockAccess({ error, message, ...others }) {
    assert.ok([error, message].every((part) => typeof part === "string"));
    assert.deepEqual(others, {});
  },
  panel({ error, ...others }) {
    assert.equal(typeof error, "string");
    assert.deepEqual(others, {});
  },
};

const bodyOf = {
  createAccessKey: bodies.createAccessKey,
  grantLockAccess: bodies.lockAccess,
  removeLockAccess: bodies.lockAccess,
  createUser: bodies.panel,
  createIdentifier: bodies.panel,
  changeUser: bodies.panel,
  readUser: bodies.panel,
  deleteUser: bodies.panel,
  attachIdentifier: bodies.panel,
  attachTimeProfile: bodies.panel,
  addToApartment: bodies.panel,
};

/** Asserts that a system's answer to issues is its own 400. */
export const refusal = (name, { type }) => (reply) => {
  const { status, contentType, body, ...others } = reply;
  assert.deepEqual({ status, contentType, others }, { status: 400, contentType: type, others: {} });
  bodyOf[name](body, status);
};

/** Asserts that a system's decision is a reply of its own. */
export const reply = (name, { type, refusals }) => (answer) => {
  const { status, contentType, body, effect, ...others } = answer;
  assert.deepEqual(others, {});
  // To read stores nothing.
  assert.equal(effect === undefined, status !== 200 || name === "readUser");
  if (status === 200) {
    assert.equal(contentType, "application/json");
    return;
  }
  assert.ok(refusals.includes(status));
  assert.equal(contentType, type);
  bodyOf[name](body, status);
  if (name === "createAccessKey") assertIssues(body.issues);
};

/** Asserts that an error says what is wrong with the caller's argument. */
export function assertMisuse(error) {
  assert.ok(error instanceof LatchworkError, `expected a LatchworkError, found ${error?.stack ?? error}`);
  assert.equal(error.name, "LatchworkError");
  assert.equal(error.code, "invalid_argument");
  assert.match(error.message, /expected .+/s);
  assertIssues(error.issues);
}
