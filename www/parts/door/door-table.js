import { Field, textControl } from "../fields/field.js";
import { readNumber } from "../shell/say-number.js";
import { ORDINARY_DOOR, SECURITIES } from "./situations.js";

/** What keeps a door shut for everybody, and that there is no room behind it. */
const STATES = {
  outOfService: "Out of service",
  lockdown: "Locked down",
  threatLevel: "Threat level too high",
  privacy: "Privacy asked for",
  vacation: "Household away",
  interlock: "Other door of the pair open",
};

/** Five wrong tries in a row, then half a minute's wait. */
const LOCKOUT = { policy: { tries: 5, thenWaitSeconds: 30 }, state: {} };

const AREAS = { outside: "Street", inside: "House" };

const list = (name, label, hint, options, more) => ({ name, kind: "list", label, hint, options, usual: ORDINARY_DOOR[name], ...more });
const flag = ([name, label]) => ({ name, kind: "switch", label });

/** The fields of what is known of the door. */
export const DOOR = [
  { class: "door-states", rows: [...Object.entries(STATES), ["full", "House is full"]].map(flag) },
  [
    list("security", "What has to be shown", "One of the groups, whole.", SECURITIES.map(({ name, label }) => [name, label]), { wide: true }),
    list("passback", "Who is inside already", "Passback, between street and house.", [
      ["off", "May come in again"],
      ["soft", "May, and that is told"],
      ["hard", "May not"],
    ]),
    list("remote", "From afar", "Somebody who is not at the door.", [
      ["no", "Does not open"],
      ["yes", "Opens"],
      ["with-code", "Opens with a code"],
    ]),
    list("persons", "Persons", "How many have to be there.", [
      ["1", "One"],
      ["2", "Two"],
    ]),
    list("firstPerson", "First person", "Who opens the house for the others.", [
      ["off", "Not asked for"],
      ["needed", "Has not come yet"],
      ["came", "Has come"],
    ]),
    { name: "wrong", make: (row) => new TriesField(row), label: "Wrong tries so far", hint: "After five the reader waits 30 seconds." },
    list("unknown", "Not known", "A fact that nobody tells.", [
      ["", "Nothing: all is known"],
      ["privacy", "Whether privacy is asked for"],
      ["security", "What has to be shown"],
      ["lockout", "The wrong tries"],
      ["persons", "How many persons"],
    ]),
  ],
];

/** What stands in the fields of a door: as it ordinarily is, but for what a situation says. */
export function valuesOf({ states = [], ...door } = {}) {
  const shut = Object.fromEntries(Object.keys(STATES).map((name) => [name, states.includes(name)]));
  const { id, ...ordinary } = ORDINARY_DOOR;
  return { ...shut, ...ordinary, ...door };
}

/** The door as the core takes it, at an instant; `null` where that is not known. */
export function doorOf(values, at, core) {
  const { passback, full } = values;
  const door = {
    id: ORDINARY_DOOR.id,
    ...Object.fromEntries(Object.keys(STATES).map((name) => [name, values[name]])),
    security: SECURITIES.find(({ name }) => name === values.security).security,
    lockout: lockout(readNumber(values.wrong), at, core),
    remote: values.remote,
    passback: passback === "off" ? "off" : { mode: passback, ...AREAS },
    persons: Number(values.persons),
    firstPerson: values.firstPerson,
    occupancy: { area: AREAS.inside, inside: full ? 12 : 3, most: 12 },
  };
  const { [values.unknown]: _, ...known } = door;
  return known;
}

/** The tries as they are counted: so many wrong ones in a row, the last just now. */
function lockout(wrong, at, core) {
  let counted = LOCKOUT;
  for (let tries = 0; tries < Math.min(wrong, LOCKOUT.policy.tries); tries += 1)
    counted = { ...counted, state: core.lockOutAfter(counted, "wrong", at) };
  return counted;
}

/** Says itself whether the tries are a number, which no member of the door is. */
class TriesField extends Field {
  constructor(row) {
    super({ ...row, control: textControl({ class: "numeric", inputmode: "numeric" }) });
    this.control.value = ORDINARY_DOOR.wrong;
  }

  show() {
    const isNumber = Number.isInteger(readNumber(this.value));
    return super.show(isNumber ? [] : [{ code: "tries", path: [], message: "expected a whole number" }]);
  }
}
