import { loadCore } from "./parts/shell/core.js";
import { element } from "./parts/shell/element.js";

/**
 * The pages of the console; `name` is the file in the folder of `pages/`, which exports `render()`,
 * and `entry` what of the package it is made for, where that is another than the service's.
 */
const pages = [
  { folder: "bench", name: "create-access-key", title: "Create access key" },
  { folder: "bench", name: "grant-lock-access", title: "Grant lock access" },
  { folder: "bench", name: "create-user", title: "Create user" },
  { folder: "tools", name: "hours", title: "Hours" },
  { folder: "bench", name: "attempt", title: "Attempt" },
  { folder: "tools", name: "codes", title: "Codes" },
  { folder: "tools", name: "cards", title: "Cards", entry: "cards" },
];

const main = document.getElementById("main");
const asked = new URLSearchParams(location.search).get("page");
const { folder, name, title, entry = "latchwork" } = pages.find((page) => page.name === asked) ?? pages[0];

document.title = `${title} – latchwork console`;
document.querySelector(".shell-nav").append(navigation(name));
// Where the row of pages is too narrow for all, the current one is in sight.
document.querySelector(".shell-nav [aria-current]").scrollIntoView({ block: "nearest", inline: "nearest" });

// Both at once: the page stands, still disabled, while the core is on its way.
const shown = show(folder, name);
const loading = loadCore(entry);
try {
  const [page, core] = await Promise.all([shown, loading]);
  page.start(core);
} catch (error) {
  await Promise.allSettled([shown]);
  console.error(error);
  main.replaceChildren(failure());
}

async function show(folder, name) {
  const { render } = await import(`./pages/${folder}/${name}.js`);
  const page = render();
  main.replaceChildren(page.element);
  return page;
}

function navigation(current) {
  return element(
    "ul",
    {},
    ...pages.map(({ name, title }) =>
      element(
        "li",
        {},
        element("a", { href: `?page=${name}`, "aria-current": name === current && "page" }, title),
      ),
    ),
  );
}

function failure() {
  const reload = element("button", { type: "button", class: "button" }, "Reload the page");
  reload.addEventListener("click", () => location.reload());
  return element(
    "div",
    { class: "notice", role: "alert" },
    element("h1", {}, "The console could not start"),
    element(
      "p",
      {},
      "Its checks did not load, so nothing can be filled in here. Reload the page; if that does not help, the server does not serve the compiled core under /latchwork/.",
    ),
    reload,
  );
}
