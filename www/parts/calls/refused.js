/** The panel at the door names a field, or says in words which number is taken. */
const NAMED = /`(\w+)`/;
const TAKEN = /^Identifier with the same /;
const SESSION = { 401: "the caller is not logged in", 403: "the caller is no administrator" };

/** What a reply refuses, as issues with the fields that they are about; none where it allows. */
export function refusedIn({ status, body }) {
  if (status === 200) return [];
  if (Array.isArray(body.issues)) return body.issues;
  return body.message === undefined ? [ofPanel(status, body.error)] : ofLocks(body);
}

/** `accessLevel: expected …; validFrom: expected …`, with the code of the first. */
function ofLocks({ error, message }) {
  return message.split(/; (?=[a-zA-Z]+: )/).map((part, i) => {
    const [, field, rest] = /^(?:([a-zA-Z]+): )?(.*)$/s.exec(part);
    return { code: i === 0 ? error : undefined, path: field ? [field] : [], message: rest };
  });
}

function ofPanel(status, error) {
  if (SESSION[status]) return { path: [], message: SESSION[status] };
  if (TAKEN.test(error)) return { code: "identification_in_use", path: ["identifier_number"], message: error };
  const [, field] = NAMED.exec(error) ?? [];
  return { path: field ? [field] : [], message: error };
}
