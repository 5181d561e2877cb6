import { html, nothing } from "lit-html";

import { sayIssue } from "./refusal.js";

const text = { begin: (value) => value ?? "", end: (text) => text.trim() || null };

/**
 * What each kind of a field keeps while it is edited, and what stands in a request then: `begin` of
 * the value that was read, `end` of what is edited, and what is `wrong` with it, if anything.
 */
const KINDS = {
  text,
  digits: text,
  phone: { ...text, end: (text) => text.replace(/[\s().-]/g, "") || null },
  whole: {
    begin: (value) => String(value ?? ""),
    end: (text) => (text.trim() === "" ? null : Number(text)),
    wrong: (text) => (/^\s*(\d{1,15})?\s*$/.test(text) ? undefined : "Type a whole number."),
  },
  flag: { begin: (value) => value === true, end: (isSet) => isSet },
  choice: { begin: (value) => value ?? null, end: (value) => value },
  one: { begin: (value) => value ?? null, end: (value) => value },
  some: { begin: (list) => list ?? [], end: (list) => list },
  lines: {
    begin: (list) => (list ?? []).join("\n"),
    end: (text) =>
      text
        .split("\n")
        .map((line) => line.trim())
        .filter(Boolean),
  },
};

/**
 * A form of the house as a table of fields, drawn by one walk.
 *
 * A row is a field, `{ name, kind, label, hint, required, words }`; one that is made, `{ name, own }`,
 * which draws itself and has a `value`, an `issue` and what is kept of it as its `draft`; a group,
 * `{ legend, hint, head, rows }`, or `{ details, rows }` for what few need; or a part that a thing
 * has or has not, `{ name, part, hint, rows }`, which is the word `off` where it has it not. The name
 * of a field is where its value stands, by dots: in a part within it. Where there is something to
 * say of it:
 *
 * - `words`: the values of a choice (a list), of which one is chosen or some are (boxes), each with
 *   what it is called; below what is chosen stand the `rows` of it
 * - `only`: whether the field is of a thing that is `there`, or one that is `new`; or as a function of
 *   all values, whether it is asked for as things stand
 * - `id`: what it is called in values and on the page, where two fields have one name
 * - `missing`: what is said where it is required and empty
 * - `put`: makes members of the request of its value, in place of the one of its name; null where
 *   it chooses and is not sent; `issues` are the names that are refused then
 * - `kept`: false where it is not kept while the page is away, as what opens something is not
 *
 * A change has what was changed alone: of what nobody knows nothing is said by keeping the rest.
 */
export class TableForm {
  #values = new Map();
  #changed = new Set();
  #wrong = new Map();
  /** Whether what few need is seen. */
  #isOpen = false;

  constructor({ rows, thing = {}, isNew, redraw }) {
    Object.assign(this, { thing, isNew, redraw });
    this.rows = this.#of(rows);
    this.begin();
  }

