/**
 * The types of `latchwork/forms`: what judges the fields and requests of a form.
 *
 * Every function is synchronous. Functions that judge a value answer with a {@link Result} and
 * never throw for what they were given to judge; a {@link LatchworkError} is thrown for misuse, such
 * as a policy or options of the wrong shape.
 */

import type { IssueCode } from "./catalogue.js";

export type { IssueCode };

// ---------------------------------------------------------------- answers

/** What is wrong, where, as a code for machines and a sentence for people. Never holds a secret. */
export interface Issue {
  /** Stable, snake_case: `code_too_short`. More may be added in a minor version. */
  code: IssueCode | (string & {});
  /** Names and indexes from the outermost value inwards; empty for the value itself. */
  path: (string | number)[];
  /** One lower-case sentence: `expected 4 to 8 digits, found 3`. */
  message: string;
  /** The numbers and words of the sentence, for a translation. Integers above 2^53-1 are strings. */
  params?: Record<string, string | number>;
  /** There where the value is right and something about it is worth knowing. */
  severity?: "note";
}

/** The checked value, or everything that is wrong. Can be taken apart: `const { ok, value, issues } = …`. */
export type Result<T> =
  | { ok: true; value: T; issues?: undefined }
  | { ok: false; issues: Issue[]; value?: undefined };

/** What {@link fromForm} gives: a {@link Result}, with what is worth knowing of a right value. */
export type FormResult<T> =
  | { ok: true; value: T; notes?: Issue[]; issues?: undefined }
  | { ok: false; issues: Issue[]; value?: undefined; notes?: undefined };

/** An HTTP reply: send `body` as JSON under `contentType`. */
export interface Reply {
  /** The HTTP status. */
  status: number;
  /** The media type of the body. */
  contentType: string;
  /** A value to write as JSON. */
  body: unknown;
}

/** An RFC 9457 problem, `application/problem+json`, with the issues that led to it. */
export interface Problem {
  /** No page of its own says more of it. */
  type: "about:blank";
  /** The words of the status. */
  title: string;
  /** The HTTP status again. */
  status: number;
  /** Every issue as one sentence. */
  detail: string;
  /** What is wrong, in the order of the fields. */
  issues: Issue[];
}

/** A reply that says what is wrong as an RFC 9457 problem. */
export interface ProblemReply extends Reply {
  /** RFC 9457. */
  contentType: "application/problem+json";
  /** What is wrong. */
  body: Problem;
}

/** Thrown for misuse and for a code that cannot be drawn. */
export class LatchworkError extends Error {
  /** Whether a value is such an error, of whichever copy of this package. */
  static is(value: unknown): value is LatchworkError;
  /**
   * `keyspace_exhausted`: every allowed code is taken. `entropy_failed`: the host's random source
   * refused. `entropy_stuck`: it gave 64 unusable draws in a row. `invalid_argument`: see `issues`.
   * `disposed`: the set of free codes was given back.
   * `not_initialised`: a call before `await init()` of a `web` entry. `core_not_loaded`: the
   * WebAssembly of the core cannot be loaded here; the message says what to do. `core_failed`: the
   * core could not answer, as when memory ran out; the next call starts afresh.
   */
  readonly code:
    | "keyspace_exhausted"
    | "entropy_failed"
    | "entropy_stuck"
    | "invalid_argument"
    | "disposed"
    | "not_initialised"
    | "core_not_loaded"
    | "core_failed";
  /** What is wrong with the argument, from its name inwards; empty where it is no argument's fault. */
  readonly issues: Issue[];
}

// ---------------------------------------------------------------- requests

/** What stands under `~standard`: https://standardschema.dev, version 1. */
export interface StandardSchema<Input, Output> {
  /** The version of the standard. */
  readonly version: 1;
  /** Whose schema it is. */
  readonly vendor: "latchwork";
  /** The check, in the words of that standard. */
  readonly validate: (
    value: unknown,
  ) => { value: Output; issues?: undefined } | { issues: ReadonlyArray<{ message: string; path: ReadonlyArray<PropertyKey> }> };
  /** For the compiler alone: what is taken, where what has a default may be absent, and what is given. */
  readonly types?: { readonly input: Input; readonly output: Output };
}

