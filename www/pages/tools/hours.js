import { CallPanel } from "../../parts/calls/call-panel.js";
import { HoursForm } from "../../parts/hours/hours-form.js";
import { LookCard } from "../../parts/hours/look-card.js";
import { MakersCard } from "../../parts/hours/makers-card.js";
import { NowPanel } from "../../parts/hours/now-panel.js";
import { scheduleCall } from "../../parts/hours/schedule-call.js";
import { keepDraft } from "../../parts/shell/draft.js";
import { pageOf } from "../../parts/shell/page.js";

export function render() {
  const form = new HoursForm();
  const look = new LookCard();
  const makers = new MakersCard();
  const now = new NowPanel();
  const call = new CallPanel({ name: "schedule", heading: "Schedule" });
  const page = pageOf({
    title: "Hours",
    lead: "Say when a credential opens: every week, on special days, and between dates.",
    form: [form.element, look.element, makers.element],
    panels: [now.element, call.element],
  });
  page.classList.add("page-hours");

  function start(core) {
    let open;
    let shown;
    form.start(core);
    now.start(core, () => open);
    look.start(now.zone.value);
    makers.start(core);
    keepDraft("hours", page, { hours: form, zone: now.zone, date: look.date, rules: makers.rules });

    const update = () => {
      form.fit();
      const { schedule } = form;
      const question = JSON.stringify([schedule, now.zone.value, look.date.value, makers.rules.value]);
      if (question !== shown) {
        shown = question;
        const checked = core.checkSchedule(schedule);
        form.show(checked.ok ? [] : checked.issues);
        open = checked.ok ? core.hours(checked.value) : undefined;
        call.show(scheduleCall(schedule, now.zone.value));
        look.show(open, schedule);
        makers.show(checked.value, now.zone.value);
      }
      now.show();
    };
    page.addEventListener("input", update);
    page.addEventListener("focusout", update);
    update();
  }

  return { element: page, start };
}
