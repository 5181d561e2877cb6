import { AccessList } from "../parts/access-list.js";
import { CodeField } from "../parts/code-field.js";
import { element } from "../parts/element.js";
import { Field, textControl } from "../parts/field.js";
import { IssueSummary } from "../parts/issue-summary.js";
import { MomentField } from "../parts/moment-field.js";
import { ReplyPanel } from "../parts/reply-panel.js";
import { RequestPanel } from "../parts/request-panel.js";
import { Segments } from "../parts/segments.js";
import { ServicePanel } from "../parts/service-panel.js";
import { Switch } from "../parts/switch.js";
import { Timeline } from "../parts/timeline.js";
import { doors, inUse, url } from "../sample.js";

/** How often a page that runs by the clock looks at it. */
const TICK = 10_000;

/** How the userId is asked for. */
const USER = {
  mobile: { label: "Phone number of the user", optional: false, hint: "With + and country code, such as +46701234567. A new number makes a new user." },
  other: { label: "User id", optional: true, hint: "The uuid or phone number of a user. Leave it empty to create a new one." },
};

export function render() {
  const keyType = new Segments({
    name: "keyType", legend: "Type of key", value: "code",
    options: [
      { value: "code", label: "Code", detail: "Digits for a keypad" },
      { value: "rfid", label: "Card", detail: "RFID card or tag" },
      { value: "mobile", label: "Phone", detail: "Opens with an app" },
    ],
  });
  const code = new CodeField({
    name: "keyIdentification", id: "code", label: "Code", hint: "4 to 8 digits. A generated code is the safer choice.",
  });
  const keyFormat = new Field({
    name: "keyFormat", label: "Number format", optional: true, hint: "What the number on the card is bounded by.",
    control: element("select", { autocomplete: "off" }, element("option", { value: "" }, "Any format")),
  });
  const cardNumber = new Field({
    name: "keyIdentification", id: "card-number", label: "Card number", hint: "1 to 17 digits, as printed.",
    control: textControl({ inputmode: "numeric", class: "numeric" }),
  });
  const pin = new Field({
    name: "pin", label: "PIN", optional: true, hint: "4 to 8 digits, asked for along with the card.",
    control: textControl({ inputmode: "numeric", class: "numeric" }),
  });
  const keyName = new Field({
    name: "keyName", label: "Name of the key", optional: true, hint: "Named in notifications to the user.",
    control: textControl(),
  });
  const userId = new Field({ name: "userId", ...USER.other, control: textControl({ class: "mono" }) });
  const firstName = new Field({
    name: "userFirstName", label: "First name", optional: true, hint: "For a new user only.", control: textControl(),
  });
  const lastName = new Field({
    name: "userLastName", label: "Last name", optional: true, hint: "For a new user only.", control: textControl(),
  });
  const phone = new Field({
    name: "mobilePhoneNumber", label: "Mobile phone number", optional: true, hint: "With + and country code, such as +46701234567.",
    control: textControl({ type: "tel", class: "mono" }),
  });
  const accesses = new AccessList({ name: "accesses", doors });
  const validFrom = new MomentField({ name: "validFrom", label: "Valid from", hint: "Empty: active at once." });
  const validTo = new MomentField({ name: "validTo", label: "Valid until", hint: "Empty: never expires." });
  const timeline = new Timeline();
  const notification = new Switch({ id: "sendNotification", label: "Send a notification", detail: "The user is told about the key.", on: true });
  const summary = new IssueSummary();

  const service = new ServicePanel({ inUse });
  const requestPanel = new RequestPanel({ url });
  const replyPanel = new ReplyPanel({ onStore: (key) => service.store(key) });

  const body = element("fieldset", { class: "form-body", disabled: true, "aria-labelledby": "page-heading" },
    section("Key", keyType.element, fields(code.element, keyFormat.element, cardNumber.element, pin.element, keyName.element)),
    section("User", fields(userId.element, firstName.element, lastName.element, phone.element)),
    section("Access", accesses.element),
    section("Validity", fields(validFrom.element, validTo.element), timeline.element),
    section("Notification", notification.element),
    element("div", { class: "form-foot" },
      element("button", { type: "submit", class: "button button-primary" }, "Create access key"),
      summary.element));
  const form = element("form", { class: "card form", novalidate: true, autocomplete: "off" }, body);
  const page = element("div", { class: "page" },
    element("div", { class: "page-head" },
      element("h1", { id: "page-heading" }, "Create access key"),
      element("p", {}, "Give a person a code, a card or a phone key to the doors of the house.")),
    element("div", { class: "page-form" }, form, service.element),
    element("div", { class: "page-panels" }, requestPanel.element, replyPanel.element));

  /** The fields that a key of this type has, in the order of the page. */
  const parts = () => [
    ...{ code: [code], rfid: [keyFormat, cardNumber, pin], mobile: [] }[keyType.value],
    keyName, userId, firstName, lastName,
    ...(keyType.value === "mobile" ? [] : [phone]),
    accesses, validFrom, validTo,
  ];

  function fit(formats) {
    const type = keyType.value;
    code.element.hidden = type !== "code";
    for (const part of [keyFormat, cardNumber, pin]) part.element.hidden = type !== "rfid";
    phone.element.hidden = type === "mobile";
    userId.relabel(type === "mobile" ? USER.mobile : USER.other);
    userId.control.inputMode = type === "mobile" ? "tel" : "text";
    const format = formats.find(({ name }) => name === keyFormat.value);
    cardNumber.relabel({
      label: "Card number",
      hint: format ? `1 to ${format.digits} digits, at most ${format.max}.` : "1 to 17 digits, as printed.",
    });
  }

  function start(core) {
    const formats = core.keyFormats();
    keyFormat.control.append(...formats.map(({ name, technology }) =>
      element("option", { value: name }, `${name} (${technology})`)));
    code.start(() => core.generateCode(undefined, service.codesInUse));
    validFrom.start(core.parseTimestamp);
    validTo.start(core.parseTimestamp);
    service.start(core);

    let decided;
    const update = () => {
      fit(formats);
      const request = requestOf(keyType.value, parts(), notification.on);
      const checked = core.createAccessKey.check(request);
      const issues = checked.ok ? [] : checked.issues;
      showIssues(issues);
      requestPanel.show(request, issues);

      const now = service.now();
      timeline.show({ core, from: request.validFrom, until: request.validTo, now });
      // A decision draws a code where one is asked for: the same question keeps its answer.
      const question = JSON.stringify([request, service.known, service.clock.value, timeline.element.dataset.state, now === undefined || service.fixed.value]);
      if (question === decided) return;
      decided = question;
      if (!checked.ok) replyPanel.show(core.createAccessKey.refuse(issues));
      else if (now === undefined) replyPanel.showUnusable("the fixed time of the sample service is not a time");
      else decide(core, checked.value, { ...service.known, now });
    };

    page.addEventListener("input", update);
    page.addEventListener("focusout", update);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      for (const part of parts()) part.touch();
      update();
      (form.querySelector("[aria-invalid]") ?? replyPanel.heading).focus();
    });
    setInterval(update, TICK);
    body.disabled = false;
    update();
  }

  function showIssues(issues) {
    const shown = parts().filter((part) => {
      const own = issues.filter(({ path }) => path[0] === part.name);
      return part.show(part === accesses ? own : own[0]);
    });
    const names = new Set(parts().map(({ name }) => name));
    summary.show({
      labels: shown.map(({ label }) => label),
      loose: issues.filter(({ path }) => !names.has(path[0])),
      complete: issues.length === 0,
    });
  }

  function decide(core, request, state) {
    let issues = [];
    try {
      replyPanel.show(core.createAccessKey.decide(request, state));
    } catch (error) {
      if (!(error instanceof core.LatchworkError)) throw error;
      issues = error.issues;
      replyPanel.showUnusable(`the sample service cannot decide: ${error.message}`);
    }
    service.show(issues);
  }

  fit([]);
  return { element: page, start };
}

/** The request of the form, in the order of the API's page. What was left empty is left out. */
function requestOf(keyType, parts, sendNotification) {
  const given = Object.fromEntries(parts
    .filter(({ value, given = value !== "" }) => given)
    .map(({ name, value }) => [name, value]));
  const request = { keyType, ...given, sendNotification };
  return Object.fromEntries(ORDER.filter((name) => name in request).map((name) => [name, request[name]]));
}

const ORDER = [
  "userId", "userFirstName", "userLastName", "keyType", "keyFormat", "keyIdentification", "keyName", "pin",
  "accesses", "validFrom", "validTo", "mobilePhoneNumber", "sendNotification",
];

function section(title, ...children) {
  const id = `section-${title.toLowerCase()}`;
  return element("section", { class: "section", "aria-labelledby": id }, element("h2", { id }, title), ...children);
}

function fields(...children) {
  return element("div", { class: "fields" }, ...children);
}
