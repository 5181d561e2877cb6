/**
 * The modules of the page that is asked for, which the browser would otherwise hear of from one
 * another, one after the other. MODULES has them by the page's name: the build knows them.
 */
const asked = new URLSearchParams(location.search).get("page");
const modules = Object.hasOwn(MODULES, asked) ? MODULES[asked] : Object.values(MODULES)[0];
for (const href of modules) {
  document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href }));
}
