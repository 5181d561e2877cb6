/** What happened, kept for ever. */

import { micros } from "./clock.js";

/**
 * Stores an event behind those of its stream: `version` is one more than that of the event before.
 * Nothing in `data` opens a door.
 */
export const happened = (transaction, { stream, version, at, organisation, actor, person, type, data }) =>
  transaction.run(
    `insert into event (stream, version, at, organisation, actor, person, type, data)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [stream, version, micros(at), organisation, actor, person, type, JSON.stringify(data)],
  );
