import { element } from "../shell/element.js";
import { renew } from "../shell/renew.js";
import { Field } from "../fields/field.js";
import { sayIssue } from "../fields/issue-words.js";
import { jsonText } from "../calls/json.js";
import { CREDENTIALS } from "./situations.js";

/** The credentials of the house: a list to read, and its JSON to change. */
export class CredentialField extends Field {
  constructor() {
    super({
      name: "credentials",
      label: "Credentials as JSON",
      hint: "Add your own, or take some away.",
      control: element("textarea", {
        rows: 12,
        class: "mono text-list",
        autocomplete: "off",
        spellcheck: "false",
      }),
    });
    this.touch();
    this.control.value = jsonText(CREDENTIALS);
    this.list = element("ul", { class: "holders" });
    this.whole = element(
      "div",
      { class: "stack" },
      this.list,
      element("details", {}, element("summary", {}, "Change them"), this.element),
    );
  }

  /** The list; `undefined` for a text that is no JSON. */
  get credentials() {
    try {
      return JSON.parse(this.value);
    } catch {
      return undefined;
    }
  }

  show(issues) {
    const { credentials } = this;
    if (credentials === undefined)
      return super.show([{ code: "json", path: [], message: "expected JSON: a list of credentials" }]);
    const [issue] = issues;
    if (Array.isArray(credentials))
      renew(this.list, JSON.stringify(credentials), () =>
        credentials.map((credential) => element("li", {}, ...said(credential))),
      );
    const path = issue?.path.slice(1).join(".");
    return super.show(issue ? [{ message: `${path}: ${sayIssue(issue)}` }] : []);
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
