/**
 * The types of `latchwork`: all of `latchwork/forms`, and what decides requests, draws codes and
 * says what a guess wins.
 */

import type {
  AccessKeyForm,
  AccessKeyRequest,
  AccessLevel,
  AccessibleLock,
  ChangeUserBodyOptions,
  ChangeUserInput,
  ChangeUserRequest,
  CodeKeyRequest,
  CodePolicy,
  CreateIdentifierRequest,
  CreateUserInput,
  CreateUserRequest,
  GrantLockAccessForm,
  GrantLockAccessRequest,
  IdentifierType,
  Issue,
  KeyFormat,
  LockAccessRefusal,
  MobileKeyRequest,
  PanelOptions,
  PanelRefusal,
  PanelUid,
  ProblemReply,
  RemoveLockAccessForm,
  RemoveLockAccessRequest,
  RequestForm,
  Result,
  RfidKeyRequest,
  Validity,
  Window,
} from "./forms.js";

export * from "./forms.js";

// ---------------------------------------------------------------- create access key (KiiAccess)

/** A key that exists: what identifies it, and when it opens. */
export interface KeyInUse {
  /** A phone has nothing that another key could have. */
  keyType: "code" | "rfid";
  /** The code, or the number of the card. */
  keyIdentification: string;
  /** The format of the number; absent where it is not known: then it may be any. */
  keyFormat?: string;
  /** RFC 3339; absent: from the first. */
  validFrom?: string;
  /** RFC 3339, exclusive; absent: for ever. */
  validTo?: string;
}

/** What the service knows when it decides. */
export interface AccessKeyState {
  /** Whether the request's `userId` is a user already. */
  userExists: boolean;
  /** Whether the owner has enabled mobile keys. */
  mobileKeysEnabled: boolean;
  /** Whether the caller may manage every access of the request. */
  mayManageAccesses: boolean;
  /**
   * The keys in use on any access of the request, and when: those that never open at the same time
   * do not clash. Beside `free` those of cards alone.
   */
  inUse: readonly KeyInUse[];
  /**
   * The policy of the door, or those of all doors of the request: each has to allow the code, one of
   * the caller's choice too. Lengths that no door names are any of 4 to 8, 6 of a generated code.
   * Absent: any code, or those of `free`.
   */
  codePolicy?: CodePolicy | readonly CodePolicy[];
  /** When two codes count as the same; `equal`, or as `free` has it, when absent. */
  collision?: Draw["collision"];
  /**
   * The free codes of these doors, kept by the service: `*` is drawn from them, and a code of the
   * caller's choice has to be among them. A decision takes none: `takeCode` of the effect says which
   * to take. Throws `invalid_argument` for a set that allows codes which a door does not, that has
   * another way to clash, or that was made for a window which does not cover the key's.
   */
  free?: FreeCodes;
  /** The uuid of the key, if the service gives it: then it is in the effect and the reply. */
  keyId?: string;
  /**
   * The uuid of a user who is created with the key, if the service gives it: then it is in the effect,
   * and of a None-Mobile user the `userId` of the key and the reply.
   */
  newUserId?: string;
  /** Key formats beyond `EM`, `MC` and `MD`; those bound to `createAccessKey` when absent. */
  keyFormats?: readonly KeyFormat[];
  /** The instant of the decision; the host's clock when absent. */
  now?: string | number | Date;
}

/** What every key has as it is stored. */
type StoredOf<Request> = Omit<Request, "userFirstName" | "userLastName" | "sendNotification"> & {
  /** The uuid that the state gave. */
  id?: string;
};

/** A code as it is stored. */
export interface StoredCodeKey extends StoredOf<CodeKeyRequest> {
  /** 4-8 digits: the generated code where `*` was asked for. */
  keyIdentification: string;
}

/** A card or fob as it is stored. */
export interface StoredRfidKey extends StoredOf<RfidKeyRequest> {}

/** A phone as it is stored. */
export interface StoredMobileKey extends StoredOf<MobileKeyRequest> {}

/** A key as it is stored. */
export type StoredAccessKey = StoredCodeKey | StoredRfidKey | StoredMobileKey;

/** A key as the reply tells of it: without the PIN. */
export type AccessKeyBody = Omit<StoredCodeKey, "pin"> | Omit<StoredRfidKey, "pin"> | Omit<StoredMobileKey, "pin">;

/** What the service has to store and do when the reply is 200. */
export interface AccessKeyEffect {
  /** The key to store. */
  storeKey: StoredAccessKey;
  /** Absent when the user exists; the request's names are then ignored. */
  createUser?: { id?: string; type: "mobile" | "none-mobile"; phoneNumber?: string; firstName?: string; lastName?: string };
  /** Whether the user is to be notified. */
  notify: boolean;
  /**
   * The code to take from the state's `free`, before anything is stored: where `free.take(takeCode)`
   * says that it was taken since, decide anew. Absent without a set, and for a key that is no code.
   */
  takeCode?: string;
}

/** What is replied to "create access key". */
export type AccessKeyReply =
  | { status: 200; contentType: "application/json"; body: AccessKeyBody; effect: AccessKeyEffect }
  | (ProblemReply & { status: 400 | 403 | 409; effect?: undefined });

/** The form of {@link createAccessKey}, and its decision. */
export interface AccessKeySystem extends AccessKeyForm {
  /** Decides a checked request. A request that does not check gets the reply of `refuse`. */
  decide(request: AccessKeyRequest, state: AccessKeyState): AccessKeyReply;
}

/** "Create access key" of KiiAccess. */
export declare const createAccessKey: AccessKeySystem;

// ---------------------------------------------------------------- grant lock access (SmartphoneKey)

/** A user's locks and the number of events that made them. */
export interface LockAggregate {
  /** Whose locks they are, a uuid; absent only at version 0: the first event then says. */
  userId?: string;
  /** How many events made it. */
  version: number;
  /** In the order in which access was given. */
  locks: AccessibleLock[];
}

/** Access was given. */
export interface AccessibleLockAdded {
  /** What happened. */
  type: "AccessibleLockAdded";
  /** The lock, and the uuid of who got access. */
  data: AccessibleLock & { userId: string };
}

