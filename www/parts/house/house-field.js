import { html, nothing } from "lit-html";

import { leaves } from "../fields/table-form.js";

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

export const isEmpty = (value) => [null, undefined].includes(value) || value.length === 0;

/**
 * A field of the house's forms, with `missing`, what is said where it is required and empty. Of the
 * `words` of a choice (a list) one is chosen, or some are (boxes): values, each with what it is called.
 */
export class HouseField {
  #kind;

  constructor(row) {
    this.row = row;
    this.#kind = KINDS[row.kind];
  }

  begin(value) {
    this.edited = this.#kind.begin(value);
  }

  get value() {
    return this.#kind.end(this.edited);
  }

  get issue() {
    const { required, missing = "Fill this in." } = this.row;
    return required && isEmpty(this.value) ? missing : this.#kind.wrong?.(this.edited);
  }

  get draft() {
    return this.edited;
  }

  set draft(draft) {
    if (typeof draft === typeof this.edited) this.edited = draft;
  }

  /** `wrong`: what is said of it; `below`: what stands below what is chosen. */
  template(redraw, wrong, below) {
    const { kind, place, id = `field-${place.replaceAll(".", "-")}`, label, hint, required, words } = this.row;
    const set = (read) => ({ target }) => {
      this.edited = read(target);
      redraw();
    };
    const note = wrong ?? hint;
    const said = { id, invalid: wrong ? "true" : nothing, described: note ? `${id}-note` : nothing };
    const told = note ? html`<p class=${wrong ? "wrong" : "help"} id="${id}-note">${note}</p>` : nothing;
    if (kind === "flag") {
      const box = { type: "checkbox", label, isSet: this.edited, set: set(({ checked }) => checked) };
      return html`<div class="filter">${option(said, box)} ${told}</div>`;
    }
    if (kind === "some" || kind === "one") {
      return html`<fieldset class="choice">
        <legend>${label}</legend>
        <div class="options">${words.map((word) => this.#word(said, word, set))}</div>
        ${told} ${below === nothing ? nothing : html`<div class="two">${below}</div>`}
      </fieldset>`;
    }
    const optional = required || kind === "choice" ? nothing : html` <span class="optional">optional</span>`;
    return html`<div class="filter" data-kind=${kind}>
      <label for=${id}>${label}${optional}</label>
      ${kind === "choice" ? this.#choice(said, set) : this.#typed(said, set)} ${told}
    </div>`;
  }

  /** One of a few words, or any of them. */
  #word({ id, ...said }, [word, label], set) {
    const { edited } = this;
    if (this.row.kind === "one") {
      return option(said, { type: "radio", name: id, label, isSet: edited === word, set: set(() => word) });
    }
    const all = this.row.words.map(([one]) => one);
    const read = ({ checked }) => all.filter((one) => (one === word ? checked : edited.includes(one)));
    return option(said, { type: "checkbox", label, isSet: edited.includes(word), set: set(read) });
  }

  #typed({ id, invalid, described }, set) {
    const { kind, required } = this.row;
    const typed = set(({ value }) => value);
    if (kind === "lines") {
      return html`<textarea class="input" id=${id} rows="3" .value=${this.edited} aria-invalid=${invalid} aria-describedby=${described} @input=${typed}></textarea>`;
    }
    return html`<input
      class=${kind === "digits" ? "input numeric" : "input"}
      id=${id}
      type=${kind === "phone" ? "tel" : "text"}
      inputmode=${["digits", "whole"].includes(kind) ? "numeric" : nothing}
      autocomplete="off"
      spellcheck="false"
      .value=${this.edited}
      aria-required=${required ? "true" : nothing}
      aria-invalid=${invalid}
      aria-describedby=${described}
      @input=${typed}
    />`;
  }

  #choice({ id, invalid, described }, set) {
    const { edited, row } = this;
    const words = typeof row.words === "function" ? row.words(edited) : row.words;
    const isSame = (one) => JSON.stringify(one) === JSON.stringify(edited);
    // What the list has not stays as it is until something else is chosen.
    const known = words.some(([one]) => isSame(one)) ? words : [[edited, edited === null ? "not told" : "as it is"], ...words];
    return html`<select
      class="input"
      id=${id}
      aria-invalid=${invalid}
      aria-describedby=${described}
      @change=${set(({ selectedIndex }) => known[selectedIndex][0])}
    >
      ${known.map(([one, label]) => html`<option ?selected=${isSame(one)}>${label}</option>`)}
    </select>`;
  }
}

/** A part that a thing has, or has not: `{ part, hint, label, rows }`, which is the word `off` then. */
export class PartField {
  #before;

  constructor(row) {
    this.row = row;
  }

  begin(value) {
    this.#before = value;
    this.isOn = isObject(value);
  }

  get value() {
    if (!this.isOn) return "off";
    const value = isObject(this.#before) ? structuredClone(this.#before) : {};
    for (const { name, own } of leaves(this.row.rows)) {
      if (own.value === null) delete value[name];
      else value[name] = own.value;
    }
    return value;
  }

  template(redraw, wrong, below) {
    const { part, hint, label } = this.row;
    const set = ({ target }) => {
      this.isOn = target.checked;
      redraw();
    };
    return html`<fieldset class="choice">
      <legend>${part}</legend>
      ${hint ? html`<p class="help">${hint}</p>` : nothing} ${option({}, { type: "checkbox", label, isSet: this.isOn, set })}
      ${wrong ? html`<p class="wrong">${wrong}</p>` : nothing} ${this.isOn ? html`<div class="two">${below}</div>` : nothing}
    </fieldset>`;
  }
}

export const isObject = (value) => typeof value === "object" && value !== null;

function option({ id = nothing, invalid = nothing, described = nothing }, { type, name = nothing, label, isSet, set }) {
  return html`<label class="option"
    ><input type=${type} id=${id} name=${name} .checked=${isSet} aria-invalid=${invalid} aria-describedby=${described} @change=${set} />${label}</label
  >`;
}
