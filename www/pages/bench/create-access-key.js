import { AccessKeyForm } from "../../parts/access/access-key-table.js";
import { AccessKeyService } from "../../parts/access/access-key-service.js";
import { Decision } from "../../parts/calls/decision.js";
import { element } from "../../parts/shell/element.js";
import { keepDraft } from "../../parts/shell/draft.js";
import { takenOver } from "../../parts/shell/hand-over.js";
import { live, onSubmit } from "../../parts/shell/live.js";
import { pageOf } from "../../parts/shell/page.js";
import { ReplyPanel } from "../../parts/calls/reply-panel.js";
import { RequestPanel } from "../../parts/calls/request-panel.js";
import { SendPanel } from "../../parts/calls/send-panel.js";
import { inUse, url } from "../../sample.js";

export function render() {
  const form = new AccessKeyForm();
  const service = new AccessKeyService({ inUse });
  const requestPanel = new RequestPanel();
  const sendPanel = new SendPanel();
  const replyPanel = new ReplyPanel({
    says,
    action: {
      label: "Mark as in use",
      taken: "In use from now on.",
      take: ({ storeKey }) => service.store(storeKey),
    },
  });
  const decision = new Decision({ service, replyPanel });
  const card = takenOver();
  const page = pageOf({
    title: "Create access key",
    lead: "Give a person a code, a card or a phone key to the doors of the house.",
    head: card ? [takenOverNote(card)] : [],
    form: [form.element, service.element, sendPanel.element],
    panels: [requestPanel.element, replyPanel.element],
  });

  function start(core) {
    // What is no code cannot be drawn either, and the core takes only codes as taken ones.
    const taken = () => service.codesInUse.filter((code) => core.checkCode(code).ok);
    form.start({ core, draw: (policy) => core.generateCode(policy, taken()) });
    service.start(core);
    keepDraft("create-access-key", page, { ...form.kept, ...service.kept });
    if (card) form.takeOver(card);

    const update = () => {
      form.fit();
      const { request } = form;
      const checked = core.createAccessKey.check(request);
      const issues = checked.ok ? [] : checked.issues;
      const now = service.time.now();
      form.timeline.show({ core, from: request.validFrom, until: request.validTo, now });
      requestPanel.show({ body: request, issues, url });
      sendPanel.show({ path: new URL(url).pathname, body: request });

      // The clock goes on all the time: it asks anew only when it changes the window's state.
      const { fixed = form.timeline.state } = service.time;
      const state = { ...service.known, codePolicy: form.part("code").policy };
      decision.show(core, [request, state, fixed], () =>
        checked.ok
          ? core.createAccessKey.decide(checked.value, { ...state, now: now ?? fixed })
          : core.createAccessKey.refuse(issues),
      );
      form.show(issues, decision.refused);
    };
    onSubmit(form, { update, replyPanel });
    live(page, update);
  }

  return { element: page, start };
}

/** What was taken over, so that nobody wonders how it came to stand in the form. */
function takenOverNote({ keyFormat, keyIdentification, origin }) {
  return element(
    "div",
    { class: "taken-over", role: "status" },
    element(
      "p",
      {},
      "Taken over from Cards: ",
      element("code", {}, keyIdentification),
      keyFormat ? `, format ${keyFormat}` : ", any format",
    ),
    element("p", {}, origin),
  );
}

function says(effect) {
  return {
    rows: [
      ["Stores", effect ? sayKey(effect.storeKey) : "nothing"],
      ["Creates", effect?.createUser ? sayUser(effect.createUser) : "no user"],
      ["Notifies", effect?.notify ? "the user" : "nobody"],
    ],
    // An identification is what another key can clash with; a mobile key has none.
    offered: effect?.storeKey.keyIdentification !== undefined,
  };
}

function sayKey({ keyType, keyFormat, keyIdentification, pin, accesses }) {
  const doors = accesses.length === 1 ? "1 access" : `${accesses.length} accesses`;
  return [keyType, "key", keyFormat, keyIdentification, pin && "with a PIN", "for", doors]
    .filter(Boolean)
    .join(" ");
}

function sayUser({ type, phoneNumber, firstName, lastName }) {
  const who = [firstName, lastName, phoneNumber].filter(Boolean).join(" ");
  return who ? `a ${type} user: ${who}` : `a ${type} user`;
}
