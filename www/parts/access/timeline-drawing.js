import { svgElement } from "../shell/element.js";

/** Where an instant stands, in per cent, with room on both sides for what has no end. */
export function scale(instants) {
  const given = instants.filter((instant) => instant !== undefined);
  const first = Math.min(...given);
  const span = Math.max(...given) - first;
  return (instant) => (span === 0 ? 50 : 12 + (76 * (instant - first)) / span);
}

/** `y`: the middle of the lane. */
export function axis(y) {
  return svgElement("line", { class: "timeline-axis", x1: "0", x2: "100%", y1: y, y2: y });
}

/**
 * A window as a band with an edge at each end, or one that goes over into the ground where there
 * is no end. `from` and `until` in epoch milliseconds or absent, `place` a scale, `lane` a name.
 */
export function band({ lane, y, from, until, place, height = 16 }) {
  const left = from === undefined ? 0 : place(from);
  const right = until === undefined ? 100 : place(until);
  const box = { y: y - height / 2, height };
  return svgElement(
    "g",
    { "data-lane": lane },
    svgElement("rect", { class: "timeline-band", x: `${left}%`, width: `${right - left}%`, ...box }),
    from === undefined ? fade("from", { lane, left, right, box }) : edge("from", left, box),
    until === undefined ? fade("until", { lane, left, right, box }) : edge("until", right, box),
  );
}

/** Where now is; `pieces` of the line, from and to, leave free what is written in between. */
export function nowMark(at, pieces) {
  return [
    ...pieces.map(([y1, y2]) =>
      svgElement("line", { class: "timeline-now", x1: `${at}%`, x2: `${at}%`, y1, y2 }),
    ),
    svgElement("text", { class: "timeline-now-label", x: `${at}%`, y: 12, "text-anchor": "middle" }, "now"),
  ];
}

function edge(name, at, { y, height }) {
  return svgElement("line", {
    class: "timeline-edge",
    "data-edge": name,
    x1: `${at}%`,
    x2: `${at}%`,
    y1: y - 4,
    y2: y + height + 4,
  });
}

function fade(name, { lane, left, right, box }) {
  const width = Math.min(25, right - left);
  const at = name === "from" ? left : right - width;
  const [start, end] = name === "from" ? [1, 0] : [0, 1];
  const id = `timeline-fade-${lane}-${name}`;
  const stop = (offset, opacity) =>
    svgElement("stop", { class: "timeline-ground", offset, "stop-opacity": opacity });
  return svgElement(
    "g",
    { "data-open": name },
    svgElement("linearGradient", { id }, stop(0, start), stop(1, end)),
    svgElement("rect", {
      x: `${at}%`,
      y: box.y - 2,
      width: `${width}%`,
      height: box.height + 4,
      fill: `url(#${id})`,
    }),
  );
}
