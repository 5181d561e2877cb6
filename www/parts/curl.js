import { jsonText } from "./json.js";

/** The request as a command for a POSIX shell; the token stays outside, in the variable `TOKEN`. */
export function curlText(url, request) {
  return [
    `curl --request POST ${quoted(url)}`,
    `--header "Authorization: Bearer $TOKEN"`,
    `--header ${quoted("Content-Type: application/json")}`,
    `--data-raw ${quoted(jsonText(request))}`,
  ].join(" \\\n  ");
}

/** One word of a POSIX shell. Within single quotes everything is literal except the quote itself. */
function quoted(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
