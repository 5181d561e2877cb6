// Calls into the core: arguments go in as a frame, the answer comes out as JSON text.
import { LatchworkError } from "./error.js";
import { Frame, LARGEST } from "./frame.js";
import { Border, core_memory } from "./glue.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The core's buffers; made at the first call, since a page may load this before the wasm. */
let border;
let buffer;

function begin() {
  try {
    border = new Border();
    buffer = core_memory();
  } catch (cause) {
    border = undefined;
    const error = new LatchworkError(
      "not_initialised",
      "expected `await init()` before the first call",
    );
    error.cause = cause;
    throw error;
  }
}

/** UTF-8 of a text takes at most three bytes for each UTF-16 unit. */
const roomFor = (text) => text.length * 3;

/**
 * Calls the core.
 *
 * @param {string} name the method of Border
 * @param {unknown[]} values its arguments, of any kind
 * @param {string | Uint8Array} [body] a raw HTTP body
 */
export function call(name, values, body) {
  const { words, text } = new Frame(values, name === "generate_code" ? Infinity : LARGEST);
  if (border === undefined) begin();
  // Above the limit the length alone is told, and nothing copied.
  const copied = body !== undefined && body.length <= LARGEST;
  const bodyRoom = !copied ? 0 : typeof body === "string" ? roomFor(body) : body.length;
  border.reserve(words.length, roomFor(text), bodyRoom);
  // Views are made anew at each call: memory that grows leaves older ones empty.
  new Uint32Array(buffer.buffer, border.words_at(), words.length).set(words);
  const bytes = write(text, border.text_at());
  let length;
  if (body === undefined) {
    length = border[name](words.length, bytes);
  } else {
    const bodyLength = copied ? write(body, border.body_at()) : body.length;
    length = border[name](words.length, bytes, bodyLength);
  }
  const reply = decoder.decode(new Uint8Array(buffer.buffer, border.reply_at(), length));
  border.forget();
  const answer = JSON.parse(reply);
  if (answer.error) {
    const { code, message, issues } = answer.error;
    throw new LatchworkError(code, message, issues);
  }
  return answer;
}

/** Writes a text as UTF-8, or bytes as they are; gives how many bytes. */
function write(content, at) {
  if (typeof content === "string") {
    const room = new Uint8Array(buffer.buffer, at, roomFor(content));
    return encoder.encodeInto(content, room).written;
  }
  new Uint8Array(buffer.buffer, at, content.length).set(content);
  return content.length;
}
