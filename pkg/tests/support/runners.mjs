// What the package answers to a case. Runs in Node and in a page: no imports of Node's.
import * as identifiers from "./identifiers.mjs";
import { withRandomBytes } from "./random.mjs";

/** Every code from the first to the last of a range, both included; none without a range. */
function codesOf(range) {
  if (!range) return [];
  const [first, last] = range.map(Number);
  return Array.from({ length: last - first + 1 }, (_, index) =>
    String(first + index).padStart(range[0].length, "0"),
  );
}

/** Every code from the first to the last of `takenRange`, after those of `taken`. */
const takenBy = ({ taken = [], takenRange }) => [...taken, ...codesOf(takenRange)];

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

/** The options of a check that cases have. */
const OPTIONS = ["ignoreUnknownFields", "refuseUnknownFields", "assumeOffset"];

/** Checks a request of a system, in every way in which it may come. */
const checked = (name) => (latchwork, item) => {
  const system = latchwork[name];
  const { input, body = JSON.stringify(input) } = item;
  const answers = bodyAnswers(system, body, optionsOf(item, ["id", "user_uid", ...OPTIONS]));
  // Only a raw body has the id of the path beside it.
  if (item.body === undefined && item.id === undefined) {
    answers["a value"] = system.check(input, optionsOf(item, OPTIONS));
  }
  if (item.refuse !== undefined) {
    for (const answer of Object.values(answers)) answer.refuse = system.refuse(answer.issues);
  }
  return answers;
};

/** What a decision gives, as a case has it: the effect beside the reply. */
const parted = ({ effect, ...reply }) => (effect === undefined ? { reply } : { reply, effect });

/** Decides "create access key" beside a set of free codes, which then takes what the effect says. */
function decidedKey(latchwork, { free: spec, ...item }) {
  if (spec === undefined) return decided("createAccessKey")(latchwork, item);
  const free = latchwork.freeCodes(spec.policy, takenBy(spec), optionsOf(spec, ["collision", "window"]));
  const { left } = free;
  const misused = misuseOf(latchwork, ["state"], () => decided("createAccessKey")(latchwork, { ...item, state: { ...item.state, free } }));
  const answers = misused.given ?? { "a value": misused };
  const { takeCode } = answers["a value"].effect ?? {};
  if (free.left !== left) answers["a value"] = { changed: free.left };
  if (takeCode !== undefined && !(free.take(takeCode) && !free.take(takeCode))) answers["a value"] = { notFree: takeCode };
  free.dispose();
  return answers;
}

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

/** Does what the case's own request does. */
const ofCase = (does) => (latchwork, item) => does(item.of)(latchwork, item);

/** Answers a raw body in one call, however it comes, and in several. */
function answeredByPanel(latchwork, item) {
  const { of, body, state } = item;
  const { answer, checkJson, decide, refuse, with: bind } = latchwork[of];
  const uids = ["user_uid", "identifier_uid", "timeprofile_uid", "apartment_uid"];
  const options = optionsOf(item, [...uids, ...OPTIONS]);
  const bytes = new TextEncoder().encode(body);
  const bound = bind(optionsOf(item, OPTIONS));
  const { ok, value, issues } = checkJson(body, options);
  const answers = {
    "a string": answer(body, state, options),
    "a Uint8Array": answer(bytes, state, options),
    "bound options": bound.answer(body, state, optionsOf(item, uids)),
  };
  // On a change of what is kept nobody decides without its body.
  if (!ok || decide) answers["in several calls"] = ok ? decide(value, state) : refuse(issues, state);
  return Object.fromEntries(Object.entries(answers).map(([way, answer]) => [way, parted(answer)]));
}

function draw({ generateCode, LatchworkError }, { random, lengths, ...rest }) {
  try {
    return { code: withRandomBytes(random, () => generateCode({ lengths }, takenBy(rest))) };
  } catch (error) {
    if (!(error instanceof LatchworkError)) throw error;
    return { error: error.code };
  }
}

