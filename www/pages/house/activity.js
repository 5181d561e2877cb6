import { html, nothing, render } from "lit-html";

import { Actors } from "../../parts/house/actors.js";
import { AT_DOORS, sayEvent, TYPES } from "../../parts/house/event-words.js";
import { List } from "../../parts/house/list.js";
import { mark, refusedList } from "../../parts/house/table.js";
import { TimeField } from "../../parts/house/time-field.js";
import { sayKey, sayPerson, sayTime } from "../../parts/house/words.js";
import { ask } from "../../parts/service/api.js";
import { temporal } from "../../parts/shell/temporal.js";

const FILTERS = ["door", "person", "key", "type"];
const WHEN = [
  ["night", "Last night"],
  ["day", "Last 24 hours"],
  ["all", "All the time"],
  ["own", "Other times"],
];

/** What happened at the doors and with the keys, newest first, and what happens now. */
export async function activity({ house, place }) {
  const Temporal = await temporal();
  const asked = new URLSearchParams(location.search);
  const filter = Object.fromEntries(FILTERS.map((name) => [name, asked.get(name) ?? ""]));
  const actors = new Actors(house);
  const zone = () => house.zone(filter.door ? [filter.door] : []);
  const timeField = (name, label, instant) => new TimeField({ Temporal, zone: zone(), name, label, instant });
  const span = { from: timeField("from", "From"), until: timeField("until", "Until") };
  const names = new Map();
  const draw = () => render(page(), place);
  const list = new List("/events", draw, { on: "before" });
  let listedOnce = false;
  // Rows are drawn with their names: what comes later would move those below.
  let isNamed = false;
  let source;
  let isLive = false;
  let when = "all";

  const query = () => ({ ...filter, from: span.from.instant ?? undefined, until: span.until.instant ?? undefined });

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
    if (span.until.text) return;
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
    const isDoing = ({ type }) => !AT_DOORS.includes(type);
    const ofActors = list.items.some(isDoing) ? actors.load() : undefined;
    const unknown = new Set();
    // Who may not see people and keys sees what happened without names.
    for (const event of house.mayChange ? list.items : []) {
      if (event.person) unknown.add(`/people/${event.person}`);
      if (event.actor?.startsWith("person/")) unknown.add(`/people/${event.actor.slice(7)}`);
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
    await ofActors;
    await Promise.all(
      paths.map(async (path) => names.set(path, await ask("GET", encodeURI(path)).catch(() => undefined))),
    );
    isNamed = true;
    draw();
  }

  const set = (name) => ({ target }) => {
    filter[name] = target.value;
    for (const field of Object.values(span)) field.zone = zone();
    setSpan();
  };
  /** A time of which it is not known yet which it is, is asked about before anything is looked for. */
  const setSpan = () => (span.from.isPlain && span.until.isPlain ? find() : draw());
  const between = (from, until) => {
    span.from.set(from);
    span.until.set(until);
    setSpan();
  };
  const night = () => {
    const today = Temporal.Now.zonedDateTimeISO(zone()).toPlainDate();
    between(`${today.subtract({ days: 1 })}T18:00`, `${today}T08:00`);
  };
  const day = () => {
    const from = Temporal.Now.instant().subtract({ hours: 24 }).toString({ smallestUnit: "second" });
    Object.assign(span, { from: timeField("from", "From", from), until: timeField("until", "Until") });
    find();
  };
  const choose = (word) => () => {
    when = word;
    ({ night, day, all: () => between("", ""), own: draw })[word]();
  };
  const spanOf = () => {
    const said = [span.from, span.until].map(({ label, instant }) => instant && `${label.toLowerCase()} ${sayTime(instant, zone())}`);
    return said.filter(Boolean).join(" ");
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
    const by = AT_DOORS.includes(event.type) ? undefined : actors.say(event.actor, names);
    return html`<li class="event">
      <time datetime=${event.at}>${sayTime(event.at, house.zone(door ? [door] : []), { dateStyle: "medium", timeStyle: "medium" })}</time>
      <p>
        ${mark(sentence, tone)} ${person ? html`<strong>${sayPerson(person)}</strong>` : nothing}
        ${door ? html`<span>${house.door(door)}</span>` : nothing} ${key ? html`<span class="soft">${sayKey(key)}</span>` : nothing}
        ${detail ? html`<span class="soft">${detail}</span>` : nothing} ${by ? html`<span class="soft">by ${by}</span>` : nothing}
      </p>
    </li>`;
  };
  const page = () => html`
    <header class="house-head">
      <h1 id="page-heading">Activity</h1>
      <p class="live" role="status">${isLive ? "Live" : span.until.text ? "" : "Not live: looking for the service …"}</p>
    </header>
    <form class="filters" role="search" aria-label="Find what happened" @submit=${(event) => event.preventDefault()}>
      <div class="options" role="group" aria-label="When">
        ${WHEN.map(
          ([word, label]) =>
            html`<button type="button" class="button button-small" aria-pressed=${when === word} @click=${choose(word)}>${label}</button>`,
        )}
        ${when === "own" || !spanOf() ? nothing : html`<span class="soft">${spanOf()}</span>`}
      </div>
      ${when === "own" ? html`${span.from.template(setSpan)} ${span.until.template(setSpan)}` : nothing}
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
    </form>
    ${only()}
    ${refusedList(list)}
    ${list.items.length === 0 || !isNamed
      ? list.refusal
        ? nothing
        : html`<p class="empty" role="status">${list.busy || !isNamed ? "One moment …" : "Nothing happened."}</p>`
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
