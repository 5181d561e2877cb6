import { element } from "../shell/element.js";
import { textControl } from "../fields/field.js";
import { RowList, rowSelect } from "../fields/row-list.js";
import { readNumber } from "../shell/say-number.js";
import { MEANS } from "./reason-words.js";

/** What one person shows, in order. */
export class ShownList extends RowList {
  /** `path`: where it stands in the question to the core. */
  constructor({ id, legend, noun, path }) {
    super({
      id,
      legend,
      noun,
      add: "Add what is shown",
      blank: { kind: "code", text: "" },
      make: (nth, value) => shownRow(`${noun} ${nth}`, value),
    });
    Object.assign(this, { path, label: legend });
    this.list.classList.add("shown");
  }

  get value() {
    return this.values;
  }

  /** What is wrong with a row is seen at once. */
  touch() {}

  show(issues) {
    super.show(issues, this.path);
    return issues.length > 0;
  }
}

function shownRow(name, { kind, text, after }) {
  const controls = {
    kind: rowSelect(`Kind of ${name}`, MEANS, kind),
    text: textControl({ class: "input mono", "aria-label": `Text of ${name}` }),
    after: textControl({
      class: "input numeric",
      inputmode: "numeric",
      placeholder: "after s",
      "aria-label": `Seconds after what came before, ${name}`,
    }),
  };
  controls.text.value = text;
  controls.after.value = after ?? "";
  return {
    nodes: [controls.kind, controls.text, controls.after],
    controls,
    main: controls.text,
    filled: () => true,
    value: () => ({
      kind: controls.kind.value,
      text: controls.text.value,
      ...(controls.after.value !== "" && { after: readNumber(controls.after.value) }),
    }),
  };
}

/** The note below what is shown. */
export function shownHint() {
  return element(
    "p",
    { class: "part-lead" },
    "As the reader or the keypad gives it; of what comes second also how many seconds after the first.",
  );
}