/** Access was taken away. */
export interface AccessibleLockRemoved {
  /** What happened. */
  type: "AccessibleLockRemoved";
  /** Who lost access to which lock, by whom, why and when (RFC 3339). */
  data: { userId: string; lockId: string; removedBy: string; reason: string; removedAt: string };
}

/** What happens to a user's locks. */
export type LockEvent = AccessibleLockAdded | AccessibleLockRemoved;

/** Access of one person to one lock. */
export interface Grant {
  /** What may be done. */
  accessLevel: AccessLevel;
  /** RFC 3339; absent: at once. */
  validFrom?: string;
  /** RFC 3339, exclusive; absent: for ever. */
  validUntil?: string;
  /** Whether it was taken back; false when absent. */
  revoked?: boolean;
}

/** Which levels each grantor may grant, and so remove. Every row is needed. */
export type GrantPolicy = Record<AccessLevel | "organisation", readonly AccessLevel[]>;

/**
 * Who asks, as the verified token or API key says; never what the request says of itself. `grant` is
 * the access that the user has to the lock of the request, taken back or not; null for none.
 */
export type LockAccessCaller =
  | { kind: "user"; /** A uuid. */ id: string; grant: Grant | null }
  | { kind: "organisation" };

/** What the service knows when it decides. */
export interface LockAccessState {
  /** Whether the user `id` exists. */
  userExists: boolean;
  /** The user's locks as they are stored. */
  aggregate: LockAggregate;
  /**
   * Who asks. A user's own id is the only one that `grantedBy` and `removedBy` may have; an
   * organisation may name any of its people.
   */
  caller: LockAccessCaller;
  /** Whether the lock belongs to the organisation that asks; false when absent, of no account for a user. */
  organisationOwnsLock?: boolean;
  /** Refuse when the aggregate has another version. */
  expectedVersion?: number;
  /** Absent: each level grants those below it, the organisation an OWNER. */
  policy?: GrantPolicy;
  /** The instant of the decision; the host's clock when absent. */
  now?: string | number | Date;
}

/** What the service has to store when the reply is 200. */
export interface LockAccessEffect<E extends LockEvent> {
  /** The event to store. */
  event: E;
  /** The locks after it. */
  aggregate: LockAggregate;
}

/** What is replied to a grant or a removal. */
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
  | (LockAccessRefusal & { status: 400 | 403 | 404 | 409; effect?: undefined });

/** The form of {@link grantLockAccess}, its decision, and the fold of events. */
export interface GrantLockAccessSystem extends GrantLockAccessForm {
  /** Decides a checked request. A request that does not check gets the reply of `refuse`. */
  decide(request: GrantLockAccessRequest, state: LockAccessState): LockAccessReply<AccessibleLockAdded>;
  /**
   * Folds an event, or several in their order, into an aggregate. Throws for one that cannot have
   * happened to it, such as one of another user. A list of 10,000 takes one call and some
   * milliseconds; each call alone reads and writes the aggregate whole.
   */
  apply(aggregate: LockAggregate, event: LockEvent | readonly LockEvent[]): LockAggregate;
}

/** "Grant lock access" of SmartphoneKey. */
export declare const grantLockAccess: GrantLockAccessSystem;

/** The form of {@link removeLockAccess}, and its decision. */
export interface RemoveLockAccessSystem extends RemoveLockAccessForm {
  /** Decides a checked request. A request that does not check gets the reply of `refuse`. */
  decide(request: RemoveLockAccessRequest, state: LockAccessState): LockAccessReply<AccessibleLockRemoved>;
}

/** "Remove lock access" of SmartphoneKey. */
export declare const removeLockAccess: RemoveLockAccessSystem;

/** Whether a level, or the organisation that owns the lock, may grant another; by default those below it. */
export declare function mayGrant(
  grantor: AccessLevel | "organisation",
  level: AccessLevel,
  policy?: GrantPolicy,
): boolean;

/** What a grant is at an instant. */
export type GrantState = "not-yet-valid" | "valid" | "expired" | "revoked";

/** The state of a grant at an instant. */
export declare function grantState(grant: Grant, at: string | number | Date): GrantState;

/** A code that opens a lock for a time, and as often as it may. */
export interface TemporaryKey {
  /** 4-8 digits. */
  code: string;
  /** RFC 3339; absent: at once. */
  validFrom?: string;
  /** RFC 3339, exclusive; absent: for ever. */
  validUntil?: string;
  /** How often it may open, at least once; null or absent: any number of times. */
  maxUses?: number | null;
  /** How often it opened. */
  used: number;
  /** Whether it was taken back; false when absent. */
  revoked?: boolean;
}

/** What a temporary key is at an instant. */
export type TemporaryKeyState = GrantState | "used-up";

/**
 * The state of a temporary key at an instant: of several reasons for which it opens nothing the first
 * of taken back, expired, used up, not yet valid, as at a door. A keypad tells none of them.
 */
export declare function temporaryKeyState(key: TemporaryKey, at: string | number | Date): TemporaryKeyState;

/** Whether someone's grants open a lock at an instant, and why. */
export declare function mayOpen(
  grants: readonly (Grant & { lockId: string })[],
  lockId: string,
  at: string | number | Date,
): { open: boolean; reason: GrantState | "no-grant" };

/** Which headers a request is authorised by, and what the token says of itself. */
export type Authorization =
  | { kind: "bearer" | "both"; subject?: string; /** Seconds since 1970. */ expiresAt?: number }
  | { kind: "api-key" };

/**
 * Judges the shape of `Authorization: Bearer …` and `X-API-Key`, of which there is either or both, as
 * in the vendor's own sample; who asks is then the person or the service of the token. What is there
 * is judged, whatever stands beside it. The signature of a token is NOT verified: that is for the
 * service's JWT library.
 */
export declare function checkAuthorization(
  headers: { authorization?: string; apiKey?: string },
  now?: string | number | Date,
): Result<Authorization>;

// ---------------------------------------------------------------- doors

