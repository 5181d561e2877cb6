import { CallPanel } from "../parts/call-panel.js";
import { HoursForm } from "../parts/hours/hours-form.js";
import { LookCard } from "../parts/hours/look-card.js";
import { NowPanel } from "../parts/hours/now-panel.js";
import { scheduleCall } from "../parts/hours/schedule-call.js";
import { pageOf } from "../parts/page.js";

export function render() {
  const form = new HoursForm();
  const look = new LookCard();
  const now = new NowPanel();
  const call = new CallPanel({ name: "schedule", heading: "Schedule" });
  const page = pageOf({
    title: "Hours",
    lead: "Say when a credential opens: every week, on special days, and between dates.",
    form: [form.element, look.element],
    panels: [now.element, call.element],
  });
  page.classList.add("page-hours");

  function start(core) {
    let open;
    let shown;
    form.start();
    now.start(core, () => open);
    look.start(now.zone.value);

    const update = () => {
      form.fit();
      const { schedule } = form;
      const question = JSON.stringify([schedule, now.zone.value, look.date.value]);
      if (question !== shown) {
        shown = question;
        const checked = core.checkSchedule(schedule);
        form.show(checked.ok ? [] : checked.issues);
        open = checked.ok ? core.hours(checked.value) : undefined;
        call.show(scheduleCall(schedule, now.zone.value));
        look.show(open, schedule);
      }
      now.show();
    };
    page.addEventListener("input", update);
    page.addEventListener("focusout", update);
    update();
  }

  return { element: page, start };
}
