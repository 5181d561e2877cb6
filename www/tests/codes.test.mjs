import assert from "node:assert/strict";
import { test } from "node:test";

import {
  chooseLengths,
  choosePreset,
  counted,
  number,
  rule,
  shownPolicy,
  trial,
  useCodes,
  verdict,
} from "./codes-page.mjs";
import { askCore, core, description } from "./console.mjs";

const { open } = useCodes();

const ALL = [4, 5, 6, 7, 8];
const HOSTILE = `<img src=x>`;

const panel = (page) => page.getByRole("region", { name: "Codes allowed" });
const cost = (page, name) => page.locator(`#rule-${name}-cost`).textContent();

/** Every policy that the core has a name for. */
const policies = async () => Object.entries((await core()).codePolicies);

test("the presets are those of the core, and each sets the page to its policy", async (t) => {
  const page = await open(t);
  const all = await policies();
  const options = await page
    .getByLabel("Preset")
    .locator("option")
    .evaluateAll((options) => options.map(({ value }) => value));
  assert.deepEqual(options, ["", ...all.map(([name]) => name)]);
  for (const [name, policy] of all) {
    await choosePreset(page, name);
    assert.deepEqual(await shownPolicy(page), policy, name);
    const allowed = number(await askCore("keyspace", policy));
    assert.equal(await panel(page).locator("strong").textContent(), allowed, name);
  }
});

test("a preset is named as long as its lengths and rules hold", async (t) => {
  const page = await open(t);
  const preset = page.getByLabel("Preset");
  assert.equal(await preset.inputValue(), "nuki");
  await rule(page, "no_zeros").uncheck();
  assert.equal(await preset.inputValue(), "");
  await page.getByLabel("Block list").fill("271828");
  await rule(page, "no_zeros").check();
  assert.equal(await preset.inputValue(), "nuki");
  assert.deepEqual((await shownPolicy(page)).blocked, ["271828"]);
});

test("every rule that the core knows has a switch, and stands in its order", async (t) => {
  const page = await open(t);
  const { keyspace } = await core();
  let known;
  try {
    keyspace({ rules: ["none such"] });
  } catch (error) {
    known = error.issues[0].params.expected.split(", ");
  }
  for (const name of [...known].reverse()) await rule(page, name).check();
  assert.deepEqual((await shownPolicy(page)).rules, known);
  assert.equal(await page.getByRole("switch").count(), known.length);
});

test("the keyspace is told exactly, as a share and by its magnitude", async (t) => {
  const page = await open(t);
  assert.equal(await panel(page).locator("strong").textContent(), "524,880");
  assert.match(await panel(page).textContent(), /of 1,000,000 codes of 6 digits are allowed/);
  assert.match(await panel(page).textContent(), /52\.5%/);
  assert.match(await panel(page).textContent(), /1 in 524,880/);
  const bands = await panel(page)
    .locator(".keyspace-band")
    .evaluateAll((bands) => bands.map((band) => Number.parseFloat(band.getAttribute("width"))));
  assert.ok(Math.abs(bands[0] - 52.488) < 1e-9);
  assert.ok(Math.abs(bands[1] - (100 * Math.log10(524_880)) / 9) < 1e-9);
  assert.equal(await panel(page).getByRole("img", { name: "52.5% of all codes of these lengths" }).count(), 1);
});

test("each rule tells what it takes away, on or off", async (t) => {
  const page = await open(t);
  await chooseLengths(page, [4, 6]);
  const { rules, lengths } = await shownPolicy(page);
  const now = await askCore("keyspace", { lengths, rules });
  for (const name of ["no_zeros", "cannot_start_with_12", "unique_first_four_digits", "cannot_contain_0789"]) {
    const on = rules.includes(name);
    const other = await askCore("keyspace", {
      lengths,
      rules: on ? rules.filter((rule) => rule !== name) : [...rules, name],
    });
    const [inside, outside] = on ? [now, other] : [other, now];
    const takes = `${on ? "takes" : "would take"} ${number(outside - inside)}`;
    const both = `${number(outside)} without, ${number(inside)} with`;
    assert.equal(await cost(page, name), `${takes} ${both}`);
    assert.match(await description(rule(page, name)), new RegExp(takes));
  }
});

