// Reads what the core answers: words of 32 bits and one text (see src/js/answer.rs).
import { valueOf } from "./fields.js";
import { issueOf, typeOf } from "./issue.js";
import { append } from "./list.js";
import { ARRAY, FALSE, FIELD, NUMBER, OBJECT, STRING, TRUE, WHOLE } from "./tag.js";
import { decode } from "./utf8.js";

/** A whole number of 64 bits, as text where a number would lose digits. */
export const whole = (low, high) =>
  high < 0x200000 ? high * 0x100000000 + low : String((BigInt(high) << 32n) | BigInt(low));

/** The words and the text of the answer that is in an instance's buffers. The text is wiped. */
export class Answer {
  /** All of the memory, and where in it the next word stands, and the last one ends. */
  #words;
  #next;
  #end;
  #text = "";
  #at = 0;

  constructor(buffers) {
    const { border, words } = buffers;
    this.#words = words;
    this.#next = border.words_at() >>> 2;
    this.#end = this.#next + border.words();
    const length = border.answer();
    if (length === 0) return;
    const bytes = new Uint8Array(words.buffer, border.answer_at(), length);
    this.#text = decode(bytes);
    bytes.fill(0);
  }

  /** The whole text. */
  get text() {
    return this.#text;
  }

  /** The issues, all there are. */
  issues(fields) {
    const issues = [];
    while (this.#next < this.#end) append(issues, this.#issue(fields));
    return issues;
  }

  #issue(fields) {
    const head = this.#word();
    const path = [];
    for (let steps = head >>> 16; steps > 0; steps -= 1) {
      const step = this.#word();
      const number = step >>> 5;
      const tag = step & 31;
      append(path, tag === FIELD ? fields.names[number] : tag === WHOLE ? number : this.#slice(number));
    }
    const values = [];
    for (let params = (head >>> 12) & 15; params > 0; params -= 1) append(values, this.#param());
    return issueOf(head & 4095, path, values);
  }

  #param() {
    const param = this.#word();
    switch (param & 31) {
      case NUMBER:
        return whole(this.#word(), this.#word());
      case STRING:
        return this.#slice(param >>> 5);
      default:
        return typeOf(param >>> 5);
    }
  }

  /** A value. The fields of a request are called by number, in one word for them all. */
  value(fields) {
    const word = this.#word();
    const number = word >>> 5;
    switch (word & 31) {
      case STRING:
        return this.#slice(number);
      case TRUE:
        return true;
      case FALSE:
        return false;
      case WHOLE:
        return number;
      case NUMBER:
        return this.#float();
      case ARRAY:
        return this.#list(number);
      case OBJECT:
        return this.#object(number);
      case FIELD:
        return this.#request(number, fields);
      default:
        return null;
    }
  }

  #list(length) {
    const items = [];
    for (let left = length; left > 0; left -= 1) append(items, this.value());
    return items;
  }

  #request(mask, fields) {
    const given = [];
    for (let left = mask; left > 0; left >>>= 1) append(given, (left & 1) === 1 ? this.value() : undefined);
    return valueOf(fields, given, mask);
  }

  #object(count) {
    const members = [];
    for (let left = count; left > 0; left -= 1) append(members, [this.value(), this.value()]);
    return Object.fromEntries(members);
  }

  #float() {
    const bits = new DataView(new ArrayBuffer(8));
    bits.setUint32(0, this.#word(), true);
    bits.setUint32(4, this.#word(), true);
    return bits.getFloat64(0, true);
  }

  #slice(length) {
    const start = this.#at;
    this.#at += length;
    return this.#text.slice(start, this.#at);
  }

  #word() {
    return this.#words[this.#next++];
  }
}
