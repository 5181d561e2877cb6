import { named } from "../house/words.js";
import { all } from "./api.js";

const DEVICE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What every page of the house needs: who is signed in, and the doors by name. */
export class House {
  constructor(session, doors) {
    this.session = session;
    this.doors = doors;
  }

  /** The doors that are seen by who is signed in, by name. */
  static async doors() {
    const doors = await all("/doors");
    return doors.sort((a, b) => a.name.localeCompare(b.name));
  }

  /** Whether who is signed in may give and take keys. */
  get mayChange() {
    return ["administrator", "manager"].includes(this.session.role);
  }

  get isAdministrator() {
    return this.session.role === "administrator";
  }

  /** The name of a door, also of one that is not his who asks. */
  door(id) {
    const name = this.doors.find((door) => door.id === id)?.name;
    return name === undefined ? "another door" : named(name);
  }

  /** The zone of the house: of the doors that are named, else of the first, else of this device. */
  zone(ids = []) {
    const door = this.doors.find(({ id, zone }) => ids.includes(id) && zone);
    return door?.zone ?? this.doors.find(({ zone }) => zone)?.zone ?? DEVICE;
  }
}
