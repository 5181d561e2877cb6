/**
 * A server of Fastify that does nothing but insert a row: what the example in Node is measured beside.
 *
 *   node bare.js sqlite:<file>|postgres://…
 */

import { randomBytes } from "node:crypto";
import Database from "better-sqlite3";
import Fastify from "fastify";
import pg from "pg";

const [url] = process.argv.slice(2);
const file = /^sqlite:([^?]*)/.exec(url)?.[1];
const insert = file ? intoSqlite(file) : intoPostgres(url);

function intoSqlite(file) {
  const database = new Database(file);
  database.pragma("journal_mode = wal");
  database.pragma("synchronous = full");
  const statement = database.prepare("insert into bare (id, door, kind, body) values (?, ?, ?, ?)");
  return (row) => statement.run(row);
}

function intoPostgres(url) {
  const pool = new pg.Pool({ connectionString: url, max: 16 });
  const text = "insert into bare (id, door, kind, body) values ($1, $2, $3, $4)";
  return (values) => pool.query({ name: "insert", text, values });
}

const app = Fastify();
// No caller says what its body is.
app.removeAllContentTypeParsers();
app.addContentTypeParser("*", { parseAs: "string" }, (request, body, done) => done(null, body));
app.post("/", async (request, reply) => {
  const { accesses } = JSON.parse(request.body);
  await insert([randomBytes(16), accesses[0], "code", request.body]);
  return reply.type("application/json").send(request.body);
});
// Whoever started it ends, and so does this.
process.stdin.on("close", () => process.exit()).resume();
console.log(await app.listen({ host: "127.0.0.1", port: 0 }));
