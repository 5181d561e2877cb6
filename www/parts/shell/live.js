/** How often a page that runs by the clock looks at it, in milliseconds. */
const TICK = 10_000;

/** Keeps a page up to date with what is typed and with the clock. */
export function live(page, update) {
  page.addEventListener("input", update);
  page.addEventListener("focusout", update);
  setInterval(update, TICK);
  update();
}

/** Submitting leads to the first field that is wrong, or to the reply. */
export function onSubmit(form, { update, replyPanel }) {
  replyPanel.mirrors.push(form.status);
  form.element.addEventListener("submit", (event) => {
    event.preventDefault();
    form.touch();
    update();
    (form.firstWrong ?? replyPanel.heading).focus();
  });
}
