/** Has the core decide, and shows its reply or why there is none. */
export class Decision {
  #question;

  constructor({ service, replyPanel }) {
    this.service = service;
    this.replyPanel = replyPanel;
  }

  /**
   * `reply()` is asked for when the `question` is another than before: a decision can draw a code
   * or hold the instant it was made at, and the same question keeps its answer.
   */
  show(core, question, reply) {
    const text = JSON.stringify(question);
    if (text === this.#question) return;
    this.#question = text;
    this.service.show([]);
    try {
      this.replyPanel.show(reply());
    } catch (error) {
      if (!(error instanceof core.LatchworkError)) throw error;
      this.service.show(error.issues);
      this.replyPanel.showUnusable(`the sample service cannot decide: ${error.message}`);
    }
  }
}
