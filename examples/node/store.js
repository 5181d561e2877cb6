/**
 * The database: SQLite or PostgreSQL behind one face, by the same statements and the tables of
 * `service/sql`. No error tells more than its kind and the name of what was violated: what a database
 * says of a row that clashes shows the other row.
 */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import Database from "better-sqlite3";
import pg from "pg";

/** How long a caller waits for a connection, and for the writer of SQLite, in milliseconds. */
const PATIENCE = 5000;
/** How long PostgreSQL lets a transaction do nothing, and wait for a lock, in milliseconds. */
const HELD = 10_000;
/** How often a transaction is tried that others got in the way of. */
const MOST_ATTEMPTS = 8;
/** So many jobs share a transaction of SQLite at most: the first of them waits for all. */
const MOST_JOBS = 32;
/** So many statements are kept prepared; those with lists are many. */
const MOST_PREPARED = 256;

/** Why a statement came to nothing: `in use`, `missing`, `again`, `away` or `failed`. */
export class StoreError extends Error {
  constructor(kind, detail) {
    super("the database failed");
    Object.assign(this, { kind, detail });
  }
}

const KINDS = {
  // Serialization, deadlock, unique, and those of SQLite.
  "40001": "again",
  "40P01": "again",
  "23505": "again",
  SQLITE_CONSTRAINT_UNIQUE: "again",
  SQLITE_CONSTRAINT_PRIMARYKEY: "again",
  // What a row names is not there.
  "23503": "missing",
  SQLITE_CONSTRAINT_FOREIGNKEY: "missing",
  // Shutting down, starting up, full, letting nobody in.
  "57P01": "away",
  "57P02": "away",
  "57P03": "away",
  "53100": "away",
  "53200": "away",
  "53300": "away",
  "55000": "away",
  "25006": "away",
  // Locked for long, and ended because nothing was done for long.
  "55P03": "away",
  "25P03": "away",
  SQLITE_FULL: "away",
};

function meaning(error) {
  const { code = "", constraint = "" } = error;
  const detail = `${code} ${constraint}`.trim();
  const says = (word) => code === "SQLITE_CONSTRAINT_TRIGGER" && error.message === word;
  if ((code === "23P01" && constraint === "identification_in_use") || says("identification_in_use")) {
    return new StoreError("in use", detail);
  }
  if (says("version_conflict") || code.startsWith("SQLITE_BUSY")) return new StoreError("again", detail);
  const isConnection = /^08|^E[A-Z]+$/.test(code) || (code === "" && /connection|connect$/i.test(error.message));
  const isOfDatabase = /^(SQLITE_\w+|[0-9A-Z]{5})$/.test(code);
  return new StoreError(KINDS[code] ?? (isConnection ? "away" : "failed"), isOfDatabase ? detail : "the driver failed");
}

const told = async (statement) => {
  try {
    return await statement();
  } catch (error) {
    throw meaning(error);
  }
};

class Sqlite {
  forUpdate = "";
  forShare = "";
  #writer;
  #reader;
  #reads = Promise.resolve();
  /** The jobs that wait for the writer, in the order of their arrival; whether somebody does them. */
  #waiting = [];
  #isWriting = false;

  constructor(file) {
    this.#writer = new Connection(file);
    this.#reader = new Connection(file);
  }

  /** For statements that change nothing. */
  all(sql, values) {
    return this.#reader.all(sql, values);
  }

  /** For a single statement that changes something. */
  async run(sql, values) {
    const work = async (transaction) => ({ stored: true, changes: await transaction.run(sql, values) });
    return (await this.writing(work)).changes;
  }

