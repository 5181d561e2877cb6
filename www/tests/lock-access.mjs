import { decided } from "./console.mjs";

/** The samples of the page, and what a test of it does again and again. */
export const ADA = "6f1b2c3d-4e5a-4b6c-8d7e-9f0a1b2c3d4e";
export const BEN = "a3c5e7f9-1b2d-4c6e-9f80-21436587a9cb";
export const FRONT_DOOR = "c4d5e6f7-0819-4a2b-8c3d-5e6f708192a3";
export const GARAGE_LOCK = "1e2d3c4b-5a69-4788-96a5-b4c3d2e1f007";
export const CELLAR = "1204519";

export const path = "?page=grant-lock-access";

/** The sample state as it stands at first. */
export const STATE = {
  userExists: true,
  aggregate: {
    userId: ADA,
    version: 3,
    locks: [{ lockId: GARAGE_LOCK, lockName: "Garage", accessLevel: "USER", grantedBy: BEN }],
  },
  caller: { kind: "user", id: BEN, grant: { accessLevel: "OWNER", revoked: false } },
  organisationOwnsLock: false,
};

export const pick = (page, field, sample) =>
  page.getByLabel(`${field}: samples`).selectOption({ label: sample });

export const level = (page, name) => page.getByRole("radio", { name: new RegExp(`^${name}`) }).check();

export const removing = (page) => page.getByRole("radio", { name: /^Remove/ }).check();

/** Fills in what a grant needs: Ada is let in at the front door by Ben. */
export async function fillGrant(page, lock = "Front door") {
  await pick(page, "User", "Ada Lindqvist");
  await pick(page, "Lock", lock);
  await pick(page, "Granted by", "Ben Okafor");
}

/** The same for taking the garage away again. */
export async function fillRemoval(page) {
  await removing(page);
  await pick(page, "User", "Ada Lindqvist");
  await pick(page, "Lock", "Garage");
  await pick(page, "Removed by", "Ben Okafor");
  await page.getByLabel("Reason").fill("Moved out");
}

/** The caller of the state that is typed in is an organisation, by its key. */
export const byKey = (page, owns = false) =>
  decided(page, (state) => Object.assign(state, { caller: { kind: "organisation" }, organisationOwnsLock: owns }));

/** What the caller of the state has of the lock; `null` is no access. */
export const grantor = (page, grant) => decided(page, (state) => (state.caller.grant = grant && { revoked: false, ...grant }));

/** Types a moment as RFC 3339 text. */
export async function typeMoment(page, label, text) {
  const mode = page.getByRole("button", { name: `As text: ${label}` });
  if ((await mode.getAttribute("aria-pressed")) === "false") await mode.click();
  await page.getByLabel(label).and(page.locator('[id$="-text"]')).fill(text);
}
