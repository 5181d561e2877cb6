import { hasWords, sayIssue as say } from "../fields/issue-words.js";

/** One issue of an answer, in a sentence that stands alone. */
export const sayIssue = (issue) => (issue.message || hasWords(issue) ? `${say(issue)}.` : "This was refused.");

/** What was refused as a whole, in a sentence. */
export function sayRefusal(error) {
  const [issue] = error.issues;
  if (error.status === 0) return "The service did not answer. Try again: nothing is done twice.";
  if (error.status === 403 && !(issue && hasWords(issue))) return "You may not do this.";
  if (error.status === 412) return "Somebody else changed this in the meantime. This is how it is now: change it again.";
  if (error.status === 429) return "Too much at once. Wait a little, and try again.";
  if (error.status >= 500) return "The service failed. Try again in a moment.";
  return issue ? sayIssue(issue) : "This was refused.";
}
