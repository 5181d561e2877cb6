import { locks, people } from "../../sample.js";
import { element } from "../shell/element.js";
import { Field, textControl } from "../fields/field.js";
import { fields, section } from "../fields/form-section.js";
import { GrantTimeline } from "./grant-timeline.js";
import { MomentField } from "../fields/moment-field.js";
import { PickField } from "../fields/pick-field.js";
import { ordered, RequestForm } from "../fields/request-form.js";
import { Segments } from "../fields/segments.js";

/** The fields of the requests, in the order of the API's page. */
const ORDER = {
  grant: ["id", "lockId", "lockName", "accessLevel", "validFrom", "validUntil", "grantedBy"],
  remove: ["id", "lockId", "removedBy", "reason"],
};

/** How the two operations are called. */
const CALLED = {
  grant: { path: "AddAccessibleLock", submit: "Grant access" },
  remove: { path: "RemoveAccessibleLock", submit: "Remove access" },
};

const persons = people.map(({ id, name }) => ({ value: id, label: name }));

/** The form of a "grant lock access" request, and of the one that removes it again. */
export class LockAccessForm extends RequestForm {
  constructor() {
    super();
    this.operation = new Segments({
      name: "operation",
      legend: "What to do",
      value: "grant",
      options: [
        { value: "grant", label: "Grant", detail: "Give access to a lock" },
        { value: "remove", label: "Remove", detail: "Take access away" },
      ],
    });
    this.caller = new Segments({
      name: "caller",
      legend: "Who calls",
      value: "bearer",
      options: [
        { value: "bearer", label: "A person", detail: "Signed in, with a token" },
        { value: "api-key", label: "An organisation", detail: "With its API key" },
      ],
    });
    this.id = new PickField({
      name: "id",
      label: "User",
      required: true,
      hint: "The id of who gets or loses access.",
      control: textControl({ class: "mono" }),
      samples: persons,
    });
    this.lockId = new PickField({
      name: "lockId",
      label: "Lock",
      required: true,
      hint: "An id of 36 characters, or a number of up to 20 digits.",
      control: textControl({ class: "mono" }),
      samples: locks.map(({ id, name }) => ({ value: id, label: name })),
    });
    this.lockName = new Field({
      name: "lockName",
      label: "Name of the lock",
      required: true,
      hint: "What the user sees in the app.",
      control: textControl(),
    });
    this.lockName.element.classList.add("wide");
    this.lockId.pick.addEventListener("input", () => {
      this.lockName.control.value = locks.find(({ id }) => id === this.lockId.value)?.name ?? "";
    });
    this.accessLevel = new Segments({
      name: "accessLevel",
      legend: "Level",
      value: "USER",
      options: [
        { value: "OWNER", label: "OWNER", detail: "The lock is theirs" },
        { value: "ADMIN", label: "ADMIN", detail: "Runs the lock" },
        { value: "USER", label: "USER", detail: "Comes and goes" },
        { value: "GUEST", label: "GUEST", detail: "Until an end" },
      ],
    });
    this.accessLevel.element.classList.add("segments-four");
    this.validFrom = new MomentField({ name: "validFrom", label: "Valid from", hint: "Empty: at once." });
    this.validUntil = new MomentField({
      name: "validUntil",
      label: "Valid until",
      hint: "Empty: for ever. A GUEST needs an end.",
    });
    this.timeline = new GrantTimeline();
    this.grantedBy = new PickField({
      name: "grantedBy",
      label: "Granted by",
      required: true,
      hint: "The id of the person who grants.",
      control: textControl({ class: "mono" }),
      samples: persons,
    });
    this.removedBy = new PickField({
      name: "removedBy",
      label: "Removed by",
      required: true,
      hint: "The id of the person who removes. A user may always give up a lock.",
      control: textControl({ class: "mono" }),
      samples: persons,
    });
    this.reason = new Field({
      name: "reason",
      label: "Reason",
      required: true,
      hint: "Stays in the lock’s history.",
      control: textControl(),
    });
    this.reason.element.classList.add("wide");

    this.granting = [
      section("Access level", this.accessLevel.element),
      section("Validity", fields(this.validFrom, this.validUntil), this.timeline.element),
    ];
    this.build({
      heading: "page-heading",
      submit: CALLED.grant.submit,
      children: [
        section(
          "Operation",
          element("div", { class: "pair" }, this.operation.element, this.caller.element),
        ),
        section("User and lock", fields(this.id, this.lockId, this.lockName)),
        ...this.granting,
        section("On whose behalf", fields(this.grantedBy, this.removedBy, this.reason)),
      ],
    });
    this.fit();
  }

  start(core) {
    this.validFrom.start(core.parseTimestamp);
    this.validUntil.start(core.parseTimestamp);
    this.enable();
  }

  /** What is kept while the page is away. */
  get kept() {
    const parts = Object.fromEntries(this.parts.map((part) => [part.name, part]));
    return { operation: this.operation, caller: this.caller, ...parts };
  }

  get removes() {
    return this.operation.value === "remove";
  }

  /** The request with the id of its path. */
  get request() {
    return ordered(ORDER[this.operation.value], this.given);
  }

  /** The last part of the path. */
  get path() {
    return CALLED[this.operation.value].path;
  }

  /** Whose access to the lock counts. */
  get grantor() {
    return (this.removes ? this.removedBy : this.grantedBy).value;
  }

  /** Shows what the operation asks for. */
  fit() {
    super.fit();
    for (const part of this.granting) part.hidden = this.removes;
    this.submit.textContent = CALLED[this.operation.value].submit;
  }

  get parts() {
    return [
      this.id,
      this.lockId,
      this.lockName,
      this.accessLevel,
      this.validFrom,
      this.validUntil,
      this.grantedBy,
      this.removedBy,
      this.reason,
    ];
  }

  get asked() {
    const others = this.removes
      ? [this.lockName, this.accessLevel, this.validFrom, this.validUntil, this.grantedBy]
      : [this.removedBy, this.reason];
    return this.parts.filter((part) => !others.includes(part));
  }
}