  /** A transaction that only reads, all of it at one instant. */
  reading(work) {
    // One after the other: a connection has one transaction at a time.
    const turn = this.#reads.then(async () => {
      await this.#begin(this.#reader, "begin");
      try {
        return await work(this.#reader);
      } finally {
        this.#reader.rollback();
      }
    });
    this.#reads = turn.catch(() => {});
    return turn;
  }

  /**
   * A transaction that is kept where `work` gives `stored`. A commit waits for the disk: jobs that wait for
   * the writer share one, a savepoint each, so that nothing is left of one that refused. What one has read,
   * another may have written: nobody hears of any of them before all is committed.
   */
  writing(work) {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ work, resolve, reject });
      if (this.#isWriting) return;
      this.#isWriting = true;
      // Behind all whose requests are there by now.
      setImmediate(() => this.#write());
    });
  }

  async #write() {
    const writer = this.#writer;
    const jobs = [];
    let lost;
    try {
      await this.#begin(writer, "begin immediate");
      while (jobs.length < MOST_JOBS && this.#waiting.length > 0) {
        jobs.push(this.#waiting.shift());
        await does(jobs.at(-1), writer);
      }
      await writer.exec("commit");
    } catch (error) {
      lost = error;
      // Whoever waited waited for it.
      if (jobs.length === 0) jobs.push(...this.#waiting.splice(0));
    } finally {
      writer.rollback();
    }
    // Of a transaction that came to nothing nothing is left.
    for (const { tell, reject } of jobs) lost ? reject(lost) : tell();
    this.#isWriting = this.#waiting.length > 0;
    if (this.#isWriting) setImmediate(() => this.#write());
  }

  /** Other programs may be writing: waited for without keeping this one from answering. */
  async #begin(connection, begin) {
    const end = Date.now() + PATIENCE;
    for (;;) {
      try {
        return await connection.exec(begin);
      } catch (error) {
        if (error.kind !== "again" || Date.now() > end) throw error;
        await sleep(1 + Math.random() * 4);
      }
    }
  }

  async migrate(name) {
    await this.writing(async (connection) => {
      const known = "select name from sqlite_schema where name = '_sqlx_migrations'";
      return migrated(connection, name, (await connection.all(known)).length > 0, "blob");
    });
  }

  async close() {
    this.#reader.close();
    this.#writer.close();
  }
}

/** Does a job behind a savepoint, and has it know what to tell once that is there for good. */
async function does(job, writer) {
  await writer.exec("savepoint job");
  try {
    const outcome = await job.work(writer);
    if (!outcome.stored) await writer.exec("rollback to job");
    job.tell = () => job.resolve(outcome);
  } catch (error) {
    // Where the disk is full the whole transaction is over by itself.
    if (!writer.isOpen) throw error;
    await writer.exec("rollback to job");
    job.tell = () => job.reject(error);
  }
  await writer.exec("release job");
}

/** A connection to SQLite. Its functions are asynchronous as those of PostgreSQL are. */
class Connection {
  #database;
  #prepared = new Map();

  constructor(file) {
    this.#database = new Database(file);
    // A writer does not stop readers; what was acknowledged outlives a loss of power.
    for (const setting of ["journal_mode = wal", "synchronous = full", "foreign_keys = on", "busy_timeout = 0"]) {
      this.#database.pragma(setting);
    }
  }

