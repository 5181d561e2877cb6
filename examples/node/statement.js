/** Statements that grow with what is asked for. */

/** A `select` up to its conditions, and what its places stand for. */
export class Statement {
  #values = [];

  constructor(sql) {
    this.sql = sql;
  }

  /** Adds a part, in which each `$` is one of what is bound, in order. */
  add(part, ...bound) {
    const left = bound.values();
    this.sql += part.replaceAll("$", () => `$${this.#values.push(left.next().value)}`);
    return this;
  }

  /** Adds a condition, in which each `$` is the same that is bound. */
  and(condition, bound) {
    const place = `$${this.#values.push(bound)}`;
    this.sql += ` and ${condition.replaceAll("$", () => place)}`;
    return this;
  }

  /** The same where there is anything. */
  andSome(condition, bound) {
    return bound === undefined ? this : this.and(condition, bound);
  }

  /** All its rows. */
  rows(transaction) {
    return transaction.all(this.sql, this.#values);
  }
}

/** `$, $, …`, of nothing a list that nothing is in. */
export const listOf = (bound) => (bound.length > 0 ? bound.map(() => "$").join(", ") : "null");
