// Hosts without TextEncoder and TextDecoder, as jsdom is, and pages that put others in their place.
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { make, node } from "./support/projects.mjs";
import { expected } from "./support/samples.mjs";

const IMPORTS = `
const forms = await import("latchwork/forms");
const latchwork = await import("latchwork");
const cards = await import("latchwork/cards");
const { sample } = await import("./samples.mjs");
`;

/** A name that stands in an issue's path goes into the core and comes back out of it. */
const NAMES = ["ä", "\u0000", "\u007f\u0080", "\u07ff\u0800", "\uffff", "\u{1f511}\u{10ffff}", "\ufeffname", "%41%zz%"];
const ANSWERS = `
process.stdout.write(JSON.stringify([
  sample({ forms, latchwork, cards }),
  ...${JSON.stringify(NAMES)}.map((name) => {
    const { issues } = forms.createAccessKey.checkJson(JSON.stringify({ [name]: 1 }));
    return issues.map(({ path }) => path[0]).includes(name);
  }),
  ...["1234\\ud83d", "\\udd11"].map((code) => forms.checkCode(code).issues[0].code === "ill_formed_text"),
]));`;

const all = [expected, ...NAMES.map(() => true), true, true];

describe("the three entries answer", () => {
  test("where there is neither coder", async () => {
    const folder = await make("utf8-none", {
      "main.mjs": `delete globalThis.TextEncoder;\ndelete globalThis.TextDecoder;\n${IMPORTS}${ANSWERS}`,
    });
    assert.deepEqual(await node(join(folder, "main.mjs")), all);
  });

  test("where there are both", async () => {
    const folder = await make("utf8-both", { "main.mjs": IMPORTS + ANSWERS });
    assert.deepEqual(await node(join(folder, "main.mjs")), all);
  });

  test("where a page puts its own in their place, which see nothing", async () => {
    const folder = await make("utf8-replaced", {
      "main.mjs": `${IMPORTS}
const replaced = () => { throw new Error("a page's own coder was asked"); };
globalThis.TextEncoder = globalThis.TextDecoder = class { encode = replaced; encodeInto = replaced; decode = replaced; };
${ANSWERS}`,
    });
    assert.deepEqual(await node(join(folder, "main.mjs")), all);
    const patched = await make("utf8-patched", {
      "main.mjs": `${IMPORTS}
const replaced = () => { throw new Error("a page's own coder was asked"); };
TextEncoder.prototype.encode = TextEncoder.prototype.encodeInto = TextDecoder.prototype.decode = replaced;
${ANSWERS.replace("process.stdout.write(", "(await import('node:fs')).writeSync(1, ")}`,
    });
    assert.deepEqual(await node(join(patched, "main.mjs")), all);
  });
});
