import { html, nothing, render } from "lit-html";

import { Developers } from "../../parts/calls/developers.js";
import { afterPause } from "../../parts/house/list.js";
import { makeKey, onceWord, peopleOf } from "../../parts/house/new-keys.js";
import { NewKeyForm } from "../../parts/house/new-key-form.js";
import { sayIssue, sayRefusal } from "../../parts/house/refusal.js";
import { slip, slipActions } from "../../parts/house/slip.js";
import { sayPerson } from "../../parts/house/words.js";
import { ask, Refused } from "../../parts/service/api.js";
import { temporal } from "../../parts/shell/temporal.js";

/** A key is made and handed over: one, or one for each of many names. */
export async function newKey({ house, place }) {
  const Temporal = await temporal();
  const draw = () => {
    render(page(), place);
    developers.show(form.requests[0] ?? {});
  };
  const findPeople = afterPause(async (text) => {
    form.known = await peopleOf(text).catch(() => []);
    draw();
  });
  const form = new NewKeyForm({ house, Temporal, redraw: draw, findPeople });
  const developers = new Developers({ path: "/access-keys" });
  let refused = {};
  let refusal;
  let busy;
  let slips = [];
  let said = "";
  // One word for each key, so that trying again makes none twice.
  let once = [];

  const tell = (word) => {
    said = word;
    draw();
  };
  const sent = async (event) => {
    event.preventDefault();
    if (busy) return;
    refusal = undefined;
    refused = form.wrong;
    if (Object.keys(refused).length > 0) {
      draw();
      place.querySelector("[aria-invalid=true], .wrong")?.focus();
      return;
    }
    const { requests } = form;
    const { schedule } = form.hours;
    once = requests.map((request, i) => (once[i]?.request === JSON.stringify([request, schedule]) ? once[i] : { request: JSON.stringify([request, schedule]), word: onceWord() }));
    const made = [];
    try {
      for (const [i, request] of requests.entries()) {
        busy = requests.length === 1 ? "One moment …" : `${i + 1} of ${requests.length} …`;
        draw();
        const answer = await makeKey(request, { schedule, once: once[i].word });
        developers.showReply(answer);
        const person = form.person ?? { firstName: request.userFirstName, lastName: request.userLastName, phone: request.userId };
        const key = { ...request, person, schedule };
        made.push({ house, key, zone: house.zone(key.accesses), secret: answer });
      }
      slips = made;
      once = [];
      form.forget();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      developers.showReply({ status: error.status, issues: error.issues });
      refused = Object.fromEntries(error.issues.toReversed().map((issue) => [issue.path?.[0], sayIssue(issue)]));
      refusal = made.length > 0 ? `${made.length} of ${requests.length} keys were made. ${sayRefusal(error)}` : sayRefusal(error);
    }
    busy = undefined;
    draw();
    place.querySelector(slips.length > 0 ? "#page-heading" : "[aria-invalid=true]")?.focus();
  };
  const another = () => {
    slips = [];
    said = "";
    Object.assign(form, { name: "", phone: "", names: "", person: undefined, code: "", number: "" });
    draw();
    place.querySelector("input")?.focus();
  };

  const result = () => html`
    <header class="house-head no-print">
      <h1 id="page-heading" tabindex="-1">
        ${slips.length === 1 ? `Key made for ${sayPerson(slips[0].key.person)}` : `${slips.length} keys made`}
      </h1>
      <button type="button" class="button" @click=${another}>Make another</button>
      <a class="button" href="?page=keys">To the keys</a>
    </header>
    ${slipActions(slips, tell)}
    <p class="done no-print" role="status">${said}</p>
    <div class="slips" data-many=${slips.length > 1}>${slips.map(slip)}</div>
    ${developers.element}
  `;
  const page = () =>
    slips.length > 0
      ? result()
      : html`
          <header class="house-head"><h1 id="page-heading">New key</h1></header>
          <form class="new-key card" novalidate autocomplete="off" aria-labelledby="page-heading" @submit=${sent}>
            ${form.template(refused)}
            <div class="send">
              <button class="button button-primary" ?disabled=${!house.mayChange}>
                ${form.many && form.lines.length > 1 ? `Make ${form.lines.length} keys` : "Make the key"}
              </button>
              <p role="status" class=${refusal ? "wrong" : "help"} ?data-idle=${!busy && !refusal && house.mayChange}>
                ${busy ?? refusal ?? (house.mayChange ? "It works as soon as it is made, or from the time you give." : "You may look, but not make keys.")}
              </p>
            </div>
          </form>
          ${developers.element}
        `;

  form.restore();
  const asked = new URLSearchParams(location.search);
  for (const id of asked.getAll("door")) if (house.doors.some((door) => door.id === id)) form.doors.add(id);
  if (asked.has("kind")) Object.assign(form, { keyType: asked.get("kind"), many: false });
  draw();
  if (asked.has("person")) {
    form.person = await ask("GET", `/people/${encodeURIComponent(asked.get("person"))}`).catch(() => undefined);
    draw();
  }
}
