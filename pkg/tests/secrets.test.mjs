// No code, PIN, card number, token or API key is ever in an issue, an error, or a refusal.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { read } from "./support/case-files.mjs";
import { latchwork } from "./support/entries.mjs";
import { placesOf } from "./support/places.mjs";
import { NOW, bearer, request, state, systems } from "./support/requests.mjs";

const SECRET = "73519462";

/** Ways to write it down wrong, right, and almost right. */
const forms = {
  "as it is": SECRET,
  "too long": SECRET.repeat(3),
  "with a letter": `${SECRET}x`,
  "after a plus": `+${SECRET}`,
  "after two zeros": `00${SECRET}`,
  "in blanks": ` ${SECRET} `,
  "as a number": Number(SECRET),
  "as a bigint": BigInt(SECRET),
  "as a symbol": Symbol(SECRET),
  "as a function": Object.defineProperty(() => {}, "name", { value: SECRET }),
  "as an error": new Error(SECRET),
  "as a date": new Date(SECRET),
  boxed: new String(SECRET),
  "in a list": [SECRET],
  "in lists": [[[SECRET]]],
  "in an object": { code: SECRET },
  "in a uuid": `${SECRET}-4a52-4d7e-8b10-2c5d7e9f0a1`,
  "in a time": `2026-03-01T08:00:00${SECRET}`,
  "in a fraction": `2026-03-01T08:00:00.${SECRET}`,
  "in JSON": `{"pin":"${SECRET}"}`,
  "in JSON that ends too soon": `{"pin":"${SECRET}`,
  "in JSON with a wrong word": `{"pin":${SECRET}e}`,
  "in bytes that are no UTF-8": Uint8Array.from([...new TextEncoder().encode(SECRET), 0xff]),
  "beside half of a pair": `${SECRET}\ud83d`,
  "as a token": `Bearer ${SECRET}`,
  "as a part of a token": `Bearer ${SECRET}.${SECRET}.${SECRET}`,
  "as a password": `Basic ${SECRET}`,
  "with blanks in it": `${SECRET} ${SECRET}`,
  "in bytes of two digits": SECRET.replaceAll(/(..)(?=.)/g, "$1:") + ":0",
  "thrown by a getter": {
    get pin() {
      throw new Error(SECRET);
    },
  },
};

/** Whether a text has a secret in it, or its digits apart. */
const shows = (text, secret) =>
  text.includes(secret) || text.replaceAll(/[^A-Za-z0-9]/g, "").includes(secret);

/** All that is told of what is wrong. What is right gives the value back, as it should. */
function told(call) {
  let answer;
  try {
    answer = call();
  } catch (error) {
    assert.ok(error instanceof latchwork.LatchworkError, `expected a LatchworkError, found ${error}`);
    return inspect({ ...error, message: error.message, stack: error.stack, cause: error.cause }, { depth: null });
  }
  const { issues, status, body } = answer ?? {};
  if (issues !== undefined) return inspect(issues, { depth: null });
  return status !== undefined && status !== 200 ? inspect(body, { depth: null }) : "";
}

// What a caller hands to `refuse` is given back as it is, versions and counts are told to be
// compared, and a field that a request does not know is called by its name.
const places = placesOf(latchwork).filter(({ name }) => !/\.refuse |ersion$|Codes count$|Many count$|^fromForm a name$/.test(name));

describe("a secret in any place", () => {
  for (const [name, secret] of Object.entries(forms)) {
    test(name, () => {
      for (const place of places) {
        const text = told(() => place.call(secret));
        assert.ok(!shows(text, SECRET), `${place.name}: ${text}`);
      }
    });
  }
});

describe("a decision that goes wrong", () => {
  const { decide } = latchwork.createAccessKey;
  const { userId, keyFormat, pin, ...others } = request();
  const code = { ...others, keyType: "code", keyIdentification: SECRET };

  for (const [name, change, status] of [
    ["the code is in use", { inUse: [{ keyType: "code", keyIdentification: SECRET }], codePolicy: { lengths: [8] } }, 409],
    ["a door does not take the code", { codePolicy: [{ lengths: [8] }, { lengths: [8], blocked: [SECRET] }] }, 400],
    ["the caller may not", { mayManageAccesses: false }, 403],
    ["the window is over", { now: "2030-01-01T00:00:00Z" }, 400],
  ]) {
    test(name, () => {
      const reply = decide(code, { ...state(), ...change });
      assert.equal(reply.status, status);
      assert.ok(!JSON.stringify(reply).includes(SECRET));
    });
  }

  test("a granted key keeps its PIN out of the reply, and hands it over to be stored", () => {
    const { status, body, effect } = decide({ ...request(), pin: SECRET }, state());
    assert.equal(status, 200);
    assert.ok(!JSON.stringify(body).includes(SECRET));
    assert.equal(effect.storeKey.pin, SECRET);
  });
});

