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

/** One answer of several ways to the same function; where they differ, all of them. */
function same(answers) {
  const [first, ...others] = Object.values(answers);
  const text = JSON.stringify(first);
  return others.every((other) => JSON.stringify(other) === text) ? first : answers;
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

/** Checks a request of a system, in every way in which it may come. */
const checked = (name) => (latchwork, { input, body, ignoreUnknownFields }) => {
  const system = latchwork[name];
  const options = ignoreUnknownFields === undefined ? undefined : { ignoreUnknownFields };
  if (body !== undefined) return same(bodyAnswers(system, body, options));
  return same({
    "a value": system.check(input, options),
    ...bodyAnswers(system, JSON.stringify(input), options),
  });
};

/** Decides a request of a system. */
const decided = (name) => (latchwork, { request, state, random = "", ...rest }) => {
  const used = takenBy(rest).map((keyIdentification) => ({ keyType: "code", keyIdentification }));
  const whole = used.length === 0 ? state : { ...state, inUse: [...state.inUse, ...used] };
  const { effect, ...reply } = withRandomBytes(random, () =>
    latchwork[name].decide(request, whole),
  );
  return effect === undefined ? { reply } : { reply, effect };
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

function parseTimestamp(latchwork, { input, assumeOffset }) {
  const options = assumeOffset === undefined ? undefined : { assumeOffset };
  return latchwork.parseTimestamp(input, options);
}

/** For each case file, what the package answers to one of its cases. */
const runners = {
  "access-levels": ({ checkAccessLevel }, { input }) => checkAccessLevel(input),
  "code-draws": draw,
  codes: ({ checkCode }, { input, policy }) => checkCode(input, policy),
  "create-access-key": checked("createAccessKey"),
  "create-access-key-decide": decided("createAccessKey"),
  "key-numbers": ({ checkKeyNumber }, { format, input }) => checkKeyNumber(format, input),
  phones: ({ checkPhone }, { input }) => checkPhone(input),
  timestamps: parseTimestamp,
  users: ({ checkUserId }, { input }) => checkUserId(input),
  uuids: ({ checkUuid }, { input }) => checkUuid(input),
  windows: checkWindow,
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

/** Each case as { name, expected }: of a case only what an answer can have. */
export function expectations(file, cases) {
  if (file in verdicts) {
    return texts(cases).map(({ description, valid }) => ({ name: description, expected: valid }));
  }
  const parts = ["ok", "value", "issues", "reply", "effect", "code", "error", "states"];
  return cases.map((item) => ({
    name: item.name,
    expected: Object.fromEntries(parts.filter((part) => part in item).map((part) => [part, item[part]])),
  }));
}

/** What the package answers to each case, in order. */
export function answers(latchwork, file, cases) {
  if (file in verdicts) return texts(cases).map(({ data }) => verdicts[file](latchwork, data));
  return cases.map((item) => {
    try {
      return runners[file](latchwork, item);
    } catch (error) {
      return { thrown: String(error) };
    }
  });
}
