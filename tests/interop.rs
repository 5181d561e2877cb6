//! Instants and uuids from and to the types of other crates, which parse the same texts themselves.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, FixedOffset, Utc};
use jiff::ZonedDateTime;
use latchwork::{InstantError, Offset, Timestamp, Uuid};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
use time::{OffsetDateTime, UtcDateTime, UtcOffset};

const ROUNDS: u32 = 20_000;

fn generator() -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(0x696e_7374_616e_7473)
}

fn timestamp(text: &str) -> Timestamp {
    Timestamp::parse(text).expect("an instant")
}

/// An instant of the years 0001 to 9998 with any offset, none of them `+00:00`.
fn any_instant(rng: &mut ChaCha8Rng) -> Timestamp {
    const FIRST: i64 = -62_135_510_400;
    const SPAN: u64 = 315_505_000_000;
    let seconds = FIRST + i64::try_from(rng.next_u64() % SPAN).expect("seconds");
    let nanos = match rng.next_u32() % 3 {
        0 => 0,
        1 => rng.next_u32() % 1000 * 1_000_000,
        _ => rng.next_u32() % 1_000_000_000,
    };
    let utc = Timestamp::from_epoch(seconds, nanos).expect("years 0001 to 9998");
    let minutes = i16::try_from(rng.next_u32() % 2879).expect("minutes") - 1439;
    if minutes == 0 {
        return utc;
    }
    // Its local time written with the offset is another instant, with that offset.
    let text = utc.to_string();
    let local = text.strip_suffix('Z').expect("UTC");
    timestamp(&format!("{local}{}", Offset::Minutes(minutes)))
}

#[test]
fn what_goes_there_and_back_is_the_same_text() {
    let mut rng = generator();
    for _ in 0..ROUNDS {
        let ours = any_instant(&mut rng);
        let text = ours.to_string();
        let in_utc = Timestamp::from_epoch(ours.epoch_seconds(), ours.subsec_nanos())
            .expect("an instant")
            .to_string();

        let system = SystemTime::try_from(ours).expect("an instant");
        let system = Timestamp::try_from(system).expect("an instant");
        assert_eq!(system.to_string(), in_utc);

        let instant = jiff::Timestamp::try_from(ours).expect("an instant");
        assert_eq!(Ok(instant), text.parse().map_err(|_| ()), "{text}");
        let back = Timestamp::try_from(instant).expect("an instant");
        assert_eq!(back.to_string(), in_utc);
        let zoned = ZonedDateTime::try_from(ours).expect("an instant");
        assert_eq!(zoned.timestamp(), instant);
        let back = Timestamp::try_from(&zoned).expect("an instant");
        assert_eq!(back.to_string(), text);

        let instant = UtcDateTime::try_from(ours).expect("an instant");
        let back = Timestamp::try_from(instant).expect("an instant");
        assert_eq!(back.to_string(), in_utc);
        let written = OffsetDateTime::try_from(ours).expect("an instant");
        assert_eq!(written.to_utc(), instant);
        let back = Timestamp::try_from(written).expect("an instant");
        assert_eq!(back.to_string(), text);

        let parsed = DateTime::parse_from_rfc3339(&text).expect("an instant");
        assert_eq!(DateTime::<FixedOffset>::from(ours), parsed, "{text}");
        assert_eq!(DateTime::<Utc>::from(ours), parsed, "{text}");
        let back = Timestamp::try_from(parsed).expect("an instant");
        assert_eq!(back.to_string(), text);
        let back = Timestamp::try_from(parsed.to_utc()).expect("an instant");
        assert_eq!(back.to_string(), in_utc);
    }
}

#[test]
fn of_a_leap_second_only_chrono_knows() {
    for text in [
        "2016-12-31T23:59:60Z",
        "2016-12-31T23:59:60.999999999Z",
        "1990-12-31T15:59:60-08:00",
        "1972-07-01T01:29:60.5+01:30",
        "0000-12-31T23:59:60Z",
        "9999-12-31T23:59:60.25Z",
    ] {
        let ours = timestamp(text);
        assert_eq!(SystemTime::try_from(ours), Err(InstantError::LeapSecond));
        assert_eq!(
            jiff::Timestamp::try_from(ours).err(),
            Some(InstantError::LeapSecond)
        );
        assert_eq!(
            ZonedDateTime::try_from(ours).err(),
            Some(InstantError::LeapSecond)
        );
        assert_eq!(UtcDateTime::try_from(ours), Err(InstantError::LeapSecond));
        assert_eq!(
            OffsetDateTime::try_from(ours),
            Err(InstantError::LeapSecond)
        );
        let theirs = DateTime::<FixedOffset>::from(ours);
        assert_eq!(Ok(theirs), DateTime::parse_from_rfc3339(text), "{text}");
        let back = Timestamp::try_from(theirs).expect("a leap second");
        assert_eq!(back.to_string(), text);
        assert_eq!(back, ours);
    }
    // There can be none, whatever chrono takes.
    for text in ["2026-03-01T08:00:60Z", "2026-03-15T23:59:60Z"] {
        let theirs = DateTime::parse_from_rfc3339(text).expect("a second that chrono takes");
        assert_eq!(
            Timestamp::try_from(theirs),
            Err(InstantError::LeapSecond),
            "{text}"
        );
    }
}

