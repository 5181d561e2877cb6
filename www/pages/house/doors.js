import { html, nothing, render } from "lit-html";

import { Dialog } from "../../parts/house/dialog.js";
import { List } from "../../parts/house/list.js";
import { sayIssue, sayRefusal } from "../../parts/house/refusal.js";
import { mark, table } from "../../parts/house/table.js";
import { sayZone } from "../../parts/house/words.js";
import { ask, Refused } from "../../parts/service/api.js";


/** The doors: how each stands, and how it is set. */
export async function doors({ house, place }) {
  const draw = () => render(page(), place);
  const list = new List("/doors", draw);
  const open = (door) => openDoor({ door, onChange: () => list.again() });

  const page = () => html`
    <header class="house-head">
      <h1 id="page-heading">Doors</h1>
      ${house.isAdministrator
        ? html`<button type="button" class="button button-primary" @click=${() => open({})}>New door</button>`
        : nothing}
    </header>
    ${list.refusal ? html`<p class="refusal" role="alert">${sayRefusal(list.refusal)}</p>` : nothing}
    ${table({
      caption: "Doors",
      items: list.items,
      next: list.next,
      busy: list.busy,
      onNext: () => list.more(),
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
          cell: ({ condition }) => {
            const { label, tone } = stateOf(condition);
            return mark(label, tone);
          },
        },
        { label: "Wrong tries", cell: ({ condition }) => sayLockOut(condition?.lockout) },
        {
          label: "Open",
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

/** What keeps a door shut for everybody, as far as it is set by hand; of several the first. */
const STATES = [
  { name: "normal", label: "In use", tone: "good" },
  { name: "lockdown", label: "Locked for everybody", tone: "bad" },
  { name: "outOfService", label: "Out of service", tone: "warn" },
  { name: "vacation", label: "Household away", tone: "warn" },
];

function stateOf(condition) {
  return STATES.find(({ name }) => condition?.[name] === true) ?? STATES[0];
}

/** What happens after wrong tries. */
function sayLockOut(lockout) {
  if (!lockout || lockout === "off") return "no wait";
  return `${lockout.tries} wrong, then ${sayWait(lockout.thenWaitSeconds)} wait`;
}

const sayWait = (seconds) => (seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`);

function openDoor({ door, onChange }) {
  const dialog = new Dialog();
  const isNew = door.id === undefined;
  let refusal;
  const zones = [...new Set([...(door.zone ? [door.zone] : []), ...(Intl.supportedValuesOf?.("timeZone") ?? [])])];
  const device = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const keep = async (event) => {
    event.preventDefault();
    const { name, zone, state, tries, wait } = Object.fromEntries(new FormData(event.target));
    const lockout = Number(tries) > 0 ? { ...kept(door), tries: Number(tries), thenWaitSeconds: Number(wait) } : "off";
    const flags = Object.fromEntries(STATES.slice(1).map((one) => [one.name, one.name === state]));
    const body = { name: name.trim(), zone: zone || null, condition: { lockout, ...flags } };
    try {
      if (isNew) await ask("POST", "/doors", { body: { name: body.name, ...(zone ? { zone } : {}) } });
      else await ask("PATCH", `/doors/${door.id}`, { body, revision: door.revision });
      dialog.close();
      onChange();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refusal = error;
      dialog.draw();
    }
  };
  const lockout = kept(door);
  const issueOf = (name) => refusal?.issues.find(({ path }) => path?.[0] === name);
  const field = (name, label, control) => {
    const issue = issueOf(name);
    return html`<div class="filter">
      <label for=${name}>${label}</label>
      ${control}
      ${issue ? html`<p class="wrong">${sayIssue(issue)}</p>` : nothing}
    </div>`;
  };
  dialog.open({
    title: () => (isNew ? "New door" : door.name),
    content: () => html`<form class="stack-form" novalidate @submit=${keep}>
      ${refusal ? html`<p class="refusal" role="alert">${sayRefusal(refusal)}</p>` : nothing}
      ${field("name", "Name", html`<input class="input" id="name" name="name" autocomplete="off" required value=${door.name ?? ""} />`)}
      ${field(
        "zone",
        "Clock of",
        html`<select class="input" id="zone" name="zone">
          <option value="">not told</option>
          ${zones.map((zone) => html`<option value=${zone} ?selected=${zone === (isNew ? device : door.zone)}>
                ${sayZone(zone)} (${zone.split("/")[0]})
              </option>`)}
        </select>`,
      )}
      ${isNew
        ? nothing
        : html`${field(
              "state",
              "State",
              html`<select class="input" id="state" name="state">
                ${STATES.map(({ name, label }) => html`<option value=${name} ?selected=${name === stateOf(door.condition).name}>${label}</option>`)}
              </select>`,
            )}
            <div class="two">
            ${field("tries", "Wrong tries before a wait (0: no wait)", html`<input class="input" id="tries" name="tries" type="number" min="0" max="100" value=${lockout.tries ?? 0} />`)}
            ${field("wait", "Wait in seconds", html`<input class="input" id="wait" name="wait" type="number" min="1" value=${lockout.thenWaitSeconds ?? 30} />`)}
          </div>`}
      <div class="actions"><button class="button button-primary">Keep</button></div>
    </form>`,
  });
}

/** The lock-out that a door has, as an object. */
const kept = ({ condition }) => (typeof condition?.lockout === "object" ? condition.lockout : {});
