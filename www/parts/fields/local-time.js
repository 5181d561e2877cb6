/**
 * What a local time such as `2027-03-28T02:30` is in a zone: `{ instant }`, `{ gap }` where the
 * clock jumps over it, with the first time behind the jump, or `{ twice }` where it comes two
 * times, with both.
 */
export function placed(Temporal, text, zone) {
  const local = Temporal.PlainDateTime.from(text);
  const [earlier, later] = ["earlier", "later"].map((disambiguation) =>
    local.toZonedDateTime(zone, { disambiguation }),
  );
  if (earlier.equals(later)) return { instant: told(earlier) };
  if (earlier.toPlainDateTime().equals(local)) return { twice: [earlier, later].map(chosen) };
  return { gap: chosen(later.getTimeZoneTransition("previous") ?? later) };
}

/** The local time that an instant is in a zone, as a control takes it. */
export function localOf(Temporal, instant, zone) {
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDateTime();
  return local.toString({ smallestUnit: "minute" });
}

const told = (zoned) => zoned.toInstant().toString({ smallestUnit: "second" });

const chosen = (zoned) => ({
  instant: told(zoned),
  local: zoned.toPlainDateTime().toString({ smallestUnit: "minute" }),
  offset: zoned.offset,
});
