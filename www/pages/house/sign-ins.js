import { html, nothing, render } from "lit-html";

import { List } from "../../parts/house/list.js";
import { isOfSomeDoors, SignInDialog } from "../../parts/house/sign-in-dialog.js";
import { mark, table } from "../../parts/house/table.js";
import { named, sayRole } from "../../parts/house/words.js";

/** Who may sign in, people and programs: let in, shut out, and given keys to sign in by. */
export async function signIns({ house, place }) {
  const draw = () => render(page(), place);
  const list = new List("/principals", draw);
  const open = (principal) => new SignInDialog({ house, principal, onChange: () => list.again() }).open();
  const called = ({ id, name, role }) => `${name ? named(name) : sayRole(role)}${id === house.session.principal ? " (you)" : ""}`;
  const page = () => html`
    <header class="house-head">
      <h1 id="page-heading">Who may sign in</h1>
      ${house.isAdministrator
        ? html`<button type="button" class="button button-primary" @click=${() => open(undefined)}>Somebody new</button>`
        : nothing}
    </header>
    ${table({
      caption: "Who may sign in",
      list,
      empty: "Nobody yet.",
      columns: [
        {
          label: "Name",
          cell: (one) =>
            house.isAdministrator
              ? html`<button type="button" class="row-link" @click=${() => open(one)}>${called(one)}</button>`
              : called(one),
        },
        { label: "Role", cell: ({ role }) => sayRole(role) },
        { label: "Doors", cell: ({ role, doors }) => (isOfSomeDoors(role) ? doors.map((id) => house.door(id)).join(", ") : "all") },
        { label: "State", cell: ({ disabledAt }) => (disabledAt ? mark("Shut out", "bad") : mark("May sign in", "good")) },
      ],
    })}
  `;
  draw();
  await list.ask({});
}
