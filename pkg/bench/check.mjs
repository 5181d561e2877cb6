// A create-access-key request of 11 fields, against ajv, zod and valibot with the same rules.
//
//   node pkg/bench/check.mjs [--only NAME]… [--seconds 60] [--quick] [--json] [--entry latchwork/forms]
//
// Run it after `cargo xtask build`. A ratio is to the best of the others in the same run. Inputs are
// made before the clock starts, anew for each call: nobody is asked twice about one object.
import assert from "node:assert/strict";
import { options, report } from "./support/race.mjs";
import { ajv, valibot, zod } from "./support/peers.mjs";
import { invalid, shapes, unlike, valid } from "./support/keys.mjs";

const asked = options({ entry: { type: "string", default: "latchwork" } });
const { createAccessKey } = await import(asked.entry);

const peers = { ajv, zod, valibot };
const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** Reads what a service reads of an answer: a value's members are there, an issue has its place. */
const own = {
  check: ({ ok, value, issues }) => (ok ? value.keyIdentification : issues[0].path),
  sentences: ({ issues }) => issues.reduce((length, { message }) => length + message.length, 0),
};
const theirs = (peer) => ({
  check: (answer) => (answer.success ? peer.value(answer).keyIdentification : peer.path(peer.issues(answer)[0])),
  sentences: (answer) => peer.issues(answer).reduce((length, { message }) => length + message.length, 0),
});

/** Every contestant on what `parse` makes of an input, or `whole` of ours. */
const contest = (whole, parse, read = "check") => ({
  latchwork: (input) => own[read](whole(input)),
  ...Object.fromEntries(
    Object.entries(peers).map(([name, peer]) => {
      const reader = theirs(peer)[read];
      return [name, (input) => reader(peer.safeParse(parse(input)))];
    }),
  ),
});

const values = (read) => contest((input) => createAccessKey.check(input), (input) => input, read);
const bytes = (read) => contest((body) => createAccessKey.checkJson(body), (body) => JSON.parse(decoder.decode(body)), read);
const texts = () => contest((body) => createAccessKey.checkJson(body), (body) => JSON.parse(body));

/** Fresh inputs of these in turn, as a body parser leaves them. */
const objectsOf = (...inputs) => {
  const bodies = inputs.map((input) => JSON.stringify(input));
  return (count) => Array.from({ length: count }, (_, index) => JSON.parse(bodies[index % bodies.length]));
};
const bytesOf = (input) => {
  const body = JSON.stringify(input);
  return (count) => Array.from({ length: count }, () => encoder.encode(body));
};
const textsOf = (input) => {
  const body = encoder.encode(JSON.stringify(input));
  return (count) => Array.from({ length: count }, () => decoder.decode(body));
};

for (const [name, peer] of Object.entries(peers)) {
  assert.equal(peer.safeParse(valid()).success, true, name);
  for (const shape of shapes()) assert.equal(peer.safeParse(shape).success, true, name);
  assert.equal(peer.safeParse(invalid(1)).success, false, name);
  assert.equal(peer.safeParse(invalid(6)).success, false, name);
}
assert.equal(createAccessKey.check(valid()).ok, true);
for (const shape of shapes()) assert.equal(createAccessKey.check(shape).ok, true);
for (const count of [1, 6]) assert.equal(createAccessKey.check(invalid(count)).issues.length, count);
assert.equal(unlike(shapes()), shapes().length);

report(
  {
    "create access key, 11 fields": [
      { name: "valid object", aim: 0.4, inputs: objectsOf(valid()), contestants: values() },
      { name: "valid objects of 24 shapes in turn", aim: 0.4, inputs: objectsOf(...shapes()), contestants: values() },
      { name: "object, one issue", aim: 0.6, inputs: objectsOf(invalid(1)), contestants: values() },
      { name: "object, six issues", aim: 1, inputs: objectsOf(invalid(6)), contestants: values() },
      { name: "object, one issue, sentence read", aim: 0.6, inputs: objectsOf(invalid(1)), contestants: values("sentences") },
      { name: "object, six issues, sentences read", aim: 1, inputs: objectsOf(invalid(6)), contestants: values("sentences") },
      { name: "valid bytes", aim: 0.5, inputs: bytesOf(valid()), contestants: bytes() },
      { name: "valid string", aim: 0.5, inputs: textsOf(valid()), contestants: texts() },
      { name: "bytes, one issue", aim: 0.5, inputs: bytesOf(invalid(1)), contestants: bytes() },
      { name: "bytes, six issues", aim: 0.5, inputs: bytesOf(invalid(6)), contestants: bytes() },
    ],
  },
  asked,
);