/** A schedule, what its hours say at some clocks and of some days, and that another says the same. */
function scheduled({ checkSchedule, hours }, { input, states, days, rules, same }) {
  const answer = checkSchedule(input);
  if (!answer.ok) return answer;
  const made = hours(input);
  if (same !== undefined && !made.equals(hours(same))) throw new Error("expected equal hours");
  const ofDay = (date) => made.day(date).map(({ from, until }) => [from, until]);
  return {
    ...answer,
    ...(states && { states: states.map(([at]) => [at, made.state(at)]) }),
    ...(rules && { rules: made.toSchedule() }),
    ...(days && { days: Object.fromEntries(Object.keys(days).map((date) => [date, ofDay(date)])) }),
  };
}

/** Decides one attempt at a door. */
function attempted({ decideAttempt }, { attempt, door, credentials, clock }) {
  try {
    return { answer: decideAttempt(attempt, door, credentials, clock) };
  } catch ({ issues }) {
    return { issues };
  }
}

/** What a door asks after a change. */
function conditioned({ changedCondition }, { change, before }) {
  try {
    return { answer: changedCondition(change, before) };
  } catch ({ issues }) {
    return { issues };
  }
}

/** What a set of weekdays is by its numbers, and that its numbers are these again. */
function weekdays({ weekdaysOf, weekdayNumbers }, { preset, input }) {
  const answer = weekdaysOf(preset, input);
  if (answer.ok && JSON.stringify(weekdayNumbers(preset, answer.value)) !== JSON.stringify(input)) throw new Error(preset);
  return answer;
}

/** Tells all reasons at a door, or of one what it is, or what a system's word stands for. */
function tellReason({ doorReasons, reasonIn, reasonsFrom }, { reason, vocabulary, word }) {
  if (vocabulary !== undefined) return { answer: reasonsFrom(vocabulary, word) };
  const reasons = doorReasons();
  if (reason === undefined) return { answer: reasons.map(({ reason }) => reason) };
  const { stage, opens } = reasons.find((told) => told.reason === reason);
  const systems = ["bacnet", "onvif", "matter", "zwave", "uhppote", "hikvision", "nuki"];
  const saidIn = Object.fromEntries(systems.map((system) => [system, reasonIn(system, reason)]));
  return { answer: { stage, opens, saidIn } };
}

/** Tries at a lock one after the other, and looks at it; of each what is answered. */
function tryLock(latchwork, { lockOut: { policy, state }, attempts }) {
  const misused = misuseOf(latchwork, ["lockOut"], () => ({
    answers: attempts.map(([tried, now]) => {
      if (tried === "look") return latchwork.lockOutState({ policy, state }, now);
      state = latchwork.lockOutAfter({ policy, state }, tried, now);
      return state;
    }),
  }));
  return misused.given ?? misused;
}

/** What a draw gives, as a case has it. */
function codesOrError({ LatchworkError }, random, draw) {
  try {
    return { codes: [withRandomBytes(random, draw)].flat() };
  } catch (error) {
    if (!(error instanceof LatchworkError)) throw error;
    return { error: error.code, message: error.message };
  }
}

/** Draws a code or several, beside codes in use that come as a list and one by one. */
function drawSet(latchwork, { random, policy, count, ...rest }) {
  const taken = takenBy(rest);
  const options = optionsOf(rest, ["collision", "window"]);
  const draw = (call) => codesOrError(latchwork, random, call);
  const several = (number, taken) => draw(() => latchwork.generateCodes(number, policy, taken, options));
  if (count !== undefined) {
    return { "a list": several(count, taken), "an iterator": several(count, taken.values()) };
  }
  const one = (taken) => draw(() => latchwork.generateCode(policy, taken, options));
  return { "a list": one(taken), "an iterator": one(taken.values()), "a set of one": several(1, taken) };
}

