// Every public function, once for each place where a caller's value can stand.
import assert from "node:assert/strict";
import { LatchworkError } from "latchwork";

export const ACCESS = "9f3b6c1e-4a52-4d7e-8b10-2c5d7e9f0a11";

/** A checked request for a card, with every field that a card can have. */
export const request = () => ({
  userId: "+46701234567",
  userFirstName: "Ada",
  userLastName: "Lindqvist",
  keyType: "rfid",
  keyFormat: "EM",
  keyIdentification: "4711",
  keyName: "Front door",
  pin: "2580",
  accesses: [ACCESS],
  validFrom: "2026-03-01T08:00:00Z",
  validTo: "2027-03-01T08:00:00Z",
  mobilePhoneNumber: "+46709876543",
  sendNotification: true,
});

/** A state in which that request is granted. */
export const state = () => ({
  userExists: false,
  mobileKeysEnabled: true,
  mayManageAccesses: true,
  inUse: [{ keyType: "code", keyIdentification: "1234" }],
  codePolicy: { lengths: [6] },
  keyFormats: [{ name: "SITE", technology: "own", digits: 10, bits: 32 }],
  now: "2026-06-01T00:00:00Z",
});

const issue = () => ({
  code: "code_too_short",
  path: ["keyIdentification"],
  message: "expected 4 to 8 digits, found 3",
  params: { min: 4, max: 8, found: 3 },
});

const CODE = /^[a-z0-9]+(_[a-z0-9]+)*$/;

