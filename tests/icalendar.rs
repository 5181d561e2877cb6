//! Laws of iCalendar, and what ONVIF's extended recurrence says, written out.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use latchwork::schedule::{Period, Schedule, WeeklyHours};
use latchwork::time::{Date, Weekdays};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

/// An event's lines in a calendar.
fn calendar(event: &[&str]) -> String {
    let head = ["BEGIN:VCALENDAR", "BEGIN:VEVENT"];
    let lines = head
        .iter()
        .chain(event)
        .chain(&["END:VEVENT", "END:VCALENDAR"]);
    lines.copied().collect::<Vec<_>>().join("\r\n")
}

/// The dates on which a calendar begins, written out until a day.
fn dates(event: &[&str], last: &str) -> Vec<String> {
    let last = Date::parse(last).expect("a date");
    let read = Schedule::from_icalendar_until(&calendar(event), last).expect("a schedule");
    let dates = read.schedule.dated().iter();
    dates.map(|hours| hours.from().date().to_string()).collect()
}

#[test]
fn weekly_and_dated_rules_are_read_as_they_are_written() {
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let mut below = |limit: u32| random.next_u32() % limit;
    for _ in 0..3_000 {
        let number = |number: u32| u16::try_from(number).expect("small");
        let mut weekly = Vec::new();
        for _ in 0..=below(3) {
            let bits = u8::try_from(1 + below(127)).expect("seven bits");
            let days = Weekdays::of_bits(bits).expect("days");
            let period = Period::new(number(below(1440)), number(below(1441))).expect("a period");
            let rule = WeeklyHours::new(days, period).expect("a rule");
            let day = |days: u32| Date::of_days(20_000 + i64::from(days)).expect("a date");
            let (first, last) = (below(60), below(60));
            weekly.push(match below(3) {
                0 => rule,
                1 => rule.between(Some(day(first)), None).expect("one end"),
                _ => rule
                    .between(Some(day(first.min(last))), Some(day(first.max(last))))
                    .expect("in order"),
            });
        }
        let schedule = Schedule::new(weekly, Vec::new(), Vec::new()).expect("a schedule");
        let (text, notes) = schedule.to_icalendar();
        assert!(notes.is_empty());
        let read = Schedule::from_icalendar(&text).expect("what was written is read");
        assert_eq!(read.hours(), schedule.hours(), "{text}");
    }
}

#[test]
fn a_recurrence_is_written_out_by_the_rules_of_rfc_5545() {
    let at = ["DTSTART:20260131T090000", "DTEND:20260131T100000"];
    let of = |rule, last| dates(&[at[0], at[1], rule], last);
    // A day that is in no calendar is left out, not moved.
    assert_eq!(
        of("RRULE:FREQ=MONTHLY", "2026-07-31"),
        ["2026-01-31", "2026-03-31", "2026-05-31", "2026-07-31"]
    );
    // COUNT counts the first.
    assert_eq!(of("RRULE:FREQ=MONTHLY;COUNT=3", "2027-12-31").len(), 3);
    // UNTIL is inclusive.
    assert_eq!(
        of("RRULE:FREQ=MONTHLY;UNTIL=20260531T090000", "2027-12-31").len(),
        3
    );
    assert_eq!(
        of("RRULE:FREQ=MONTHLY;UNTIL=20260531T085900", "2027-12-31").len(),
        2
    );
    // The last day of the month, the last Friday, and the first Sunday.
    assert_eq!(
        of("RRULE:FREQ=MONTHLY;BYMONTHDAY=-1", "2026-04-30"),
        ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]
    );
    assert_eq!(
        dates(
            &[
                "DTSTART:20260130T090000",
                "DTEND:20260130T100000",
                "RRULE:FREQ=MONTHLY;BYDAY=-1FR"
            ],
            "2026-03-31"
        ),
        ["2026-01-30", "2026-02-27", "2026-03-27"]
    );
    // Every second week, and every year in two months.
    assert_eq!(
        of("RRULE:FREQ=WEEKLY;INTERVAL=2", "2026-02-28"),
        ["2026-01-31", "2026-02-14", "2026-02-28"]
    );
    assert_eq!(
        of("RRULE:FREQ=YEARLY;BYMONTH=1,3", "2027-12-31"),
        ["2026-01-31", "2026-03-31", "2027-01-31", "2027-03-31"]
    );
}

#[test]
fn what_never_comes_ends() {
    let at = ["DTSTART:20260131T090000", "DTEND:20260131T100000"];
    for rule in [
        "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "RRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31",
        "RRULE:FREQ=DAILY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=30",
        "RRULE:FREQ=YEARLY;BYDAY=53MO;BYMONTH=2",
    ] {
        let text = calendar(&[at[0], at[1], rule]);
        let last = Date::parse("2126-12-31").expect("a date");
        assert!(
            Schedule::from_icalendar_until(&text, last).is_err(),
            "{rule}"
        );
    }
}

#[test]
fn what_is_weekly_stays_a_rule() {
    let text = calendar(&[
        "DTSTART:20260105T090000",
        "DTEND:20260105T170000",
        "RRULE:FREQ=WEEKLY;BYDAY=MO,WE",
    ]);
    let last = Date::parse("2026-12-31").expect("a date");
    let read = Schedule::from_icalendar_until(&text, last).expect("a schedule");
    assert!(read.notes.is_empty());
    assert_eq!(Ok(read.schedule), Schedule::from_icalendar(&text));
}

#[test]
fn what_is_written_out_says_until_when() {
    let text = calendar(&[
        "DTSTART:20260131T090000",
        "DTEND:20260131T100000",
        "RRULE:FREQ=MONTHLY",
    ]);
    assert!(Schedule::from_icalendar(&text).is_err());
    let last = Date::parse("2026-12-31").expect("a date");
    let read = Schedule::from_icalendar_until(&text, last).expect("a schedule");
    let note = read.notes[0].to_string();
    assert_eq!(
        note,
        "expected weekly rules, found another recurrence: it is written out until 2026-12-31"
    );
}

#[test]
fn no_text_is_too_much() {
    let mut random = ChaCha8Rng::seed_from_u64(9);
    let words = [
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "DTSTART:",
        "DTEND:",
        "RRULE:",
        "FREQ=",
        "WEEKLY",
        "DAILY",
        "MONTHLY",
        "YEARLY",
        ";",
        "=",
        ":",
        ",",
        "COUNT=",
        "99999",
        "UNTIL=",
        "BYDAY=",
        "MO",
        "-1FR",
        "INTERVAL=",
        "19700101T000000",
        "99991231T235959",
        "00000101T000000",
        "\r\n",
        " ",
        "\u{e9}",
        "BYMONTHDAY=31",
        "BYMONTH=2",
        ";VALUE=DATE:",
        "20260230",
    ];
    let last = Date::parse("2027-12-31").expect("a date");
    for _ in 0..20_000 {
        let text: String = (0..random.next_u32() % 40)
            .map(|_| words[usize::try_from(random.next_u32()).expect("fits") % words.len()])
            .collect();
        let _ = Schedule::from_icalendar(&text);
        let _ = Schedule::from_icalendar_until(&text, last);
    }
}
