/** Who asks: tokens and API keys, verified, and what the database knows of their owners. */

import { readFileSync } from "node:fs";
import { importJWK, jwtVerify } from "jose";
import { checkAuthorization, checkUuid } from "latchwork";
import { Unfit, issue } from "./reply.js";
import { hash } from "./secrets.js";
import { SKEW, micros, now as clock } from "./clock.js";
import { shown } from "./cookie.js";

/** The kind of key of each algorithm. */
const KEY_TYPES = { HS256: "oct", RS256: "RSA", ES256: "EC", EdDSA: "OKP" };

/** What gives a token's subject: by keys of one algorithm, whatever a token says of itself. */
export async function verifier({ file, algorithm, issuer, audience }) {
  if (!Object.hasOwn(KEY_TYPES, algorithm)) {
    throw new Error(`expected an algorithm of ${Object.keys(KEY_TYPES).join(", ")}`);
  }
  let set;
  try {
    set = JSON.parse(readFileSync(file, "utf8")).keys;
  } catch {
    // What a parser says of JSON may show some of it.
    throw new Error(`${file} is no JSON Web Key Set`);
  }
  const isFor = ({ kty, alg = algorithm }) => kty === KEY_TYPES[algorithm] && alg === algorithm;
  const keys = await Promise.all(
    set.filter(isFor).map(async (jwk) => ({ kid: jwk.kid, key: await importJWK(jwk, algorithm) })),
  );
  if (keys.length === 0) throw new Error(`${file} has no key for ${algorithm}`);
  const requiredClaims = ["exp", "sub", ...(issuer ? ["iss"] : []), ...(audience ? ["aud"] : [])];
  const options = { algorithms: [algorithm], issuer, audience, requiredClaims };
  return async (token) => {
    const kid = headOf(token)?.kid;
    for (const one of keys.filter((one) => !kid || !one.kid || one.kid === kid)) {
      try {
        return (await jwtVerify(token, one.key, options)).payload.sub;
      } catch {
        // Another key may have signed it.
      }
    }
    return undefined;
  };
}

function headOf(token) {
  try {
    return JSON.parse(Buffer.from(token.split(".")[0], "base64url"));
  } catch {
    return undefined;
  }
}

/** The text of a header that is there once at most: of two, another reader may take the other. */
function one(request, name) {
  const values = request.raw.headersDistinct[name] ?? [];
  if (values.length === 0) return undefined;
  if (values.length > 1 || !/^[\t\x20-\x7e]*$/.test(values[0])) {
    throw new Unfit(401, [issue("header_malformed", "expected the header once, of visible characters", [name])]);
  }
  return values[0];
}

export const principal = ({ id, organisation, role }) => ({ kind: "principal", id, organisation, role, name: `principal/${id}` });

const keyUnknown = () => new Unfit(401, [issue("api_key_unknown", "expected a key of this service that is valid", ["apiKey"])]);

const tokenUnknown = () => {
  const sentence = "expected a token that is signed by a key of this service and names its owner";
  return new Unfit(401, [issue("token_unknown", sentence, ["authorization"])]);
};

/** The token of who logged in to the panel, as a header shows it: a uuid. */
export function panelToken(header) {
  const [, token] = /^bearer (.*)$/is.exec(header) ?? [];
  return checkUuid(token?.trim()).value;
}

/** Whose session it is, by what a cookie or a client of the panel has. */
async function ofSecret(secret, store, now) {
  const rows = await store.all(
    `select p.id, p.organisation, p.role
     from session s join principal p on p.id = s.principal left join api_key k on k.id = s.api_key
     where s.hash = $1 and s.expires_at > $2 and s.created_at <= $3 and p.disabled_at is null
     and k.revoked_at is null and (k.expires_at is null or k.expires_at > $2)`,
    [hash(secret), micros(now), micros(now) + SKEW],
  );
  return rows.map(principal)[0];
}

async function ofKey(apiKey, store, now) {
  const rows = await store.all(
    `select p.id, p.organisation, p.role from api_key k join principal p on p.id = k.principal
     where k.hash = $1 and k.revoked_at is null and p.disabled_at is null
     and (k.expires_at is null or k.expires_at > $2)`,
    [hash(apiKey), micros(now)],
  );
  if (rows.length === 0) throw keyUnknown();
  return principal(rows[0]);
}

/** Throws for what is no key or no token, whoever's. */
function needShape(headers, now) {
  const { ok, issues } = checkAuthorization(headers, now);
  if (!ok) throw new Unfit(401, issues);
}

const sessionOver = () => new Unfit(401, [issue("session_over", "expected a session that is not over: sign in again", ["cookie"])]);

/**
 * Whether somebody asks who is no stranger: with what was good of late, or with a token that a key of this
 * service signed. Whether it is good still is not said. Behind a proxy all come from where it is.
 */
export async function isKnown({ limits, subjectOf }, request) {
  if (limits.knows(request)) return true;
  const { authorization } = request.raw.headers;
  return authorization !== undefined && (await subjectOf?.(tokenOf(authorization))) !== undefined;
}

/**
 * Who sent a request. A token beside a key says who asks; the key has to be good all the same. Beside
 * either a cookie counts for nothing.
 */
export async function identify(service, request) {
  try {
    const caller = await identified(service, request);
    service.limits.wasSomebody(request);
    return caller;
  } catch (error) {
    if (error.status === 401) service.limits.isNobody(request);
    throw error;
  }
}

/** The token of a header. */
const tokenOf = (header) => header.slice(header.indexOf(" ") + 1).trim();

async function identified({ store, subjectOf, publicUrl }, request) {
  const now = clock();
  const [authorization, apiKey] = [one(request, "authorization"), one(request, "x-api-key")];
  const isByCookie = authorization === undefined && apiKey === undefined;
  const secret = isByCookie ? shown(request, publicUrl) : undefined;
  const signedIn = secret && (await ofSecret(secret, store, now));
  if (secret && !signedIn) throw sessionOver();
  if (signedIn) return signedIn;
  const token = panelToken(authorization ?? "");
  // A token of the panel is no JSON Web Token; beside it too a bad key does not hide.
  if (token === undefined || apiKey !== undefined) {
    needShape({ authorization: token === undefined ? authorization : undefined, apiKey }, now);
  }
  const byKey = apiKey === undefined ? undefined : await ofKey(apiKey, store, now);
  if (token !== undefined) {
    const loggedIn = await ofSecret(token, store, now);
    if (loggedIn) return loggedIn;
    throw tokenUnknown();
  }
  if (authorization === undefined) return byKey;
  const subject = await subjectOf?.(tokenOf(authorization));
  // Nobody has an id with the character NUL.
  if (subject === undefined || subject.includes("\0")) throw tokenUnknown();
  const [known] = await store.all("select id, organisation, role, disabled_at from principal where id = $1", [subject]);
  // Who may not ask any more is nobody, and not a person of the same id.
  if (known && known.disabled_at !== null) throw tokenUnknown();
  if (known) return principal(known);
  const person = checkUuid(subject);
  if (!person.ok) throw tokenUnknown();
  return { kind: "person", id: person.value, name: `person/${person.value}` };
}

/** Whether a manager has all of these doors. */
export async function manages(caller, doors, transaction) {
  for (const door of doors) {
    const sql = "select 1 from principal_door where principal = $1 and door = $2";
    if ((await transaction.all(sql, [caller.id, door])).length === 0) return false;
  }
  return true;
}
