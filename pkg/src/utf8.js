// UTF-8, by the host's own coders as they are when this loads: what a page puts in their place
// later sees no code and no pin. jsdom, where many forms are tested, has neither.

const HOSTED = typeof TextEncoder !== "undefined" && typeof TextDecoder !== "undefined";

/** Writes a text into bytes, like `TextEncoder`'s own. */
export const encodeInto = HOSTED ? bound(new TextEncoder(), "encodeInto") : encodeByPercent;

/** The text of bytes, as `TextDecoder` gives it; U+FEFF at its beginning stays. */
export const decode = HOSTED ? bound(new TextDecoder("utf-8", { ignoreBOM: true }), "decode") : decodeByPercent;

function bound(coder, name) {
  return coder[name].bind(coder);
}

function encodeByPercent(text, bytes) {
  const escaped = encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));
  let written = 0;
  for (let at = 0; at < escaped.length; at += 1) {
    const isByte = escaped[at] === "%";
    bytes[written] = isByte ? Number.parseInt(escaped.slice(at + 1, at + 3), 16) : escaped.charCodeAt(at);
    written += 1;
    if (isByte) at += 2;
  }
  // What has no room is written again by whoever asks, as of a coder that stops there.
  return { read: written > bytes.length ? 0 : text.length, written };
}

function decodeByPercent(bytes = []) {
  let escaped = "";
  for (const byte of bytes) escaped += `%${byte.toString(16).padStart(2, "0")}`;
  return decodeURIComponent(escaped);
}
