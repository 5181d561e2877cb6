// A request of each HTTP system that is granted, and a state in which it is.

export const ACCESS = "9f3b6c1e-4a52-4d7e-8b10-2c5d7e9f0a11";
export const USER = "2c5f1b8e-7d34-4a96-b0e1-8f42d7a6c539";
export const GRANTOR = "7a1d9e03-5b6c-4f28-9d47-0e3c8b5a2f61";
export const NOW = "2026-06-01T00:00:00Z";

/** A lock, as it is granted and as it stands among a user's locks. */
export const lock = () => ({
  lockId: ACCESS,
  lockName: "Front door",
  accessLevel: "USER",
  validFrom: "2026-03-01T08:00:00Z",
  validUntil: "2027-03-01T08:00:00Z",
  grantedBy: GRANTOR,
});

export const grant = () => ({
  accessLevel: "OWNER",
  validFrom: "2026-01-01T00:00:00Z",
  validUntil: "2028-01-01T00:00:00Z",
  revoked: false,
});

/** Who may give and take most, by an access of one's own. */
export const caller = () => ({ kind: "user", id: GRANTOR, grant: grant() });

export const policy = () => ({
  OWNER: ["ADMIN", "USER", "GUEST"],
  ADMIN: ["USER", "GUEST"],
  USER: ["GUEST"],
  GUEST: [],
  organisation: ["OWNER"],
});

const lockAccessState = (locks) => ({
  userExists: true,
  aggregate: { userId: USER, version: 3, locks },
  caller: caller(),
  organisationOwnsLock: false,
  expectedVersion: 3,
  policy: policy(),
  now: NOW,
});

export const added = () => ({ type: "AccessibleLockAdded", data: { userId: USER, ...lock() } });

export const removed = () => ({
  type: "AccessibleLockRemoved",
  data: { userId: USER, lockId: ACCESS, removedBy: GRANTOR, reason: "moved out", removedAt: NOW },
});

export const valid = () => ({
  time: { is_permanent: false, from: 1_772_352_000, to: 1_788_249_600 },
  passes: { is_permanent: false, max_passes: 5 },
});

/** A policy of codes with every member. */
export const codePolicy = () => ({
  lengths: [4, 6],
  rules: ["no_zeros", "unique_first_four_digits"],
  blocked: ["735194"],
  notDerivedFrom: { birthDate: "1984-02-29", phoneNumber: "+46701234567", apartmentNumber: "12" },
});

/** A code in use, for a time. */
export const takenCode = () => ({ code: "735194", from: "2026-03-01T08:00:00Z", until: "2027-03-01T08:00:00Z" });

/** How to draw a code, with every member. */
export const drawing = () => ({
  collision: "inside",
  window: { from: "2026-03-01T08:00:00Z", until: "2027-03-01T08:00:00Z" },
});

const session = () => ({ loggedIn: true, administrator: true });

const user = () => ({
  name: "Ada Lindqvist",
  info: "flat 12",
  auth_factors: ["card", "input_code"],
  lock_number: 1,
  is_custom_user_access: true,
});

/** What all requests of the panel have in common that name in their path what they are about. */
const panelPath = { type: "application/json", refusals: [400, 401, 403, 404], option: "refuseUnknownFields" };

/**
 * By the name of its export: `request` with every field that it can have, as a check gives it;
 * `state` with every member; `type` of its refusals; `option` that it knows for unknown fields, and
 * what that one turns them into.
 */
