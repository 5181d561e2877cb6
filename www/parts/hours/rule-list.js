import { element } from "../shell/element.js";
import { RowList } from "../fields/row-list.js";
import { endOf, timeControl } from "./block-bar.js";
import { USUAL } from "./week.js";
import { DAYS, readTime, sayDays, sayPeriod } from "./words.js";

/** The rules of a week, as rows: days to tick, hours, and the dates that a rule is bound to. */
export class RuleList extends RowList {
  constructor() {
    super({
      id: "weekly",
      legend: "Every week",
      noun: "rule",
      add: "Add weekly hours",
      blank: { days: ["mon", "tue", "wed", "thu", "fri"], ...USUAL },
      make: ruleRow,
    });
  }

  /** What a person opened stays open. */
  replace(values) {
    const open = this.#dates.map((details) => details.open);
    super.replace(values);
    this.#dates.forEach((details, at) => {
      details.open ||= open[at] ?? false;
    });
  }

  get #dates() {
    return [...this.list.querySelectorAll("details")];
  }
}

function ruleRow(nth, { days, from, until, first, last }) {
  const boxes = DAYS.map(({ name, label }) =>
    element("input", {
      type: "checkbox",
      value: name,
      checked: days.includes(name),
      autocomplete: "off",
      "aria-label": `${label}, rule ${nth}`,
    }),
  );
  const controls = {
    days: boxes[0],
    from: timeControl(`From, rule ${nth}`, from),
    until: timeControl(`Until, rule ${nth}`, until),
    first: dateControl(`First day of rule ${nth}`, first),
    last: dateControl(`Last day of rule ${nth}`, last),
  };
  const value = () => ({
    days: boxes.filter(({ checked }) => checked).map((box) => box.value),
    ...timesOf(controls),
    ...(given(controls.first) && { first: controls.first.value }),
    ...(given(controls.last) && { last: controls.last.value }),
  });
  const words = element("p", { class: "rule-words" });
  const say = () => {
    const { days, from, until } = value();
    const complete = days.length > 0 && from !== undefined && until !== undefined;
    words.textContent = complete ? `${sayDays(days)}, ${sayPeriod({ from, until })}` : `Rule ${nth}`;
  };
  const main = element(
    "div",
    { class: "rule-row" },
    words,
    element(
      "div",
      { class: "rule-days", role: "group", "aria-label": `Days of rule ${nth}` },
      ...boxes.map((box, at) =>
        element("label", { class: "rule-day" }, box, element("span", { "aria-hidden": "true" }, DAYS[at].short)),
      ),
    ),
    element("div", { class: "rule-times" }, controls.from, element("span", {}, "to"), controls.until),
    element(
      "details",
      { class: "rule-dates", open: Boolean(first ?? last) },
      element("summary", {}, "Only between two dates"),
      element(
        "div",
        { class: "rule-times" },
        controls.first,
        element("span", {}, "to"),
        controls.last,
      ),
    ),
  );
  main.addEventListener("input", say);
  say();
  return { nodes: [main], controls, main: boxes[0], filled: () => true, value };
}

/** What two controls for times hold. What is none is left out, for the core to ask for. */
export function timesOf({ from, until }) {
  const times = { from: readTime(from.value), until: readTime(until.value) };
  return {
    ...(times.from !== undefined && { from: times.from }),
    ...(times.until !== undefined && { until: endOf(times.until) }),
  };
}

export function dateControl(label, value = "") {
  const control = element("input", {
    type: "date",
    class: "input",
    autocomplete: "off",
    max: "9999-12-31",
    "aria-label": label,
  });
  control.value = value;
  return control;
}

/** A control for a date and a time, without an offset: the door's own clock. */
export function localControl(label, value = "") {
  const control = element("input", {
    type: "datetime-local",
    class: "input",
    autocomplete: "off",
    max: "9999-12-31T23:59",
    "aria-label": label,
  });
  control.value = value;
  return control;
}

/** What was picked in part counts as given, so that it is not dropped in silence. */
export function given(control) {
  return control.value !== "" || control.validity.badInput;
}
