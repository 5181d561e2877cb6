import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";

import { LOOKS, take, violations } from "./judges/axe.mjs";

/** Where each look of each state is drawn to, for who wants to see it: a folder. */
const PICTURES = process.env.CONSOLE_PICTURES;

/** Holds the states of pages against axe. What is found is told at the end, all of it. */
export class Judging {
  #found = {};

  constructor(t) {
    t.after(() => assert.deepEqual(this.#found, {}));
  }

  /** Looks at a page as it stands. */
  async look(page, state, looks = LOOKS) {
    for (const look of looks) {
      await take(page, look);
      const name = `${state}, ${look.name}`;
      const found = await violations(page, look);
      if (found.length > 0) this.#found[name] = found;
      if (PICTURES) await draw(page, name);
    }
  }
}

async function draw(page, name) {
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ fullPage: true, path: `${PICTURES}/${name.replaceAll(/[^\w]+/g, "-")}.png` });
}
