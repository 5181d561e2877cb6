// The servers of the README, run as they stand there: callers who hang up, bodies of any size, and
// eight callers at once for one code.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, describe, test } from "node:test";
import { repository } from "./support/environment.mjs";
import { make } from "./support/projects.mjs";
import { startPostgres } from "./support/postgres.mjs";

const DOORS = ["6f1c2a34-9d1e-4c58-8a01-5b7e0f6d2c11", "2c5f1b8e-7d34-4a96-b0e1-8f42d7a6c539"];
const MEBIBYTE = 2 ** 20;

/** The example of the README that has this line. */
async function example(line) {
  const text = await readFile(join(repository, "README.md"), "utf8");
  const blocks = [...text.matchAll(/^```js\n(.*?)^```/gms)].map(([, block]) => block);
  const found = blocks.filter((block) => block.includes(line));
  assert.equal(found.length, 1, line);
  return found[0];
}

/** A port that nobody listens on. */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Whether somebody listens on a port. */
const isOpen = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(true));
    socket.on("connect", () => socket.destroy()).on("error", () => resolve(false));
  });

/** A key of a code for doors. */
const keyOf = (keyIdentification, accesses = DOORS) => ({ keyType: "code", keyIdentification, accesses });

/** How many of so many values there are of each. */
const counts = (values) => Object.fromEntries([...new Set(values)].map((value) => [value, values.filter((other) => other === value).length]));

describe("the server of the README", () => {
  /** Two of them over one database. */
  let servers;

  before(async () => {
    const script = await example("createServer(async");
    assert.ok(script.includes(".listen(3000,"));
    const ports = [await freePort(), await freePort()];
    const files = ports.map((port, index) => [`server-${index}.mjs`, script.replace(".listen(3000,", `.listen(${port},`)]);
    const folder = await make("readme-server", Object.fromEntries(files));
    await rm(join(folder, "keys.db"), { force: true });
    servers = [];
    for (const [index, port] of ports.entries()) servers.push(await start(folder, `server-${index}.mjs`, port));
  });

  after(() => servers?.forEach(({ process }) => process.kill()));

  async function start(cwd, script, port) {
    const server = { port, complaints: "", process: spawn(process.execPath, [script], { cwd, stdio: ["ignore", "inherit", "pipe"] }) };
    server.process.stderr.on("data", (text) => (server.complaints += text));
    while (!(await isOpen(port))) {
      assert.equal(server.process.exitCode, null, server.complaints);
      await sleep(20);
    }
    return server;
  }

  const post = (body, { port } = servers[0]) =>
    fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) });

  /** The most memory that the server has had, in bytes, where the system tells. */
  async function peak() {
    const status = await readFile(`/proc/${servers[0].process.pid}/status`, "utf8").catch(() => "");
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
  }

  test("stores a key and refuses what is wrong with all issues", async () => {
    const stored = await post(keyOf("*"));
    assert.equal(stored.status, 200);
    assert.match((await stored.json()).keyIdentification, /^\d{6}$/);
    const refused = await post({ keyType: "code", keyIdentification: "123" });
    assert.equal(refused.status, 400);
    assert.equal(refused.headers.get("content-type"), "application/problem+json");
    const { issues } = await refused.json();
    assert.deepEqual(issues.map(({ code }) => code), ["code_too_short", "missing_field"]);
    assert.equal((await post("{")).status, 400);
  });

  test("lives on when callers hang up, before the body, in the middle and before the answer", async () => {
    const body = JSON.stringify(keyOf("*"));
    const head = `POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${body.length}\r\n\r\n`;
    const beginnings = [head.slice(0, 30), head, `${head}${body.slice(0, 40)}`, `${head}${body}`];
    for (const beginning of [...beginnings, ...beginnings]) {
      const socket = connect(servers[0].port, "127.0.0.1");
      await once(socket, "connect");
      await new Promise((resolve) => socket.write(beginning, resolve));
      socket.resetAndDestroy();
    }
    const aborts = Array.from({ length: 50 }, async () => {
      const controller = new AbortController();
      const sent = fetch(`http://127.0.0.1:${servers[0].port}/`, { method: "POST", body, signal: controller.signal });
      setImmediate(() => controller.abort());
      await sent.catch((error) => assert.equal(error.name, "AbortError"));
    });
    await Promise.all(aborts);
    assert.equal((await post(keyOf("*"))).status, 200);
    assert.equal(servers[0].process.exitCode, null);
    assert.equal(servers[0].complaints, "");
  });

  test("refuses a body of 256 MiB without keeping it", async () => {
    const former = await peak();
    const chunk = new Uint8Array(MEBIBYTE).fill(0x20);
    let left = 256;
    const body = new ReadableStream({
      pull(controller) {
        if (left === 0) return controller.close();
        left -= 1;
        controller.enqueue(chunk);
      },
    });
    const refused = await fetch(`http://127.0.0.1:${servers[0].port}/`, { method: "POST", body, duplex: "half" });
    assert.equal(refused.status, 400);
    assert.deepEqual((await refused.json()).issues.map(({ code }) => code), ["body_too_large"]);
    const more = (await peak()) - former;
    assert.ok(more < 128 * MEBIBYTE, `${Math.round(more / MEBIBYTE)} MiB more`);
  });

  test("gives one of eight callers the code that all of them chose", async () => {
    for (let race = 0; race < 20; race += 1) {
      const request = keyOf(String(739_146 + race));
      const replies = await Promise.all(Array.from({ length: 8 }, (_, caller) => post(request, servers[caller % 2])));
      assert.deepEqual(counts(replies.map(({ status }) => status)), { 200: 1, 409: 7 });
    }
    const elsewhere = await post(keyOf("739146", ["0e3ac9d5-6b1f-4f0e-9a7c-d42e8b5f1c60"]));
    assert.equal(elsewhere.status, 200);
  });
});

