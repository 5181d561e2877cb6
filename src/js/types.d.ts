/**
 * The types of the npm package `latchwork`.
 *
 * Every function is synchronous. Functions that judge a value answer with a {@link Result} and
 * never throw for what they were given to judge; a {@link LatchworkError} is thrown for misuse
 * (a state or policy of the wrong shape) and when no code can be drawn.
 */

/** What is wrong, where, as a code for machines and a sentence for people. Never holds a secret. */
export interface Issue {
  /** Stable, snake_case: `code_too_short`. More may be added in a minor version. */
  code: string;
  /** Names and indexes from the outermost value inwards; empty for the value itself. */
  path: (string | number)[];
  /** One lower-case sentence: `expected 4 to 8 digits, found 3`. */
  message: string;
  /** The numbers and words of the sentence, for a translation. Integers above 2^53-1 are strings. */
  params?: Record<string, string | number>;
  /** There where the value is right and something about it is worth knowing. */
  severity?: "note";
}

export type Result<T> = { ok: true; value: T } | { ok: false; issues: Issue[] };

/** An HTTP reply: send `body` as JSON under `contentType`. */
export interface Reply {
  status: number;
  contentType: string;
  body: unknown;
}

/** An RFC 9457 problem, `application/problem+json`, with the issues that led to it. */
export interface Problem {
  type: "about:blank";
  title: string;
  status: number;
  detail: string;
  issues: Issue[];
}

export interface ProblemReply extends Reply {
  contentType: "application/problem+json";
  body: Problem;
}

/** Thrown for misuse and for a code that cannot be drawn. */
export class LatchworkError extends Error {
  /**
   * `keyspace_exhausted`: every allowed code is taken. `entropy_failed`: the host's random source
   * refused. `entropy_stuck`: it gave 64 unusable draws in a row. `invalid_argument`: see `issues`.
   * `disposed`: the set of free codes was given back.
   * `not_initialised`: a call before `await init()` of `latchwork/web`. `core_failed`: the core
   * could not answer, as when memory ran out; the next call starts afresh.
   */
  readonly code:
    | "keyspace_exhausted"
    | "entropy_failed"
    | "entropy_stuck"
    | "invalid_argument"
    | "disposed"
    | "not_initialised"
    | "core_failed";
  readonly issues: Issue[];
}

/** https://standardschema.dev, version 1. */
export interface StandardSchema<Output> {
  readonly version: 1;
  readonly vendor: "latchwork";
  readonly validate: (
    value: unknown,
  ) => { value: Output; issues?: undefined } | { issues: ReadonlyArray<{ message: string; path: ReadonlyArray<PropertyKey> }> };
  readonly types?: { readonly input: Output; readonly output: Output };
}

// ---------------------------------------------------------------- create access key (KiiAccess)

export type KeyType = "code" | "rfid" | "mobile";

/** A checked "create access key" request: https://kiiaccess.com, field for field. */
export interface AccessKeyRequest {
  /** An E.164 number for a Mobile user, a uuid for an existing None-Mobile user; absent: a new None-Mobile user. */
  userId?: string;
  userFirstName?: string;
  userLastName?: string;
  keyType: KeyType;
  /** `rfid` only: `EM`, `MC`, `MD` or the caller's own. */
  keyFormat?: string;
  /** `code`: 4-8 digits or `*`, "generate one". `rfid`: 1-17 digits, as written. `mobile`: absent. */
  keyIdentification?: string;
  keyName?: string;
  /** `rfid` only: 4-8 digits. */
  pin?: string;
  /** At least one uuid, lower case, none twice. */
  accesses: string[];
  /** RFC 3339; absent: active at once. */
  validFrom?: string;
  /** RFC 3339, after `validFrom`, exclusive; absent: never expires. */
  validTo?: string;
  mobilePhoneNumber?: string;
  sendNotification: boolean;
}

