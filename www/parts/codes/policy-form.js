import { element } from "../shell/element.js";
import { sayLengths, sayNumber } from "../shell/say-number.js";
import { RULES } from "./policy-words.js";
import { presetOptions } from "./preset-options.js";
import { Switch } from "../fields/switch.js";
import { TextList } from "../fields/text-list.js";
import { ToolForm } from "../fields/tool-form.js";

const LENGTHS = [4, 5, 6, 7, 8];

/** What a person is known by, of which no code is made. */
const FACTS = [
  {
    name: "birthDate",
    label: "Birth date",
    hint: "Its day, month and year, in the usual orders.",
    control: { type: "date", max: "9999-12-31" },
  },
  { name: "phoneNumber", label: "Phone number", hint: "Its last digits.", control: { type: "tel", class: "mono" } },
  {
    name: "apartmentNumber",
    label: "Apartment number",
    hint: "Its digits, repeated or filled up with zeros.",
    control: { class: "mono" },
  },
];

const rows = ({ lengths, rules, blockedCost, factsCost }) => [
  {
    title: "Policy",
    rows: [
      {
        name: "preset",
        kind: "list",
        label: "Preset",
        hint: "What the makers of locks and systems document. It sets the lengths and the rules.",
        options: [["", "Own policy"]],
      },
      { element: lengths },
    ],
  },
  {
    title: "Rules",
    rows: [
      {
        element: element(
          "ul",
          { class: "rules" },
          ...rules.map(({ toggle, cost }) => element("li", { class: "rule" }, toggle.element, cost.element)),
        ),
      },
    ],
  },
  {
    title: "Never these codes",
    head: () => blockedCost.element,
    rows: [
      {
        name: "blocked",
        make: (row) => new TextList(row),
        label: "Block list",
        optional: true,
        hint: "4 to 8 digits each, apart by spaces, commas or lines.",
      },
    ],
  },
  {
    title: "Not derived from",
    head: () => factsCost.element,
    rows: [{ class: "code-facts", rows: FACTS.map((fact) => ({ kind: "text", optional: true, ...fact })) }],
  },
];

/** Builds a policy: a preset, or lengths and rules of one's own, and what else is refused. */
export class PolicyForm extends ToolForm {
  #presets = {};
  #chosen = "";

  constructor() {
    const lengths = LENGTHS.map((length) => element("input", { type: "checkbox", value: length, autocomplete: "off" }));
    const lengthsHint = element("p", { class: "hint", id: "lengths-hint" });
    const rules = RULES.map(({ name, label, detail }) => ({
      name,
      toggle: new Switch({ id: `rule-${name}`, label, detail }),
      cost: new Cost(`rule-${name}-cost`),
    }));
    for (const { toggle, cost } of rules) cost.describe(toggle.control);
    const costs = { blockedCost: new Cost("blocked-cost"), factsCost: new Cost("facts-cost") };
    super({ heading: "page-heading", rows: rows({ lengths: lengthsOf(lengths, lengthsHint), rules, ...costs }) });
    Object.assign(this, { lengths, lengthsHint, rules, ...costs });
    this.preset = this.part("preset");
    this.blocked = this.part("blocked");
    this.facts = FACTS.map(({ name }) => this.part(name));
    this.preset.control.addEventListener("input", () => this.#choose(this.preset.value));
    this.#sayLengths();
  }

  start(core, preset) {
    this.#presets = core.codePolicies;
    this.preset.control.append(...presetOptions(core));
    this.preset.control.value = preset;
    this.#choose(preset);
    super.start(core);
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
}

function lengthsOf(boxes, hint) {
  return element(
    "fieldset",
    { class: "group", "aria-describedby": hint.id },
    element("legend", {}, "Lengths"),
    element(
      "div",
      { class: "lengths" },
      ...boxes.map((box) => element("label", { class: "length" }, box, element("span", {}, `${box.value} digits`))),
    ),
    hint,
  );
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

function alike(one = [], other = []) {
  return one.length === other.length && one.every((item) => other.includes(item));
}