  /** The rows of a thing that is new, or of one that is there. */
  #of(rows) {
    return rows
      .filter(({ only }) => typeof only !== "string" || (only === "new") === this.isNew)
      .map((row) => (row.rows ? { ...row, rows: this.#of(row.rows) } : row));
  }

  /** What stands in the fields at first. */
  begin() {
    this.#wrong.clear();
    this.#begin(this.rows, this.thing);
  }

  #begin(rows, thing) {
    for (const row of rows) {
      const value = row.name && at(thing, row.name);
      const isOn = typeof value === "object" && value !== null;
      if (row.part) this.#values.set(row, isOn);
      else if (row.kind) this.#values.set(row, KINDS[row.kind].begin(value ?? (this.isNew ? row.usual : undefined)));
      if (row.rows) this.#begin(row.rows, !row.part ? thing : isOn ? value : row.usual);
    }
  }

  /** What is chosen and typed, by id or name. */
  get values() {
    return Object.fromEntries(leaves(this.rows).map((row) => [row.id ?? row.name, row.own ?? this.#values.get(row)]));
  }

  set(name, value) {
    this.#values.set(this.#named(name), value);
  }

  #named(name) {
    return leaves(this.rows).find((row) => (row.id ?? row.name) === name);
  }

  /** What is kept of it while the page is away. */
  get draft() {
    const kept = leaves(this.rows).filter(({ kept = true }) => kept);
    return Object.fromEntries(kept.map((row) => [row.id ?? row.name, row.own ? row.own.draft : this.#values.get(row)]));
  }

  set draft(draft) {
    for (const [name, value] of Object.entries(draft)) {
      const row = this.#named(name);
      const isAlike = !row?.own && typeof value === typeof this.#values.get(row);
      if (row?.own) row.own.draft = value;
      else if (row && isAlike) this.#values.set(row, value);
    }
  }

  /** The fields that are asked for as things stand. */
  get #asked() {
    const { values } = this;
    return leaves(this.rows, ({ only }) => typeof only !== "function" || only(values));
  }

  /** Whether nothing is wrong and all that has to be filled in is; what is not is marked. */
  get isWhole() {
    this.#wrong.clear();
    for (const row of this.#asked) this.#judge(row);
    return this.#wrong.size === 0;
  }

  #judge(row) {
    if (row.part && this.#values.get(row)) for (const one of leaves(row.rows)) this.#judge(one);
    const wrong = row.own ? row.own.issue : this.#wrongWith(row);
    if (wrong) this.#wrong.set(row, wrong);
  }

  #wrongWith(row) {
    if (row.part) return undefined;
    const value = this.#values.get(row);
    const { end, wrong } = KINDS[row.kind];
    const isEmpty = [null, undefined].includes(end(value)) || end(value).length === 0;
    return row.required && isEmpty ? (row.missing ?? "Fill this in.") : wrong?.(value);
  }

  /** What a request has of it. */
  get body() {
    const body = {};
    for (const row of this.#asked) {
      const isOther = row.part ? leaves(row.rows).some((one) => this.#changed.has(one)) : row.own || this.isNew;
      if (row.put === null || (!this.#changed.has(row) && !isOther)) continue;
      const value = this.#value(row);
      if (this.isNew && (value === null || value?.length === 0)) continue;
      if (row.put) Object.assign(body, row.put(value));
      else put(body, row.name, value, this.thing);
    }
    return body;
  }

  #value(row) {
    if (row.own) return row.own.value;
    if (!row.part) return KINDS[row.kind].end(this.#values.get(row));
    if (!this.#values.get(row)) return "off";
    const before = at(this.thing, row.name);
    const value = typeof before === "object" ? structuredClone(before) : {};
    for (const one of leaves(row.rows)) {
      const inside = this.#value(one);
      if (inside === null) delete value[one.name];
      else value[one.name] = inside;
    }
    return value;
  }

  /** `issues`: of an answer, each at the field that it is about. */
  template(issues = []) {
    const { values } = this;
    return this.#drawn(this.rows, issues, "", values);
  }

  #drawn(rows, issues, within, values) {
    const asked = rows.filter(({ only }) => typeof only !== "function" || only(values));
    return asked.map((row) => this.#row(row, issues, within, values));
  }

  #row(row, issues, within, values) {
    if (row.part) return this.#part(row, issues, within, values);
    if (row.own) return row.own.template(this.redraw, this.#said(row, issues, within));
    if (row.kind) return this.#field(row, issues, within, values);
    return this.#group(row, issues, within, values);
  }

  #group({ legend, details, hint, head, rows }, issues, within, values) {
    if (details) {
      const isWrong = leaves(rows).some((row) => issueAt(issues, row.name, [])) || this.#wrong.size > 0;
      this.#isOpen ||= isWrong;
      return html`<details ?open=${this.#isOpen} @toggle=${({ target }) => (this.#isOpen = target.open)}>
        <summary>${details}</summary>
        ${this.#drawn(rows, issues, within, values)}
      </details>`;
    }
    const drawn = html`<div class="two">${this.#drawn(rows, issues, within, values)}</div>`;
    if (!legend) return drawn;
    return html`<fieldset class="choice">
      <legend>${legend}</legend>
      ${hint ? html`<p class="help">${hint}</p>` : nothing} ${head?.(this.redraw) ?? nothing} ${drawn}
    </fieldset>`;
  }

  #part(row, issues, within, values) {
    const isOn = this.#values.get(row);
    const path = join(within, row.name);
    const issue = issueAt(issues, path, isOn ? leaves(row.rows).map(({ name }) => join(path, name)) : []);
    return html`<fieldset class="choice">
      <legend>${row.part}</legend>
      ${row.hint ? html`<p class="help">${row.hint}</p>` : nothing}
      <label class="option"
        ><input type="checkbox" .checked=${isOn} @change=${this.#set(row, ({ checked }) => checked)} />${row.label}</label
      >
      ${issue ? html`<p class="wrong">${sayIssue(issue)}</p>` : nothing}
      ${isOn ? html`<div class="two">${this.#drawn(row.rows, issues, path, values)}</div>` : nothing}
    </fieldset>`;
  }

  /** What is wrong with a field: as it stands, or by what was answered. */
  #said(row, issues, within) {
    const paths = (typeof row.issues === "function" ? row.issues(this.values) : row.issues) ?? [join(within, row.name)];
    const issue = paths.map((path) => issueAt(issues, path, [])).find(Boolean);
    return this.#wrong.get(row) ?? (issue && sayIssue(issue));
  }

  #field(row, issues, within, values) {
    const id = row.id ?? `field-${join(within, row.name).replaceAll(".", "-")}`;
    const wrong = this.#said(row, issues, within);
    const note = wrong ?? row.hint;
    const said = {
      id,
      invalid: wrong ? "true" : nothing,
      described: note ? `${id}-note` : nothing,
    };
    const told = note ? html`<p class=${wrong ? "wrong" : "help"} id="${id}-note">${note}</p>` : nothing;
    if (row.kind === "flag") {
      return html`<div class="filter">
        ${this.#option(row, said, { type: "checkbox", label: row.label, isSet: this.#values.get(row), read: ({ checked }) => checked })} ${told}
      </div>`;
    }
    if (row.kind === "some" || row.kind === "one") {
      const below = row.rows ? this.#drawn(row.rows, issues, within, values) : [];
      return html`<fieldset class="choice">
        <legend>${row.label}</legend>
        <div class="options">${row.words.map((word) => this.#word(row, said, word))}</div>
        ${told} ${below.length > 0 ? html`<div class="two">${below}</div>` : nothing}
      </fieldset>`;
    }
    const optional = row.required || row.kind === "choice" ? nothing : html` <span class="optional">optional</span>`;
    return html`<div class="filter" data-kind=${row.kind}>
      <label for=${id}>${row.label}${optional}</label>
      ${row.kind === "choice" ? this.#choice(row, said) : this.#typed(row, said)} ${told}
    </div>`;
  }

  /** One of a few words, or any of them. */
  #word(row, said, [word, label]) {
    const value = this.#values.get(row);
    const { id, ...more } = said;
    if (row.kind === "one") {
      return this.#option(row, more, { type: "radio", name: id, label, isSet: value === word, read: () => word });
    }
    const all = row.words.map(([one]) => one);
    const read = ({ checked }) => all.filter((one) => (one === word ? checked : value.includes(one)));
    return this.#option(row, more, { type: "checkbox", label, isSet: value.includes(word), read });
  }

  #option(row, { id = nothing, invalid, described }, { type, name = nothing, label, isSet, read }) {
    return html`<label class="option"
      ><input
        type=${type}
        id=${id}
        name=${name}
        .checked=${isSet}
        aria-invalid=${invalid}
        aria-describedby=${described}
        @change=${this.#set(row, read)}
      />${label}</label
    >`;
  }

  #typed(row, { id, invalid, described }) {
    const value = this.#values.get(row);
    const set = this.#set(row, ({ value }) => value);
    if (row.kind === "lines") {
      return html`<textarea class="input" id=${id} rows="3" .value=${value} aria-invalid=${invalid} aria-describedby=${described} @input=${set}></textarea>`;
    }
    return html`<input
      class=${row.kind === "digits" ? "input numeric" : "input"}
      id=${id}
      type=${row.kind === "phone" ? "tel" : "text"}
      inputmode=${["digits", "whole"].includes(row.kind) ? "numeric" : nothing}
      autocomplete="off"
      spellcheck="false"
      .value=${value}
      aria-required=${row.required ? "true" : nothing}
      aria-invalid=${invalid}
      aria-describedby=${described}
      @input=${set}
    />`;
  }

  #choice(row, { id, invalid, described }) {
    const value = this.#values.get(row);
    const words = typeof row.words === "function" ? row.words(value) : row.words;
    const isSame = (one) => JSON.stringify(one) === JSON.stringify(value);
    // What the list has not stays as it is until something else is chosen.
    const known = words.some(([one]) => isSame(one)) ? words : [[value, value === null ? "not told" : "as it is"], ...words];
    return html`<select
      class="input"
      id=${id}
      aria-invalid=${invalid}
      aria-describedby=${described}
      @change=${this.#set(row, ({ selectedIndex }) => known[selectedIndex][0])}
    >
      ${known.map(([one, label]) => html`<option ?selected=${isSame(one)}>${label}</option>`)}
    </select>`;
  }

  #set(row, read) {
    return ({ target }) => {
      this.#values.set(row, read(target));
      this.#changed.add(row);
      this.#wrong.delete(row);
      this.redraw();
    };
  }
}

/** The fields of rows that are `asked` for, and the parts, whose own are within them. */
function leaves(rows, asked = () => true) {
  return rows.filter(asked).flatMap((row) => [
    ...(row.name ? [row] : []),
    ...(row.rows && !row.part ? leaves(row.rows, asked) : []),
  ]);
}

const join = (within, name) => (within ? `${within}.${name}` : name);

const at = (thing, name) => name.split(".").reduce((value, member) => value?.[member], thing);

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

/** The first issue at a path or within it, but for what is within others that tell it themselves. */
function issueAt(issues, path, others) {
  const isWithin = (found, path) => found === path || found.startsWith(`${path}.`);
  return issues.find(({ path: found = [] }) => {
    const place = found.join(".");
    return isWithin(place, path) && !others.some((other) => isWithin(place, other));
  });
}
