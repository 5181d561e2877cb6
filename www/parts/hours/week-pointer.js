import { lengthOf, periodOf, STEP, within } from "./week.js";
import { DAY } from "./words.js";

/** The days lie below one another where the screen is too narrow for them side by side. */
export const NARROW = matchMedia("(max-width: 639px)");

/** A pointer that went less far than this has not dragged, in pixels. */
const STILL = 4;

/** What a click makes hours of. */
const CLICKED = 60;

/** Drags in the grid of a week: from the ground a new block, of a block its place or one of its ends. */
export class WeekPointer {
  #drag;

  constructor(grid, drawing) {
    this.grid = grid;
    this.drawing = drawing;
    this.ghost = document.createElement("div");
    this.ghost.className = "slot slot-ghost";
    grid.addEventListener("pointerdown", (event) => this.#down(event));
    grid.addEventListener("pointermove", (event) => this.#move(event));
    grid.addEventListener("pointerup", (event) => this.#up(event));
    grid.addEventListener("pointercancel", () => this.#cancel());
    // Wherever the focus is: Escape gives a drag up.
    document.addEventListener("keydown", (event) => this.#press(event), { capture: true });
  }

  #down(event) {
    if (event.button !== 0 || this.#drag) return;
    const { drawing } = this;
    drawing.letGo();
    // What was let go is drawn anew, and the event's own target may be gone.
    const target = document.elementFromPoint(event.clientX, event.clientY);
    const block = drawing.blockOf(target);
    this.#drag = {
      block,
      pointer: event.pointerId,
      at: this.#locate(event),
      x: event.clientX,
      y: event.clientY,
      grip: target.dataset.grip,
      // Fingers scroll on the ground, and make hours there with a tap.
      drags: block !== undefined || event.pointerType !== "touch",
    };
    event.preventDefault();
    if (this.#drag.drags) this.grid.setPointerCapture(event.pointerId);
    if (block) drawing.hold(block);
  }

  #move(event) {
    const drag = this.#drag;
    if (!drag?.drags || event.pointerId !== drag.pointer) return;
    const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) >= STILL;
    if (!drag.moved && !far) return;
    drag.moved = true;
    const at = this.#locate(event);
    if (drag.block) this.drawing.draw(dragged(drag, at));
    else this.#sketch(sketched(drag.at, at));
  }

  #up(event) {
    const drag = this.#drag;
    if (event.pointerId !== drag?.pointer) return;
    this.#drag = undefined;
    this.ghost.remove();
    if (drag.block) this.drawing.letGo();
    else if (drag.moved) this.#make(sketched(drag.at, this.#locate(event)));
    else {
      const from = Math.min(Math.floor(drag.at.minute / 30) * 30, DAY - CLICKED);
      this.#make({ day: drag.at.day, from, length: CLICKED });
    }
  }

  #press(event) {
    if (!this.#drag || event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.#cancel();
  }

  #cancel() {
    if (this.#drag?.block && this.drawing.held) this.drawing.putBack();
    this.#drag = undefined;
    this.ghost.remove();
  }

  #make({ day, from, length }) {
    this.drawing.add(day, periodOf(from, length));
  }

  #sketch({ day, from, length }) {
    const shown = Math.min(length, DAY - from);
    this.ghost.style.setProperty("--day", day);
    this.ghost.style.setProperty("--from", from / DAY);
    this.ghost.style.setProperty("--length", shown / DAY);
    if (!this.ghost.isConnected) this.grid.append(this.ghost);
  }

  /** The day and the minute below the pointer, by the way that the week is drawn. */
  #locate({ clientX, clientY }) {
    const { left, top } = this.grid.getBoundingClientRect();
    // Blocks are placed within the border.
    const { clientLeft, clientTop, clientWidth, clientHeight } = this.grid;
    const down = (clientY - top - clientTop) / clientHeight;
    const right = (clientX - left - clientLeft) / clientWidth;
    const along = getComputedStyle(this.grid).direction === "rtl" ? 1 - right : right;
    const [days, time] = NARROW.matches ? [down, along] : [along, down];
    return {
      day: Math.min(Math.max(Math.floor(days * 7), 0), 6),
      minute: Math.min(Math.max(time, 0), 1) * DAY,
    };
  }
}

/** Where a block is dragged to. */
function dragged({ block, at: start, grip }, at) {
  const { day, from } = block;
  const length = lengthOf(block);
  if (grip === "until") {
    const days = (at.day - day + 7) % 7;
    // Further than the next day is as far as it goes; a day before it is nothing.
    const end = days > 3 ? from : days * DAY + snapped(at.minute);
    return { day, ...periodOf(from, within(end - from, STEP, DAY)) };
  }
  if (grip === "from") {
    const end = from + length;
    const begin = within(snapped(at.minute), Math.max(0, end - DAY), Math.min(end, DAY) - STEP);
    return { day, ...periodOf(begin, end - begin) };
  }
  const begin = within(snapped(from + at.minute - start.minute), 0, DAY - STEP);
  return { day: (day + at.day - start.day + 7) % 7, ...periodOf(begin, length) };
}

/** What is drawn on the ground between two places; over midnight where it ends on a later day. */
function sketched(start, end) {
  const one = snapped(start.minute);
  if (end.day !== start.day) {
    const other = (end.day - start.day) * DAY + snapped(end.minute);
    if (other > one && other - one <= DAY) return { day: start.day, from: one, length: other - one };
  }
  const other = snapped(end.minute);
  const [from, until] = other > one ? [one, other] : [other, one];
  const begin = Math.min(from, DAY - STEP);
  return { day: start.day, from: begin, length: Math.max(until - begin, STEP) };
}

function snapped(minute) {
  return Math.round(minute / STEP) * STEP;
}
