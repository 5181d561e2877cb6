import { AccessKeyForm } from "../../parts/access/access-key-table.js";
import { RequestPanel } from "../../parts/calls/request-panel.js";
import { ReplyPanel } from "../../parts/calls/reply-panel.js";
import { Sending } from "../../parts/calls/sending.js";
import { WhatIf } from "../../parts/calls/what-if.js";
import { loadCore } from "../../parts/shell/core.js";
import { keepDraft } from "../../parts/shell/draft.js";
import { live } from "../../parts/shell/live.js";
import { pageOf } from "../../parts/shell/page.js";
import { keyState } from "../../sample.js";

const PATH = "/access-keys";

export function render() {
  const form = new AccessKeyForm();
  const requestPanel = new RequestPanel();
  const replyPanel = new ReplyPanel();
  const whatIf = new WhatIf({ name: "key", state: keyState, parts: ["access-keys"] });
  const page = pageOf({
    title: "Create access key",
    lead: "Give a person a code, a card or a phone key to the doors of the house.",
    form: [form.element, whatIf.element],
    panels: [requestPanel.element, replyPanel.element],
  });

  function start(core) {
    form.start({ core, draw: async (policy) => (await loadCore(["codes"])).generateCode(policy) });
    keepDraft("create-access-key", page, form.kept);

    const update = () => {
      form.fit();
      const { request } = form;
      const checked = core.createAccessKey.check(request);
      const issues = checked.ok ? [] : checked.issues;
      const { validFrom: from, validTo: until } = request;
      form.timeline.show({ core, from, until, now: Date.now() });
      requestPanel.show({ path: PATH, body: request, issues });
      sending.stands({ path: PATH, body: request }, issues);
      const { policy } = form.part("code");
      whatIf.show([request, policy, form.timeline.state], ({ createAccessKey }, state) =>
        checked.ok
          ? createAccessKey.decide(checked.value, { ...(policy && { codePolicy: policy }), ...state })
          : createAccessKey.refuse(issues),
      );
      form.show(issues, sending.refused);
    };
    const sending = new Sending({ forms: [form], replyPanel, update });
    whatIf.onReady = update;
    live(page, update);
  }

  return { element: page, start };
}