/** A step of a decision at a door, in the order in which reasons are told. */
export type DoorStage =
  | "door"
  | "lockout"
  | "format"
  | "known"
  | "credential"
  | "holder"
  | "factors"
  | "right"
  | "schedule"
  | "party"
  | "passback"
  | "occupancy"
  | "host"
  | "granted";

/**
 * Why a door opens or stays shut, in the order in which reasons are told: of several that hold, the
 * first is the one to show, at a log and to an operator. A keypad has one sentence for every refusal.
 */
export type DoorReason =
  | "out-of-service"
  | "locked-down"
  | "threat-level"
  | "privacy"
  | "vacation"
  | "interlock"
  | "locked-out"
  | "bad-format"
  | "unknown-credential"
  | "stolen"
  | "lost"
  | "revoked"
  | "damaged"
  | "suspended"
  | "credential-locked-out"
  | "expired"
  | "used-up"
  | "too-long-unused"
  | "not-yet-active"
  | "holder-left"
  | "holder-suspended"
  | "non-access"
  | "remote-not-allowed"
  | "remote-needs-code"
  | "wrong-factor"
  | "factor-missing"
  | "factor-too-late"
  | "no-rights"
  | "no-rights-in-zone"
  | "no-rights-here"
  | "outside-schedule"
  | "special-day"
  | "clock-unknown"
  | "no-escort"
  | "wrong-escort"
  | "second-person"
  | "first-person"
  | "passback"
  | "occupancy-upper"
  | "occupancy-lower"
  | "verification-needed"
  | "delayed"
  | "cannot-decide"
  | "duress"
  | "muster"
  | "soft-passback"
  | "traced"
  | "accompanied"
  | "first-use"
  | "exempt-code"
  | "exempt-passback"
  | "grace"
  | "granted";

/** A reason as the table has it. */
export interface DoorReasonRow {
  /** The word that stays. */
  reason: DoorReason;
  /** The step of the decision that finds it. */
  stage: DoorStage;
  /** Whether a door opens for it. */
  opens: boolean;
}

/** Every reason, in the order in which they are told. */
export declare function doorReasons(): DoorReasonRow[];

/**
 * A system with words of its own: `BACnetAccessEvent` of BACnet, the `Reason` or the topic of an event
 * of ONVIF, the names that Matter's door lock has for errors, operations and alarms, the events of
 * Z-Wave's notification 6, the reasons of UHPPOTE, the minor types of Hikvision's major type 5, the
 * error codes of Nuki.
 */
export type ReasonVocabulary = "bacnet" | "onvif" | "matter" | "zwave" | "uhppote" | "hikvision" | "nuki";

/** What another system says of a reason, a text for `onvif` and `matter`; null where it has no word for it. */
export declare function reasonIn<Vocabulary extends ReasonVocabulary>(
  vocabulary: Vocabulary,
  reason: DoorReason,
): (Vocabulary extends "onvif" | "matter" ? string : number) | null;

/**
 * The reasons that a word of another system may stand for, in their order; more than one where the
 * system says less than this package does. A word that it does not have stands for none; to ONVIF,
 * which asks for it, such a word is `Other`.
 */
export declare function reasonsFrom(vocabulary: ReasonVocabulary, word: string | number): DoorReason[];

/** What a lock has counted, as plain data: `{}` is that of a lock at which nobody has tried. */
export interface LockOutCount {
  /** Wrong tries in a row; 0 when absent. */
  wrong?: number;
  /** What was left of a lock-out at `at`; 0 when absent. */
  waitMillis?: number;
  /** How long the bucket had to leak then to be empty; 0 when absent. */
  owedMillis?: number;
  /** RFC 3339; absent before there was a clock. */
  at?: string;
  /** Whether something was counted without a clock since: it begins to pass when there is one. */
  clockLost?: boolean;
}

/**
 * The lock-out of a reader, or of a card whose code is typed: what is allowed, 1 to 10,000 `tries` and
 * waits up to ten years, and what was counted so far, which the service stores.
 */
export interface LockOut {
  /** What is allowed. */
  policy: LockOutPolicy;
  /** What was counted. One that is left out is refused: it is not known. */
  state: LockOutCount;
}

/** Whether a lock takes tries, the right code among them. */
export type LockOutState =
  | { state: "open" }
  /** `until`: the first instant at which it takes tries again; absent after the year 9999. */
  | { state: "locked"; by: "tries" | "bucket"; until?: string }
  /** Something has to pass, and the clock is not known, or shows less than it did: it takes none. */
  | { state: "unknown" };

/** Whether a lock takes tries. `now` is null where the clock is not known. */
export declare function lockOutState(lockOut: LockOut, now: string | number | Date | null): LockOutState;

/**
 * What a lock has counted after a wrong try, or after a valid credential that was let in, which begins
 * a new row and leaves the bucket as it is. What is tried while it takes no tries counts for nothing:
 * the state stays as it is, but that a clock which was lost is noted when it is there again.
 */
export declare function lockOutAfter(
  lockOut: LockOut,
  tried: "wrong" | "right",
  now: string | number | Date | null,
): LockOutCount;

// ---------------------------------------------------------------- schedules

/** A day of the week. */
export type Weekday = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";

/** A part of a day, in minutes after its midnight. */
export interface Period {
  /** The first minute inside, 0 to 1439. */
  from: number;
  /**
   * The first minute no longer inside, 0 to 1440. Where it is not after `from`, the period goes over
   * midnight, and belongs to the day on which it begins.
   */
  until: number;
}

/** A period that begins on some days of the week. */
export interface WeeklyHours extends Period {
  /** At least one. */
  days: Weekday[];
  /** The first day on which it may begin, `2026-06-01`. */
  first?: string;
  /** The last day on which it may begin. */
  last?: string;
}

/** From a minute of the door's clock to before another. */
export interface LocalSpan {
  /** The first minute inside, `2026-12-24T18:00`. */
  from: string;
  /** The first minute no longer inside. */
  until: string;
}

/** Days, or parts of days, on which other periods replace the weekly and the dated rules. */
export interface SpecialDays {
  /** For people. */
  name?: string;
  /** Whole days, `2026-12-25`, and spans; up to 1,024, and 2,048 in all groups together. */
  days: (string | LocalSpan)[];
  /** What is open on them, as far as it begins on one of them; none closes them. Up to 256 in
   * all groups together. */
  periods: Period[];
}

