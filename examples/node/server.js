/**
 * The service: which path is whose, and what bounds every request.
 *
 *   node server.js serve --database sqlite:<file>|postgres://… [--listen 127.0.0.1:8080] [--secrets <file>]
 *     [--token-keys <JWKS file> --token-algorithm HS256|RS256|ES256|EdDSA [--token-issuer <iss>] [--token-audience <aud>]]
 */

import { parseArgs } from "node:util";
import Fastify from "fastify";
import * as attempts from "./attempts.js";
import * as basip from "./basip.js";
import { isKnown, verifier } from "./caller.js";
import { isSteady } from "./clock.js";
import { compressed } from "./compressed.js";
import * as delivery from "./deliver.js";
import * as doors from "./doors.js";
import * as events from "./events.js";
import { forget } from "./job.js";
import * as keys from "./keys.js";
import * as kiiaccess from "./kiiaccess.js";
import { limits } from "./limits.js";
import * as log from "./log.js";
import { describe } from "./openapi.js";
import * as kept from "./panel-kept.js";
import * as people from "./people.js";
import * as locks from "./panel-locks.js";
import * as plain from "./plain.js";
import * as principals from "./principals.js";
import { Unfit, fault, issue, problem, send } from "./reply.js";
import { connections } from "./room.js";
import { keyring } from "./secrets.js";
import * as sessions from "./session.js";
import * as smartphonekey from "./smartphonekey.js";
import { fileOf, open } from "./store.js";
import * as webhooks from "./webhooks.js";

/** In milliseconds: the head of a request, all of it, its answer, and what is being answered at the end. */
const [HEAD, REQUEST, ANSWER, FAREWELL] = [10_000, 30_000, 30_000, 10_000];
/** How often stored answers that are over are deleted. */
const FORGETTING = 600_000;
/** So many connections are served at a time, where there is room. */
const MOST_CONNECTIONS = 16_384;
/** What is answered for as long as the caller listens. */
const LASTING = new Set([events.stream]);
const WATCHED = new Set([live, ready]);
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY", "TRACE"];

/** By path, as logs have it: the system in whose shape refusals are, and what each method does. */
const ROUTES = {
  "/doors": [plain, { GET: doors.list, POST: doors.create }],
  "/doors/{id}": [plain, { GET: doors.read, PATCH: doors.change }],
  "/doors/{id}/attempts": [plain, { POST: attempts.attempt }],
  "/doors/{id}/attempts/{attempt}/outcome": [plain, { PUT: attempts.outcome }],
  "/doors/{id}/forget-tries": [plain, { POST: doors.forgetTries }],
  "/panel/doors": [plain, { GET: locks.read, PUT: locks.set }],
  "/principals": [plain, { GET: principals.list, POST: principals.create }],
  "/principals/{id}": [plain, { GET: principals.read, PATCH: principals.change }],
  "/principals/{id}/disable": [plain, { POST: principals.disable }],
  "/principals/{id}/enable": [plain, { POST: principals.enable }],
  "/principals/{id}/keys": [plain, { POST: principals.giveKey }],
  "/principals/{id}/keys/{key}/revoke": [plain, { POST: principals.revokeKey }],
  "/people": [plain, { GET: people.list, POST: people.create }],
  "/people/{id}": [plain, { GET: people.read, PATCH: people.change }],
  "/keys": [plain, { GET: keys.list, POST: keys.create }],
  "/keys/lookup": [plain, { POST: keys.lookUp }],
  "/keys/{id}": [plain, { GET: keys.read, PATCH: keys.change }],
  "/keys/{id}/suspend": [plain, { POST: keys.suspend }],
  "/keys/{id}/resume": [plain, { POST: keys.resume }],
  "/keys/{id}/report": [plain, { POST: keys.report }],
  "/keys/{id}/forget-tries": [plain, { POST: keys.forgetTries }],
  "/keys/{id}/revoke": [plain, { POST: keys.revoke }],
  "/keys/{id}/show": [plain, { POST: keys.show }],
  "/access-keys": [kiiaccess, { POST: kiiaccess.create }],
  "/users/{id}/AddAccessibleLock": [smartphonekey, { POST: smartphonekey.add }],
  "/users/{id}/RemoveAccessibleLock": [smartphonekey, { POST: smartphonekey.remove }],
  "/users/{id}/AccessibleLocks": [smartphonekey, { GET: smartphonekey.list }],
  "/access/users/item": [basip, { POST: basip.createUser }],
  "/access/users/item/{user_uid}": [
    basip,
    { GET: basip.readUser, PATCH: basip.changeUser, DELETE: basip.deleteUser },
  ],
  "/access/identifier/item": [basip, { POST: basip.createIdentifier }],
  "/access/user/{user_uid}/identifier/{identifier_uid}": [basip, { POST: basip.attachIdentifier }],
  "/access/users/items": [basip, { GET: kept.users }],
  "/access/identifier/item/{identifier_uid}": [basip, { GET: kept.readIdentifier, PATCH: kept.changeIdentifier, DELETE: kept.deleteIdentifier }],
  "/access/identifier/items": [basip, { GET: kept.identifiers }],
  "/access/timeprofile/item": [basip, { POST: kept.createTimeProfile }],
  "/access/timeprofile/item/{timeprofile_uid}": [
    basip,
    { GET: kept.readTimeProfile, PATCH: kept.changeTimeProfile, DELETE: kept.deleteTimeProfile },
  ],
  "/access/timeprofile/items": [basip, { GET: kept.timeProfiles }],
  "/access/user/{user_uid}/timeprofile/{timeprofile_uid}": [
    basip,
    { POST: kept.attachTimeProfile, DELETE: kept.detachTimeProfile },
  ],
  "/apartment/item": [basip, { POST: kept.createApartment }],
  "/apartment/item/{apartment_uid}": [basip, { GET: kept.readApartment, PATCH: kept.changeApartment }],
  "/apartment/item/{apartment_uid}/user/{user_uid}": [basip, { POST: kept.addToApartment }],
  "/apartment/items": [basip, { GET: kept.apartments }],
  "/login": [basip, { GET: sessions.logIn }],
  "/logout": [basip, { GET: sessions.logOut }],
  "/session": [plain, { GET: sessions.read, POST: sessions.begin, DELETE: sessions.end }],
  "/webhooks": [plain, { GET: webhooks.list, POST: webhooks.create }],
  "/webhooks/{id}": [plain, { GET: webhooks.read, DELETE: webhooks.remove }],
  "/webhooks/{id}/deliveries": [plain, { GET: webhooks.deliveries }],
  "/events": [events, { GET: events.list }],
  "/events/stream": [events, { GET: events.stream }],
  "/openapi.json": [kiiaccess, { GET: description }],
  "/livez": [kiiaccess, { GET: live }],
  "/readyz": [kiiaccess, { GET: ready }],
};