/** What the service knows when it decides. */
export interface AccessKeyState {
  /** Whether the request's `userId` is a user already. */
  userExists: boolean;
  /** Whether the owner has enabled mobile keys. */
  mobileKeysEnabled: boolean;
  /** Whether the caller may manage every access of the request. */
  mayManageAccesses: boolean;
  /** Identifications in use on any access of the request. */
  inUse: { keyType: "code" | "rfid"; keyIdentification: string; keyFormat?: string }[];
  /** The policy of a generated code; 6 digits by default. */
  codePolicy?: CodePolicy;
  /** Key formats beyond `EM`, `MC` and `MD`. */
  keyFormats?: KeyFormat[];
  /** The instant of the decision; the host's clock when absent. */
  now?: string | number | Date;
}

/** A key as it is stored. `keyIdentification` is the generated code where `*` was asked for. */
export interface StoredAccessKey {
  keyType: KeyType;
  keyFormat?: string;
  keyIdentification?: string;
  keyName?: string;
  userId?: string;
  mobilePhoneNumber?: string;
  pin?: string;
  accesses: string[];
  validFrom?: string;
  validTo?: string;
}

/** What the service has to store and do when the reply is 200. */
export interface AccessKeyEffect {
  storeKey: StoredAccessKey;
  /** Absent when the user exists; the request's names are then ignored. */
  createUser?: { type: "mobile" | "none-mobile"; phoneNumber?: string; firstName?: string; lastName?: string };
  /** Whether the user is to be notified. */
  notify: boolean;
}

export type AccessKeyReply =
  | { status: 200; contentType: "application/json"; body: Omit<StoredAccessKey, "pin">; effect: AccessKeyEffect }
  | (ProblemReply & { status: 400 | 403 | 409; effect?: undefined });

export interface AccessKeyOptions {
  /** Take no notice of fields that the request does not know. Off: a misspelt `validTO` is an issue. */
  ignoreUnknownFields?: boolean;
  /** Key formats beyond `EM`, `MC` and `MD`. */
  keyFormats?: KeyFormat[];
}

export declare const createAccessKey: {
  /** Judges a JavaScript value. All issues at once, in field order. */
  check(input: unknown, options?: AccessKeyOptions): Result<AccessKeyRequest>;
  /** Judges a raw HTTP body: bytes are taken as UTF-8. Refuses a body above 1 MiB before reading it. */
  checkJson(body: string | Uint8Array, options?: AccessKeyOptions): Result<AccessKeyRequest>;
  /** The 400 of this system for these issues. */
  refuse(issues: Issue[]): ProblemReply & { status: 400 };
  /** Decides a checked request. A request that does not check gets the reply of `refuse`. */
  decide(request: AccessKeyRequest, state: AccessKeyState): AccessKeyReply;
  readonly "~standard": StandardSchema<AccessKeyRequest>;
};

// ---------------------------------------------------------------- grant lock access (SmartphoneKey)

/** A reply of this system that is no 200. `error` is the first issue's code. */
export interface LockAccessRefusal extends Reply {
  contentType: "application/json";
  body: { error: string; message: string };
}

/** A lock that a user has access to. */
export interface AccessibleLock {
  /** A uuid or a decimal number. */
  lockId: string;
  lockName: string;
  accessLevel: AccessLevel;
  /** RFC 3339; absent: at once. */
  validFrom?: string;
  /** RFC 3339, exclusive; absent: for ever. */
  validUntil?: string;
  /** The uuid of who gave access. */
  grantedBy: string;
}

/** A checked "grant lock access" request: the id of the path and the members of the body. */
export interface GrantLockAccessRequest extends AccessibleLock {
  id: string;
}

/** A checked "remove lock access" request. */
export interface RemoveLockAccessRequest {
  id: string;
  lockId: string;
  removedBy: string;
  reason: string;
}

/** A user's locks and the number of events that made them. */
export interface LockAggregate {
  version: number;
  locks: AccessibleLock[];
}

export interface AccessibleLockAdded {
  type: "AccessibleLockAdded";
  data: AccessibleLock & { userId: string };
}

export interface AccessibleLockRemoved {
  type: "AccessibleLockRemoved";
  data: { userId: string; lockId: string; removedBy: string; reason: string; removedAt: string };
}

export type LockEvent = AccessibleLockAdded | AccessibleLockRemoved;

/** Access of one person to one lock. */
export interface Grant {
  accessLevel: AccessLevel;
  validFrom?: string;
  validUntil?: string;
  revoked?: boolean;
}

