import { html, nothing, render } from "lit-html";

import { sayEvent, TYPES } from "../../parts/house/event-words.js";
import { List } from "../../parts/house/list.js";
import { sayRefusal } from "../../parts/house/refusal.js";
import { mark } from "../../parts/house/table.js";
import { sayKey, sayPerson, sayTime } from "../../parts/house/words.js";
import { ask } from "../../parts/service/api.js";
import { localOf, placed } from "../../parts/fields/local-time.js";
import { temporal } from "../../parts/shell/temporal.js";

const FILTERS = ["door", "person", "key", "type"];

/** What happened at the doors and with the keys, newest first, and what happens now. */
export async function activity({ house, place }) {
  const Temporal = await temporal();
  const asked = new URLSearchParams(location.search);
  const filter = Object.fromEntries(FILTERS.map((name) => [name, asked.get(name) ?? ""]));
  const span = { from: "", until: "" };
  const names = new Map();
  const draw = () => render(page(), place);
  const list = new List("/events", draw, { on: "before" });
  let listedOnce = false;
  let source;
  let isLive = false;

  const zone = () => house.zone(filter.door ? [filter.door] : []);
  const instant = (text) => {
    if (text === "") return undefined;
    const found = placed(Temporal, text, zone());
    // Of an hour that comes twice all is shown, of one that does not come what follows it.
    return found.instant ?? found.gap?.instant ?? found.twice[0].instant;
  };
  const query = () => ({ ...filter, from: instant(span.from), until: instant(span.until) });

  async function find() {
    const address = new URLSearchParams({ page: "activity" });
    for (const name of FILTERS) if (filter[name]) address.set(name, filter[name]);
    history.replaceState(null, "", `?${address}`);
    follow();
    await list.ask(query());
    await nameAll();
  }

  /** What happens from now on is put before the rest, as far as it is asked for. */
  function follow() {
    source?.close();
    isLive = false;
    if (span.until) return;
    source = new EventSource("/events/stream");
    source.addEventListener("open", () => {
      isLive = true;
      draw();
    });
    source.addEventListener("error", () => {
      isLive = false;
      draw();
    });
    source.addEventListener("message", async ({ data }) => {
      const event = JSON.parse(data);
      if (!wanted(event) || list.items.some(({ seq }) => seq === event.seq)) return;
      list.items = [event, ...list.items];
      await nameAll();
    });
  }

  const about = (event) => ({ door: doorOf(event), key: keyOf(event), person: event.person, type: event.type });
  const wanted = (event) => FILTERS.every((name) => !filter[name] || about(event)[name] === filter[name]);

  /** Asks once for each person and key that is not known by name yet. */
  async function nameAll() {
    const unknown = new Set();
    // Who may not see people and keys sees what happened without names.
    for (const event of house.mayChange ? list.items : []) {
      if (event.person) unknown.add(`/people/${event.person}`);
      if (keyOf(event)) unknown.add(`/keys/${keyOf(event)}`);
    }
    const isUnknown = (path) => !names.has(path);
    // Of many the newest are asked for at once, and only who is not among these alone.
    if ([...unknown].filter(isUnknown).length > 4 && !listedOnce) {
      listedOnce = true;
      const lists = ["/keys", "/people"].map(async (root) => {
        const { items } = await ask("GET", `${root}?limit=200`);
        for (const item of items) names.set(`${root}/${item.id}`, item);
      });
      await Promise.allSettled(lists);
    }
    const paths = [...unknown].filter(isUnknown).slice(0, 100);
    await Promise.all(
      paths.map(async (path) => names.set(path, await ask("GET", encodeURI(path)).catch(() => undefined))),
    );
    draw();
  }

  const set = (name) => ({ target }) => {
    filter[name] = target.value;
    find();
  };
  const setSpan = (name) => ({ target }) => {
    span[name] = target.value;
    find();
  };
  const night = () => {
    const now = Temporal.Now.zonedDateTimeISO(zone());
    const today = now.toPlainDate();
    Object.assign(span, { from: `${today.subtract({ days: 1 })}T18:00`, until: `${today}T08:00` });
    find();
  };
  const day = () => {
    const now = Temporal.Now.instant().subtract({ hours: 24 });
    Object.assign(span, { from: localOf(Temporal, now.toString(), zone()), until: "" });
    find();
  };
  const everything = () => {
    Object.assign(span, { from: "", until: "" });
    find();
  };
  const option = (chosen, value, label) => html`<option value=${value} ?selected=${chosen === value}>${label}</option>`;
  const only = () => {
    const one = filter.key
      ? names.get(`/keys/${filter.key}`) && `the key of ${sayPerson(names.get(`/keys/${filter.key}`).person)}`
      : filter.person && names.get(`/people/${filter.person}`) && sayPerson(names.get(`/people/${filter.person}`));
    return filter.key || filter.person
      ? html`<p class="only">Only ${one ?? "one key or person"}. <a href="?page=activity">Show all</a></p>`
      : nothing;
  };

  const row = (event) => {
    const door = doorOf(event);
    const key = names.get(`/keys/${keyOf(event)}`);
    const person = names.get(`/people/${event.person}`) ?? key?.person;
    const { sentence, tone, detail } = sayEvent(event);
    return html`<li class="event">
      <time datetime=${event.at}>${sayTime(event.at, house.zone(door ? [door] : []), { dateStyle: "medium", timeStyle: "medium" })}</time>
      <p>
        ${mark(sentence, tone)} ${person ? html`<strong>${sayPerson(person)}</strong>` : nothing}
        ${door ? html`<span>${house.door(door)}</span>` : nothing} ${key ? html`<span class="soft">${sayKey(key)}</span>` : nothing}
        ${detail ? html`<span class="soft">${detail}</span>` : nothing}
      </p>
    </li>`;
  };
  const page = () => html`
    <header class="house-head">
      <h1 id="page-heading">Activity</h1>
      <p class="live" role="status">${isLive ? "Live" : span.until ? "" : "Not live: looking for the service …"}</p>
    </header>
    <form class="filters" role="search" aria-label="Find what happened" @submit=${(event) => event.preventDefault()}>
      <div class="filter">
        <label for="door">Door</label>
        <select class="input" id="door" @change=${set("door")}>
          ${option(filter.door, "", "All doors")} ${house.doors.map(({ id, name }) => option(filter.door, id, name))}
        </select>
      </div>
      <div class="filter">
        <label for="type">What</label>
        <select class="input" id="type" @change=${set("type")}>
          ${option(filter.type, "", "All")} ${TYPES.map(([value, label]) => option(filter.type, value, label))}
        </select>
      </div>
      <div class="filter">
        <label for="from">From</label>
        <input class="input" id="from" type="datetime-local" .value=${span.from} @change=${setSpan("from")} />
      </div>
      <div class="filter">
        <label for="until">Until</label>
        <input class="input" id="until" type="datetime-local" .value=${span.until} @change=${setSpan("until")} />
      </div>
      <div class="options" role="group" aria-label="When">
        <button type="button" class="button button-small" @click=${night}>Last night</button>
        <button type="button" class="button button-small" @click=${day}>Last 24 hours</button>
        <button type="button" class="button button-small" @click=${everything}>All the time</button>
      </div>
    </form>
    ${only()}
    ${list.refusal ? html`<p class="refusal" role="alert">${sayRefusal(list.refusal)}</p>` : nothing}
    ${list.items.length === 0
      ? html`<p class="empty" role="status">${list.busy ? "One moment …" : "Nothing happened."}</p>`
      : html`<ol class="events card" aria-label="What happened">
          ${list.items.map(row)}
        </ol>`}
    ${list.next
      ? html`<button type="button" class="button more" ?disabled=${list.busy} @click=${() => list.more().then(nameAll)}>Show more</button>`
      : nothing}
  `;
  addEventListener("pagehide", () => source?.close());
  draw();
  await find();
}

const doorOf = ({ stream, data }) => (/^door\/(.+)$/.exec(stream)?.[1] ?? data?.door);
const keyOf = ({ stream, data }) => (/^access-key\/(.+)$/.exec(stream)?.[1] ?? data?.credential);
