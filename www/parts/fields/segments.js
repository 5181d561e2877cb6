import { element } from "../shell/element.js";

/** One choice of few, as radio buttons side by side. `options`: { value, label, detail }. */
export class Segments {
  constructor({ name, legend, options, value }) {
    this.name = name;
    this.radios = options.map((option) =>
      element("input", {
        type: "radio",
        name,
        value: option.value,
        checked: option.value === value,
        autocomplete: "off",
      }),
    );
    this.element = element(
      "fieldset",
      { class: "segments" },
      element("legend", {}, legend),
      element(
        "div",
        { class: "segments-row" },
        ...options.map((option, i) =>
          element(
            "label",
            { class: "segment" },
            this.radios[i],
            element("span", { class: "segment-label" }, option.label),
            element("span", { class: "segment-detail" }, option.detail),
          ),
        ),
      ),
    );
  }

  get value() {
    return this.radios.find((radio) => radio.checked).value;
  }

  set value(value) {
    for (const radio of this.radios) radio.checked = radio.value === value;
  }
}
