// Locks, grants and who may give them: laws over all levels, and over random histories.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as latchwork from "latchwork";
import { assertMisuse } from "./support/answers.mjs";
import { read } from "./support/case-files.mjs";
import { withSeed } from "./support/random.mjs";
import { ACCESS, GRANTOR, NOW, USER, added, caller, grant, lock, policy, removed, systems } from "./support/requests.mjs";

const { accessLevels, grantLockAccess, grantState, mayGrant, mayOpen, removeLockAccess, windowState } = latchwork;
const { apply } = grantLockAccess;

const empty = () => ({ version: 0, locks: [] });

/** What a call throws. */
function thrownBy(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  return assert.fail("expected an error, found none");
}

describe("apply", () => {
  test("a random history, replayed, gives the aggregate of each step", () => {
    const below = withSeed(0x6c6f636b);
    const ids = ["4711", "0", ACCESS, "9f3b6c1e-4a52-4d7e-8b10-2c5d7e9f0a12"];
    const owner = { kind: "user", id: GRANTOR, grant: { accessLevel: "OWNER" } };
    const user = { kind: "user", id: USER, grant: null };
    const names = () => ({ lockName: `Door ${below(100)}`, accessLevel: accessLevels[1 + below(2)] });
    for (let history = 0; history < 50; history += 1) {
      const events = [];
      let aggregate = empty();
      for (let step = 0; step < 40; step += 1) {
        const lockId = ids[below(ids.length)];
        const has = aggregate.locks.some((listed) => listed.lockId === lockId);
        const state = (caller) => ({ userExists: true, aggregate, caller, expectedVersion: aggregate.version, now: NOW });
        const { status, effect, body } =
          below(2) === 0
            ? grantLockAccess.decide({ id: USER, lockId, ...names(), grantedBy: GRANTOR }, state(owner))
            : removeLockAccess.decide({ id: USER, lockId, removedBy: USER, reason: "moved" }, state(user));
        if (status !== 200) {
          assert.equal(body.error, has ? "lock_already_accessible" : "lock_not_accessible");
          continue;
        }
        assert.deepEqual(apply(aggregate, effect.event), effect.aggregate);
        assert.deepEqual(effect.event, body.event);
        assert.equal(effect.aggregate.version, aggregate.version + 1);
        assert.equal(body.version, effect.aggregate.version);
        assert.equal(effect.aggregate.locks.some((listed) => listed.lockId === lockId), !has);
        aggregate = effect.aggregate;
        events.push(effect.event);
      }
      assert.ok(events.length > 0);
      assert.deepEqual(events.reduce(apply, empty()), aggregate);
      // As they come from where they are stored.
      assert.deepEqual(JSON.parse(JSON.stringify(events)).reduce(apply, empty()), aggregate);
    }
  });

  test("adds a lock at the end, and takes away that one alone", () => {
    const locks = ["1", "2", "3"].map((lockId) => ({ ...lock(), lockId }));
    const before = { userId: USER, version: 7, locks };
    const after = apply(before, added());
    assert.deepEqual(after, { userId: USER, version: 8, locks: [...locks, lock()] });
    const without = apply(after, { ...removed(), data: { ...removed().data, lockId: "2" } });
    assert.deepEqual(without, { userId: USER, version: 9, locks: [locks[0], locks[2], lock()] });
    assert.deepEqual(apply(apply(before, added()), removed()), { userId: USER, version: 9, locks });
  });

  test("an id in capitals is the same lock", () => {
    const { data } = removed();
    const upper = { ...removed(), data: { ...data, lockId: data.lockId.toUpperCase() } };
    assert.deepEqual(apply({ userId: USER, version: 1, locks: [lock()] }, upper), { userId: USER, version: 2, locks: [] });
  });

  test("what cannot have happened is misuse", () => {
    for (const [locks, event, code] of [
      [[lock()], added(), "lock_already_accessible"],
      [[], removed(), "lock_not_accessible"],
    ]) {
      const error = thrownBy(() => apply({ userId: USER, version: 1, locks }, event));
      assertMisuse(error);
      assert.deepEqual(error.issues.map(({ code }) => code), [code]);
      assert.equal(error.issues[0].path[0], "event");
    }
  });

  test("an event of another user is refused, and locks that say not whose they are", () => {
    const others = { ...added(), data: { ...added().data, lockId: "4711", userId: GRANTOR } };
    const codes = (aggregate, event) => {
      const error = thrownBy(() => apply(aggregate, event));
      assertMisuse(error);
      return error.issues.map(({ code, path }) => [code, ...path]);
    };
    const first = apply(empty(), added());
    assert.equal(first.userId, USER);
    assert.deepEqual(codes(first, others), [["user_not_of_locks", "event"]]);
    assert.deepEqual(codes({ ...empty(), userId: USER }, others), [["user_not_of_locks", "event"]]);
    assert.deepEqual(codes(empty(), [added(), others]), [["user_not_of_locks", "event", 1]]);
    assert.deepEqual(codes({ version: 1, locks: [] }, added()), [["missing_field", "aggregate", "userId"]]);
    assert.deepEqual(codes({ version: 0, locks: [lock()] }, removed()), [["missing_field", "aggregate", "userId"]]);
  });

  test("a list of events is folded in its order, all or none", () => {
    const events = [added(), removed(), added()];
    assert.deepEqual(apply(empty(), events), events.reduce((aggregate, event) => apply(aggregate, event), empty()));
    assert.deepEqual(apply(empty(), []), empty());
    const error = thrownBy(() => apply(empty(), [added(), removed(), removed()]));
    assert.deepEqual(error.issues.map(({ code, path }) => [code, ...path]), [["lock_not_accessible", "event", 2]]);
    const wrong = thrownBy(() => apply(empty(), [added(), { type: "AccessibleLockLent", data: {} }]));
    assert.deepEqual(wrong.issues.map(({ code, path }) => [code, ...path]), [["event_unknown", "event", 1, "type"]]);
  });

  test("a request as large as can be is granted, and what is written is read back", () => {
    const lockName = "x".repeat(2 ** 20 - 600);
    const request = { ...systems.grantLockAccess.request(), lockName };
    const { status, effect } = grantLockAccess.decide(request, systems.grantLockAccess.state());
    assert.equal(status, 200);
    const { state } = systems.grantLockAccess;
    assert.deepEqual(apply(state().aggregate, effect.event), effect.aggregate);
    const again = grantLockAccess.decide(request, { ...state(), aggregate: effect.aggregate, expectedVersion: 4 });
    assert.equal(again.body.error, "lock_already_accessible");
  });

  test("locks of which no more could be read back are refused", () => {
    const lockName = "x".repeat(1_000_000);
    const { request, state } = systems.grantLockAccess;
    let { aggregate } = state();
    for (let lockId = 0; ; lockId += 1) {
      const whole = { ...state(), aggregate, expectedVersion: undefined };
      const { status, body, effect } = grantLockAccess.decide({ ...request(), lockId: String(lockId), lockName }, whole);
      if (status === 200) {
        ({ aggregate } = effect);
        continue;
      }
      assert.deepEqual([status, body.error], [400, "locks_full"]);
      assert.equal(lockId, 16);
      break;
    }
  });

  test("neither the aggregate nor the event is written to, or shared", () => {
    const before = Object.freeze({ userId: USER, version: 1, locks: Object.freeze([Object.freeze({ ...lock(), lockId: "4711" })]) });
    const event = Object.freeze({ ...added(), data: Object.freeze(added().data) });
    const after = apply(before, event);
    assert.ok(after.locks !== before.locks && after.locks[0] !== before.locks[0]);
    after.locks[1].lockName = "changed";
    assert.deepEqual(apply(before, event).locks[1], lock());
  });

  test("the last version is the last: no number after it is exact", () => {
    const last = Number.MAX_SAFE_INTEGER;
    assert.equal(apply({ userId: USER, version: last - 1, locks: [] }, added()).version, last);
    assertMisuse(thrownBy(() => apply({ userId: USER, version: last, locks: [] }, added())));
  });
});

