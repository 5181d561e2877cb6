import { choosePreset, counted, generateOne, generateSheet, trial } from "./codes-page.mjs";
import { AMBIGUOUS, elsewhere, FAILED, panel, read, turnTo, unfold, WORD } from "./cards-page.mjs";
import { answering, chooseType, decided, fillCode, submit } from "./console.mjs";
import { begin as beginHours, block } from "./hours-page.mjs";
import { fillGrant, fillRemoval } from "./lock-access.mjs";
import { fillIdentifier, fillUser, toIdentifier } from "./panel.mjs";

const submitForm = (page) => page.locator("main form:visible button:not([type=button])").first().click();

const unfoldAll = (page) =>
  page.locator("main details").evaluateAll((folds) => {
    for (const details of folds) details.open = true;
  });

/** The pages that need no service, and what each is brought to, one after the other. */
export const OF_TOOLS = {
  "?page=hours": {
    "at first": async () => {},
    unfolded: (page) => unfoldAll(page),
    "a block": async (page) => {
      await block(page, "Wednesday 09:00 to 17:00").focus();
      await page.getByRole("tab", { name: "Rust" }).click();
    },
    "over midnight": (page) => beginHours(page, "Night shift: over midnight"),
    "fields refused": async (page) => {
      await page.locator("#valid-until").fill("2026-01-01T00:00");
      await page.locator("#valid-from").fill("2027-01-01T00:00");
      await page.getByLabel("Zone of the door").fill("Nowhere");
    },
  },
  "?page=codes": {
    "at first": counted,
    drawn: async (page) => {
      await generateOne(page);
      await trial(page).fill("120045");
      await counted(page);
    },
    "a sheet": async (page) => {
      await generateSheet(page, 40);
      await trial(page).fill("271828");
      await counted(page);
    },
    "another lock": (page) => choosePreset(page, "tedee"),
    "nothing allowed": async (page) => {
      await page.getByLabel("Block list").fill("12");
      await page.getByLabel("Codes in use").fill("12");
      await generateSheet(page, 10);
      await counted(page);
    },
  },
  "?page=cards": {
    "at first": async () => {},
    "a printed number": async (page) => {
      await read(page, "0045131261");
      await unfold(page);
      await elsewhere(page);
    },
    "a word": (page) => read(page, WORD.bits),
    "parity that fails": async (page) => {
      await read(page, FAILED);
      await panel(page).locator(".bit-parity").first().focus();
    },
    "37 bits": (page) => read(page, AMBIGUOUS),
    "nothing known": (page) => read(page, "x".repeat(160)),
    compared: async (page) => {
      await turnTo(page, "Compare");
      await page.getByRole("button", { name: "Try a sample pair" }).click();
    },
    encoded: async (page) => {
      await turnTo(page, "Encode");
      await page.locator("#format").selectOption("C15001");
      await page.locator("#card").fill("1");
      await unfoldAll(page);
    },
    "no word": (page) => page.locator("#card").fill("99999x"),
  },
  "?page=create-access-key": {
    "at first": async () => {},
    "fields refused": async (page) => {
      await page.getByRole("textbox", { name: "Code", exact: true }).fill("12x");
      await submit(page);
    },
    "a card, refused": async (page) => {
      await chooseType(page, /^Card/);
      await page.locator("#card-number").fill("99999999999999999");
      await submit(page);
    },
    created: async (page) => {
      await answering(page);
      await chooseType(page, /^Code/);
      await fillCode(page);
      await submit(page);
      await page.getByText("It is kept there.").waitFor();
    },
    "as curl": (page) => page.getByRole("tab", { name: "curl" }).click(),
    "refused by the service": async (page) => {
      const issues = [{ code: "identification_in_use", path: ["keyIdentification"], message: "expected another" }];
      await page.unroute(() => true).catch(() => undefined);
      await answering(page, { status: 409, json: { issues } });
      await submit(page);
      await page.getByText("Nothing was kept.").waitFor();
    },
    "what would be decided": (page) => decided(page),
    "a state that is none": (page) => decided(page, "{}"),
  },
  "?page=grant-lock-access": {
    "at first": async () => {},
    "fields refused": submitForm,
    granted: async (page) => {
      await answering(page);
      await fillGrant(page);
      await submitForm(page);
    },
    removed: async (page) => {
      await fillRemoval(page);
      await submitForm(page);
    },
    "what would be decided": (page) => decided(page),
  },
  "?page=create-user": {
    "at first": async () => {},
    "fields refused": submitForm,
    created: async (page) => {
      await answering(page);
      await fillUser(page);
      await submitForm(page);
    },
    "an identifier, refused": async (page) => {
      await toIdentifier(page);
      await submitForm(page);
    },
    "an identifier": async (page) => {
      await fillIdentifier(page);
      await submitForm(page);
    },
  },
  "?page=attempt": {
    "at first": async () => {},
    unfolded: unfoldAll,
    shut: (page) => page.getByLabel("Begin with").selectOption({ label: "A code that nobody has" }),
    threatened: (page) =>
      page.getByLabel("Begin with").selectOption({ label: "Ben is threatened: the last digit one higher" }),
    "not decided": (page) => page.getByLabel("Begin with").selectOption({ label: "Privacy is not known" }),
  },
};
