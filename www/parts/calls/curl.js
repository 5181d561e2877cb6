import { jsonText } from "./json.js";

/** The request as a command for a POSIX shell; the key stays in the shell's variable. */
export function curlText({ url, body }) {
  return [
    `curl --request POST ${quoted(url)}`,
    `--header "X-API-Key: $LATCHWORK_KEY"`,
    `--header ${quoted("Content-Type: application/json")}`,
    `--data-raw ${quoted(jsonText(body))}`,
  ].join(" \\\n  ");
}

/** One word of a POSIX shell. Within single quotes everything is literal except the quote itself. */
function quoted(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
