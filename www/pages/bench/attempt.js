import { CallPanel } from "../../parts/calls/call-panel.js";
import { AnswerPanel } from "../../parts/door/answer-panel.js";
import { attemptCall } from "../../parts/door/attempt-call.js";
import { AttemptForm } from "../../parts/door/attempt-form.js";
import { keepDraft } from "../../parts/shell/draft.js";
import { live } from "../../parts/shell/live.js";
import { pageOf } from "../../parts/shell/page.js";

export function render() {
  const form = new AttemptForm();
  const answer = new AnswerPanel();
  const call = new CallPanel({ name: "attempt", heading: "The call" });
  const page = pageOf({
    title: "Attempt",
    lead: "Somebody stands at a door and shows something: see whether it opens, and every reason.",
    form: [form.element, call.element],
    panels: [answer.element],
  });
  page.classList.add("page-attempt");

  function start(core) {
    form.start(core);
    keepDraft("attempt", page, form.kept);

    const update = () => {
      form.fit();
      const { attempt, now, credentials } = form;
      try {
        const { door } = form;
        if (credentials !== undefined) call.show(attemptCall({ attempt, door, credentials, now }));
        const opening = core.decideAttempt(attempt, door, credentials, now);
        form.show([]);
        answer.show(opening, core.reasonIn);
      } catch (error) {
        if (!(error instanceof core.LatchworkError)) throw error;
        form.show(error.issues);
        answer.showUnusable(error.message);
      }
      form.say(answer.said);
    };
    live(page, update);
  }

  return { element: page, start };
}
