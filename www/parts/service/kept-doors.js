/** In this tab, for the developers' forms, which ask for no list themselves. */
const KEPT = "latchwork-doors";
const MOST = 12;

/** Keeps the first doors of the house, each `{ id, name }`; none of them when somebody signs out. */
export function keepDoors(doors) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(doors.slice(0, MOST).map(({ id, name }) => ({ id, name }))));
  } catch {
    // Then the forms have doors of an example.
  }
}

/** The doors that were kept last; undefined where there are none. */
export function keptDoors() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT));
    return kept?.length > 0 ? kept : undefined;
  } catch {
    return undefined;
  }
}
