import { execFileSync } from "node:child_process";

/** Text that would do something if it were ever more than text. */
export const HOSTILE = [
  `<img src=x onerror="document.title='broken'">`,
  `O'Brien's "key" \`id\` $(id) $HOME \\ ; rm -rf`,
  `'; echo broken; '`,
  "Zoë 李 🔑 \u202e",
];

/** The words that a shell makes of the command, and nothing run but a stand-in for curl. */
export function shellWords(command) {
  const script = `curl() { for word; do printf '%s\\0' "$word"; done; }\n${command}\n`;
  const env = { LATCHWORK_KEY: "a key" };
  const output = execFileSync("sh", ["-c", script], { encoding: "utf8", env });
  return output.split("\0").slice(0, -1);
}

/** The text of the request's curl tab. */
export async function curlOf(page) {
  await page.getByRole("tab", { name: "curl" }).click();
  return page.getByRole("tabpanel", { name: "curl" }).textContent();
}