describe("a code and what it may not be", () => {
  const { checkCode, generateCode, generateCodes, keyspace } = latchwork;
  const facts = { birthDate: "1973-05-19", phoneNumber: SECRET, apartmentNumber: SECRET };
  const written = [SECRET, "1973-05-19", "19730519", "730519", "7351"];

  test("every rule that a code breaks is told without it", () => {
    const rules = [...new Set(read("code-policies").flatMap(({ policy }) => policy.rules ?? []))];
    const policy = { rules, blocked: [SECRET, "7351"], notDerivedFrom: facts };
    const codes = [SECRET, "7351", "19730519", "190573", "91503791", "00000000", "12345678", "4711"];
    const told = codes.map((code) => [code, checkCode(code, policy)]);
    assert.deepEqual(told.filter(([, { ok }]) => ok), []);
    for (const [code, { issues }] of told) {
      const text = inspect(issues, { depth: null });
      for (const secret of [code, ...written]) assert.ok(!shows(text, secret), text);
    }
  });

  test("a policy that is wrong", () => {
    for (const policy of [
      { blocked: [SECRET, `${SECRET}x`] },
      { blocked: [SECRET], notDerivedFrom: { ...facts, birthDate: `${SECRET}` } },
      { blocked: [SECRET], notDerivedFrom: { ...facts, phoneNumber: "" } },
      { blocked: [SECRET], rules: [SECRET], lengths: [Number(SECRET)] },
    ]) {
      for (const call of [() => keyspace(policy), () => checkCode(SECRET, policy), () => generateCode(policy)]) {
        const text = told(call);
        assert.match(text, /invalid_argument/);
        for (const secret of written) assert.ok(!shows(text, secret), text);
      }
    }
  });

  test("codes in use, where none is left or one is wrong", () => {
    const all = Array.from({ length: 10_000 }, (_, value) => String(value).padStart(4, "0"));
    const taken = [SECRET, { code: SECRET }, ...all];
    const draws = [
      () => generateCode({ lengths: [4] }, taken),
      () => generateCodes(2, { lengths: [4] }, taken),
      () => generateCode({ lengths: [4] }, [...taken, `${SECRET}x`]),
      () => generateCode({ lengths: [4] }, [...taken, { code: `${SECRET}x`, from: SECRET }]),
      () => generateCode({ lengths: [4] }, taken, { collision: SECRET }),
    ];
    for (const draw of draws) {
      const text = told(draw);
      assert.match(text, /keyspace_exhausted|invalid_argument/);
      assert.ok(!shows(text, SECRET), text);
    }
  });
});

describe("an input code", () => {
  const { check, checkJson, decide, refuse } = latchwork.createIdentifier;
  const { request, state } = systems.createIdentifier;

  test("that is wrong", () => {
    for (const number of [SECRET.repeat(3), `${SECRET}x`, `-${SECRET}`, Number(SECRET), [SECRET], "*"]) {
      const input = { ...request(), identifier_number: number };
      const { issues } = check(input);
      const told = [issues, checkJson(JSON.stringify(input)).issues, refuse(issues), decide(input, state())];
      assert.ok(!shows(JSON.stringify(told), SECRET), JSON.stringify(told));
    }
  });

  test("that is in use", () => {
    const input = { ...request(), identifier_number: SECRET };
    const { status, body } = decide(input, { ...state(), identifiersInUse: [input].map(({ identifier_type, identifier_number }) => ({ identifier_type, identifier_number })) });
    assert.equal(status, 400);
    assert.ok(!shows(JSON.stringify(body), SECRET));
  });

  test("that is stored is not in the reply", () => {
    const { status, body, effect } = decide({ ...request(), identifier_number: SECRET }, state());
    assert.equal(status, 200);
    assert.ok(!shows(JSON.stringify(body), SECRET));
    assert.equal(effect.storeIdentifier.identifier_number, SECRET);
  });

  test("in use, in a state that is wrong", () => {
    const used = { identifier_type: "inputCode", identifier_number: `${SECRET}x` };
    const text = told(() => decide(request(), { ...state(), identifiersInUse: [used] }));
    assert.match(text, /invalid_argument/);
    assert.ok(!shows(text, SECRET), text);
  });
});

describe("a token or a key", () => {
  const { checkAuthorization } = latchwork;

  /** What of a header nobody may read: itself, each part, and what a part says. */
  const secretsOf = (header) =>
    [header, ...header.split(/[ .]/)]
      .flatMap((part) => [part, Buffer.from(part, "base64url").toString("latin1")])
      .filter((part) => part.length >= 8);

  test("of any case", () => {
    const refused = read("authorization").filter(({ ok }) => !ok);
    assert.ok(refused.length > 0);
    for (const { name, input, now } of refused) {
      const text = told(() => checkAuthorization(input, now));
      const headers = Object.values(input ?? {}).filter((header) => typeof header === "string");
      for (const secret of headers.flatMap(secretsOf)) {
        assert.ok(!text.includes(secret), `${name}: ${text}`);
      }
    }
  });

  test("that claims what it should not", () => {
    const claims = [{ exp: SECRET }, { nbf: SECRET }, { exp: [SECRET] }, { sub: SECRET, exp: 1 }, { [SECRET]: 1, nbf: 1e10 }];
    for (const one of claims) {
      const text = told(() => checkAuthorization({ authorization: bearer(one) }, NOW));
      assert.notEqual(text, "");
      assert.ok(!shows(text, SECRET), text);
    }
  });

  test("beside an instant that is none", () => {
    for (const headers of [{ apiKey: SECRET }, { authorization: bearer({ sub: SECRET }) }]) {
      const text = told(() => checkAuthorization(headers, SECRET));
      assert.match(text, /invalid_argument/);
      for (const secret of [SECRET, ...Object.values(headers).flatMap(secretsOf)]) assert.ok(!text.includes(secret), text);
    }
  });

  test("that is good: of a key nothing is given back, of a token who and until when", () => {
    assert.deepEqual(checkAuthorization({ apiKey: SECRET }, NOW), { ok: true, value: { kind: "api-key" } });
    const value = checkAuthorization({ authorization: bearer({ sub: "Ada", exp: 2e9, pin: SECRET }) }, NOW).value;
    assert.deepEqual(value, { kind: "bearer", subject: "Ada", expiresAt: 2e9 });
  });
});
