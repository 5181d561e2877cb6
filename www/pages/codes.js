import { DrawCard } from "../parts/draw-card.js";
import { element } from "../parts/element.js";
import { KeyspacePanel } from "../parts/keyspace-panel.js";
import { OddsCard } from "../parts/odds-card.js";
import { PolicyForm } from "../parts/policy-form.js";
import { PolicyPanel } from "../parts/policy-panel.js";
import { TryPanel } from "../parts/try-panel.js";

/** The preset that the page starts with. */
const PRESET = "nuki";

/** What is counted where a policy names no lengths. */
const COUNTED = [6];

export function render() {
  const form = new PolicyForm();
  const keyspace = new KeyspacePanel();
  const trial = new TryPanel();
  const policyPanel = new PolicyPanel();
  const draw = new DrawCard();
  const odds = new OddsCard();
  const page = element(
    "div",
    { class: "page page-codes" },
    element(
      "div",
      { class: "page-head" },
      element("h1", { id: "page-heading" }, "Codes"),
      element("p", {}, "Choose which codes are allowed, see what is left of them, and draw some."),
    ),
    element("div", { class: "page-form" }, form.element),
    element("div", { class: "page-panels" }, keyspace.element, trial.element, policyPanel.element),
    element("div", { class: "page-work" }, draw.element, odds.element),
    draw.sheet.print,
  );

  function start(core) {
    const count = counter(core);
    form.start(core, PRESET);
    trial.start();
    draw.start(core, () => form.policy);
    odds.start();

    const update = () => {
      form.fit();
      draw.fit();
      const { policy } = form;
      const lengths = policy.lengths ?? COUNTED;
      const issues = issuesOf(core, policy);
      const loose = form.show(issues);
      policyPanel.show(policy);
      if (issues.length > 0) {
        keyspace.showUnusable((loose[0] ?? issues[0]).message);
        trial.showUnusable();
        odds.showUnusable();
        return;
      }
      const allowed = count(policy);
      keyspace.show({ allowed, all: count({ lengths }), lengths });
      form.showCosts(count);
      trial.show((code) => core.checkCode(code, policy));
      odds.show(core, { policy, lengths, allowed });
    };

    page.addEventListener("input", update);
    page.addEventListener("focusout", update);
    update();
  }

  return { element: page, start };
}

/** What the core has against a policy. */
function issuesOf(core, policy) {
  try {
    core.keyspace(policy);
    return [];
  } catch (error) {
    if (!(error instanceof core.LatchworkError)) throw error;
    return error.issues;
  }
}

/** Counts the codes of policies, each once; a policy that allows nothing has none. */
function counter(core) {
  const counts = new Map();
  return (policy) => {
    const key = JSON.stringify(policy);
    if (!counts.has(key)) counts.set(key, countOf(core, policy));
    return counts.get(key);
  };
}

function countOf(core, policy) {
  try {
    return core.keyspace(policy);
  } catch (error) {
    if (!(error instanceof core.LatchworkError)) throw error;
    return 0;
  }
}