/** A JSON Schema, draft 2020-12. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** The form of an HTTP request: judges it, says what is in it, and refuses it. */
export interface RequestForm<Request, Input, Options, BodyOptions, Refusal> {
  /** Judges a JavaScript value. All issues at once, in field order. */
  check(input: unknown, options?: Options): Result<Request>;
  /** Judges a raw HTTP body: bytes are taken as UTF-8. Refuses a body above 1 MiB before reading it. */
  checkJson(body: string | Uint8Array, options?: BodyOptions): Result<Request>;
  /** The 400 of this system for these issues. */
  refuse(issues: readonly Issue[]): Refusal;
  /** The request as a JSON Schema: whatever `check` accepts, it accepts. */
  readonly jsonSchema: JsonSchema;
  /**
   * The same object with options bound: they count for each call, but for those that the call has
   * itself. Wrong options are thrown here already.
   */
  with(options?: Options): this;
  /** Judges with the bound options. */
  readonly "~standard": StandardSchema<Input, Request>;
}

/** How {@link fromForm} reads a form, beside the options of the request's check. */
export interface FormOptions {
  /**
   * The IANA name of the zone of local times, `Europe/Stockholm`. Without it they stay as they are,
   * and the check says that they lack an offset.
   */
  timeZone?: string;
}

/** The options of a check. */
type OptionsOf<Check> = Check extends (input: unknown, options?: infer Options) => unknown ? NonNullable<Options> : never;

/** The value of a check. */
type ValueOf<Check> = Check extends (input: unknown) => Result<infer Value> ? Value : never;

/**
 * Makes a request of an HTML form's values and checks it, by what the request's JSON Schema says of
 * each field; what it does not know stays as it is.
 *
 * - A field left empty is dropped; a required text that may be empty stays.
 * - A check box is true when it is ticked (`on`, `true`) and false when it is not there; of several
 *   values the last counts, and an empty one leaves the field out. Where a request says nothing of
 *   an absent field, as a change does, a box that is not there leaves it out too.
 * - What a number input writes is a number. Any other text stays text, for the check to refuse.
 * - A list is a name that is repeated, `accesses` or `accesses[]`; rows left empty are dropped.
 * - A dot leads into an object: `valid.time.from`.
 * - What a `datetime-local` input writes is taken in `timeZone`, and becomes RFC 3339 with the
 *   offset of that moment, or seconds since 1970. A time that the clocks skip is the issue
 *   `local_time_skipped`; of one that comes twice the earlier is taken, with the note
 *   `local_time_twice`.
 *
 * @param formData a FormData, URLSearchParams or pairs of a name and a value; above 10,000 the form
 * is refused
 */
export declare function fromForm<
  Request extends { readonly jsonSchema: JsonSchema; check(input: unknown): Result<unknown> },
>(
  request: Request,
  formData: Iterable<readonly [name: string, value: unknown]>,
  options?: FormOptions & OptionsOf<Request["check"]>,
): FormResult<ValueOf<Request["check"]>>;

// ---------------------------------------------------------------- create access key (KiiAccess)

/** What opens: a code typed at a keypad, a card or fob, or the user's phone. */
export type KeyType = "code" | "rfid" | "mobile";

/** What every checked "create access key" request has. */
interface KeyRequest {
  /** First name of a user to create. */
  userFirstName?: string;
  /** Last name of a user to create. */
  userLastName?: string;
  /** What notifications call the key. */
  keyName?: string;
  /** The uuids of what the key opens: at least one, lower case, none twice. */
  accesses: string[];
  /** RFC 3339; absent: active at once. */
  validFrom?: string;
  /** RFC 3339, after `validFrom`, exclusive; absent: never expires. */
  validTo?: string;
  /** Whether the user is to be notified; true unless the request says otherwise. */
  sendNotification: boolean;
}

/** What the keys of users without the app have beyond it. */
interface OwnedKeyRequest extends KeyRequest {
  /** An E.164 number for a Mobile user, a uuid for an existing None-Mobile user; absent: a new None-Mobile user. */
  userId?: string;
  /** An E.164 number beside `userId`. For `keyType` `mobile` it is refused: there `userId` is the phone. */
  mobilePhoneNumber?: string;
}

/** A checked request for a code. */
export interface CodeKeyRequest extends OwnedKeyRequest {
  /** A code typed at a keypad. */
  keyType: "code";
  /** 4-8 digits, or `*`: generate one. */
  keyIdentification: string;
  /** `rfid` only: refused for a code. */
  keyFormat?: undefined;
  /** `rfid` only: refused for a code. */
  pin?: undefined;
}