/**
 * When something is open, by the clock on the wall: where a weekly or a dated rule is, but for special
 * days, on which their own periods are; and that within `valid`. Without rules it never is. Up to 256
 * rules of each kind and 64 groups of special days.
 */
export interface Schedule {
  /** What comes every week. */
  weekly?: WeeklyHours[];
  /** Open throughout. */
  dated?: LocalSpan[];
  /** Days on which neither counts. */
  special?: SpecialDays[];
  /** An absent end is open. */
  valid?: { from?: string; until?: string };
}

/** Checks a schedule, and gives it with the days of the week in order and without empty lists. */
export declare function checkSchedule(schedule: unknown): Result<Schedule>;

/**
 * What a door's clock shows: RFC 3339 text with the door's own offset, or an instant (RFC 3339, epoch
 * milliseconds or a Date) and the IANA name of the door's zone; null or undefined where it is not
 * known, and `-00:00` says that it is not. An instant alone is refused: it does not say what the wall shows.
 */
export type Clock = string | { at: string | number | Date; timeZone: string } | null | undefined;

/** When hours open or close. */
export interface HoursChange {
  /** The first minute after it on the wall, `2026-11-26T17:00`. */
  local: string;
  /** Whether they open. */
  opens: boolean;
  /** The first instant after it, RFC 3339; there where a zone was given. */
  instant?: string;
  /**
   * Which of the instants at which the clocks show `local`: the only one, the first or the second of
   * two, or one at which they jump over the time when hours would change; there where a zone was given.
   */
  which?: "only" | "first" | "second" | "jump";
}

/** Why hours are closed. Hours made of others know of no schedule: they say `outside-hours`. */
export type ClosedReason = "not-yet-valid" | "expired" | "special-day" | "outside-hours";

/** What hours say: open, until `until` or for ever; closed until then; closed for ever; or that the clock is not known, which opens nothing. */
export type HoursState =
  | { state: "open"; until?: HoursChange }
  | { state: "closed"; until: HoursChange; why: ClosedReason }
  | { state: "never"; why: ClosedReason }
  | { state: "unknown" };

/**
 * When something is open, whatever rules say so. It holds nothing but a few hundred bytes, and need
 * not be disposed of.
 */
export interface Hours {
  /** What they say now. */
  state(clock: Clock): HoursState;
  /** The first change after now; undefined where there is none, or the clock is not known. */
  nextChange(clock: Clock): HoursChange | undefined;
  /** The open parts of a day, `2026-11-26`, ascending; none goes over midnight. */
  day(date: string): Period[];
  /** Seven days from a date on. */
  week(date: string): { date: string; periods: Period[] }[];
  /** Whether they are open wherever others are. */
  covers(other: Hours): boolean;
  /** Whether they are open at the same minutes. */
  equals(other: Hours): boolean;
  /** Open where either is. */
  union(other: Hours): Hours;
  /** Open where both are. */
  intersection(other: Hours): Hours;
  /** Open where these are and the others are not. */
  without(other: Hours): Hours;
  /**
   * A schedule of these hours, with as few rules as are easily found. Throws for hours that would take
   * more than a schedule has.
   */
  toSchedule(): Schedule;
  /** Whether no minute is open. */
  readonly isNever: boolean;
  /** Whether every minute is open. */
  readonly isAlways: boolean;
}

/** The hours of a schedule. Throws for what is none. */
export declare function hours(schedule: Schedule): Hours;

/** Makers of locks, and protocols that locks of many makers speak, whose schedules are known. */
export type ScheduleMaker =
  | "matter"
  | "zigbee"
  | "zwave-schedule-entry-lock"
  | "zwave-active-schedule"
  | "nuki"
  | "tedee"
  | "ttlock"
  | "unifi-access"
  | "schlage"
  | "uhppote"
  | "onvif"
  | "basip";

/** How days of the week are written as numbers: the first four are masks, the others a number each. */
export type WeekdayPreset = WeekdayMask | "iso-8601" | "z-wave" | "sentex";
/** Masks of weekdays: of `matter`, Zigbee's too, Sunday is 1; of `nuki` Monday is 64; of `schlage` Sunday is 64 and Monday 32; of `tedee` Monday is 1. */
export type WeekdayMask = "matter" | "nuki" | "schlage" | "tedee";

/** What is told of a maker. */
export interface ScheduleMakerFacts {
  /** Who it is. */
  maker: ScheduleMaker;
  /** How it numbers the days of a week; absent where it calls them by name, or not at all. */
  weekdays?: WeekdayPreset;
  /** Whether one rule may go over midnight. */
  takesNights: boolean;
  /** The most weekly rules that one credential can have; absent where nothing says so. */
  rules?: number;
  /** The most dated rules, 0 for none; absent where nothing says so. */
  dated?: number;
  /** Whether special days replace the rules. */
  specialDays: boolean;
  /** What its times are told in: the wall of the door; the wall with dates as instants; UTC alone, so that hours move when the clock changes; or a wall that never changes. */
  zone: "wall" | "wall-and-instants" | "utc" | "fixed-offset";
  /** Who says so. */
  source: string;
}

/** What is known of a door and its lock. */
export interface ScheduleMakerOptions {
  /** The offset of the door's clock, `+01:00`: needed where a maker writes instants. */
  offset?: string;
  /** When that becomes another: an instant in RFC 3339 and the offset from then on. */
  changes?: { at: string; offset: string }[];
  /** The most weekly rules that this lock takes, up to 256. */
  rules?: number;
  /** The most dated rules that this lock takes, up to 256. */
  dated?: number;
}

/** A schedule in a maker's own fields. */
export interface HeldSchedule {
  /** The maker's locks hold it, or a part of it. */
  ok: true;
  /** The maker's own objects, to be sent to its API. */
  value: Record<string, unknown>;
  /** What `scheduleFrom` says of `value`, held against what was asked: the same times, fewer, more, or others. */
  opens: "same" | "less" | "more" | "other";
  /** All that is lost or written otherwise, each of severity `note`. */
  notes: Issue[];
}

