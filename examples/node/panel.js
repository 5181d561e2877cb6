/**
 * What every request of the panel has in common. Each organisation has one panel. Whoever has a token or a
 * key of the service is logged in; administrators of the organisation are its administrators.
 */

import * as latchwork from "latchwork";
import * as plain from "latchwork/plain";
import { identify } from "./caller.js";
import { happened } from "./event.js";
import { done, repeatable, whole } from "./job.js";
import { issue, json, written } from "./reply.js";

const { createUser: panel } = latchwork;
const systems = { ...latchwork, ...plain };
/** A path has no fields but its own. */
const PATH = { refuseUnknownFields: true };

/** What the panel says of what its own pages have no words for. */
export function refused(status, issues) {
  if (status === 401) return written(panel.refuse(issues, { loggedIn: false, administrator: false }));
  const [{ path, message }] = issues;
  return json(status, { error: path.length > 0 ? `${path.join(".")}: ${message}` : message });
}

/** Whose panel it is. */
export async function administrator(service, request) {
  const caller = await identify(service, request);
  const session = { loggedIn: true, administrator: caller.role === "administrator" };
  const issues = [issue("caller_not_administrator", "expected an administrator")];
  return { caller, session, denied: session.administrator ? undefined : written(panel.refuse(issues, session)) };
}

const pathOf = (request, uids) => Object.fromEntries(uids.map((uid) => [uid, request.params[uid]]));

/**
 * A call that changes something: its name in the package, how stored answers call it and the uids of its
 * path; what the panel knows, and how it is stored. `created` counts up for what is made. `shows` is the
 * type of the event where something is read that has to be told of. A change of what is kept is decided
 * together with its body.
 */
export const call = (name, words, uids, { known, keep, type, created = {}, shows }) => async (service, request, reply) => {
  const system = systems[name];
  const { caller, session, denied } = await administrator(service, request);
  if (denied) return denied;
  const hasBody = "answer" in system;
  const body = hasBody ? await whole(request, reply) : "";
  const path = pathOf(request, uids);
  const checked = hasBody ? system.checkJson(body, path) : system.check(path, PATH);
  if (!checked.ok) return written(system.refuse(checked.issues, session));
  // Each time that something is shown is told of: a stored answer would hide it.
  const again = shows ? undefined : repeatable(request, caller, ["panel", words, ...Object.values(path), body], service);
  return done(service, again, async (transaction, now) => {
    const { organisation } = caller;
    const panel = await panelOf(organisation, service.store, transaction);
    const job = { service, keys: service.keys, organisation, panel, asked: checked.value, transaction };
    const state = { ...session, ...(await known(job)) };
    const decision = "decide" in system ? system.decide(checked.value, state) : system.answer(body, state, path);
    const isShown = shows && decision.status === 200;
    const answer = isShown ? { ...written(decision), headers: { "cache-control": "no-store" } } : written(decision);
    if (!decision.effect && !isShown) return { stored: false, answer };
    const [effect] = decision.effect ? Object.values(decision.effect) : [checked.value];
    if (decision.effect) await keep(job, effect);
    const { next_user = 0, next_identifier = 0, next_time_profile = 0, next_apartment = 0 } = created;
    await transaction.run(
      `update panel set next_user = next_user + $1, next_identifier = next_identifier + $2,
       next_time_profile = next_time_profile + $3, next_apartment = next_apartment + $4,
       version = version + 1 where organisation = $5`,
      [next_user, next_identifier, next_time_profile, next_apartment, organisation],
    );
    const { identifier_number, ...data } = effect;
    const stream = `panel/${organisation}`;
    await happened(transaction, {
      stream, version: panel.version + 1, at: now, organisation, actor: caller.name, type: type ?? shows, data,
    });
    return { stored: true, answer };
  });
};

/** A call that only reads keeps nobody out. */
export const reading = (system, uids, known) => async (service, request) => {
  const { caller, session, denied } = await administrator(service, request);
  if (denied) return denied;
  const checked = system.check(pathOf(request, uids), PATH);
  if (!checked.ok) return written(system.refuse(checked.issues, session));
  const state = await known(caller.organisation, checked.value, service);
  return written(system.decide(checked.value, { ...session, ...state }));
};

/** The panel of an organisation, nobody else's until the end of the transaction. */
export async function panelOf(organisation, { forUpdate }, transaction) {
  await transaction.run("insert into panel (organisation) values ($1) on conflict do nothing", [organisation]);
  const sql = `select next_user, next_identifier, next_time_profile, next_apartment, first_door, second_door, version
    from panel where organisation = $1${forUpdate}`;
  return (await transaction.all(sql, [organisation]))[0];
}
