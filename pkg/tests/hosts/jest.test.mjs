// Jest with jsdom: CommonJS and modules, with the globals of a page and without coders of text.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { IMPORTED, REQUIRED, commonJs, makePackage, require, runScript } from "../support/hosts.mjs";

const JUDGE = `
test("the three entries answer", () => {
  expect(typeof document).toBe("object");
  expect(sample(entries)).toEqual(expected);
});
`;

/** Runs the tests of a folder; asserts that one passed and nothing was written. */
async function passes(jest, environment, cwd, env = {}) {
  const config = { testEnvironment: require.resolve(environment), transform: {}, rootDir: cwd, watchman: false };
  const args = ["--config", JSON.stringify(config), "--json", "--ci", "--no-cache"];
  const { stdout } = await runScript(`${jest}/bin/jest.js`, args, { cwd, env });
  const { numPassedTests, numTotalTests, testResults } = JSON.parse(stdout);
  assert.deepEqual({ numPassedTests, numTotalTests }, { numPassedTests: 1, numTotalTests: 1 });
  assert.deepEqual(testResults.flatMap((result) => result.console ?? []), []);
}

for (const [version, jest, environment] of [
  [30, "jest", "jest-environment-jsdom"],
  [29, "jest-29", "jest-environment-jsdom-29"],
]) {
  describe(`Jest ${version}`, () => {
    test("CommonJS", async () => {
      const cwd = await makePackage(
        `jest-${version}-cjs`,
        { "page.test.js": `${REQUIRED}const { expected } = require("./samples.cjs");\n${JUDGE}` },
        {},
      );
      await commonJs(cwd);
      await passes(jest, environment, cwd);
    });

    test("modules", async () => {
      const cwd = await makePackage(`jest-${version}-esm`, {
        "page.test.js": `${IMPORTED}import { expected } from "./samples.mjs";\n${JUDGE}`,
      });
      await passes(jest, environment, cwd, { NODE_OPTIONS: "--experimental-vm-modules --no-warnings" });
    });
  });
}
