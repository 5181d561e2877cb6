// Times functions against each other: in rounds that take turns, so that a machine that slows down
// slows all of them.

const ROUNDS = 60;
/** How long one function runs in a round, about. */
const SLICE = 10_000_000n;

/** What functions give goes here, so that no compiler leaves out the work. */
let sink;

function time(run, calls) {
  const start = process.hrtime.bigint();
  for (let index = 0; index < calls; index += 1) sink = run();
  return process.hrtime.bigint() - start;
}

/** How many calls fill a slice, found while the function warms up. */
function callsOf(run) {
  let calls = 1;
  while (true) {
    const took = time(run, calls);
    if (took > SLICE) return Math.max(1, Math.round((calls * Number(SLICE)) / Number(took)));
    calls *= 2;
  }
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Measures functions.
 *
 * @param {Record<string, () => unknown>} contestants
 * @returns {Record<string, number>} the median time of one call, in nanoseconds
 */
export function measure(contestants) {
  const all = Object.entries(contestants).map(([name, run]) => ({ name, run, times: [] }));
  for (const one of all) one.calls = callsOf(one.run);
  for (const one of all) one.calls = callsOf(one.run);
  for (let round = 0; round < ROUNDS; round += 1) {
    // Who comes first changes: the one before leaves its caches and its garbage.
    for (let index = 0; index < all.length; index += 1) {
      const { run, calls, times } = all[(index + round) % all.length];
      times.push(Number(time(run, calls)) / calls);
    }
  }
  if (sink === measure) throw new Error("expected a result");
  return Object.fromEntries(all.map(({ name, times }) => [name, median(times)]));
}

export function told(nanoseconds) {
  return nanoseconds < 1_000
    ? `${nanoseconds.toFixed(0)} ns`
    : `${(nanoseconds / 1_000).toFixed(2)} µs`;
}

/** Prints a table of rows of texts; the first column to the left, the others to the right. */
export function print(title, head, rows) {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  console.log(`\n${title}`);
  for (const row of all) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
    );
    console.log(`  ${cells.join("   ")}`);
  }
}