describe("the id of the path", () => {
  for (const [name, file] of [["grantLockAccess", "grant-lock-access"], ["removeLockAccess", "remove-lock-access"]]) {
    const { check, checkJson } = latchwork[name];

    test(`${name}: joins the members of the body`, () => {
      for (const { name, id, body, value } of read(file).filter(({ ok, id }) => ok && id !== undefined)) {
        const options = { ignoreUnknownFields: true };
        assert.deepEqual(check({ id, ...JSON.parse(body) }, options), { ok: true, value }, name);
      }
      for (const { name, input, value } of read(file).filter(({ ok, input }) => ok && input?.id !== undefined)) {
        const { id, ...body } = input;
        const options = { id, ignoreUnknownFields: true };
        assert.deepEqual(checkJson(JSON.stringify(body), options), { ok: true, value }, name);
      }
    });

    test(`${name}: is an option of a raw body alone`, () => {
      const { request } = systems[name];
      assertMisuse(thrownBy(() => check(request(), { id: USER })));
      assertMisuse(thrownBy(() => checkJson(JSON.stringify(request()), { id: 5 })));
    });
  }
});

/** The default, said and unsaid; nothing, everything, and rows that follow no order. */
const policies = [
  undefined,
  policy(),
  { OWNER: [], ADMIN: [], USER: [], GUEST: [], organisation: [] },
  { OWNER: accessLevels, ADMIN: accessLevels, USER: accessLevels, GUEST: accessLevels, organisation: accessLevels },
  { OWNER: ["GUEST"], ADMIN: ["OWNER"], USER: ["USER"], GUEST: ["ADMIN", "USER"], organisation: [] },
];

