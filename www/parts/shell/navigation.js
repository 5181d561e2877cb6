import { element } from "./element.js";

/**
 * The pages of the console. `shown` is what the module of the folder in `pages/` exports, and
 * `core` which parts of the package a tool works with. A page `within` another is reached from
 * there and stands in no menu.
 */
export const PAGES = [
  { folder: "house", name: "keys", shown: "keys", title: "Keys" },
  { folder: "house", name: "new-key", shown: "newKey", title: "New key", within: "keys" },
  { folder: "house", name: "people", shown: "people", title: "People" },
  { folder: "house", name: "sign-ins", shown: "signIns", title: "Who may sign in", within: "people" },
  { folder: "house", name: "doors", shown: "doors", title: "Doors" },
  { folder: "house", name: "activity", shown: "activity", title: "Activity" },
  { folder: "tools", name: "hours", shown: "hours", title: "Hours", core: ["schedules", "makers"] },
  { folder: "tools", name: "codes", shown: "codes", title: "Codes", core: ["forms", "codes"] },
  { folder: "tools", name: "cards", shown: "cards", title: "Cards", core: ["cards"] },
  { folder: "bench", name: "create-access-key", shown: "createAccessKey", title: "Create access key", core: ["forms"] },
  { folder: "bench", name: "grant-lock-access", shown: "grantLockAccess", title: "Grant lock access", core: ["forms", "locks"] },
  { folder: "bench", name: "create-user", shown: "createUser", title: "Create user", core: ["forms"] },
  { folder: "bench", name: "attempt", shown: "attempt", title: "Attempt", core: ["forms", "doors"] },
];

/** The menu: what people work with, and what developers try calls with behind a word of its own. */
export function navigation(current) {
  const shown = PAGES.filter(({ within }) => within === undefined);
  const items = (pages) => pages.map((page) => element("li", {}, link(page, current)));
  const bench = shown.filter(({ folder }) => folder === "bench");
  const developers = element(
    "details",
    { class: "shell-more" },
    element("summary", { "data-current": current.folder === "bench" }, "For developers"),
    element(
      "ul",
      {},
      ...items(bench),
      element("li", {}, element("a", { href: "/openapi.json" }, "Reference of the API")),
    ),
  );
  developers.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    developers.open = false;
    developers.firstChild.focus();
  });
  addEventListener("click", ({ target }) => {
    if (!developers.contains(target)) developers.open = false;
  });
  return element(
    "ul",
    {},
    ...items(shown.filter(({ folder }) => folder !== "bench")),
    element("li", {}, developers),
  );
}

function link({ name, title }, current) {
  const here = (current.within ?? current.name) === name;
  return element("a", { href: `?page=${name}`, "aria-current": here && "page" }, title);
}

/** What stands in the place of a page that could not be shown. */
export function failure() {
  const reload = element("button", { type: "button", class: "button" }, "Reload the page");
  reload.addEventListener("click", () => location.reload());
  return element(
    "div",
    { class: "notice", role: "alert" },
    element("h1", {}, "The console could not start"),
    element("p", {}, "A part of it did not load, so nothing can be filled in here. Reload the page."),
    reload,
  );
}