/** Which levels each grantor may grant, and so remove. Every row is needed. */
export type GrantPolicy = Record<AccessLevel | "organisation", readonly AccessLevel[]>;

export interface LockAccessState {
  userExists: boolean;
  aggregate: LockAggregate;
  /** The access that `grantedBy` or `removedBy` has to that lock; null for none. */
  granter: Grant | null;
  organisationOwnsLock: boolean;
  /** Refuse when the aggregate has another version. */
  expectedVersion?: number;
  /** Absent: each level grants those below it, the organisation an OWNER. */
  policy?: GrantPolicy;
  /** The instant of the decision; the host's clock when absent. */
  now?: string | number | Date;
}

export interface LockAccessEffect<E extends LockEvent> {
  event: E;
  aggregate: LockAggregate;
}

export type LockAccessReply<E extends LockEvent> =
  | {
      status: 200;
      contentType: "application/json";
      body: {
        success: true;
        aggregateId: string;
        version: number;
        event: E;
        lockId: string;
        accessLevel: AccessLevel;
      };
      effect: LockAccessEffect<E>;
    }
  | (LockAccessRefusal & { status: 400 | 404 | 409; effect?: undefined });

export interface LockAccessOptions {
  /** Take no notice of fields that the request does not know. */
  ignoreUnknownFields?: boolean;
}

export interface LockAccessBodyOptions extends LockAccessOptions {
  /** The id of the path; without it the body's own `id` is read. */
  id?: string;
}

export declare const grantLockAccess: {
  check(input: unknown, options?: LockAccessOptions): Result<GrantLockAccessRequest>;
  checkJson(body: string | Uint8Array, options?: LockAccessBodyOptions): Result<GrantLockAccessRequest>;
  refuse(issues: Issue[]): LockAccessRefusal & { status: 400 };
  decide(request: GrantLockAccessRequest, state: LockAccessState): LockAccessReply<AccessibleLockAdded>;
  /** Folds an event into an aggregate. Throws for one that cannot have happened to it. */
  apply(aggregate: LockAggregate, event: LockEvent): LockAggregate;
  readonly "~standard": StandardSchema<GrantLockAccessRequest>;
};

export declare const removeLockAccess: {
  check(input: unknown, options?: LockAccessOptions): Result<RemoveLockAccessRequest>;
  checkJson(body: string | Uint8Array, options?: LockAccessBodyOptions): Result<RemoveLockAccessRequest>;
  refuse(issues: Issue[]): LockAccessRefusal & { status: 400 };
  decide(request: RemoveLockAccessRequest, state: LockAccessState): LockAccessReply<AccessibleLockRemoved>;
  readonly "~standard": StandardSchema<RemoveLockAccessRequest>;
};

/** Whether a level, or the organisation that owns the lock, may grant another; by default those below it. */
export declare function mayGrant(
  granter: AccessLevel | "organisation",
  level: AccessLevel,
  policy?: GrantPolicy,
): boolean;

export type GrantState = "not-yet-valid" | "valid" | "expired" | "revoked";

/** The state of a grant at an instant. */
export declare function grantState(grant: Grant, at: string | number | Date): GrantState;

/** Whether someone's grants open a lock at an instant, and why. */
export declare function mayOpen(
  grants: readonly (Grant & { lockId: string })[],
  lockId: string,
  at: string | number | Date,
): { open: boolean; reason: GrantState | "no-grant" };

export type Authorization =
  | { kind: "bearer"; subject?: string; /** Seconds since 1970. */ expiresAt?: number }
  | { kind: "api-key" };

/**
 * Judges the shape of `Authorization: Bearer …` or `X-API-Key`, of which there is exactly one. The
 * signature of a token is NOT verified: that is for the service's JWT library.
 */
export declare function checkAuthorization(
  headers: { authorization?: string; apiKey?: string },
  now?: string | number | Date,
): Result<Authorization>;

// ---------------------------------------------------------------- create user entity (BAS-IP)

/** A reply of the panel that is no 200: one error, in its words. */
export interface PanelRefusal extends Reply {
  contentType: "application/json";
  body: { error: string };
}

export type AuthFactor = "card" | "input_code" | "face_id" | "qr" | "license_plate";

