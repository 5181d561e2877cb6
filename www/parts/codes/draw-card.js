import { CodeSheet } from "./code-sheet.js";
import { element } from "../shell/element.js";
import { Field, textControl } from "../fields/field.js";
import { sentence } from "../fields/issue-words.js";
import { MomentField } from "../fields/moment-field.js";
import { readNumber } from "../shell/say-number.js";
import { TakenList } from "./taken-list.js";

/** A sheet is for a house, not for a city. */
const MOST = 500;

const COLLISIONS = [
  { value: "equal", label: "Equal", hint: "A new code differs from every code in use." },
  {
    value: "equal_without_leading_zeros",
    label: "Equal but for leading zeros",
    hint: "For panels that read 0100 as 100.",
  },
  {
    value: "prefix",
    label: "One begins with the other",
    hint: "For keypads without an Enter key, which open early.",
  },
  {
    value: "inside",
    label: "One stands inside the other",
    hint: "For panels that test the last digits pressed.",
  },
  {
    value: "buttons",
    label: "The same buttons",
    hint: "For keypads of five buttons, 1 with 2, 3 with 4, 5 with 6, 7 with 8, 9 with 0: 1357 is 2468 there.",
  },
];

/** Draws one code or a sheet of codes that the policy allows and the codes in use leave free. */
export class DrawCard {
  #core;
  #judged = { value: "", issues: [] };

  constructor() {
    this.taken = new TakenList({
      name: "taken",
      label: "Codes in use",
      optional: true,
      hint: "After a code may stand from when and until when it opens, - for an end that is open.",
    });
    this.collision = new Field({
      name: "collision",
      label: "Two codes collide when they are",
      hint: COLLISIONS[0].hint,
      control: element(
        "select",
        { autocomplete: "off" },
        ...COLLISIONS.map(({ value, label }) => element("option", { value }, label)),
      ),
    });
    this.count = new Field({
      name: "count",
      label: "How many",
      hint: `1 to ${MOST}.`,
      control: textControl({ inputmode: "numeric", class: "numeric", maxlength: "6", value: "20" }),
    });
    this.from = new MomentField({
      name: "from",
      label: "New code opens from",
      hint: "Empty: at once. A code in use at other times only may be drawn again.",
    });
    this.until = new MomentField({ name: "until", label: "New code opens until", hint: "Empty: for ever." });
    this.one = element("button", { type: "button", class: "button" }, "Generate one code");
    this.many = element("button", { type: "button", class: "button button-primary" }, "Generate a sheet");
    this.said = element("p", { class: "issue draw-issue", role: "alert" });
    this.sheet = new CodeSheet({ onTake: (codes, window) => this.taken.add(codes, window) });
    this.body = element(
      "fieldset",
      { class: "form-body", disabled: true, "aria-labelledby": "draw-heading" },
      element("div", { class: "draw-buttons" }, this.count.element, this.many, this.one, this.said),
      this.sheet.element,
      element("div", { class: "draw-fields" }, this.taken.element, this.collision.element),
      element("div", { class: "fields" }, this.from.element, this.until.element),
    );
    this.element = element(
      "section",
      { class: "card draw", "aria-labelledby": "draw-heading" },
      element(
        "div",
        { class: "card-head" },
        element("h2", { id: "draw-heading" }, "Generate"),
        element("p", {}, "Codes of the policy below, drawn on this device from its secure random source; nothing leaves this page."),
      ),
      this.body,
    );
  }

  /** `policy` gives the policy as it stands. */
  start(core, policy) {
    this.#core = core;
    for (const moment of this.moments) moment.start(core.parseTimestamp);
    this.one.addEventListener("click", () => this.#draw(1, policy()));
    this.many.addEventListener("click", () => this.#drawMany(policy()));
    this.count.control.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.#drawMany(policy());
    });
    this.body.disabled = false;
  }

  get moments() {
    return [this.from, this.until];
  }

  /** When the new codes open. What was left empty is left out. */
  get window() {
    return Object.fromEntries(
      this.moments.filter(({ given }) => given).map(({ name, value }) => [name, value]),
    );
  }

  /** Shows what the core has against the codes in use and the window. */
  fit() {
    const { hint } = COLLISIONS.find(({ value }) => value === this.collision.value);
    this.collision.relabel({ label: this.collision.label, hint });
    this.taken.show(this.#takenIssues());
    const issues = issuesOf(this.#core.checkWindow(this.window));
    for (const moment of this.moments) moment.show(issues.filter(({ path }) => path[0] === moment.name));
    this.count.show(this.#countIssues());
  }

  /** Of a long list, judged once for each change. */
  #takenIssues() {
    const { value, items } = this.taken;
    if (this.#judged.value !== value) {
      const issues = items.flatMap((item, i) => {
        const { code, ...window } = typeof item === "string" ? { code: item } : item;
        const judged = [this.#core.checkCode(code), this.#core.checkWindow(window)];
        return judged.flatMap(issuesOf).map((issue) => ({ ...issue, path: [i] }));
      });
      this.#judged = { value, issues };
    }
    return this.#judged.issues;
  }

  #countIssues() {
    const count = readNumber(this.count.value);
    if (Number.isInteger(count) && count >= 1 && count <= MOST) return [];
    return [{ code: "sheet_size", path: [], message: `expected a number from 1 to ${MOST}` }];
  }

  #drawMany(policy) {
    this.count.touch();
    this.fit();
    if (this.#countIssues().length > 0) this.count.control.focus();
    else this.#draw(readNumber(this.count.value), policy);
  }

  #draw(count, policy) {
    this.said.textContent = "";
    try {
      const { window } = this;
      const draw = { collision: this.collision.value, window };
      this.sheet.show({
        codes: this.#core.generateCodes(count, policy, this.taken.items, draw),
        policy,
        window,
      });
    } catch (error) {
      if (!(error instanceof this.#core.LatchworkError)) throw error;
      this.said.textContent = sayRefusal(error);
      for (const field of [this.taken, ...this.moments]) field.touch();
      this.fit();
    }
  }
}

function issuesOf(result) {
  return result.ok ? [] : result.issues;
}

/** Says why nothing was drawn; the codes in use and the window say themselves what is wrong with them. */
function sayRefusal({ message, issues: [issue] }) {
  if (issue?.path[0] === "taken") return "The codes in use have an issue";
  if (issue?.path[1] === "window") return "The window of the new code has an issue";
  if (issue?.path[0] === "policy") return `The policy has an issue: ${issue.message}`;
  return sentence(message);
}