describe("who may grant what", () => {
  test("by default, those below", () => {
    for (const [above, grantor] of accessLevels.entries()) {
      for (const [below, level] of accessLevels.entries()) {
        assert.equal(mayGrant(grantor, level), above < below, `${grantor} ${level}`);
        assert.equal(mayGrant(grantor, level), mayGrant(grantor, level, policy()));
      }
    }
  });

  test("with a policy, what stands in the row, and decisions follow it", () => {
    const { request, state } = systems.grantLockAccess;
    for (const policy of policies) {
      for (const grantor of accessLevels) {
        for (const level of accessLevels) {
          const may = mayGrant(grantor, level, policy);
          if (policy) assert.equal(may, policy[grantor].includes(level));
          const whole = { ...state(), policy, caller: { ...caller(), grant: { ...grant(), accessLevel: grantor } } };
          const { status, body } = grantLockAccess.decide({ ...request(), accessLevel: level }, whole);
          assert.equal(status, may ? 200 : 403);
          if (!may) assert.equal(body.error, "level_not_grantable");
          const locks = [{ ...lock(), accessLevel: level }];
          const removal = removeLockAccess.decide(systems.removeLockAccess.request(), {
            ...whole,
            aggregate: { userId: USER, version: 3, locks },
          });
          assert.equal(removal.status, may ? 200 : 403);
          if (!may) assert.equal(removal.body.error, "level_not_removable");
        }
      }
    }
  });

  test("one may always take one's own access away, and nobody else in one's name", () => {
    const { request, state } = systems.removeLockAccess;
    const decide = (caller) => removeLockAccess.decide({ ...request(), removedBy: USER }, { ...state(), organisationOwnsLock: true, caller });
    for (const grant of [null, caller().grant, { ...caller().grant, revoked: true }]) {
      assert.equal(decide({ kind: "user", id: USER, grant }).status, 200);
      const other = decide({ ...caller(), grant });
      assert.deepEqual([other.status, other.body.error], [403, "grantor_not_caller"]);
    }
    const organisation = decide({ kind: "organisation" });
    assert.deepEqual([organisation.status, organisation.body.error], [403, "level_not_removable"]);
  });

  test("somebody asks: a state that does not say who is misuse", () => {
    for (const { decide, request, state } of [
      { ...systems.grantLockAccess, ...grantLockAccess },
      { ...systems.removeLockAccess, ...removeLockAccess },
    ]) {
      for (const [given, path, code] of [
        [undefined, [], "missing_field"],
        [null, [], "wrong_type"],
        ["organisation", [], "wrong_type"],
        [{}, ["kind"], "missing_field"],
        [{ kind: "ORGANISATION" }, ["kind"], "caller_unknown"],
        [{ kind: "user", grant: null }, ["id"], "missing_field"],
        [{ kind: "user", id: GRANTOR }, ["grant"], "missing_field"],
        [{ kind: "user", id: "me", grant: null }, ["id"], "uuid_wrong_length"],
        [{ kind: "organisation", id: GRANTOR }, ["id"], "field_not_applicable"],
        [{ kind: "organisation", grant: null }, ["grant"], "field_not_applicable"],
        [{ kind: "organisation", name: "ours" }, ["name"], "unknown_field"],
      ]) {
        const error = thrownBy(() => decide(request(), { ...state(), caller: given }));
        assertMisuse(error);
        assert.deepEqual(error.issues.map(({ code, path }) => [code, path]), [[code, ["state", "caller", ...path]]]);
      }
    }
  });
});