/** A schedule that a maker's objects say. */
export interface ToldSchedule {
  /** The objects say a schedule. */
  ok: true;
  /** The schedule. */
  value: Schedule;
  /** All that it does not say, each of severity `note`. */
  notes: Issue[];
}

/**
 * Writes a schedule as a maker's locks hold it. Where they cannot hold all of it, it is shorter where
 * that can be; `opens` says whether the lock opens at other times too. Refused is what they can hold
 * nothing of, and what needs an offset that the options do not have. Throws for a maker, a schedule or
 * options that are none.
 */
export declare function scheduleTo(
  maker: ScheduleMaker,
  schedule: Schedule,
  options?: ScheduleMakerOptions,
): HeldSchedule | { ok: false; issues: Issue[] };

/** Reads a maker's objects. Throws for a maker or options that are none. */
export declare function scheduleFrom(
  maker: ScheduleMaker,
  value: unknown,
  options?: ScheduleMakerOptions,
): ToldSchedule | { ok: false; issues: Issue[] };

/** What is told of each maker. */
export declare function scheduleMakers(): ScheduleMakerFacts[];

/** The number of a set of days: a mask, or one for each day from Monday on. Throws for what is no day. */
export declare function weekdayNumbers(numbers: WeekdayMask, days: readonly Weekday[]): number;
/** The same of numbering that has one number for each day. */
export declare function weekdayNumbers(
  numbers: Exclude<WeekdayPreset, WeekdayMask>,
  days: readonly Weekday[],
): number[];

/** The days that a number, or a list of numbers, says. */
export declare function weekdaysOf(
  numbers: WeekdayPreset,
  given: number | readonly number[],
): Result<Weekday[]>;

/**
 * Reads iCalendar text (RFC 5545): a weekly or a daily event is a weekly rule, a single one a dated
 * rule. Times are those of the door's wall; an event of 1970 has no first day, as in ONVIF's plain
 * form. What is not understood is refused, other recurrences too.
 */
export declare function scheduleFromICalendar(text: unknown): Result<Schedule>;

/** The weekly and dated rules as iCalendar text, and a note where there are special days or a validity, which it does not say. Without dates it is what ONVIF's plain form takes. */
export declare function scheduleToICalendar(schedule: Schedule): { text: string; notes: Issue[] };

// ---------------------------------------------------------------- one attempt at a door

/** One thing that is shown: digits typed, a card as its reader gives it, a phone, a request from afar. */
export interface Shown {
  /**
   * `uid` is the identifier of a card in hex, `number` its decimal number, `word` its bits, 0 and 1;
   * `phone` the id of a phone at the reader, `remote` that of who asks from afar.
   */
  kind: "code" | "uid" | "number" | "word" | "phone" | "remote";
  /** As the reader or the keypad gave it. What has not the form of its kind is a reason to refuse. */
  text: string;
  /** Seconds since what was shown before it; of all but the first it is asked for. */
  after?: number | null;
}

/** One try to open a door. */
export interface Attempt {
  /** What one person shows: at most one thing that identifies, and at most one code. */
  shown: readonly Shown[];
  /** Where the reader leads; asked for by doors that keep who is where. */
  direction?: "in" | "out" | null;
  /** What each other person shows. */
  with?: readonly (readonly Shown[])[] | null;
}

/** Methods that are asked for together. */
export type SecurityGroup = readonly ("card" | "code" | "phone")[];

/** What has to be shown at a door: one of the groups, whole. */
export interface DoorSecurity {
  /** While the hours of no level hold. */
  otherwise: readonly SecurityGroup[];
  /** While their hours hold; of several the highest priority, 0 to 65535, which no other has. */
  levels?: readonly { schedule: Schedule | "always"; priority: number; groups: readonly SecurityGroup[] }[];
  /** The most seconds from one factor to the next, up to 3600; 10 when absent. */
  within?: number;
}

/** What a door asks of where people are. */
export interface DoorPassback {
  /** What becomes of who breaks it: `soft` lets in and tells, `hard` refuses. */
  mode: "soft" | "hard";
  /** The area that the reader for leaving leads to. */
  outside: string;
  /** The area that the reader for entering leads to. */
  inside: string;
  /** Who breaks it: who is already where the door leads (`entry`, the default), or who is not where it leads away from. */
  scope?: "entry" | "place" | null;
  /** Seconds after which nobody remembers where somebody was. */
  resetAfter?: number | null;
}

/**
 * A door as it is when somebody stands before it, seen from the reader that is used. A member that is
 * absent or null is not known, and what is not known keeps the door shut where it is asked for.
 */
export interface Door {
  /** Its id, which credentials name. */
  id: string;
  /** The access levels that open it. */
  levels?: readonly string[] | null;
  /** Whether it, or its reader, is out of service. */
  outOfService?: boolean | null;
  /** Whether it is locked down. */
  lockdown?: boolean | null;
  /** Whether the threat level keeps it shut. */
  threatLevel?: boolean | null;
  /** Whether somebody inside asked for privacy. */
  privacy?: boolean | null;
  /** Whether the household is away. */
  vacation?: boolean | null;
  /** Whether the other door of a pair is not shut. */
  interlock?: boolean | null;
  /** What has to be shown. */
  security?: DoorSecurity | null;
  /** The tries at this reader; of what comes from afar those of its own way. */
  lockout?: LockOut | "off" | null;
  /** Whether it opens from afar. */
  remote?: "no" | "yes" | "with-code" | null;
  /** What it asks of where people are. */
  passback?: DoorPassback | "off" | null;
  /** How many different persons have to be there, 1 to 8. */
  persons?: number | null;
  /** Whether it waits for certain persons before it opens for others. */
  firstPerson?: "off" | "needed" | "came" | null;
  /** How many are in an area, and how many may be; `least` but for nobody at all. */
  occupancy?: { area: string; inside: number; most?: number | null; least?: number | null } | "off" | null;
}

/** Where a person is; `reset` where nobody needs to know, and either direction is taken once. */
export type Place = { area: string; since?: string | null } | "reset";

