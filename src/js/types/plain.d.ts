/**
 * The types of `latchwork/plain`: what only a service asks. The requests of the plain API (doors, people
 * and keys, as a console needs them; `latchwork/plain/openapi.json` says where each is sent), and what a
 * panel keeps beside its users.
 */

import type { AccessKeyRequest, CodePolicy, CreateIdentifierRequest, Issue, JsonSchema, PanelOptions, PanelRefusal, PanelUid, ProblemReply, RequestForm, Result, StandardSchema } from "./forms.js";
import type {
  AttachTimeProfileRequest,
  AttachTimeProfileState,
  Attempt,
  Door,
  DoorPassback,
  DoorSecurity,
  LockOutPolicy,
  PanelSession,
  Schedule,
  Shown,
} from "./latchwork.js";

export { LatchworkError } from "./forms.js";
export type { AccessKeyRequest, CodePolicy, CreateIdentifierRequest, Issue, JsonSchema, PanelOptions, PanelRefusal, PanelUid, ProblemReply, RequestForm, Result, StandardSchema } from "./forms.js";
export type {
  AttachTimeProfileRequest,
  AttachTimeProfileState,
  Attempt,
  Door,
  DoorPassback,
  DoorSecurity,
  LockOutPolicy,
  PanelSession,
  Schedule,
  Shown,
} from "./latchwork.js";

// ---------------------------------------------------------------- the plain API

/** What the checks of the plain API take into account. */
export interface PlainOptions {
  /** Pass over fields that the request does not know. Off. */
  ignoreUnknownFields?: boolean;
}

/** The form of a request of the plain API. Refusals are problems of RFC 9457. */
export interface PlainForm<Request> extends RequestForm<Request, Request, PlainOptions, PlainOptions, ProblemReply> {}

/**
 * What a door asks, as a service keeps it: a {@link Door} without its id and without what is counted or
 * seen there. A member that is absent is not known, and the door stays shut where it is asked for.
 */
export interface DoorCondition extends Omit<Door, "id" | "lockout" | "firstPerson" | "occupancy"> {
  /** What wrong tries lead to. */
  lockout?: LockOutPolicy | "off" | null;
  /** Whether it waits for certain persons; that one came, the service keeps. */
  firstPerson?: "off" | "needed" | null;
  /** How many may be inside; how many are, the service counts. */
  occupancy?: { area: string; most?: number | null; least?: number | null } | "off" | null;
}

/** A checked request for a new door. */
export interface CreateDoorRequest {
  /** A uuid or a decimal number; absent for a new uuid. */
  id?: string;
  /** What people call it: up to 200 characters. */
  name: string;
  /** The IANA name of the time zone that its hours go by. Whether there is one, the caller knows. */
  zone?: string;
  /** The codes that its keypad allows; absent for any of 4 to 8 digits. */
  codes?: CodePolicy;
  /** What is other than at an ordinary door: see {@link changedCondition}. */
  condition?: DoorCondition;
}

/** A checked change of a door: at least one member. Null takes away. */
export interface ChangeDoorRequest {
  /** What people call it. */
  name?: string;
  /** The IANA name of its time zone. */
  zone?: string | null;
  /** The codes that its keypad allows. Keys that have others keep them. */
  codes?: CodePolicy | null;
  /** The members that become other. */
  condition?: DoorCondition;
}

/** What a person is among others. */
export type Party = "needs-escort" | "escort" | "first-person";

/** A checked request for a new person. */
export interface CreatePersonRequest {
  /** Up to 200 characters. */
  firstName?: string;
  /** Up to 200 characters. */
  lastName?: string;
  /** E.164; who has one is a Mobile user, known by it. */
  phone?: string;
  /** What the person is at doors that ask for more than one, or wait for somebody: each word once. */
  party?: Party[];
}

/** A checked change of a person: at least one member. Null takes away. */
export interface ChangePersonRequest {
  /** Up to 200 characters. */
  firstName?: string | null;
  /** Up to 200 characters. */
  lastName?: string | null;
  /** E.164. */
  phone?: string | null;
  /** Who is not active opens nothing. */
  state?: "active" | "suspended" | "left";
  /** What the person is among others from now on: each word once. */
  party?: Party[];
}

