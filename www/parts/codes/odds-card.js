import { Refusal } from "../shell/background.js";
import { element } from "../shell/element.js";
import { Field, textControl } from "../fields/field.js";
import { OddsPlot } from "./odds-plot.js";
import { say } from "../shell/say.js";
import { readNumber, sayLengths, sayNumber, sayOneIn, sayShare } from "../shell/say-number.js";

/** ULC 60839-11-1: so many possible codes for each one given out, when nothing else is asked for. */
const CODES_EACH = 1_000;
const ROWS = 6;

/** What a guess is worth against the codes at a door. */
export class OddsCard {
  constructor() {
    this.active = new Field({
      name: "active",
      label: "Active codes at the door",
      hint: "A guess wins when it is any of them.",
      control: textControl({ inputmode: "numeric", class: "numeric", maxlength: "12", value: "10" }),
    });
    this.tries = new Field({
      name: "tries",
      label: "Tries before lock-out",
      hint: "How often a wrong code may be typed.",
      control: textControl({ inputmode: "numeric", class: "numeric", maxlength: "12", value: "5" }),
    });
    for (const field of [this.active, this.tries]) field.touch();
    this.badge = element("span", { class: "badge" }, "Loading");
    this.verdict = element("p", { class: "odds-verdict" });
    this.advice = element("p", { class: "odds-advice" });
    this.recommended = element("span", { class: "legend legend-recommended" }, "Every code of the recommended length");
    this.plot = new OddsPlot();
    this.rows = element("tbody", {});
    this.body = element(
      "fieldset",
      { class: "form-body", disabled: true, "aria-labelledby": "odds-heading" },
      element("div", { class: "fields" }, this.active.element, this.tries.element),
      element("div", { class: "odds-says", role: "status" }, this.verdict, this.advice),
      element(
        "figure",
        { class: "odds-figure" },
        element(
          "figcaption",
          {},
          element("span", { class: "legend legend-policy" }, "This policy"),
          element("span", { class: "legend legend-unruled" }, "Every code of its lengths"),
          this.recommended,
        ),
        this.plot.element,
      ),
      element(
        "table",
        { class: "odds-table" },
        element("caption", { class: "visually-hidden" }, "The odds of a guess after so many tries"),
        element(
          "thead",
          {},
          element(
            "tr",
            {},
            ...["Tries", "Chance", "Which is"].map((title) => element("th", { scope: "col" }, title)),
          ),
        ),
        this.rows,
      ),
    );
    this.element = element(
      "section",
      { class: "card odds", "aria-labelledby": "odds-heading" },
      element(
        "div",
        { class: "card-head" },
        element("h2", { id: "odds-heading" }, "Odds of a guess ", this.badge),
        element("p", {}, "For someone who tries different codes that the policy allows."),
      ),
      this.body,
    );
  }

  start() {
    this.body.disabled = false;
  }

  /** The numbers that the odds are asked for. */
  get asked() {
    return { active: readNumber(this.active.value), tries: readNumber(this.tries.value) };
  }

  /**
   * Shows the odds for a policy, of which `ask` promises what the core says. `lengths` are those
   * that it counts, `allowed` their number.
   */
  async show(ask, { policy, lengths, allowed }) {
    const { active, tries } = this.asked;
    const { odds, issues } = await ask("guessOdds", { policy, active, tries }).then(
      (odds) => ({ odds, issues: [] }),
      issuesOf,
    );
    const of = (name) => issues.filter(({ path }) => path.includes(name));
    this.active.show(of("active"));
    this.tries.show(of("tries"));
    if (issues.length > 0) {
      this.#fade();
      return;
    }

    const length = await ask("recommendedLength", active, CODES_EACH);
    const rows = rowsOf(tries);
    const curve = async (policy) => {
      const points = [];
      for (const tries of rows)
        points.push({ tries, part: (await ask("guessOdds", { policy, active, tries })).success });
      return points;
    };
    const ruled = await curve(policy);
    const unruled = await curve({ lengths });
    const recommended = length !== null && {
      name: `${length} digits, recommended`,
      points: await curve({ lengths: [length] }),
    };
    this.element.classList.remove("stale");
    say(
      this.recommended,
      recommended ? `Every code of ${recommended.name}` : "Every code of the recommended length",
    );
    this.#showWords({ active, tries, lengths, allowed, odds, length });
    this.#showRows(ruled, tries);
    const lock = { tries, part: odds.success };
    this.plot.show({ ruled, unruled, recommended, lock, saying: saying({ ruled, recommended, lock }) });
  }

