import { FRONT, GARAGE, problem } from "./house.mjs";

const openRow = (page, name) => page.getByRole("button", { name: new RegExp(`^${name}`) }).click();
const makeTheKey = (page) => page.getByRole("button", { name: "Make the key" }).click();

/**
 * What a page of the house can be brought to: `lead(page, house)` brings it there, and `house` is
 * prepared by `prepare(house)` before.
 */
export const OF_HOUSE = {
  "?page=keys": {
    list: {},
    "of every state": { prepare: (house) => house.keys.push(...ofEveryState(house)) },
    "no key yet": { prepare: (house) => (house.keys = []) },
    "found nothing": {
      lead: async (page) => {
        await page.getByLabel("Name or phone").fill("nobody");
        await page.getByText("No such key.").waitFor();
      },
    },
    loading: { prepare: (house) => house.hold("/keys"), lead: (page) => page.getByText("One moment").waitFor() },
    refused: {
      prepare: (house) => house.refusals.push({ path: "/keys", ...problem(503, "too_busy") }),
      lead: (page) => page.locator(".refusal").waitFor(),
    },
    "a key": { lead: (page) => openRow(page, "Ada") },
    "a key that wrong tries keep out": {
      prepare: (house) => (house.keys[0].lockedUntil = new Date(Date.now() + 600_000).toISOString()),
      lead: (page) => openRow(page, "Ada"),
    },
    "a key that was tried": {
      prepare: happened,
      lead: async (page) => {
        await openRow(page, "Ada");
        await page.getByText("Last tried").waitFor();
      },
    },
    "a key, its number shown": {
      lead: async (page) => {
        await openRow(page, "Ada");
        await page.getByRole("button", { name: "Show the number" }).click();
        await page.getByText("0012345678").first().waitFor();
      },
    },
    "a key, its time": {
      lead: async (page) => {
        await openRow(page, "Ada");
        await page.getByRole("button", { name: "Change", exact: true }).click();
        await page.getByRole("radio", { name: "Other days or times" }).check();
      },
    },
    "a key, its time refused": {
      lead: async (page, house) => {
        await openRow(page, "Ada");
        await page.getByRole("button", { name: "Change", exact: true }).click();
        house.refusals.push({ path: `/keys/${house.keys[0].id}`, ...problem(400, "guest_without_end", ["validTo"]) });
        await page.getByRole("button", { name: "Keep", exact: true }).click();
        await page.locator("dialog .refusal").waitFor();
      },
    },
    "a key that is taken back": {
      lead: async (page) => {
        await openRow(page, "Ada");
        await page.getByRole("button", { name: "Take back" }).click();
      },
    },
    "a key that is lost": {
      lead: async (page) => {
        await openRow(page, "Ada");
        await page.getByRole("button", { name: "Lost or stolen" }).click();
        await page.getByRole("button", { name: "It is lost" }).click();
        await page.getByText("Done: lost.").waitFor();
      },
    },
  },
  "?page=new-key": {
    empty: {},
    "a card": { lead: (page) => page.getByRole("radio", { name: "A card or fob" }).check() },
    "a phone": { lead: (page) => page.getByRole("radio", { name: "A phone" }).check() },
    "somebody known": {
      lead: async (page) => {
        await page.getByLabel("Name optional").fill("lindq");
        await page.getByRole("button", { name: /^Ada Lindqvist/ }).waitFor();
      },
    },
    "other hours": { lead: (page) => page.getByRole("radio", { name: "Other days or times" }).check() },
    "fields refused": {
      lead: async (page) => {
        await page.getByRole("radio", { name: "I have one" }).check();
        await page.getByLabel("Until optional").fill("2027-03-28T02:30");
        await makeTheKey(page);
        await page.locator("[aria-invalid=true]").first().waitFor();
      },
    },
    "the service refuses": {
      lead: async (page, house) => {
        await page.getByRole("checkbox", { name: "Garage" }).check();
        house.refusals.push({ path: "/keys", ...problem(409, "identification_in_use", ["keyIdentification"]) });
        await makeTheKey(page);
        await page.locator(".send .wrong").waitFor();
      },
    },
    "for developers": { lead: (page) => page.locator("main .developers summary").click() },
    "for many": {
      lead: async (page) => {
        await page.getByRole("radio", { name: "Codes for many" }).check();
        await page.getByRole("button", { name: "Fill in" }).click();
      },
    },
    made: {
      paper: true,
      lead: async (page) => {
        await page.getByLabel("Name optional").fill("Mara Silva");
        await page.getByRole("checkbox", { name: "Garage" }).check();
        await page.getByRole("radio", { name: "Weekdays, 8 to 17" }).check();
        await makeTheKey(page);
        await page.getByRole("heading", { name: /^Key made/ }).waitFor();
      },
    },
    "another like it": {
      lead: async (page) => {
        await page.getByRole("checkbox", { name: "Garage" }).check();
        await makeTheKey(page);
        await page.getByRole("button", { name: "Make another" }).click();
        await page.getByText("are those of the last key").waitFor();
      },
    },
    "some made": {
      paper: true,
      lead: async (page, house) => {
        house.refusals.push({ path: "/keys", after: 2, ...problem(503, "too_busy") });
        await page.getByRole("radio", { name: "Codes for many" }).check();
        await page.getByLabel("Names, one a line").fill("Ann\nBo\nCy");
        await page.getByRole("checkbox", { name: "Garage" }).check();
        await page.getByRole("button", { name: "Make 3 keys" }).click();
        await page.getByRole("heading", { name: "2 of 3 keys made" }).waitFor();
      },
    },
    "cut off": {
      lead: async (page, house) => {
        house.lost = 1;
        await page.getByRole("checkbox", { name: "Garage" }).check();
        await makeTheKey(page);
        await page.getByText("One moment").waitFor();
        await page.goto(new URL("?page=people", page.url()).href);
        await page.getByRole("heading", { level: 1, name: "People" }).waitFor();
        await page.goto(new URL("?page=new-key", page.url()).href);
        await page.getByText("when this page was left").waitFor();
      },
    },
    "three made": {
      paper: true,
      lead: async (page) => {
        await page.getByRole("radio", { name: "Codes for many" }).check();
        await page.getByLabel("Names, one a line").fill("Ann\nBo\nCy");
        await page.getByRole("checkbox", { name: "Garage" }).check();
        await page.getByRole("button", { name: "Make 3 keys" }).click();
        await page.getByRole("heading", { name: "3 keys made" }).waitFor();
      },
    },
  },
  "?page=people": {
    list: {},
    "nobody yet": { prepare: (house) => (house.people = []) },
    "a person": { lead: (page) => openRow(page, "Ada") },
    "a new person": { lead: (page) => page.getByRole("button", { name: "New person" }).click() },
    "a phone that is refused": {
      lead: async (page, house) => {
        await page.getByRole("button", { name: "New person" }).click();
        await page.getByLabel("Phone optional").fill("070");
        house.refusals.push({ path: "/people", ...problem(400, "phone_without_plus", ["phone"]) });
        await page.getByRole("button", { name: "Keep" }).click();
        await page.locator("dialog [aria-invalid=true]").waitFor();
      },
    },
  },
  "?page=sign-ins": {
    list: { prepare: (house) => (house.principals[2].disabledAt = "2026-11-20T08:00:00Z") },
    somebody: { lead: (page) => openRow(page, "Lena") },
    "somebody changed": {
      lead: async (page) => {
        await openRow(page, "Lena");
        await page.getByRole("button", { name: "Change", exact: true }).click();
      },
    },
    "somebody new": { lead: (page) => page.getByRole("button", { name: "Somebody new" }).click() },
    "somebody new, refused": {
      lead: async (page) => {
        await page.getByRole("button", { name: "Somebody new" }).click();
        await page.getByRole("button", { name: "Let them sign in" }).click();
        await page.locator("dialog [aria-invalid=true]").first().waitFor();
      },
    },
    "a new key": {
      lead: async (page) => {
        await openRow(page, "Lena");
        await page.getByRole("button", { name: "New sign-in key" }).click();
        await page.getByRole("button", { name: "Make the key" }).click();
        await page.getByRole("region", { name: "The sign-in key" }).waitFor();
      },
    },
    "shut out": {
      lead: async (page) => {
        await openRow(page, "Lena");
        await page.getByRole("button", { name: "Shut out" }).click();
      },
    },
  },
  "?page=doors": {
    list: {},
    "no door yet": { prepare: (house) => (house.doors = []) },
    "a door": { lead: (page) => openRow(page, "Garage") },
    "all of a door, some of it wrong": {
      lead: async (page) => {
        await openRow(page, "Garage");
        await page.getByText("Who comes in, and how").click();
        await page.getByLabel("It counts who goes in and out").check();
        await page.getByLabel("It knows who is inside already").check();
        await page.getByRole("button", { name: "Keep" }).click();
        await page.locator("dialog [aria-invalid=true]").first().waitFor();
      },
    },
    "a door, all that is set of it": {
      lead: async (page) => {
        await openRow(page, "Garage");
        await page.locator("dialog details").evaluateAll((folds) => {
          for (const details of folds) details.open = true;
        });
      },
    },
    "a door that is shut after wrong tries": {
      prepare: (house) => (house.doors[1].lockedUntil = { door: new Date(Date.now() + 600_000).toISOString(), afar: null }),
      lead: (page) => openRow(page, "Garage"),
    },
    "the panel at the entrance": { lead: (page) => page.getByRole("button", { name: "Panel at the entrance" }).click() },
    "a new door": { lead: (page) => page.getByRole("button", { name: "New door" }).click() },
    "a door that somebody else changed": {
      lead: async (page, house) => {
        await openRow(page, "Garage");
        await page.getByLabel("Name", { exact: true }).fill("The garage");
        house.refusals.push({ path: `/doors/${GARAGE}`, ...problem(412, "version_conflict") });
        await page.getByRole("button", { name: "Keep" }).click();
        await page.locator("dialog .refusal").waitFor();
      },
    },
  },
  "?page=activity": {
    "a time that comes twice": {
      prepare: happened,
      lead: async (page) => {
        await page.getByRole("button", { name: "Other times" }).click();
        await page.getByLabel("From optional").fill("2027-10-31T02:30");
        await page.getByLabel("From optional").blur();
        await page.getByText("this time comes twice").waitFor();
      },
    },
    list: { prepare: happened },
    "of last night": {
      prepare: happened,
      lead: async (page) => {
        await page.getByRole("button", { name: "Last night" }).click();
        await page.getByText(/^from .* until /).waitFor();
      },
    },
    nothing: {},
    "one person": {
      prepare: happened,
      path: (house) => `?page=activity&person=${house.people[0].id}`,
      lead: (page) => page.getByText(/^\s*Only Ada/).waitFor(),
    },
  },
};

