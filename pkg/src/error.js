/** What marks an error of this package, whichever entry or copy of it made the error. */
const BRAND = Symbol.for("latchwork.LatchworkError");

/** Thrown for misuse and for a code that cannot be drawn; `code` says which. */
export class LatchworkError extends Error {
  name = "LatchworkError";
  code;
  issues;

  constructor(code, message, issues = [], options = undefined) {
    super(message, options);
    this.code = code;
    this.issues = issues;
  }

  get [BRAND]() {
    return true;
  }

  /** Whether an error is one of this package, of any entry or copy of it in the process. */
  static is(error) {
    try {
      return typeof error === "object" && error !== null && BRAND in error;
    } catch {
      // A proxy that somebody threw.
      return false;
    }
  }

  static [Symbol.hasInstance](error) {
    // A class that a caller derives from this one has instances of its own only.
    return this === LatchworkError ? LatchworkError.is(error) : super[Symbol.hasInstance](error);
  }
}
