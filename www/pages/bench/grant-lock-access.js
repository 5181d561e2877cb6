import { BEARER } from "../../parts/calls/curl.js";
import { Decision } from "../../parts/calls/decision.js";
import { GrantMatrix } from "../../parts/access/grant-matrix.js";
import { live, onSubmit } from "../../parts/shell/live.js";
import { keepDraft } from "../../parts/shell/draft.js";
import { LockAccessForm } from "../../parts/access/lock-access-table.js";
import { LockAccessService } from "../../parts/access/lock-access-service.js";
import { pageOf } from "../../parts/shell/page.js";
import { ReplyPanel } from "../../parts/calls/reply-panel.js";
import { RequestPanel } from "../../parts/calls/request-panel.js";
import { SendPanel } from "../../parts/calls/send-panel.js";
import { people, userLocks, usersUrl } from "../../sample.js";

const API_KEY = { name: "X-API-Key", value: "", variable: "API_KEY" };

/** Why a lock opens or does not. */
const REASONS = {
  valid: "yes, because the access is valid",
  "no-grant": "no, because there is no access",
  "not-yet-valid": "no, because the access is not yet valid",
  expired: "no, because the access has expired",
  revoked: "no, because the access was revoked",
};

export function render() {
  const form = new LockAccessForm();
  const service = new LockAccessService({ aggregate: userLocks, callerId: people[1].id });
  const matrix = new GrantMatrix();
  const requestPanel = new RequestPanel({ longPath: true });
  const sendPanel = new SendPanel();
  let opens = "";
  const replyPanel = new ReplyPanel({
    says: (effect) => ({
      rows: [
        ["Event", sayEvent(effect?.event)],
        ["Version", effect ? `becomes ${effect.aggregate.version}` : "stays"],
        ["Opens now", opens],
      ],
      offered: effect !== undefined,
    }),
    action: {
      label: "Apply to sample state",
      taken: "Applied.",
      take: ({ aggregate }) => service.apply(aggregate),
    },
  });
  const decision = new Decision({ service, replyPanel });
  const page = pageOf({
    title: "Grant lock access",
    lead: "Let a person open a lock, as an owner, a guest or something in between.",
    form: [form.element, matrix.element, service.element, sendPanel.element],
    panels: [requestPanel.element, replyPanel.element],
  });

  function start(core) {
    form.start(core);
    matrix.start(core);
    service.start(core);
    keepDraft("grant-lock-access", page, { ...form.kept, ...service.kept });

    const update = () => {
      form.fit();
      const { request } = form;
      service.isCalled({ caller: form.values.caller, user: request.id });
      const { known } = service;
      const now = service.time.now();
      const system = form.removes ? core.removeLockAccess : core.grantLockAccess;
      const checked = system.check(request);
      const issues = checked.ok ? [] : checked.issues;
      form.timeline.show({
        core,
        granted: { from: request.validFrom, until: request.validUntil },
        grantor: known.caller.grant ?? null,
        organisation: known.caller.kind === "organisation",
        now,
      });
      matrix.show(askedOfMatrix(matrix, form, known));
      const { id, ...body } = request;
      const url = `${usersUrl}/${id === undefined ? "{id}" : encodeURIComponent(id.toWellFormed())}/${form.path}`;
      requestPanel.show({
        body,
        issues,
        url,
        caller: form.values.caller === "bearer" ? BEARER : API_KEY,
      });

      sendPanel.show({ path: new URL(url).pathname, body });
      opens = sayOpens(core, known.aggregate.locks, request.lockId, now);
      const { fixed = form.timeline.state } = service.time;
      decision.show(core, [form.path, request, known, opens, fixed], () =>
        checked.ok
          ? system.decide(checked.value, { ...known, now: now ?? service.time.fixed })
          : system.refuse(issues),
      );
      form.show(issues, decision.refused);
    };
    onSubmit(form, { update, replyPanel });
    live(page, update);
  }

  return { element: page, start };
}

/** Which cell of the matrix the request is about, and in words whether its row may. */
function askedOfMatrix(matrix, form, { caller, organisationOwnsLock, aggregate }) {
  const same = (one, other) => one.toLowerCase() === other.toLowerCase();
  const held = aggregate.locks.find(({ lockId }) => same(lockId, form.values.lockId));
  const level = form.removes ? held?.accessLevel : form.values.accessLevel;
  const isOrganisation = caller.kind === "organisation";
  const grantor = isOrganisation ? organisationOwnsLock && "organisation" : caller.grant?.accessLevel;
  const verb = form.removes ? "remove" : "grant";
  const isNamed = (id) => caller.id !== "" && same(caller.id, id);
  const saying = () => {
    if (level === undefined) return "The user has no access to this lock that could be removed.";
    if (!isOrganisation && !isNamed(form.grantor)) return "A user acts in no name but their own.";
    if (!isOrganisation && form.removes && isNamed(form.values.id)) return "A user may always give up a lock.";
    if (!grantor) return isOrganisation ? "The organisation does not own the lock." : "The caller has no access to this lock.";
    const may = matrix.may(grantor, level) ? "may" : "may not";
    return `As ${isOrganisation ? "the organisation" : grantor}, one ${may} ${verb} ${level}.`;
  };
  return { grantor, level, saying: saying() };
}

function sayEvent(event) {
  if (event === undefined) return "none";
  const { lockName, lockId } = event.data;
  return `${event.type}, ${lockName ?? lockId}`;
}

/** Whether the user's locks, as they are, open this one. */
function sayOpens(core, locks, lockId, now) {
  if (lockId === undefined || now === undefined) return "–";
  try {
    return REASONS[core.mayOpen(locks, lockId, now).reason];
  } catch (error) {
    // What is no lock, and locks that are none, are said where they stand.
    if (error instanceof core.LatchworkError) return "–";
    throw error;
  }
}
