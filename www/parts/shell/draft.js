/** Kept in this tab alone, until it is closed. */
const PREFIX = "latchwork-draft-";

/**
 * Keeps what is typed over Back and reload. `parts` are those that may be kept, by a name of their
 * own: each gives and takes a `draft`. What opens a door, a code, a PIN or the number of a card, is
 * no part of it, and is typed again.
 */
export function keepDraft(name, page, parts) {
  const key = PREFIX + name;
  const kept = read(key);
  for (const [name, part] of Object.entries(parts)) if (name in kept) take(part, kept[name]);
  const keep = () => {
    const drafts = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.draft]));
    try {
      sessionStorage.setItem(key, JSON.stringify(drafts));
    } catch {
      // Where storage is refused nothing is kept.
    }
  };
  page.addEventListener("input", keep);
  // A tab is turned to without a word of input.
  addEventListener("pagehide", keep);
}

function read(key) {
  try {
    return Object(JSON.parse(sessionStorage.getItem(key)));
  } catch {
    return {};
  }
}

/** What is kept may be of another version of the page. */
function take(part, draft) {
  try {
    part.draft = draft;
  } catch (error) {
    console.info(error);
  }
}
