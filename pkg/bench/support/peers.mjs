// The rules of a create-access-key request for a card, as far as each peer can say them.
//
// All of them: known fields only, types, patterns, formats, at least one access and none twice.
// Each has `safeParse`, and says where in its answer the value, the issues and an issue's place are.
//
// What only a refinement can say is said by one: zod and valibot, that the window is not empty and
// that no access comes twice; ajv does the second with `uniqueItems` and lacks the first, and knows
// no assigned country codes, as the others do not.
import Ajv from "ajv";
import addFormats from "ajv-formats";
import * as v from "valibot";
import { DIGITS, FORMATS, PHONE, PIN, isInOrder, isUnique } from "./rules.mjs";
import { zodSchema } from "./zod.mjs";

export const zod = {
  safeParse: (input) => zodSchema.safeParse(input),
  value: ({ data }) => data,
  issues: ({ error }) => error.issues,
  path: ({ path }) => path,
};

const valibotUuid = v.pipe(v.string(), v.uuid());
const valibotTime = v.pipe(v.string(), v.isoTimestamp());
const valibotPhone = v.pipe(v.string(), v.regex(PHONE));

const valibotSchema = v.pipe(
  v.strictObject({
    userId: v.optional(v.union([valibotUuid, valibotPhone])),
    userFirstName: v.optional(v.string()),
    userLastName: v.optional(v.string()),
    keyType: v.literal("rfid"),
    keyFormat: v.optional(v.picklist(FORMATS)),
    keyIdentification: v.pipe(v.string(), v.regex(DIGITS)),
    keyName: v.optional(v.string()),
    pin: v.optional(v.pipe(v.string(), v.regex(PIN))),
    accesses: v.pipe(v.array(valibotUuid), v.minLength(1), v.check(isUnique)),
    validFrom: v.optional(valibotTime),
    validTo: v.optional(valibotTime),
    mobilePhoneNumber: v.optional(valibotPhone),
    sendNotification: v.optional(v.boolean(), true),
  }),
  v.check(isInOrder),
);

export const valibot = {
  safeParse: (input) => v.safeParse(valibotSchema, input),
  value: ({ output }) => output,
  issues: ({ issues }) => issues,
  path: ({ path }) => path,
};

const text = { type: "string" };
const matching = (pattern) => ({ type: "string", pattern: pattern.source });
const uuid = { type: "string", format: "uuid" };
const time = { type: "string", format: "date-time" };

const validate = addFormats(new Ajv({ allErrors: true })).compile({
  type: "object",
  additionalProperties: false,
  required: ["keyType", "keyIdentification", "accesses"],
  properties: {
    userId: { anyOf: [uuid, matching(PHONE)] },
    userFirstName: text,
    userLastName: text,
    keyType: { const: "rfid" },
    keyFormat: { enum: FORMATS },
    keyIdentification: matching(DIGITS),
    keyName: text,
    pin: matching(PIN),
    accesses: { type: "array", items: uuid, minItems: 1, uniqueItems: true },
    validFrom: time,
    validTo: time,
    mobilePhoneNumber: matching(PHONE),
    sendNotification: { type: "boolean" },
  },
});

export const ajv = {
  safeParse(input) {
    const success = validate(input);
    return { success, data: input, errors: validate.errors };
  },
  value: ({ data }) => data,
  issues: ({ errors }) => errors,
  path: ({ instancePath }) => instancePath,
};
