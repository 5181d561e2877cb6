import { html, nothing, render } from "lit-html";

import { KeyDialog } from "../../parts/house/key-dialog.js";
import { afterPause, List } from "../../parts/house/list.js";
import { mark, table } from "../../parts/house/table.js";
import {
  KINDS_OF_KEYS,
  sayHours,
  sayKey,
  sayPerson,
  sayTime,
  sayWindow,
  stateOfKey,
  STATES_OF_KEYS,
} from "../../parts/house/words.js";
import { temporal } from "../../parts/shell/temporal.js";
import { ask } from "../../parts/service/api.js";

const FILTERS = ["search", "door", "kind", "state", "person"];

/** Every key of the house: found by name, door, kind and state, and each to be changed. */
export async function keys({ house, place }) {
  const asked = new URLSearchParams(location.search);
  const filter = Object.fromEntries(FILTERS.map((name) => [name, asked.get(name) ?? ""]));
  let person;
  const draw = () => render(page(), place);
  const list = new List("/keys", draw);
  const Temporal = await temporal();

  const find = () => {
    const address = new URLSearchParams({ page: "keys" });
    for (const name of FILTERS) if (filter[name] && name !== "search") address.set(name, filter[name]);
    // What is searched for are names and phone numbers: they stay out of the address.
    history.replaceState(null, "", `?${address}`);
    return list.ask(filter);
  };
  const findSoon = afterPause(find);
  const set = (name, soon) => (event) => {
    filter[name] = event.target.value;
    (soon ? findSoon : find)();
  };
  const open = (key) => new KeyDialog({ house, key, Temporal, onChange: () => list.again() }).open();

  /** What it is; of one that works, until when wrong tries keep it out. */
  const stateOf = (key) => {
    const { label, tone, until } = stateOfKey(key);
    const end = until ? html` <span class="soft">until ${sayTime(until, house.zone(key.accesses))}</span>` : nothing;
    return html`${mark(label, tone)}${end}`;
  };

  const option = (chosen, value, label) =>
    html`<option value=${value} ?selected=${chosen === value}>${label}</option>`;
  const page = () => html`
    <header class="house-head">
      <h1 id="page-heading">Keys</h1>
      ${house.mayChange ? html`<a class="button button-primary" href="?page=new-key">New key</a>` : nothing}
    </header>
    <form class="filters" role="search" aria-label="Find keys" @submit=${(event) => event.preventDefault()}>
      <div class="filter filter-search">
        <label for="search">Name or phone</label>
        <input class="input" id="search" type="search" autocomplete="off" .value=${filter.search} @input=${set("search", true)} />
      </div>
      <div class="filter">
        <label for="door">Door</label>
        <select class="input" id="door" @change=${set("door")}>
          ${option(filter.door, "", "All doors")}
          ${house.doors.map(({ id, name }) => option(filter.door, id, name))}
        </select>
      </div>
      <div class="filter">
        <label for="kind">Kind</label>
        <select class="input" id="kind" @change=${set("kind")}>
          ${option(filter.kind, "", "All kinds")} ${KINDS_OF_KEYS.map(([value, label]) => option(filter.kind, value, label))}
        </select>
      </div>
      <div class="filter">
        <label for="state">State</label>
        <select class="input" id="state" @change=${set("state")}>
          ${option(filter.state, "", "All")} ${STATES_OF_KEYS.map(([value, label]) => option(filter.state, value, label))}
        </select>
      </div>
    </form>
    ${person
      ? html`<p class="only">Only keys of ${sayPerson(person)}. <a href="?page=keys">Show all</a></p>`
      : nothing}
    ${table({
      caption: "Keys",
      list,
      empty: FILTERS.some((name) => filter[name]) ? "No such key." : "No key was given out yet.",
      columns: [
        {
          label: "For",
          cell: (key) =>
            html`<button type="button" class="row-link" @click=${() => open(key)}>
              ${sayPerson(key.person)}<span class="visually-hidden">, ${sayKey(key)}</span>
            </button>`,
        },
        { label: "Key", cell: sayKey },
        { label: "Doors", cell: ({ accesses }) => accesses.map((id) => house.door(id)).join(", ") },
        {
          label: "When",
          cell: (key) =>
            html`${sayWindow(key, house.zone(key.accesses))}${key.schedule
                ? html`<br />${sayHours(key.schedule)}`
                : nothing}`,
        },
        { label: "State", cell: stateOf },
      ],
    })}
  `;

  draw();
  if (filter.person) person = await ask("GET", `/people/${encodeURIComponent(filter.person)}`).catch(() => undefined);
  await find();
}
