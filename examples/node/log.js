/** Lines of JSON on standard error. No message of an error is among them: it may show what was typed. */

import { writeSync } from "node:fs";

function line(level, fields) {
  try {
    writeSync(2, `${JSON.stringify({ timestamp: new Date().toISOString(), level, fields })}\n`);
  } catch {
    // Where nothing can be written, requests are answered all the same.
  }
}

export const info = (message, fields = {}) => line("INFO", { message, ...fields });
export const warn = (message, fields = {}) => line("WARN", { message, ...fields });

/** What failed: its kind where the database says one, or else where it was. */
export const failed = (message, error) => {
  const where = String(error.stack).match(/^ +at .*$/m)?.[0].trim();
  line("ERROR", { message, error: error.kind ? `${error.kind}: ${error.detail}` : `${error.name} ${where}` });
};