/** Grants of one lock in each state at NOW. */
const inState = {
  valid: grant(),
  "not-yet-valid": { ...grant(), validFrom: "2026-06-01T00:00:01Z" },
  expired: { ...grant(), validUntil: NOW },
  revoked: { ...grant(), revoked: true },
};

describe("the state of a grant", () => {
  test("is that of its window, unless it is revoked", () => {
    for (const { input, states } of read("windows").filter(({ states }) => states)) {
      const { from, until } = input;
      const at = (revoked) => ({ accessLevel: "USER", validFrom: from, validUntil: until, revoked });
      for (const [instant, state] of states) {
        assert.equal(grantState(at(), instant), state);
        assert.equal(grantState(at(false), instant), state);
        assert.equal(grantState(at(true), instant), "revoked");
        assert.equal(windowState(input, instant), state);
      }
    }
  });

  test("these are in theirs", () => {
    for (const [state, one] of Object.entries(inState)) assert.equal(grantState(one, NOW), state);
  });
});

describe("what opens a lock", () => {
  const of = (states, lockId = ACCESS) => states.map((state) => ({ lockId, ...inState[state] }));
  const all = Object.keys(inState);

  test("a grant that is valid, and no other", () => {
    for (const state of all) {
      assert.deepEqual(mayOpen(of([state]), ACCESS, NOW), { open: state === "valid", reason: state });
      assert.deepEqual(mayOpen(of([state], "4711"), ACCESS, NOW), { open: false, reason: "no-grant" });
    }
    assert.deepEqual(mayOpen([], ACCESS, NOW), { open: false, reason: "no-grant" });
  });

  test("of several, any that is valid; their order does not count", () => {
    const ranked = ["valid", "not-yet-valid", "expired", "revoked"];
    for (const first of all) {
      for (const second of all) {
        const reason = ranked.find((state) => [first, second].includes(state));
        const answer = { open: reason === "valid", reason };
        assert.deepEqual(mayOpen(of([first, second]), ACCESS, NOW), answer);
        assert.deepEqual(mayOpen([...of([first]), ...of(all, "4711"), ...of([second])], ACCESS, NOW), answer);
      }
    }
  });

  test("the locks of an aggregate are grants", () => {
    const { locks } = apply(empty(), added());
    assert.deepEqual(mayOpen(locks, ACCESS.toUpperCase(), NOW), { open: true, reason: "valid" });
  });

  test("a hundred thousand grants", () => {
    const grants = Array.from({ length: 100_000 }, (_, index) => ({ lockId: String(index), ...grant() }));
    assert.deepEqual(mayOpen(grants, "99999", NOW), { open: true, reason: "valid" });
  });
});

test("a claim that comes twice does not lengthen a token's life", () => {
  // Readers of JSON mostly take the last; RFC 7519 lets them do that or refuse.
  for (const claims of ['{"exp":9999999999,"exp":1}', '{"nbf":1,"nbf":9999999999}']) {
    const parts = ["{}", claims, "signature"].map((part) => Buffer.from(part).toString("base64url"));
    const { ok } = latchwork.checkAuthorization({ authorization: `Bearer ${parts.join(".")}` }, NOW);
    assert.equal(ok, false, claims);
  }
});
