// What the package answers to a case. Runs in Node and in a page: no imports of Node's.
import { withRandomBytes } from "./random.mjs";

/** Every code from the first to the last of `takenRange`, after those of `taken`. */
function takenBy({ taken = [], takenRange }) {
  if (!takenRange) return taken;
  const [first, last] = takenRange.map(Number);
  const width = takenRange[0].length;
  const range = Array.from({ length: last - first + 1 }, (_, index) =>
    String(first + index).padStart(width, "0"),
  );
  return [...taken, ...range];
}

/** The members of a case that have these names. */
const picked = (item, names) =>
  Object.fromEntries(names.filter((name) => name in item).map((name) => [name, item[name]]));

/** The options of a case, absent when it has none. */
function optionsOf(item, names) {
  const options = picked(item, names);
  return Object.keys(options).length === 0 ? undefined : options;
}

/** The three ways to hand over a raw body. */
const bodyAnswers = (system, body, options) => ({
  "a string": system.checkJson(body, options),
  "a Uint8Array": system.checkJson(new TextEncoder().encode(body), options),
  "a part of a Uint8Array": system.checkJson(
    new TextEncoder().encode(`[${body}]`).subarray(1, -1),
    options,
  ),
});

const UNKNOWN_FIELDS = ["ignoreUnknownFields", "refuseUnknownFields"];

/** Checks a request of a system, in every way in which it may come. */
const checked = (name) => (latchwork, item) => {
  const system = latchwork[name];
  const { input, body = JSON.stringify(input) } = item;
  const answers = bodyAnswers(system, body, optionsOf(item, ["id", ...UNKNOWN_FIELDS]));
  // Only a raw body has the id of the path beside it.
  if (item.body === undefined && item.id === undefined) {
    answers["a value"] = system.check(input, optionsOf(item, UNKNOWN_FIELDS));
  }
  if (item.refuse !== undefined) {
    for (const answer of Object.values(answers)) answer.refuse = system.refuse(answer.issues);
  }
  return answers;
};

/** What a decision gives, as a case has it: the effect beside the reply. */
const parted = ({ effect, ...reply }) => (effect === undefined ? { reply } : { reply, effect });

/** Decides a request of a system, as it is and as a check gives it. */
const decided = (name) => (latchwork, { request, state, random = "", ...rest }) => {
  const system = latchwork[name];
  const used = takenBy(rest).map((keyIdentification) => ({ keyType: "code", keyIdentification }));
  const whole = used.length === 0 ? state : { ...state, inUse: [...state.inUse, ...used] };
  const decide = (request) => parted(withRandomBytes(random, () => system.decide(request, whole)));
  const answers = { "a value": decide(request) };
  const options = name === "createAccessKey" ? optionsOf(state, ["keyFormats"]) : undefined;
  const { ok, value } = system.check(request, options);
  if (ok) answers["a checked value"] = decide(value);
  return answers;
};

/** Decides a request that changes a user's locks, and folds its event into them. */
const decidedAndApplied = (name) => (latchwork, item) => {
  const answers = decided(name)(latchwork, item);
  const { reply, effect } = answers["a value"];
  if (effect !== undefined) {
    const aggregate = latchwork.grantLockAccess.apply(item.state.aggregate, effect.event);
    answers["the event applied"] = { reply, effect: { ...effect, aggregate } };
  }
  return answers;
};

function draw({ generateCode, LatchworkError }, { random, lengths, ...rest }) {
  try {
    return { code: withRandomBytes(random, () => generateCode({ lengths }, takenBy(rest))) };
  } catch (error) {
    if (!(error instanceof LatchworkError)) throw error;
    return { error: error.code };
  }
}

function checkWindow(latchwork, { input, states }) {
  const answer = latchwork.checkWindow(input);
  if (!states) return answer;
  return { ...answer, states: states.map(([at]) => [at, latchwork.windowState(input, at)]) };
}

function parseTimestamp(latchwork, item) {
  return latchwork.parseTimestamp(item.input, optionsOf(item, ["assumeOffset"]));
}

const RESULT = ["ok", "value", "issues", "refuse", "states"];
const REPLY = ["reply", "effect"];