/** A checked request for a card or fob. */
export interface RfidKeyRequest extends OwnedKeyRequest {
  /** A card or fob. */
  keyType: "rfid";
  /** 1-17 digits, as written. */
  keyIdentification: string;
  /** `EM`, `MC`, `MD` or the caller's own. */
  keyFormat?: string;
  /** 4-8 digits to be typed after the card is shown. */
  pin?: string;
}

/** A checked request for a phone. */
export interface MobileKeyRequest extends KeyRequest {
  /** The user's phone. */
  keyType: "mobile";
  /** The E.164 number of the Mobile user, whose phone is the key. */
  userId: string;
  /** Refused for a phone, which is known by `userId`. */
  keyIdentification?: undefined;
  /** `rfid` only: refused for a phone. */
  keyFormat?: undefined;
  /** `rfid` only: refused for a phone. */
  pin?: undefined;
  /** Refused for a phone: `userId` is its number. */
  mobilePhoneNumber?: undefined;
}

/** A checked "create access key" request: https://kiiaccess.com, field for field. */
export type AccessKeyRequest = CodeKeyRequest | RfidKeyRequest | MobileKeyRequest;

/** What a request may be before it is checked: what has a default may be absent. */
type Before<Request, Default extends keyof Request> = Omit<Request, Default> & Partial<Pick<Request, Default>>;

/** The same where null in what need not be there is no value. */
type Nullable<Request> = {
  [Name in keyof Request]: {} extends Pick<Request, Name> ? Request[Name] | null : Request[Name];
};

/** A "create access key" request as a caller writes it: null where there need be no value is none. */
export type AccessKeyInput =
  | Nullable<Before<CodeKeyRequest, "sendNotification">>
  | Nullable<Before<RfidKeyRequest, "sendNotification">>
  | Nullable<Before<MobileKeyRequest, "sendNotification">>;

/** What the checks of {@link createAccessKey} take into account. */
export interface AccessKeyOptions {
  /** Take no notice of fields that the request does not know. Off: a misspelt `validTO` is an issue. */
  ignoreUnknownFields?: boolean;
  /** Key formats beyond `EM`, `MC` and `MD`. */
  keyFormats?: readonly KeyFormat[];
  /**
   * The offset of `validFrom` and `validTo` that have none, `Z` or `+01:00`: then they may be as ISO
   * 8601 writes them. A date (`2026-11-21`) is its first instant; a time may be without seconds or
   * offset (`2026-11-21T10:00`), and all of it in the basic form (`20261121T1000Z`). What is given back
   * is RFC 3339. Without it such a text is an issue.
   */
  assumeOffset?: string;
}

/** The form of {@link createAccessKey}. */
export interface AccessKeyForm
  extends RequestForm<AccessKeyRequest, AccessKeyInput, AccessKeyOptions, AccessKeyOptions, ProblemReply & { status: 400 }> {}

/** "Create access key" of KiiAccess. */
export declare const createAccessKey: AccessKeyForm;

// ---------------------------------------------------------------- grant lock access (SmartphoneKey)

/** A reply of this system that is no 200. `error` is the first issue's code. */
export interface LockAccessRefusal extends Reply {
  /** JSON of this system. */
  contentType: "application/json";
  /** The first issue's code, and all issues as one sentence. */
  body: { error: string; message: string };
}

/** A lock that a user has access to. */
export interface AccessibleLock {
  /** A uuid or a decimal number. */
  lockId: string;
  /** What people call the lock. */
  lockName: string;
  /** What the user may do there. */
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
  /** The uuid of who gets access. */
  id: string;
}

/** A checked "remove lock access" request. */
export interface RemoveLockAccessRequest {
  /** The uuid of who loses access. */
  id: string;
  /** A uuid or a decimal number. */
  lockId: string;
  /** The uuid of who takes it away. */
  removedBy: string;
  /** Why, in words. */
  reason: string;
}

/** What the checks of {@link grantLockAccess} and {@link removeLockAccess} take into account. */
export interface LockAccessOptions {
  /** Take no notice of fields that the request does not know. */
  ignoreUnknownFields?: boolean;
}

/** The same for a raw body, which has the id of the path beside it. */
export interface LockAccessBodyOptions extends LockAccessOptions {
  /** The id of the path; without it the body's own `id` is read. */
  id?: string;
}

/** The form of {@link grantLockAccess}. */
export interface GrantLockAccessForm
  extends RequestForm<
    GrantLockAccessRequest,
    GrantLockAccessRequest,
    LockAccessOptions,
    LockAccessBodyOptions,
    LockAccessRefusal & { status: 400 }
  > {}

