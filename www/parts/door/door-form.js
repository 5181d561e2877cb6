import { element } from "../shell/element.js";
import { Field } from "../fields/field.js";
import { fields } from "../fields/form-section.js";
import { Switch } from "../fields/switch.js";
import { numberField } from "../fields/state-field.js";
import { readNumber } from "../shell/say-number.js";
import { ORDINARY_DOOR, SECURITIES } from "./situations.js";

const STATES = [
  { name: "outOfService", label: "Out of service" },
  { name: "lockdown", label: "Locked down" },
  { name: "threatLevel", label: "Threat level too high" },
  { name: "privacy", label: "Privacy asked for" },
  { name: "vacation", label: "Household away" },
  { name: "interlock", label: "Other door of the pair open" },
];

const SELECTS = ["security", "passback", "remote", "persons", "firstPerson", "unknown", "wrong"];

/** Five wrong tries in a row, then half a minute's wait. */
const LOCKOUT = { policy: { tries: 5, thenWaitSeconds: 30 }, state: {} };

const AREAS = { outside: "Street", inside: "House" };

/** What is known of the door. */
export class DoorForm {
  #core;

  constructor() {
    this.security = select("security", "What has to be shown", "One of the groups, whole.", [
      ...SECURITIES.map(({ name, label }) => [name, label]),
    ]);
    this.security.element.classList.add("wide");
    this.passback = select("passback", "Who is inside already", "Passback, between street and house.", [
      ["off", "May come in again"],
      ["soft", "May, and that is told"],
      ["hard", "May not"],
    ]);
    this.remote = select("remote", "From afar", "Somebody who is not at the door.", [
      ["no", "Does not open"],
      ["yes", "Opens"],
      ["with-code", "Opens with a code"],
    ]);
    this.persons = select("persons", "Persons", "How many have to be there.", [
      ["1", "One"],
      ["2", "Two"],
    ]);
    this.firstPerson = select("firstPerson", "First person", "Who opens the house for the others.", [
      ["off", "Not asked for"],
      ["needed", "Has not come yet"],
      ["came", "Has come"],
    ]);
    this.wrong = numberField({
      name: "wrong",
      label: "Wrong tries so far",
      hint: "After five the reader waits 30 seconds.",
    });
    this.unknown = select("unknown", "Not known", "A fact that nobody tells.", [
      ["", "Nothing: all is known"],
      ["privacy", "Whether privacy is asked for"],
      ["security", "What has to be shown"],
      ["lockout", "The wrong tries"],
      ["persons", "How many persons"],
    ]);
    this.states = STATES.map(({ name, label }) => ({ name, toggle: new Switch({ id: `door-${name}`, label }) }));
    this.full = new Switch({ id: "door-full", label: "House is full" });
    this.element = element(
      "div",
      { class: "stack" },
      element(
        "div",
        { class: "door-states" },
        ...[...this.states.map(({ toggle }) => toggle), this.full].map(({ element }) => element),
      ),
      fields(this.security, this.passback, this.remote, this.persons, this.firstPerson, this.wrong, this.unknown),
    );
    this.take(ORDINARY_DOOR);
  }

  start(core) {
    this.#core = core;
  }

  take(door) {
    for (const name of SELECTS) this[name].control.value = door[name];
    this.full.on = door.full;
    for (const { name, toggle } of this.states) toggle.on = door.states.includes(name);
  }

  /** What is kept of it while the page is away. */
  get draft() {
    const chosen = SELECTS.map((name) => [name, this[name].draft]);
    const states = this.states.filter(({ toggle }) => toggle.on).map(({ name }) => name);
    return { ...Object.fromEntries(chosen), full: this.full.on, states };
  }

  set draft(door) {
    this.take({ ...ORDINARY_DOOR, ...door });
  }

  /** The door as the core takes it, at an instant; `null` where that is not known. */
  door(at) {
    const passback = this.passback.value;
    const door = {
      id: ORDINARY_DOOR.id,
      ...Object.fromEntries(this.states.map(({ name, toggle }) => [name, toggle.on])),
      security: SECURITIES.find(({ name }) => name === this.security.value).security,
      lockout: this.#lockout(at),
      remote: this.remote.value,
      passback: passback === "off" ? "off" : { mode: passback, ...AREAS },
      persons: Number(this.persons.value),
      firstPerson: this.firstPerson.value,
      occupancy: { area: AREAS.inside, inside: this.full.on ? 12 : 3, most: 12 },
    };
    const { [this.unknown.value]: _, ...known } = door;
    return known;
  }

  /** Shows whether the tries are a number, which no member of the door is. */
  show() {
    const isNumber = Number.isInteger(readNumber(this.wrong.value));
    this.wrong.show(isNumber ? [] : [{ code: "tries", path: [], message: "expected a whole number" }]);
  }

  /** The tries as they are counted: so many wrong ones in a row, the last just now. */
  #lockout(at) {
    const wrong = readNumber(this.wrong.value);
    let lockout = LOCKOUT;
    for (let tries = 0; tries < Math.min(wrong, LOCKOUT.policy.tries); tries += 1)
      lockout = { ...lockout, state: this.#core.lockOutAfter(lockout, "wrong", at) };
    return lockout;
  }
}

function select(name, label, hint, options) {
  return new Field({
    name,
    id: `door-${name}`,
    label,
    hint,
    control: element(
      "select",
      { autocomplete: "off" },
      ...options.map(([value, text]) => element("option", { value }, text)),
    ),
  });
}
