/** Sentences for refusals of the service, for people who run a house. */
const SENTENCES = {
  accesses_not_managed: "One of these doors is not yours to give.",
  code_shown_already: "This code was shown once already.",
  guest_without_end: "A key for this person needs an end.",
  identification_in_use: "Somebody else has this code or card at one of these doors at that time.",
  missing_field: "Fill this in.",
  mobile_keys_disabled: "Phones as keys are not turned on for this house.",
  too_many_attempts: "Too many tries. Wait a little.",
  user_not_found: "This person is not known here.",
};

/** One issue of an answer in a sentence. */
export function sayIssue({ code, message }) {
  if (SENTENCES[code]) return SENTENCES[code];
  return message ? `${message[0].toUpperCase()}${message.slice(1)}.` : "This was refused.";
}

/** What was refused as a whole, in a sentence. */
export function sayRefusal(error) {
  const [issue] = error.issues;
  if (error.status === 0) return "The service cannot be reached. Nothing was changed; try again.";
  if (error.status === 403 && !SENTENCES[issue?.code]) return "You may not do this.";
  if (error.status === 412) return "Somebody else changed this in the meantime. Look at it again.";
  if (error.status === 429) return "Too much at once. Wait a little, and try again.";
  if (error.status >= 500) return "The service failed. Try again in a moment.";
  return issue ? sayIssue(issue) : "This was refused.";
}
