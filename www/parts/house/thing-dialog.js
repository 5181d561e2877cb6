import { html, nothing } from "lit-html";

import { ask, onceWords, Refused } from "../service/api.js";
import { Dialog } from "./dialog.js";
import { sayRefusal } from "./refusal.js";
import { ThingForm } from "./thing-form.js";

/**
 * Makes a thing or changes one by a table of fields. `path` is where its kind is listed, `thing`
 * undefined for a new one; what there is one of alone is kept whole at its path, by `method` PUT;
 * `more(act)` is drawn above the fields, where `act(request)` does
 * something else with the thing and shows it as it is then.
 */
export function openThing({ path, thing, rows, title, method = "PATCH", more = () => nothing, onChange = () => {} }) {
  const dialog = new Dialog();
  const isNew = thing === undefined;
  let refusal;
  const draw = () => dialog.draw();
  const formOf = (thing) => new ThingForm({ rows, thing, isNew, redraw: draw });
  let form = formOf(thing);
  const refused = async (error) => {
    if (!(error instanceof Refused)) throw error;
    refusal = error;
    if (error.status === 412) {
      // What it was before nobody can change any more.
      thing = await ask("GET", `${path}/${thing.id}`).catch(() => thing);
      form = formOf(thing);
      onChange();
    }
    draw();
    dialog.element.querySelector("[aria-invalid=true]")?.focus();
  };
  const once = onceWords();
  const keep = async (event) => {
    event.preventDefault();
    if (!form.isWhole) {
      draw();
      dialog.element.querySelector("[aria-invalid=true]")?.focus();
      return;
    }
    const { body } = form;
    try {
      if (isNew) await ask("POST", path, { body, once: once(body) });
      else if (method === "PUT") await ask("PUT", path, { body: { ...thing, ...body } });
      else if (Object.keys(body).length > 0) await ask("PATCH", `${path}/${thing.id}`, { body, revision: thing.revision });
      dialog.close();
      onChange();
    } catch (error) {
      await refused(error);
    }
  };
  const act = async (verb, body = {}) => {
    refusal = undefined;
    try {
      thing = await ask("POST", `${path}/${thing.id}/${verb}`, { body });
      onChange();
      draw();
    } catch (error) {
      await refused(error);
    }
  };
  dialog.open({
    title: () => title,
    content: () => html`<form class="stack-form" novalidate autocomplete="off" @submit=${keep}>
      ${refusal ? html`<p class="refusal" role="alert">${sayRefusal(refusal)}</p>` : nothing}
      ${isNew ? nothing : more(thing, act)} ${form.template(refusal?.issues)}
      <div class="actions"><button class="button button-primary">Keep</button></div>
    </form>`,
  });
}
