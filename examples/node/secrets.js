/**
 * The keys outside the database, and what they do: tags by which equal codes are found, and ciphertext
 * from which a code can be shown again. File and messages are those of `service/src/secrets.rs`.
 */

import { createHash, createHmac, randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from "node:fs";
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";

const HEAD = "latchwork secrets 1";
const DOMAIN = "latchwork/v1";
const NONCE = 24;
const LINE = /^([1-9][0-9]{0,15}) ([0-9a-fA-F]{64}) ([0-9a-fA-F]{64})$/;

/** Parts as one message that no other parts come to: each with its length before it. */
function message(parts) {
  const pieces = [Buffer.from(DOMAIN)];
  for (const part of parts) {
    const length = Buffer.alloc(8);
    length.writeBigUInt64BE(BigInt(Buffer.byteLength(part)));
    pieces.push(length, Buffer.from(part));
  }
  return Buffer.concat(pieces);
}

class Keyring {
  /** Ascending; the last one writes, all find and open. */
  #versions;

  constructor(versions) {
    this.#versions = versions;
  }

  /** The version that writes. */
  get version() {
    return this.#versions.at(-1).number;
  }

  /** Whether there is one version, so that of one text there is one tag. */
  get isSingle() {
    return this.#versions.length === 1;
  }

  /** Each version with what proves in the database that it is the same key. */
  proofs() {
    return this.#versions.map((one) => ({ version: one.number, proof: tag(one, ["proof"]) }));
  }

  /** The tag that is written. */
  tag(parts) {
    return tag(this.#versions.at(-1), parts);
  }

  /** The tags that may have been written, of the first version first. */
  tags(parts) {
    return this.#versions.map((one) => tag(one, parts));
  }

  /** Seals a text, or bytes, to where it is kept: elsewhere it does not open. */
  seal(place, text) {
    const { number, seals } = this.#versions.at(-1);
    const nonce = randomBytes(NONCE);
    const sealed = xchacha20poly1305(seals, nonce, message(place)).encrypt(Buffer.from(text));
    return { version: number, bytes: Buffer.concat([nonce, sealed]) };
  }

  /** The text that was sealed; throws for what does not open. */
  open(place, sealed) {
    return this.openBytes(place, sealed).toString();
  }

  /** The same of what is no text. */
  openBytes(place, { version, bytes }) {
    const { seals } = this.#versions.find((one) => one.number === version);
    const cipher = xchacha20poly1305(seals, bytes.subarray(0, NONCE), message(place));
    return Buffer.from(cipher.decrypt(bytes.subarray(NONCE)));
  }
}

const tag = ({ tags }, parts) => createHmac("sha256", tags).update(message(parts)).digest().subarray(0, 16);

/** What stands in the database for a key that nobody can guess. */
export const hash = (secret) => createHash("sha256").update(secret).digest();

/** What stands there for a client of the panel, which shows the MD5 of a key. */
export const panelHash = (key) => hash(createHash("md5").update(key).digest("hex"));

function read(path) {
  let text;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
  const mode = statSync(path).mode & 0o777;
  if (process.platform !== "win32" && mode & 0o077) {
    throw new Error(`${path} may be read by others: expected mode 600, found ${mode.toString(8)}`);
  }
  const [head, ...lines] = text.trimEnd().split("\n");
  const versions = lines.map((line) => {
    const [, number, tags, seals] = LINE.exec(line) ?? [];
    return { number: Number(number), tags: Buffer.from(tags ?? "", "hex"), seals: Buffer.from(seals ?? "", "hex") };
  });
  const isNext = ({ number }, at) => Number.isSafeInteger(number) && number > (versions[at - 1]?.number ?? 0);
  if (head !== HEAD || versions.length === 0 || !versions.every(isNext)) {
    throw new Error(`${path} is no file of secrets`);
  }
  return new Keyring(versions);
}

function create(path) {
  const [tags, seals] = [randomBytes(32), randomBytes(32)];
  const file = openSync(path, "wx", 0o600);
  writeSync(file, `${HEAD}\n1 ${tags.toString("hex")} ${seals.toString("hex")}\n`);
  // What is sealed by a key that the disk does not have yet would be lost with the power.
  fsyncSync(file);
  closeSync(file);
  return new Keyring([{ number: 1, tags, seals }]);
}

/** The secrets of a database, made with it. Others than those that it was made with are refused. */
export async function keyring(store, path) {
  const known = () => store.all("select version, proof from secret_version");
  const before = await known();
  let keys = read(path);
  if (!keys && before.length > 0) {
    throw new Error(`${path} is not there, without which nothing in this database opens`);
  }
  keys ??= create(path);
  const judge = (rows) => {
    for (const { version, proof } of rows) {
      if (!keys.proofs().some((own) => own.version === version && own.proof.equals(proof))) {
        throw new Error(`${path} has not the keys of version ${version} that this database was written with`);
      }
    }
  };
  judge(before);
  for (const { version, proof } of keys.proofs()) {
    const sql = "insert into secret_version (version, proof, created_at) values ($1, $2, $3) on conflict do nothing";
    await store.run(sql, [version, proof, BigInt(Date.now()) * 1000n]);
  }
  // Of two instances that made keys at the same time, one has others than the database.
  judge(await known());
  return keys;
}