/** A checked "create user entity" request. */
export interface CreateUserRequest {
  name: string;
  info: string;
  auth_factors: AuthFactor[];
  /** 0 both locks, 1 the first, 2 the second. */
  lock_number: 0 | 1 | 2;
  is_custom_user_access: boolean;
}

export interface CreateUserState {
  loggedIn: boolean;
  administrator: boolean;
  namesInUse: string[];
  nextUid: number;
}

export type CreateUserReply =
  | {
      status: 200;
      contentType: "application/json";
      /** `has_dublicates` is the panel's spelling. */
      body: { uid: number; has_dublicates: boolean };
      effect: { storeUser: CreateUserRequest & { uid: number } };
    }
  | (PanelRefusal & { status: 400 | 401 | 403; effect?: undefined });

export interface PanelOptions {
  /** Make fields that the request does not know issues. Off, as the panel passes over them. */
  refuseUnknownFields?: boolean;
}

export declare const createUser: {
  check(input: unknown, options?: PanelOptions): Result<CreateUserRequest>;
  checkJson(body: string | Uint8Array, options?: PanelOptions): Result<CreateUserRequest>;
  /** The panel's 400 for the first of these issues. */
  refuse(issues: Issue[]): PanelRefusal & { status: 400 };
  decide(request: CreateUserRequest, state: CreateUserState): CreateUserReply;
  readonly "~standard": StandardSchema<CreateUserRequest>;
};

export type IdentifierType = "card" | "ukey" | "inputCode" | "face_id" | "qr" | "license_plate";

/** When and how often an identifier opens. `from` and `to` are seconds since 1970, `to` exclusive. */
export interface Validity {
  time: { is_permanent: boolean; from?: number; to?: number };
  passes: { is_permanent: boolean; max_passes?: number };
}

/** A checked request to create an identifier. */
export interface CreateIdentifierRequest {
  identifier_type: IdentifierType;
  /** As written; a uuid in lower case. */
  identifier_number: string;
  valid: Validity;
}

export interface CreateIdentifierState {
  loggedIn: boolean;
  administrator: boolean;
  identifiersInUse: { identifier_type: IdentifierType; identifier_number: string }[];
  nextUid: number;
}

export type CreateIdentifierReply =
  | {
      status: 200;
      contentType: "application/json";
      body: { uid: number };
      effect: { storeIdentifier: CreateIdentifierRequest & { uid: number } };
    }
  | (PanelRefusal & { status: 400 | 401 | 403; effect?: undefined });

export declare const createIdentifier: {
  check(input: unknown, options?: PanelOptions): Result<CreateIdentifierRequest>;
  checkJson(body: string | Uint8Array, options?: PanelOptions): Result<CreateIdentifierRequest>;
  refuse(issues: Issue[]): PanelRefusal & { status: 400 };
  decide(request: CreateIdentifierRequest, state: CreateIdentifierState): CreateIdentifierReply;
  readonly "~standard": StandardSchema<CreateIdentifierRequest>;
};

/** The state of an identifier at an instant, after so many passes. */
export declare function identifierState(
  valid: Validity,
  passesUsed: number,
  at: string | number | Date,
): "not-yet-valid" | "valid" | "expired" | "used-up";

// ---------------------------------------------------------------- codes

/** A rule about the digits of a code, under the name that Seam gives it. */
export type CodeRule =
  | "no_zeros"
  | "cannot_start_with_12"
  /** No run of four or more equal, rising or falling digits. */
  | "no_triple_consecutive_ints"
  | "no_ascending_or_descending_sequence"
  | "at_least_three_unique_digits"
  | "no_all_same_digits"
  | "unique_first_four_digits"
  | "cannot_contain_089"
  | "cannot_contain_0789"
  /** None of the codes that people choose first. Costs keyspace: for chosen codes, not for generated ones. */
  | "block_common";

/** Which codes are allowed. */
export interface CodePolicy {
  /** Lengths from 4 to 8; any of them when a code is checked, 6 when one is generated or counted. */
  lengths?: readonly number[];
  rules?: readonly CodeRule[];
  /** Codes that are not allowed. */
  blocked?: readonly string[];
  /** What others know of the person: codes made of it are not allowed. */
  notDerivedFrom?: {
    /** `1984-02-29` */
    birthDate?: string;
    phoneNumber?: string;
    apartmentNumber?: string;
  };
}

