import { Decision } from "../../parts/calls/decision.js";
import { element } from "../../parts/shell/element.js";
import { identifierForm, TYPES, userForm } from "../../parts/access/panel-tables.js";
import { IssueList } from "../../parts/fields/issue-list.js";
import { keepDraft } from "../../parts/shell/draft.js";
import { live, onSubmit } from "../../parts/shell/live.js";
import { pageOf } from "../../parts/shell/page.js";
import { PanelService } from "../../parts/access/panel-service.js";
import { ReplyPanel } from "../../parts/calls/reply-panel.js";
import { RequestPanel } from "../../parts/calls/request-panel.js";
import { SendPanel } from "../../parts/calls/send-panel.js";
import { Tabs } from "../../parts/shell/tabs.js";
import { sayEnd, sayStart } from "../../parts/access/window-words.js";
import { identifiersInUse, namesInUse, panelUrl } from "../../sample.js";

const LOCKS = ["both locks", "the first lock", "the second lock"];

/** The same as an identifier names them. */
const LOCKS_OPENED = { all: LOCKS[0], first: LOCKS[1], second: LOCKS[2] };

export function render() {
  const forms = { user: userForm(), identifier: identifierForm() };
  const service = new PanelService({ names: namesInUse, identifiers: identifiersInUse });
  const requestPanel = new RequestPanel();
  const sendPanel = new SendPanel();
  const issueList = new IssueList();
  const replyPanel = new ReplyPanel({
    says,
    action: { label: "Mark as in use", taken: "In use from now on.", take: (effect) => service.store(effect) },
    below: issueList.element,
  });
  replyPanel.element.classList.add("panel-short-reply");
  const decision = new Decision({ service, replyPanel });
  const tabs = new Tabs({
    id: "create",
    label: "What to create",
    tabs: [
      { name: "user", label: "User", panel: element("div", {}, forms.user.element) },
      { name: "identifier", label: "Identifier", panel: element("div", {}, forms.identifier.element) },
    ],
  });
  const page = pageOf({
    title: "Create user",
    lead: "Tell the panel at the door who may come in, and by what it knows them.",
    head: [tabs.element],
    form: [...tabs.tabs.map(({ panel }) => panel), service.element, sendPanel.element],
    panels: [requestPanel.element, replyPanel.element],
  });

  function start(core) {
    for (const form of Object.values(forms)) form.start(core);
    service.start(core);
    keepDraft("create-user", page, { tabs, ...forms.user.kept, ...forms.identifier.kept, ...service.kept });

    const update = () => {
      const tab = tabs.selected;
      const form = forms[tab];
      const system = tab === "user" ? core.createUser : core.createIdentifier;
      form.fit();
      service.fit(tab);
      const now = service.time.now();
      const { request } = form;
      const checked = system.check(request);
      const issues = checked.ok ? [] : checked.issues;
      if (tab === "identifier") showState({ core, form, service, request, checked, now });
      issueList.show(issues);
      const path = tab === "user" ? "users/item" : "identifier/item";
      requestPanel.show({ body: request, issues, url: `${panelUrl}/${path}` });
      // The panel's own addresses begin with a version, the service's do not.
      sendPanel.show({ path: `/access/${path}`, body: request });
      const known = service.known[tab];
      // The panel looks at who is asking before it looks at what was sent.
      decision.show(core, [tab, request, known], () => system.decide(request, known));
      form.show(issues, decision.refused);
    };
    for (const form of Object.values(forms)) onSubmit(form, { update, replyPanel });
    tabs.onSelect = update;
    live(page, update);
  }

  return { element: page, start };
}

/** Draws the identifier's state on its line of time. */
function showState({ core, form, service, request, checked, now }) {
  const { time, passes } = request.valid;
  const text = (seconds) => (typeof seconds === "number" ? new Date(seconds * 1000).toISOString() : seconds);
  const used = Number(service.passesUsed.value);
  const wrong = (...place) =>
    !checked.ok && checked.issues.some(({ path }) => place.every((step, i) => path[i] === step));
  let state;
  try {
    if (now !== undefined && !wrong("valid")) state = core.identifierState(request.valid, used, now);
    service.passesUsed.show([]);
  } catch (error) {
    if (!(error instanceof core.LatchworkError)) throw error;
    service.passesUsed.show(error.issues);
  }
  form.timeline.show({
    core,
    from: text(time.from),
    until: text(time.to),
    now: wrong("valid", "time") ? undefined : now,
    state,
    saying: state && sayPasses(state, passes, used),
  });
}

function sayPasses(state, { max_passes }, used) {
  if (state === "used-up") return `${used} of ${max_passes} passes used`;
  return undefined;
}

function says(effect) {
  const { storeUser, storeIdentifier } = effect ?? {};
  const rows = storeUser
    ? sayUser(storeUser)
    : storeIdentifier
      ? sayIdentifier(storeIdentifier)
      : [["Stores", "nothing"]];
  return { rows, offered: effect !== undefined };
}

function sayUser({ uid, name, auth_factors, lock_number }) {
  return [
    ["Stores", `user ${uid}: ${name}`],
    ["Let in by", auth_factors.join(", ")],
    ["Through", LOCKS[lock_number]],
  ];
}

function sayIdentifier({ uid, identifier_owner, identifier_type, identifier_number, lock, valid: { time, passes } }) {
  const ends = [time.from && sayStart(time.from * 1000), time.to && sayEnd(time.to * 1000)];
  return [
    ["Stores", `identifier ${uid}: ${TYPES[identifier_type].label} ${identifier_number}`],
    ["For", `${identifier_owner.name}, ${identifier_owner.type}`],
    ["Through", LOCKS_OPENED[lock]],
    ["Opens", time.is_permanent ? "at any time" : ends.filter(Boolean).join(", ")],
    ["Passes", passes.is_permanent ? "any number" : String(passes.max_passes)],
  ];
}
