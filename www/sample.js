/** The house of the example: its doors, and the keys already given out. */
export const doors = [
  { id: "3f8f0c1e-6a52-4b0e-9d57-1f2c8a7e4b10", name: "Main entrance" },
  { id: "8c1d2f60-0b7a-4a35-8e49-62d9c5f3a721", name: "Garage" },
  { id: "b7e5a9d4-41c3-4f68-a2b0-90c7d81e5f32", name: "Bike room" },
  { id: "d2946b8f-7e1c-4d09-b5a3-07f4e2c96a43", name: "Laundry" },
];

/** What a service knows when somebody asks for a key. */
export const keyState = {
  userExists: true,
  mobileKeysEnabled: true,
  mayManageAccesses: true,
  inUse: [
    { keyType: "code", keyIdentification: "482913" },
    { keyType: "rfid", keyFormat: "EM", keyIdentification: "0012345678" },
  ],
};

/** Users of the locks, one of whom grants access to the others. */
export const people = [
  { id: "6f1b2c3d-4e5a-4b6c-8d7e-9f0a1b2c3d4e", name: "Ada Lindqvist" },
  { id: "a3c5e7f9-1b2d-4c6e-9f80-21436587a9cb", name: "Ben Okafor" },
  { id: "0d9e8f7a-6b5c-4d3e-a2f1-c0b9a8d7e6f5", name: "Chiara Neri" },
];

/** Locks, whose ids come as a uuid and as a number. */
export const locks = [
  { id: "c4d5e6f7-0819-4a2b-8c3d-5e6f708192a3", name: "Front door" },
  { id: "1e2d3c4b-5a69-4788-96a5-b4c3d2e1f007", name: "Garage" },
  { id: "1204519", name: "Cellar" },
];

/** What a service knows when the second of the users lets the first in, or takes access away. */
export const lockState = {
  userExists: true,
  aggregate: {
    userId: people[0].id,
    version: 3,
    locks: [{ lockId: locks[1].id, lockName: locks[1].name, accessLevel: "USER", grantedBy: people[1].id }],
  },
  caller: { kind: "user", id: people[1].id, grant: { accessLevel: "OWNER", revoked: false } },
  organisationOwnsLock: false,
};

/** What a panel at the door knows, about users and about identifiers. */
export const panelStates = {
  user: { loggedIn: true, administrator: true, namesInUse: ["Ada Lindqvist"], nextUid: 3 },
  identifier: {
    loggedIn: true,
    administrator: true,
    identifiersInUse: [
      { identifier_type: "card", identifier_number: "0012345678" },
      { identifier_type: "license_plate", identifier_number: "ABC 123" },
    ],
    nextUid: 3,
  },
};

/** Numbers of cards as people meet them. */
export const cardNumbers = [
  { value: "0045131261", label: "A fob’s number", detail: "Ten digits, printed on a blue fob." },
  { value: "00623,27706", label: "With a comma", detail: "The same kind of fob, as two numbers." },
  { value: "0102B0A5FD", label: "EM4100 in hex", detail: "The whole identifier, as a reader on a desk types it." },
  { value: "04:A1:B2:C3:D4:E5:F6", label: "7-byte UID", detail: "A MIFARE card, as a phone shows it." },
  { value: "10111101100010001110101110", label: "26 bits", detail: "What a reader sends over its two wires." },
  { value: "2006F623AE", label: "HID Prox in hex", detail: "What a card of that make holds." },
];

/** Two readings of one fob: printed on it, and in hex. */
export const cardPair = ["176,17642", "0102B044EA"];