#[test]
fn zero_offsets_come_back_as_z_and_those_of_seconds_not_at_all() {
    for text in ["2026-03-01T08:00:00+00:00", "2026-03-01T08:00:00-00:00"] {
        let zoned = ZonedDateTime::try_from(timestamp(text)).expect("an instant");
        let back = Timestamp::try_from(&zoned).expect("an instant");
        assert_eq!(back.to_string(), "2026-03-01T08:00:00Z");
    }
    for seconds in [1, -59, 3_608, -86_399] {
        let offset = FixedOffset::east_opt(seconds).expect("below a day");
        let theirs = DateTime::<Utc>::UNIX_EPOCH.with_timezone(&offset);
        assert_eq!(Timestamp::try_from(theirs), Err(InstantError::Offset));
        let offset = UtcOffset::from_whole_seconds(seconds).expect("below a day");
        let theirs = OffsetDateTime::UNIX_EPOCH.to_offset(offset);
        assert_eq!(Timestamp::try_from(theirs), Err(InstantError::Offset));
        let zone = jiff::tz::Offset::from_seconds(seconds).expect("below a day");
        let theirs = ZonedDateTime::new(jiff::Timestamp::UNIX_EPOCH, zone.to_time_zone());
        assert_eq!(Timestamp::try_from(&theirs), Err(InstantError::Offset));
    }
    let day = jiff::tz::Offset::from_seconds(86_400).expect("an offset of jiff");
    let theirs = ZonedDateTime::new(jiff::Timestamp::UNIX_EPOCH, day.to_time_zone());
    assert_eq!(Timestamp::try_from(&theirs), Err(InstantError::Offset));
}

#[test]
fn the_years_end_where_the_printed_date_does() {
    let out = Err(InstantError::OutOfRange);
    // The date that is written is of the years 0000 to 9999; in UTC it is not.
    for text in ["0000-01-01T00:30:00+01:00", "9999-12-31T23:30:00-01:00"] {
        let ours = timestamp(text);
        let theirs = DateTime::<FixedOffset>::from(ours);
        let back = Timestamp::try_from(theirs).expect("an instant");
        assert_eq!(back.to_string(), text);
        assert_eq!(Timestamp::try_from(theirs.to_utc()), out, "{text}");
        let system = SystemTime::try_from(ours).expect("an instant");
        assert_eq!(Timestamp::try_from(system), out, "{text}");
    }
    assert_eq!(
        UtcDateTime::try_from(timestamp("9999-12-31T23:30:00-01:00")),
        Err(InstantError::OutOfRange)
    );
    // jiff leaves room for every offset.
    assert_eq!(
        jiff::Timestamp::try_from(timestamp("9999-12-31T12:00:00Z")).err(),
        Some(InstantError::OutOfRange)
    );
    for theirs in [
        jiff::Timestamp::MIN,
        jiff::Timestamp::MIN + Duration::from_secs(1),
    ] {
        assert_eq!(Timestamp::try_from(theirs), out);
    }
    assert_eq!(Timestamp::try_from(DateTime::<Utc>::MAX_UTC), out);
    assert_eq!(Timestamp::try_from(DateTime::<Utc>::MIN_UTC), out);
    assert_eq!(Timestamp::try_from(UtcDateTime::MIN), out);
    let late = UNIX_EPOCH.checked_add(Duration::from_secs(1 << 60));
    assert_eq!(late.map(Timestamp::try_from), Some(out));
    let early = UNIX_EPOCH.checked_sub(Duration::from_secs(1 << 60));
    assert_eq!(early.map(Timestamp::try_from), Some(out));
    let before = UNIX_EPOCH - Duration::from_nanos(1);
    assert_eq!(
        Timestamp::try_from(before).map(|before| before.to_string()),
        Ok("1969-12-31T23:59:59.999999999Z".into())
    );
}

#[test]
fn a_uuid_has_the_bytes_the_order_and_the_text_that_others_give_it() {
    let mut rng = generator();
    let mut former = Uuid::from_bytes([0; 16]);
    for _ in 0..ROUNDS {
        let mut bytes = [0; 16];
        rng.fill_bytes(&mut bytes);
        let (ours, theirs) = (Uuid::from_bytes(bytes), uuid::Uuid::from_bytes(bytes));
        assert_eq!(Uuid::from(theirs), ours);
        assert_eq!(uuid::Uuid::from(ours), theirs);
        assert_eq!(ours.to_string(), theirs.to_string());
        assert_eq!(Uuid::parse(&ours.to_string()), Ok(ours));
        assert_eq!(Uuid::parse(&ours.to_string().to_uppercase()), Ok(ours));
        assert_eq!(ours.cmp(&former), ours.to_string().cmp(&former.to_string()));
        former = ours;
    }
}
