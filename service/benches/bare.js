/**
 * A server of Fastify that does nothing but insert, one row at `/row` and the rows of a key at `/key`:
 * what the example in Node is measured beside.
 *
 *   node bare.js sqlite:<file>|postgres://…
 */

import { randomBytes } from "node:crypto";
import Database from "better-sqlite3";
import Fastify from "fastify";
import pg from "pg";

const [url] = process.argv.slice(2);
const file = /^sqlite:([^?]*)/.exec(url)?.[1];
const ROW = "insert into bare (id, door, kind, body) values ($1, $2, $3, $4)";
const KEY =
  "insert into new_key (id, organisation, person, actor, at, kind, folded, version, identification, doors, " +
  "opens_from, data, person_kind, person_folded, person_data) " +
  "values ($1, 'house', $2, 'nobody', 1, 'code', '', 1, $3, $4, 1, $5, 'none-mobile', '', '{}')";
const insert = file ? intoSqlite(file) : intoPostgres(url);

function intoSqlite(file) {
  const database = new Database(file);
  database.pragma("journal_mode = wal");
  database.pragma("synchronous = full");
  const statements = new Map([ROW, KEY].map((text) => [text, database.prepare(text.replace(/\$\d+/g, "?"))]));
  return (text, values) => statements.get(text).run(values);
}

function intoPostgres(url) {
  const pool = new pg.Pool({ connectionString: url, max: 16 });
  return (text, values) => pool.query({ name: text === ROW ? "row" : "key", text, values });
}

const hex = () => randomBytes(16).toString("hex");

function keyOf(door) {
  const id = hex();
  const data = JSON.stringify({ id, keyType: "code", accesses: [door] });
  return [id, hex(), randomBytes(32), JSON.stringify([{ door, tag: hex() }]), data];
}

const app = Fastify();
// No caller says what its body is.
app.removeAllContentTypeParsers();
app.addContentTypeParser("*", { parseAs: "string" }, (request, body, done) => done(null, body));
const answered = (path, text, valuesOf) =>
  app.post(path, async (request, reply) => {
    const [door] = JSON.parse(request.body).accesses;
    await insert(text, valuesOf(door, request.body));
    return reply.type("application/json").send(request.body);
  });
answered("/row", ROW, (door, body) => [randomBytes(16), door, "code", body]);
answered("/key", KEY, keyOf);
// Whoever started it ends, and so does this.
process.stdin.on("close", () => process.exit()).resume();
console.log(await app.listen({ host: "127.0.0.1", port: 0 }));
