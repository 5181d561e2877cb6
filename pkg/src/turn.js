// What ends with the turn of the event loop.
import { append } from "./list.js";

/** As the host has it when this loads. */
const soon = globalThis.queueMicrotask?.bind(globalThis) ?? ((end) => Promise.resolve().then(end));

let waiting = [];

/** Tells `keeper.turnEnded()` once nothing of this turn is left to run. */
export function afterTurn(keeper) {
  if (waiting.length === 0) soon(end);
  append(waiting, keeper);
}

function end() {
  const ended = waiting;
  waiting = [];
  for (const keeper of ended) keeper.turnEnded();
}
