import { html, nothing, render } from "lit-html";

import { Dialog } from "../../parts/house/dialog.js";
import { afterPause, List } from "../../parts/house/list.js";
import { sayIssue, sayRefusal } from "../../parts/house/refusal.js";
import { mark, table } from "../../parts/house/table.js";
import { sayPerson } from "../../parts/house/words.js";
import { ask, Refused } from "../../parts/service/api.js";

const STATES = { active: "Here", suspended: "Paused", left: "Gone" };
const TONES = { active: "good", suspended: "warn", left: "plain" };

/** Everybody who has a key or may get one. */
export async function people({ house, place }) {
  let search = "";
  const draw = () => render(page(), place);
  const list = new List("/people", draw);
  const find = () => list.ask({ search });
  const findSoon = afterPause(find);
  const open = (person) => openPerson({ house, person, onChange: () => list.again() });
  const typed = ({ target }) => {
    search = target.value;
    findSoon();
  };

  const page = () => html`
    <header class="house-head">
      <h1 id="page-heading">People</h1>
      ${house.mayChange
        ? html`<button type="button" class="button button-primary" @click=${() => open({})}>New person</button>`
        : nothing}
    </header>
    <form class="filters" role="search" aria-label="Find people" @submit=${(event) => event.preventDefault()}>
      <div class="filter filter-search">
        <label for="search">Name or phone</label>
        <input class="input" id="search" type="search" autocomplete="off" .value=${search} @input=${typed} />
      </div>
    </form>
    ${list.refusal ? html`<p class="refusal" role="alert">${sayRefusal(list.refusal)}</p>` : nothing}
    ${table({
      caption: "People",
      items: list.items,
      next: list.next,
      busy: list.busy,
      onNext: () => list.more(),
      empty: search ? "Nobody of this name." : "Nobody yet.",
      columns: [
        {
          label: "Name",
          cell: (person) =>
            house.mayChange
              ? html`<button type="button" class="row-link" @click=${() => open(person)}>${sayPerson(person)}</button>`
              : sayPerson(person),
        },
        { label: "Phone", cell: ({ phone }) => phone ?? "–" },
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

function openPerson({ person, onChange }) {
  const dialog = new Dialog();
  const isNew = person.id === undefined;
  let refusal;
  const keep = async (event) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.target));
    const body = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value.trim() || null]));
    if (body.phone) body.phone = body.phone.replace(/[\s().-]/g, "");
    try {
      if (isNew) await ask("POST", "/people", { body: Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null)) });
      else await ask("PATCH", `/people/${person.id}`, { body, revision: person.revision });
      dialog.close();
      onChange();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refusal = error;
      dialog.draw();
      dialog.element.querySelector("[aria-invalid=true]")?.focus();
    }
  };
  const field = (name, label, type = "text") => {
    const issue = refusal?.issues.find(({ path }) => path?.[0] === name);
    return html`<div class="filter">
      <label for=${name}>${label}</label>
      <input
        class="input"
        id=${name}
        name=${name}
        type=${type}
        autocomplete="off"
        value=${person[name] ?? ""}
        aria-invalid=${issue ? "true" : nothing}
        aria-describedby="${name}-note"
      />
      <p class=${issue ? "wrong" : "help"} id="${name}-note">
        ${issue ? sayIssue(issue) : type === "tel" ? "With + and the country, such as +46 70 123 45 67" : ""}
      </p>
    </div>`;
  };
  dialog.open({
    title: () => (isNew ? "New person" : sayPerson(person)),
    content: () => html`<form class="stack-form" novalidate @submit=${keep}>
      ${refusal ? html`<p class="refusal" role="alert">${sayRefusal(refusal)}</p>` : nothing}
      <div class="two">${field("firstName", "First name")} ${field("lastName", "Last name")}</div>
      ${field("phone", "Phone", "tel")}
      ${isNew
        ? nothing
        : html`<div class="filter">
            <label for="state">State</label>
            <select class="input" id="state" name="state">
              ${Object.entries(STATES).map(
                ([value, label]) => html`<option value=${value} ?selected=${person.state === value}>${label}</option>`,
              )}
            </select>
            <p class="help">Who is paused or gone opens no door.</p>
          </div>`}
      <div class="actions"><button class="button button-primary">Keep</button></div>
    </form>`,
  });
}
