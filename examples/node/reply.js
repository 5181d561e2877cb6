/** Answers as HTTP has them, and what stands in the place of one. */

import { STATUS_CODES } from "node:http";
import { createAccessKey } from "latchwork";

/** What is wrong with a request, for the system to say in its own shape. */
export class Unfit extends Error {
  constructor(status, issues, headers) {
    super("a request was refused");
    Object.assign(this, { status, issues, headers });
  }
}

/** An issue of a code that the service has for itself. */
export const issue = (code, message, path = []) => ({ code, path, message });

/** A reply of the package whose body is written: what is sent, and sent again. */
export const written = ({ status, contentType, body }) => ({ status, contentType, text: JSON.stringify(body) });

/** A value as JSON. */
export const json = (status, body, headers) => ({
  status, contentType: "application/json", headers, text: JSON.stringify(body),
});

/** It was done, and there is nothing more to say. */
export const nothing = () => ({ status: 204, contentType: "", text: "" });

/** A problem of RFC 9457 with its issues, as the 400 of KiiAccess has them. */
export function problem(status, issues) {
  const { contentType, body } = createAccessKey.refuse(issues);
  return written({ status, contentType, body: { ...body, title: STATUS_CODES[status] ?? "Error", status } });
}

/** The status and issues of a request that nothing is wrong with. */
export function fault(error) {
  switch (error.kind) {
    case "in use":
      return [409, issue("identification_in_use", "expected an identification that no other key has at these doors at that time")];
    case "again":
      return [503, issue("too_busy", "too many requests are about the same; try again")];
    case "away":
      return [503, issue("database_away", "the database is away; try again")];
    default:
      return [500, issue("internal_error", "the service failed")];
  }
}

/** Sends an answer, its content type and all, as it stands. */
export function send(reply, { status, contentType, headers = {}, text, body = Buffer.from(text) }) {
  reply.code(status).headers(headers);
  if (status === 401) reply.header("www-authenticate", "Bearer");
  if ((status === 429 || status === 503) && !headers["retry-after"]) reply.header("retry-after", "1");
  return contentType ? reply.header("content-type", contentType).send(body) : reply.send();
}
