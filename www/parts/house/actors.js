import { all } from "../service/api.js";
import { sayPerson } from "./words.js";

/** Who has no name. */
const SOMEBODY = {
  administrator: "an administrator",
  controller: "a door controller",
  manager: "a manager",
  reader: "somebody who may look",
};

/** Who did what: the names behind the actors of events, asked for when the first is to be said. */
export class Actors {
  #known = new Map();
  #asked;

  constructor(house) {
    this.house = house;
  }

  /** Asks for all names, once. */
  load() {
    this.#asked ??= all("/principals")
      .then((principals) => {
        for (const principal of principals) this.#known.set(`principal/${principal.id}`, principal);
      })
      // Without the names the roles are not told either.
      .catch(() => undefined);
    return this.#asked;
  }

  /** Whose doing an event is; `names` has people by their paths. Undefined where nobody can say. */
  say(actor, names) {
    if (actor === `principal/${this.house.session.principal}`) return "you";
    const principal = this.#known.get(actor);
    if (principal) return principal.name ?? SOMEBODY[principal.role];
    if (actor?.startsWith("person/")) return sayPerson(names?.get(`/people/${actor.slice(7)}`));
    return actor === "operator" ? "who runs the service" : undefined;
  }
}