/**
 * A credential as it is when it is shown. `state`, `window`, `schedule`, `doors` or `levels`, and the
 * state of its holder are asked for: one that is absent or null is not known, and opens nothing. A
 * limit that is absent is none; where there is one, what it is counted by is asked for.
 */
export interface DoorCredential {
  /** Which no other credential of a list has. */
  id: string;
  /** What tells it from others. */
  identification: {
    kind: "code" | "uid" | "number" | "word" | "phone";
    text: string;
    /** The code that is typed beside it. */
    pin?: string | null;
    /** What is typed in place of its code or its PIN by somebody who is threatened: a code, or the last digit more by so much. */
    duress?: { code?: string | null; add?: number | null } | null;
    /** The wrong PINs typed beside it. */
    wrongPins?: LockOut | null;
  };
  /** Whose it is: an id that no other person has, what the person is, where, and what among others. */
  holder: {
    id: string;
    state?: "active" | "suspended" | "left" | "non-access" | null;
    place?: Place | null;
    party?: readonly ("needs-escort" | "escort" | "first-person")[] | null;
  };
  /** What is `lost` or `stolen` opens by no other credential of the same code or number either. */
  state?: "active" | "suspended" | "revoked" | "lost" | "stolen" | "damaged" | null;
  /** When it opens. */
  window?: Window | null;
  /** A widening of the window, in seconds, that is told where it was needed. */
  grace?: { name: string; before?: number | null; after?: number | null } | null;
  /** In which hours it opens; `unplaced` where it has some and nobody knows in which zone the door is. */
  schedule?: Schedule | "always" | "unplaced" | null;
  /** The ids of the doors that it opens. */
  doors?: readonly string[] | null;
  /** The access levels that it has. */
  levels?: readonly string[] | null;
  /** How often it opened a door, and may; without `most` any number of times. */
  uses?: { used?: number | null; most?: number | null } | null;
  /** It opens for so many minutes from its first use on: an instant, or `unused`. */
  firstUse?: { minutes: number; at?: string | null } | null;
  /** It opens no longer when it was not used for so many days since an instant. */
  idle?: { days: number; since?: string | null } | null;
  /** What is not asked of its holder. */
  exempt?: readonly ("code" | "passback")[] | null;
}

/**
 * Something to store, and what it was when it was decided on. Where it is something else by now,
 * nothing of the opening is stored, and the attempt is decided anew.
 */
export type DoorClaim =
  | { of: "lockout" | "wrong-pins"; id: string; was: LockOutCount; becomes: LockOutCount }
  | { of: "uses" | "occupancy"; id: string; was: number; becomes: number }
  | { of: "first-use"; id: string; was: "unused"; becomes: string }
  | { of: "idle"; id: string; was: string; becomes: string }
  | { of: "place"; id: string; was: Place; becomes: Place }
  | { of: "first-person"; id: string; was: "needed"; becomes: "came" };

/** Whether a door opens, and why. */
export interface DoorOpening {
  /** Whether it opens. */
  open: boolean;
  /** For who stands there: one sentence for every refusal. */
  keypad: "the door opens" | "the door stays shut";
  /** For the log: the first of all. */
  reason: DoorReason;
  /** For the operator: every reason that holds, in the order of {@link doorReasons}. */
  reasons: DoorReason[];
  /** Whether what was typed says that somebody is threatened, whether the door opens or not. */
  duress: boolean;
  /** The name of the widening of a window that was needed. */
  grace?: string;
  /** The id of the credential; absent where none was recognised, or nobody knows which of several persons came. */
  credential?: string;
  /** The id of its holder. */
  holder?: string;
  /** What was asked for and is not known, such as `door.privacy`. */
  unknown: string[];
  /** What becomes of each other person. */
  companions: { reasons: DoorReason[]; grace?: string; credential?: string; holder?: string; unknown: string[] }[];
  /** What to store. */
  effect: {
    /** Counters of wrong tries, to be stored at once. */
    atOnce: DoorClaim[];
    /**
     * To be stored once the door really opened; where two may come at once, before it is released,
     * and taken back where it was not opened.
     */
    onceOpened: DoorClaim[];
  };
}

/**
 * Decides whether a door opens for what somebody shows. `credentials` are those of the door, or those
 * among them that what is shown may be, in any order.
 */
export declare function decideAttempt(
  attempt: Attempt,
  door: Door,
  credentials: readonly DoorCredential[],
  clock: Clock,
): DoorOpening;

// ---------------------------------------------------------------- create user entity (BAS-IP)

/** Who sends a request to the panel. */
export interface PanelSession {
  /** Whether the caller is logged in. */
  loggedIn: boolean;
  /** Whether the caller is an administrator. */
  administrator: boolean;
}

/**
 * What every request of the panel has. The panel looks at who asks, then at what was sent, then at
 * what there is: 401, 403, 400, and then 404 or 400.
 */
interface PanelSystem<Request, Input, BodyOptions, State extends PanelSession, PanelReply>
  extends RequestForm<Request, Input, PanelOptions, BodyOptions, PanelRefusal & { status: 400 }> {
  /** Decides a checked request. A request that does not check gets the reply of `refuse`. */
  decide(request: Input, state: State): PanelReply;
  /** The panel's 400: the first issue, in its words. */
  refuse(issues: readonly Issue[]): PanelRefusal & { status: 400 };
  /** The same for a caller of whom the state tells: 401 or 403 for one who may not send this. */
  refuse(issues: readonly Issue[], state: PanelSession): PanelRefusal & { status: 400 | 401 | 403 };
}

/** The same of a request that has a body. */
interface PanelBodySystem<Request, Input, BodyOptions, State extends PanelSession, PanelReply>
  extends PanelSystem<Request, Input, BodyOptions, State, PanelReply> {
  /** Decides a raw body in one call. What is sent by a caller who may not is not read. */
  answer(body: string | Uint8Array, state: State, options?: BodyOptions): PanelReply;
}

/** The same of a request whose path says all. It takes `{ user_uid: "3" }` as a router hands it over. */
interface PanelPathSystem<Request, State extends PanelSession, PanelReply>
  extends PanelSystem<Request, { [uid in keyof Request]: PanelUid }, PanelOptions, State, PanelReply> {}

