import { Field, textControl } from "./field.js";

/** A field for a number of the sample state, whose issue shows at once. */
export function numberField(field) {
  return stateField({ ...field, control: textControl({ class: "numeric", inputmode: "numeric" }) });
}

function stateField(field) {
  const made = new Field(field);
  made.touch();
  return made;
}

/** A typed number as a number; what is none stays text, for the core to refuse. */
export function numberOrText(text) {
  return /^-?\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : text;
}