/** This service's routes, in words for programs. */
let described;
function description() {
  const methods = ([path, [, handlers]]) => [path, Object.keys(handlers)];
  described ??= JSON.stringify(describe(Object.fromEntries(Object.entries(ROUTES).map(methods))));
  return { status: 200, contentType: "application/json", text: described };
}

function live() {
  return FINE;
}

const FINE = { status: 200, contentType: "text/plain; charset=utf-8", text: "ok" };

/** Whether the database answers; that its tables and the secrets fit was found before anything listened. */
async function ready({ store }) {
  await store.all("select 1");
  return FINE;
}

const refusal = (status, code, sentence) => problem(status, [issue(code, sentence)]);

const elsewhere = () => refusal(404, "not_found", "there is nothing at this address");

/** Answers in the shape of a system, whatever happens. */
async function answer(service, system, handle, request, reply) {
  try {
    // Who watches over the service is heard whatever comes from where he watches.
    if (!WATCHED.has(handle)) await judgeStranger(service, request);
    return await handle(service, request, reply);
  } catch (error) {
    if (error.status === 401) service.limits.wasNobody(request);
    if (error instanceof Unfit) return { ...system.refused(error.status, error.issues), headers: error.headers };
    const [status, told] = fault(error);
    if (status === 409) return system.refused(status, [{ ...told, path: system.inUseAt ?? [] }]);
    log.failed("a request failed", error);
    return system.refused(status, [told]);
  }
}

/** Hears no stranger from where too many came who were nobody; who is known is heard all the same. */
async function judgeStranger(service, request) {
  try {
    service.limits.stranger(request);
  } catch (refused) {
    if (!(await isKnown(service, request))) throw refused;
  }
}