/**
 * Checks an access code: 4-8 ASCII digits, leading zeros counted, and every rule of the policy,
 * each with its own issue and the place in the code where it fails.
 */
export declare function checkCode(code: unknown, policy?: CodePolicy): Result<string>;

/** A code in use; with a window, one that blocks only where windows overlap. */
export type TakenCode = string | { code: string; from?: string; until?: string };

export interface Draw {
  /** When a code counts as the same as one in use; `equal` by default. */
  collision?: "equal" | "equal_without_leading_zeros" | "prefix" | "inside";
  /** When the new code will open; always by default. */
  window?: Window;
}

/**
 * Draws a code from the host's secure random source, uniform over the codes that the policy allows
 * and `taken` leaves free, however few. Throws {@link LatchworkError} `keyspace_exhausted` when
 * none is left.
 *
 * After sixteen calls with a policy alone, codes are drawn ahead, 256 at once, and wiped from memory
 * as they are given away. Once `crypto.getRandomValues` is another function, those that came from
 * the former are dropped.
 */
export declare function generateCode(policy?: CodePolicy, taken?: Iterable<TakenCode>, draw?: Draw): string;

/** Draws as many different codes, as if one after the other, each taken at once. */
export declare function generateCodes(
  count: number,
  policy?: CodePolicy,
  taken?: Iterable<TakenCode>,
  draw?: Draw,
): string[];

/**
 * The free codes of a policy, kept from one draw to the next: what a service has that would
 * otherwise hand over all codes in use at each call. It lies in the memory of the core until
 * `dispose`, or until nothing refers to it any more.
 *
 * A code that is free again is one only in a set made anew. Methods throw {@link LatchworkError}:
 * `keyspace_exhausted`, `disposed`, `core_failed` where the core failed while it changed the set,
 * which is then lost.
 */
export interface FreeCodes {
  /** How many codes are free. */
  readonly left: number;
  /** How many codes the policy allows, free or not. */
  readonly keyspace: number;
  /** Draws a free code, each equally likely, and leaves it free. */
  draw(): string;
  /** Draws as many different free codes, as if one after the other, and leaves them free. */
  drawMany(count: number): string[];
  /**
   * Draws a free code, each equally likely, and takes it, with all that clash with it: from now on
   * it counts as in use.
   */
  issue(): string;
  /**
   * Issues codes one after the other; none clashes with another. All or, when it throws, none.
   * Where codes of several lengths clash, they can run out before all that are free are drawn.
   */
  issueMany(count: number): string[];
  /**
   * Takes a code that somebody chose, with all that clash with it. False, and nothing changes, when
   * the policy does not allow it or it clashes with one in use. Throws `invalid_argument` for what
   * is not 4-8 digits.
   */
  take(code: string): boolean;
  /** Gives the memory back. Afterwards only `keyspace` can be asked for; twice is no harm. */
  dispose(): void;
  /** For `using`, where the host has it. */
  [Symbol.dispose](): void;
}

declare global {
  interface SymbolConstructor {
    readonly dispose: unique symbol;
  }
}

/** Makes the set of codes that a policy allows and `taken` leaves free. */
export declare function freeCodes(policy?: CodePolicy, taken?: Iterable<TakenCode>, draw?: Draw): FreeCodes;

/** How many codes a policy allows, exactly. */
export declare function keyspace(policy?: CodePolicy): number;

/** The policies of locks that document them. */
export declare const codePolicies: Readonly<
  Record<
    | "nuki"
    | "tedee"
    | "igloohome"
    | "schlage"
    | "kwikset"
    | "ultraloq"
    | "kiiaccess"
    | "smartphonekey"
    | "zwave"
    | "ttlock"
    | "basip_master",
    CodePolicy
  >
>;

export interface GuessOdds {
  /** The chance of the first try. */
  perTry: number;
  /** The chance that one of the tries opens. */
  success: number;
  /** Tries to the first that opens, on average; Infinity where no code is active. */
  expectedTries: number;
}

/** The odds of a thief who knows the policy and none of the `active` codes. */
export declare function guessOdds(guess: {
  policy?: CodePolicy;
  /** How many codes open now. */
  active: number;
  tries: number;
  /** Whether tries may repeat: the thief forgets, or the codes change. Off by default. */
  repeats?: boolean;
}): GuessOdds;

