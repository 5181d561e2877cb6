import { DecisionTime } from "../calls/decision-time.js";
import { element } from "../shell/element.js";
import { Field, textControl } from "../fields/field.js";
import { RowList, rowSelect } from "../fields/row-list.js";
import { serviceCard, switches } from "../calls/service-card.js";
import { monoText, numberField, numberOrText } from "../fields/state-field.js";
import { Switch } from "../fields/switch.js";

const LEVELS = ["OWNER", "ADMIN", "USER", "GUEST"];

/** What the sample service of locks knows when it decides. */
export class LockAccessService {
  #isOrganisation = false;
  #user;

  constructor({ aggregate, callerId }) {
    this.sample = aggregate;
    this.userExists = new Switch({
      id: "userExists",
      label: "The user exists",
      detail: "The id of the path belongs to a user.",
      on: true,
    });
    this.organisationOwnsLock = new Switch({
      id: "organisationOwnsLock",
      label: "The organisation owns the lock",
      detail: "It may then give the lock an owner. Counts for an API key alone.",
    });
    this.version = numberField({
      name: "version",
      label: "Version",
      hint: "How many events made these locks.",
    });
    this.expectedVersion = numberField({
      name: "expectedVersion",
      label: "Expected version",
      optional: true,
      hint: "Empty: any version will do.",
    });
    this.locks = new RowList({
      id: "user-locks",
      legend: "Locks that the user has",
      noun: "lock",
      add: "Add a lock",
      blank: { lockId: "", lockName: "", accessLevel: "USER", grantedBy: "" },
      make: lockRow,
    });
    this.callerId = monoText({
      name: "callerId",
      label: "Id",
      hint: "As the verified token has it: no other may stand in “Granted by”.",
    });
    this.callerId.control.value = callerId;
    this.callerId.element.classList.add("wide");
    this.grantorLevel = new Field({
      name: "grantorLevel",
      label: "Level",
      hint: "None: no access to this lock.",
      control: element(
        "select",
        { autocomplete: "off" },
        element("option", { value: "" }, "None"),
        ...LEVELS.map((level) => element("option", { value: level }, level)),
      ),
    });
    this.grantorLevel.control.value = "OWNER";
    this.grantorRevoked = new Switch({ id: "grantorRevoked", label: "Revoked" });
    this.grantorFrom = monoText({ name: "grantorFrom", label: "From", hint: "Such as 2026-03-01T08:00:00Z. Empty: at once." });
    this.grantorUntil = monoText({
      name: "grantorUntil",
      label: "Until",
      hint: "Such as 2026-03-01T08:00:00Z. Empty: for ever.",
    });
    this.time = new DecisionTime();
    this.user = element(
      "fieldset",
      { class: "group" },
      element("legend", {}, "The caller, and their own access to the lock"),
      element(
        "div",
        { class: "fields" },
        this.callerId.element,
        this.grantorLevel.element,
        element("div", { class: "beside-field" }, this.grantorRevoked.element),
        this.grantorFrom.element,
        this.grantorUntil.element,
      ),
    );
    this.card = serviceCard(
      switches(this.userExists, this.organisationOwnsLock),
      this.user,
      element(
        "div",
        { class: "stack" },
        this.locks.element,
        element("div", { class: "fields" }, this.version.element, this.expectedVersion.element),
      ),
      this.time.element,
    );
    this.element = this.card.element;
  }

  start(core) {
    this.time.start(core.parseTimestamp);
    this.#take(this.sample);
    this.card.body.disabled = false;
  }

  /** The state to decide on, without the time. */
  get known() {
    const expected = this.expectedVersion.value;
    return {
      userExists: this.userExists.on,
      aggregate: {
        ...(this.#user !== undefined && { userId: this.#user }),
        version: numberOrText(this.version.value),
        locks: this.locks.values,
      },
      caller: this.#isOrganisation
        ? { kind: "organisation" }
        : { kind: "user", id: this.callerId.value, grant: this.grant },
      organisationOwnsLock: this.organisationOwnsLock.on,
      ...(expected !== "" && { expectedVersion: numberOrText(expected) }),
    };
  }

  /**
   * Takes on who calls, a user by a token, or an organisation by a key, of whom nothing more is
   * known; and about which user, whose locks are then those of the sample.
   */
  isCalled({ caller, user }) {
    this.#user = user;
    this.#isOrganisation = caller === "api-key";
    this.user.hidden = this.#isOrganisation;
  }

  /** The caller's own access, or `null`. */
  get grant() {
    const accessLevel = this.grantorLevel.value;
    if (accessLevel === "") return null;
    return {
      accessLevel,
      ...dates(this.grantorFrom.value, this.grantorUntil.value),
      revoked: this.grantorRevoked.on,
    };
  }

  /** What is kept while the page is away. */
  get kept() {
    const { userExists, organisationOwnsLock, callerId, grantorLevel, grantorRevoked, time } = this;
    const { grantorFrom, grantorUntil, expectedVersion } = this;
    return {
      userExists,
      organisationOwnsLock,
      callerId,
      grantorLevel,
      grantorRevoked,
      grantorFrom,
      grantorUntil,
      expectedVersion,
      time,
    };
  }

  /** Shows what the core has against the state, where it is. */
  show(issues) {
    const about = (...path) =>
      issues.filter((issue) => path.every((step, i) => issue.path[i + 1] === step));
    this.locks.show(issues, ["state", "aggregate", "locks"]);
    this.version.show(about("aggregate", "version"));
    this.expectedVersion.show(about("expectedVersion"));
    this.callerId.show(about("caller", "id"));
    this.grantorFrom.show(about("caller", "grant", "validFrom"));
    this.grantorUntil.show(about("caller", "grant", "validUntil"));
  }

  /** Takes on what an event has made of the user's locks. */
  apply(aggregate) {
    this.#take(aggregate);
    this.locks.changed();
  }

  #take({ version, locks }) {
    this.version.control.value = version;
    this.locks.replace(locks);
  }
}

function dates(from, until) {
  return { ...(from !== "" && { validFrom: from }), ...(until !== "" && { validUntil: until }) };
}

/** One lock of the user: all that an event has said about it. */
function lockRow(nth, lock) {
  const name = (label) => `${label} of lock ${nth}`;
  const text = (label, value = "") => {
    const control = textControl({ class: "input mono", "aria-label": name(label) });
    control.value = value;
    return control;
  };
  const level = LEVELS.map((level) => [level, level]);
  const controls = {
    lockName: text("Name", lock.lockName),
    accessLevel: rowSelect(name("Level"), level, lock.accessLevel),
    lockId: text("Id", lock.lockId),
    validFrom: text("From", lock.validFrom),
    validUntil: text("Until", lock.validUntil),
    grantedBy: text("Granted by", lock.grantedBy),
  };
  controls.lockName.classList.remove("mono");
  const captions = ["Name", "Level", "Id", "From", "Until", "Granted by"];
  return {
    nodes: [
      element("span", { class: "row-name" }, `Lock ${nth}`),
      ...Object.entries(controls).map(([member, control], i) =>
        element("label", { "data-member": member }, element("span", {}, captions[i]), control),
      ),
    ],
    controls,
    main: controls.lockId,
    filled: () => controls.lockId.value !== "",
    value: () => ({
      lockId: controls.lockId.value,
      lockName: controls.lockName.value,
      accessLevel: controls.accessLevel.value,
      ...dates(controls.validFrom.value, controls.validUntil.value),
      grantedBy: controls.grantedBy.value,
    }),
  };
}
