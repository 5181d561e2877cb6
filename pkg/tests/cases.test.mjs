// Every case of the repository, through the package as it is installed.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { launch, withPage } from "./support/browser.mjs";
import { names, read } from "./support/case-files.mjs";
import { latchwork } from "./support/entries.mjs";
import { project } from "./support/environment.mjs";
import { answers, expectations, known } from "./support/runners.mjs";
import { STRICT, serve } from "./support/server.mjs";

/** Compares the whole answers, whatever the order of members, and tells all that differ. */
function judge(file, cases, answered) {
  const expected = expectations(file, cases);
  assert.equal(answered.length, expected.length);
  assert.ok(expected.length > 0, `${file}: expected cases, found none`);
  const told = expected.flatMap(({ name, expected }, index) =>
    Object.entries(answered[index])
      .filter(([, answer]) => !isDeepStrictEqual(answer, expected))
      .map(
        ([way, answer]) =>
          `${name}, ${way}\n  expected ${JSON.stringify(expected)}\n  answered ${JSON.stringify(answer)}`,
      ),
  );
  if (told.length > 0) assert.fail(`${file}: ${told.length} answers differ\n${told.join("\n")}`);
}

test("every case file has a runner, and every runner a file", () => {
  assert.deepEqual(names, known);
});

test("no two cases of a file have one name", () => {
  for (const file of names) {
    const told = expectations(file, read(file)).map(({ name }) => name);
    if (!file.includes("/")) assert.equal(new Set(told).size, told.length, file);
  }
});

describe("imported", () => {
  for (const file of names) {
    test(file, () => {
      const cases = read(file);
      judge(file, cases, answers(latchwork, file, cases));
    });
  }
});

describe("required", () => {
  const require = createRequire(import.meta.url);
  const required = { ...require("latchwork"), ...require("latchwork/cards"), ...require("latchwork/plain") };

  for (const file of names) {
    test(file, () => {
      const cases = read(file);
      judge(file, cases, answers(required, file, cases));
    });
  }
});

describe("latchwork/web in Chromium", () => {
  let browser;
  let server;

  before(async () => {
    browser = await launch();
    server = await serve(project, STRICT);
  });

  after(async () => {
    await browser?.close();
    await server?.close();
  });

  test("every file", async (context) => {
    const url = `${server.url}/tests/fixtures/web/index.html`;
    await withPage(browser, url, async (page) => {
      await page.evaluate("init()");
      for (const file of names) {
        await context.test(file, async () => {
          const cases = read(file);
          // As text: what the page's own objects lack or have over is seen as JSON shows it.
          const text = await page.evaluate(
            ([file, text]) =>
              JSON.stringify(runners.answers(latchwork, file, JSON.parse(text))),
            [file, JSON.stringify(cases)],
          );
          judge(file, cases, JSON.parse(text));
        });
      }
    });
  });
});
