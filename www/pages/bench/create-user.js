import { identifierForm, userForm } from "../../parts/access/panel-tables.js";
import { RequestPanel } from "../../parts/calls/request-panel.js";
import { ReplyPanel } from "../../parts/calls/reply-panel.js";
import { Sending } from "../../parts/calls/sending.js";
import { WhatIf } from "../../parts/calls/what-if.js";
import { IssueList } from "../../parts/fields/issue-list.js";
import { keepDraft } from "../../parts/shell/draft.js";
import { element } from "../../parts/shell/element.js";
import { live } from "../../parts/shell/live.js";
import { pageOf } from "../../parts/shell/page.js";
import { Tabs } from "../../parts/shell/tabs.js";
import { panelStates } from "../../sample.js";

const PATHS = { user: "/access/users/item", identifier: "/access/identifier/item" };

export function render() {
  const forms = { user: userForm(), identifier: identifierForm() };
  const requestPanel = new RequestPanel();
  const issueList = new IssueList();
  const replyPanel = new ReplyPanel({ below: issueList.element });
  replyPanel.element.classList.add("panel-short-reply");
  const whatIfs = Object.fromEntries(
    Object.entries(panelStates).map(([name, state]) => [name, new WhatIf({ name, state, parts: ["panels"] })]),
  );
  const panel = (name) => element("div", {}, forms[name].element, whatIfs[name].element);
  const tabs = new Tabs({
    id: "create",
    label: "What to create",
    tabs: [
      { name: "user", label: "User", panel: panel("user") },
      { name: "identifier", label: "Identifier", panel: panel("identifier") },
    ],
  });
  const page = pageOf({
    title: "Create user",
    lead: "Tell the panel at the door who may come in, and by what it knows them.",
    head: [tabs.element],
    form: tabs.tabs.map(({ panel }) => panel),
    panels: [requestPanel.element, replyPanel.element],
  });

  function start(core) {
    for (const form of Object.values(forms)) form.start(core);
    keepDraft("create-user", page, { tabs, ...forms.user.kept, ...forms.identifier.kept });

    const update = () => {
      const tab = tabs.selected;
      const form = forms[tab];
      const whatIf = whatIfs[tab];
      const call = tab === "user" ? "createUser" : "createIdentifier";
      form.fit();
      const { request } = form;
      const checked = core[call].check(request);
      const issues = checked.ok ? [] : checked.issues;
      if (tab === "identifier") showState({ core, form, request, checked });
      issueList.show(issues);
      const path = PATHS[tab];
      requestPanel.show({ path, body: request, issues });
      sending.stands({ path, body: request }, issues);
      // The panel looks at who is asking before it looks at what was sent.
      whatIf.show(request, (core, state) => core[call].decide(request, state));
      form.show(issues, sending.refused);
    };
    const sending = new Sending({ forms: Object.values(forms), replyPanel, update });
    for (const whatIf of Object.values(whatIfs)) whatIf.onReady = update;
    tabs.onSelect = update;
    live(page, update);
  }

  return { element: page, start };
}

/** Draws on its line of time the state of an identifier that nobody has used. */
function showState({ core, form, request, checked }) {
  const { time } = request.valid;
  const text = (seconds) => (typeof seconds === "number" ? new Date(seconds * 1000).toISOString() : seconds);
  const isWrong = !checked.ok && checked.issues.some(({ path }) => path[0] === "valid" && path[1] === "time");
  form.timeline.show({ core, from: text(time.from), until: text(time.to), now: isWrong ? undefined : Date.now() });
}
