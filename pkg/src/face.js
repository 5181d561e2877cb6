// The public functions: what types.d.ts says, over the core.
import { call } from "./border.js";
import { LatchworkError } from "./error.js";
import { Frame, LARGEST_STATE } from "./frame.js";
import { countOf, freeCodes, keepFor, keptFor } from "./free.js";
import { instant } from "./instant.js";
import { system } from "./system.js";

export {
  cardFormats,
  checkCardFormat,
  checkCardWord,
  checkKeyNumber,
  decodeCard,
  decodeCards,
  encodeCard,
  keyFormats,
} from "./card.js";
export { cardConversions, checkCardConversion, convertCard, identifyCard, matchCards } from "./identifier.js";
export {
  codesToEqualChance,
  deBruijnPresses,
  equalChance,
  guessOdds,
  prefixClashChance,
  recommendedLength,
  triesIn,
  triesOfPresses,
} from "./odds.js";
export { LatchworkError };

export const createAccessKey = system("create_access_key", "refuse_create_access_key");

export const grantLockAccess = system("grant_lock_access", "refuse_lock_access", {
  apply: (aggregate, event) =>
    call("apply_lock_event", new Frame().with(aggregate, LARGEST_STATE).with(event)),
});

export const removeLockAccess = system("remove_lock_access", "refuse_lock_access");

export const createUser = system("create_user", "refuse_create_user");

export const createIdentifier = system("create_identifier", "refuse_create_user");

export const checkCode = (code, policy) => checkText("check_code", code, policy);

/** Checks a text, which is its own value where the core changes nothing. */
function checkText(name, text, option) {
  return call(name, new Frame().with(text).with(option, LARGEST_STATE), undefined, text);
}

/** A set for this call alone. */
function withFree(policy, taken, draw, use) {
  const free = freeCodes(policy, taken, draw);
  try {
    return use(free);
  } finally {
    free.dispose();
  }
}

/** The set that is kept of a policy alone. */
const kept = (policy, taken, draw) =>
  taken === undefined && draw === undefined ? keptFor(policy) : undefined;

export function generateCode(policy, taken, draw) {
  const free = kept(policy, taken, draw);
  return free === undefined ? withFree(policy, taken, draw, (free) => free.draw()) : free.draw();
}

export function generateCodes(count, policy, taken, draw) {
  const checked = countOf(count);
  const drawMany = (free) => free.drawMany(checked);
  const free = kept(policy, taken, draw);
  return free === undefined ? withFree(policy, taken, draw, drawMany) : drawMany(free);
}

export { freeCodes };

export function keyspace(policy) {
  const keyspaceOf = (free) => free.keyspace;
  const free = keptFor(policy);
  return free === undefined ? withFree(policy, undefined, undefined, keyspaceOf) : keyspaceOf(free);
}

const PRESETS = [
  "nuki",
  "tedee",
  "igloohome",
  "schlage",
  "kwikset",
  "ultraloq",
  "kiiaccess",
  "smartphonekey",
  "zwave",
  "ttlock",
  "basip_master",
];

let presets;

/** The policy of a preset, asked of the core at the first look: a page may load this before the wasm. */
function preset(name) {
  if (presets === undefined) {
    presets = frozen(call("code_policies", new Frame()));
    Object.values(presets).forEach(keepFor);
  }
  return presets[name];
}

/** Data that nobody can change: a policy loosened here would be loosened for everyone. */
function frozen(data) {
  if (typeof data === "object" && data !== null) Object.values(data).forEach(frozen);
  return Object.freeze(data);
}

export const codePolicies = Object.freeze(
  Object.create(
    null,
    Object.fromEntries(
      PRESETS.map((name) => [name, { enumerable: true, get: () => preset(name) }]),
    ),
  ),
);

export const checkPhone = (text) => checkText("check_phone", text);

export const checkUserId = (text) => checkText("check_user_id", text);

export const checkUuid = (text) => checkText("check_uuid", text);

export const parseTimestamp = (text, options) => 
  call("parse_timestamp", new Frame().with(text).with(options));

export const checkWindow = (window) => call("check_window", new Frame().with(window));

export const windowState = (window, at) => 
  call("window_state", new Frame().with(window).with(instant(at)));

// Known before the wasm is loaded, for a page that draws its form first.
export const accessLevels = Object.freeze(["OWNER", "ADMIN", "USER", "GUEST"]);

export const checkAccessLevel = (text) => checkText("check_access_level", text);

export const mayGrant = (granter, level, policy) =>
  call("may_grant", new Frame().with(granter).with(level).with(policy));

export const grantState = (grant, at) =>
  call("grant_state", new Frame().with(grant).with(instant(at)));

export const mayOpen = (grants, lockId, at) =>
  call("may_open", new Frame().with(grants, LARGEST_STATE).with(lockId).with(instant(at)));

export const checkAuthorization = (headers, now = Date.now()) =>
  call("check_authorization", new Frame().with(headers).with(instant(now)));

export const identifierState = (valid, passesUsed, at) =>
  call("identifier_state", new Frame().with(valid).with(passesUsed).with(instant(at)));
