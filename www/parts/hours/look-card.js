import { element } from "../shell/element.js";
import { Field } from "../fields/field.js";
import { say } from "../shell/say.js";
import { axis } from "./week-drawing.js";
import { clockIn, dateAfter, DAY, DAYS, sayDate, sayPeriod, sayShortDate, weekdayOf } from "./words.js";

/** A week of the calendar, as it is then: drawn, and as text. */
export class LookCard {
  constructor() {
    this.date = new Field({
      name: "date",
      label: "A date",
      hint: "Its whole week is shown.",
      control: element("input", { type: "date", autocomplete: "off", max: "9999-12-31" }),
    });
    this.back = element("button", { type: "button", class: "button" }, "Week before");
    this.on = element("button", { type: "button", class: "button" }, "Week after");
    this.grid = element("div", { class: "week-grid" });
    this.heads = element("div", { class: "week-heads" });
    this.list = element("ul", { class: "look-days" });
    this.saying = element("p", { class: "look-says", role: "status" });
    this.body = element(
      "fieldset",
      { class: "form-body", disabled: true, "aria-labelledby": "look-heading" },
      element("div", { class: "look-fields" }, this.date.element, this.back, this.on),
      this.saying,
      element("div", { class: "week week-look", "aria-hidden": "true" }, this.heads, axis(), this.grid),
      this.list,
    );
    this.element = element(
      "section",
      { class: "card look", "aria-labelledby": "look-heading" },
      element(
        "div",
        { class: "card-head" },
        element("h2", { id: "look-heading" }, "What about a date?"),
        element("p", {}, "The week of a date as it will be, special days and dates counted in."),
      ),
      this.body,
    );
    this.back.addEventListener("click", () => this.#go(-7));
    this.on.addEventListener("click", () => this.#go(7));
  }

  start(zone) {
    this.date.control.value = clockIn(zone).slice(0, 10);
    this.body.disabled = false;
  }

  /** `hours`: as the core has them. Where they are none the last week stays, faint. */
  show(hours, schedule) {
    const { value } = this.date;
    this.element.classList.toggle("stale", !hours || value === "");
    if (!hours || value === "") {
      say(this.saying, hours ? "Choose a date." : "These hours have an issue.");
      return;
    }
    const days = hours
      .week(dateAfter(value, -weekdayOf(value)))
      .map(({ date, periods }) => ({ date, periods, special: specialOn(schedule, date) }));
    const asked = days.find(({ date }) => date === value);
    say(this.saying, `${sayDate(value)}: ${sayDay(asked)}.`);
    this.heads.replaceChildren(
      ...DAYS.map(({ short }, at) =>
        element("span", { class: "week-date" }, short, element("span", {}, sayShortDate(days[at].date))),
      ),
    );
    this.grid.replaceChildren(...days.flatMap((day) => drawn(day, day === asked)));
    this.list.replaceChildren(
      ...days.map((day) =>
        element(
          "li",
          { "data-asked": day === asked },
          element("span", { class: "look-date" }, sayDate(day.date)),
          element("span", {}, sayDay(day)),
        ),
      ),
    );
  }

  #go(days) {
    if (this.date.value === "") return;
    this.date.control.value = dateAfter(this.date.value, days);
    this.element.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** The names of the special days that a date belongs to. */
function specialOn({ special = [] }, date) {
  return special
    .filter(({ days }) =>
      days.some((span) =>
        typeof span === "string"
          ? span === date
          : span.from < `${dateAfter(date, 1)}T00:00` && span.until > `${date}T00:00`,
      ),
    )
    .map(({ name = "Special day" }) => name);
}

function sayDay({ periods, special }) {
  const open = periods.length === 0 ? "closed" : periods.map((period) => sayPeriod(period)).join(", ");
  const all = periods.length === 1 && periods[0].from === 0 && periods[0].until === DAY ? "all day" : open;
  return special.length === 0 ? all : `${all} (${special.join(", ")})`;
}

function drawn({ date, periods, special }, asked) {
  const day = weekdayOf(date);
  const place = (name, { from, until }, ...inside) => {
    const node = element("div", { class: name }, ...inside);
    node.style.setProperty("--day", day);
    node.style.setProperty("--from", from / DAY);
    node.style.setProperty("--length", (until - from) / DAY);
    return node;
  };
  const whole = { from: 0, until: DAY };
  return [
    ...(asked ? [place("day-asked", whole)] : []),
    ...(special.length > 0 ? [place("day-special", whole, element("span", {}, special.join(", ")))] : []),
    ...periods.map((period) => place("slot slot-fixed", period)),
  ];
}
