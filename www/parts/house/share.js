/** Copies a text, and says in a word whether it was. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return "Copied.";
  } catch {
    return "Not copied: select the text, and copy it by hand.";
  }
}

/** Hands a text to another program; where there is none to hand it to it is copied. */
export async function share(text) {
  if (!navigator.share) return copyText(text);
  try {
    await navigator.share({ text });
    return "Sent on.";
  } catch {
    return "Not sent.";
  }
}