  /** For a policy or a number that is none; what was drawn last stays, faint. */
  showUnusable() {
    for (const field of [this.active, this.tries]) field.show([]);
    this.#fade();
  }

  #fade() {
    this.element.classList.add("stale");
    this.badge.dataset.tone = "plain";
    this.badge.textContent = "No odds";
  }

  #showWords({ active, tries, lengths, allowed, odds, length }) {
    const each = allowed / active;
    const enough = each >= CODES_EACH;
    this.badge.dataset.tone = enough ? "good" : "warn";
    this.badge.textContent =
      active === 0 ? "No code to guess" : `${sayNumber(each)} codes for each active one`;
    say(
      this.verdict,
      active === 0
        ? "No code is active: no guess opens."
        : `${sayTries(tries)} ${tries === 1 ? "opens" : "open"} with a chance of ${sayShare(odds.success)}, ` +
            `${sayOneIn(odds.success)}; the first hit comes after ${sayTries(odds.expectedTries)} on average.`,
    );
    const wanted =
      length === null
        ? "no length up to 8 digits is long enough"
        : `${sayLengths([length])} or more are recommended`;
    say(
      this.advice,
      `For ${sayNumber(active)} active ${active === 1 ? "code" : "codes"} ${wanted} ` +
        `(${sayNumber(CODES_EACH)} possible codes for each active one); this policy has ${sayLengths(lengths)}.`,
    );
  }

  #showRows(points, lock) {
    this.rows.replaceChildren(
      ...points.map(({ tries, part }) =>
        element(
          "tr",
          { class: tries === lock && "odds-lock" },
          element("th", { scope: "row" }, sayNumber(tries), tries === lock ? " (lock-out)" : ""),
          element("td", {}, sayShare(part)),
          element("td", {}, sayOneIn(part)),
        ),
      ),
    );
  }
}

function issuesOf(error) {
  if (!(error instanceof Refusal)) throw error;
  return { issues: error.issues };
}

function saying({ ruled, recommended, lock }) {
  const said = ruled.map(({ tries, part }) => `${sayShare(part)} after ${sayNumber(tries)}`);
  const wanted = recommended?.points?.find(({ tries }) => tries === lock.tries);
  return [
    `Chance that a guess opens, by the number of tries: ${said.join(", ")}. The same stands in the table.`,
    ...(wanted ? [`With ${recommended.name}: ${sayShare(wanted.part)} after ${sayNumber(lock.tries)}.`] : []),
  ].join(" ");
}

/** 1, 2, 5, 10, 20, 50 … */
function* roundNumbers() {
  for (let power = 1; ; power *= 10) yield* [power, 2 * power, 5 * power];
}

/** Where the plot ends: a round number with the lock-out in its first third. */
function lastTry(tries) {
  for (const number of roundNumbers()) if (number >= Math.max(10, 3 * tries)) return number;
}

/** The first try, the lock-out, the last, and the round numbers before it as far as there is room. */
function rowsOf(tries) {
  const most = lastTry(tries);
  const rows = [];
  for (const number of roundNumbers()) {
    if (number >= most) break;
    rows.push(number);
  }
  const kept = new Set([1, Math.max(1, tries), most]);
  while (kept.size < ROWS && rows.length > 0) kept.add(rows.pop());
  return [...kept].sort((a, b) => a - b);
}

/** `1 try`, `2,100 tries`. */
function sayTries(tries) {
  const said = sayNumber(tries);
  return said === "1" ? "1 try" : `${said} tries`;
}
