import { AccessKeyForm } from "../parts/access-key-form.js";
import { element } from "../parts/element.js";
import { ReplyPanel } from "../parts/reply-panel.js";
import { RequestPanel } from "../parts/request-panel.js";
import { ServicePanel } from "../parts/service-panel.js";
import { inUse, url } from "../sample.js";

/** How often a page that runs by the clock looks at it, in milliseconds. */
const TICK = 10_000;

export function render() {
  const form = new AccessKeyForm();
  const service = new ServicePanel({ inUse });
  const requestPanel = new RequestPanel({ url });
  const replyPanel = new ReplyPanel({ onStore: (key) => service.store(key) });
  const page = element(
    "div",
    { class: "page" },
    element(
      "div",
      { class: "page-head" },
      element("h1", { id: "page-heading" }, "Create access key"),
      element("p", {}, "Give a person a code, a card or a phone key to the doors of the house."),
    ),
    element("div", { class: "page-form" }, form.element, service.element),
    element("div", { class: "page-panels" }, requestPanel.element, replyPanel.element),
  );

  function start(core) {
    // What is no code cannot be drawn either, and the core takes only codes as taken ones.
    const taken = () => service.codesInUse.filter((code) => core.checkCode(code).ok);
    form.start({ core, draw: (policy) => core.generateCode(policy, taken()) });
    service.start(core);

    let decided;
    const update = () => {
      form.fit();
      const { request } = form;
      const checked = core.createAccessKey.check(request);
      const issues = checked.ok ? [] : checked.issues;
      const now = service.now();
      form.show(issues);
      form.timeline.show({ core, from: request.validFrom, until: request.validTo, now });
      requestPanel.show(request, issues);

      // A decision draws a code where one is asked for: the same question keeps its answer. The
      // clock goes on all the time, so it asks anew only when it changes the window's state.
      const time = service.fixedTime ?? form.timeline.state;
      const codePolicy = form.code.policy;
      const question = JSON.stringify([request, service.known, time, codePolicy]);
      if (question === decided) return;
      decided = question;
      service.show([]);
      if (!checked.ok) {
        replyPanel.show(core.createAccessKey.refuse(issues));
      } else if (now === undefined) {
        replyPanel.showUnusable("the fixed time of the sample service is not a time");
      } else {
        decide(core, checked.value, { ...service.known, codePolicy, now });
      }
    };

    page.addEventListener("input", update);
    page.addEventListener("focusout", update);
    form.element.addEventListener("submit", (event) => {
      event.preventDefault();
      form.touch();
      update();
      (form.firstWrong ?? replyPanel.heading).focus();
    });
    setInterval(update, TICK);
    update();
  }

  function decide(core, request, state) {
    try {
      replyPanel.show(core.createAccessKey.decide(request, state));
    } catch (error) {
      if (!(error instanceof core.LatchworkError)) throw error;
      service.show(error.issues);
      replyPanel.showUnusable(`the sample service cannot decide: ${error.message}`);
    }
  }

  return { element: page, start };
}
