import { CopyButton } from "../shell/copy-button.js";
import { element } from "../shell/element.js";
import { Tabs } from "../shell/tabs.js";
import { rustJson } from "./call-panel.js";
import { curlText } from "./curl.js";
import { jsonText } from "./json.js";

/** How a program makes the same request, behind a word of its own. */
export class Developers {
  #texts = {};

  constructor({ path }) {
    this.path = path;
    const names = { json: "JSON", curl: "curl", javascript: "JavaScript", rust: "Rust", form: "Form", reply: "Answer" };
    this.blocks = Object.fromEntries(
      Object.keys(names).map((name) => [name, element("pre", { class: "block", tabindex: "0", dir: "ltr" })]),
    );
    const tabs = new Tabs({
      id: "developers",
      label: "The request as",
      tabs: Object.entries(names).map(([name, label]) => ({ name, label, panel: this.blocks[name] })),
    });
    const copy = new CopyButton(() => this.#texts[tabs.selected]);
    this.element = element(
      "details",
      { class: "developers no-print" },
      element("summary", {}, "For developers"),
      element("div", { class: "developers-head" }, tabs.element, copy.element, copy.said),
      ...Object.values(this.blocks),
      element(
        "p",
        { class: "aside" },
        element("a", { href: "/openapi.json" }, "Reference of the API"),
        " · ",
        element("a", { href: "?page=create-access-key" }, "Try this request against rules of your own"),
      ),
    );
    this.#set("reply", "Nothing was sent yet.");
  }

  show(body) {
    const url = new URL(this.path, location.origin).href;
    this.#set("json", jsonText(body));
    this.#set("curl", curlText({ url, body }));
    this.#set("javascript", javascript(url, body));
    this.#set("rust", rust(body));
    this.#set("form", form(body));
  }

  /** What the service answered; a code in it stays in this page. */
  showReply(reply) {
    this.#set("reply", jsonText(reply));
  }

  #set(name, text) {
    this.#texts[name] = text;
    this.blocks[name].textContent = text;
  }
}

const javascript = (url, body) => `import { checkSchedule, createAccessKey } from "latchwork";

const body = ${jsonText(body)};
const { schedule, mostUses, ...accessKey } = body;
const request = createAccessKey.check(accessKey);
if (!request.ok) throw new Error(request.issues[0].message);
if (schedule) {
  const hours = checkSchedule(schedule);
  if (!hours.ok) throw new Error(hours.issues[0].message);
}
const reply = await fetch(${JSON.stringify(url)}, {
  method: "POST",
  headers: {
    "Content-Type": "application/json",
    "Idempotency-Key": crypto.randomUUID(),
    "X-API-Key": process.env.LATCHWORK_KEY,
  },
  body: JSON.stringify(body),
});`;

const rust = (body) => `use latchwork::system::plain::CreateKey;

let body = ${rustJson(body)};
let request = CreateKey::check(body.as_bytes())?;`;

/** Without the hours, which are no text of a form. */
function form(body) {
  const { schedule, ...flat } = body;
  const fields = Object.entries(flat).flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)]));
  const inputs = fields.map(([name, value]) => `  <input name="${name}" value="${value.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}">`);
  return `<form>\n${inputs.join("\n")}\n</form>\n\n<script type="module">\n  import { createAccessKey, fromForm } from "latchwork/forms";\n  const request = fromForm(createAccessKey, new FormData(document.forms[0]));\n</script>`;
}
