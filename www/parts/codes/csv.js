/** How long a browser may take to begin with a download, in milliseconds. */
const BEGUN_AFTER = 1_000;

/** RFC 4180: every line ends in CRLF, every field stands in quotes, so that 0042 is seen to be text. */
export function csvText(rows) {
  return rows.map((row) => `${row.map(quoted).join(",")}\r\n`).join("");
}

function quoted(field) {
  return `"${String(field).replaceAll('"', '""')}"`;
}

/** Has the browser save a text as a file, and lets go of it. */
export function download({ name, type, text }) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers read it only after the click.
  setTimeout(() => URL.revokeObjectURL(url), BEGUN_AFTER);
}
