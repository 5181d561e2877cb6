import { element } from "../shell/element.js";
import { say } from "../shell/say.js";
import {
  blocksOf,
  lanesOf,
  lengthOf,
  periodOf,
  STEP,
  USUAL,
  withBlock,
  within,
  withoutBlock,
  withPlaced,
} from "./week.js";
import { NARROW, WeekPointer } from "./week-pointer.js";
import { DAY, DAYS, sayBlock, sayTime } from "./words.js";

const HOURS = [0, 3, 6, 9, 12, 15, 18, 21, 24];

/**
 * A week as a drawing that can be dragged, and worked by keys: one stop of the Tab key, within which
 * the arrows go from block to block. Enter takes hold of a block, and the arrows then move it.
 */
export class WeekDrawing {
  #weekly = [];
  #blocks = [];
  #nodes = [];
  #stop = { add: 0 };
  /** What is held or dragged, and how it was before. */
  #held;

  /** Called with the rules as they were changed, and where the block now is. */
  onChange = () => {};
  /** Called with the block that is chosen, as it is drawn at the moment; with none where none is. */
  onChoose = () => {};
  onUndo = () => {};

  constructor() {
    this.said = element("p", { class: "visually-hidden", role: "status" });
    this.adds = DAYS.map(({ short, label }, day) => {
      const button = element(
        "button",
        { type: "button", class: "week-add", "aria-label": `${short}: add hours on ${label}`, tabindex: "-1" },
        short,
        element("span", { class: "week-plus", "aria-hidden": "true" }, "+"),
      );
      button.addEventListener("click", () => this.add(day, USUAL));
      button.addEventListener("focus", () => this.#stopAt({ add: day }));
      return button;
    });
    this.grid = element("div", { class: "week-grid" });
    this.keys = element(
      "p",
      { class: "hint", id: "week-keys" },
      "Drag to make, move and stretch hours, in steps of 15 minutes. With keys: arrows go from block to block, Enter takes hold of one; then arrows move it, with Shift its end, with Alt its start, and Enter lets go. Delete takes it away.",
    );
    this.element = element(
      "div",
      {
        class: "week",
        role: "application",
        "aria-label": "Hours of the week",
        "aria-describedby": this.keys.id,
      },
      element("div", { class: "week-heads" }, ...this.adds),
      axis(),
      this.grid,
    );
    this.pointer = new WeekPointer(this.grid, this);
    this.element.addEventListener("keydown", (event) => this.#press(event));
    // The click of a key comes when it is let go, in some browsers whatever became of the press.
    this.element.addEventListener("keyup", (event) => {
      if (event.key === " ") event.preventDefault();
    });
    this.element.addEventListener("focusout", () => this.letGo());
    this.#roam();
  }

  /** Draws the rules; the block that stands `at` a rule and a day is the chosen one. */
  show(weekly, at = this.#stop) {
    this.#weekly = weekly;
    this.#blocks = blocksOf(weekly);
    const lanes = lanesOf(this.#blocks);
    const focused = this.grid.contains(document.activeElement);
    this.#nodes = this.#blocks.map((block, nth) => this.#node(block, lanes[nth]));
    this.grid.replaceChildren(...this.#nodes.flatMap(({ tail, button }) => [tail, button]));
    const same = this.#blocks.find(({ rule, day }) => rule === at.rule && day === at.day);
    const day = at.day ?? at.add;
    this.#stop = same ? { rule: same.rule, day } : { add: day };
    this.#roam();
    if (focused) this.focus();
    this.onChoose(same);
  }

  add(day, { from, until }) {
    const { weekly, at } = withBlock(this.#weekly, { day, from, until });
    this.#change(weekly, at, `${sayBlock({ day, from, until })} added`);
    this.#control(at)?.focus();
  }

  remove(block) {
    this.#held = undefined;
    const after = this.#blocks.find((other) => other.day === block.day && other.from > block.from);
    const weekly = withoutBlock(this.#weekly, block);
    const gone = weekly.length < this.#weekly.length;
    const rule = after && (gone && after.rule > block.rule ? after.rule - 1 : after.rule);
    this.#change(weekly, after ? { rule, day: after.day } : { add: block.day }, `${sayBlock(block)} deleted`);
    this.focus();
  }

  /** Puts the hours of a block elsewhere. */
  place(block, to) {
    const { weekly, at } = withPlaced(this.#weekly, block, to);
    this.#change(weekly, at);
  }

  /** Takes hold of a block: what happens to it is only drawn until it is let go. */
  hold(block) {
    const { button } = this.#nodes[this.#blocks.indexOf(block)];
    // First: what loses the focus lets go.
    button.focus();
    button.setAttribute("aria-pressed", "true");
    this.#held = { block, to: { day: block.day, from: block.from, until: block.until } };
  }

  get held() {
    return this.#held?.block;
  }

  /** Draws the held block where it would be. */
  draw(to) {
    const { block } = this.#held;
    this.#held.to = to;
    const shown = { ...block, ...to, length: lengthOf(to) };
    paint(this.#nodes[this.#blocks.indexOf(block)], shown);
    this.onChoose(shown);
  }

  letGo() {
    if (!this.#held) return;
    const { block, to } = this.#held;
    this.#held = undefined;
    const moved = to.day !== block.day || to.from !== block.from || to.until !== block.until;
    if (moved) this.place(block, to);
    else this.show(this.#weekly);
  }

  putBack() {
    const { block } = this.#held;
    this.#held = undefined;
    this.show(this.#weekly, block);
    say(this.said, `Back to ${sayBlock(block)}`);
  }

  say(text) {
    say(this.said, text);
  }

  focus() {
    this.#control(this.#stop).focus();
  }

  #change(weekly, at, saying) {
    this.show(weekly, at);
    this.onChange(weekly);
    if (saying) say(this.said, saying);
  }

  #node(block, { head, tail: rest }) {
    const text = element("span", { class: "slot-text", "aria-hidden": "true" });
    const button = element(
      "button",
      { type: "button", class: "slot", tabindex: "-1", "aria-pressed": "false" },
      text,
      element("span", { class: "grip grip-from", "data-grip": "from" }),
      element("span", { class: "grip grip-until", "data-grip": "until" }),
    );
    const tail = element(
      "div",
      { class: "slot slot-tail", "aria-hidden": "true" },
      element("span", { class: "grip grip-until", "data-grip": "until" }),
    );
    const node = { button, tail, text };
    for (const [part, { lane, lanes }] of [
      [button, head],
      [tail, rest],
    ]) {
      part.style.setProperty("--lane", lane);
      part.style.setProperty("--lanes", lanes);
      part.classList.toggle("slot-bounded", Boolean(block.first ?? block.last));
    }
    button.addEventListener("focus", () => {
      this.#stopAt({ rule: block.rule, day: block.day });
      this.onChoose(block);
    });
    // Of a pointer the pointer itself has taken care; this is a click that a screen reader makes.
    button.addEventListener("click", (event) => {
      if (event.detail === 0) this.#toggle(block);
    });
    paint(node, block);
    return node;
  }

  /** The block that a node of the grid belongs to. */
  blockOf(target) {
    const part = target.closest(".slot");
    return this.#blocks[this.#nodes.findIndex(({ button, tail }) => button === part || tail === part)];
  }

  #toggle(block) {
    if (this.#held) {
      const { to } = this.#held;
      this.letGo();
      say(this.said, `${sayBlock({ ...block, ...to })}, let go`);
    } else {
      this.hold(block);
      say(this.said, "Held. Arrows move it, Escape puts it back");
    }
  }

  #press(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") this.onUndo();
    else if (event.ctrlKey || event.metaKey) return;
    else if (this.#held) {
      if (!this.#pressHeld(event)) return;
    } else if (!this.#pressFree(event)) return;
    event.preventDefault();
  }

  #pressHeld(event) {
    const { block, to } = this.#held;
    if (event.key === "Escape") this.putBack();
    else if (["Enter", " "].includes(event.key)) this.#toggle(block);
    else if (["Delete", "Backspace"].includes(event.key)) this.remove(block);
    else {
      const { along, across } = this.#direction(event.key);
      if (along === 0 && across === 0) return false;
      const length = lengthOf(to);
      const end = to.from + length;
      if (across !== 0) this.draw({ ...to, day: (to.day + across + 7) % 7 });
      else if (event.shiftKey)
        this.draw({ day: to.day, ...periodOf(to.from, within(length + along * STEP, 1, DAY)) });
      else if (event.altKey) {
        const from = within(to.from + along * STEP, Math.max(0, end - DAY), Math.min(end, DAY) - 1);
        this.draw({ day: to.day, ...periodOf(from, end - from) });
      } else
        this.draw({ day: to.day, ...periodOf(within(to.from + along * STEP, 0, DAY - STEP), length) });
      say(this.said, sayBlock(this.#held.to));
    }
    return true;
  }

  #pressFree(event) {
    const block = this.blockOf(event.target);
    if (block && ["Enter", " "].includes(event.key)) this.#toggle(block);
    else if (block && ["Delete", "Backspace"].includes(event.key)) this.remove(block);
    else {
      const stop = this.#next(event.key);
      if (!stop || event.altKey) return false;
      this.#control(stop).focus();
    }
    return true;
  }

  /** One step of time, or of days, by the way that the week is drawn. */
  #direction(key) {
    const back = getComputedStyle(this.grid).direction === "rtl" ? 1 : -1;
    const sideways = { ArrowLeft: back, ArrowRight: -back }[key] ?? 0;
    const down = { ArrowUp: -1, ArrowDown: 1 }[key] ?? 0;
    return NARROW.matches ? { along: sideways, across: down } : { along: down, across: sideways };
  }

  /** Where a key leads to: within a day its button, then its blocks. */
  #next(key) {
    const day = this.#stop.add ?? this.#stop.day;
    const stopsOf = (day) => [
      { add: day },
      ...this.#blocks.filter((block) => block.day === day).map(({ rule }) => ({ rule, day })),
    ];
    if (key === "Home") return stopsOf(0)[0];
    if (key === "End") return stopsOf(6)[0];
    const { along, across } = this.#direction(key);
    const stops = stopsOf(day);
    const nth = stops.findIndex(({ add, rule }) => add === this.#stop.add && rule === this.#stop.rule);
    if (along !== 0) return stops[nth + along];
    if (across === 0) return undefined;
    const others = stopsOf((day + across + 7) % 7);
    return others[Math.min(nth, others.length - 1)];
  }

  #stopAt(stop) {
    this.#stop = stop;
    this.#roam();
  }

  /** One control of the drawing is reached by the Tab key. */
  #roam() {
    for (const node of [...this.adds, ...this.#nodes.map(({ button }) => button)]) node.tabIndex = -1;
    this.#control(this.#stop).tabIndex = 0;
  }

  #control({ add, rule, day }) {
    if (add !== undefined) return this.adds[add];
    const nth = this.#blocks.findIndex((block) => block.rule === rule && block.day === day);
    return this.#nodes[nth]?.button ?? this.adds[day];
  }
}

/** Draws a block, and on the next day what of it comes after midnight. */
function paint({ button, tail, text }, block) {
  const { day, from, until, length } = block;
  const after = Math.max(0, from + length - DAY);
  place(button, day, from, length - after);
  place(tail, (day + 1) % 7, 0, after);
  tail.hidden = after === 0;
  button.classList.toggle("slot-on", after > 0);
  button.classList.toggle("slot-short", length - after < 90);
  button.classList.toggle("slot-tiny", length - after < 45);
  // What is seen is said by the label, with its day.
  text.dataset.from = sayTime(from);
  text.dataset.until = sayTime(until);
  button.setAttribute("aria-label", sayBlock(block));
}

function place(node, day, from, length) {
  node.style.setProperty("--day", day);
  node.style.setProperty("--from", from / DAY);
  node.style.setProperty("--length", length / DAY);
}

/** The hours beside the grid. */
export function axis() {
  return element(
    "div",
    { class: "week-axis", "aria-hidden": "true" },
    ...HOURS.map((hour) => {
      const label = element("span", {}, String(hour).padStart(2, "0"));
      label.style.setProperty("--from", hour / 24);
      return label;
    }),
  );
}
