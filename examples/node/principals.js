/** Who acts for an organisation: what the names in events stand for. */

import { textOf } from "./clock.js";
import { pageOf, paged } from "./page.js";
import { queryOf } from "./query.js";
import { asking } from "./rights.js";
import { Statement } from "./statement.js";

/** `GET /principals` */
export async function list(service, request) {
  // Whoever sees what was done sees who did it.
  const caller = await asking(service, request, "events");
  const page = pageOf(queryOf(request, ["after", "limit"]));
  const statement = new Statement("select p.id, p.name, p.role, p.created_at, p.disabled_at from principal p where true");
  statement.and("p.organisation = $", caller.organisation);
  return paged(statement, "p", page, service.store, (rows) => rows.map(principalOf));
}

const principalOf = ({ id, name, role, created_at, disabled_at }) => ({
  id, name, role,
  createdAt: textOf(created_at),
  disabledAt: disabled_at === null ? null : textOf(disabled_at),
});
