import { html, nothing } from "lit-html";

import { copyText, share } from "./share.js";
import { named, sayHours, sayKind, sayPerson, sayWindow } from "./words.js";

/** What is handed to a person: the code in large print, for whom, which doors, when. */
export function slip({ house, key, zone, secret }) {
  return html`<section class="slip" aria-label="Slip for ${sayPerson(key.person)}">
    <p class="slip-house">${house.session.organisation.name}</p>
    <p class="slip-person">${sayPerson(key.person)}${key.keyName ? `, ${named(key.keyName)}` : ""}</p>
    ${secret?.keyIdentification
      ? html`<p class="slip-code"><span class="visually-hidden">${sayKind(key.keyType)} </span>${secret.keyIdentification}</p>`
      : html`<p class="slip-phone">Opens with the phone ${key.person?.phone ?? ""}</p>`}
    ${secret?.pin ? html`<p>With the number <strong>${secret.pin}</strong></p>` : nothing}
    <p>${key.accesses.map((id) => house.door(id)).join(", ")}</p>
    <p>${first(sayWindow(key, zone))}, ${sayHours(key.schedule)}</p>
  </section>`;
}

/** The same as text, to be sent. */
export function slipText({ house, key, zone, secret }) {
  return [
    `${house.session.organisation.name}: key for ${sayPerson(key.person)}`,
    secret?.keyIdentification ? `${sayKind(key.keyType)}: ${secret.keyIdentification}` : "Opens with your phone",
    ...(secret?.pin ? [`Number to type with it: ${secret.pin}`] : []),
    `Doors: ${key.accesses.map((id) => house.door(id)).join(", ")}`,
    `${first(sayWindow(key, zone))}, ${sayHours(key.schedule)}`,
  ].join("\n");
}

/** What can be done with slips: copied, printed, sent. `said` is told in a word what was done. */
export function slipActions(slips, said) {
  const text = () => slips.map(slipText).join("\n\n");
  return html`<div class="actions no-print" role="group" aria-label="Hand it over">
    <button type="button" class="button" @click=${async () => said(await copyText(text()))}>Copy</button>
    <button type="button" class="button" @click=${() => print()}>
      ${slips.length === 1 ? "Print" : `Print ${slips.length} slips`}
    </button>
    <button type="button" class="button" @click=${async () => said(await share(text()))}>Send</button>
  </div>`;
}

const first = (text) => text[0].toUpperCase() + text.slice(1);
