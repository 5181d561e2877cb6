import assert from "node:assert/strict";

/** A service of one house as its plain API says, for tests that need answers of its kind. */
export const FRONT = "3f8f0c1e-6a52-4b0e-9d57-1f2c8a7e4b10";
export const GARAGE = "8c1d2f60-0b7a-4a35-8e49-62d9c5f3a721";
export const HALL = "b7e5a9d4-41c3-4f68-a2b0-90c7d81e5f32";

const PEOPLE = [
  ["6f1b2c3d-4e5a-4b6c-8d7e-9f0a1b2c3d4e", "Ada", "Lindqvist", "+46701234567"],
  ["a3c5e7f9-1b2d-4c6e-9f80-21436587a9cb", "Ben", "Okafor", null],
];

export class FakeHouse {
  session = {
    organisation: { id: "house", name: "12 Garden Street" },
    role: "administrator",
    principal: "p",
    doors: null,
    expiresAt: "2199-01-01T00:00:00Z",
  };
  requests = [];
  keys = [];
  events = [];
  panel = { first: null, second: null };
  principals = [
    ["p", "Kim", "administrator", []],
    ["q", "Lena at the desk", "manager", [FRONT]],
    ["r", null, "manager", [FRONT, HALL]],
  ].map(([id, name, role, doors]) => ({ id, name, role, doors, revision: 1, createdAt: "2026-11-01T08:00:00Z", disabledAt: null, keys: [{ id: `${id}-key`, createdAt: "2026-11-01T08:00:00Z", expiresAt: null, revokedAt: null }] }));
  /** Answers to give instead, first come first served: `{ path, status, body }`, `after` so many others. */
  refusals = [];
  /** The answer about the so many-th new key never arrives. */
  lost = 0;
  /** What is never answered. */
  #held = new Set();
  #number = 0;
  #codes = new Map();
  /** By Idempotency-Key. */
  #answers = new Map();

  constructor() {
    const createdAt = "2026-11-01T08:00:00Z";
    this.doors = [
      [FRONT, "Main entrance"],
      [GARAGE, "Garage"],
      [HALL, "Hall"],
    ].map(([id, name]) => ({ id, name, zone: "Europe/Stockholm", codes: null, condition: { lockout: { tries: 5, thenWaitSeconds: 30, thenLonger: [60] }, persons: 1, remote: "no" }, lockedUntil: { door: null, afar: null }, revision: 1, createdAt }));
    this.people = PEOPLE.map(([id, firstName, lastName, phone]) => ({ id, kind: phone ? "mobile" : "none-mobile", phone, firstName, lastName, state: "active", party: [], revision: 1, createdAt }));
    this.add({ keyType: "rfid", keyIdentification: "0012345678", accesses: [FRONT, GARAGE], userId: PEOPLE[0][0] });
  }

