/**
 * Who may do what: by role, and by whose doors they are. A thing of another organisation is not there; one
 * of the own that somebody may not touch is forbidden.
 */

import { identify, manages } from "./caller.js";
import { Unfit, issue } from "./reply.js";

/** Of an administrator there are all. */
const RIGHTS = {
  manager: ["see doors", "change doors", "people", "keys", "try doors", "events"],
  controller: ["see doors", "try doors"],
  reader: ["see doors", "events"],
};

export const isOfSomeDoors = ({ role }) => role === "manager" || role === "controller";

/** Who asks, where the role has the right. */
export async function asking(service, request, right) {
  const caller = await identify(service, request);
  needRight(caller, right);
  return caller;
}

export const has = ({ kind, role }, right) =>
  kind === "principal" && (role === "administrator" || RIGHTS[role].includes(right));

/** Throws for one who has it not. */
export function needRight(caller, right) {
  if (has(caller, right)) return;
  throw insufficient();
}

export const insufficient = () => new Unfit(403, [issue("role_insufficient", "expected a caller whose role allows it")]);

/** Throws where not all of these doors are the caller's. */
export async function needDoors(caller, doors, transaction) {
  if (!(await hasDoors(caller, doors, transaction))) throw forbidden();
}

export const hasDoors = async (caller, doors, transaction) =>
  !isOfSomeDoors(caller) || manages(caller, doors, transaction);

/** Narrows a list to what is of the caller's doors: a condition in which `$` is the caller. */
export const narrow = (caller, statement, condition) =>
  isOfSomeDoors(caller) ? statement.and(condition, caller.id) : statement;

/** There is none, or it is another's, which is the same to who asks. */
export const missing = (sentence) => new Unfit(404, [issue("not_found", sentence)]);

export const forbidden = () => new Unfit(403, [issue("doors_not_of_caller", "expected what is of doors of the caller alone")]);