/** Does the operations of a case with a set of free codes. */
function operated(latchwork, { random, policy, operations, ...rest }) {
  const { freeCodes, LatchworkError } = latchwork;
  const options = optionsOf(rest, ["collision", "window"]);
  const answer = (free, [name, argument]) => {
    try {
      return name === "left" ? free.left : free[name](argument);
    } catch (error) {
      if (!(error instanceof LatchworkError)) throw error;
      const { code, message } = error;
      return code === "keyspace_exhausted" ? { error: code, message } : { error: code };
    }
  };
  const answers = (taken) =>
    withRandomBytes(random, () => {
      const free = freeCodes(policy, taken, options);
      const answers = operations.map((operation) => answer(free, operation));
      free.dispose();
      return { answers };
    });
  const taken = takenBy(rest);
  return { "a list": answers(taken), "an iterator": answers(taken.values()) };
}

/** What is wrong with an argument of a call, as paths from within that argument say it. */
function misuseOf({ LatchworkError }, argument, call) {
  try {
    return { given: call() };
  } catch (error) {
    if (!(error instanceof LatchworkError)) throw error;
    if (error.code !== "invalid_argument") return { error: error.code };
    const isWithin = (path) => argument.every((part, index) => part === path[index]);
    const within = (path) => (isWithin(path) ? path.slice(argument.length) : { outside: path });
    return { issues: error.issues.map((issue) => ({ ...issue, path: within(issue.path) })) };
  }
}

/** Hands a policy that is none to everything that takes one. */
function misusePolicy(latchwork, { policy: written, blockedRange }) {
  const policy = blockedRange ? { ...written, blocked: codesOf(blockedRange) } : written;
  const misuse = (argument, call) => misuseOf(latchwork, argument, call);
  return {
    checkCode: misuse(["policy"], () => latchwork.checkCode("735194", policy)),
    generateCode: misuse(["policy"], () => latchwork.generateCode(policy)),
    generateCodes: misuse(["policy"], () => latchwork.generateCodes(0, policy)),
    keyspace: misuse(["policy"], () => latchwork.keyspace(policy)),
    guessOdds: misuse(["guess", "policy"], () => latchwork.guessOdds({ policy, active: 0, tries: 0 })),
  };
}

/** A policy for each keyspace that cases name: the package asks for a policy, the crate for a number. */
const policies = {
  1: { lengths: [4], blocked: codesOf(["0000", "9998"]) },
  10_000: { lengths: [4] },
  1_000_000: {},
  100_000_000: { lengths: [8] },
  111_110_000: { lengths: [4, 5, 6, 7, 8] },
};

const odds = {
  guessOdds({ guessOdds }, { keyspace, policy = policies[keyspace], guessing, ...counts }) {
    const ways = guessing === "independent" ? { repeats: true } : {};
    return guessOdds({ policy, ...counts, ...ways });
  },
  recommendedLength: ({ recommendedLength }, { active, factor }) => recommendedLength(active, factor),
  triesIn: ({ triesIn }, { seconds, ...throttle }) => triesIn(throttle, seconds),
  triesOfPresses: ({ triesOfPresses }, { keypad, digits, presses }) => triesOfPresses(keypad, digits, presses),
  deBruijnPresses: ({ deBruijnPresses }, { digits }) => deBruijnPresses(digits),
  equalChance: ({ equalChance }, { keyspace, codes }) => equalChance({ policy: policies[keyspace], codes }),
  codesToEqualChance: ({ codesToEqualChance }, { keyspace, chance }) =>
    codesToEqualChance({ policy: policies[keyspace], chance }),
  prefixClashChance: ({ prefixClashChance }, { codesByLength }) =>
    prefixClashChance(Object.fromEntries(codesByLength.map((codes, index) => [4 + index, codes]))),
};

