import { element } from "../shell/element.js";
import { Field, textControl } from "../fields/field.js";
import { sayLengths, sayNumber } from "../shell/say-number.js";
import { RULES } from "./policy-words.js";
import { presetOptions } from "./preset-options.js";
import { Switch } from "../fields/switch.js";
import { TextList } from "../fields/text-list.js";

const LENGTHS = [4, 5, 6, 7, 8];

/** Builds a policy: a preset, or lengths and rules of one's own, and what else is refused. */
export class PolicyForm {
  #presets = {};
  #chosen = "";

  constructor() {
    this.preset = new Field({
      name: "preset",
      label: "Preset",
      hint: "What the makers of locks and systems document. It sets the lengths and the rules.",
      control: element("select", { autocomplete: "off" }, element("option", { value: "" }, "Own policy")),
    });
    this.lengths = LENGTHS.map((length) =>
      element("input", { type: "checkbox", value: length, autocomplete: "off" }),
    );
    this.lengthsHint = element("p", { class: "hint", id: "lengths-hint" });
    this.rules = RULES.map(({ name, label, detail }) => ({
      name,
      toggle: new Switch({ id: `rule-${name}`, label, detail }),
      cost: new Cost(`rule-${name}-cost`),
    }));
    for (const { toggle, cost } of this.rules) cost.describe(toggle.control);
    this.blocked = new TextList({
      name: "blocked",
      label: "Block list",
      optional: true,
      hint: "4 to 8 digits each, apart by spaces, commas or lines.",
    });
    this.blockedCost = new Cost("blocked-cost");
    this.facts = [
      new Field({
        name: "birthDate",
        label: "Birth date",
        optional: true,
        hint: "Its day, month and year, in the usual orders.",
        control: element("input", { type: "date", autocomplete: "off", max: "9999-12-31" }),
      }),
      new Field({
        name: "phoneNumber",
        label: "Phone number",
        optional: true,
        hint: "Its last digits.",
        control: textControl({ type: "tel", class: "mono" }),
      }),
      new Field({
        name: "apartmentNumber",
        label: "Apartment number",
        optional: true,
        hint: "Its digits, repeated or filled up with zeros.",
        control: textControl({ class: "mono" }),
      }),
    ];
    this.factsCost = new Cost("facts-cost");
    this.body = element(
      "fieldset",
      { class: "form-body", disabled: true, "aria-labelledby": "page-heading" },
      part("Policy", undefined, this.preset.element, this.#lengthsElement()),
      part(
        "Rules",
        undefined,
        element(
          "ul",
          { class: "rules" },
          ...this.rules.map(({ toggle, cost }) =>
            element("li", { class: "rule" }, toggle.element, cost.element),
          ),
        ),
      ),
      part("Never these codes", this.blockedCost, this.blocked.element),
      part(
        "Not derived from",
        this.factsCost,
        element("div", { class: "code-facts" }, ...this.facts.map((fact) => fact.element)),
      ),
    );
    this.element = element("form", { class: "card form", novalidate: true, autocomplete: "off" }, this.body);
    this.element.addEventListener("submit", (event) => event.preventDefault());
    this.preset.control.addEventListener("input", () => this.#choose(this.preset.value));
    this.#sayLengths();
  }

  start(core, preset) {
    this.#presets = core.codePolicies;
    this.preset.control.append(...presetOptions(core));
    this.preset.control.value = preset;
    this.#choose(preset);
    this.body.disabled = false;
  }

  /** The policy as it stands. What was left empty is left out. */
  get policy() {
    const lengths = this.lengths.filter((box) => box.checked).map((box) => Number(box.value));
    const rules = this.rules.filter(({ toggle }) => toggle.on).map(({ name }) => name);
    const blocked = this.blocked.items;
    // A date picked in part counts as given, so that it is not dropped in silence.
    const facts = this.facts
      .filter(({ value, control }) => value !== "" || control.validity.badInput)
      .map(({ name, value }) => [name, value]);
    return {
      ...(lengths.length > 0 && { lengths }),
      ...(rules.length > 0 && { rules }),
      ...(blocked.length > 0 && { blocked }),
      ...(facts.length > 0 && { notDerivedFrom: Object.fromEntries(facts) }),
    };
  }

  /** What is kept while the page is away: never a code, so no list of them. */
  get draft() {
    return {
      preset: this.#chosen,
      lengths: this.lengths.map(({ checked }) => checked),
      rules: this.rules.filter(({ toggle }) => toggle.on).map(({ name }) => name),
      facts: this.facts.map(({ value }) => value),
    };
  }

  set draft({ preset, lengths, rules, facts }) {
    this.#choose(preset);
    this.lengths.forEach((box, i) => {
      box.checked = lengths[i] === true;
    });
    for (const { name, toggle } of this.rules) toggle.on = rules.includes(name);
    this.facts.forEach((fact, i) => {
      fact.draft = facts[i];
    });
    this.fit();
  }

  /** The preset that lengths and rules are those of; empty for one's own. */
  get presetName() {
    return this.preset.value;
  }

  /** Follows what was switched: the preset is named as long as it holds. */
  fit() {
    const { lengths, rules } = this.policy;
    const preset = this.#presets[this.#chosen];
    const same = preset && alike(preset.lengths, lengths) && alike(preset.rules, rules);
    this.preset.control.value = same ? this.#chosen : "";
    this.#sayLengths();
  }

  /** Shows what the core has against the policy, beside its field. */
  show(issues) {
    const of = (name) => issues.filter(({ path }) => path.includes(name));
    this.blocked.show(of("blocked"));
    for (const fact of this.facts) fact.show(of(fact.name));
  }

  /** Shows what each rule takes away, one after the other. `count` promises the keyspace of a policy. */
  async showCosts(count) {
    const { policy } = this;
    const rules = policy.rules ?? [];
    for (const { name, toggle, cost } of this.rules) {
      const others = rules.filter((rule) => rule !== name);
      // In the order of the switches, so that a policy is counted once however it came about.
      const all = this.rules.map(({ name }) => name).filter((rule) => rule === name || others.includes(rule));
      const [inside, outside] = [{ ...policy, rules: all }, { ...policy, rules: others }];
      cost.show(await count(inside), await count(outside), toggle.on);
    }
    const { blocked, ...open } = policy;
    const { notDerivedFrom, ...anyone } = policy;
    const allowed = await count(policy);
    if (blocked) this.blockedCost.show(allowed, await count(open), true);
    else this.blockedCost.clear();
    if (notDerivedFrom) this.factsCost.show(allowed, await count(anyone), true);
    else this.factsCost.clear();
  }

  #choose(name) {
    this.#chosen = name;
    const preset = this.#presets[name];
    if (!preset) return;
    for (const box of this.lengths) box.checked = (preset.lengths ?? []).includes(Number(box.value));
    for (const { name, toggle } of this.rules) toggle.on = (preset.rules ?? []).includes(name);
    if (preset.blocked) this.blocked.control.value = preset.blocked.join("\n");
    this.fit();
  }

  #sayLengths() {
    const { lengths } = this.policy;
    const text = lengths
      ? `Codes of ${sayLengths(lengths)}.`
      : "None ticked: any length from 4 to 8 is checked, 6 digits are drawn and counted.";
    this.lengthsHint.textContent = text;
  }

