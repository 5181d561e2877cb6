import { element } from "../shell/element.js";
import { renew } from "../shell/renew.js";
import { JsonField } from "../fields/json-field.js";
import { CREDENTIALS } from "./situations.js";

/** The credentials of the house: a list to read, and its JSON to change. */
export class CredentialField extends JsonField {
  constructor() {
    super({
      name: "credentials",
      label: "Credentials as JSON",
      hint: "Add your own, or take some away.",
      what: "a list of credentials",
    });
    this.json = CREDENTIALS;
    this.list = element("ul", { class: "holders" });
    this.element = element(
      "div",
      { class: "stack" },
      this.list,
      element("details", {}, element("summary", {}, "Change them"), this.element),
    );
  }

  show(issues) {
    const { json } = this;
    if (Array.isArray(json)) renew(this.list, JSON.stringify(json), () => json.map((one) => element("li", {}, ...said(one))));
    return super.show(issues);
  }
}

const KINDS = { code: "Code", uid: "Card", number: "Card", word: "Card", phone: "Phone" };

/** What a credential is, in a line. What is no credential is left to the core. */
function said(credential) {
  const { identification, holder, state, schedule, uses } = Object(credential);
  const { kind, text, pin } = Object(identification);
  const more = [
    ...(state && state !== "active" ? [state] : []),
    ...(pin ? [`PIN ${pin}`] : []),
    ...(schedule && schedule !== "always" ? ["in its hours"] : []),
    ...(uses ? [`${uses.used} of ${uses.most} uses`] : []),
    ...(Array.isArray(holder?.party) ? holder.party.map((word) => word.replaceAll("-", " ")) : []),
  ];
  return [
    element("span", { class: "holder-name" }, String(holder?.id ?? "–")),
    element("span", {}, `${KINDS[kind] ?? "–"} `, element("code", {}, String(text ?? ""))),
    element("span", { class: "holder-more" }, more.join(", ")),
  ];
}