/** Whether the package can be asked this. */
function isOfPackage({ ask, input }) {
  if (!(ask in odds)) throw new Error(`expected a question, found ${ask}`);
  // No policy has such a keyspace: Rust only.
  if (input.keyspace !== undefined && !(input.keyspace in policies)) return false;
  // A code without digits is none: here it is misuse.
  if (input.digits === 0) return false;
  // A factor of 0 asks for nothing: here it is misuse.
  return input.factor !== 0;
}

/** A case says how near is near enough; the last bit may always differ. */
const near = (expected, found, within) =>
  typeof found === "number" && Math.abs(expected - found) <= Math.max(within, expected * 1e-15);

/** Whether an answer is the expected one; of odds only the expected members count. */
function agrees(expected, found, within) {
  if (expected === null) return found === null;
  if (typeof expected === "number") return near(expected, found, within);
  return Object.entries(expected).every(([name, part]) =>
    // JSON has no infinity: cases have null where no number of tries will do.
    part === null ? found[name] === Infinity : near(part, found[name], within),
  );
}

function askOdds(latchwork, { ask, input, value, within = 0, issues }) {
  const call = () => odds[ask](latchwork, input);
  const argument = ask === "guessOdds" ? "guess" : "draws";
  if (issues !== undefined) return { ok: false, ...misuseOf(latchwork, [argument], call) };
  const found = call();
  return { ok: true, value: agrees(value, found, within) ? value : found };
}

function checkWindow(latchwork, { input, states }) {
  const answer = latchwork.checkWindow(input);
  if (!states) return answer;
  return { ...answer, states: states.map(([at]) => [at, latchwork.windowState(input, at)]) };
}

function parseTimestamp(latchwork, item) {
  return latchwork.parseTimestamp(item.input, optionsOf(item, ["assumeOffset"]));
}

/** A built-in format: as it is listed, and as it is checked when it is given back. */
function cardFormat({ cardFormats, checkCardFormat }, { name }) {
  const format = cardFormats().find((format) => format.name === name);
  return { "as listed": { value: format }, "given back": { value: checkCardFormat(format).value } };
}

/** The candidates of a word, asked for alone and among many. */
const decodedCards = ({ decodeCard, decodeCards }, word, options) => ({
  alone: decodeCard(word, options),
  "among many": decodeCards([{ bits: "1" }, word, { hex: "0", length: 64 }], options)[1],
});

const eachWay = (answers, answer) =>
  Object.fromEntries(Object.entries(answers).map(([way, given]) => [way, answer(given)]));

/** Only what the program judges that these cases are from. */
const judgedCards = (latchwork, { word, candidates }) =>
  eachWay(decodedCards(latchwork, word), (found) => {
    const judged = found.filter(
      ({ format, confidence }) =>
        format in candidates || (confidence !== "uncertain" && !["P10001", "S10401", "AWID50", "C10106"].includes(format)),
    );
    return {
      candidates: Object.fromEntries(judged.map(({ format, fields, parity }) => [format, { fields, parity }])),
    };
  });

const publishedCard = (latchwork, { word, format }) =>
  eachWay(decodedCards(latchwork, word), (found) => {
    const { fields, parity } = found.find((candidate) => candidate.format === format);
    return { answer: { fields, parity } };
  });

/** A form's values as a request, in every way in which they may come. */
function formed(latchwork, item) {
  const { input } = item;
  const request = latchwork[item.request];
  const from = (values) => latchwork.fromForm(request, values, optionsOf(item, ["timeZone", ...OPTIONS]));
  const answers = { "a list": from(input), "an iterator": from(input.values()) };
  // What is no text is so only in entries of one's own.
  if (!input.flat().every((part) => typeof part === "string")) return answers;
  const data = new FormData();
  for (const [name, value] of input) data.append(name, value);
  return { ...answers, "a FormData": from(data), "URL parameters": from(new URLSearchParams(input)) };
}

const RESULT = ["ok", "value", "issues", "refuse", "states"];
const REPLY = ["reply", "effect"];

