/**
 * Lists, page by page: the newest first, each page behind the last thing of the one before, so that
 * whatever is added meanwhile nothing comes twice and nothing that was there is left out.
 */

import { limitOf } from "./query.js";
import { Unfit, issue, json } from "./reply.js";

/** The most bytes of the things of a page; the first is there whatever it has. */
const LARGEST = 1 << 20;

/** Which page a query asks for. */
export function pageOf(query) {
  const limit = limitOf(query);
  if (query.after === undefined) return { limit };
  const [, at, id] = /^(\d{1,18})\.(.*)$/s.exec(query.after) ?? [];
  if (at === undefined) throw new Unfit(400, [issue("cursor_malformed", "expected what an answer had as next", ["after"])]);
  return { limit, after: [BigInt(at), id] };
}

/** The answer to a statement whose things have `created_at` and `id` under this name. */
export async function paged(statement, name, { limit, after }, transaction, itemsOf) {
  if (after) statement.add(` and (${name}.created_at, ${name}.id) < ($, $)`, ...after);
  statement.add(` order by ${name}.created_at desc, ${name}.id desc limit $`, limit + 1);
  const rows = await statement.rows(transaction);
  const items = [];
  let size = 0;
  for (const item of await itemsOf(rows.slice(0, limit))) {
    size += Buffer.byteLength(JSON.stringify(item)) + 1;
    if (items.length > 0 && size > LARGEST) break;
    items.push(item);
  }
  const last = items.length < rows.length ? rows[items.length - 1] : undefined;
  return json(200, { items, next: last ? `${last.created_at}.${last.id}` : null });
}

/** What search looks in, or for: texts in lower case, a blank between them. */
export const folded = (...texts) => texts.filter((text) => text !== undefined && text !== null).join(" ").toLowerCase();

/** The pattern that finds a text anywhere, in a `like … escape '!'`. */
export const anywhere = (text) => (text === undefined ? undefined : `%${folded(text).replaceAll(/[!%_]/g, "!$&")}%`);