/** What is replied to a request of the panel that is not done. */
type PanelDenial<Status extends number> = PanelRefusal & { status: Status; effect?: undefined };

/** A user as the panel keeps it. */
export type PanelUser = { uid: number } & CreateUserRequest;

/** What the panel knows when it decides. */
export interface CreateUserState extends PanelSession {
  /** The names of the users there are. */
  namesInUse: string[];
  /** The uid of the next user. */
  nextUid: number;
}

/** What is replied to "create user entity". */
export type CreateUserReply =
  | {
      status: 200;
      contentType: "application/json";
      /** `has_dublicates` is the panel's spelling. */
      body: { uid: number; has_dublicates: boolean };
      effect: { storeUser: PanelUser };
    }
  | PanelDenial<400 | 401 | 403>;

/** The form of {@link createUser}, and its decision. */
export interface CreateUserSystem
  extends PanelBodySystem<CreateUserRequest, CreateUserInput, PanelOptions, CreateUserState, CreateUserReply> {}

/** "Create user entity" of BAS-IP. */
export declare const createUser: CreateUserSystem;

/** What the panel knows when it decides. */
export interface ChangeUserState extends PanelSession {
  /** The user of that uid; null where there is none. */
  user: PanelUser | null;
  /** The names of all other users. */
  namesInUse: string[];
}

/** What is replied to a request to change a user. */
export type ChangeUserReply =
  | {
      status: 200;
      contentType: "application/json";
      /** As for {@link createUser}. */
      body: { uid: number; has_dublicates: boolean };
      /** The user as it is now, whole. */
      effect: { storeUser: PanelUser };
    }
  | PanelDenial<400 | 401 | 403 | 404>;

/** The form of {@link changeUser}, and its decision. */
export interface ChangeUserSystem
  extends PanelBodySystem<ChangeUserRequest, ChangeUserInput, ChangeUserBodyOptions, ChangeUserState, ChangeUserReply> {}

/** "Update user data" of BAS-IP, a PATCH. */
export declare const changeUser: ChangeUserSystem;

/** A checked request to read a user. */
export interface ReadUserRequest {
  /** The user. */
  user_uid: number;
}

/** What the panel knows when it decides. */
export interface ReadUserState extends PanelSession {
  /** The user of that uid; null where there is none. */
  user: PanelUser | null;
}

/** What is replied to a request to read a user. There is nothing to store. */
export type ReadUserReply =
  | { status: 200; contentType: "application/json"; body: PanelUser; effect?: undefined }
  | PanelDenial<400 | 401 | 403 | 404>;

/** The check of {@link readUser}, and its decision. */
export interface ReadUserSystem
  extends PanelPathSystem<ReadUserRequest, ReadUserState, ReadUserReply> {}

/** "Read user data" of BAS-IP, a GET. */
export declare const readUser: ReadUserSystem;

/** A checked request to delete a user. */
export interface DeleteUserRequest {
  /** The user. */
  user_uid: number;
}

/** What the panel knows when it decides. */
export interface DeleteUserState extends PanelSession {
  /** Whether there is a user of that uid. */
  userExists: boolean;
  /** The uids of the identifiers attached to the user. */
  identifiers: number[];
}

/** What is replied to a request to delete a user. */
export type DeleteUserReply =
  | {
      status: 200;
      contentType: "application/json";
      body: { uid: number };
      /** The user, and the identifiers that go with it: they must not open for nobody. */
      effect: { deleteUser: { uid: number; identifiers: number[] } };
    }
  | PanelDenial<400 | 401 | 403 | 404>;

/** The check of {@link deleteUser}, and its decision. */
export interface DeleteUserSystem
  extends PanelPathSystem<DeleteUserRequest, DeleteUserState, DeleteUserReply> {}

/** "Delete user data" of BAS-IP, a DELETE. */
export declare const deleteUser: DeleteUserSystem;

/** What is replied to a request that ties two of the panel's things together. */
type TiedReply<Request, Name extends string> =
  | { status: 200; contentType: "application/json"; body: Request; effect: { [name in Name]: Request } }
  | PanelDenial<400 | 401 | 403 | 404>;

/** A checked request to attach an identifier to a user. */
export interface AttachIdentifierRequest {
  /** The user. */
  user_uid: number;
  /** What is to open for the user. */
  identifier_uid: number;
}

/** What the panel knows when it decides. */
export interface AttachIdentifierState extends PanelSession {
  /** Whether there is a user of that uid. */
  userExists: boolean;
  /** Whether there is an identifier of that uid. */
  identifierExists: boolean;
  /** The user that the identifier is attached to; null for nobody. */
  attachedTo: number | null;
}

/** What is replied to a request to attach an identifier; one of another user is a 400. */
export type AttachIdentifierReply = TiedReply<AttachIdentifierRequest, "attachIdentifier">;

/** The check of {@link attachIdentifier}, and its decision. */
export interface AttachIdentifierSystem
  extends PanelPathSystem<AttachIdentifierRequest, AttachIdentifierState, AttachIdentifierReply> {}

/** "Attach identifier to user" of BAS-IP. */
export declare const attachIdentifier: AttachIdentifierSystem;

/** A checked request to attach a time profile to a user. */
export interface AttachTimeProfileRequest {
  /** The user. */
  user_uid: number;
  /** When the user may come in. */
  timeprofile_uid: number;
}

/** What the panel knows when it decides. */
export interface AttachTimeProfileState extends PanelSession {
  /** Whether there is a user of that uid. */
  userExists: boolean;
  /** Whether there is a time profile of that uid. */
  timeProfileExists: boolean;
}

/** What is replied to a request to attach a time profile. */
export type AttachTimeProfileReply = TiedReply<AttachTimeProfileRequest, "attachTimeProfile">;

/** The check of {@link attachTimeProfile}, and its decision. */
export interface AttachTimeProfileSystem
  extends PanelPathSystem<AttachTimeProfileRequest, AttachTimeProfileState, AttachTimeProfileReply> {}

/** "Attach timeprofile to user" of BAS-IP. */
export declare const attachTimeProfile: AttachTimeProfileSystem;

