// The case files of the repository, shared with every other target.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./environment.mjs";

const folder = join(repository, "tests/cases");

/** The names of all case files below the folder, without `.json`, in order. */
export const names = readdirSync(folder, { recursive: true })
  .filter((name) => name.endsWith(".json"))
  .map((name) => name.slice(0, -".json".length).replaceAll("\\", "/"))
  .sort();

/** Reads a case file. */
export const read = (name) => JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));

/** The requests whose path says all; their cases stand together. */
export const paths = ["readUser", "deleteUser", "attachIdentifier", "attachTimeProfile", "addToApartment"];

/** The cases of a request's decisions, by its export. */
export const decisionsOf = (request) =>
  paths.includes(request) ? read("panel-paths-decide").filter(({ of }) => of === request) : read(`${files[request]}-decide`);

/** The case files of each request, by its export; those of its decisions are `${file}-decide`. */
export const files = {
  createAccessKey: "create-access-key",
  grantLockAccess: "grant-lock-access",
  removeLockAccess: "remove-lock-access",
  createUser: "create-user",
  createIdentifier: "create-identifier",
  changeUser: "change-user",
};
