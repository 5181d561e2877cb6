// The rules of a create-access-key request for a card, as far as each peer can say them.
//
// All of them: known fields only, types, patterns, formats, at least one access and none twice.
// What only a refinement can say is said by one: zod and valibot, that the window is not empty and
// that no access comes twice; ajv does the second with `uniqueItems` and lacks the first, and knows
// no assigned country codes, as the others do not.
import Ajv from "ajv";
import addFormats from "ajv-formats";
import * as v from "valibot";
import { z } from "zod";

const PHONE = /^\+[1-9][0-9]{1,14}$/;
const DIGITS = /^[0-9]{1,17}$/;
const PIN = /^[0-9]{4,8}$/;
const FORMATS = ["EM", "MC", "MD"];

const isUnique = (list) => new Set(list).size === list.length;
const isInOrder = ({ validFrom, validTo }) =>
  validFrom === undefined || validTo === undefined || Date.parse(validFrom) < Date.parse(validTo);

const zodUuid = z.guid();
const zodTime = z.iso.datetime({ offset: true });
const zodPhone = z.string().regex(PHONE);

export const zod = z
  .strictObject({
    userId: z.union([zodUuid, zodPhone]).optional(),
    userFirstName: z.string().optional(),
    userLastName: z.string().optional(),
    keyType: z.literal("rfid"),
    keyFormat: z.enum(FORMATS).optional(),
    keyIdentification: z.string().regex(DIGITS),
    keyName: z.string().optional(),
    pin: z.string().regex(PIN).optional(),
    accesses: z.array(zodUuid).min(1).refine(isUnique),
    validFrom: zodTime.optional(),
    validTo: zodTime.optional(),
    mobilePhoneNumber: zodPhone.optional(),
    sendNotification: z.boolean().default(true),
  })
  .refine(isInOrder);

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

export const valibot = { safeParse: (input) => v.safeParse(valibotSchema, input) };

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
    return { success, errors: validate.errors };
  },
};
