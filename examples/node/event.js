/** What happened, kept for ever. */

import { micros } from "./clock.js";

/**
 * Stores an event behind those of its stream: `version` is one more than that of the event before. It is
 * about the door or the key that the stream is of, or about what is told. Nothing in `data` opens a door.
 */
export function happened(transaction, { stream, version, at, organisation, actor, person, door, key, type, data }) {
  const [kind, id] = [stream.slice(0, stream.indexOf("/")), stream.slice(stream.indexOf("/") + 1)];
  return transaction.run(
    `insert into event (stream, version, at, organisation, actor, person, door, access_key, type, data)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      stream, version, micros(at), organisation, actor, person,
      door ?? (kind === "door" ? id : null), key ?? (kind === "access-key" ? id : null), type, JSON.stringify(data),
    ],
  );
}

/** The version of the next event of a stream. */
export async function nextVersion(stream, transaction) {
  const sql = "select coalesce(max(version), 0) as last from event where stream = $1";
  return (await transaction.all(sql, [stream]))[0].last + 1;
}
