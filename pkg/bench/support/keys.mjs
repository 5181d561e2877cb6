// Create-access-key requests for the race.

/** All 11 fields that a request for a card usually has. */
export const valid = () => ({
  userId: "+46701234567",
  userFirstName: "Ada",
  userLastName: "Lindqvist",
  keyType: "rfid",
  keyFormat: "EM",
  keyIdentification: "4711471147",
  keyName: "Front door",
  pin: "2580",
  accesses: ["9f3b6c1e-4a52-4d7e-8b10-2c5d7e9f0a11", "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"],
  validFrom: "2026-03-01T08:00:00Z",
  validTo: "2027-03-01T08:00:00+01:00",
});

const wrong = {
  keyIdentification: "47x1",
  userId: "46701234567",
  pin: "123",
  accesses: ["9f3b6c1e-4a52-4d7e-8b10"],
  validFrom: "2026-03-01",
  keyName: 5,
};

/** The same with so many of its fields wrong, up to six. */
export const invalid = (count) => ({
  ...valid(),
  ...Object.fromEntries(Object.entries(wrong).slice(0, count)),
});

const OPTIONAL = {
  ...valid(),
  mobilePhoneNumber: "+46709876543",
  sendNotification: true,
};
const REQUIRED = ["keyType", "keyIdentification", "accesses"];

/** Numbers below a bound, the same at each run (xorshift of 32 bits). */
function seeded() {
  let state = 0x9e3779b9;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}

function shuffled(names, below) {
  const left = [...names];
  return names.map(() => left.splice(below(left.length), 1)[0]);
}

/** 24 valid requests, each with other optional fields and its fields in another order. */
export function shapes() {
  const below = seeded();
  return Array.from({ length: 24 }, () => {
    const names = Object.keys(OPTIONAL).filter((name) => REQUIRED.includes(name) || below(3) > 0);
    return Object.fromEntries(shuffled(names, below).map((name) => [name, OPTIONAL[name]]));
  });
}

/** How many of these have names, or an order of names, that none of the others has. */
export const unlike = (objects) => new Set(objects.map((object) => Object.keys(object).join())).size;
