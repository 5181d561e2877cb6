import { CodeSheet } from "./code-sheet.js";
import { element } from "./element.js";
import { Field, textControl } from "./field.js";
import { sentence } from "./issue-note.js";
import { readNumber } from "./say-number.js";
import { TextList } from "./text-list.js";

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
];

/** Draws one code or a sheet of codes that the policy allows and the codes in use leave free. */
export class DrawCard {
  #core;
  #judged = { value: "", issues: [] };

  constructor() {
    this.taken = new TextList({
      name: "taken",
      label: "Codes in use",
      optional: true,
      hint: "Apart by spaces, commas or lines.",
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
    this.one = element("button", { type: "button", class: "button button-primary" }, "Generate one code");
    this.many = element("button", { type: "button", class: "button" }, "Generate a sheet");
    this.said = element("p", { class: "issue draw-issue", role: "alert" });
    this.sheet = new CodeSheet({ onTake: (codes) => this.#take(codes) });
    this.body = element(
      "fieldset",
      { class: "form-body", disabled: true, "aria-labelledby": "draw-heading" },
      element(
        "div",
        { class: "draw-fields" },
        this.taken.element,
        element("div", {}, this.collision.element, this.count.element),
      ),
      element("div", { class: "draw-buttons" }, this.one, this.many, this.said),
      this.sheet.element,
    );
    this.element = element(
      "section",
      { class: "card draw", "aria-labelledby": "draw-heading" },
      element(
        "div",
        { class: "card-head" },
        element("h2", { id: "draw-heading" }, "Generate"),
        element("p", {}, "Drawn on this device from its secure random source; nothing leaves this page."),
      ),
      this.body,
    );
  }

  /** `policy` gives the policy as it stands. */
  start(core, policy) {
    this.#core = core;
    this.one.addEventListener("click", () => this.#draw(1, policy()));
    this.many.addEventListener("click", () => this.#drawMany(policy()));
    this.body.disabled = false;
  }

  /** Shows what the core has against the codes in use. */
  fit() {
    const { hint } = COLLISIONS.find(({ value }) => value === this.collision.value);
    this.collision.relabel({ label: this.collision.label, hint });
    this.taken.show(this.#takenIssues());
    this.count.show(this.#countIssues());
  }

  /** Of a long list, judged once for each change. */
  #takenIssues() {
    const { value, items } = this.taken;
    if (this.#judged.value !== value) {
      const issues = items.flatMap((code, i) => {
        const checked = this.#core.checkCode(code);
        return checked.ok ? [] : checked.issues.map((issue) => ({ ...issue, path: [i] }));
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
      const draw = { collision: this.collision.value };
      this.sheet.show(this.#core.generateCodes(count, policy, this.taken.items, draw), policy);
    } catch (error) {
      if (!(error instanceof this.#core.LatchworkError)) throw error;
      this.said.textContent = sayRefusal(error);
      this.taken.touch();
      this.fit();
    }
  }

  #take(codes) {
    this.taken.control.value = [...new Set([...this.taken.items, ...codes])].join("\n");
    this.taken.control.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** Says why nothing was drawn; the codes in use say themselves which of them is none. */
function sayRefusal({ message, issues: [issue] }) {
  if (issue?.path[0] === "taken") return "The codes in use have an issue";
  if (issue?.path[0] === "policy") return `The policy has an issue: ${issue.message}`;
  return sentence(message);
}
