import { element } from "../shell/element.js";
import { Field, textControl } from "../fields/field.js";
import { deviceZone } from "../fields/offset.js";

/** The zone of the door, by its name: this device's until another is typed. */
export class ZoneField extends Field {
  constructor() {
    super({
      name: "zone",
      label: "Zone of the door",
      hint: "By its name, such as Europe/Rome.",
      control: textControl({ list: "zones", value: deviceZone }),
    });
    this.element.append(
      element(
        "datalist",
        { id: "zones" },
        ...Intl.supportedValuesOf("timeZone").map((zone) => element("option", { value: zone })),
      ),
    );
    this.touch();
  }
}