/** "Grant lock access" of SmartphoneKey. */
export declare const grantLockAccess: GrantLockAccessForm;

/** The form of {@link removeLockAccess}. */
export interface RemoveLockAccessForm
  extends RequestForm<
    RemoveLockAccessRequest,
    RemoveLockAccessRequest,
    LockAccessOptions,
    LockAccessBodyOptions,
    LockAccessRefusal & { status: 400 }
  > {}

/** "Remove lock access" of SmartphoneKey. */
export declare const removeLockAccess: RemoveLockAccessForm;

// ---------------------------------------------------------------- create user entity (BAS-IP)

/** A reply of the panel that is no 200: one error, in its words. */
export interface PanelRefusal extends Reply {
  /** JSON of the panel. */
  contentType: "application/json";
  /** The error in the words of the panel. */
  body: { error: string };
}

/** How a user identifies at the panel. */
export type AuthFactor = "card" | "input_code" | "face_id" | "qr" | "license_plate";

/** A checked "create user entity" request. */
export interface CreateUserRequest {
  /** The user's name; others may have the same. */
  name: string;
  /** What tells users of one name apart. */
  info: string;
  /** How the user identifies: at least one way. */
  auth_factors: AuthFactor[];
  /** 0 both locks, 1 the first, 2 the second. */
  lock_number: 0 | 1 | 2;
  /** Whether the user's own factors count in place of the panel's. */
  is_custom_user_access: boolean;
}

/** A "create user entity" request as a caller writes it: a factor may be an object too. */
export interface CreateUserInput extends Omit<CreateUserRequest, "auth_factors"> {
  /** How the user identifies: at least one way. */
  auth_factors: (AuthFactor | { type: AuthFactor })[];
}

/** What the checks of the panel's requests take into account. */
export interface PanelOptions {
  /** Make fields that the request does not know issues. Off, as the panel passes over them. */
  refuseUnknownFields?: boolean;
}

/** The form of {@link createUser}. */
export interface CreateUserForm
  extends RequestForm<CreateUserRequest, CreateUserInput, PanelOptions, PanelOptions, PanelRefusal & { status: 400 }> {}

/** "Create user entity" of BAS-IP. */
export declare const createUser: CreateUserForm;

/** A uid as a request takes it: a number from 0 to 2^53 - 1, or its digits as a router hands them over. */
export type PanelUid = number | string;

/** A checked request to change a user: some of the fields, at least one. A request of none is refused. */
export interface ChangeUserRequest extends Partial<CreateUserRequest> {
  /** The user to change. */
  user_uid: number;
}

/** A request to change a user as a caller writes it. */
export interface ChangeUserInput extends Partial<CreateUserInput> {
  /** The user to change. */
  user_uid: PanelUid;
}

/** What the check of a raw body of {@link changeUser} takes into account. */
export interface ChangeUserBodyOptions extends PanelOptions {
  /** The uid of the path; without it the body's own `user_uid` is read. */
  user_uid?: PanelUid;
}

/** The form of {@link changeUser}. */
export interface ChangeUserForm
  extends RequestForm<
    ChangeUserRequest,
    ChangeUserInput,
    PanelOptions,
    ChangeUserBodyOptions,
    PanelRefusal & { status: 400 }
  > {}

/** "Update user data" of BAS-IP, a PATCH. */
export declare const changeUser: ChangeUserForm;

/** What a user shows to the panel. */
export type IdentifierType = "card" | "ukey" | "inputCode" | "face_id" | "qr" | "license_plate";

/** When and how often an identifier opens. */
export interface Validity {
  /** When: always, or from `from` up to `to`, each in seconds since 1970, `to` exclusive; one may be absent. */
  time: { is_permanent: boolean; from?: number; to?: number };
  /** How often: any number of times, or `max_passes`. */
  passes: { is_permanent: boolean; max_passes?: number };
}

/** Whose an identifier is. */
export interface IdentifierOwner {
  /** The user's name. */
  name: string;
  /** Whether the user lives there. */
  type: "owner" | "guest";
}

/** A checked request to create an identifier. */
export interface CreateIdentifierRequest {
  /** Whose it is. */
  identifier_owner: IdentifierOwner;
  /** What kind of identifier it is. */
  identifier_type: IdentifierType;
  /**
   * As written; a uuid in lower case. Of a card or ukey 1-10 digits or 2-8 bytes (`04:A1:B2:C3`), of an
   * input code 1-10 digits, of a QR code a uuid, of a plate or a face 1-100 characters.
   */
  identifier_number: string;
  /** Which locks it opens. */
  lock: "first" | "second" | "all";
  /** When and how often it opens. */
  valid: Validity;
}