/**
 * The fewest digits that leave `factor` codes for each active one (ULC 60839-11-1: 1000, the
 * default); null when eight digits do not.
 */
export declare function recommendedLength(active: number, factor?: number): number | null;

/** A lock that makes thieves wait. */
export interface Throttle {
  /** Tries up to a lock-out; 0 for a lock that takes none. */
  tries: number;
  /** How long a lock-out lasts, before as many tries again; 0 for a lock without lock-outs. */
  thenWaitSeconds: number;
  /** How long a try takes; 0 for a thief without delay. */
  secondsPerTry: number;
}

/** How many tries end within a time span, as for `tries` of {@link guessOdds}; an hour has 3600 seconds. Infinity where there is no end to them. */
export declare function triesIn(throttle: Throttle, seconds: number): number;

/**
 * How many codes of so many digits (4 to 8) so many presses try: at a keypad that takes whole codes,
 * or at one that tries the last digits after each press.
 */
export declare function triesOfPresses(
  keypad: "whole-codes" | "last-digits",
  digits: number,
  presses: number,
): number;

/** The fewest presses that try every code of so many digits (4 to 8) at a keypad that tries the last digits. */
export declare function deBruijnPresses(digits: number): number;

/** The chance that among so many codes, each drawn from all that the policy allows, two are equal. */
export declare function equalChance(draws: { policy?: CodePolicy; codes: number }): number;

/** The fewest codes whose {@link equalChance} is at least `chance`, 0 to 1. */
export declare function codesToEqualChance(draws: { policy?: CodePolicy; chance: number }): number;

/**
 * The chance that some code begins with another, shorter one, which opens a keypad without an Enter
 * key early. Takes how many codes of each length there are, drawn at random.
 */
export declare function prefixClashChance(codesByLength: { [digits in 4 | 5 | 6 | 7 | 8]?: number }): number;

// ---------------------------------------------------------------- phones, users, time, levels

/** Checks a strict E.164 number: `+`, then 2 to 15 digits with an assigned country code. */
export declare function checkPhone(text: unknown): Result<string>;

/** Checks a user id: a uuid (given back in lower case) or an E.164 number. */
export declare function checkUserId(text: unknown): Result<string>;

/** Checks a uuid, 8-4-4-4-12 hexadecimal digits, and gives it in lower case. */
export declare function checkUuid(text: unknown): Result<string>;

/** Parses RFC 3339. `iso` is the canonical text, `epochMillis` the instant, rounded down. */
export declare function parseTimestamp(
  text: unknown,
  options?: { /** For a date-time without an offset: `Z`, `+01:00`. */ assumeOffset?: string },
): Result<{ iso: string; epochMillis: number }>;

/** When a credential is valid: `from <= t < until`, RFC 3339 each. An absent end is open. */
export interface Window {
  from?: string;
  until?: string;
}

export type WindowState = "not-yet-valid" | "valid" | "expired";

export declare function checkWindow(window: unknown): Result<Window>;

/** The state of a window at an instant: RFC 3339 text, epoch milliseconds or a Date. Throws for a window or an instant that is none. */
export declare function windowState(window: Window, at: string | number | Date): WindowState;

export type AccessLevel = "OWNER" | "ADMIN" | "USER" | "GUEST";

/** From the most to the least powerful. */
export declare const accessLevels: readonly ["OWNER", "ADMIN", "USER", "GUEST"];

/** Checks an access level; upper case only. */
export declare function checkAccessLevel(text: unknown): Result<AccessLevel>;

// ---------------------------------------------------------------- key numbers

/** How the number of an rfid key is bounded: at most `digits` digits and a value below 2^`bits`. */
export interface KeyFormat {
  name: string;
  technology?: string;
  /** 1-20 */
  digits: number;
  /** 1-64 */
  bits: number;
}

/** The built-in formats: `EM`, `MC`, `MD`. */
export declare function keyFormats(): (KeyFormat & { technology: string; /** Largest number, as text. */ max: string })[];

/** Checks the decimal number of an rfid key and gives it without leading zeros, for comparing. */
export declare function checkKeyNumber(format: string | KeyFormat, number: unknown): Result<string>;

