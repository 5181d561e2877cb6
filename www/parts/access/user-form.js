import { CheckList } from "../fields/check-list.js";
import { Field, textControl } from "../fields/field.js";
import { fields, section } from "../fields/form-section.js";
import { ordered, RequestForm } from "../fields/request-form.js";
import { Segments } from "../fields/segments.js";
import { Switch } from "../fields/switch.js";

const ORDER = ["name", "info", "auth_factors", "lock_number", "is_custom_user_access"];

/** The form of a "create user entity" request. */
export class UserForm extends RequestForm {
  constructor() {
    super();
    this.name = new Field({
      name: "name",
      label: "Name",
      hint: "Two users may share a name; the reply then says so.",
      required: true,
      control: textControl(),
    });
    this.name.element.classList.add("wide");
    this.emptyInfo = new Switch({ id: "emptyInfo", label: "Send it empty" });
    this.info = new InfoField({ beside: this.emptyInfo });
    this.factors = new CheckList({
      name: "auth_factors",
      label: "Ways to be let in",
      legend: "Ways to be let in",
      hint: "Tick at least one.",
      required: true,
      options: [
        { value: "card", label: "Card", detail: "card" },
        { value: "input_code", label: "Code", detail: "input_code" },
        { value: "face_id", label: "Face", detail: "face_id" },
        { value: "qr", label: "QR code", detail: "qr" },
        { value: "license_plate", label: "License plate", detail: "license_plate" },
      ],
    });
    this.lock = new Segments({
      name: "lock_number",
      legend: "Locks",
      value: "0",
      options: [
        { value: "0", label: "Both", detail: "Locks 1 and 2" },
        { value: "1", label: "First", detail: "Lock 1 only" },
        { value: "2", label: "Second", detail: "Lock 2 only" },
      ],
    });
    this.custom = new Switch({
      id: "is_custom_user_access",
      label: "Use this user’s own ways",
      detail: "Off: those of the panel count.",
    });
    this.build({
      heading: "create-user-tab",
      submit: "Create user",
      children: [
        section("User", fields(this.name, this.info)),
        section("Access", this.factors.element, this.custom.element, this.lock.element),
      ],
    });
  }

  /** What is kept while the page is away. */
  get kept() {
    const { name, info, emptyInfo, factors, lock, custom } = this;
    return { name, info, emptyInfo, factors, lock, custom };
  }

  get request() {
    return ordered(ORDER, {
      ...this.given,
      lock_number: Number(this.lock.value),
      is_custom_user_access: this.custom.on,
    });
  }

  get parts() {
    return [this.name, this.info, this.factors];
  }
}

/** The panel asks for the additional information, and takes it empty. */
class InfoField extends Field {
  constructor({ beside }) {
    super({
      name: "info",
      label: "Additional information",
      hint: "Tells users with one name apart. It has to be given, if only empty.",
      required: true,
      control: textControl(),
      beside: [beside.element],
    });
    this.empty = beside;
    this.element.classList.add("wide");
    this.control.addEventListener("input", () => {
      this.empty.on = false;
    });
    this.empty.control.addEventListener("input", () => {
      if (this.empty.on) this.control.value = "";
    });
  }

  get given() {
    return this.value !== "" || this.empty.on;
  }
}
