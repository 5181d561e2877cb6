/** Lines of JSON on standard error. No message of an error is among them: it may show what was typed. */

const line = (level, fields) => {
  console.error(JSON.stringify({ timestamp: new Date().toISOString(), level, fields }));
};

export const info = (message, fields = {}) => line("INFO", { message, ...fields });
export const warn = (message, fields = {}) => line("WARN", { message, ...fields });

/** What failed: its kind where the database says one, or else where it was. */
export const failed = (message, error) => {
  const where = String(error.stack).match(/^ +at .*$/m)?.[0].trim();
  line("ERROR", { message, error: error.kind ? `${error.kind}: ${error.detail}` : `${error.name} ${where}` });
};
