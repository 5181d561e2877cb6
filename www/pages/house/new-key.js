import { html, nothing, render } from "lit-html";

import { Developers } from "../../parts/calls/developers.js";
import { NewKeys } from "../../parts/house/new-keys.js";
import { NewKeyForm } from "../../parts/house/new-key-form.js";
import { sayRefusal } from "../../parts/house/refusal.js";
import { slip, slipActions } from "../../parts/house/slip.js";
import { sayPerson } from "../../parts/house/words.js";
import { ask, Refused } from "../../parts/service/api.js";
import { takenOver } from "../../parts/shell/hand-over.js";
import { temporal } from "../../parts/shell/temporal.js";

/** A key is made and handed over: one, or one for each of many names. */
export async function newKey({ house, place }) {
  const Temporal = await temporal();
  const { principal } = house.session;
  const draw = () => {
    render(page(), place);
    developers.show(form.requests[0] ?? {});
  };
  const form = new NewKeyForm({ house, Temporal, redraw: draw });
  const developers = new Developers({ path: "/keys" });
  const kept = NewKeys.kept(principal);
  let keys;
  let cutOff;
  let refusal;
  let busy;
  let slips = [];
  let isOver = false;
  let said = "";
  // Doors and times of the last key stand in the form still.
  let isLike = false;
  let card = takenOver();

  const tell = (word) => {
    said = word;
    draw();
  };
  /** Makes the keys that are left, and shows those that were made whatever becomes of the others. */
  const make = async () => {
    refusal = undefined;
    cutOff = undefined;
    try {
      while (keys.left > 0) {
        busy = keys.total === 1 ? "One moment …" : `${keys.total - keys.left + 1} of ${keys.total} …`;
        draw();
        const answer = await keys.next();
        developers.showReply(answer);
        slips.push({ house, key: answer.key, zone: house.zone(answer.key.accesses), secret: answer });
      }
      form.forget();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      developers.showReply({ status: error.status, issues: error.issues });
      refusal = error;
      // Whose key was made is not asked for again.
      form.own.names.keepLast(keys.left);
      form.keep();
    }
    busy = undefined;
    isOver = slips.length > 0;
    draw();
    place.querySelector(isOver ? "#page-heading" : "[aria-invalid=true]")?.focus();
  };
  const sent = async (event) => {
    event.preventDefault();
    if (busy) return;
    refusal = undefined;
    if (!form.isWhole) {
      draw();
      place.querySelector("[aria-invalid=true], .wrong")?.focus();
      return;
    }
    // What was begun and is asked for again is the same key.
    keys ??= cutOff ?? new NewKeys(principal);
    keys.goOn(form.requests);
    await make();
  };
  const others = () => {
    isOver = false;
    draw();
    place.querySelector("[aria-invalid=true], .send .button")?.focus();
  };
  const another = () => {
    keys?.forget();
    keys = undefined;
    slips = [];
    isOver = false;
    said = "";
    refusal = undefined;
    isLike = true;
    card = undefined;
    form.another();
    draw();
    place.querySelector("input")?.focus();
  };
  const beginEmpty = () => {
    isLike = false;
    form.empty();
    draw();
    place.querySelector("input")?.focus();
  };
  const goOn = (batch) => {
    keys = batch;
    return make();
  };
  const leave = () => {
    cutOff.forget();
    cutOff = undefined;
    draw();
  };

  const title = () => {
    if (keys.left > 0) return `${slips.length} of ${keys.total} keys made`;
    return slips.length === 1 ? `Key made for ${sayPerson(slips[0].key.person)}` : `${slips.length} keys made`;
  };
  const result = () => html`
    <header class="house-head no-print">
      <h1 id="page-heading" tabindex="-1">${title()}</h1>
      ${keys.left > 0
        ? html`<button type="button" class="button button-primary" @click=${others}>
            ${keys.left === 1 ? "Make the other one" : `Make the other ${keys.left}`}
          </button>`
        : html`<button type="button" class="button" @click=${another}>Make another</button>`}
      <a class="button" href="?page=keys">To the keys</a>
    </header>
    ${refusal ? html`<p class="refusal no-print" role="alert">${sayRefusal(refusal)}</p>` : nothing}
    ${slipActions(slips, tell)}
    <p class="done no-print" role="status">${said}</p>
    <div class="slips" data-many=${slips.length > 1}>${slips.map(slip)}</div>
    ${developers.element}
  `;
  const cut = () => html`<div class="refusal cut-off" role="group" aria-label="Keys that were begun">
    <p>${cutOff.total === 1 ? "A key was asked for" : `${cutOff.total} keys were asked for`} when this page was left.</p>
    <button type="button" class="button" @click=${() => goOn(cutOff)}>Make and show ${cutOff.total === 1 ? "it" : "them"}</button>
    <button type="button" class="button" @click=${leave}>Leave it</button>
  </div>`;
  const like = () => html`<div class="like" role="group" aria-label="Begun like the last key">
    <p>The doors, times and hours are those of the last key.</p>
    <button type="button" class="button button-small" @click=${beginEmpty}>Begin empty</button>
  </div>`;
  const taken = () => html`<div class="like taken-over" role="status">
    <p>Taken over from Cards: <strong>${card.keyIdentification}</strong>, ${card.keyFormat ? `format ${card.keyFormat}` : "any format"}</p>
    <p class="soft">${card.origin}</p>
  </div>`;
  const page = () =>
    isOver
      ? result()
      : html`
          <header class="house-head"><h1 id="page-heading">New key</h1></header>
          ${cutOff ? cut() : nothing} ${isLike ? like() : nothing} ${card ? taken() : nothing}
          <form class="new-key card" novalidate autocomplete="off" aria-labelledby="page-heading" @submit=${sent}>
            ${form.template(refusal?.issues)}
            <div class="send">
              <button class="button button-primary" ?disabled=${!house.mayChange}>
                ${form.isMany && form.requests.length > 1 ? `Make ${form.requests.length} keys` : "Make the key"}
              </button>
              <p role="status" class=${refusal ? "wrong" : "help"} ?data-idle=${!busy && !refusal && house.mayChange}>
                ${busy ?? (refusal && sayRefusal(refusal)) ?? (house.mayChange ? "It works as soon as it is made, or from the time you give." : "You may look, but not make keys.")}
              </p>
            </div>
          </form>
          ${developers.element}
        `;

  form.restore();
  const asked = new URLSearchParams(location.search);
  const take = (person) => form.take({ person, doors: asked.getAll("door"), kind: asked.get("kind") });
  take();
  if (card) form.takeOver(card);
  draw();
  if (asked.has("person")) {
    take(await ask("GET", `/people/${encodeURIComponent(asked.get("person"))}`).catch(() => undefined));
    draw();
  }
  if (kept === undefined) return;
  const isReloaded = performance.getEntriesByType("navigation")[0]?.type === "reload";
  if (isReloaded) await goOn(kept);
  else if (kept.wasEnded) kept.forget();
  else {
    cutOff = kept;
    draw();
  }
}
