// The JSON Schemas and the OpenAPI document, as validators of others read them.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import * as latchwork from "latchwork";
import * as forms from "latchwork/forms";
import { decisionsOf, files, paths, read } from "./support/case-files.mjs";
import { GRANTOR, systems } from "./support/requests.mjs";

const openapi = createRequire(import.meta.url)("latchwork/openapi.json");

/** A validator that takes formats at their word, and knows no keyword beyond the draft's. */
function ajv() {
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  addFormats(ajv);
  return ajv.addFormat("unixtime", { type: "number", validate: Number.isInteger });
}

/** What is only said of a request as a whole, or by tables that no schema has. */
const UNSEEN = new Set([
  "access_repeated",
  "change_empty",
  "duplicate_field",
  "key_format_unknown",
  "key_number_too_large",
  "key_number_wrong_length",
  "phone_country_unassigned",
  "window_empty",
  // As the format `date-time` of this validator takes a space for T.
  "timestamp_space",
]);

/** Of two ends one must be there, and it may be either. */
const isEitherEnd = ({ code, path }) => code === "missing_field" && path.join(".") === "valid.time.from";

/** A pattern sees how many digits a uid has, not that it is above 2^53. */
const isLongUid = (value) => /^\d{16}$/.test(value?.user_uid);

/** The value of a case, with the id of the path in it; `undefined` for a body that is no JSON, or has an id of its own. */
function valueOf({ input, body, id, user_uid }) {
  let value = input;
  try {
    if (body !== undefined) value = JSON.parse(body);
  } catch {
    return undefined;
  }
  const beside = id === undefined ? { user_uid } : { id };
  const [[name, one]] = Object.entries(beside);
  if (one === undefined || typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.hasOwn(value, name) ? undefined : { ...beside, ...value };
}

/** Values of each type, and texts that are nearly what some field has. */
const OTHERS = [
  null, true, false, 0, -0, 1, 2, 3, -1, 0.5, 2 ** 32, 2 ** 53, 1e300,
  "", " ", "\u0085", "\uFEFF", "x", "0", "*", "0000", "12345678", "123456789", "0".repeat(20), "0".repeat(21), "12345 ", "1234\n",
  "😀".repeat(100), "x".repeat(101), "04:A1:b2", "04-A1", "04:A1-B2", "٣٣٣٣",
  "+46701234567", "+1", "+0123", "0046701234567", GRANTOR, GRANTOR.toUpperCase(), GRANTOR.replaceAll("-", ""), `{${GRANTOR}}`,
  "2026-03-01T08:00:00Z", "2026-03-01t08:00:00z", "2026-03-01T08:00:00.123456789123-00:00", "2016-12-31T23:59:60Z", "2017-01-01T00:59:60+01:00",
  "2026-03-01T23:59:60Z", "0000-02-29T00:00:00Z", "2026-02-29T00:00:00Z", "2026-03-01T08:00:00+23:59", "2026-03-01T08:00:00+24:00", "2026-03-01", "2026-03-01 08:00:00Z",
  "code", "rfid", "mobile", "EM", "OWNER", "owner", "card", "qr",
  [], [null], ["x"], [GRANTOR], [GRANTOR, GRANTOR.toUpperCase()], ["card", { type: "qr" }], [{ type: "card", more: 1 }], [{}],
  {}, { type: "card" }, { is_permanent: true }, { is_permanent: false }, { is_permanent: false, from: 0, max_passes: 1 }, { is_permanent: true, to: 1 },
];

/** A value with each of its members, however deep, left out, and changed into each of the others. */
function* mutations(value, others) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return;
  yield { ...value, another: 1 };
  for (const [name, member] of Object.entries(value)) {
    const { [name]: _, ...without } = value;
    yield without;
    for (const other of others) yield { ...value, [name]: other };
    for (const inner of mutations(member, others)) yield { ...value, [name]: inner };
  }
}

for (const [name, file] of Object.entries(files)) {
  describe(name, () => {
    const request = latchwork[name];
    const cases = read(file);
    const validate = ajv().compile(request.jsonSchema);

    test("what the check accepts, the schema accepts", () => {
      const counts = { both: 0, schema: 0, neither: 0 };
      const judge = (value, options) => {
        const accepts = validate(value);
        const { ok } = request.check(value, options);
        if (ok) assert.ok(accepts, `${JSON.stringify(value)}: ${JSON.stringify(validate.errors)}`);
        counts[ok ? "both" : accepts ? "schema" : "neither"] += 1;
      };
      const values = cases.filter((item) => !item.ignoreUnknownFields).map(valueOf).filter((value) => value !== undefined);
      const right = [systems[name].request(), ...cases.filter(({ ok }) => ok).map(({ value }) => value)];
      const members = new Set(right.flatMap(Object.values).map((member) => JSON.stringify(member)));
      const others = [...OTHERS, ...Array.from(members, (text) => JSON.parse(text))];
      values.forEach((value) => judge(value));
      for (const value of right) {
        judge(value);
        for (const mutation of mutations(value, others)) judge(mutation);
        // A field that the value has not.
        for (const field of Object.keys(request.jsonSchema.properties)) {
          for (const other of others) judge({ ...value, [field]: other });
        }
      }
      assert.ok(counts.both > 100 && counts.neither > 1000, JSON.stringify(counts));
    });

    test("what the check refuses, the schema refuses, where a schema can see it", () => {
      let refused = 0;
      const accepted = [];
      for (const item of cases) {
        const value = valueOf(item);
        if (item.ok || value === undefined || item.refuseUnknownFields) continue;
        // A schema is of the options by default.
        if (item.assumeOffset !== undefined) continue;
        const seen = item.issues.filter((issue) => !UNSEEN.has(issue.code) && !isEitherEnd(issue) && !isLongUid(value));
        if (seen.length === 0) continue;
        if (validate(value)) accepted.push([item.name, ...seen.map(({ code }) => code)]);
        else refused += 1;
      }
      assert.deepEqual(accepted, []);
      assert.ok(refused > 5);
    });

    test("says each field once, in order, with a sentence", () => {
      const { jsonSchema } = request;
      assert.equal(jsonSchema.$schema, "https://json-schema.org/draft/2020-12/schema");
      const { value } = request.check(systems[name].request());
      assert.deepEqual(Object.keys(jsonSchema.properties), Object.keys(value));
      for (const [field, { description }] of Object.entries(jsonSchema.properties)) assert.match(description, /^\S/, field);
    });

    test("is one object, which nobody changes, and the same in each entry", () => {
      const { jsonSchema } = request;
      assert.equal(request.jsonSchema, jsonSchema);
      assert.deepEqual(forms[name].jsonSchema, jsonSchema);
      const all = (value) => (typeof value === "object" ? [value, ...Object.values(value).flatMap(all)] : []);
      assert.ok(all(jsonSchema).every(Object.isFrozen));
    });
  });
}

