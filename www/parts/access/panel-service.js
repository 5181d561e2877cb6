import { DecisionTime } from "../calls/decision-time.js";
import { element } from "../shell/element.js";
import { textControl } from "../fields/field.js";
import { TYPES } from "./panel-tables.js";
import { RowList, rowSelect } from "../fields/row-list.js";
import { serviceCard, switches } from "../calls/service-card.js";
import { numberField, numberOrText } from "../fields/state-field.js";
import { Switch } from "../fields/switch.js";

/** What the sample panel knows when it decides, about users and about identifiers. */
export class PanelService {
  constructor({ names, identifiers }) {
    this.sample = { names, identifiers };
    this.loggedIn = new Switch({
      id: "loggedIn",
      label: "The caller is logged in",
      on: true,
    });
    this.administrator = new Switch({
      id: "administrator",
      label: "The caller is an administrator",
      on: true,
    });
    this.nextUid = numberField({ name: "nextUid", label: "Next uid", hint: "What the next entry is called." });
    this.nextUid.control.value = "3";
    this.passesUsed = numberField({
      name: "passesUsed",
      label: "Passes used",
      hint: "How often the identifier has opened.",
    });
    this.passesUsed.control.value = "0";
    this.names = new RowList({
      id: "names",
      legend: "Names in use",
      noun: "name",
      add: "Add a name",
      blank: "",
      make: nameRow,
    });
    this.identifiers = new RowList({
      id: "identifiers",
      legend: "Identifiers in use",
      noun: "identifier",
      add: "Add an identifier",
      blank: { identifier_type: "card", identifier_number: "" },
      make: identifierRow,
    });
    this.time = new DecisionTime();
    this.card = serviceCard(
      switches(this.loggedIn, this.administrator),
      element("div", { class: "fields" }, this.nextUid.element, this.passesUsed.element),
      this.names.element,
      this.identifiers.element,
      this.time.element,
    );
    this.element = this.card.element;
  }

  start(core) {
    this.time.start(core.parseTimestamp);
    this.names.replace(this.sample.names);
    this.identifiers.replace(this.sample.identifiers);
    this.card.body.disabled = false;
  }

  /** Shows what the tab, `user` or `identifier`, is about. */
  fit(tab) {
    this.names.element.hidden = tab !== "user";
    for (const part of [this.identifiers, this.passesUsed, this.time])
      part.element.hidden = tab !== "identifier";
  }

  /** The states to decide on. */
  get known() {
    const caller = { loggedIn: this.loggedIn.on, administrator: this.administrator.on };
    const nextUid = numberOrText(this.nextUid.value);
    return {
      user: { ...caller, namesInUse: this.names.values, nextUid },
      identifier: { ...caller, identifiersInUse: this.identifiers.values, nextUid },
    };
  }

  /** What is kept while the page is away: not what is in use, which opens doors. */
  get kept() {
    const { loggedIn, administrator, nextUid, passesUsed } = this;
    return { loggedIn, administrator, nextUid, passesUsed, clock: this.time };
  }

  show(issues) {
    this.names.show(issues, ["state", "namesInUse"]);
    this.identifiers.show(issues, ["state", "identifiersInUse"]);
    this.nextUid.show(issues.filter(({ path }) => path[1] === "nextUid"));
  }

  /** Puts a user or an identifier among those in use. */
  store({ storeUser, storeIdentifier }) {
    if (storeUser) this.names.insert(storeUser.name);
    else this.identifiers.insert(storeIdentifier);
    this.nextUid.control.value = String((storeUser ?? storeIdentifier).uid + 1);
    this.names.changed();
  }
}

function nameRow(nth, name) {
  const control = textControl({ class: "input", "aria-label": `Name ${nth}` });
  control.value = name;
  return {
    nodes: [control],
    main: control,
    filled: () => control.value !== "",
    value: () => control.value,
  };
}

function identifierRow(nth, { identifier_type, identifier_number }) {
  const type = rowSelect(
    `Type of identifier ${nth}`,
    Object.entries(TYPES).map(([value, { label }]) => [value, label]),
    identifier_type,
  );
  const number = textControl({ class: "input numeric", "aria-label": `Identifier ${nth}` });
  number.value = identifier_number;
  return {
    nodes: [type, number],
    main: number,
    filled: () => number.value !== "",
    value: () => ({ identifier_type: type.value, identifier_number: number.value }),
  };
}