  all(sql, values = []) {
    return told(() => this.#statement(sql).all(named(values)));
  }

  run(sql, values = []) {
    return told(() => this.#statement(sql).run(named(values)).changes);
  }

  exec(sql) {
    return told(() => this.#database.exec(sql));
  }

  /** Whether it has a transaction. */
  get isOpen() {
    return this.#database.inTransaction;
  }

  rollback() {
    if (this.#database.inTransaction) this.#database.exec("rollback");
  }

  close() {
    this.#database.close();
  }

  #statement(sql) {
    let statement = this.#prepared.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      if (this.#prepared.size < MOST_PREPARED) this.#prepared.set(sql, statement);
    }
    return statement;
  }
}

/** SQLite takes `$1` for a name. */
const named = (values) => Object.fromEntries(values.map((value, at) => [at + 1, value ?? null]));

class Postgres {
  // No key changes: what only refers to the rows need not wait.
  forUpdate = " for no key update";
  forShare = " for share";
  #pool;
  #names = new Map();

  constructor(url) {
    // A server that stands still lets go of what it has; who waits for another program's lock takes no
    // connection with him for ever.
    const bounds = { idle_in_transaction_session_timeout: HELD, lock_timeout: HELD };
    this.#pool = new pg.Pool({ connectionString: url, max: 16, connectionTimeoutMillis: PATIENCE, types, ...bounds });
    // A connection that ends is told to whoever uses it, and without a listener to nobody, loudly.
    this.#pool.on("error", () => {});
    this.#pool.on("connect", (client) => client.on("error", () => {}));
  }

  all(sql, values) {
    return this.#on(this.#pool).all(sql, values);
  }

  run(sql, values) {
    return this.#on(this.#pool).run(sql, values);
  }

  reading(work) {
    return this.#transaction("begin isolation level repeatable read, read only", work);
  }

  writing(work) {
    return this.#transaction("begin isolation level read committed", work);
  }

  async #transaction(begin, work) {
    const client = await told(() => this.#pool.connect());
    const connection = this.#on(client);
    let broken = false;
    try {
      await connection.exec(begin);
      const outcome = await work(connection);
      await connection.exec(outcome.stored ? "commit" : "rollback");
      return outcome;
    } catch (error) {
      broken = await connection.exec("rollback").then(() => false, () => true);
      throw error;
    } finally {
      client.release(broken);
    }
  }

  #on(client) {
    const query = (sql, values = []) => {
      let name = this.#names.get(sql);
      if (!name && this.#names.size < MOST_PREPARED) this.#names.set(sql, (name = `s${this.#names.size}`));
      return told(() => client.query({ name, text: sql, values }));
    };
    return {
      all: async (sql, values) => (await query(sql, values)).rows,
      run: async (sql, values) => (await query(sql, values)).rowCount,
      exec: (sql) => told(() => client.query(sql)),
    };
  }

  async migrate(name) {
    await this.writing(async (connection) => {
      // Of instances that start at one time one makes the tables, and the others wait.
      await connection.exec("select pg_advisory_xact_lock(4207849484)");
      const [{ known }] = await connection.all("select to_regclass('_sqlx_migrations') is not null as known");
      return migrated(connection, name, known, "bytea");
    });
  }

  close() {
    return this.#pool.end();
  }
}

/** Counts and versions are numbers; all are far below 2^53. */
const types = { getTypeParser: (id, format) => (id === 20 ? Number : pg.types.getTypeParser(id, format)) };

/**
 * Makes the tables where there are none, and notes so where the other service looks. Tables of another
 * version are refused.
 */
async function migrated(connection, name, known, bytes) {
  const sql = readFileSync(new URL(`../../service/sql/${name}.sql`, import.meta.url));
  const checksum = createHash("sha384").update(sql).digest();
  if (known) {
    const rows = await connection.all("select version, checksum from _sqlx_migrations");
    if (rows.length === 1 && checksum.equals(rows[0].checksum)) return { stored: false };
    throw new Error("the tables of this database are those of another version");
  }
  await connection.exec(`create table _sqlx_migrations (version bigint primary key, description text not null,
    installed_on timestamp not null default current_timestamp, success boolean not null,
    checksum ${bytes} not null, execution_time bigint not null)`);
  await connection.exec(sql.toString());
  await connection.run(
    `insert into _sqlx_migrations (version, description, success, checksum, execution_time)
     values (1, 'foundations', true, $1, 0)`,
    [checksum],
  );
  return { stored: true };
}

/** Where SQLite keeps it; nothing for PostgreSQL. */
export const fileOf = (url) => /^sqlite:(?:\/\/)?([^?]*)/.exec(url)?.[1];

/** Opens `sqlite:<file>` or `postgres://…`, and makes the tables where there are none. */
export async function open(url) {
  const isPostgres = /^postgres(ql)?:\/\//.test(url);
  const file = fileOf(url);
  // The address may have a password in it.
  if (!isPostgres && !file) throw new Error("expected a database sqlite:<file> or postgres://…");
  const store = isPostgres ? new Postgres(url) : new Sqlite(file);
  await store.migrate(isPostgres ? "postgres" : "sqlite");
  return store;
}

/** Tries a transaction, and once more while others get in its way; a moment later, and not all at one time. */
export async function repeated(attempt) {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (error.kind !== "again" || attempts >= MOST_ATTEMPTS) throw error;
    }
    await sleep(2 ** attempts + Math.random() * 8);
  }
}

/** `$first, …` */
export const places = (count, first) => Array.from({ length: count }, (_, at) => `$${first + at}`).join(", ");