/** What a key has beside what the vendor's request has of it. */
interface NewKey {
  /** In which hours it opens, by the clocks of each door; absent: in all. */
  schedule?: Schedule;
  /** How often it opens in all, at least once; absent: any number of times. */
  mostUses?: number;
}

/** A checked request for a key whole: that of `createAccessKey`, with its hours and uses. */
export type CreateKeyRequest = AccessKeyRequest & NewKey;

/** A checked change of a key: at least one member. Null takes away. */
export interface ChangeKeyRequest {
  /** What notifications call it: up to 200 characters. */
  keyName?: string | null;
  /** RFC 3339; null: at once. */
  validFrom?: string | null;
  /** RFC 3339, exclusive; null: for ever. */
  validTo?: string | null;
  /** In which hours it opens, by the clocks of each door; null: in all. */
  schedule?: Schedule | null;
  /** How often it opens in all, at least once; null: any number of times. */
  mostUses?: number | null;
  /** What is not asked of who has it from now on, a code beside it or to have left before: each word once. */
  exempt?: ("code" | "passback")[];
}

/** A checked question whose a code or a card is. */
export interface LookUpKeysRequest {
  /** A code, or the number of a card: up to 17 digits. */
  identification: string;
  /** Of a card: `EM`, `MC` or `MD`; absent for a code, or a card of any format. */
  keyFormat?: string;
}

/** A checked request to suspend a key, to let it open again or to take it back. An empty body gives none. */
export interface GiveReasonRequest {
  /** What people are told who ask why; kept for ever. Up to 200 characters. */
  reason?: string;
}

/** A checked report of what became of a key. */
export interface ReportKeyRequest {
  /** `active`: it was found, or is whole again. */
  state: "lost" | "stolen" | "damaged" | "active";
}

/** A checked request to show what is typed or shown. An empty body says nothing. */
export interface ShowKeyRequest {
  /** Whether it may have been shown before; for administrators. */
  again?: boolean;
}

/** A checked attempt at a door. */
export interface TryDoorRequest extends Attempt {
  /** Whether somebody is at the door; absent: as what is shown says. */
  from?: "door" | "afar";
}

/** A checked report whether a door that was let open was opened. */
export interface TellOutcomeRequest {
  /** false: the door was not opened, and what was stored for it is taken back. */
  opened: boolean;
}

/** A checked request to sign a browser in: by one of these. */
export type BeginSessionRequest =
  | {
      /** What the program printed; good once. */
      ticket: string;
    }
  | {
      /** A key of the API. */
      apiKey: string;
    };

/** A checked request to have events sent to an address. */
export interface CreateWebhookRequest {
  /** Where events are sent. What it has to be like, the service knows, which sends there. */
  url: string;
}

/** A checked request that says which doors the locks of the panel are at: there what is shown to the panel opens. */
export interface SetPanelDoorsRequest {
  /** The door of the first lock; null: it has none here. */
  first: string | null;
  /** The door of the second lock; null: it has none here. */
  second: string | null;
}

/** What one may do who acts for an organisation: a manager at some doors, a controller asks whether they open. */
export type PrincipalRole = "administrator" | "manager" | "controller" | "reader";

/** A checked request for somebody who acts for the organisation, and a first key of the API. */
export interface CreatePrincipalRequest {
  /** What people call who acts. */
  name: string;
  /** What one may do. */
  role: PrincipalRole;
  /** Of a manager or a controller, and of nobody else: the ids of doors. */
  doors?: string[];
  /** How many days the key is good, 1 to 3650; absent: until it is taken back. */
  days?: number;
}

/** A checked change of somebody who acts for the organisation. */
export interface ChangePrincipalRequest {
  /** What people call who acts. */
  name?: string;
  /** What one may do from now on. */
  role?: PrincipalRole;
  /** Of a manager or a controller, and of nobody else: the ids of doors. */
  doors?: string[];
}

/** A checked request for another key of the API. */
export interface CreateApiKeyRequest {
  /** How many days it is good, 1 to 3650; absent: until it is taken back. */
  days?: number;
}

/** `POST /doors` */
export declare const createDoor: PlainForm<CreateDoorRequest>;

/** `PATCH /doors/{id}` */
export declare const changeDoor: PlainForm<ChangeDoorRequest>;

/** `POST /people` */
export declare const createPerson: PlainForm<CreatePersonRequest>;

/** `PATCH /people/{id}` */
export declare const changePerson: PlainForm<ChangePersonRequest>;

