import { html, nothing } from "lit-html";

import { sayIssue } from "./refusal.js";

/**
 * What each kind of a field keeps while it is edited, and what stands in a request then: `begin` of
 * the value that was read, `end` of what is edited.
 */
const KINDS = {
  text: { begin: (value) => value ?? "", end: (text) => text.trim() || null },
  phone: { begin: (value) => value ?? "", end: (text) => text.replace(/[\s().-]/g, "") || null },
  whole: { begin: (value) => value ?? "", end: (text) => (String(text).trim() === "" ? null : Number(text)) },
  flag: { begin: (value) => value === true, end: (isSet) => isSet },
  choice: { begin: (value) => value ?? null, end: (value) => value },
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
 * A row is a field, `{ name, kind, label, hint, required, words, only }`; a group,
 * `{ legend, hint, rows }`, or `{ details, rows }` for what few need; or a part that a thing has or has not, `{ name, part, hint, rows }`,
 * which is the word `off` where it has it not. The name of a field is where its value stands, by
 * dots: in a part within it. `words` are the values of a choice, or of
 * which some are chosen, with what each is called, `only`
 * says whether a field is of a thing that is there, or one that is new.
 *
 * A request has what was changed alone: of what nobody knows nothing is said by keeping the rest.
 */
export class TableForm {
  #values = new Map();
  #changed = new Set();
  #missing = new Set();
  /** Whether what few need is seen. */
  #isOpen = false;

  constructor({ rows, thing = {}, isNew, redraw }) {
    Object.assign(this, { thing, isNew, redraw });
    this.rows = this.#of(rows);
    this.#begin(this.rows, thing);
  }

  /** The rows of a thing that is new, or of one that is there. */
  #of(rows) {
    return rows
      .filter(({ only }) => only === undefined || (only === "new") === this.isNew)
      .map((row) => (row.rows ? { ...row, rows: this.#of(row.rows) } : row));
  }

  #begin(rows, thing) {
    for (const row of rows) {
      if (row.part) {
        const value = at(thing, row.name);
        const isOn = typeof value === "object" && value !== null;
        this.#values.set(row, isOn);
        this.#begin(row.rows, isOn ? value : row.usual);
      } else if (row.rows) {
        this.#begin(row.rows, thing);
      } else {
        const value = at(thing, row.name) ?? (this.isNew ? row.usual : undefined);
        this.#values.set(row, KINDS[row.kind].begin(value));
        if (this.isNew && row.usual !== undefined) this.#changed.add(row);
      }
    }
  }

  /** Whether all that has to be filled in is; what is not is marked. */
  get isWhole() {
    this.#missing.clear();
    this.#miss(this.rows);
    return this.#missing.size === 0;
  }

  #miss(rows) {
    for (const row of rows) {
      if (row.rows && (!row.part || this.#values.get(row))) this.#miss(row.rows);
      const isEmpty = !row.rows && [null, ""].includes(KINDS[row.kind].end(this.#values.get(row)));
      if (row.required && isEmpty) this.#missing.add(row);
    }
  }

  /** What a request has of it. */
  get body() {
    const body = {};
    for (const row of leaves(this.rows)) {
      const isOther = row.part ? leaves(row.rows).some((one) => this.#changed.has(one)) : false;
      if (!this.#changed.has(row) && !isOther) continue;
      const value = this.#value(row);
      if (this.isNew && (value === null || value?.length === 0)) continue;
      put(body, row.name, value, this.thing);
    }
    return body;
  }

  #value(row) {
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
    return this.rows.map((row) => this.#row(row, issues, ""));
  }

  #row(row, issues, within) {
    if (row.part) return this.#part(row, issues, within);
    if (row.rows) return this.#group(row, issues, within);
    return this.#field(row, issues, within);
  }

  #group({ legend, details, hint, rows }, issues, within) {
    if (details) {
      const isWrong = leaves(rows).some((row) => issueAt(issues, row.name, [])) || this.#missing.size > 0;
      this.#isOpen ||= isWrong;
      return html`<details ?open=${this.#isOpen} @toggle=${({ target }) => (this.#isOpen = target.open)}>
        <summary>${details}</summary>
        ${rows.map((row) => this.#row(row, issues, within))}
      </details>`;
    }
    const drawn = html`<div class="two">${rows.map((row) => this.#row(row, issues, within))}</div>`;
    if (!legend) return drawn;
    return html`<fieldset class="choice">
      <legend>${legend}</legend>
      ${hint ? html`<p class="help">${hint}</p>` : nothing} ${drawn}
    </fieldset>`;
  }

  #part(row, issues, within) {
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
      ${isOn ? html`<div class="two">${row.rows.map((one) => this.#row(one, issues, path))}</div>` : nothing}
    </fieldset>`;
  }

  #field(row, issues, within) {
    const path = join(within, row.name);
    const id = `field-${path.replaceAll(".", "-")}`;
    const issue = issueAt(issues, path, []);
    const wrong = this.#missing.has(row) ? "Fill this in." : issue && sayIssue(issue);
    const note = wrong ?? row.hint;
    const said = {
      id,
      invalid: wrong ? "true" : nothing,
      described: note ? `${id}-note` : nothing,
    };
    const told = note ? html`<p class=${wrong ? "wrong" : "help"} id="${id}-note">${note}</p>` : nothing;
    if (row.kind === "flag") {
      return html`<div class="filter">
        <label class="option"
          ><input
            type="checkbox"
            id=${id}
            .checked=${this.#values.get(row)}
            aria-describedby=${said.described}
            @change=${this.#set(row, ({ checked }) => checked)}
          />${row.label}</label
        >${told}
      </div>`;
    }
    if (row.kind === "some") return this.#some(row, told);
    const optional = row.required || row.kind === "choice" ? nothing : html` <span class="optional">optional</span>`;
    return html`<div class="filter" data-kind=${row.kind}>
      <label for=${id}>${row.label}${optional}</label>
      ${row.kind === "choice" ? this.#choice(row, said) : this.#typed(row, said)} ${told}
    </div>`;
  }

  /** Any of a few words, as boxes to tick. */
  #some(row, told) {
    const ticked = this.#values.get(row);
    const box = ([word, label]) => {
      const set = this.#set(row, ({ checked }) => row.words.map(([one]) => one).filter((one) => (one === word ? checked : ticked.includes(one))));
      return html`<label class="option"><input type="checkbox" .checked=${ticked.includes(word)} @change=${set} />${label}</label>`;
    };
    return html`<fieldset class="choice">
      <legend>${row.label}</legend>
      <div class="options">${row.words.map(box)}</div>
      ${told}
    </fieldset>`;
  }

  #typed(row, { id, invalid, described }) {
    const value = this.#values.get(row);
    const set = this.#set(row, ({ value }) => value);
    if (row.kind === "lines") {
      return html`<textarea class="input" id=${id} rows="3" .value=${value} aria-invalid=${invalid} aria-describedby=${described} @input=${set}></textarea>`;
    }
    return html`<input
      class="input"
      id=${id}
      type=${{ phone: "tel" }[row.kind] ?? "text"}
      inputmode=${row.kind === "whole" ? "numeric" : nothing}
      autocomplete="off"
      .value=${String(value)}
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
      this.#missing.delete(row);
      this.redraw();
    };
  }
}

/** The fields of rows, and the parts, whose own are within them. */
const leaves = (rows) => rows.flatMap((row) => (row.rows && !row.part ? leaves(row.rows) : [row]));

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
