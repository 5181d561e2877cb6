/** How many connections there is room for: each is a file that is open, and the system bounds those. */

import * as log from "./log.js";

/** What is open beside the connections of callers: the database, what is sent. */
const OTHERS = 256;

/** For how many connections there is room, at most so many. Node has asked the system for all it gives. */
export function connections(most) {
  process.report.excludeNetwork = true;
  const open = process.report.getReport().userLimits?.open_files.soft;
  // Where nothing is told, or no number, there is no bound.
  if (typeof open !== "number") return most;
  // At least a few, whatever is left for others.
  const room = Math.min(Math.max(open - OTHERS, Math.floor(open / 2)), most);
  if (room < most) log.warn("there is room for fewer connections: the limit of open files is low", { room, most });
  return room;
}