/** `POST /keys`. On what is the vendor's in it, `createAccessKey` decides. */
export declare const createKey: RequestForm<CreateKeyRequest, CreateKeyRequest, PlainOptions, PlainOptions, ProblemReply>;

/** `PATCH /keys/{id}`. Whether the window has an end after its start, whoever knows both ends checks. */
export declare const changeKey: PlainForm<ChangeKeyRequest>;

/** `POST /keys/lookup` */
export declare const lookUpKeys: PlainForm<LookUpKeysRequest>;

/** `POST /keys/{id}/suspend`, `/resume`, `/revoke`, and what else asks for no more than a reason */
export declare const giveReason: PlainForm<GiveReasonRequest>;

/** `POST /keys/{id}/report` */
export declare const reportKey: PlainForm<ReportKeyRequest>;

/** `POST /keys/{id}/show` */
export declare const showKey: PlainForm<ShowKeyRequest>;

/** `POST /doors/{id}/attempts` */
export declare const tryDoor: PlainForm<TryDoorRequest>;

/** `PUT /doors/{id}/attempts/{attempt}/outcome` */
export declare const tellOutcome: PlainForm<TellOutcomeRequest>;

/** `POST /session` */
export declare const beginSession: PlainForm<BeginSessionRequest>;

/** `POST /webhooks` */
export declare const createWebhook: PlainForm<CreateWebhookRequest>;

/** `PUT /panel/doors` */
export declare const setPanelDoors: PlainForm<SetPanelDoorsRequest>;

/** `POST /principals` */
export declare const createPrincipal: PlainForm<CreatePrincipalRequest>;

/** `PATCH /principals/{id}`. Whether the doors go with the role, whoever knows both checks. */
export declare const changePrincipal: PlainForm<ChangePrincipalRequest>;

/** `POST /principals/{id}/keys` */
export declare const createApiKey: PlainForm<CreateApiKeyRequest>;

/**
 * What a door asks after a change: the members of the change in the place of those before, and without
 * those that the change has as null.
 *
 * Without `before` it is that of an ordinary door, changed: one in service, which asks for a code, a card
 * or a phone, opens for one person and not from afar, and takes no tries for a while after five wrong ones.
 */
export declare function changedCondition(change: DoorCondition, before?: DoorCondition): DoorCondition;

/** What something that is shown at a door identifies, as keys and identifiers of the panel are looked for by it. */
export type ReadShown = {
  /**
   * What an identifier of the panel has of which this is shown: a card whose bytes are known by those, in
   * their order, any other by its decimal number. Absent for what no identifier can have.
   */
  identifier?: Pick<CreateIdentifierRequest, "identifier_type" | "identifier_number">;
} & (
  | {
      /** A code. */
      code: string;
    }
  | {
      /** The id of a phone. */
      phone: string;
    }
  | {
      /**
       * The numbers that a key may have of a card, without leading zeros, each of a key of that format or
       * of one whose format nobody knows. Of an identifier those of its bytes, read either way; of a word of
       * another length the number that it holds, which words of other lengths may hold too. None of a part
       * of an identifier: many cards have those bits.
       */
      numbers: { number: string; format?: "EM" | "MC" | "MD" }[];
    }
);

/** Reads something that is shown; null for a text that has not the form of its kind. */
export declare function readShown(shown: Shown): ReadShown | null;

// ---------------------------------------------------------------- what a panel keeps (BAS-IP)

/** A checked request for a time profile. Fields that it does not know are refused. */
export interface CreateTimeProfileRequest {
  /** Up to 200 characters. */
  name: string;
  /** A stretch of time, in seconds since 1970. */
  time_options: {
    /** Whole days, the last one with it. */
    is_all_day?: boolean;
    /** From when on. */
    date_from: number;
    /** Until when: behind `date_from`. */
    date_to: number;
  };
  /** How it comes again. */
  repeat_options: {
    /** Whether it does. */
    repeat_enable: boolean;
    /** How, where it does. */
    repeat_format?: {
      /** How often. */
      repeat_type: "day" | "week" | "twoWeeks" | "month" | "year" | "custom";
      /** Until when; absent: for ever. */
      repeat_end?: { format: "never" | "date"; date?: number };
      /** Of `custom` alone: its own way, as the vendor's page has it. */
      repeat_custom?: { repeat_point_type: "day" | "week" | "month" | "year"; repeat_looper: number; repeat_options?: unknown };
    };
  };
}