export const systems = {
  createAccessKey: {
    request: () => ({
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
    }),
    state: () => ({
      userExists: false,
      mobileKeysEnabled: true,
      mayManageAccesses: true,
      inUse: [{ keyType: "code", keyIdentification: "1234" }],
      codePolicy: codePolicy(),
      keyFormats: [{ name: "SITE", technology: "own", digits: 10, bits: 32 }],
      now: NOW,
    }),
    type: "application/problem+json",
    refusals: [400, 403, 409],
    option: "ignoreUnknownFields",
  },
  grantLockAccess: {
    request: () => ({ id: USER, ...lock() }),
    state: () => lockAccessState([{ ...lock(), lockId: "4711" }]),
    type: "application/json",
    refusals: [400, 403, 404, 409],
    option: "ignoreUnknownFields",
  },
  removeLockAccess: {
    request: () => ({ id: USER, lockId: ACCESS, removedBy: GRANTOR, reason: "moved out" }),
    state: () => lockAccessState([lock()]),
    type: "application/json",
    refusals: [400, 403, 404, 409],
    option: "ignoreUnknownFields",
  },
  createUser: {
    request: user,
    state: () => ({ ...session(), namesInUse: ["Ada Lindqvist"], nextUid: 3 }),
    type: "application/json",
    refusals: [400, 401, 403],
    option: "refuseUnknownFields",
  },
  changeUser: {
    request: () => ({ user_uid: 3, ...user() }),
    state: () => ({ ...session(), user: { uid: 3, ...user(), name: "Ada" }, namesInUse: ["Bo"] }),
    ...panelPath,
  },
  readUser: {
    request: () => ({ user_uid: 3 }),
    state: () => ({ ...session(), user: { uid: 3, ...user() } }),
    ...panelPath,
  },
  deleteUser: {
    request: () => ({ user_uid: 3 }),
    state: () => ({ ...session(), userExists: true, identifiers: [7] }),
    ...panelPath,
  },
  attachIdentifier: {
    request: () => ({ user_uid: 3, identifier_uid: 7 }),
    state: () => ({ ...session(), userExists: true, identifierExists: true, attachedTo: 3 }),
    ...panelPath,
  },
  attachTimeProfile: {
    request: () => ({ user_uid: 3, timeprofile_uid: 5 }),
    state: () => ({ ...session(), userExists: true, timeProfileExists: true }),
    ...panelPath,
  },
  addToApartment: {
    request: () => ({ apartment_uid: 12, user_uid: 3 }),
    state: () => ({ ...session(), apartmentExists: true, userExists: true }),
    ...panelPath,
  },
  createIdentifier: {
    request: () => ({
      identifier_owner: { name: "Ada Lindqvist", type: "owner" },
      identifier_type: "inputCode",
      identifier_number: "2580",
      lock: "all",
      valid: valid(),
    }),
    state: () => ({
      ...session(),
      identifiersInUse: [{ identifier_type: "card", identifier_number: "4711" }],
      nextUid: 3,
    }),
    type: "application/json",
    refusals: [400, 401, 403],
    option: "refuseUnknownFields",
  },
};

/** For tests of the border, where any system will do. */
export const { request, state } = systems.createAccessKey;

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** The header of a token that holds these claims. */
export const bearer = (claims) => `Bearer ${encoded({ alg: "HS256", typ: "JWT" })}.${encoded(claims)}.c2ln`;

/** A conversion of one's own, with everything that one can have. */
export const cardConversion = () => ({
  name: "ours",
  description: "own",
  bytes: 4,
  steps: ["bytes reversed", "low 3 bytes", "split into 8, 16 bits", "decimal of 3, 5 digits", "joined by `,`"],
  losesBits: 8,
  keyFormat: "MC",
  source: "a label",
});

/** A card format of one's own, with everything that one can have. */
export const cardFormat = () => ({
  name: "SITE 30",
  description: "own",
  bits: 30,
  fields: {
    facility: { bits: [1, 2, 3, 4], max: "9", absent: "1", coding: "bcd" },
    card: { bits: [5, 6, 7, 8, 9, 10] },
  },
  parity: [{ bit: 0, kind: "even", over: [1, 2, 3] }],
  fixed: [{ bit: 29, value: 1 }],
  confidence: "agreed",
  note: "a note",
  source: "a label",
});
