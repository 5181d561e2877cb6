import { html, nothing } from "lit-html";

/**
 * A form as a table of fields, drawn by one walk.
 *
 * A row is a field, `{ name, kind, label, hint, required }` and what else its kind takes, or one that
 * is made by `make(row)`, or handed in as `own`. It has a `value`, what is kept of it as its `draft`,
 * and an `element`, or a `template` that is drawn with what is wrong with it and with what stands
 * below it. The name of a field is where its value stands, by dots: in a `part` within that.
 *
 * An array of rows stands side by side. A group is `{ title, head, rows }`, `{ legend, hint, head, rows }`,
 * `{ details, rows }` for what few need, or `{ class, rows }` as the style has it; a row with an
 * `element` alone is drawn as it is. Where there is something to say of a field:
 *
 * - `id`: what it is called in values and on the page, where that is another than its name
 * - `only(values)`: whether it, or a group, is asked for as things stand
 * - `send(value)`: what stands in the request for its value
 * - `put(value)`: makes members of the request, in place of the one of its name; null where it
 *   chooses and is not sent
 * - `kept`: false where it is not kept while the page is away, as what opens something is not
 *
 * Which form it is says `isSent(row)`; where rows are templates, groups have a `head` or stand behind
 * `details`, also `changed(row)`, which hears of a change, and `said(row)`, what is wrong with a field.
 * A form of a `thing` that is there sends what stands beside a value within a member as it is there.
 */
export class TableForm {
  /** `make` gives of a row what it is on the page, `beside` is the class of what stands side by side. */
  constructor({ rows, make, beside }) {
    this.rows = laid(rows, make, beside);
  }

  /** What stands at a field, by its id or name. */
  part(name) {
    return leaves(this.rows).find((row) => called(row) === name).own;
  }

  /** What is chosen and typed, by id or name. */
  get values() {
    return Object.fromEntries(leaves(this.rows).map((row) => [called(row), row.own.value]));
  }

  /** The parts that are kept while the page is away. */
  get kept() {
    const kept = leaves(this.rows).filter(({ kept = true }) => kept);
    return Object.fromEntries(kept.map((row) => [called(row), row.own]));
  }

  /** The fields that are asked for as things stand. */
  get asked() {
    const { values } = this;
    return leaves(this.rows, (row) => isAsked(row, values));
  }

  /** What a request has of it. */
  get body() {
    const body = {};
    for (const row of this.asked) {
      if (row.put === null || !this.isSent(row)) continue;
      const { value } = row.own;
      if (row.put) Object.assign(body, row.put(value));
      else put(body, row.name, row.send ? row.send(value) : value, this.thing);
    }
    return body;
  }

  template() {
    const { values } = this;
    return this.rows.map((row) => this.#drawn(row, values));
  }

  /** What is not asked for leaves its place empty, so that nothing beside it is drawn anew. */
  #drawn(row, values) {
    if (!isAsked(row, values)) return nothing;
    const drawn = (row.rows ?? []).map((one) => this.#drawn(one, values));
    const below = drawn.some((one) => one !== nothing) ? drawn : nothing;
    if (row.own?.template) return row.own.template(() => this.changed(row), this.said(row), below);
    if (!row.rows) return (row.own ?? row).element;
    return below === nothing ? nothing : this.#group(row, below);
  }

  #group(row, below) {
    const { title, details, legend, hint } = row;
    const head = row.head?.(() => this.changed(row)) ?? nothing;
    if (title) {
      const id = `section-${title.toLowerCase().replaceAll(" ", "-")}`;
      const heading = html`<h2 id=${id}>${title}</h2>`;
      return html`<section class="section" aria-labelledby=${id}>
        ${row.head ? html`<div class="part-head">${heading} ${head}</div>` : heading} ${below}
      </section>`;
    }
    if (details) {
      row.isOpen ||= every(row.rows).some((one) => this.said(one));
      return html`<details ?open=${row.isOpen} @toggle=${({ target }) => (row.isOpen = target.open)}>
        <summary>${details}</summary>
        ${below}
      </details>`;
    }
    const beside = html`<div class=${row.class}>${below}</div>`;
    if (!legend) return beside;
    return html`<fieldset class="choice">
      <legend>${legend}</legend>
      ${hint ? html`<p class="help">${hint}</p>` : nothing} ${head} ${beside}
    </fieldset>`;
  }
}

/** The rows with what each is on the page, and where its value stands: its `place`. */
function laid(rows, make, beside, within) {
  return rows.map((given) => {
    const row = Array.isArray(given) ? { rows: given } : given;
    const place = within && row.name ? `${within}.${row.name}` : row.name;
    const below = row.rows && laid(row.rows, make, beside, row.part ? place : within);
    const one = { class: beside, ...row, place, ...(below && { rows: below }) };
    return row.kind || row.part || row.make ? { ...one, own: make(one) } : one;
  });
}

const called = ({ id, name }) => id ?? name;

const isAsked = ({ only }, values) => only === undefined || only(values);

/** The fields of rows that are `asked` for, and the parts, whose own are within them. */
export function leaves(rows, asked = () => true) {
  return rows.filter(asked).flatMap((row) => [...(row.own ? [row] : []), ...(row.rows && !row.part ? leaves(row.rows, asked) : [])]);
}

/** The fields of rows, and those within parts. */
export function every(rows) {
  return leaves(rows).flatMap((row) => (row.part ? [row, ...every(row.rows)] : [row]));
}

/** The issues at a place or within it. */
export function issuesAt(issues, place) {
  return issues.filter(({ path = [] }) => `${path.join(".")}.`.startsWith(`${place}.`));
}

export const at = (thing, name) => name.split(".").reduce((value, member) => value?.[member], thing);

/** Puts a value where it stands; what is beside it within a member stays as it is. */
function put(body, name, value, thing) {
  const members = name.split(".");
  const last = members.pop();
  let owner = body;
  for (const [depth, member] of members.entries()) {
    const before = depth > 0 ? at(thing, members.slice(0, depth + 1).join(".")) : undefined;
    owner = owner[member] ??= structuredClone(before ?? {});
  }
  owner[last] = value;
}