/** What a case promises of these names; `run` answers it in several ways, each with its name. */
const inWays = (parts, run) => ({ parts, run });
/** The same where there is one way. */
const inOneWay = (parts, run) => inWays(parts, (...given) => ({ "the only way": run(...given) }));

/** By case file. */
const runners = {
  "access-levels": inOneWay(RESULT, ({ checkAccessLevel }, { input }) => checkAccessLevel(input)),
  authorization: inOneWay(RESULT, ({ checkAuthorization }, { input, now }) => checkAuthorization(input, now)),
  "code-draws": inOneWay(["code", "error"], draw),
  codes: inOneWay(RESULT, ({ checkCode }, { input, policy }) => checkCode(input, policy)),
  "create-access-key": inWays(RESULT, checked("createAccessKey")),
  "create-access-key-decide": inWays(REPLY, decided("createAccessKey")),
  "create-identifier": inWays(RESULT, checked("createIdentifier")),
  "create-identifier-decide": inWays(REPLY, decided("createIdentifier")),
  "create-user": inWays(RESULT, checked("createUser")),
  "create-user-decide": inWays(REPLY, decided("createUser")),
  "grant-lock-access": inWays(RESULT, checked("grantLockAccess")),
  "grant-lock-access-decide": inWays(REPLY, decidedAndApplied("grantLockAccess")),
  "identifier-states": inOneWay(["state"], ({ identifierState }, { valid, passesUsed, at }) => ({
    state: identifierState(valid, passesUsed, at),
  })),
  "key-numbers": inOneWay(RESULT, ({ checkKeyNumber }, { format, input }) => checkKeyNumber(format, input)),
  "may-grant": inOneWay(["may"], ({ mayGrant }, { granter, level, policy }) => ({
    may: mayGrant(granter, level, policy),
  })),
  "may-open": inOneWay(["answer"], ({ mayOpen }, { grants, lockId, at }) => ({
    answer: mayOpen(grants, lockId, at),
  })),
  phones: inOneWay(RESULT, ({ checkPhone }, { input }) => checkPhone(input)),
  "remove-lock-access": inWays(RESULT, checked("removeLockAccess")),
  "remove-lock-access-decide": inWays(REPLY, decidedAndApplied("removeLockAccess")),
  timestamps: inOneWay(RESULT, parseTimestamp),
  users: inOneWay(RESULT, ({ checkUserId }, { input }) => checkUserId(input)),
  uuids: inOneWay(RESULT, ({ checkUuid }, { input }) => checkUuid(input)),
  windows: inOneWay(RESULT, checkWindow),
};

/** For each file of the JSON-Schema-Test-Suite, whether the package finds a text valid. */
const verdicts = {
  "json-schema-test-suite/date-time": ({ parseTimestamp }, text) => parseTimestamp(text).ok,
  "json-schema-test-suite/uuid": ({ checkUuid }, text) => checkUuid(text).ok,
};

/** The case files that have a runner. */
export const known = [...Object.keys(runners), ...Object.keys(verdicts)].sort();

/** The texts that the suite judges: its other types are not for a format to judge. */
const texts = (groups) =>
  groups.flatMap(({ tests }) => tests).filter(({ data }) => typeof data === "string");

/** Where a case has a refusal, it is the body; the rest of the reply is the same for all. */
const whole = ({ refuse, ...expected }) =>
  refuse === undefined
    ? expected
    : { ...expected, refuse: { status: 400, contentType: "application/json", body: refuse } };

/** Each case as { name, expected }: of a case only what an answer can have. */
export function expectations(file, cases) {
  if (file in verdicts) {
    return texts(cases).map(({ description, valid }) => ({ name: description, expected: valid }));
  }
  const { parts } = runners[file];
  return cases.map((item) => ({ name: item.name, expected: whole(picked(item, parts)) }));
}

/** What the package answers to each case, in order: an answer for each way to ask. */
export function answers(latchwork, file, cases) {
  if (file in verdicts) {
    return texts(cases).map(({ data }) => ({ "the only way": verdicts[file](latchwork, data) }));
  }
  return cases.map((item) => {
    try {
      return runners[file].run(latchwork, item);
    } catch (error) {
      return { "any way": { thrown: String(error) } };
    }
  });
}