// ---------------------------------------------------------------- cards: Wiegand words

/** The fields of a Wiegand word: facility code, card number, issue level, OEM code. */
export type CardFieldName = "facility" | "card" | "issue" | "oem";

/** Decimal numbers as text, for some do not fit a JavaScript number. */
export type CardFields = { [name in CardFieldName]?: string };

/** The fields of a word to encode; a number only up to 2^53-1, as beyond it digits are lost. */
export type CardFieldsToEncode = { [name in CardFieldName]?: string | number | bigint };

/** How a card's fields lie in a Wiegand word. Bit 0 is sent first. */
export interface CardFormat {
  name: string;
  description?: string;
  /** How many bits the word has, 1 to 64. */
  bits: number;
  fields: {
    [name in CardFieldName]?: {
      /** Most significant first. */
      bits: readonly number[];
      /** The largest number allowed, as text; what the bits hold where it is not told. */
      max?: string;
      /** What an absent field is, as text; 0 where it is not told. */
      absent?: string;
      /** `bcd`: decimal digits of four bits each. */
      coding?: "binary" | "bcd";
    };
  };
  /** In the order in which they are computed: one may cover another. */
  parity?: readonly { bit: number; kind: "even" | "odd"; over: readonly number[] }[];
  /** Bits that are always the same. */
  fixed?: readonly { bit: number; value: 0 | 1 }[];
  /** How far sources agree; `agreed` for a caller's own. */
  confidence?: CardConfidence;
  note?: string;
  /** Where it is known from. */
  source?: string;
}

/** `uncertain`: sources contradict each other, and a verdict on parity says little. */
export type CardConfidence = "agreed" | "no-parity-known" | "uncertain";

/** A Wiegand word in every way to write it. */
export interface CardWord {
  /** `0` and `1`, the bit sent first first. */
  bits: string;
  /** The bits as a number, with as many digits as they need. */
  hex: string;
  /** How many bits; leading zeros count. */
  length: number;
  /** The word in the framing of HID Prox cards, in hex. */
  prox: string;
  /** The word in the framing of newer PACS credentials (iCLASS SE, Seos), in hex. */
  pacs: string;
}

/** A Wiegand word in one of the ways to write it. */
export type CardWordText =
  | { bits: string }
  | { hex: string; length: number }
  | { prox: string }
  | { pacs: string }
  | CardWord;

/** What a word says in a format of its length. */
export interface CardCandidate {
  format: string;
  fields: CardFields;
  /** Whether the parity bits hold; `none` where the format has none. */
  parity: "ok" | "failed" | "none";
  /** The parity bits that do not hold; there when `parity` is `failed`. */
  failed?: number[];
  confidence: CardConfidence;
  /** What a field says that its format does not allow, where it does. */
  notes?: Issue[];
  /**
   * There where the word as given verifies in no format, and does when read so: the wires D0 and D1
   * are swapped, or the bits come last first.
   */
  diagnosis?: "data-lines-swapped" | "bits-reversed";
}

export interface CardDecodeOptions {
  /** Formats of the caller's own, beside the built-in ones. */
  formats?: readonly CardFormat[];
  /** The names of the formats to try; all by default. */
  only?: readonly string[];
  /**
   * For a word that verifies in no format, add what it says when the data lines are taken for
   * swapped or the bits for reversed, where it verifies then. Off by default: a chance word does too.
   */
  diagnose?: boolean;
}

/** The built-in formats. */
export declare function cardFormats(): CardFormat[];

/** Judges a format of the caller's own and gives it whole. */
export declare function checkCardFormat(format: unknown): Result<CardFormat>;

/** Judges a word and gives it in every way to write it. */
export declare function checkCardWord(word: unknown): Result<CardWord>;

/** Encodes fields; an absent field is 0. Never cuts a number that does not fit. */
export declare function encodeCard(format: string | CardFormat, fields: CardFieldsToEncode): Result<CardWord>;

/**
 * What a word may be: every format of its length whose fixed bits it has, those that verify first,
 * then those without parity, then those that fail. Throws for a word that is none.
 */
export declare function decodeCard(word: CardWordText, options?: CardDecodeOptions): CardCandidate[];