  /** Answers the requests of a page. */
  async attach(page) {
    await page.route(
      (url) => /^\/(session|keys|people|doors|events|panel|principals)(\/|$)/.test(url.pathname),
      async (route) => {
        const request = route.request();
        const url = new URL(request.url());
        const body = request.postData() ? request.postDataJSON() : undefined;
        const headers = request.headers();
        this.requests.push({ method: request.method(), path: url.pathname, query: Object.fromEntries(url.searchParams), body, headers });
        if (url.pathname === "/events/stream") {
          return route.fulfill({ contentType: "text/event-stream", body: "retry: 60000\n\n" });
        }
        if (this.#held.has(url.pathname)) return undefined;
        const { status, body: answer, location } = this.answer(request.method(), url, body, headers);
        if (location && (this.lost -= 1) === 0) return undefined;
        if (status === 0) return route.abort();
        return route.fulfill({
          status,
          headers: location ? { location } : {},
          contentType: status < 400 ? "application/json" : "application/problem+json",
          body: answer === undefined ? "" : JSON.stringify(answer),
        });
      },
    );
  }

  /** What opens, of the keys that were asked for, in their order. */
  get codes() {
    return [...this.#answers.values()].map(({ body }) => body.keyIdentification);
  }

  /** A key whole, or the answer that the same word had before. */
  #made(body, once) {
    const before = this.#answers.get(once);
    if (before) return before;
    const { key, code } = this.add(body);
    key.schedule = body.schedule ?? null;
    const answer = { status: 201, body: { key: structuredClone(key), ...(body.keyType === "mobile" ? {} : { keyIdentification: code }) }, location: `/keys/${key.id}` };
    if (once) this.#answers.set(once, answer);
    return answer;
  }

  /** Somebody with one more key to sign in by, which is in this answer alone. */
  #keyOf(principal, { days }) {
    const expiresAt = days ? new Date(Date.now() + days * 86_400_000).toISOString() : null;
    principal.keys.unshift({ id: this.#id(), createdAt: this.#now(), expiresAt, revokedAt: null });
    return { status: 201, body: { ...principal, apiKey: `lw_${principal.keys[0].id.replaceAll("-", "")}` } };
  }

  hold(path) {
    this.#held.add(path);
  }

  add({ keyType, keyIdentification, accesses, userId, userFirstName = null, userLastName = null, validFrom = null, validTo = null, keyName = null, keyFormat = null }) {
    let person = this.people.find(({ id, phone }) => id === userId || (userId && phone === userId));
    if (person === undefined) {
      person = { id: this.#id(), kind: "none-mobile", phone: keyType === "mobile" ? userId : null, firstName: userFirstName, lastName: userLastName, state: "active", revision: 1, createdAt: this.#now() };
      this.people.unshift(person);
    }
    const { id, firstName, lastName, phone } = person;
    const key = { id: this.#id(), person: { id, firstName, lastName, phone }, keyType, keyFormat, keyName, accesses, validFrom, validTo, schedule: null, state: "active", uses: { used: 0, most: null }, hasPin: false, exempt: [], lockedUntil: null, shownAt: null, revision: 1, createdAt: this.#now(), revokedAt: null };
    const code = keyIdentification === "*" ? String(482913 + this.#number * 7) : keyIdentification;
    this.keys.unshift(key);
    this.#codes.set(key.id, code);
    return { key, code };
  }

  /** The answer of the service to one request: `{ status, body }`. */
  answer(method, url, body, headers) {
    const refused = this.refusals.findIndex(({ path }) => path === url.pathname);
    if (refused >= 0 && !(this.refusals[refused].after > 0)) return this.refusals.splice(refused, 1)[0];
    if (refused >= 0) this.refusals[refused].after -= 1;
    const [, root, id, verb, part] = url.pathname.split("/");
    const query = Object.fromEntries(url.searchParams);
    const route = `${method} /${root}${id ? "/…" : ""}${verb ? `/${verb}` : ""}`;
    const key = this.keys.find((one) => one.id === id);
    const principal = this.principals.find((one) => one.id === id);
    const set = (thing, change) => {
      const tag = headers["if-match"];
      if (method === "PATCH" && tag !== `"${thing.revision}"`) return tag ? problem(412, "version_conflict") : problem(428, "revision_missing");
      Object.assign(thing, change, { revision: thing.revision + 1 });
      return ok(thing);
    };
    switch (route) {
      case "GET /session":
        return this.session ? ok(this.session) : problem(401, "authorization_missing");
      case "POST /session":
        if (body.apiKey !== "the right key") return problem(401, "caller_unknown");
        this.session = new FakeHouse().session;
        return ok(this.session);
      case "DELETE /session":
        this.session = undefined;
        return { status: 204 };
      case "GET /doors":
        return list(this.doors);
      case "GET /doors/…":
        return ok(this.doors.find((door) => door.id === id));
      case "PATCH /doors/…":
        return set(this.doors.find((door) => door.id === id), body);
      case "POST /doors":
        this.doors.push({ ...this.doors[0], id: this.#id(), ...body });
        return ok(this.doors.at(-1));
      case "GET /people":
        return list(this.people.filter((person) => holds(person, query.search)));
      case "GET /people/…":
        return ok(this.people.find((person) => person.id === id));
      case "POST /people":
        this.people.unshift({ id: this.#id(), kind: "none-mobile", phone: null, firstName: null, lastName: null, ...body, state: "active", revision: 1, createdAt: this.#now() });
        return ok(this.people[0]);
      case "PATCH /people/…":
        return set(this.people.find((person) => person.id === id), body);
      case "GET /keys":
        return list(
          this.keys.filter(
            ({ person, keyName, accesses, keyType, state }) =>
              holds({ ...person, keyName }, query.search) &&
              (!query.door || accesses.includes(query.door)) &&
              (!query.person || person.id === query.person) &&
              (!query.kind || keyType === query.kind) &&
              (!query.state || state === query.state),
          ),
        );
      case "GET /keys/…":
        return ok(key);
      case "PATCH /keys/…":
        return set(key, body);
      case "POST /keys/…/suspend":
        return set(key, { state: "suspended" });
      case "POST /keys/…/resume":
        return set(key, { state: "active" });
      case "POST /keys/…/forget-tries":
        return set(key, { lockedUntil: null });
      case "POST /keys/…/revoke":
        return set(key, { state: "revoked", revokedAt: this.#now() });
      case "POST /keys/…/report":
        return set(key, { state: body.state });
      case "POST /keys/…/show":
        if (key.shownAt && !body.again) return problem(409, "code_shown_already");
        key.shownAt = this.#now();
        return ok({ keyIdentification: this.#codes.get(id) });
      case "POST /keys":
        return this.#made(body, headers["idempotency-key"]);
      case "POST /doors/…/forget-tries":
        return ok(Object.assign(this.doors.find((door) => door.id === id), { lockedUntil: { door: null, afar: null } }));
      case "GET /panel/…":
        return ok(this.panel);
      case "PUT /panel/…":
        return ok((this.panel = body));
      case "GET /principals":
        return list(this.principals);
      case "POST /principals":
        this.principals.unshift({ id: this.#id(), doors: [], revision: 1, createdAt: this.#now(), disabledAt: null, keys: [], name: body.name, role: body.role, ...(body.doors && { doors: body.doors }) });
        return this.#keyOf(this.principals[0], body);
      case "GET /principals/…":
        return ok(principal);
      case "PATCH /principals/…":
        return set(principal, { ...body, ...(["administrator", "reader"].includes(body.role) && { doors: [] }) });
      case "POST /principals/…/keys":
        if (!part) return this.#keyOf(principal, body);
        principal.keys.find((one) => one.id === part).revokedAt = this.#now();
        return ok(principal);
      case "POST /principals/…/disable":
        if (id === this.session.principal) return problem(409, "own_access");
        return ok(Object.assign(principal, { disabledAt: this.#now() }));
      case "POST /principals/…/enable":
        return ok(Object.assign(principal, { disabledAt: null }));
      case "GET /events":
        return list(
          this.events.filter(
            ({ stream, at, type, data }) =>
              (!query.key || stream === `access-key/${query.key}` || data.credential === query.key) &&
              (!query.door || stream === `door/${query.door}`) &&
              (!query.type || type === query.type) &&
              (!query.from || at >= query.from) &&
              (!query.until || at < query.until),
          ),
        );
      default:
        return problem(404, "not_found");
    }
  }

  #id() {
    this.#number += 1;
    return `00000000-0000-4000-8000-${String(this.#number).padStart(12, "0")}`;
  }

  #now() {
    return new Date(Date.UTC(2026, 10, 20, 8, 0, this.#number)).toISOString().replace(".000", "");
  }
}

/** A page of a house. What the browser logs of answers that the test asks for is no trouble. */
export async function atHouse(visit, t, path, { house = new FakeHouse(), ...options } = {}) {
  const { page, troubles } = await visit(t, { path, prepare: (page) => house.attach(page), ...options });
  t.after(() => assert.deepEqual(troubles.filter((text) => !/Failed to load resource/.test(text)), []));
  await page.locator("#page-heading").waitFor();
  return { page, house };
}

const ok = (body) => ({ status: 200, body });
const list = (items) => ok({ items, next: null });
const holds = (thing, text) => !text || Object.values(thing).some((value) => typeof value === "string" && value.toLowerCase().includes(text.toLowerCase()));

export function problem(status, code, path = [], message = "expected something else") {
  return { status, body: { type: "about:blank", title: "Refused", status, detail: message, issues: [{ code, path, message }] } };
}
