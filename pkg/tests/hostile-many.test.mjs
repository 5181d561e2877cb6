// 100,000 bad calls in a row leave the core as it was.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { held, memory } from "./support/core.mjs";
import { hostileValues } from "./support/hostile.mjs";
import { withRandomSource } from "./support/random.mjs";

const { latchwork } = await import("./support/entries.mjs");
const { createAccessKey, checkCode, checkPhone, generateCode } = latchwork;
const { NOW, bearer, removed, request, state, systems } = await import("./support/requests.mjs");

const CALLS = 100_000;
const values = hostileValues(latchwork);
const throwing = values["a proxy that throws"]();
const revoked = values["a revoked proxy"]();
const getter = values["a getter that throws"]();
const half = "\ud83d";
const grant = systems.grantLockAccess;
const event = removed();
const over = bearer({ exp: 1 });

const set = latchwork.freeCodes();
const disposed = latchwork.freeCodes();
disposed.dispose();

function refuse() {
  throw new Error("the caller's own");
}

/** Bad calls, each of a kind. What they throw is not looked at here. */
const kinds = {
  "wrong types": (index) => checkPhone([1, null, true, {}, [], Symbol.iterator, 1n][index % 7]),
  "names that are half of a pair": () => createAccessKey.check({ [half]: half }),
  "a getter that throws": () => createAccessKey.check(getter),
  "a proxy that throws, in a field": () => createAccessKey.check({ accesses: [throwing], userId: throwing }),
  "a revoked proxy": () => createAccessKey.check(revoked),
  "options that throw": () => createAccessKey.check({}, throwing),
  "a state that throws": () => createAccessKey.decide(request(), throwing),
  "a body that is no JSON": (index) => createAccessKey.checkJson(`{"keyType":${index}`),
  "bytes that are no UTF-8": () => createAccessKey.checkJson(Uint8Array.of(0x7b, 0x22, 0xff)),
  "taken that throws": () => generateCode({}, { [Symbol.iterator]: refuse }),
  "an aggregate that throws": () => latchwork.grantLockAccess.apply(throwing, getter),
  "an event that does not fit": () => latchwork.grantLockAccess.apply({ version: 0, locks: [] }, event),
  "a grant refused": () => latchwork.grantLockAccess.decide(grant.request(), { ...grant.state(), caller: { kind: "organisation" } }),
  "grants that throw": () => latchwork.mayOpen([throwing, getter, revoked], "4711", NOW),
  "a policy that throws": () => latchwork.mayGrant("OWNER", "USER", throwing),
  "a token that is over": () => latchwork.checkAuthorization({ authorization: over }, NOW),
  "headers that throw": () => latchwork.checkAuthorization(throwing),
  "a validity that throws": () => latchwork.createIdentifier.check({ valid: throwing, identifier_number: getter }),
  "a user that is none": (index) => latchwork.createUser.check({ name: index, auth_factors: [index, half] }),
  "issues that are none": () => createAccessKey.refuse([throwing, getter]),
  "a policy whose lists throw": () => checkCode("1234", { rules: throwing, blocked: [throwing], lengths: revoked }),
  "a code that breaks the rules": () => checkCode("1234", { rules: ["no_zeros", "cannot_start_with_12"], blocked: ["1234"] }),
  "codes in use that throw": () => latchwork.generateCodes(2, {}, [throwing, revoked, { code: getter }], throwing),
  "a set that is too large": () => latchwork.generateCodes(2 ** 32 - 1, { lengths: [4] }),
  "a set of free codes that throws": () => latchwork.freeCodes(throwing, [revoked], getter),
  "a set of free codes that was disposed of": () => disposed.issue(),
  "a code that a set cannot take": (index) => set.take([half, revoked, 1234, "12", "123456789"][index % 5]),
  "more codes than a set has": () => set.issueMany(2 ** 32 - 1),
  "codes from a set that a source refuses": () => withRandomSource(refuse, () => set.issueMany(100)),
  "a guess that throws": () => latchwork.guessOdds({ policy: throwing, active: getter, tries: revoked }),
  "words that throw": () => latchwork.decodeCards([{ bits: "1" }, throwing, revoked], throwing),
  "a word that is none": (index) => latchwork.decodeCard({ hex: String(index), length: 3 }),
  "a word of two lines": () => latchwork.decodeCards([{ bits: "1" }, { bits: "1\n1" }]),
  "a card format that throws": () => latchwork.checkCardFormat({ name: getter, fields: throwing, parity: [revoked] }),
  "fields that throw": () => latchwork.encodeCard("H10301", throwing),
  "fields that are too large": (index) => latchwork.encodeCard("H10301", { facility: 256 + index, card: half }),
  "a number of a card that is none": (index) => latchwork.identifyCard([half, null, throwing, index, {}][index % 5]),
  "steps that throw": () => latchwork.convertCard("11576829", { from: getter, to: revoked }),
  "cards that throw": () => latchwork.matchCards(throwing, revoked),
  "a preset changed": () => { latchwork.codePolicies.nuki = throwing; },
  "a random source that throws": () => withRandomSource(refuse, () => generateCode()),
  "a random source that throws a proxy": () =>
    withRandomSource(() => { throw throwing; }, () => generateCode()),
};

function attempt(call, index) {
  try {
    call(index);
  } catch {
    // Judged elsewhere.
  }
}

describe(`${CALLS.toLocaleString("en")} times`, () => {
  for (const [name, call] of Object.entries(kinds)) {
    test(name, () => {
      // The buffers have their size after the first few.
      for (let index = 0; index < 1_000; index += 1) attempt(call, index);
      const before = { memory: memory(), held: held() };
      for (let index = 0; index < CALLS; index += 1) attempt(call, index);
      assert.deepEqual({ memory: memory(), held: held() }, before);
      assert.deepEqual(checkCode("1234"), { ok: true, value: "1234" });
      assert.equal(createAccessKey.check(request()).ok, true);
      assert.equal(createAccessKey.decide(request(), state()).status, 200);
      assert.equal(latchwork.grantLockAccess.decide(grant.request(), grant.state()).status, 200);
      assert.match(generateCode(), /^[0-9]{6}$/);
    });
  }
});

test("large calls give their memory back", async () => {
  const body = new TextEncoder().encode(JSON.stringify(request()).padEnd(2 ** 20));
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  /** What is still held once the cores of such calls, which are not kept, are collected. */
  const after = async (calls) => {
    for (let index = 0; index < calls; index += 1) assert.equal(createAccessKey.checkJson(body).ok, true);
    await new Promise(setImmediate);
    collect();
    return memory();
  };
  const before = await after(1);
  for (let round = 0; round < 10; round += 1) assert.ok((await after(10)) <= before);
});

test("good calls keep no memory", () => {
  const call = (index) => {
    assert.equal(createAccessKey.check({ ...request(), keyName: `Door ${index}` }).ok, true);
    generateCode({ lengths: [4] }, ["1234"]);
    latchwork.generateCodes(3, { rules: ["no_zeros"] }, [{ code: "735194" }]);
    latchwork.generateCode({ lengths: [4 + (index % 5)], rules: index % 2 ? ["no_zeros"] : [] });
    const free = latchwork.freeCodes({ lengths: [4, 5] }, ["1234"], { collision: "inside" });
    free.issueMany(3);
    free.take("4711");
    free.dispose();
  };
  for (let index = 0; index < 1_000; index += 1) call(index);
  const before = { memory: memory(), held: held() };
  for (let index = 0; index < CALLS; index += 1) call(index);
  assert.deepEqual({ memory: memory(), held: held() }, before);
});