test("the block list and what others know of the person take codes away too", async (t) => {
  const page = await open(t);
  await choosePreset(page, "igloohome");
  await page.getByLabel("Block list").fill("4711, 271828\n2718");
  await page.getByLabel("Birth date").fill("1984-02-29");
  await page.getByLabel("Phone number").fill("+46 70 123 45 67");
  await page.getByLabel("Apartment number").fill("12 B");
  await counted(page);
  const policy = await shownPolicy(page);
  assert.deepEqual(policy, {
    lengths: [4, 5, 6],
    blocked: ["4711", "271828", "2718"],
    notDerivedFrom: { birthDate: "1984-02-29", phoneNumber: "+46 70 123 45 67", apartmentNumber: "12 B" },
  });
  const allowed = await askCore("keyspace", policy);
  assert.equal(await panel(page).locator("strong").textContent(), number(allowed));
  assert.match(await page.locator("#blocked-cost").textContent(), /^takes 3 /);
  const { notDerivedFrom, ...rest } = policy;
  const anyone = await askCore("keyspace", rest);
  assert.match(await page.locator("#facts-cost").textContent(), new RegExp(`^takes ${anyone - allowed} `));
});

test("without a length any is checked and six digits are counted", async (t) => {
  const page = await open(t);
  await choosePreset(page, "nuki");
  await page.getByRole("checkbox", { name: "6 digits" }).uncheck();
  await counted(page);
  assert.deepEqual(Object.keys(await shownPolicy(page)), ["rules"]);
  assert.equal(await panel(page).locator("strong").textContent(), "524,880");
  assert.match(await page.locator("#lengths-hint").textContent(), /^None ticked: any length/);
  await trial(page).fill("2718");
  assert.equal((await verdict(page)).badge, "Allowed");
});

test("what is no policy says so beside its field, and judges and draws nothing", async (t) => {
  const page = await open(t);
  const blocked = page.getByLabel("Block list");
  await blocked.fill("4711 47x1");
  await trial(page).fill("271828");
  await counted(page);
  assert.match(
    await description(blocked),
    /^Code 2 of the list: Expected digits only, found another character at position 3\|/,
  );
  assert.equal(await panel(page).locator(".badge").textContent(), "No policy");
  assert.equal(await cost(page, "no_zeros"), " ");
  assert.deepEqual(await verdict(page), { badge: "No policy", sentences: [], codes: [], marked: [] });
  await page.getByRole("button", { name: "Generate one code" }).click();
  assert.match(await page.getByRole("alert").textContent(), /^The policy has an issue: expected digits only/);
  assert.equal(await page.locator("#codes li").count(), 0);

  await blocked.fill("4711");
  await page.getByLabel("Phone number").fill("none");
  await counted(page);
  assert.match(await description(blocked), /^\|/);
  await trial(page).focus();
  assert.match(await description(page.getByLabel("Phone number")), /^Expected at least one digit, found none\|/);
  await page.getByLabel("Phone number").fill("");
  await counted(page);
  assert.equal(await panel(page).locator(".badge").textContent(), "475,120 refused");
  assert.equal((await verdict(page)).badge, "Allowed");
});

test("a date picked in part is not dropped in silence", async (t) => {
  const page = await open(t);
  await page.getByLabel("Birth date").focus();
  await page.keyboard.type("29");
  await page.keyboard.press("Tab");
  await trial(page).focus();
  await counted(page);
  assert.match(await description(page.getByLabel("Birth date")), /^Expected a date such as 1984-02-29\|/);
});

test("a policy that allows nothing says so", async (t) => {
  const page = await open(t);
  await chooseLengths(page, [4]);
  await rule(page, "cannot_contain_0789").check();
  const codes = Array.from({ length: 10_000 }, (_, i) => String(i).padStart(4, "0"));
  await page.getByLabel("Block list").fill(codes.filter((code) => !/[0789]/.test(code)).join(" "));
  await counted(page);
  assert.match(await panel(page).textContent(), /Expected a policy that allows a code, found one that allows none/);
});

