import { element } from "../shell/element.js";

/** Any user and lock: who asks for what makes no difference to who may grant what. */
const ANYONE = "00000000-0000-4000-8000-000000000000";

/** Who may grant what, as a table; the cells that the request asks about are marked. */
export class GrantMatrix {
  #cells = new Map();

  constructor() {
    this.head = element("tr", {}, element("th", { scope: "col" }, "Grantor"));
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
    const row = (grantor, label, may) => {
      const cells = levels.map((level) => this.#cell(grantor, level, may(level)));
      this.rows.append(element("tr", {}, element("th", { scope: "row" }, label), ...cells));
    };
    for (const grantor of levels) row(grantor, grantor, (level) => core.mayGrant(grantor, level));
    row("organisation", "Organisation", (level) => organisationMay(core, level));
  }

  /** `grantor`: whose row counts, if any; `level`: what is granted or removed, absent when it is unknown. */
  show({ grantor, level, saying }) {
    for (const { cell, here, row, of } of this.#cells.values()) {
      const marked = of === level && row === grantor;
      if (marked) cell.setAttribute("aria-current", "true");
      else cell.removeAttribute("aria-current");
      here.textContent = marked ? ", this request" : "";
    }
    this.saying.textContent = saying;
  }

  /** Whether a row has the level. */
  may(row, level) {
    return this.#cells.get(`${row} ${level}`)?.may;
  }

  #cell(row, of, may) {
    const here = element("span", { class: "visually-hidden" });
    const cell = element(
      "td",
      { "data-grantor": row, "data-level": of, "data-may": String(may) },
      element("span", { "aria-hidden": "true" }, may ? "✓" : "–"),
      element("span", { class: "visually-hidden" }, may ? "yes" : "no"),
      here,
    );
    this.#cells.set(`${row} ${of}`, { cell, here, row, of, may });
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
    caller: { kind: "organisation" },
    organisationOwnsLock: true,
    now: 0,
  };
  return core.grantLockAccess.decide(request, state).status === 200;
}
