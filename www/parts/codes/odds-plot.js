import { element, svgElement } from "../shell/element.js";
import { sayNumber, sayShare } from "../shell/say-number.js";

const HEIGHT = 220;
/** So many straight pieces look round. */
const PIECES = 60;

/** The odds of a guess over the tries, with the tries before lock-out marked. */
export class OddsPlot {
  constructor() {
    this.drawing = svgElement("svg", { class: "plot-drawing", role: "img", "aria-label": "Not counted yet" });
    this.element = element("div", { class: "plot" }, this.drawing);
  }

  /**
   * Each curve is a few points { tries, part }, rising to the same last try: `ruled` of the policy,
   * `unruled` of every code of its lengths, `recommended` of every code of the recommended length,
   * which leaves the plot where the policy is far better; what they are stands in the legend. `lock` is the point where the lock locks.
   */
  show({ ruled, unruled, recommended, lock, saying }) {
    const most = ruled.at(-1).tries;
    const top = niceTop(Math.max(ruled.at(-1).part, unruled.at(-1).part));
    const x = (tries) => (100 * tries) / most;
    const y = (part) => HEIGHT * (1 - part / top);
    const at = { x: x(lock.tries), y: y(lock.part) };
    this.drawing.setAttribute("aria-label", saying);
    this.drawing.replaceChildren(
      ...yTicks(top, y),
      ...xTicks(most, x),
      curves(
        { name: "plot-unruled", points: polyline(unruled, top) },
        ...(recommended ? [{ name: "plot-recommended", points: polyline(recommended.points, top) }] : []),
        { name: "plot-policy", points: polyline(ruled, top) },
      ),
      svgElement("line", { class: "plot-lock", x1: `${at.x}%`, x2: `${at.x}%`, y1: 0, y2: HEIGHT }),
      svgElement("circle", { class: "plot-dot", cx: `${at.x}%`, cy: at.y, r: 5 }),
      ...(recommended ? mark({ ...recommended, lock, top, x, y }) : []),
      label(
        at.x,
        lock.tries === 1 ? "lock-out after 1 try" : `lock-out after ${sayNumber(lock.tries)} tries`,
      ),
    );
  }
}

/** Names the line where the lock locks, above the plot: no line of it runs there. */
function label(x, text) {
  const anchor = x < 25 ? "start" : x > 75 ? "end" : "middle";
  return svgElement("text", { class: "plot-label", x: `${x}%`, y: -8, "text-anchor": anchor }, text);
}

/** Where a curve stands when the lock locks, if it has not left the plot before that. */
function mark({ points, lock, top, x, y }) {
  const part = points.find(({ tries }) => tries === lock.tries)?.part ?? 0;
  if (part > top) return [];
  return [svgElement("circle", { class: "plot-dot-recommended", cx: `${x(lock.tries)}%`, cy: y(part), r: 5 })];
}

/**
 * The curve through the points. Between two of them the chance that every try missed falls by the
 * same factor with each try, as near as can be drawn.
 */
function polyline(points, top) {
  const most = points.at(-1).tries;
  const known = [{ tries: 0, part: 0 }, ...points];
  const places = [];
  for (let i = 0, at = 0; i <= PIECES; i += 1) {
    const tries = (most * i) / PIECES;
    while (known[at + 1].tries < tries) at += 1;
    const [from, to] = [known[at], known[at + 1]];
    const way = (tries - from.tries) / (to.tries - from.tries);
    const missed = (1 - from.part) ** (1 - way) * (1 - to.part) ** way;
    places.push(`${(100 * i) / PIECES},${100 * (1 - (1 - missed) / top)}`);
  }
  return places.join(" ");
}

/** The curves are stretched to the width there is, their lines are not. */
function curves(...lines) {
  return svgElement(
    "svg",
    {
      width: "100%",
      height: HEIGHT,
      viewBox: "0 0 100 100",
      preserveAspectRatio: "none",
      class: "plot-curves",
    },
    ...lines.map(({ name, points }) =>
      svgElement("polyline", { class: name, points, fill: "none", "vector-effect": "non-scaling-stroke" }),
    ),
  );
}

function yTicks(top, y) {
  return [0, 0.25, 0.5, 0.75, 1].flatMap((part) => [
    svgElement("line", {
      class: part === 0 ? "plot-axis" : "plot-grid",
      x1: 0,
      x2: "100%",
      y1: y(part * top),
      y2: y(part * top),
    }),
    svgElement(
      "text",
      { class: "plot-tick", x: -8, y: y(part * top) + 4, "text-anchor": "end" },
      sayShare(part * top),
    ),
  ]);
}

function xTicks(most, x) {
  return [0, 0.25, 0.5, 0.75, 1]
    .map((part) => Math.round(part * most))
    .map((tries) =>
      svgElement(
        "text",
        { class: "plot-tick", x: `${x(tries)}%`, y: HEIGHT + 20, "text-anchor": "middle" },
        sayNumber(tries),
      ),
    );
}

/** The next 1, 2, 4 or 8 times a power of ten, so that quarters are round; all at most. */
function niceTop(part) {
  if (part <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(part));
  const times = [1, 2, 4, 8, 10].find((times) => part <= times * power * 1.000001);
  return Math.min(1, times * power);
}
