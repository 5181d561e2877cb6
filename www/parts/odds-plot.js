import { element, svgElement } from "./element.js";
import { sayNumber, sayShare } from "./number.js";

const HEIGHT = 220;
/** The curve bends evenly: so many straight pieces look round. */
const PIECES = 40;

/** The odds of a guess over the tries, with the tries before lock-out marked. */
export class OddsPlot {
  constructor() {
    this.drawing = svgElement("svg", { class: "plot-drawing", role: "img" });
    this.element = element("div", { class: "plot" }, this.drawing);
  }

  /**
   * `success` and `unruled` give the odds after so many tries, for the policy and for every code
   * of its lengths; `tries` is where the lock locks, `most` where the plot ends.
   */
  show({ success, unruled, tries, most, saying }) {
    const top = niceTop(Math.max(success(most), unruled(most)));
    const x = (at) => (100 * at) / most;
    const y = (part) => HEIGHT * (1 - part / top);
    const at = { x: x(tries), y: y(success(tries)) };
    const left = at.x <= 50;
    this.drawing.setAttribute("aria-label", saying);
    this.drawing.replaceChildren(
      ...yTicks(top, y),
      ...xTicks(most, x),
      curves(
        { name: "plot-unruled", points: points(unruled, most, top) },
        { name: "plot-policy", points: points(success, most, top) },
      ),
      svgElement("line", { class: "plot-lock", x1: `${at.x}%`, x2: `${at.x}%`, y1: 0, y2: HEIGHT }),
      svgElement("circle", { class: "plot-dot", cx: `${at.x}%`, cy: at.y, r: 5 }),
      svgElement(
        "text",
        {
          class: "plot-label",
          x: `${at.x}%`,
          dx: left ? 10 : -10,
          y: 14,
          "text-anchor": left ? "start" : "end",
        },
        tries === 1 ? "lock-out after 1 try" : `lock-out after ${sayNumber(tries)} tries`,
      ),
    );
  }
}

function points(success, most, top) {
  const step = Math.max(1, most / PIECES);
  const places = [0];
  for (let i = 1; i * step < most; i += 1) places.push(Math.round(i * step));
  places.push(most);
  return places
    .map((tries) => {
      const part = tries === 0 ? 0 : success(tries);
      return `${(100 * tries) / most},${100 * (1 - part / top)}`;
    })
    .join(" ");
}

/** The curves are stretched to the width there is, their lines are not. */
function curves(...lines) {
  return svgElement(
    "svg",
    { width: "100%", height: HEIGHT, viewBox: "0 0 100 100", preserveAspectRatio: "none", class: "plot-curves" },
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
