/** Thrown for misuse and for a code that cannot be drawn; `code` says which. */
export class LatchworkError extends Error {
  name = "LatchworkError";

  constructor(code, message, issues = [], options = undefined) {
    super(message, options);
    this.code = code;
    this.issues = issues;
  }
}