/** The same for many words in one call. */
export declare function decodeCards(words: Iterable<CardWordText>, options?: CardDecodeOptions): CardCandidate[][];

// ---------------------------------------------------------------- cards: identifiers and printed numbers

/** How an identifier (UID, CSN) becomes the number that a fob shows or a reader sends, step by step. */
export interface CardConversion {
  name: string;
  description: string;
  /** The bytes of the identifiers it is for: 4, 5, 7, 8 or 10. */
  bytes: number;
  /** What is done to the identifier, in order, in words: `bytes reversed`, `low 3 bytes`, `decimal`. */
  steps: string[];
  /** How many bits of the identifier the number does not hold; 0: it can be turned back. */
  losesBits: number;
  /** The key format whose numbers these are, where they are one's. */
  keyFormat?: "EM" | "MC" | "MD";
  source?: string;
}

/** A conversion of the caller's own; what follows from its steps may stand there and counts for nothing. */
export interface OwnCardConversion {
  name: string;
  /** The bytes of the identifiers it is for: 4, 5, 7, 8 or 10. */
  bytes: number;
  /** In the words of {@link CardConversion}. */
  steps: readonly string[];
  description?: string;
  source?: string;
  losesBits?: number;
  keyFormat?: "EM" | "MC" | "MD";
}

export interface CardReadOptions {
  /** Conversions of the caller's own, to read numbers by beside the named ones. */
  conversions?: readonly OwnCardConversion[];
}

/** An identifier, as far as it is known. */
export interface CardIdentifier {
  /** In hex, the byte sent first first (of ISO 15693 as it writes them: E0 first), `?` for each digit that is not known: `????B0A5FD`. */
  hex: string;
  bytes: number;
  /** Whether every bit is known. */
  whole: boolean;
}

/** What a number may be. */
export interface CardReading {
  kind: "identifier" | "conversion" | "word";
  /** The conversion that it is read by; of kind `conversion`. */
  conversion?: string;
  /** Of kinds `identifier` and `conversion`. */
  identifier?: CardIdentifier;
  /** The word, in bits, in hex or in a frame, and what it says; of kind `word`. */
  word?: CardWord;
  candidate?: CardCandidate;
  /** How well it fits: `likely`, `possible` or `unlikely`; the likelier come first. */
  fit: "likely" | "possible" | "unlikely";
  /** Why, one sentence. */
  why: string;
  /** What is worth knowing, each of severity `note`. */
  notes: Issue[];
}

/** How two readings can be of one card. */
export interface CardMatchWay {
  a: CardReading;
  b: CardReading;
  /** How many bits of the identifier, or of the word, both hold, all of them the same. */
  bits: number;
}

export interface CardMatch {
  /**
   * `same`: both hold the whole identifier, no random one; `possible`: all that both hold agrees,
   * or the texts are equal; `different`.
   */
  verdict: "same" | "possible" | "different";
  /** The likeliest first. */
  ways: CardMatchWay[];
}

/** The named conversions. */
export declare function cardConversions(): CardConversion[];

/** Judges a conversion of the caller's own and gives it whole. */
export declare function checkCardConversion(conversion: unknown): Result<CardConversion>;

/**
 * What a number printed on a fob or shown by a reader may be, the likelier first; none where it can
 * be nothing known. Blanks around it make no difference.
 */
export declare function identifyCard(text: string, options?: CardReadOptions): CardReading[];

/**
 * Converts an identifier in hex (or, with `from`, a number of that conversion) to the number of a
 * conversion (without `to`: the identifier in hex, with `?` for what is not known). What is wrong
 * with a conversion, by its name or the caller's own, is an issue at `from` or `to`.
 */
export declare function convertCard(
  text: unknown,
  steps?: { from?: string | OwnCardConversion; to?: string | OwnCardConversion },
): Result<{ text: string; identifier: CardIdentifier; notes: Issue[] }>;

/**
 * Whether two numbers can be readings of one card, and by which conversions. A Wiegand word whose
 * parity holds is of the tag whose low 24 or 32 bits it has as facility code and card number, and of
 * the same card as another word of the same facility code and card number; `possible` at most.
 */
export declare function matchCards(a: string, b: string, options?: CardReadOptions): CardMatch;
