import { Background, Refusal, Superseded } from "../../parts/shell/background.js";
import { DrawCard } from "../../parts/codes/draw-card.js";
import { keepDraft } from "../../parts/shell/draft.js";
import { element } from "../../parts/shell/element.js";
import { KeyspacePanel } from "../../parts/codes/keyspace-panel.js";
import { OddsCard } from "../../parts/codes/odds-card.js";
import { PolicyForm } from "../../parts/codes/policy-form.js";
import { PolicyPanel } from "../../parts/codes/policy-panel.js";
import { TryPanel } from "../../parts/codes/try-panel.js";

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
    { class: "page page-codes", "aria-busy": "true" },
    element(
      "div",
      { class: "page-head" },
      element("h1", { id: "page-heading" }, "Codes"),
      element("p", {}, "Draw codes, choose which are allowed, and see what is left of them."),
    ),
    element("div", { class: "page-form" }, draw.element, form.element, odds.element, policyPanel.element),
    element("div", { class: "page-panels" }, keyspace.element, trial.element),
    draw.sheet.print,
  );

  function start(core) {
    const background = new Background();
    background.start();
    form.start(core, PRESET);
    trial.start();
    draw.start(core, () => form.policy);
    odds.start();
    const { collision, from, until } = draw;
    const { active, tries } = odds;
    keepDraft("codes", page, { policy: form, collision, howMany: draw.count, from, until, active, tries });

    let shown;
    let turn = 0;
    const update = () => {
      form.fit();
      draw.fit();
      const { policy } = form;
      const issues = misuse(core, policy);
      policyPanel.show(policy);
      if (issues.length === 0) trial.show((code) => core.checkCode(code, policy));
      else trial.showUnusable();
      form.show(issues);

      const question = JSON.stringify([policy, odds.asked]);
      if (question === shown) return;
      shown = question;
      turn += 1;
      const mine = turn;
      const inTurn = () => {
        if (mine !== turn) throw new Superseded();
      };
      page.setAttribute("aria-busy", "true");
      count(policy, (...question) => background.ask(...question).finally(inTurn)).then(
        () => page.setAttribute("aria-busy", "false"),
        (error) => {
          if (!(error instanceof Superseded)) throw error;
        },
      );
    };

    page.addEventListener("input", update);
    page.addEventListener("focusout", update);
    update();
  }

  /** Shows what takes time, the nearest first. */
  async function count(policy, ask) {
    const lengths = policy.lengths ?? COUNTED;
    try {
      const allowed = await ask("keyspace", policy);
      keyspace.show({ allowed, all: await ask("keyspace", { lengths }), lengths });
      await odds.show(ask, { policy, lengths, allowed });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      keyspace.showUnusable(error.issues[0].message);
      odds.showUnusable();
    }
    await form.showCosts((policy) => ask("keyspace", policy).catch(noneOf));
  }

  return { element: page, start };
}

/** What the core has against a policy, whatever the code. */
function misuse(core, policy) {
  try {
    core.checkCode("", policy);
    return [];
  } catch (error) {
    if (!(error instanceof core.LatchworkError)) throw error;
    return error.issues;
  }
}

/** A policy that allows nothing has no codes. One that is none has no number. */
function noneOf(error) {
  if (!(error instanceof Refusal)) throw error;
  return error.issues.every(({ code }) => code === "policy_allows_nothing") ? 0 : undefined;
}
