/**
 * What a request has done: loaded, decided and stored in one transaction, and tried again where another
 * was in the way; and `Idempotency-Key`, by which a request that is sent again gets the answer of the
 * first, a generated code included, for a day, and that of an attempt at a door for a moment. Only what was
 * done is kept.
 */

import { isSteady, micros, now as clock } from "./clock.js";
import { Unfit, issue } from "./reply.js";
import { repeated } from "./store.js";

/** How long an answer is kept, in microseconds, where nothing else is said. */
const KEPT = 24n * 3_600n * 1_000_000n;
/** The most bytes of a body. */
const LARGEST_BODY = 1 << 20;
/** How long a body may take, in milliseconds. */
const SLOWEST_BODY = 20_000;

/**
 * Does what a request asks for, once, whatever is sent again. `decide` is given a transaction and an
 * instant, and gives the answer, whether anything is `stored`, and what is done `afterwards`.
 */
export const done = ({ store, keys }, again, decide) =>
  repeated(async () => {
    const { answer, afterwards } = await store.writing(async (transaction) => {
      const now = clock();
      const before = await again?.claim(transaction, keys, now);
      if (before) return { stored: false, answer: before };
      const outcome = await decide(transaction, now);
      if (outcome.stored) await again?.keep(transaction, keys, outcome.answer);
      return outcome;
    });
    // It is stored, and what comes now cannot fail.
    afterwards?.();
    return answer;
  });

/** The request of a caller that may be sent again, where its headers have a key; how long it is `kept`. */
export function repeatable(request, caller, parts, { keys }, kept = KEPT) {
  const values = request.raw.headersDistinct["idempotency-key"];
  if (!values) return undefined;
  const key = values.length === 1 ? keyOf(values[0]) : undefined;
  if (key === undefined) {
    const sentence = "expected one string of 1 to 255 visible characters";
    throw new Unfit(400, [issue("idempotency_key_malformed", sentence, ["Idempotency-Key"])]);
  }
  // Keyed, since a code is soon guessed; by the version that writes, and found by those before it.
  return new Repeatable(caller.name, key, keys.tags(["request", ...parts]), kept);
}

class Repeatable {
  constructor(caller, key, fingerprints, kept) {
    Object.assign(this, { caller, key, fingerprints, kept, place: ["answer", caller, key] });
  }

  /** Claims the key until the end of the transaction, which waits for others that have it. */
  async claim(transaction, keys, now) {
    const [own, at] = [[this.caller, this.key], micros(now)];
    // One that is over is as if it were not there; by a clock that was just set none is: what was done is not
    // done again.
    const claimed = await transaction.run(
      `insert into idempotency (caller, key, fingerprint, version, expires_at)
       values ($1, $2, $3, $4, $5) on conflict (caller, key) do update
       set fingerprint = excluded.fingerprint, version = excluded.version,
       expires_at = excluded.expires_at, status = null, content_type = null,
       headers = null, body = null where idempotency.expires_at <= $6`,
      [...own, this.fingerprints.at(-1), keys.version, at + this.kept, isSteady() ? at : 0n],
    );
    if (claimed === 1) return undefined;
    const [row] = await transaction.all(
      `select fingerprint, version, status, content_type, headers, body from idempotency
       where caller = $1 and key = $2`,
      own,
    );
    // It was over in between.
    if (!row) throw Object.assign(new Error("others were first"), { kind: "again" });
    if (!this.fingerprints.some((fingerprint) => fingerprint.equals(row.fingerprint))) {
      const sentence = "expected the request that was first sent with this key";
      throw new Unfit(422, [issue("idempotency_key_reused", sentence, ["Idempotency-Key"])]);
    }
    const text = keys.open(this.place, { version: row.version, bytes: row.body });
    const headers = Object.fromEntries(row.headers.split("\n").filter(Boolean).map((line) => line.split(": ")));
    return { status: row.status, contentType: row.content_type, headers, text };
  }

  /** Keeps what was answered, in the transaction that claimed the key. */
  keep(transaction, keys, { status, contentType, headers = {}, text }) {
    const { version, bytes } = keys.seal(this.place, text);
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\n`).join("");
    return transaction.run(
      `update idempotency set status = $1, content_type = $2, headers = $3, version = $4, body = $5
       where caller = $6 and key = $7`,
      [status, contentType, head, version, bytes, this.caller, this.key],
    );
  }
}

/** Deletes the answers that are over. */
export const forget = ({ store }) =>
  store.run("delete from idempotency where expires_at <= $1", [micros(clock())]);

/** The string of a header (RFC 9651 §3.3.3), or the same without quotation marks. */
function keyOf(header) {
  const quoted = /^"((?:[^"\\]|\\["\\])*)"$/.exec(header)?.[1].replaceAll(/\\(.)/g, "$1");
  const key = quoted ?? (/["\\,; ]/.test(header) ? undefined : header);
  return key !== undefined && /^[ -~]{1,255}$/.test(key) ? key : undefined;
}

/** JSON with the escape of the character NUL, which PostgreSQL keeps in no text. */
const SAYS_NUL = /^(?:[^\\]|\\(?!u0000).)*\\u0000/s;

/** A whole body that does not say NUL; of one that is too large as much as the package needs to say so. */
export async function whole(request, reply) {
  const bytes = await anything(request, reply);
  if (bytes.length <= LARGEST_BODY && bytes.includes("\\u0000") && SAYS_NUL.test(bytes.toString("latin1"))) {
    throw new Unfit(400, [issue("text_with_nul", "expected text without the character NUL, found one")]);
  }
  return bytes;
}

/** The same of what is not stored, whatever it says. */
export function anything({ raw }, reply) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    let length = 0;
    const timer = setTimeout(() => end(), SLOWEST_BODY);
    const end = (isWhole) => {
      clearTimeout(timer);
      raw.removeAllListeners("data");
      if (isWhole) return resolve(Buffer.concat(chunks));
      reply.header("connection", "close");
      const sentence = "expected the body within 20 seconds, and all of it";
      reject(new Unfit(400, [issue("body_incomplete", sentence)]));
    };
    raw.on("data", (chunk) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length <= LARGEST_BODY) return;
      // The rest is not read, so that nothing can come after it.
      reply.header("connection", "close");
      raw.pause();
      end(true);
    });
    raw.on("end", () => end(true));
    raw.on("error", () => end());
    if (raw.destroyed) end();
  });
}
