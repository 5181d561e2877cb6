/**
 * How often somebody may ask: of each a bucket that time empties. Each instance has its own; what locks a
 * door for longer stands in the database.
 */

import { createHash } from "node:crypto";
import { isIPv6 } from "node:net";
import { Unfit, issue } from "./reply.js";

/** So many are remembered of a kind; who comes then shares one bucket until others are empty. */
const MOST = 65_536;
/** How many milliseconds' worth may be asked for at once. */
const ROOM = 4000;
/** So many milliseconds somebody is known who asked with something that was good. */
const KNOWN = 3_600_000;

/** A bucket for each of a kind: when it will be empty. */
class Buckets {
  #emptyAt = new Map();

  constructor(eachSecond) {
    this.each = 1000 / eachSecond;
  }

  /** Puts one into a bucket where there is room; else how many milliseconds it takes until there is. */
  count(key) {
    const now = performance.now();
    if (this.#emptyAt.size >= MOST && !this.#emptyAt.has(key)) {
      for (const [key, at] of this.#emptyAt) if (at <= now) this.#emptyAt.delete(key);
      if (this.#emptyAt.size >= MOST) key = undefined;
    }
    const after = this.#after(key, now);
    const wait = after - now - ROOM;
    if (wait <= 0) this.#emptyAt.set(key, after);
    return Math.max(0, wait);
  }

  /** Whether there is room for one: as `count` says it. */
  look(key) {
    const now = performance.now();
    return Math.max(0, this.#after(key, now) - now - ROOM);
  }

  #after(key, now) {
    return Math.max(this.#emptyAt.get(key) ?? 0, now) + this.each;
  }
}

/** What was shown that was good, and when that was. */
class Known {
  #seen = new Map();

  has(shown) {
    return performance.now() - (this.#seen.get(shown) ?? -Infinity) < KNOWN;
  }

  add(shown) {
    const now = performance.now();
    if (this.#seen.size >= MOST && !this.#seen.has(shown)) {
      for (const [one, at] of this.#seen) if (now - at >= KNOWN) this.#seen.delete(one);
      if (this.#seen.size >= MOST) return;
    }
    this.#seen.set(shown, now);
  }

  remove(shown) {
    this.#seen.delete(shown);
  }
}

/** What a request shows of who sent it; of a request that shows nothing nobody is known. */
function shownBy({ raw }) {
  const values = ["authorization", "x-api-key", "cookie"].map((name) => raw.headersDistinct[name] ?? []);
  return createHash("sha256").update(JSON.stringify(values)).digest("base64");
}

/** Throws where somebody has to wait. */
function judge(wait, code, what) {
  if (wait <= 0) return;
  const limit = Math.ceil(wait / 1000);
  const told = issue(code, `expected fewer ${what}; try again in ${limit} seconds`);
  throw new Unfit(429, [{ ...told, params: { limit } }], { "retry-after": String(limit) });
}

const attempts = (wait) => judge(wait, "too_many_attempts", "attempts");

/** As the command line says, of each kind so many a second. */
export function limits(options) {
  const buckets = (name) => {
    const rate = Number(options[name]);
    if (Number.isInteger(rate) && rate >= 1 && rate <= 1_000_000) return new Buckets(rate);
    throw new Error(`expected 1 to 1,000,000 after --${name}`);
  };
  const proxies = Number(options.proxies);
  if (!Number.isInteger(proxies) || proxies < 0) throw new Error("expected how many proxies stand in front after --proxies");
  const [callers, doors, strangers] = ["attempts-of-caller", "attempts-at-door", "failures-of-address"].map(buckets);
  const known = new Known();
  const connections = new Map();
  return {
    /**
     * Takes a connection, where an address has not its share of all there may be already: a quarter, so that it
     * keeps nobody else out. A proxy has no share.
     */
    connection(socket, most) {
      if (proxies > 0) return true;
      const address = networkOf(socket.remoteAddress ?? "");
      const own = connections.get(address) ?? 0;
      if (own >= most / 4) return false;
      connections.set(address, own + 1);
      socket.once("close", () => {
        const left = connections.get(address) - 1;
        if (left > 0) connections.set(address, left);
        else connections.delete(address);
      });
      return true;
    },
    /** Whether somebody asks with what was good of late: he is no stranger, whoever else comes from where he does. */
    knows: (request) => known.has(shownBy(request)),
    /** Notes who asks with something that is good, and that it is so no more. */
    wasSomebody: (request) => known.add(shownBy(request)),
    isNobody: (request) => known.remove(shownBy(request)),
    /** Counts an attempt of a caller. */
    caller: (id) => attempts(callers.count(id)),
    /** Counts an attempt at a door, by who may try it. */
    door: (id) => attempts(doors.count(id)),
    /** Throws for who may be nobody where too many of the address were nobody. */
    stranger: (request) => judge(strangers.look(addressOf(request, proxies)), "too_many_failures", "requests of nobody"),
    /** Counts a request of nobody: it was answered already, the next is not. */
    wasNobody: (request) => void strangers.count(addressOf(request, proxies)),
  };
}

/**
 * Whose request it is: the peer, or whom the proxies in front say, the n-th from the right. What stands
 * further left anybody may have written. Of IPv6 the network, which one has whole.
 */
function addressOf({ raw }, proxies) {
  const told = proxies > 0 ? (raw.headers["x-forwarded-for"] ?? "").split(",").at(-proxies)?.trim() : "";
  return networkOf(told || raw.socket.remoteAddress || "");
}

/** An address; of IPv6 its network. */
function networkOf(text) {
  const address = text.replace(/^::ffff:(?=[\d.]+$)/i, "");
  if (!isIPv6(address)) return address;
  const [before, behind = ""] = address.split("::");
  const groups = before.split(":");
  const missing = 8 - groups.length - behind.split(":").length;
  return [...groups, ...Array(Math.max(0, missing)).fill("0"), ...behind.split(":")].slice(0, 4).join(":");
}
