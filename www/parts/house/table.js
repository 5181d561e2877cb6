import { html, nothing } from "lit-html";

import { sayRefusal } from "./refusal.js";

/** What is said where a list could not be had, and how to ask anew. */
export const refusedList = (list) =>
  list.refusal
    ? html`<div class="refusal" role="alert">
        <p>${sayRefusal(list.refusal)}</p>
        <button type="button" class="button" ?disabled=${list.busy} @click=${() => list.again()}>Try again</button>
      </div>`
    : nothing;

/**
 * A list as a table whose rows are read by what they begin with; on a narrow screen each row is a
 * card. `columns`: `{ label, cell(item) }`, the first of them the head of its row. What is `empty`
 * is said where nothing is listed, and not where nobody knows whether anything is.
 */
export function table({ caption, columns, list, empty }) {
  const { items, next, busy, refusal } = list;
  if (items.length === 0 && refusal) return refusedList(list);
  if (items.length === 0) return html`<p class="empty" role="status">${busy ? "One moment …" : empty}</p>`;
  const [head, ...others] = columns;
  return html`${refusedList(list)}
    <div class="table card" role="region" aria-label=${caption} tabindex="0">
      <table>
        <caption class="visually-hidden">
          ${caption}
        </caption>
        <thead>
          <tr>
            ${columns.map(({ label }) => html`<th scope="col">${label}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${items.map(
            (item) =>
              html`<tr>
                <th scope="row"><div>${head.cell(item)}</div></th>
                ${others.map(({ label, cell }) => html`<td data-label=${label}><div>${cell(item)}</div></td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${next
      ? html`<button type="button" class="button more" ?disabled=${busy} @click=${() => list.more()}>Show more</button>`
      : nothing}`;
}

/** The state of a key or a person as a mark. */
export const mark = (word, tone) => html`<span class="mark" data-tone=${tone}>${word}</span>`;
