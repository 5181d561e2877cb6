import { html, nothing, render } from "lit-html";

import { DOOR, PANEL, stateOf } from "../../parts/house/door-fields.js";
import { List } from "../../parts/house/list.js";
import { mark, table } from "../../parts/house/table.js";
import { openThing } from "../../parts/house/thing-dialog.js";
import { sayTime, sayZone } from "../../parts/house/words.js";
import { ask, Refused } from "../../parts/service/api.js";

/** The doors: how each stands, and how it is set. */
export async function doors({ house, place }) {
  const draw = () => render(page(), place);
  const list = new List("/doors", draw);
  const open = (door) =>
    openThing({
      path: "/doors",
      thing: door,
      rows: DOOR,
      title: door?.name ?? "New door",
      more: (door, act) => waits(house, door, act),
      onChange: () => list.again(),
    });
  const openPanel = async () => {
    try {
      const thing = await ask("GET", "/panel/doors");
      openThing({ path: "/panel/doors", thing, rows: PANEL(house.doors), title: "The panel at the entrance", method: "PUT" });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      list.refusal = error;
      draw();
    }
  };

  const page = () => html`
    <header class="house-head">
      <h1 id="page-heading">Doors</h1>
      ${house.isAdministrator
        ? html`<button type="button" class="button" @click=${openPanel}>Panel at the entrance</button>
            <button type="button" class="button button-primary" @click=${() => open(undefined)}>New door</button>`
        : nothing}
    </header>
    ${table({
      caption: "Doors",
      list,
      empty: "There is no door yet.",
      columns: [
        {
          label: "Door",
          cell: (door) =>
            house.mayChange
              ? html`<button type="button" class="row-link" @click=${() => open(door)}>${door.name}</button>`
              : door.name,
        },
        { label: "Clock", cell: ({ zone }) => (zone ? sayZone(zone) : "not told") },
        {
          label: "State",
          cell: (door) => {
            const { label, tone } = stateOf(door);
            const until = untilOf(door).map(([, until]) => sayUntil(house, door, until));
            return html`${mark(label, tone)}${until.length > 0 ? html` <span class="soft">until ${until.sort().at(-1)}</span>` : nothing}`;
          },
        },
        { label: "Wrong tries", cell: ({ condition }) => sayLockOut(condition?.lockout) },
        {
          label: "See",
          cell: (door) =>
            html`<a href="?page=keys&door=${door.id}" aria-label="Keys for ${door.name}">Keys</a> ·
              <a href="?page=activity&door=${door.id}" aria-label="Activity at ${door.name}">Activity</a>`,
        },
      ],
    })}
  `;
  draw();
  await list.ask({});
}

const WAYS = { door: "Who stands before it", afar: "Who asks from afar" };

/** In which ways a door takes no try, and until when. */
const untilOf = ({ lockedUntil }) => Object.entries(lockedUntil ?? {}).filter(([, until]) => until !== null);

const sayUntil = (house, door, until) => sayTime(until, house.zone([door.id]));

/** Who is kept out by wrong tries, until when, and how that is ended. */
function waits(house, door, act) {
  const kept = untilOf(door);
  if (kept.length === 0) return nothing;
  return html`<div class="refusal" role="group" aria-label="Wrong tries">
    ${kept.map(
      ([way, until]) => html`<p>${WAYS[way]} is kept out after wrong tries until ${sayUntil(house, door, until)}, whatever is shown.</p>`,
    )}
    <button type="button" class="button" @click=${() => act("forget-tries")}>Let them try again now</button>
  </div>`;
}

/** What happens after wrong tries. */
function sayLockOut(lockout) {
  if (!lockout || lockout === "off") return "no wait";
  return `${lockout.tries} wrong, then ${sayWait(lockout.thenWaitSeconds)} wait`;
}

const sayWait = (seconds) => (seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`);
