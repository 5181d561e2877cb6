// Codes drawn at random, and how many a policy allows.
import { countOf, freeCodes, keptFor } from "./free.js";

/** A set for this call alone. */
function withFree(policy, taken, draw, use) {
  const free = freeCodes(policy, taken, draw);
  try {
    return use(free);
  } finally {
    free.dispose();
  }
}

/** The set that is kept of a policy alone. */
const kept = (policy, taken, draw) =>
  taken === undefined && draw === undefined ? keptFor(policy) : undefined;

export function generateCode(policy, taken, draw) {
  const free = kept(policy, taken, draw);
  return free === undefined ? withFree(policy, taken, draw, (free) => free.draw()) : free.draw();
}

export function generateCodes(count, policy, taken, draw) {
  const checked = countOf(count);
  const drawMany = (free) => free.drawMany(checked);
  const free = kept(policy, taken, draw);
  return free === undefined ? withFree(policy, taken, draw, drawMany) : drawMany(free);
}

export function keyspace(policy) {
  const keyspaceOf = (free) => free.keyspace;
  const free = keptFor(policy);
  return free === undefined ? withFree(policy, undefined, undefined, keyspaceOf) : keyspaceOf(free);
}
