import { loadCore } from "./parts/shell/core.js";
import { element } from "./parts/shell/element.js";
import { failure, navigation, PAGES } from "./parts/shell/navigation.js";

const folders = {
  bench: () => import("./pages/bench/pages.js"),
  house: () => import("./pages/house/pages.js"),
  tools: () => import("./pages/tools/pages.js"),
};

const main = document.getElementById("main");
const asked = new URLSearchParams(location.search).get("page");
const page = PAGES.find(({ name }) => name === asked) ?? PAGES[0];

document.title = `${page.title} – latchwork console`;
document.querySelector(".shell-nav").append(navigation(page));

try {
  if (page.folder === "house") await showOfHouse(page);
  else await showTool(page);
} catch (error) {
  console.error(error);
  main.replaceChildren(failure());
}

/** A page that works on what the service keeps: signed in first, and drawn from what it answers. */
async function showOfHouse({ folder, name, shown, title }) {
  const heading = element("h1", { id: "page-heading" }, title);
  main.replaceChildren(element("div", { class: "house" }, heading));
  const { enter, ...pages } = await folders[folder]();
  await enter(main, pages[shown], { name, title });
}

/** A page that needs no service: it stands, still disabled, before the core takes the way to itself. */
async function showTool({ folder, shown, core }) {
  const pages = await folders[folder]();
  const tool = pages[shown]();
  main.replaceChildren(tool.element);
  // What can be read already is not to wait for the core, which is the larger part of the download.
  await painted();
  tool.start(await loadCore(core));
}

/** Until the page as it stands is painted, which is so in the next frame; one that nobody sees is not. */
function painted() {
  if (document.hidden) return undefined;
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));
}
