/**
 * Sessions: a browser that signed in with a key of the API, or with a ticket, asks by a cookie, and a client
 * of the panel's vendor by a token. The cookie counts only where the browser says that the page which asks
 * is one of this service: what another page has a browser send is nobody's request.
 */

import { randomBytes, randomUUID } from "node:crypto";
import { beginSession } from "latchwork/plain";
import { identify, panelToken, principal } from "./caller.js";
import { SKEW, micros, now, textOf } from "./clock.js";
import { shown, isOfOwnPage, set, takenBack } from "./cookie.js";
import { whole } from "./job.js";
import { checked } from "./plain.js";
import { queryOf } from "./query.js";
import { Unfit, issue, json, nothing } from "./reply.js";
import { hash } from "./secrets.js";
import { repeated } from "./store.js";

/** How long a session lasts, and one of the panel, as the vendor's; in microseconds. */
const [LASTS, LASTS_AT_PANEL] = [12n * 3_600_000_000n, 2n * 3_600_000_000n];
/** How long a ticket waits to be used, in microseconds. */
const WAITS = 60_000_000n;
/** So many sessions one has at a time; the oldest ends when another begins. */
const MOST = 64;

/** `POST /session`: signs in by `{ "ticket": … }` or `{ "apiKey": … }`. */
export async function begin(service, request, reply) {
  if (!isOfOwnPage(request, service.publicUrl)) {
    throw new Unfit(403, [issue("page_of_another", "expected a request of a page of this service")]);
  }
  const proof = proofOf(await whole(request, reply));
  const secret = randomBytes(32).toString("hex");
  const session = await signIn(service, proof, secret, LASTS);
  if (!session) throw new Unfit(401, [issue("proof_unknown", proof.sentence, [proof.name])]);
  const answer = await told(service, session);
  return { ...answer, headers: { ...answer.headers, "set-cookie": set(secret, service.publicUrl) } };
}

function proofOf(body) {
  const [[name, secret]] = Object.entries(checked(beginSession, body).asked);
  const what = name === "ticket" ? "a ticket that nobody has used yet" : "a key of this service that is valid";
  return { name, secret, sentence: `expected ${what}` };
}

/** Begins a session that lasts so long and is asked with by the secret; undefined for who is nobody. */
const signIn = ({ store }, proof, secret, lasts) =>
  repeated(async () => {
    const { session } = await store.writing(async (transaction) => {
      const at = micros(now());
      const owner = await ownerOf(proof, at, transaction);
      if (!owner) return { stored: false };
      await transaction.run(
        "insert into session (hash, principal, api_key, created_at, expires_at) values ($1, $2, $3, $4, $5)",
        [hash(secret), owner.id, owner.api_key, at, at + lasts],
      );
      await transaction.run(
        `delete from session where principal = $1 and hash not in
         (select hash from session where principal = $1 order by created_at desc, hash limit $2)`,
        [owner.id, MOST],
      );
      return { stored: true, session: { caller: principal(owner), expiresAt: at + lasts } };
    });
    return session;
  });

const OF_KEY = `select p.id, p.organisation, p.role, k.id as api_key
  from api_key k join principal p on p.id = k.principal
  where k.revoked_at is null and p.disabled_at is null and (k.expires_at is null or k.expires_at > $1)`;

/** Whose it is, and the key that the session ends with. A ticket is used up. */
async function ownerOf({ name, secret, username }, at, transaction) {
  if (name === "apiKey") return (await transaction.all(`${OF_KEY} and k.hash = $2`, [at, hash(secret)]))[0];
  if (name === "password") {
    const sql = `${OF_KEY} and k.panel_hash = $2 and p.id = $3`;
    return (await transaction.all(sql, [at, hash(secret), username]))[0];
  }
  const sql = "delete from ticket where hash = $1 and expires_at > $2 and expires_at <= $3 returning principal";
  const [used] = await transaction.all(sql, [hash(secret), at, at + WAITS + SKEW]);
  const of = "select id, organisation, role from principal where id = $1 and disabled_at is null";
  return used && (await transaction.all(of, [used.principal]))[0];
}

/** `GET /session`: who asks, and for which organisation. */
export async function read(service, request) {
  const caller = await identify(service, request);
  if (caller.kind !== "principal") {
    throw new Unfit(403, [issue("principal_missing", "expected somebody who acts for an organisation")]);
  }
  // Beside a key or a token the cookie counts for nothing.
  const { authorization, "x-api-key": key } = request.raw.headers;
  const secret = authorization === undefined && key === undefined ? shown(request, service.publicUrl) : undefined;
  const sql = "select expires_at from session where hash = $1";
  const [row] = secret === undefined ? [] : await service.store.all(sql, [hash(secret)]);
  return told(service, { caller, expiresAt: row?.expires_at });
}

async function told({ store }, { caller, expiresAt }) {
  const { id, organisation, role } = caller;
  const [{ name }] = await store.all("select name from organisation where id = $1", [organisation]);
  const own = await store.all("select door from principal_door where principal = $1 order by door", [id]);
  const isOfAll = role === "administrator" || role === "reader";
  const body = {
    organisation: { id: organisation, name },
    role,
    principal: id,
    doors: isOfAll ? null : own.map(({ door }) => door),
    expiresAt: expiresAt === undefined ? null : textOf(Number(expiresAt)),
  };
  return json(200, body, { "cache-control": "no-store" });
}

const ended = ({ store }, secret) => store.run("delete from session where hash = $1", [hash(secret)]);

/** `DELETE /session`: signs out. Who is not signed in is so already. */
export async function end(service, request) {
  const secret = shown(request, service.publicUrl);
  if (secret !== undefined) await ended(service, secret);
  return { ...nothing(), headers: { "set-cookie": takenBack(service.publicUrl) } };
}

/** `GET /login?username=<id of a principal>&password=<MD5 of its key>`: as clients of the panel's vendor do. */
export async function logIn(service, request) {
  const { username, password } = queryOf(request, ["username", "password"]);
  const isMd5 = /^[0-9a-fA-F]{32}$/.test(password ?? "");
  const token = randomUUID();
  const proof = { name: "password", secret: password?.toLowerCase(), username };
  const session = username && isMd5 ? await signIn(service, proof, token, LASTS_AT_PANEL) : undefined;
  if (!session) {
    // The same whatever is wrong; it counts as a 401 does against where it came from.
    service.limits.wasNobody(request);
    return json(400, { error: "Wrong username or password" });
  }
  const { role } = session.caller;
  const body = { token, account_type: role === "administrator" ? "admin" : role };
  return json(200, body, { "cache-control": "no-store" });
}

/** `GET /logout`: the token is good no more. One that is none is so already. */
export async function logOut(service, request) {
  const token = panelToken(request.raw.headers.authorization ?? "");
  if (token !== undefined) await ended(service, token);
  return json(200, {});
}

/** Deletes the sessions and tickets that are over. */
export async function forget({ store }) {
  for (const table of ["session", "ticket"]) {
    await store.run(`delete from ${table} where expires_at <= $1`, [micros(now())]);
  }
}
