import { DAY, DAYS } from "./words.js";

/** What is dragged or moved by keys goes in steps of so many minutes. */
export const STEP = 15;

/** Hours that somebody makes without saying which. */
export const USUAL = { from: 540, until: 1_020 };

const isMinute = (value) => Number.isInteger(value) && value >= 0 && value <= DAY;

/**
 * The blocks of a week, in its order: each the hours of one day of one rule. A rule that is not
 * filled in yet has none.
 */
export function blocksOf(weekly) {
  return weekly
    .flatMap(({ days, from, until, first, last }, rule) =>
      isMinute(from) && from < DAY && isMinute(until)
        ? DAYS.flatMap(({ name }, day) =>
            days.includes(name)
              ? [{ rule, day, from, until, length: lengthOf({ from, until }), first, last }]
              : [],
          )
        : [],
    )
    .sort((a, b) => a.day - b.day || a.from - b.from || a.length - b.length);
}

/** How many minutes hours last: over midnight where the end is not after the start. */
export function lengthOf({ from, until }) {
  return until > from ? until - from : until + DAY - from;
}

/** Hours of a length; what ends at midnight ends at 24:00. */
export function periodOf(from, length) {
  const until = from + length;
  return { from, until: until > DAY ? until - DAY : until };
}

/** Adds hours on a day. Gives the rules, and `at`, where the block now is. */
export function withBlock(weekly, { day, from, until }) {
  return joined([...weekly, { days: [DAYS[day].name], from, until }], weekly.length, day);
}

/** Takes the hours of one day away, and the rule where it has no other. */
export function withoutBlock(weekly, { rule, day }) {
  return weekly.flatMap((other, at) => {
    if (at !== rule) return [other];
    const days = other.days.filter((name) => name !== DAYS[day].name);
    return days.length > 0 ? [{ ...other, days }] : [];
  });
}

/** Changes the hours of one day: it leaves its rule where that has others too. */
export function withPlaced(weekly, { rule, day }, to) {
  const old = weekly[rule];
  const moved = { ...old, days: [DAYS[to.day].name], from: to.from, until: to.until };
  const days = old.days.filter((name) => name !== DAYS[day].name);
  if (days.length === 0) return joined(weekly.with(rule, moved), rule, to.day);
  const kept = { ...old, days };
  return joined([...weekly.slice(0, rule), kept, moved, ...weekly.slice(rule + 1)], rule + 1, to.day);
}

/** A rule of one day becomes part of one that has the same hours on other days. */
function joined(weekly, rule, day) {
  const { days, from, until, first, last } = weekly[rule];
  const other = weekly.findIndex(
    (candidate, at) =>
      at !== rule &&
      candidate.from === from &&
      candidate.until === until &&
      candidate.first === first &&
      candidate.last === last &&
      !candidate.days.includes(days[0]),
  );
  if (other < 0) return { weekly, at: { rule, day } };
  const all = [...weekly[other].days, ...days];
  const names = DAYS.map(({ name }) => name).filter((name) => all.includes(name));
  return {
    weekly: weekly.with(other, { ...weekly[other], days: names }).toSpliced(rule, 1),
    at: { rule: other > rule ? other - 1 : other, day },
  };
}

/** The nearest to a value that is not beyond two others. */
export function within(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

/**
 * Which lane each block stands in on its day, and on the next what of it comes after midnight: blocks
 * of the same time stand side by side.
 */
export function lanesOf(blocks) {
  const lanes = blocks.map(() => ({ head: { lane: 0, lanes: 1 }, tail: { lane: 0, lanes: 1 } }));
  const pieces = blocks.flatMap(({ day, from, length }, at) => [
    { at, part: "head", day, from, until: Math.min(from + length, DAY) },
    { at, part: "tail", day: (day + 1) % 7, from: 0, until: from + length - DAY },
  ]);
  for (let day = 0; day < 7; day += 1) {
    const today = pieces.filter((piece) => piece.day === day && piece.until > piece.from);
    for (const group of overlapping(today.sort((a, b) => a.from - b.from))) {
      const ends = [];
      const placed = group.map((piece) => {
        const free = ends.findIndex((end) => end <= piece.from);
        const lane = free < 0 ? ends.length : free;
        ends[lane] = piece.until;
        return { ...piece, lane };
      });
      for (const { at, part, lane } of placed) lanes[at][part] = { lane, lanes: ends.length };
    }
  }
  return lanes;
}

/** Pieces in their order, in groups of which none overlaps another. */
function overlapping(pieces) {
  const groups = [];
  let end = -1;
  for (const piece of pieces) {
    if (piece.from >= end) groups.push([]);
    groups.at(-1).push(piece);
    end = Math.max(end, piece.until);
  }
  return groups;
}
