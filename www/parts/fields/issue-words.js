const NO_ID = "This is no id: an id has 36 characters in five groups. Copy it as a whole";
const NO_TIME = "Write the date and the time such as 2026-03-01T08:00:00+01:00";
const OTHER = "Choose one of the list";

/** What the core and the service say to programs, said to the person who fills in the form. */
const SENTENCES = {
  access_repeated: "This door is chosen twice",
  accesses_not_managed: "One of these doors is not the caller’s to give",
  code_shown_already: "This code was shown once already",
  door_id_in_use: "Another door has this id",
  doors_without_common_length: "These doors take codes of different lengths; no code fits them all",
  grantor_not_caller: "Only the caller may stand here",
  grantor_not_valid: "The caller’s own access does not hold now",
  grantor_without_grant: "The caller has no access to this lock",
  guest_without_end: "A guest’s access needs an end",
  identification_in_use: "Somebody else has this code or number at that time; choose another",
  key_format_unknown: OTHER,
  keyspace_exhausted: "Every code that is allowed is in use",
  level_not_grantable: "The caller may not grant this level",
  list_empty: "Choose at least one",
  lock_already_accessible: "The user has access to this lock already",
  lock_id_unknown_form: "This is no id of a lock: 36 characters in five groups, or up to 20 digits",
  lock_not_accessible: "The user has no access to this lock",
  lock_not_owned: "The organisation does not own this lock",
  missing_field: "Fill this in",
  mobile_keys_disabled: "Phones as keys are not turned on for this house",
  mobile_user_not_phone: "A key on a phone is asked for by the phone’s number, such as +46701234567",
  phone_in_use: "Somebody else has this phone",
  text_empty: "Fill this in",
  timestamp_basic_format: NO_TIME,
  timestamp_date_only: "The time is missing: write it after the date, such as T08:00:00+01:00",
  timestamp_malformed: NO_TIME,
  timestamp_no_offset: "Say at the end how far this clock is from UTC, such as +01:00, or Z for UTC itself",
  timestamp_no_seconds: "The seconds are missing: write them after the minutes, such as :00",
  too_many_attempts: "Too many tries; wait a little",
  user_id_unknown_form: "This is no user: an id of 36 characters, or a phone number such as +46701234567",
  user_not_of_locks: "These locks are another user’s",
  user_unknown: "There is no such user",
  uuid_no_hyphen: NO_ID,
  uuid_not_hex: NO_ID,
  uuid_wrong_length: NO_ID,
  version_conflict: "The locks of the user were changed in the meantime",
  window_empty: "The end must come after the start",
  window_outside_grantor: "The caller’s own access does not reach so far",
  window_over: "This end has passed already",
};

/** Whether the core's own sentence is replaced. */
export const hasWords = ({ code }) => Object.hasOwn(SENTENCES, code);

/** An issue as a sentence for the person whose field it is. */
export function sayIssue({ code, message }) {
  return SENTENCES[code] ?? sentence(message);
}

/** The core's sentences start in lower case. */
export function sentence(message) {
  return message.charAt(0).toUpperCase() + message.slice(1);
}