/** What stands in the place of a page of the house. */
export const INSTEAD = {
  "sign in": { prepare: (house) => (house.session = undefined) },
  "a wrong key": {
    prepare: (house) => (house.session = undefined),
    lead: async (page) => {
      await page.getByLabel("Your sign-in key").fill("another");
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByText("This key is not known.").waitFor();
    },
  },
  "the session is over": {
    lead: async (page, house) => {
      await page.getByRole("button", { name: /^Ada/ }).waitFor();
      house.refusals.push({ path: "/keys", ...problem(401, "authorization_missing") });
      await page.getByLabel("Name or phone").fill("ada");
      await page.getByText("Your sign-in has ended.").waitFor();
    },
  },
  "a reader": { prepare: (house) => (house.session.role = "reader") },
  "no service": { prepare: (house) => house.refusals.push({ path: "/session", ...problem(404, "not_found") }) },
  "a service that is away": { prepare: (house) => house.refusals.push({ path: "/session", ...problem(0, "") }) },
};

/** A key of each state that a key can be in, with what else a row may say. */
function ofEveryState(house) {
  const [key] = house.keys;
  return ["not-yet-active", "expired", "suspended", "lost", "stolen", "damaged", "revoked"].map((state, i) => ({
    ...key,
    id: `00000000-0000-4000-8000-0000000009${i}0`,
    keyType: ["code", "rfid", "mobile"][i % 3],
    keyName: i % 2 === 0 ? "The key of the choir's second door" : null,
    state,
    validFrom: "2026-11-01T08:00:00Z",
    validTo: "2026-12-01T08:00:00Z",
    schedule: { weekly: [{ days: ["mon", "tue", "wed", "thu", "fri"], from: 480, until: 1020 }] },
  }));
}

/** Somebody was let in, and somebody was not. */
function happened(house) {
  const at = new Date().toISOString();
  const [ada] = house.people;
  const event = (seq, type, door, data, person) => ({ seq, stream: `door/${door}`, version: seq, at, actor: "door", person, type, data });
  house.events = [
    event(3, "DoorOpened", GARAGE, { credential: house.keys[0].id, reason: "granted" }, ada.id),
    event(2, "DoorStayedShut", FRONT, { reason: "unknown-credential" }, null),
    event(1, "DoorStayedShut", FRONT, { credential: house.keys[0].id, reason: "outside-schedule" }, ada.id),
  ];
}
