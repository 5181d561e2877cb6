import { element } from "./element.js";

const KEY = "latchwork-card";
const PAGE = "?page=new-key";

/** A button that takes a card's number over into the form of a new key. */
export function useButton(card) {
  const button = element(
    "button",
    {
      type: "button",
      class: "button button-small use",
      "aria-label": `Use for a key: ${card.keyIdentification}`,
    },
    "Use for a key",
  );
  button.addEventListener("click", () => {
    try {
      // Never in the address: it is kept in histories and logs.
      sessionStorage.setItem(KEY, JSON.stringify(card));
      location.assign(PAGE);
    } catch {
      button.textContent = "Not allowed"; // Storage may be refused; the number can be copied.
    }
  });
  return button;
}

/** The number that was taken over last, once: `{ keyFormat, keyIdentification, origin }`. */
export function takenOver() {
  try {
    const text = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined; // Where storage is refused nothing is taken over.
  }
}