describe("the keys of the README in PostgreSQL", () => {
  let postgres;
  let keys;

  before(async () => {
    const folder = await mkdtemp(join(tmpdir(), "latchwork-postgres-"));
    postgres = await startPostgres(folder);
    Object.assign(process.env, postgres.environment);
    const scratch = await make("readme-postgres", { "keys.mjs": `${await example("new pg.Pool()")}\nexport { pool };\n` });
    keys = await import(join(scratch, "keys.mjs"));
    for (const door of DOORS) await keys.pool.query("INSERT INTO door VALUES ($1)", [door]);
  });

  after(async () => {
    await keys?.pool.end();
    await postgres?.stop();
  });

  test("gives one of eight callers the code that all of them chose", async () => {
    for (let race = 0; race < 20; race += 1) {
      const request = keyOf(String(100_000 + 7 * race));
      // Half of them name the doors in the other order.
      const callers = Array.from({ length: 8 }, (_, caller) => keys.create(caller % 2 ? request : { ...request, accesses: [...DOORS].reverse() }));
      const replies = await Promise.all(callers);
      assert.deepEqual(counts(replies.map(({ status }) => status)), { 200: 1, 409: 7 });
    }
    const { rows } = await keys.pool.query("SELECT count(*)::int AS keys, count(DISTINCT identification)::int AS codes FROM access_key");
    assert.deepEqual(rows, [{ keys: 20, codes: 20 }]);
  });

  test("a door that is not there is nobody's to manage", async () => {
    const reply = await keys.create(keyOf("*", ["0e3ac9d5-6b1f-4f0e-9a7c-d42e8b5f1c60"]));
    assert.equal(reply.status, 403);
  });

  test("a decision that fails leaves nothing, and the pool goes on", async () => {
    await assert.rejects(keys.create({ ...keyOf("*"), accesses: ["no uuid"] }));
    assert.equal((await keys.create(keyOf("*"))).status, 200);
  });
});
