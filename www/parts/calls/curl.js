import { jsonText } from "./json.js";

/** How a caller with a token says who it is; the token stays in the shell's variable. */
export const BEARER = { name: "Authorization", value: "Bearer ", variable: "TOKEN" };

/** The request as a command for a POSIX shell. */
export function curlText({ url, body, caller = BEARER }) {
  return [
    `curl --request POST ${quoted(url)}`,
    `--header "${caller.name}: ${caller.value}$${caller.variable}"`,
    `--header ${quoted("Content-Type: application/json")}`,
    `--data-raw ${quoted(jsonText(body))}`,
  ].join(" \\\n  ");
}

/** One word of a POSIX shell. Within single quotes everything is literal except the quote itself. */
function quoted(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