  #lengthsElement() {
    return element(
      "fieldset",
      { class: "group", "aria-describedby": this.lengthsHint.id },
      element("legend", {}, "Lengths"),
      element(
        "div",
        { class: "lengths" },
        ...this.lengths.map((box) =>
          element("label", { class: "length" }, box, element("span", {}, `${box.value} digits`)),
        ),
      ),
      this.lengthsHint,
    );
  }
}

/** What a rule takes away, and the keyspace with and without it. Room is kept for the largest. */
class Cost {
  constructor(id) {
    this.takes = element("span", { class: "cost-takes" });
    this.both = element("span", { class: "cost-both" });
    this.element = element("p", { class: "cost", id }, this.takes, " ", this.both);
  }

  describe(control) {
    const ids = [control.getAttribute("aria-describedby"), this.element.id].filter(Boolean);
    control.setAttribute("aria-describedby", ids.join(" "));
  }

  /** The keyspace with and without the rule; nothing where a policy is none. */
  show(inside, outside, on) {
    if (inside === undefined || outside === undefined) {
      this.clear();
      return;
    }
    this.element.classList.toggle("cost-on", on);
    const taken = sayNumber(outside - inside);
    this.takes.textContent = on ? `takes ${taken}` : `would take ${taken}`;
    this.both.textContent = `${sayNumber(outside)} without, ${sayNumber(inside)} with`;
  }

  clear() {
    this.takes.textContent = "";
    this.both.textContent = "";
  }
}

function part(title, cost, ...children) {
  const id = `part-${title.toLowerCase().replaceAll(" ", "-")}`;
  return element(
    "section",
    { class: "section", "aria-labelledby": id },
    element("div", { class: "part-head" }, element("h2", { id }, title), ...(cost ? [cost.element] : [])),
    ...children,
  );
}

function alike(one = [], other = []) {
  return one.length === other.length && one.every((item) => other.includes(item));
}