function assertIssues(issues) {
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

const text = result((value) => assert.equal(typeof value, "string"));
const object = result((value) => assert.equal(typeof value, "object"));
const code = (answer) => assert.match(answer, /^[0-9]{4,8}$/);

function reply({ status, contentType, body, effect, ...others }) {
  assert.deepEqual(others, {});
  assert.ok([200, 400, 403, 409].includes(status));
  assert.equal(effect === undefined, status !== 200);
  if (status === 200) {
    assert.equal(contentType, "application/json");
  } else {
    assert.equal(contentType, "application/problem+json");
    assert.equal(body.status, status);
    assertIssues(body.issues);
  }
}

/** Given-back issues have the words of the caller. */
function refusal({ status, contentType, body }) {
  assert.equal(status, 400);
  assert.equal(contentType, "application/problem+json");
  assert.ok(body.issues.length > 0);
}

function standard({ value, issues }) {
  assert.notEqual(value === undefined, issues === undefined);
  if (issues !== undefined) assertIssues(issues);
}

/** One call for each member of an object, with the value in its place. */
const members = (name, make, call, answer) =>
  Object.keys(make()).map((member) => ({
    name: `${name}.${member}`,
    call: (value) => call({ ...make(), [member]: value }),
    answer,
  }));

/**
 * The places: `name` for a person, `call` with a value in this place and good ones in all others,
 * `answer` asserts what is given back. `taken` is iterated, which may run the caller's code.
 */
export function placesOf(latchwork) {
  const { createAccessKey: key } = latchwork;
  return [
    { name: "checkCode code", call: (v) => latchwork.checkCode(v), answer: text },
    { name: "checkCode policy", call: (v) => latchwork.checkCode("1234", v), answer: text },
    { name: "checkCode lengths", call: (v) => latchwork.checkCode("1234", { lengths: v }), answer: text },
    { name: "checkCode length", call: (v) => latchwork.checkCode("1234", { lengths: [v] }), answer: text },
    { name: "generateCode policy", call: (v) => latchwork.generateCode(v), answer: code },
    { name: "generateCode lengths", call: (v) => latchwork.generateCode({ lengths: v }), answer: code },
    { name: "generateCode taken", call: (v) => latchwork.generateCode({}, v), answer: code, taken: true },
    { name: "generateCode taken item", call: (v) => latchwork.generateCode({}, [v]), answer: code },
    { name: "checkPhone", call: (v) => latchwork.checkPhone(v), answer: text },
    { name: "checkUserId", call: (v) => latchwork.checkUserId(v), answer: text },
    { name: "checkUuid", call: (v) => latchwork.checkUuid(v), answer: text },
    { name: "checkAccessLevel", call: (v) => latchwork.checkAccessLevel(v), answer: text },
    { name: "parseTimestamp text", call: (v) => latchwork.parseTimestamp(v), answer: object },
    { name: "parseTimestamp options", call: (v) => latchwork.parseTimestamp("2026-03-01T08:00:00Z", v), answer: object },
    { name: "parseTimestamp assumeOffset", call: (v) => latchwork.parseTimestamp("2026-03-01T08:00:00", { assumeOffset: v }), answer: object },
    { name: "checkWindow", call: (v) => latchwork.checkWindow(v), answer: object },
    { name: "checkWindow from", call: (v) => latchwork.checkWindow({ from: v }), answer: object },
    { name: "checkWindow until", call: (v) => latchwork.checkWindow({ until: v }), answer: object },
    { name: "windowState window", call: (v) => latchwork.windowState(v, 0), answer: windowState },
    { name: "windowState from", call: (v) => latchwork.windowState({ from: v }, 0), answer: windowState },
    { name: "windowState at", call: (v) => latchwork.windowState({}, v), answer: windowState },
    { name: "keyFormats with an argument", call: (v) => latchwork.keyFormats(v), answer: formats },
    { name: "checkKeyNumber format", call: (v) => latchwork.checkKeyNumber(v, "4711"), answer: text },
    { name: "checkKeyNumber number", call: (v) => latchwork.checkKeyNumber("EM", v), answer: text },
    ...members("checkKeyNumber format", () => state().keyFormats[0], (v) => latchwork.checkKeyNumber(v, "4711"), text),
    { name: "check input", call: (v) => key.check(v), answer: object },
    { name: "check options", call: (v) => key.check(request(), v), answer: object },
    { name: "check ignoreUnknownFields", call: (v) => key.check(request(), { ignoreUnknownFields: v }), answer: object },
    { name: "check keyFormats", call: (v) => key.check(request(), { keyFormats: v }), answer: object },
    { name: "check keyFormats item", call: (v) => key.check(request(), { keyFormats: [v] }), answer: object },
    { name: "check an unknown field", call: (v) => key.check({ ...request(), validTO: v }), answer: object },
    { name: "check an unknown field, ignored", call: (v) => key.check({ ...request(), x: v }, { ignoreUnknownFields: true }), answer: object },
    { name: "check accesses item", call: (v) => key.check({ ...request(), accesses: [v] }), answer: object },
    ...members("check input", request, (v) => key.check(v), object),
    { name: "checkJson body", call: (v) => key.checkJson(v), answer: object },
    { name: "checkJson options", call: (v) => key.checkJson("{}", v), answer: object },
    { name: "refuse issues", call: (v) => key.refuse(v), answer: refusal },
    { name: "refuse issue", call: (v) => key.refuse([v]), answer: refusal },
    { name: "refuse path item", call: (v) => key.refuse([{ ...issue(), path: [v] }]), answer: refusal },
    { name: "refuse param", call: (v) => key.refuse([{ ...issue(), params: { found: v } }]), answer: refusal },
    ...members("refuse issue", issue, (v) => key.refuse([v]), refusal),
    { name: "decide request", call: (v) => key.decide(v, state()), answer: reply },
    { name: "decide state", call: (v) => key.decide(request(), v), answer: reply },
    { name: "decide inUse item", call: (v) => key.decide(request(), { ...state(), inUse: [v] }), answer: reply },
    ...members("decide request", request, (v) => key.decide(v, state()), reply),
    ...members("decide state", state, (v) => key.decide(request(), v), reply),
    ...members("decide inUse", () => state().inUse[0], (v) => key.decide(request(), { ...state(), inUse: [v] }), reply),
    { name: "~standard validate", call: (v) => key["~standard"].validate(v), answer: standard },
  ];
}

const windowState = (answer) => assert.match(answer, /^(not-yet-valid|valid|expired)$/);
const formats = (answer) => assert.deepEqual(answer.map(({ name }) => name), ["EM", "MC", "MD"]);

/** Asserts that an error says what is wrong with the caller's argument. */
export function assertMisuse(error) {
  assert.ok(error instanceof LatchworkError, `expected a LatchworkError, found ${error?.stack ?? error}`);
  assert.equal(error.name, "LatchworkError");
  assert.equal(error.code, "invalid_argument");
  assert.match(error.message, /expected .+, found .+|expected .+/s);
  assertIssues(error.issues);
}