/** A time profile as the panel keeps it. */
export type PanelTimeProfile = { uid: number } & CreateTimeProfileRequest;

/** What the panel knows when it creates a time profile. */
export interface CreateTimeProfileState extends PanelSession {
  /** The uid of the next one. */
  nextUid: number;
}

/** A checked request about one time profile. */
export interface TimeProfileRequest {
  /** Which one. */
  timeprofile_uid: number;
}

/** What the panel knows when a time profile is to be deleted. */
export interface DeleteTimeProfileState extends PanelSession {
  /** Whether there is a time profile of that uid. */
  timeProfileExists: boolean;
  /** Whether it is attached to a user, who would come in at any time without it. */
  isAttached: boolean;
}

/** What the panel knows when something is to be read. */
export interface FoundState<Kept> extends PanelSession {
  /** The thing as the answer has it; null where there is none. */
  found: Kept | null;
}

/** A checked request for an apartment. */
export interface CreateApartmentRequest {
  /** Where it is: no two are at one place. What is absent has no number. */
  apartment_address: { building?: number; unit?: number; floor?: number; room?: number };
  /** What people call it: up to 200 characters of one line, no blank at an end. */
  apartment_name: string;
  /** How many live there. */
  residents: { count: number };
}

/** An apartment as the panel keeps it. */
export type PanelApartment = { uid: number } & CreateApartmentRequest;

/** What the panel knows when it creates an apartment. */
export interface CreateApartmentState extends PanelSession {
  /** Whether another has the same address. */
  addressInUse: boolean;
  /** The uid of the next one. */
  nextUid: number;
}

/** A checked request to read an apartment. */
export interface ReadApartmentRequest {
  /** Which one. */
  apartment_uid: number;
}

/** A checked request about one identifier. */
export interface IdentifierRequest {
  /** Which one. */
  identifier_uid: number;
}

/** What the panel knows when an identifier is to be deleted. */
export interface DeleteIdentifierState extends PanelSession {
  /** Whether there is an identifier of that uid. */
  identifierExists: boolean;
}

/** What every request of the panel has: see `latchwork`, whose own have the same. */
interface KeptSystem<Request, Input, State extends PanelSession, Reply>
  extends RequestForm<Request, Input, PanelOptions, PanelOptions, PanelRefusal & { status: 400 }> {
  /** Decides a checked request. A request that does not check gets the reply of `refuse`. */
  decide(request: Input, state: State): Reply;
  /** The panel's 400: the first issue, in its words. */
  refuse(issues: readonly Issue[]): PanelRefusal & { status: 400 };
  /** The same for a caller of whom the state tells: 401 or 403 for one who may not send this. */
  refuse(issues: readonly Issue[], state: PanelSession): PanelRefusal & { status: 400 | 401 | 403 };
}

/** The same of a request that has a body. */
interface KeptBodySystem<Request, State extends PanelSession, Reply> extends KeptSystem<Request, Request, State, Reply> {
  /** Decides a raw body in one call. What is sent by a caller who may not is not read. */
  answer(body: string | Uint8Array, state: State, options?: PanelOptions): Reply;
}

/** The same of a request whose path says all. */
interface KeptPathSystem<Request, State extends PanelSession, Reply>
  extends KeptSystem<Request, { [uid in keyof Request]: PanelUid }, State, Reply> {}

/** What is replied to a request that is not done. */
type KeptDenial<Status extends number> = PanelRefusal & { status: Status; effect?: undefined };

/** What is replied where the panel does it. */
export interface KeptDone<Body, Effect> {
  /** It is done. */
  status: 200;
  /** What the body is sent as. */
  contentType: "application/json";
  /** What the panel says. */
  body: Body;
  /** What to store. */
  effect: Effect;
}

/** What is replied to a request for something new. */
export type KeptCreated<Effect> = KeptDone<{ uid: number }, Effect> | KeptDenial<400 | 401 | 403>;

/** What is replied to a request to read something. */
export type KeptRead<Kept> =
  | {
      status: 200;
      contentType: "application/json";
      /** The thing. */
      body: Kept;
      effect?: undefined;
    }
  | KeptDenial<400 | 401 | 403 | 404>;

