import { element, svgElement } from "../shell/element.js";
import { sentence } from "../fields/issue-words.js";
import { say } from "../shell/say.js";
import { sayLengths, sayNumber, sayOneIn, sayShare } from "../shell/say-number.js";

/** The axis of the logarithmic bar ends at a thousand million; all codes of 4 to 8 digits are fewer. */
const DECADES = 9;
const TICKS = [
  { at: "0%", text: "1", anchor: "start" },
  { at: "33.333%", text: "1,000", anchor: "middle" },
  { at: "66.667%", text: "1 million", anchor: "middle" },
  { at: "100%", text: "1 billion", anchor: "end" },
];

/** How many codes a policy allows, of all that there are: exact, as a share and by magnitude. */
export class KeyspacePanel {
  constructor() {
    this.badge = element("span", { class: "badge" }, "Loading");
    this.number = element("strong", { class: "keyspace-number" }, "–");
    this.of = element("span", { class: "keyspace-of" });
    this.share = bar("keyspace-share");
    this.magnitude = bar(
      "keyspace-magnitude",
      ...TICKS.flatMap(({ at, text, anchor }) => [
        svgElement("line", { class: "keyspace-tick", x1: at, x2: at, y1: 0, y2: 22 }),
        svgElement("text", { class: "keyspace-tick-label", x: at, y: 34, "text-anchor": anchor }, text),
      ]),
    );
    this.shareText = element("span", {});
    this.magnitudeText = element("span", {});
    this.element = element(
      "section",
      { class: "panel panel-keyspace", "aria-labelledby": "keyspace-heading" },
      element(
        "div",
        { class: "panel-head" },
        element("h2", { id: "keyspace-heading" }, "Codes allowed"),
        this.badge,
      ),
      element(
        "div",
        { class: "keyspace" },
        element("p", { role: "status" }, this.number, " ", this.of),
        element("div", { class: "keyspace-row" }, element("span", {}, "Share"), this.shareText),
        this.share.element,
        element("div", { class: "keyspace-row" }, element("span", {}, "Order of size"), this.magnitudeText),
        this.magnitude.element,
      ),
    );
  }

  /** `allowed` of `all` codes of these lengths. */
  show({ allowed, all, lengths }) {
    const part = allowed / all;
    const digits = Math.log10(allowed);
    this.element.classList.remove("stale");
    this.badge.dataset.tone = allowed === all ? "plain" : "good";
    this.badge.textContent = allowed === all ? "Every code" : `${sayNumber(all - allowed)} refused`;
    say(this.number, sayNumber(allowed));
    say(this.of, `of ${sayNumber(all)} codes of ${sayLengths(lengths)} are allowed`);
    this.shareText.textContent = sayShare(part);
    this.magnitudeText.textContent = sayOneIn(1 / allowed);
    this.share.show(1, part, `${sayShare(part)} of all codes of these lengths`);
    this.magnitude.show(
      Math.log10(all) / DECADES,
      digits / DECADES,
      `${sayNumber(allowed)} of ${sayNumber(all)}, on a line where each mark is ten times the one before`,
    );
  }

  /** For a policy that is none; the last numbers stay, faint. */
  showUnusable(message) {
    this.element.classList.add("stale");
    this.badge.dataset.tone = "bad";
    this.badge.textContent = "No policy";
    say(this.of, sentence(message));
  }
}

/** A bar of a track, up to all, and a band, up to what is allowed. */
function bar(name, ...marks) {
  const track = svgElement("rect", { class: "keyspace-track", y: 2, height: 16, width: "0%" });
  const band = svgElement("rect", { class: "keyspace-band", y: 2, height: 16, width: "0%" });
  const drawing = svgElement("svg", { class: name, role: "img", "aria-label": "Not counted yet" }, ...marks, track, band);
  return {
    element: drawing,
    show(all, allowed, saying) {
      track.setAttribute("width", `${100 * all}%`);
      band.setAttribute("width", `${100 * allowed}%`);
      drawing.setAttribute("aria-label", saying);
    },
  };
}