/** What a case promises of these names; `run` answers it in several ways, each with its name. */
const inWays = (parts, run) => ({ parts, run });
/** The same where there is one way. */
const inOneWay = (parts, run) => inWays(parts, (...given) => ({ "the only way": run(...given) }));
/** The same where some cases are not for the package. */
const where = (isAsked, runner) => ({ ...runner, isAsked });

/** By case file. */
const runners = {
  "access-levels": inOneWay(RESULT, ({ checkAccessLevel }, { input }) => checkAccessLevel(input)),
  authorization: inOneWay(RESULT, ({ checkAuthorization }, { input, now }) => checkAuthorization(input, now)),
  "card-candidates": inWays(["answer"], (latchwork, { word, options }) =>
    eachWay(decodedCards(latchwork, word, options), (answer) => ({ answer })),
  ),
  "card-conversions": inOneWay(RESULT, identifiers.convert),
  "card-decodings": inWays(["candidates"], judgedCards),
  "card-encodings": inOneWay(RESULT, ({ encodeCard }, { format, fields }) => encodeCard(format, fields)),
  "card-formats": inWays(["value"], cardFormat),
  "card-identify": inOneWay(["readings"], identifiers.identify),
  "card-styles": inOneWay(["styles"], identifiers.styles),
  "card-matches": inOneWay(["verdict", "ways"], identifiers.match),
  "card-own-conversions": inOneWay([...RESULT, "printed", "tells", "reading", "match"], identifiers.own),
  "card-own-formats": inOneWay(RESULT, ({ checkCardFormat }, { input }) => checkCardFormat(input)),
  "card-presets": inOneWay(["bytes", "steps", "losesBits", "keyFormat", "printed", "tells"], identifiers.preset),
  "card-published": inWays(["answer"], publishedCard),
  "card-words": inOneWay(RESULT, ({ checkCardWord }, { input }) => checkCardWord(input)),
  "change-user": inWays(RESULT, checked("changeUser")),
  "change-user-decide": inWays(REPLY, decided("changeUser")),
  "code-draws": inOneWay(["code", "error"], draw),
  "code-issues": inWays(["answers"], operated),
  "code-policies": inOneWay(RESULT, ({ checkCode }, { input, policy }) => checkCode(input, policy)),
  "code-policy-misuse": inWays(["issues"], misusePolicy),
  "code-sets": inWays(["codes", "error", "message"], drawSet),
  codes: inOneWay(RESULT, ({ checkCode }, { input, policy }) => checkCode(input, policy)),
  "create-access-key": inWays(RESULT, checked("createAccessKey")),
  "create-access-key-decide": inWays([...REPLY, "issues"], decidedKey),
  "create-identifier": inWays(RESULT, checked("createIdentifier")),
  "create-identifier-decide": inWays(REPLY, decided("createIdentifier")),
  "create-user": inWays(RESULT, checked("createUser")),
  "create-user-decide": inWays(REPLY, decided("createUser")),
  "door-conditions": inOneWay(["answer", "issues"], conditioned),
  "door-attempts": inOneWay(["answer", "issues"], attempted),
  "door-reasons": inOneWay(["answer"], tellReason),
  "em4100-printed": inOneWay(["numbers"], identifiers.printedStyles),
  "from-form": inWays([...RESULT, "notes"], formed),
  "grant-lock-access": inWays(RESULT, checked("grantLockAccess")),
  "grant-lock-access-decide": inWays(REPLY, decidedAndApplied("grantLockAccess")),
  "identifier-states": inOneWay(["state"], ({ identifierState }, { valid, passesUsed, at }) => ({
    state: identifierState(valid, passesUsed, at),
  })),
  "key-numbers": inOneWay(RESULT, ({ checkKeyNumber }, { format, input }) => checkKeyNumber(format, input)),
  keyspaces: inOneWay(["keyspace"], ({ keyspace }, { policy }) => ({ keyspace: keyspace(policy) })),
  "lock-outs": inOneWay(["answers", "issues"], tryLock),
  "may-grant": inOneWay(["may"], ({ mayGrant }, { grantor, level, policy }) => ({
    may: mayGrant(grantor, level, policy),
  })),
  "may-open": inOneWay(["answer"], ({ mayOpen }, { grants, lockId, at }) => ({
    answer: mayOpen(grants, lockId, at),
  })),
  odds: where(isOfPackage, inOneWay(["ok", "value", "issues"], askOdds)),
  "panel-answers": inWays(REPLY, answeredByPanel),
  "panel-changes": inWays(REPLY, answeredByPanel),
  "panel-kept-decide": inWays(REPLY, ofCase(decided)),
  "panel-paths": inWays(RESULT, ofCase(checked)),
  "panel-paths-decide": inWays(REPLY, ofCase(decided)),
  "plain-attempts": inWays(RESULT, ofCase(checked)),
  "plain-doors": inWays(RESULT, ofCase(checked)),
  "plain-keys": inWays(RESULT, ofCase(checked)),
  "plain-people": inWays(RESULT, ofCase(checked)),
  "plain-sessions": inWays(RESULT, ofCase(checked)),
  "plain-webhooks": inWays(RESULT, ofCase(checked)),
  "plain-principals": inWays(RESULT, ofCase(checked)),
  phones: inOneWay(RESULT, ({ checkPhone }, { input }) => checkPhone(input)),
  "phone-texts": inOneWay([...RESULT, "notes"], ({ parsePhone }, { input }) => parsePhone(input)),
  "printed-numbers": inOneWay(["printed", "tells"], identifiers.printed),
  "remove-lock-access": inWays(RESULT, checked("removeLockAccess")),
  "remove-lock-access-decide": inWays(REPLY, decidedAndApplied("removeLockAccess")),
  schedules: inOneWay([...RESULT, "states", "days", "rules"], scheduled),
  "temporary-key-states": inOneWay(["state", "issues"], (latchwork, { key, at }) => {
    const misused = misuseOf(latchwork, ["key"], () => ({ state: latchwork.temporaryKeyState(key, at) }));
    return misused.given ?? misused;
  }),
  icalendar: inOneWay(RESULT, ({ scheduleFromICalendar }, { input }) => scheduleFromICalendar(input)),
  shown: inOneWay(["answer"], ({ readShown }, { shown }) => ({ answer: readShown(shown) })),
  "schedule-held": inOneWay([...RESULT, "opens", "notes"], ({ scheduleTo }, { maker, schedule, options }) =>
    scheduleTo(maker, schedule, options),
  ),
  "schedule-told": inOneWay([...RESULT, "notes"], ({ scheduleFrom }, { maker, input, options }) =>
    scheduleFrom(maker, input, options),
  ),
  "weekday-numbers": inOneWay(RESULT, weekdays),
  timestamps: inOneWay(RESULT, parseTimestamp),
  uids: inOneWay(RESULT, identifiers.convert),
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

/** The cases of a file that the package can be asked. */
const asked = (file, cases) => cases.filter(runners[file].isAsked ?? (() => true));

/** Each case as { name, expected }: of a case only what an answer can have. */
export function expectations(file, cases) {
  if (file in verdicts) {
    return texts(cases).map(({ description, valid }) => ({ name: description, expected: valid }));
  }
  const { parts } = runners[file];
  return asked(file, cases).map((item) => ({ name: item.name, expected: whole(picked(item, parts)) }));
}

/** What the package answers to each case, in order: an answer for each way to ask. */
export function answers(latchwork, file, cases) {
  if (file in verdicts) {
    return texts(cases).map(({ data }) => ({ "the only way": verdicts[file](latchwork, data) }));
  }
  return asked(file, cases).map((item) => {
    try {
      return runners[file].run(latchwork, item);
    } catch (error) {
      return { "any way": { thrown: String(error) } };
    }
  });
}