/** The form of {@link createIdentifier}. */
export interface CreateIdentifierForm
  extends RequestForm<
    CreateIdentifierRequest,
    CreateIdentifierRequest,
    PanelOptions,
    PanelOptions,
    PanelRefusal & { status: 400 }
  > {}

/** The request for an identifier of BAS-IP. */
export declare const createIdentifier: CreateIdentifierForm;

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
  /** What the digits have to keep to; no rule by default. */
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
  /**
   * How somebody who is threatened tells so; nobody can when absent. `own-code`: with a code of its
   * own, which is in use like any other. `lastDigit`: with the own code and one of these, 1 to 9,
   * added to its last digit, of which ten is 0. Duress codes open, so that each has to be allowed,
   * none is in use by another, and a guess wins more often.
   */
  duress?: "none" | "own-code" | { lastDigit: readonly number[] };
}

/**
 * Checks an access code: 4-8 ASCII digits, leading zeros counted, and every rule of the policy,
 * each with its own issue and the place in the code where it fails.
 */
export declare function checkCode(code: unknown, policy?: CodePolicy): Result<string>;

/** A lock whose code policy is known. */
export type CodePolicyName =
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
  | "basip_master";

/** The policies of locks that document them. */
export declare const codePolicies: Readonly<Record<CodePolicyName, CodePolicy>>;

/**
 * Which lengths of a lock's codes lie outside the 4-8 digits that codes have here, so that its
 * policy allows none of them: 9 digits of `ttlock`, 9 and 10 of `zwave`, the 9 of the codes that
 * `igloohome` makes itself; of the others none.
 */
export declare const codeLengthsOutside: Readonly<Record<CodePolicyName, readonly number[]>>;

// ---------------------------------------------------------------- phones, users, time, levels

/** Checks a strict E.164 number: `+`, then 2 to 15 digits with an assigned country code. */
export declare function checkPhone(text: unknown): Result<string>;

/**
 * Reads a number as people write it and gives it in E.164: `+48 666 666 666`, `+1 (555) 010-9999`,
 * `0048…`, `+44 (0)20…`. What was changed stands in `notes`: `phone_double_zero_read`,
 * `phone_trunk_zero_left_out`, `phone_signs_left_out`.
 *
 * Nothing is guessed: a number without its country, an extension, a second number, letters and
 * digits of other scripts are refused.
 */
export declare function parsePhone(text: unknown): Result<string>;

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
  /** RFC 3339, inclusive. */
  from?: string;
  /** RFC 3339, exclusive. */
  until?: string;
}

/** Where an instant lies in a window. */
export type WindowState = "not-yet-valid" | "valid" | "expired";

/** Checks a window: instants of RFC 3339, the end after the beginning. */
export declare function checkWindow(window: unknown): Result<Window>;

/** The state of a window at an instant: RFC 3339 text, epoch milliseconds or a Date. Throws for a window or an instant that is none. */
export declare function windowState(window: Window, at: string | number | Date): WindowState;

/** What somebody may do with a lock. */
export type AccessLevel = "OWNER" | "ADMIN" | "USER" | "GUEST";

/** From the most to the least powerful. */
export declare const accessLevels: readonly ["OWNER", "ADMIN", "USER", "GUEST"];

/** Checks an access level; upper case only. */
export declare function checkAccessLevel(text: unknown): Result<AccessLevel>;

// ---------------------------------------------------------------- key numbers

/** How the number of an rfid key is bounded: at most `digits` digits and a value below 2^`bits`. */
export interface KeyFormat {
  /** What `keyFormat` of a request calls it. */
  name: string;
  /** What kind of card it is of. */
  technology?: string;
  /** How many digits at most: 1-20. */
  digits: number;
  /** The value is below 2^`bits`: 1-64. */
  bits: number;
}

/** The built-in formats: `EM`, `MC`, `MD`. */
export declare function keyFormats(): (KeyFormat & { technology: string; /** Largest number, as text. */ max: string })[];

/** Checks the decimal number of an rfid key and gives it without leading zeros, for comparing. */
export declare function checkKeyNumber(format: string | KeyFormat, number: unknown): Result<string>;
