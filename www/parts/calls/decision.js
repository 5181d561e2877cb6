import { refusedIn } from "./refused.js";

/** Has the core decide, and shows its reply or why there is none. */
export class Decision {
  #question;
  #settling = false;

  /** What the last reply refuses of a request that checks, as issues. */
  refused = [];

  constructor({ service, replyPanel }) {
    this.service = service;
    this.replyPanel = replyPanel;
    replyPanel.onTake = (act) => this.#settle(act);
  }

  /**
   * `reply()` is asked for when the `question` is another than before: a decision can draw a code
   * or hold the instant it was made at, and the same question keeps its answer.
   */
  show(core, question, reply) {
    const text = JSON.stringify(question);
    if (text === this.#question) return;
    this.#question = text;
    if (this.#settling) return;
    this.service.show([]);
    this.refused = [];
    try {
      const decided = reply();
      this.refused = refusedIn(decided);
      this.replyPanel.show(decided);
    } catch (error) {
      if (!(error instanceof core.LatchworkError)) throw error;
      this.service.show(error.issues);
      this.replyPanel.showUnusable(`the sample service cannot decide: ${error.message}`);
    }
  }

  /**
   * What a reply allows is done in the state by `act`. The request was answered before that: its
   * reply stays until the person asks something else.
   */
  #settle(act) {
    this.#settling = true;
    act();
    this.#settling = false;
  }
}