test("own key formats and the longest numbers", () => {
  const SITE = { name: "SITE", digits: 20, bits: 64 };
  const value = { keyType: "rfid", keyFormat: "SITE", keyIdentification: "18446744073709551615", accesses: [GRANTOR] };
  assert.equal(latchwork.createAccessKey.check(value, { keyFormats: [SITE] }).ok, true);
  assert.equal(ajv().validate(latchwork.createAccessKey.jsonSchema, value), true);
});

test("what forms read of it", () => {
  const { properties } = latchwork.createAccessKey.jsonSchema;
  assert.equal(properties.validFrom.format, "date-time");
  assert.equal(properties.sendNotification.default, true);
  const { time } = latchwork.createIdentifier.jsonSchema.properties.valid.properties;
  assert.deepEqual([time.properties.from.type, time.properties.from.format], ["integer", "unixtime"]);
});

describe("OpenAPI", () => {
  const operations = Object.entries(openapi.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
  );

  test("a validator of others finds it right", async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(openapi));
    assert.deepEqual({ valid, errors }, { valid: true, errors: undefined });
    assert.equal(validator.version, "3.1");
  });

  test("every reference leads somewhere", () => {
    const references = (value) =>
      typeof value === "object" && value !== null
        ? Object.entries(value).flatMap(([name, member]) => (name === "$ref" ? [member] : references(member)))
        : [];
    const found = references(openapi);
    assert.ok(found.length > 10);
    for (const reference of found) {
      const target = reference.split("/").slice(1).reduce((value, name) => value?.[name], openapi);
      assert.equal(typeof target, "object", reference);
    }
    assert.deepEqual(
      new Set(found.map((reference) => reference.split("/").at(-1))),
      new Set(Object.keys(openapi.components.schemas)),
    );
  });

  test("its bodies are the schemas of the requests, without the ids of the path", () => {
    const requests = [...Object.keys(files), ...paths];
    assert.deepEqual(operations.map(({ operationId }) => operationId).sort(), requests.sort());
    for (const { operationId, path, parameters = [], requestBody } of operations) {
      const { $schema, ...schema } = structuredClone(latchwork[operationId].jsonSchema);
      const ids = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const { properties } = latchwork[operationId].jsonSchema;
      for (const [index, { schema: id, ...parameter }] of parameters.entries()) {
        const name = ids[index];
        assert.deepEqual(parameter, { name, in: "path", required: true });
        // What a change says of its user is what to read a user says of it, but for the sentence.
        assert.deepEqual({ ...id, description: "" }, { ...properties[name], description: "" });
        delete schema.properties[name];
      }
      assert.equal(parameters.length, ids.length);
      schema.required = schema.required.filter((name) => !ids.includes(name));
      if (requestBody === undefined) {
        assert.deepEqual(schema.properties, {});
        continue;
      }
      const { $ref } = requestBody.content["application/json"].schema;
      assert.deepEqual(openapi.components.schemas[$ref.split("/").at(-1)], schema);
    }
  });

  test("ways to say who asks", () => {
    const schemes = openapi.components.securitySchemes;
    for (const { security, operationId } of operations) {
      for (const way of security) assert.deepEqual(Object.keys(way).filter((name) => !(name in schemes)), [], operationId);
    }
    assert.equal(schemes.smartphonekeyApiKey.name, "X-API-Key");
    assert.deepEqual(openapi.paths["/users/{id}/AddAccessibleLock"].post.security.length, 2);
  });

  describe("every reply of a case is one that it tells", () => {
    const validator = ajv().addVocabulary([...Object.keys(openapi), "name", "schemas", "securitySchemes"]).addSchema(openapi, "openapi");

    for (const { operationId, responses } of operations) {
      test(operationId, () => {
        const statuses = new Set();
        for (const { name, reply } of decisionsOf(operationId)) {
          // A state that is misuse has no reply.
          if (reply === undefined) continue;
          const { status, contentType, body } = reply;
          statuses.add(String(status));
          const { $ref } = responses[status].content[contentType].schema;
          const validate = validator.getSchema(`openapi${$ref}`);
          assert.ok(validate(body), `${name}: ${JSON.stringify(validate.errors)}`);
          const { properties } = openapi.components.schemas[$ref.split("/").at(-1)];
          assert.deepEqual(Object.keys(body).filter((member) => !(member in properties)), [], name);
        }
        // Who asks is judged before a request is decided on.
        const untold = /LockAccess$|AccessKey$/.test(operationId) ? ["401"] : [];
        assert.deepEqual(Object.keys(responses).filter((status) => !statuses.has(status)), untold);
      });
    }
  });
});