function router(service) {
  const app = Fastify({
    forceCloseConnections: "idle",
    frameworkErrors: (error, request, reply) => send(reply, refusal(400, "path_malformed", "expected a path of UTF-8")),
    http: { connectionsCheckingInterval: 1000, headersTimeout: HEAD },
    requestTimeout: REQUEST,
    routerOptions: { maxParamLength: 4096 },
  });
  const room = connections(MOST_CONNECTIONS);
  app.server.maxConnections = room;
  app.server.on("connection", (socket) => {
    if (!service.limits.connection(socket, room)) socket.destroy();
  });
  // Bodies are read by the package, whatever is said of them.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (request, body, done) => done(null));
  app.addHook("onRequest", async ({ raw }, reply) => {
    // No text that is stored has the character NUL.
    if (raw.url.split("?", 1)[0].includes("%00")) return send(reply, elsewhere());
    raw.headers["content-type"] = "application/json";
  });
  app.addHook("preClose", async () => {
    service.isEnding = true;
  });
  app.addHook("onSend", async (request, reply) => {
    if (service.isEnding) reply.header("connection", "close");
  });
  // The route, so that no id and nothing that was typed is in a log.
  app.addHook("onResponse", async (request, reply) => {
    const { method, routeOptions } = request;
    const route = routeOptions.config?.route ?? "";
    log.info("answered", { method, route, status: reply.statusCode, micros: Math.round(reply.elapsedTime * 1000) });
  });
  for (const [route, [system, handlers]] of Object.entries(ROUTES)) {
    const url = route.replaceAll(/\{(\w+)\}/g, ":$1");
    const config = { route };
    for (const [method, handle] of Object.entries(handlers)) {
      const handler = async (request, reply) =>
        send(reply, compressed(request, await answer(service, system, handle, request, reply)));
      const bound = LASTING.has(handle) ? {} : { handlerTimeout: ANSWER };
      app.route({ method, url, config, handler, ...bound });
    }
    const isHandled = (method) => method in handlers || (method === "HEAD" && "GET" in handlers);
    const method = METHODS.filter((one) => !isHandled(one));
    const allow = METHODS.filter(isHandled).join(", ");
    const other = async (request, reply) =>
      send(reply.header("allow", allow), refusal(405, "method_not_allowed", "expected another method"));
    app.route({ method, url, config, handler: other });
  }
  app.setNotFoundHandler(async (request, reply) => send(reply, elsewhere()));
  app.setErrorHandler(async (error, request, reply) => {
    log.failed("a request failed", error);
    return send(reply, refusal(error.statusCode === 503 ? 503 : 500, "internal_error", "the service failed"));
  });
  return app;
}

async function serve(options) {
  const database = options.database ?? process.env.LATCHWORK_DATABASE;
  if (!database) throw new Error("expected --database or LATCHWORK_DATABASE, found none");
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(options.listen) ?? [];
  if (!host) throw new Error("expected an address and a port after --listen");
  const file = options.secrets ?? (fileOf(database) && `${fileOf(database)}.secrets`);
  if (!file) throw new Error("expected --secrets <file>, which all instances over one database share");
  const tokens = { file: options["token-keys"], algorithm: options["token-algorithm"] };
  if (!tokens.file !== !tokens.algorithm) throw new Error("expected --token-keys and --token-algorithm together");
  const expected = { issuer: options["token-issuer"], audience: options["token-audience"] };
  const subjectOf = tokens.file && (await verifier({ ...tokens, ...expected }));
  const store = await open(database);
  const keys = await keyring(store, file);
  // How many answers that last each caller has.
  const publicUrl = options["public-url"] && publicUrlOf(options["public-url"]);
  const reach = options["webhooks-to-private"] === "yes" ? "everything" : "internet";
  const service = { store, keys, subjectOf, publicUrl, reach, limits: limits(options), streams: new Map(), isEnding: false };
  const app = router(service);
  // For whoever started it, and let a port be chosen.
  console.log(await app.listen({ host: host.replace(/^\[(.*)\]$/, "$1"), port: Number(port) }));
  const forgetting = setInterval(() => {
    // By a clock that was just set nothing is over.
    if (!isSteady()) return;
    Promise.all([forget(service), sessions.forget(service), delivery.forget(service)]).catch((error) => log.failed("answers that are over were not deleted", error));
  }, FORGETTING);
  const delivered = delivery.deliver(service);
  const end = async () => {
    log.info("ending");
    clearInterval(forgetting);
    setTimeout(() => app.server.closeAllConnections(), FAREWELL).unref();
    await app.close();
    await delivered;
    await store.close();
  };
  process.once("SIGTERM", end).once("SIGINT", end);
}

function publicUrlOf(text) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (/^https?:$/.test(url?.protocol) && url.href === `${url.origin}/`) return url;
  throw new Error("expected --public-url https://<host> with nothing behind it");
}

const text = { type: "string" };

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      database: text,
      listen: { ...text, default: "127.0.0.1:8080" },
      secrets: text,
      "token-keys": text,
      "token-algorithm": text,
      "token-issuer": text,
      "token-audience": text,
      "attempts-at-door": { ...text, default: "5" },
      "attempts-of-caller": { ...text, default: "50" },
      "failures-of-address": { ...text, default: "10" },
      "public-url": text,
      "webhooks-to-private": text,
      proxies: { ...text, default: "0" },
    },
  });
  if (positionals.join(" ") !== "serve") throw new Error("expected serve");
  await serve(values);
} catch (error) {
  console.error(`error: ${error.kind ? `the database failed: ${error.detail}` : error.message}`);
  process.exit(1);
}
