// Eight callers at once, each with a connection of its own, ask for a code of four digits where 100
// are free: in how many races two of them are given one code, when load, decide and store are apart,
// and when they are one transaction (SQLite, BEGIN IMMEDIATE).
//
//   node pkg/bench/races.mjs [--races 400]
//
// Run it after `cargo xtask build`.
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import Database from "libsql";
import { createAccessKey } from "latchwork";

const CALLERS = 8;
const FREE = 100;
const DOOR = "6f1c2a34-9d1e-4c58-8a01-5b7e0f6d2c11";

if (isMainThread) await main();
else serve(workerData);

async function main() {
  const { values } = parseArgs({ options: { races: { type: "string", default: "400" } } });
  const races = Number(values.races);
  const folder = mkdtempSync(join(tmpdir(), "latchwork-races-"));
  const file = join(folder, "keys.db");
  const database = open(file);
  database.exec("PRAGMA journal_mode = WAL; CREATE TABLE access_key (code TEXT NOT NULL, race INTEGER)");
  database.exec("BEGIN");
  const store = database.prepare("INSERT INTO access_key (code) VALUES (?)");
  for (let code = FREE; code < 10_000; code += 1) store.run(String(code).padStart(4, "0"));
  database.exec("COMMIT");
  const callers = Array.from({ length: CALLERS }, () => new Worker(new URL(import.meta.url), { workerData: file }));
  for (const together of [false, true]) {
    let twice = 0;
    for (let race = 0; race < races; race += 1) {
      const answers = callers.map((caller) => once(caller, "message"));
      for (const caller of callers) caller.postMessage({ race, together });
      const codes = (await Promise.all(answers)).map(([code]) => code);
      twice += Number(new Set(codes).size < CALLERS);
      database.prepare("DELETE FROM access_key WHERE race = ?").run(race);
    }
    console.log(`${together ? "one transaction" : "apart"}: one code given twice in ${twice} of ${races} races`);
  }
  for (const caller of callers) await caller.terminate();
  rmSync(folder, { recursive: true });
}

/** A connection that waits for the others. */
function open(file) {
  const database = new Database(file);
  database.exec("PRAGMA busy_timeout = 60000");
  return database;
}

/** One of the callers. */
function serve(file) {
  const database = open(file);
  const load = database.prepare("SELECT 'code' AS keyType, code AS keyIdentification FROM access_key");
  const store = database.prepare("INSERT INTO access_key (code, race) VALUES (?, ?)");
  const request = { keyType: "code", keyIdentification: "*", accesses: [DOOR] };
  const known = { userExists: false, mobileKeysEnabled: false, mayManageAccesses: true, codePolicy: { lengths: [4] } };
  parentPort.on("message", ({ race, together }) => {
    if (together) database.exec("BEGIN IMMEDIATE");
    const { effect } = createAccessKey.decide(request, { ...known, inUse: load.all() });
    const code = effect.storeKey.keyIdentification;
    store.run(code, race);
    if (together) database.exec("COMMIT");
    parentPort.postMessage(code);
  });
}
