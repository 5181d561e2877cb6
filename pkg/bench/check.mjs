// A create-access-key request of 11 fields, against zod, valibot and ajv with the same rules.
// Run it after `cargo xtask build`.
import assert from "node:assert/strict";
import { createAccessKey } from "latchwork";
import { measure, print, told } from "./support/measure.mjs";
import { ajv, valibot, zod } from "./support/peers.mjs";

const valid = {
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
};

const invalid = {
  ...valid,
  userId: "46701234567",
  keyIdentification: "47x1",
  pin: "123",
  accesses: ["9f3b6c1e-4a52-4d7e-8b10"],
  validFrom: "2026-03-01",
  keyName: 5,
};

const peers = { zod, valibot, ajv };
for (const [name, { safeParse }] of Object.entries(peers)) {
  assert.equal(safeParse(structuredClone(valid)).success, true, name);
  assert.equal(safeParse(structuredClone(invalid)).success, false, name);
}
assert.equal(createAccessKey.check(valid).ok, true);
assert.equal(createAccessKey.check(invalid).issues.length, 6);

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** The contestants on a value. */
const values = (input) => ({
  latchwork: () => createAccessKey.check(input),
  ...Object.fromEntries(
    Object.entries(peers).map(([name, { safeParse }]) => [name, () => safeParse(input)]),
  ),
});

/** The contestants on a raw body. */
function bodies(input) {
  const body = encoder.encode(JSON.stringify(input));
  return {
    latchwork: () => createAccessKey.checkJson(body),
    ...Object.fromEntries(
      Object.entries(peers).map(([name, { safeParse }]) => [
        name,
        () => safeParse(JSON.parse(decoder.decode(body))),
      ]),
    ),
  };
}

const work = {
  "valid object": values(valid),
  "invalid object, all issues": values(invalid),
  "valid bytes": bodies(valid),
  "invalid bytes, all issues": bodies(invalid),
};

const rows = Object.entries(work).map(([name, contestants]) => {
  const { latchwork, ...others } = measure(contestants);
  const best = Math.min(...Object.values(others));
  const ratio = `${(best / latchwork).toFixed(2)} x`;
  return [name, told(latchwork), ...Object.keys(peers).map((peer) => told(others[peer])), ratio];
});
print(
  `create access key, 11 fields, Node ${process.versions.node}, medians`,
  ["", "latchwork", ...Object.keys(peers), "the fastest peer takes"],
  rows,
);
