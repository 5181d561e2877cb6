import { html, nothing, render } from "lit-html";

import { afterPause, List } from "../../parts/house/list.js";
import { mark, table } from "../../parts/house/table.js";
import { openThing } from "../../parts/house/thing-dialog.js";
import { sayPerson } from "../../parts/house/words.js";

const STATES = { active: "Here", suspended: "Paused", left: "Gone" };
const TONES = { active: "good", suspended: "warn", left: "plain" };

/** What is set of a person. */
const PERSON = [
  [
    { name: "firstName", kind: "text", label: "First name" },
    { name: "lastName", kind: "text", label: "Last name" },
  ],
  { name: "phone", kind: "phone", label: "Phone", hint: "With + and the country, such as +46 70 123 45 67" },
  {
    name: "state",
    kind: "choice",
    label: "State",
    hint: "Who is paused or gone opens no door.",
    words: Object.entries(STATES),
    of: "there",
  },
];

/** What a person is where a door asks for more than one: an administrator's to say. */
const PARTY = {
  name: "party",
  kind: "some",
  label: "At doors that ask who comes together",
  words: [
    ["needs-escort", "Comes in with somebody only"],
    ["escort", "May bring others"],
    ["first-person", "Comes first, and opens for others"],
  ],
};

/** Everybody who has a key or may get one. */
export async function people({ house, place }) {
  let search = "";
  const draw = () => render(page(), place);
  const list = new List("/people", draw);
  const find = () => list.ask({ search });
  const findSoon = afterPause(find);
  const open = (person) =>
    openThing({
      path: "/people",
      thing: person,
      rows: house.isAdministrator ? [...PERSON, PARTY] : PERSON,
      title: person ? sayPerson(person) : "New person",
      onChange: () => list.again(),
    });
  const typed = ({ target }) => {
    search = target.value;
    findSoon();
  };

  const page = () => html`
    <header class="house-head">
      <h1 id="page-heading">People</h1>
      ${house.isAdministrator ? html`<a class="button" href="?page=sign-ins">Who may sign in</a>` : nothing}
      ${house.mayChange
        ? html`<button type="button" class="button button-primary" @click=${() => open(undefined)}>New person</button>`
        : nothing}
    </header>
    <form class="filters" role="search" aria-label="Find people" @submit=${(event) => event.preventDefault()}>
      <div class="filter filter-search">
        <label for="search">Name or phone</label>
        <input class="input" id="search" type="search" autocomplete="off" .value=${search} @input=${typed} />
      </div>
    </form>
    ${table({
      caption: "People",
      list,
      empty: search ? "Nobody of this name." : "Nobody yet.",
      columns: [
        {
          label: "Name",
          cell: (person) =>
            house.mayChange
              ? html`<button type="button" class="row-link" @click=${() => open(person)}>${sayPerson(person)}</button>`
              : sayPerson(person),
        },
        { label: "Phone", cell: ({ phone }) => (phone ? html`<bdi dir="ltr">${phone}</bdi>` : "–") },
        { label: "State", cell: ({ state }) => mark(STATES[state] ?? state, TONES[state]) },
        {
          label: "Keys",
          cell: (person) =>
            html`<a href="?page=keys&person=${person.id}" aria-label="Keys of ${sayPerson(person)}">Keys</a>${house.mayChange
                ? html` · <a href="?page=new-key&person=${person.id}" aria-label="New key for ${sayPerson(person)}">New key</a>`
                : nothing}`,
        },
      ],
    })}
  `;
  draw();
  await find();
}