const TRIALS = [
  { code: "271828", marked: [] },
  { code: "120450", marked: [1, 3] },
  { code: "27182", marked: [] },
  { code: "27182818", marked: [] },
  { code: "27x828", marked: [3] },
  { code: "２71828", marked: [1] },
  { code: "🔑71828", marked: [1] },
];
for (const { code, marked } of TRIALS) {
  test(`the code ${code} is judged as the core does, with the places that it tells`, async (t) => {
    const page = await open(t);
    await trial(page).fill(code);
    const result = await askCore("checkCode", code, await shownPolicy(page));
    const { issues = [] } = result;
    const shown = await verdict(page);
    assert.deepEqual(shown.codes, issues.map(({ code }) => code));
    assert.deepEqual(
      shown.sentences.map((sentence) => sentence.charAt(0).toLowerCase() + sentence.slice(1)),
      issues.map(({ message }) => message),
    );
    assert.deepEqual(shown.marked, marked);
    assert.equal(await trial(page).getAttribute("aria-invalid"), issues.length > 0 ? "true" : null);
    assert.equal(await page.locator(".cell").count(), [...code].length);
  });
}

test("a run is marked as far as it goes; what names no place marks none", async (t) => {
  const page = await open(t);
  await choosePreset(page, "");
  await chooseLengths(page, ALL);
  for (const name of ["no_zeros", "cannot_start_with_12"]) await rule(page, name).uncheck();
  await rule(page, "no_triple_consecutive_ints").check();
  await page.getByLabel("Block list").fill("314159");
  await page.getByLabel("Phone number").fill("+46701239999");
  await trial(page).fill("98567893");
  assert.deepEqual((await verdict(page)).marked, [3, 4, 5, 6, 7]);
  await trial(page).fill("314159");
  assert.deepEqual(await verdict(page), {
    badge: "1 issue",
    sentences: ["Expected a code that is not on the block list"],
    codes: ["code_blocked"],
    marked: [],
  });
  await trial(page).fill("239999");
  const { codes, sentences, marked } = await verdict(page);
  assert.deepEqual(codes, ["code_has_run", "code_derived"]);
  assert.deepEqual(marked, [3, 4, 5, 6]);
  assert.ok(!sentences.join(" ").includes("239999"), "no sentence holds what was typed");
});

test("the verdict follows the policy, and hostile text is only ever text", async (t) => {
  const page = await open(t);
  await trial(page).fill("120345");
  assert.equal((await verdict(page)).badge, "2 issues");
  await rule(page, "no_zeros").uncheck();
  assert.equal((await verdict(page)).badge, "1 issue");
  await rule(page, "cannot_start_with_12").uncheck();
  assert.equal((await verdict(page)).badge, "Allowed");
  await trial(page).fill(HOSTILE);
  await page.getByLabel("Block list").fill(HOSTILE);
  await page.getByLabel("Apartment number").fill(HOSTILE);
  await page.getByLabel("Codes in use").fill(HOSTILE);
  await counted(page);
  assert.equal(await page.locator("main img").count(), 0);
});

test("Copy takes the policy as it is shown", async (t) => {
  const page = await open(t, { permissions: ["clipboard-read", "clipboard-write"] });
  const json = page.getByRole("region", { name: "Policy as JSON" }).first();
  await json.getByRole("button", { name: "Copy" }).click();
  await json.getByRole("button", { name: "Copied" }).waitFor();
  assert.deepEqual(JSON.parse(await page.evaluate(() => navigator.clipboard.readText())), {
    lengths: [6],
    rules: ["no_zeros", "cannot_start_with_12"],
  });
});

test("of quick changes only the last is shown, and the page stays free while it counts", async (t) => {
  const page = await open(t);
  await chooseLengths(page, ALL);
  await rule(page, "block_common").check();
  await page.getByLabel("Birth date").fill("1984-02-29");
  await trial(page).fill("19840229");
  assert.deepEqual((await verdict(page)).codes, ["code_contains_zero", "code_common", "code_derived"]);
  await page.getByLabel("Birth date").fill("");
  await page.getByLabel("Preset").selectOption("tedee");
  await page.getByLabel("Preset").selectOption("nuki");
  await counted(page);
  assert.equal(await panel(page).locator("strong").textContent(), "524,880");
  assert.match(await cost(page, "no_zeros"), /990,000 without, 524,880 with$/);
});
