import { locks, people } from "../../sample.js";
import { RequestForm } from "../fields/request-form.js";
import { GrantTimeline } from "./grant-timeline.js";

const persons = people.map(({ id, name }) => ({ value: id, label: name }));

/** How the two operations are called. */
const CALLED = {
  grant: { path: "AddAccessibleLock", submit: "Grant access", by: "grantedBy" },
  remove: { path: "RemoveAccessibleLock", submit: "Remove access", by: "removedBy" },
};

const grants = ({ operation }) => operation === "grant";
const removes = ({ operation }) => operation === "remove";

const rows = (timeline) => [
  {
    title: "Operation",
    rows: [
      {
        name: "operation",
        kind: "choice",
        put: null,
        label: "What to do",
        usual: "grant",
        options: [
          { value: "grant", label: "Grant", detail: "Give access to a lock" },
          { value: "remove", label: "Remove", detail: "Take access away" },
        ],
      },
    ],
  },
  {
    title: "User and lock",
    rows: [
      [
        { name: "id", kind: "sample", label: "User", required: true, hint: "The id of who gets or loses access.", samples: persons },
        {
          name: "lockId",
          kind: "sample",
          label: "Lock",
          required: true,
          hint: "An id of 36 characters, or a number of up to 20 digits.",
          samples: locks.map(({ id, name }) => ({ value: id, label: name })),
        },
        {
          name: "lockName",
          kind: "text",
          label: "Name of the lock",
          required: true,
          hint: "What the user sees in the app.",
          wide: true,
          only: grants,
        },
      ],
    ],
  },
  {
    title: "Access level",
    rows: [
      {
        name: "accessLevel",
        kind: "choice",
        label: "Level",
        usual: "USER",
        wide: "segments-four",
        options: [
          { value: "OWNER", label: "OWNER", detail: "The lock is theirs" },
          { value: "ADMIN", label: "ADMIN", detail: "Runs the lock" },
          { value: "USER", label: "USER", detail: "Comes and goes" },
          { value: "GUEST", label: "GUEST", detail: "Until an end" },
        ],
        only: grants,
      },
    ],
  },
  {
    title: "Validity",
    rows: [
      [
        { name: "validFrom", kind: "moment", label: "Valid from", hint: "Empty: at once.", only: grants },
        { name: "validUntil", kind: "moment", label: "Valid until", hint: "Empty: for ever. A GUEST needs an end.", only: grants },
      ],
      { element: timeline.element, only: grants },
    ],
  },
  {
    title: "On whose behalf",
    rows: [
      [
        {
          name: "grantedBy",
          kind: "sample",
          label: "Granted by",
          required: true,
          hint: "The id of the person who grants.",
          samples: persons,
          only: grants,
        },
        {
          name: "removedBy",
          kind: "sample",
          label: "Removed by",
          required: true,
          hint: "The id of the person who removes. A user may always give up a lock.",
          samples: persons,
          only: removes,
        },
        { name: "reason", kind: "text", label: "Reason", required: true, hint: "Stays in the lock’s history.", wide: true, only: removes },
      ],
    ],
  },
];

/** The form of a "grant lock access" request, and of the one that removes it again. */
export class LockAccessForm extends RequestForm {
  constructor() {
    const timeline = new GrantTimeline();
    super({ heading: "page-heading", rows: rows(timeline) });
    this.timeline = timeline;
    const { pick } = this.part("lockId");
    pick.addEventListener("input", () => {
      this.part("lockName").control.value = locks.find(({ id }) => id === pick.value)?.name ?? "";
    });
  }

  get removes() {
    return removes(this.values);
  }

  /** The last part of the path. */
  get path() {
    return CALLED[this.values.operation].path;
  }

  /** Whose access to the lock counts. */
  get grantor() {
    return this.values[CALLED[this.values.operation].by];
  }

  fit() {
    this.submit = CALLED[this.values.operation].submit;
    super.fit();
  }
}