/** What is replied to a request to delete something. */
export type KeptDeleted<Effect> = KeptDone<{ uid: number }, Effect> | KeptDenial<400 | 401 | 403 | 404>;

/** "Create time profile" of BAS-IP. */
export declare const createTimeProfile: KeptBodySystem<
  CreateTimeProfileRequest,
  CreateTimeProfileState,
  KeptCreated<{ storeTimeProfile: PanelTimeProfile }>
>;

/** "Get time profile" of BAS-IP. */
export declare const readTimeProfile: KeptPathSystem<TimeProfileRequest, FoundState<unknown>, KeptRead<unknown>>;

/** "Delete time profile" of BAS-IP: not of one that is attached. */
export declare const deleteTimeProfile: KeptPathSystem<
  TimeProfileRequest,
  DeleteTimeProfileState,
  KeptDeleted<{ deleteTimeProfile: TimeProfileRequest }>
>;

/** "Detach timeprofile from user" of BAS-IP. */
export declare const detachTimeProfile: KeptPathSystem<
  AttachTimeProfileRequest,
  AttachTimeProfileState,
  KeptDone<AttachTimeProfileRequest, { detachTimeProfile: AttachTimeProfileRequest }> | KeptDenial<400 | 401 | 403 | 404>
>;

/** What the panel knows when something that it keeps is to be changed. */
export interface ChangeKeptState<Kept> extends PanelSession {
  /** The thing as it is stored; null where there is none. */
  found: Kept | null;
  /** Whether another has the number, or is at the address, that it would have. */
  isTaken: boolean;
}

/**
 * A change of what the panel keeps: some of the fields, each whole, at least one. It is decided together
 * with its body alone, since what comes of it is judged like a request for the whole.
 */
interface KeptChange<Fields, Options, Kept, Effect>
  extends RequestForm<Partial<Fields>, Partial<Fields>, PanelOptions, Options, PanelRefusal & { status: 400 }> {
  /** Decides a raw body in one call. What is sent by a caller who may not is not read. */
  answer(body: string | Uint8Array, state: ChangeKeptState<Kept>, options: Options): KeptDone<{ uid: number }, Effect> | KeptDenial<400 | 401 | 403 | 404>;
  /** The panel's 400: the first issue, in its words. */
  refuse(issues: readonly Issue[]): PanelRefusal & { status: 400 };
  /** The same for a caller of whom the state tells: 401 or 403 for one who may not send this. */
  refuse(issues: readonly Issue[], state: PanelSession): PanelRefusal & { status: 400 | 401 | 403 };
}

/** "Update time profile" of BAS-IP, a PATCH. */
export declare const changeTimeProfile: KeptChange<
  CreateTimeProfileRequest,
  PanelOptions & { timeprofile_uid: PanelUid },
  PanelTimeProfile,
  { storeTimeProfile: PanelTimeProfile }
>;

/** "Update apartment" of BAS-IP, a PATCH. */
export declare const changeApartment: KeptChange<
  CreateApartmentRequest,
  PanelOptions & { apartment_uid: PanelUid },
  PanelApartment,
  { storeApartment: PanelApartment }
>;

/** "Update identifier" of BAS-IP, a PATCH. It stays with its user, and passes that were used stay used. */
export declare const changeIdentifier: KeptChange<
  CreateIdentifierRequest,
  PanelOptions & { identifier_uid: PanelUid },
  { uid: number } & CreateIdentifierRequest,
  { storeIdentifier: { uid: number } & CreateIdentifierRequest }
>;

/** "Create apartment" of BAS-IP. */
export declare const createApartment: KeptBodySystem<
  CreateApartmentRequest,
  CreateApartmentState,
  KeptCreated<{ storeApartment: PanelApartment }>
>;

/** "Get apartment" of BAS-IP. */
export declare const readApartment: KeptPathSystem<ReadApartmentRequest, FoundState<unknown>, KeptRead<unknown>>;

/** "Get identifier" of BAS-IP. */
export declare const readIdentifier: KeptPathSystem<IdentifierRequest, FoundState<unknown>, KeptRead<unknown>>;

/** "Delete identifier" of BAS-IP. */
export declare const deleteIdentifier: KeptPathSystem<
  IdentifierRequest,
  DeleteIdentifierState,
  KeptDeleted<{ deleteIdentifier: IdentifierRequest }>
>;
