import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before } from "node:test";
import { promisify } from "node:util";

import { FRONT, GARAGE, HALL } from "./house.mjs";

const ZONE = "Europe/Stockholm";

/**
 * The service itself over a database of its own, with a house in it, serving the console. `ask`
 * asks it as the house's administrator, `path` gives an address that signs in.
 */
export function useService() {
  const service = {};
  let folder;
  let server;
  let key;
  let principal;

  const program = (task, ...options) =>
    promisify(execFile)(variable("LATCHWORK_SERVICE"), [task, "--database", `sqlite:${join(folder, "keys.db")}`, ...options]);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "latchwork-console-"));
    await program("organisation", "--id", "house", "--name", "12 Garden Street", "--mobile-keys", "yes");
    const made = await program("api-key", "--organisation", "house", "--role", "administrator");
    [principal, key] = made.stdout.trim().split("\n");
    server = spawn(
      variable("LATCHWORK_SERVICE"),
      ["serve", "--database", `sqlite:${join(folder, "keys.db")}`, "--listen", "127.0.0.1:0", "--console", variable("CONSOLE_FOLDER")],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    for await (const line of createInterface({ input: server.stdout })) {
      service.url = `${line.trim()}/`;
      break;
    }
    for (const [id, name] of [
      [FRONT, "Main entrance"],
      [GARAGE, "Garage"],
      [HALL, "Hall"],
    ]) {
      await service.ask("POST", "/doors", { id, name, zone: ZONE });
    }
    const ada = await service.ask("POST", "/people", { firstName: "Ada", lastName: "Lindqvist", phone: "+46701234567" });
    await service.ask("POST", "/access-keys", {
      userId: ada.id,
      keyType: "rfid",
      keyIdentification: "0012345678",
      accesses: [FRONT, GARAGE],
    });
  });
  after(async () => {
    server?.kill();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  service.ask = async (method, path, body) => {
    const reply = await fetch(new URL(path, service.url), {
      method,
      headers: { "x-api-key": key, "content-type": "application/json" },
      body: body && JSON.stringify(body),
    });
    const text = await reply.text();
    assert.ok(reply.ok, `${method} ${path}: ${reply.status} ${text}`);
    return text && JSON.parse(text);
  };
  service.path = async (path) => {
    const { stdout } = await program("ticket", "--principal", principal);
    return `${new URL(path, service.url)}#ticket=${encodeURIComponent(stdout.trim())}`;
  };
  return service;
}

function variable(name) {
  const value = process.env[name];
  assert.ok(value, `${name} is not set: run \`cargo xtask test console\``);
  return value;
}
