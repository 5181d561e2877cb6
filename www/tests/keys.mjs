import assert from "node:assert/strict";

export const focused = (locator) => locator.evaluate((node) => node === document.activeElement);

/** Goes on with Tab until the control has the focus, and sees that the focus shows. */
export async function tabTo(page, locator) {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await focused(locator)) {
      const shows = await locator.evaluate((node) => {
        const marked = node.closest(".segment") ?? node;
        return getComputedStyle(marked).outlineStyle;
      });
      assert.notEqual(shows, "none", "the focus shows");
      return;
    }
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab does not reach ${locator}`);
}

/** Visible controls that have no name. */
export const namelessControls = (page) =>
  page
    .locator("input, select, button")
    .filter({ visible: true })
    .evaluateAll((controls) =>
      controls
        .filter(
          (control) =>
            !control.labels?.length && !control.getAttribute("aria-label") && !control.textContent.trim(),
        )
        .map(({ outerHTML }) => outerHTML),
    );

/** Ids that a control's description, label or panel leads to and that are not there exactly once. */
export const danglingReferences = (page) =>
  page
    .locator("[aria-describedby], [aria-labelledby], [aria-controls]")
    .evaluateAll((nodes) =>
      nodes
        .flatMap((node) =>
          ["aria-describedby", "aria-labelledby", "aria-controls"].flatMap(
            (name) => node.getAttribute(name)?.split(" ") ?? [],
          ),
        )
        .filter((id) => document.querySelectorAll(`[id="${id}"]`).length !== 1),
    );
