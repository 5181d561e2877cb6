import { html, nothing, render } from "lit-html";

import { Refused, SIGNED_OUT } from "../../parts/service/api.js";
import { House } from "../../parts/service/house.js";
import { keepDoors } from "../../parts/service/kept-doors.js";
import { session, signIn, signOut } from "../../parts/service/session.js";
import { sayRefusal } from "../../parts/house/refusal.js";
import { sayRole } from "../../parts/house/words.js";

/** The pages of keys and people, which are none for those who may only look at doors. */
const OF_KEYS = ["keys", "new-key", "people"];

/** Shows a page of the house to who is signed in, and to others how to sign in. */
export async function enter(main, page, { name, title }) {
  const place = document.createElement("div");
  place.className = "house";
  const atGate = () => {
    // A place of its own: the page may still draw what it was answered.
    const gate = document.createElement("div");
    gate.className = "house";
    main.replaceChildren(gate);
    render(nothing, document.querySelector(".shell-who"));
    ask(gate, "Your sign-in has ended. Sign in again to go on.");
  };
  let known;
  let house;
  // Who is signed in is so most often: the doors are asked for at the same time.
  const doors = location.hash ? undefined : House.doors().catch(() => undefined);
  try {
    known = await session();
    if (known) house = new House(known, (await doors) ?? (await House.doors()));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    main.replaceChildren(place);
    render(away(error), place);
    return;
  }
  if (known === undefined) {
    main.replaceChildren(place);
    ask(place);
    return;
  }
  addEventListener(SIGNED_OUT, atGate);
  keepDoors(house.doors);
  document.title = `${title} – ${known.organisation.name}`;
  showWho(known);
  main.replaceChildren(place);
  if (house.mayChange || !OF_KEYS.includes(name)) await page({ house, place });
  else render(notHis(title), place);
}

/** The house and who is at work in it, beside the pages. */
function showWho({ organisation, role }) {
  const who = document.querySelector(".shell-who");
  const leave = async () => {
    keepDoors([]);
    await signOut().catch(() => undefined);
    location.assign("?page=keys");
  };
  render(
    html`<span class="shell-house" dir="auto">${organisation.name}</span>
      <span class="shell-role">${sayRole(role)}</span>
      <button type="button" class="button button-small" @click=${leave}>Sign out</button>`,
    who,
  );
}

/** Asks for the key of the service. It is kept nowhere: the service answers with a cookie. */
function ask(place, note) {
  const sent = async (event) => {
    event.preventDefault();
    const control = event.target.elements.apiKey;
    try {
      await signIn({ apiKey: control.value.trim() });
      location.reload();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      draw(error.status === 401 ? "This key is not known. Check it, and try again." : sayRefusal(error));
      control.setAttribute("aria-invalid", "true");
      control.focus();
    }
  };
  const draw = (refusal) =>
    render(
      html`<div class="sign-in card">
        <h1 id="page-heading">Sign in</h1>
        <p>${note ?? "This is where the keys of your house are given out and taken back."}</p>
        <form @submit=${sent} novalidate>
          <input type="text" name="username" autocomplete="username" value="latchwork" hidden />
          <label for="apiKey">Your sign-in key</label>
          <input
            class="input"
            id="apiKey"
            name="apiKey"
            type="password"
            required
            autocomplete="current-password"
            aria-describedby="sign-in-note"
          />
          <p class="help" id="sign-in-note" role="status" data-tone=${refusal ? "bad" : "plain"}>
            ${refusal ?? "Who runs the service gave it to you."}
          </p>
          <button class="button button-primary">Sign in</button>
        </form>
        <p class="aside">
          Without one you can still try <a href="?page=hours">Hours</a>, <a href="?page=codes">Codes</a> and
          <a href="?page=cards">Cards</a>.
        </p>
      </div>`,
      place,
    );
  draw();
}

function notHis(title) {
  return html`<div class="notice">
    <h1 id="page-heading">${title}</h1>
    <p>Your sign-in shows the doors and what happens at them, and no keys.</p>
    <p><a href="?page=doors">Doors</a> · <a href="?page=activity">Activity</a></p>
  </div>`;
}

function away({ status }) {
  const sentence =
    status === 404 || status === 405
      ? "This console stands on its own: no service keeps keys here."
      : "The service cannot be reached.";
  return html`<div class="notice">
    <h1 id="page-heading">No service</h1>
    <p>${sentence}</p>
    <p>
      <a href="?page=hours">Hours</a>, <a href="?page=codes">Codes</a> and <a href="?page=cards">Cards</a> work
      without it.
    </p>
    <button type="button" class="button" @click=${() => location.reload()}>Try again</button>
  </div>`;
}
