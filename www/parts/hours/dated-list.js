import { element } from "../shell/element.js";
import { RowList } from "../fields/row-list.js";
import { localControl } from "./rule-list.js";

/** Hours of their own date, in addition to those of the week. */
export class DatedList extends RowList {
  constructor() {
    super({
      id: "dated",
      legend: "Once only",
      noun: "once-only hours",
      add: "Add hours that come once",
      blank: { from: "", until: "" },
      make: datedRow,
    });
  }
}

function datedRow(nth, { from, until }) {
  const controls = {
    from: localControl(`From, once-only hours ${nth}`, from),
    until: localControl(`Until, once-only hours ${nth}`, until),
  };
  return {
    nodes: [element("span", { class: "local-times" }, controls.from, element("span", {}, "to"), controls.until)],
    controls,
    main: controls.from,
    filled: () => true,
    value: () => ({ from: controls.from.value, until: controls.until.value }),
  };
}
