import { element } from "./element.js";

/** Any user and lock: who asks for what makes no difference to who may grant what. */
const ANYONE = "00000000-0000-4000-8000-000000000000";

/** Who may grant what, as a table; the cells that the request asks about are marked. */
export class GrantMatrix {
  #cells = new Map();

  constructor() {
    this.head = element("tr", {}, element("th", { scope: "col" }, "Granter"));
    this.rows = element("tbody", {});
    this.saying = element("p", { class: "matrix-saying" });
    this.element = element(
      "section",
      { class: "card matrix-card", "aria-labelledby": "matrix-heading" },
      element(
        "div",
        { class: "card-head" },
        element("h2", { id: "matrix-heading" }, "Who may grant what"),
        element("p", {}, "And so remove. The marked cell is the one that this request asks about."),
      ),
      element(
        "table",
        { class: "matrix", "aria-labelledby": "matrix-heading" },
        element("thead", {}, this.head),
        this.rows,
      ),
      this.saying,
    );
  }

  start(core) {
    const levels = core.accessLevels;
    this.head.append(...levels.map((level) => element("th", { scope: "col" }, level)));
    const row = (granter, label, may) => {
      const cells = levels.map((level) => this.#cell(granter, level, may(level)));
      this.rows.append(element("tr", {}, element("th", { scope: "row" }, label), ...cells));
    };
    for (const granter of levels) row(granter, granter, (level) => core.mayGrant(granter, level));
    row("organisation", "Organisation", (level) => organisationMay(core, level));
  }

  /** `granters`: those whose rows count; `level`: what is granted or removed, absent when it is unknown. */
  show({ granters, level, saying }) {
    for (const { cell, here, granter, of } of this.#cells.values()) {
      const marked = of === level && granters.includes(granter);
      if (marked) cell.setAttribute("aria-current", "true");
      else cell.removeAttribute("aria-current");
      here.textContent = marked ? ", this request" : "";
    }
    this.saying.textContent = saying;
  }

  /** Whether any of them may. */
  may(granters, level) {
    return granters.some((granter) => this.#cells.get(`${granter} ${level}`)?.may);
  }

  #cell(granter, of, may) {
    const here = element("span", { class: "visually-hidden" });
    const cell = element(
      "td",
      { "data-granter": granter, "data-level": of, "data-may": String(may) },
      element("span", { "aria-hidden": "true" }, may ? "✓" : "–"),
      element("span", { class: "visually-hidden" }, may ? "yes" : "no"),
      here,
    );
    this.#cells.set(`${granter} ${of}`, { cell, here, granter, of, may });
    return cell;
  }
}

/** The organisation is no level to ask `mayGrant` about: its row is what it may decide. */
function organisationMay(core, accessLevel) {
  const request = {
    id: ANYONE,
    lockId: "1",
    lockName: "any",
    accessLevel,
    validUntil: "1970-01-02T00:00:00Z",
    grantedBy: ANYONE,
  };
  const state = {
    userExists: true,
    aggregate: { version: 0, locks: [] },
    granter: null,
    organisationOwnsLock: true,
    now: 0,
  };
  return core.grantLockAccess.decide(request, state).status === 200;
}
