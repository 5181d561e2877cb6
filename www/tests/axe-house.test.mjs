import { test } from "node:test";

import { useConsole } from "./console.mjs";
import { FakeHouse } from "./house.mjs";
import { Judging } from "./judging.mjs";
import { LOOKS, PAPER, RARE_LOOKS } from "./judges/axe.mjs";
import { INSTEAD, OF_HOUSE } from "./states-house.mjs";

const { visit } = useConsole();

async function atHouse(t, path, { prepare, path: own, lead }) {
  const house = new FakeHouse();
  prepare?.(house);
  const { page } = await visit(t, { path: own?.(house) ?? path, prepare: (page) => house.attach(page) });
  await page.locator("#page-heading").waitFor();
  await lead?.(page, house);
  return page;
}

for (const [path, states] of [...Object.entries(OF_HOUSE), ["?page=keys", INSTEAD]]) {
  const what = states === INSTEAD ? "what stands in its place" : "its states";
  test(`axe finds nothing on ${path}, in ${what} and all looks`, async (t) => {
    const judging = new Judging(t);
    const [first] = Object.keys(states);
    for (const [state, means] of Object.entries(states)) {
      const page = await atHouse(t, path, means);
      const more = [...(state === first ? RARE_LOOKS : []), ...(means.paper ? [PAPER] : [])];
      await judging.look(page, `${path} ${state}`, [...LOOKS, ...more]);
      await page.context().close();
    }
  });
}
