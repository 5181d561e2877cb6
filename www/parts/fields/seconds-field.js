import { MomentField } from "./moment-field.js";

/** A moment that the request holds as seconds since 1970. Text that is no time stays text. */
export class SecondsField extends MomentField {
  #read;

  start(parse) {
    super.start(parse);
    this.#read = parse;
  }

  get value() {
    const parsed = this.#parsed;
    return parsed?.ok ? parsed.value.epochMillis / 1000 : super.value;
  }

  /** What is no time says so itself, before that it is no number. */
  show(issues) {
    const parsed = this.#parsed;
    return super.show(parsed && !parsed.ok && issues.length > 0 ? parsed.issues : issues);
  }

  sent(picked) {
    return this.#parsed?.ok ? `Sent as ${this.value}, seconds since 1970` : super.sent(picked);
  }

  get #parsed() {
    return super.value === "" ? undefined : this.#read?.(super.value);
  }
}
