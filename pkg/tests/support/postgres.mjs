// A PostgreSQL of our own, in a folder of its own, for as long as a test runs.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chown, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Where Debian keeps the programs of each version. */
const DEBIAN = "/usr/lib/postgresql";

/** The folder of the programs: the newest of Debian's, or where `pg_config` says. */
async function programs() {
  const versions = await readdir(DEBIAN).catch(() => []);
  const newest = versions.map(Number).filter(Number.isFinite).sort((a, b) => b - a)[0];
  if (newest) return join(DEBIAN, String(newest), "bin");
  const told = await run("pg_config", ["--bindir"]).catch(() => {
    throw new Error("expected PostgreSQL, found none; on Debian: apt-get install postgresql");
  });
  return told.stdout.trim();
}

/** Who may start it: not root, which it refuses to run as. */
async function user() {
  if (process.getuid?.() !== 0) return {};
  const accounts = await readFile("/etc/passwd", "utf8");
  const [, uid, gid] = /^postgres:[^:]*:(\d+):(\d+):/m.exec(accounts) ?? [];
  if (!uid) throw new Error("expected the account postgres of Debian's package, found none");
  return { uid: Number(uid), gid: Number(gid) };
}

/**
 * Starts it in an empty folder, reached by a socket there and nowhere else.
 *
 * @param {string} folder is removed when it stops
 * @returns {Promise<{ environment: Record<string, string>, stop: () => Promise<void> }>}
 */
export async function startPostgres(folder) {
  const [bin, who] = [await programs(), await user()];
  const data = join(folder, "data");
  await mkdir(data);
  if (who.uid !== undefined) for (const path of [folder, data]) await chown(path, who.uid, who.gid);
  const options = { ...who, cwd: folder };
  await run(join(bin, "initdb"), ["--pgdata", data, "--username", "latchwork", "--auth", "trust", "--no-sync"], options);
  const settings = ["listen_addresses=", `unix_socket_directories=${folder}`, "fsync=off"];
  const server = spawn(join(bin, "postgres"), ["-D", data, ...settings.flatMap((setting) => ["-c", setting])], {
    ...options,
    stdio: "ignore",
  });
  const environment = { PGHOST: folder, PGUSER: "latchwork", PGDATABASE: "postgres" };
  for (;;) {
    if (server.exitCode !== null) throw new Error(`postgres ended with ${server.exitCode}`);
    const ready = await run(join(bin, "pg_isready"), [], { env: { ...process.env, ...environment } }).catch(() => false);
    if (ready) break;
    await sleep(50);
  }
  return {
    environment,
    async stop() {
      server.kill("SIGINT");
      if (server.exitCode === null) await once(server, "exit");
      await rm(folder, { recursive: true });
    },
  };
}
