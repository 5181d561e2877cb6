export const path = "?page=create-user";

/** The sample states as they stand at first. */
export const USER_STATE = { loggedIn: true, administrator: true, namesInUse: ["Ada Lindqvist"], nextUid: 3 };
export const IDENTIFIER_STATE = {
  loggedIn: true,
  administrator: true,
  identifiersInUse: [
    { identifier_type: "card", identifier_number: "0012345678" },
    { identifier_type: "license_plate", identifier_number: "ABC 123" },
  ],
  nextUid: 3,
};

export const toggle = (page, name) => page.getByRole("switch", { name });

export async function fillUser(page, name = "Ben Okafor") {
  await page.locator("#name").fill(name);
  await page.locator("#info").fill("Flat 12");
  await page.getByRole("checkbox", { name: "Card", exact: true }).check();
}

export const toIdentifier = (page) => page.getByRole("tab", { name: "Identifier" }).click();

export async function fillIdentifier(page, type = "card", number = "4711") {
  await page.locator("#owner-name").fill("Ben Okafor");
  await page.locator("#identifier_type").selectOption(type);
  await page.locator("#identifier_number").fill(number);
}

/** What the list of all issues says: path, code and sentence of each. */
export const listedIssues = (page) =>
  page
    .getByRole("region", { name: /^All issues/ })
    .locator("li")
    .evaluateAll((rows) =>
      rows.map((row) =>
        [".issue-path", ".issue-name", "span"].map((part) => row.querySelector(part).textContent),
      ),
    );

/** The same of issues as the core gives them. */
export const asListed = (issues) =>
  issues.map(({ path, code, message }) => [
    path.join("."),
    code,
    message.charAt(0).toUpperCase() + message.slice(1),
  ]);
