import { element } from "../shell/element.js";
import { Field, textControl } from "../fields/field.js";
import { IssueNote } from "../fields/issue-note.js";
import { RowList, rowSelect } from "../fields/row-list.js";
import { timeControl } from "./block-bar.js";
import { dateControl, localControl, timesOf } from "./rule-list.js";

/** Special days: groups of days that have hours of their own, in place of those of the week. */
export class SpecialList {
  #groups = [];
  #count = 0;

  constructor() {
    this.list = element("ul", { class: "special-groups" });
    this.add = element("button", { type: "button", class: "button" }, "Add special days");
    this.add.addEventListener("click", () => {
      this.#insert({ name: "", days: [""], periods: [] }).name.control.focus();
      this.#changed();
    });
    this.element = element("div", { class: "special" }, this.list, this.add);
  }

  get values() {
    return this.#groups.map((group) => group.value);
  }

  replace(values) {
    for (const { item } of this.#groups) item.remove();
    this.#groups = [];
    this.#count = 0;
    for (const value of values) this.#insert(value);
  }

  /** Shows what the core has against the groups, each issue where it is. */
  show(issues) {
    this.#groups.forEach((group, at) => group.show(issues, ["special", at]));
  }

  #insert(value) {
    this.#count += 1;
    const group = new SpecialGroup(this.#count, value);
    const remove = element(
      "button",
      { type: "button", class: "button button-small", "aria-label": `Remove these days: special days ${this.#count}` },
      "Remove these days",
    );
    remove.addEventListener("click", () => {
      this.#groups = this.#groups.filter((other) => other !== group);
      group.item.remove();
      this.add.focus();
      this.#changed();
    });
    group.item = element("li", {}, group.element, remove);
    this.#groups.push(group);
    this.list.append(group.item);
    return group;
  }

  #changed() {
    this.element.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

class SpecialGroup {
  constructor(nth, { name = "", days, periods }) {
    this.name = new Field({
      name: "name",
      id: `special-${nth}-name`,
      label: "Name",
      optional: true,
      hint: "Such as Holidays, or Inventory.",
      control: textControl(),
    });
    this.name.control.value = name;
    this.name.touch();
    this.days = new RowList({
      id: `special-${nth}-days`,
      legend: "Days",
      noun: `day of special days ${nth}, row`,
      add: "Add a day",
      blank: "",
      make: (row, value) => spanRow(`${row} of special days ${nth}`, value),
    });
    this.periods = new RowList({
      id: `special-${nth}-periods`,
      legend: "Hours on these days",
      noun: `hours of special days ${nth}, row`,
      add: "Add hours",
      blank: { from: 600, until: 840 },
      make: (row, value) => periodRow(`${row} of special days ${nth}`, value),
    });
    this.closed = element("p", { class: "hint" }, "None: closed all day.");
    this.periods.list.after(this.closed);
    this.note = new IssueNote(`special-${nth}`);
    this.note.touched = true;
    this.days.replace(days);
    this.periods.replace(periods);
    this.element = element(
      "div",
      { class: "special-group", role: "group", "aria-label": `Special days ${nth}` },
      this.name.element,
      this.days.element,
      this.periods.element,
      this.note.element,
    );
  }

  get value() {
    return {
      ...(this.name.value !== "" && { name: this.name.value }),
      days: this.days.values,
      periods: this.periods.values,
    };
  }

  show(issues, path) {
    const own = issues.filter((issue) => path.every((step, depth) => issue.path[depth] === step));
    const [depth, of] = [path.length, (member) => own.filter((issue) => issue.path[path.length] === member)];
    this.closed.hidden = this.periods.values.length > 0;
    this.name.show(of("name"));
    this.days.show(own, [...path, "days"]);
    this.periods.show(own, [...path, "periods"]);
    // What is said of a list as a whole, or of the group.
    this.note.show(
      own.find((issue) => issue.path.length <= depth + 1 && issue.path[depth] !== "name"),
      [],
    );
  }
}

/** A whole day, or a part of days: from a moment until another. */
function spanRow(name, value) {
  const isWhole = typeof value === "string";
  const kind = rowSelect(
    `Kind of day ${name}`,
    [
      ["whole", "Whole day"],
      ["part", "From, until"],
    ],
    isWhole ? "whole" : "part",
  );
  const controls = {
    date: dateControl(`Day ${name}`, isWhole ? value : ""),
    from: localControl(`From, day ${name}`, isWhole ? "" : value.from),
    until: localControl(`Until, day ${name}`, isWhole ? "" : value.until),
  };
  const part = element("span", { class: "local-times" }, controls.from, element("span", {}, "to"), controls.until);
  const fit = () => {
    controls.date.hidden = kind.value !== "whole";
    part.hidden = !controls.date.hidden;
  };
  kind.addEventListener("input", () => {
    if (kind.value === "part" && controls.from.value === "" && controls.date.value !== "")
      controls.from.value = `${controls.date.value}T12:00`;
    fit();
  });
  fit();
  return {
    nodes: [kind, controls.date, part],
    controls,
    get main() {
      return kind.value === "whole" ? controls.date : controls.from;
    },
    filled: () => true,
    value: () =>
      kind.value === "whole"
        ? controls.date.value
        : { from: controls.from.value, until: controls.until.value },
  };
}

function periodRow(name, { from, until }) {
  const controls = {
    from: timeControl(`From, hours ${name}`, from),
    until: timeControl(`Until, hours ${name}`, until),
  };
  return {
    nodes: [element("span", { class: "rule-times" }, controls.from, element("span", {}, "to"), controls.until)],
    controls,
    main: controls.from,
    filled: () => true,
    value: () => timesOf(controls),
  };
}
