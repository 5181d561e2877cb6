import { test } from "node:test";

import { useConsole } from "./console.mjs";
import { NOW } from "./hours-page.mjs";
import { Judging } from "./judging.mjs";
import { LOOKS, RARE_LOOKS, take } from "./judges/axe.mjs";
import { OF_TOOLS } from "./states-tools.mjs";

const { open, visit } = useConsole();

for (const [path, states] of Object.entries(OF_TOOLS)) {
  test(`axe finds nothing on ${path}, in its states and all looks`, async (t) => {
    const judging = new Judging(t);
    const page = await open(t, { path, prepare: (page) => page.clock.setFixedTime(NOW) });
    const [first] = Object.keys(states);
    for (const [state, lead] of Object.entries(states)) {
      await take(page, LOOKS[0]);
      await lead(page);
      await judging.look(page, `${path} ${state}`, [...LOOKS, ...(state === first ? RARE_LOOKS : [])]);
    }
  });
}

test("axe finds nothing on a page whose core is on its way, or does not come", async (t) => {
  const judging = new Judging(t);
  for (const [state, answer, sign] of [
    ["loading", () => {}, "form > fieldset:disabled"],
    ["no core", (route) => route.abort(), "[role=alert]"],
  ]) {
    for (const path of Object.keys(OF_TOOLS)) {
      const { page } = await visit(t, { path, prepare: (page) => page.route("**/*.wasm", answer) });
      await page.locator(sign).first().waitFor();
      await judging.look(page, `${path} ${state}`);
      await page.context().close();
      // What stands in the place of a page is the same for all.
      if (state === "no core") break;
    }
  }
});
