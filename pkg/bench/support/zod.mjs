// The rules of a create-access-key request for a card, as zod says them: alone here, so that what
// a page downloads of it can be measured.
import * as z from "zod";
import { DIGITS, FORMATS, PHONE, PIN, isInOrder, isUnique } from "./rules.mjs";

const zodUuid = z.guid();
const zodTime = z.iso.datetime({ offset: true });
const zodPhone = z.string().regex(PHONE);

export const zodSchema = z
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