/** A checked request to add a user to an apartment. */
export interface AddToApartmentRequest {
  /** The apartment. */
  apartment_uid: number;
  /** Who is to live there. */
  user_uid: number;
}

/** What the panel knows when it decides. */
export interface AddToApartmentState extends PanelSession {
  /** Whether there is an apartment of that uid. */
  apartmentExists: boolean;
  /** Whether there is a user of that uid. */
  userExists: boolean;
}

/** What is replied to a request to add a user to an apartment. */
export type AddToApartmentReply = TiedReply<AddToApartmentRequest, "addToApartment">;

/** The check of {@link addToApartment}, and its decision. */
export interface AddToApartmentSystem
  extends PanelPathSystem<AddToApartmentRequest, AddToApartmentState, AddToApartmentReply> {}

/** "Add user to apartment" of BAS-IP. */
export declare const addToApartment: AddToApartmentSystem;

/** What the panel knows when it decides. */
export interface CreateIdentifierState extends PanelSession {
  /** The identifiers there are. */
  identifiersInUse: { identifier_type: IdentifierType; identifier_number: string }[];
  /** The uid of the next identifier. */
  nextUid: number;
}

/** What is replied to a request for an identifier. */
export type CreateIdentifierReply =
  | {
      status: 200;
      contentType: "application/json";
      body: { uid: number };
      effect: { storeIdentifier: CreateIdentifierRequest & { uid: number } };
    }
  | PanelDenial<400 | 401 | 403>;

/** The form of {@link createIdentifier}, and its decision. */
export interface CreateIdentifierSystem
  extends PanelBodySystem<CreateIdentifierRequest, CreateIdentifierRequest, PanelOptions, CreateIdentifierState, CreateIdentifierReply> {}

/** The request for an identifier of BAS-IP. */
export declare const createIdentifier: CreateIdentifierSystem;

/** The state of an identifier at an instant, after so many passes. */
export declare function identifierState(
  valid: Validity,
  passesUsed: number,
  at: string | number | Date,
): "not-yet-valid" | "valid" | "expired" | "used-up";

// ---------------------------------------------------------------- codes

/** A code in use; with a window, one that blocks only where windows overlap. */
export type TakenCode = string | { code: string; from?: string; until?: string };

/** How codes are drawn. */
export interface Draw {
  /**
   * When a code counts as the same as one in use; `equal` by default. `equal_without_leading_zeros`:
   * for panels that read 0100 as 100. `prefix`: one begins with the other, for keypads without an
   * Enter key. `inside`: one stands inside the other, for panels that test the last keys pressed.
   * `buttons`: the same buttons, for keypads of five with two digits each, 1 and 2, 3 and 4, 5 and 6,
   * 7 and 8, 9 and 0: 1357 is 2468 there, and no two codes drawn at once are.
   */
  collision?: "equal" | "equal_without_leading_zeros" | "prefix" | "inside" | "buttons";
  /** When the new code will open; always by default. */
  window?: Window;
}

/**
 * Draws a code from the host's secure random source, uniform over the codes that the policy allows
 * and `taken` leaves free, however few. Throws {@link LatchworkError} `keyspace_exhausted` when
 * none is left.
 *
 * After sixteen calls with a policy alone in one turn of the event loop, codes are drawn ahead, 256
 * at once, and wiped from memory as they are given away; the rest, and random bytes kept ahead, with
 * the end of the turn. Once `crypto.getRandomValues` is another function, those that came from the
 * former are dropped. So a copy of the process that is made between two turns, a snapshot or a clone,
 * draws as the host's random source does there: that this gives no number twice is the host's part.
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

/** What a guess wins. */
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
  /**
   * Whether the keypad is one of five buttons (see `collision` of {@link Draw}): a try opens with
   * every code of the buttons pressed. The thief presses those that the most codes are on, and the
   * odds are of tries as good as the first. Off by default.
   */
  buttons?: boolean;
}): GuessOdds;

/**
 * The fewest digits that leave `factor` codes for each active one (ULC 60839-11-1: 1000, the
 * default); null when eight digits do not.
 */
export declare function recommendedLength(active: number, factor?: number): number | null;

/** What a lock takes before it takes no tries for a while. In whole seconds. */
export interface LockOutPolicy {
  /** Wrong tries in a row, up to a lock-out. */
  tries: number;
  /** How long a lock-out lasts, before as many tries again; 0 for a lock without lock-outs. */
  thenWaitSeconds: number;
  /**
   * How long the second, the third and each further lock-out in a row last; all after the last of
   * these as long as that. As the first when absent.
   */
  thenLonger?: readonly number[];
  /**
   * A bucket of wrong tries beside the row, which a valid credential does not empty: `tries` that it
   * holds, 1 to 10,000, of which one leaks away every `secondsEach`. While it is full none is taken.
   */
  bucket?: { tries: number; secondsEach: number };
}

/** A lock that makes thieves wait, by the rules of {@link lockOutAfter}. */
export interface Throttle extends LockOutPolicy {
  /** How long a try takes; 0 for a thief without delay. */
  secondsPerTry: number;
}

/**
 * How many tries end within a time span, its last instant included, for a thief who begins each as
 * soon as the lock takes it; an hour has 3600 seconds. Infinity where there is no end to them.
 */
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

/**
 * The chance that among so many codes, each drawn from all that the policy allows, two are equal;
 * with `buttons` that two are the same buttons (see `collision` of {@link Draw}), which is exact for
 * a policy of one length without rules, and for others the most that it can be.
 */
export declare function equalChance(draws: { policy?: CodePolicy; codes: number; buttons?: boolean }): number;

/** The fewest codes whose {@link equalChance} is at least `chance`, 0 to 1. */
export declare function codesToEqualChance(draws: {
  policy?: CodePolicy;
  chance: number;
  buttons?: boolean;
}): number;

/**
 * The chance that some code begins with another, shorter one, which opens a keypad without an Enter
 * key early. Takes how many codes of each length there are, drawn at random.
 */
export declare function prefixClashChance(codesByLength: { [digits in 4 | 5 | 6 | 7 | 8]?: number }): number;
