import { GrantMatrix } from "../../parts/access/grant-matrix.js";
import { LockAccessForm } from "../../parts/access/lock-access-table.js";
import { RequestPanel } from "../../parts/calls/request-panel.js";
import { ReplyPanel } from "../../parts/calls/reply-panel.js";
import { Sending } from "../../parts/calls/sending.js";
import { WhatIf } from "../../parts/calls/what-if.js";
import { keepDraft } from "../../parts/shell/draft.js";
import { live } from "../../parts/shell/live.js";
import { pageOf } from "../../parts/shell/page.js";
import { lockState } from "../../sample.js";

export function render() {
  const form = new LockAccessForm();
  const matrix = new GrantMatrix();
  const requestPanel = new RequestPanel({ longPath: true });
  const replyPanel = new ReplyPanel();
  const whatIf = new WhatIf({ name: "locks", state: lockState, parts: ["locks"] });
  const page = pageOf({
    title: "Grant lock access",
    lead: "Let a person open a lock, as an owner, a guest or something in between.",
    form: [form.element, matrix.element, whatIf.element],
    panels: [requestPanel.element, replyPanel.element],
  });

  function start(core) {
    form.start(core);
    matrix.start(core);
    keepDraft("grant-lock-access", page, form.kept);

    const update = () => {
      form.fit();
      const { request } = form;
      const known = askedOf(whatIf.known);
      const now = whatIf.now(core);
      const system = form.removes ? "removeLockAccess" : "grantLockAccess";
      const checked = core[system].check(request);
      const issues = checked.ok ? [] : checked.issues;
      form.timeline.show({
        core,
        granted: { from: request.validFrom, until: request.validUntil },
        grantor: known.caller.grant ?? null,
        organisation: known.isOrganisation,
        now,
      });
      matrix.show(askedOfMatrix(matrix, form, known));
      const { id, ...body } = request;
      const path = `/users/${id === undefined ? "{id}" : encodeURIComponent(id.toWellFormed())}/${form.path}`;
      requestPanel.show({ path, body, issues });
      sending.stands({ path, body }, issues);
      whatIf.show([form.path, request, form.timeline.state], (core, state) =>
        checked.ok ? core[system].decide(checked.value, state) : core[system].refuse(issues),
      );
      form.show(issues, sending.refused);
    };
    const sending = new Sending({ forms: [form], replyPanel, update });
    whatIf.onReady = update;
    live(page, update);
  }

  return { element: page, start };
}

/** What a state that is typed in says of who calls and which locks the user has, as far as it does. */
function askedOf(state) {
  const { caller, aggregate, organisationOwnsLock } = Object(state);
  const { locks } = Object(aggregate);
  return {
    caller: Object(caller),
    isOrganisation: caller?.kind === "organisation",
    locks: Array.isArray(locks) ? locks.map(Object) : [],
    organisationOwnsLock: organisationOwnsLock === true,
  };
}

/** Which cell of the matrix the request is about, and in words whether its row may. */
function askedOfMatrix(matrix, form, { caller, isOrganisation, locks, organisationOwnsLock }) {
  const same = (one, other) => String(one).toLowerCase() === String(other).toLowerCase();
  const held = locks.find(({ lockId }) => same(lockId, form.values.lockId));
  const level = form.removes ? held?.accessLevel : form.values.accessLevel;
  const grantor = isOrganisation ? organisationOwnsLock && "organisation" : caller.grant?.accessLevel;
  const verb = form.removes ? "remove" : "grant";
  const isNamed = (id) => id !== "" && same(caller.id, id);
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
