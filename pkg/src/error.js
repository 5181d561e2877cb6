/** Thrown for misuse and for a code that cannot be drawn; `code` says which. */
export class LatchworkError extends Error {
  name = "LatchworkError";

  constructor(code, message, issues = []) {
    super(message);
    this.code = code;
    this.issues = issues;
  }
}
