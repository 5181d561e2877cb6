// Races functions against each other, and tells how far each is from its aim.
//
// All of a row run in turn, a few milliseconds each, so that a machine that slows down slows all of
// them; who begins changes from round to round, as the one before leaves its caches and its garbage.
// What is told is the 10th percentile of those slices: what a call takes where nothing else happened,
// collections of garbage and other processes least of all. Only ratios within one run mean anything.
import { parseArgs } from "node:util";

/** How long one function runs in a slice, about. */
const SLICE = 3_000_000;
/** Fewer slices say little about a percentile, however short the run. */
const FEWEST_ROUNDS = 10;
const SECONDS = 60;
const QUICK = 15;

/** What functions give goes here, so that no compiler leaves out the work. */
let sink;

function time(run, inputs, calls) {
  const start = process.hrtime.bigint();
  for (let index = 0; index < calls; index += 1) sink = run(inputs[index]);
  return Number(process.hrtime.bigint() - start);
}

const NONE = [];

class Contestant {
  times = [];
  calls = 1;

  constructor(name, run, inputs) {
    this.name = name;
    this.run = run;
    this.inputs = inputs;
  }

  /** Finds how many calls fill a slice, which warms up. */
  warm() {
    this.calls = 1;
    while (true) {
      const took = this.#slice();
      if (took > SLICE) {
        this.calls = Math.max(1, Math.round((this.calls * SLICE) / took));
        return;
      }
      this.calls *= 2;
    }
  }

  measure() {
    this.times.push(this.#slice() / this.calls);
  }

  #slice() {
    // Made before the clock starts.
    const inputs = this.inputs?.(this.calls) ?? NONE;
    return time(this.run, inputs, this.calls);
  }
}

function tenthPercentile(times) {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 10)];
}

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {Record<string, (input: unknown) => unknown>} contestants
 * @property {(count: number) => unknown[]} [inputs] makes fresh inputs, one for each call
 * @property {number} [aim] what the first contestant may take, as a share of the best of `against`
 * @property {string[]} [against] all others by default
 */

/** @returns what each of the rows took, in nanoseconds a call, and how the first compares */
function race(rows, seconds) {
  const lanes = rows.map((row) =>
    Object.entries(row.contestants).map(([name, run]) => new Contestant(name, run, row.inputs)),
  );
  // Every row before any is measured: what a compiler has learned of one shape it has to unlearn for
  // the next, and rows should not depend on their order.
  for (let pass = 0; pass < 2; pass += 1) {
    for (const lane of lanes) for (const one of lane) one.warm();
  }
  const share = (seconds * 1e9) / rows.length;
  for (const lane of lanes) {
    for (const one of lane) one.warm();
    const start = process.hrtime.bigint();
    for (let round = 0; round < FEWEST_ROUNDS || Number(process.hrtime.bigint() - start) < share; round += 1) {
      for (let index = 0; index < lane.length; index += 1) lane[(index + round) % lane.length].measure();
    }
  }
  if (sink === race) throw new Error("expected a result");
  return rows.map(({ name, aim, against }, index) => {
    const times = Object.fromEntries(lanes[index].map((one) => [one.name, tenthPercentile(one.times)]));
    const [own, ...others] = Object.keys(times);
    const peers = against ?? others;
    const ratio = peers.length === 0 ? undefined : times[own] / Math.min(...peers.map((peer) => times[peer]));
    return { name, times, ratio, aim };
  });
}

/** What the command line asks for. */
export function options(extra = {}) {
  const { values } = parseArgs({
    options: {
      only: { type: "string", multiple: true, default: [] },
      seconds: { type: "string" },
      quick: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      ...extra,
    },
  });
  const seconds = Number(values.seconds ?? (values.quick ? QUICK : SECONDS));
  if (!(seconds > 0)) throw new RangeError(`expected a number of seconds above 0, found ${values.seconds}`);
  return { ...values, seconds };
}

const told = (nanoseconds) =>
  nanoseconds < 1_000
    ? `${nanoseconds.toFixed(0)} ns`
    : nanoseconds < 1e6
      ? `${(nanoseconds / 1_000).toFixed(2)} µs`
      : `${(nanoseconds / 1e6).toFixed(2)} ms`;

function verdict({ ratio, aim }) {
  if (aim === undefined) return ["", ""];
  return [aim.toFixed(1), ratio <= aim ? "met" : `missed by ${Math.round((ratio / aim - 1) * 100)} %`];
}

/** Prints a table of rows of texts; the first column to the left, the others to the right. */
function print(title, head, rows) {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  console.log(`\n${title}`);
  for (const row of all) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
    );
    console.log(`  ${cells.join("   ").trimEnd()}`);
  }
}

/**
 * Races the rows of some tables, those whose names hold one of `only`, and tells of them.
 *
 * @param {Record<string, Row[]>} tables
 * @param {{ only: string[], seconds: number, json: boolean }} options
 */
export function report(tables, { only, seconds, json }) {
  const asked = ({ name }) => only.length === 0 || only.some((part) => name.includes(part));
  const chosen = Object.entries(tables)
    .map(([title, rows]) => ({ title, rows: rows.filter(asked) }))
    .filter(({ rows }) => rows.length > 0);
  const all = chosen.flatMap(({ rows }) => rows);
  if (all.length === 0) {
    const names = Object.values(tables).flat().map(({ name }) => name);
    throw new RangeError(`expected --only to name a part of: ${names.join("; ")}`);
  }
  const results = race(all, seconds);
  const runtime = `Node ${process.versions.node}`;
  if (json) {
    console.log(JSON.stringify({ runtime, statistic: "10th percentile, ns a call", seconds, rows: results }, null, 2));
    return;
  }
  for (const { title, rows } of chosen) {
    const measured = results.splice(0, rows.length);
    const names = [...new Set(measured.flatMap(({ times }) => Object.keys(times)))];
    const compared = measured.some(({ ratio }) => ratio !== undefined);
    print(
      `${title}; ${runtime}, 10th percentiles of slices`,
      ["", ...names, ...(compared ? ["ratio", "aim", ""] : [])],
      measured.map((row) => [
        row.name,
        ...names.map((name) => (name in row.times ? told(row.times[name]) : "")),
        ...(compared ? [row.ratio?.toFixed(2) ?? "", ...verdict(row)] : []),
      ]),
    );
  }
}
