//! Schedules against a second evaluator: minute by minute, from the rules as they are told, and of
//! nothing that the library computes with.

#![expect(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use latchwork::Timestamp;
use latchwork::schedule::{
    Change, ClosedReason, DatedHours, Hours, HoursState, Period, Schedule, Span, SpecialDays,
    WeeklyHours,
};
use latchwork::time::{Date, LocalMinute, LocalTime, Weekday, Weekdays};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};

const DAY: i64 = 1440;

/// A minute of a clock, counted from a Monday's midnight: days, and minutes in them.
fn split(minute: i64) -> (i64, i64) {
    (minute.div_euclid(DAY), minute.rem_euclid(DAY))
}

/// Days from 0000-01-01, a Saturday, to a date; by counting years and months.
fn day_number(date: Date) -> i64 {
    let leap =
        |year: u16| year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let mut days = 0;
    for year in (0..date.year()).step_by(400) {
        days += if year + 400 <= date.year() {
            146_097
        } else {
            0
        };
    }
    for year in date.year() / 400 * 400..date.year() {
        days += if leap(year) { 366 } else { 365 };
    }
    let february = if leap(date.year()) { 29 } else { 28 };
    let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    days += months[..usize::from(date.month()) - 1].iter().sum::<i64>();
    days + i64::from(date.day()) - 1
}

/// A minute as a count from 0000-01-01T00:00.
fn minute_number(at: LocalMinute) -> i64 {
    day_number(at.date()) * DAY + i64::from(at.minute())
}

/// Monday is 0; 0000-01-01 was a Saturday.
fn weekday(day: i64) -> usize {
    usize::try_from((day + 5).rem_euclid(7)).expect("a weekday")
}

/// A schedule as plain numbers.
struct Plain {
    weekly: Vec<PlainWeekly>,
    dated: Vec<(i64, i64)>,
    special: Vec<PlainGroup>,
    valid: (i64, i64),
}

struct PlainWeekly {
    days: [bool; 7],
    from: i64,
    length: i64,
    first: i64,
    last: i64,
}

struct PlainGroup {
    spans: Vec<(i64, i64)>,
    /// Beginnings and lengths.
    periods: Vec<(i64, i64)>,
}

/// How many minutes a period has: to its end, which is on the next day where it is not later.
fn length(from: u16, until: u16) -> i64 {
    let length = i64::from(until) - i64::from(from);
    if length <= 0 { length + DAY } else { length }
}

impl Plain {
    fn of(schedule: &Schedule) -> Self {
        let weekly = schedule.weekly().iter().map(|rule| PlainWeekly {
            days: Weekday::ALL.map(|day| rule.days().contains(day)),
            from: rule.period().from().into(),
            length: length(rule.period().from(), rule.period().until()),
            first: rule.first().map_or(i64::MIN, day_number),
            last: rule.last().map_or(i64::MAX, day_number),
        });
        let dated = schedule.dated().iter();
        let dated = dated.map(|rule| (minute_number(rule.from()), minute_number(rule.until())));
        let special = schedule.special().iter().map(|group| PlainGroup {
            spans: group
                .days()
                .iter()
                .map(|span| match span {
                    Span::Day(date) => {
                        let from = day_number(*date) * DAY;
                        (from, from + DAY)
                    }
                    Span::Minutes(span) => {
                        (minute_number(span.from()), minute_number(span.until()))
                    }
                })
                .collect(),
            periods: group
                .periods()
                .iter()
                .map(|period| (period.from().into(), length(period.from(), period.until())))
                .collect(),
        });
        Self {
            weekly: weekly.collect(),
            dated: dated.collect(),
            special: special.collect(),
            valid: (
                schedule.valid_from().map_or(i64::MIN, minute_number),
                schedule.valid_until().map_or(i64::MAX, minute_number),
            ),
        }
    }

    fn is_open(&self, minute: i64) -> bool {
        if minute < self.valid.0 || self.valid.1 <= minute {
            return false;
        }
        let (today, _) = split(minute);
        let mut special = false;
        for group in &self.special {
            let is_of = |minute: i64| {
                let mut spans = group.spans.iter();
                spans.any(|(from, until)| *from <= minute && minute < *until)
            };
            if !is_of(minute) {
                continue;
            }
            special = true;
            for day in [today - 1, today] {
                let midnight = day * DAY;
                let touches = group
                    .spans
                    .iter()
                    .any(|(from, until)| *from < midnight + DAY && midnight < *until);
                for (from, length) in &group.periods {
                    let from = midnight + from;
                    if touches && from <= minute && minute < from + length {
                        return true;
                    }
                }
            }
        }
        if special {
            return false;
        }
        for day in [today - 1, today] {
            for rule in &self.weekly {
                let from = day * DAY + rule.from;
                if rule.days[weekday(day)]
                    && rule.first <= day
                    && day <= rule.last
                    && from <= minute
                    && minute < from + rule.length
                {
                    return true;
                }
            }
        }
        let mut dated = self.dated.iter();
        dated.any(|(from, until)| *from <= minute && minute < *until)
    }

    fn closed(&self, minute: i64) -> ClosedReason {
        let mut spans = self.special.iter().flat_map(|group| &group.spans);
        if minute < self.valid.0 {
            ClosedReason::NotYetValid
        } else if self.valid.1 <= minute {
            ClosedReason::Expired
        } else if spans.any(|(from, until)| *from <= minute && minute < *until) {
            ClosedReason::SpecialDay
        } else {
            ClosedReason::OutsideHours
        }
    }
}

/// Draws schedules whose days lie within a few weeks, so that they meet.
struct Draw {
    rng: ChaCha8Rng,
    /// The first of the days.
    base: Date,
    days: u32,
}

impl Draw {
    fn new(seed: u64, base: &str, days: u32) -> Self {
        Self {
            rng: ChaCha8Rng::seed_from_u64(seed),
            base: Date::parse(base).expect("a date"),
            days,
        }
    }

    fn below(&mut self, bound: u32) -> u32 {
        self.rng.next_u32() % bound
    }

    fn often(&mut self, one_in: u32) -> bool {
        self.below(one_in) == 0
    }

    /// Of few, so that ends meet; sometimes any.
    fn minute(&mut self, bound: u32) -> u16 {
        let minute = if self.often(4) {
            self.below(bound)
        } else {
            [0, 1, 360, 540, 541, 720, 1020, 1080, 1439, 1440][self.below(10) as usize]
        };
        u16::try_from(minute.min(bound - 1)).expect("a minute")
    }

    fn period(&mut self) -> Period {
        let from = self.minute(1440);
        let until = self.minute(1441);
        Period::new(from, until).expect("minutes of a day")
    }

    fn date(&mut self) -> Date {
        let days = i64::from(self.base.days()) + i64::from(self.below(self.days));
        Date::of_days(days).unwrap_or(Date::LAST)
    }

    fn local(&mut self) -> LocalMinute {
        let date = self.date();
        LocalMinute::new(date, self.minute(1440)).expect("a minute")
    }

    fn span(&mut self) -> DatedHours {
        loop {
            let (from, until) = (self.local(), self.local());
            if let Ok(span) = DatedHours::new(from.min(until), from.max(until)) {
                return span;
            }
        }
    }

    fn some<T>(&mut self, most: u32, mut one: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(most + 1)).map(|_| one(self)).collect()
    }

    fn weekly(&mut self) -> WeeklyHours {
        let bits = 1 + self.below(127);
        let days = Weekdays::of_bits(u8::try_from(bits).expect("seven bits")).expect("days");
        let hours = WeeklyHours::new(days, self.period()).expect("days");
        let mut ends = [None, None];
        for end in &mut ends {
            if self.often(3) {
                *end = Some(self.date());
            }
        }
        if let [Some(first), Some(last)] = ends {
            ends = [Some(first.min(last)), Some(first.max(last))];
        }
        hours.between(ends[0], ends[1]).expect("dates in order")
    }

    fn group(&mut self) -> SpecialDays {
        let days = self.some(4, |draw| {
            if draw.often(2) {
                draw.date().into()
            } else {
                draw.span().into()
            }
        });
        let periods = self.some(3, Self::period);
        SpecialDays::new(days, periods).expect("few days")
    }

    fn schedule(&mut self) -> Schedule {
        let weekly = self.some(4, Self::weekly);
        let dated = if self.often(2) {
            self.some(3, Self::span)
        } else {
            vec![]
        };
        let special = if self.often(2) {
            self.some(3, Self::group)
        } else {
            vec![]
        };
        let schedule = Schedule::new(weekly, dated, special).expect("few rules");
        match self.below(6) {
            0 => {
                let span = self.span();
                schedule.within(Some(span.from()), Some(span.until()))
            }
            1 => {
                let from = self.local();
                schedule.within(Some(from), None)
            }
            2 => {
                let until = self.local();
                schedule.within(None, Some(until))
            }
            _ => Ok(schedule),
        }
        .expect("ends in order")
    }
}

/// Minutes to look at: days before and behind the days of the draws.
fn looked_at(base: &str, days: u32) -> impl Iterator<Item = LocalMinute> {
    let base = Date::parse(base).expect("a date").days();
    let first = (i64::from(base) - 9) * DAY;
    let end = (i64::from(base) + i64::from(days) + 9) * DAY;
    (first..end).filter_map(LocalMinute::of_count)
}

/// What are looked at, with how many schedules.
const PLACES: [(&str, u32, u64); 3] = [
    ("2026-11-20", 16, 80),
    ("0000-01-01", 9, 25),
    ("9999-12-24", 9, 25),
];

#[test]
fn the_normal_form_is_open_at_the_minutes_of_the_rules() {
    let mut minutes = 0;
    for (base, days, count) in PLACES {
        for seed in 0..count {
            let schedule = Draw::new(seed, base, days).schedule();
            let plain = Plain::of(&schedule);
            let hours = schedule.hours();
            for at in looked_at(base, days) {
                let expected = plain.is_open(minute_number(at));
                assert_eq!(
                    schedule.is_open(at),
                    expected,
                    "{base} {seed} {at} {schedule:?}"
                );
                assert_eq!(
                    hours.is_open(at),
                    expected,
                    "{base} {seed} {at} {schedule:?}"
                );
                minutes += 1;
            }
        }
    }
    assert!(minutes > 4_000_000, "{minutes}");
}

/// What hours say of the minutes that are looked at; that it is what the rules say is shown above.
fn table(hours: &Hours, base: &str, days: u32) -> Vec<bool> {
    looked_at(base, days).map(|at| hours.is_open(at)).collect()
}

/// The clock that shows a minute, at UTC.
fn clock(at: LocalMinute) -> Option<LocalTime> {
    let instant = Timestamp::from_epoch(at.count() * 60 + 59, 999_999_999).expect("an instant");
    LocalTime::of(instant)
}

#[test]
fn a_state_and_the_next_change_are_those_that_walking_finds() {
    for (base, days, count) in PLACES {
        for seed in 0..count {
            let schedule = Draw::new(seed, base, days).schedule();
            let hours = schedule.hours();
            let plain = Plain::of(&schedule);
            let minutes: Vec<_> = looked_at(base, days).collect();
            let open = table(&hours, base, days);
            let mut change = None;
            for at in (0..minutes.len()).rev() {
                if at + 1 < minutes.len() && open[at + 1] != open[at] {
                    change = Some(minutes[at + 1]);
                }
                let now = minutes[at];
                if now.minute() % 7 != 0 && now.minute() % 60 < 59 {
                    continue;
                }
                let state = hours.state(clock(now));
                let next = hours.next_change(now);
                let told = next.map(|change| change.at);
                // Behind what is looked at nothing is known, but that nothing changes before.
                if change.is_some() || told.is_some_and(|told| told <= minutes[minutes.len() - 1]) {
                    assert_eq!(told, change, "{base} {seed} {now} {schedule:?}");
                }
                assert!(next.is_none_or(|change| change.opens != open[at]));
                let why = plain.closed(minute_number(now));
                let expected = match told {
                    until if open[at] => HoursState::Open { until },
                    Some(until) => HoursState::Closed { until, why },
                    None => HoursState::Never { why },
                };
                assert_eq!(state, expected, "{base} {seed} {now} {schedule:?}");
            }
        }
    }
}

#[test]
fn a_change_far_away_is_found() {
    let at = |text| LocalMinute::parse(text).expect("a minute");
    let rule = |first, last| {
        let period = Period::new(540, 1020).expect("minutes");
        let days = Weekdays::from_iter([Weekday::Friday]);
        let date = |text: &str| Date::parse(text).ok();
        let hours = WeeklyHours::new(days, period).expect("days");
        hours.between(date(first), date(last)).expect("in order")
    };
    let schedule = Schedule::new(
        vec![rule("", "0000-02-01"), rule("9999-06-01", "")],
        vec![],
        vec![],
    );
    let hours = schedule.expect("few rules").hours();
    let opens = |at| Some(Change { at, opens: true });
    assert_eq!(
        hours.next_change(at("0000-01-28T17:00")),
        opens(at("9999-06-04T09:00"))
    );
    let always = Schedule::always().hours();
    assert_eq!(always.next_change(LocalMinute::FIRST), None);
    let but_one = always.without(
        &Schedule::new(vec![rule("9999-12-31", "")], vec![], vec![])
            .expect("one rule")
            .hours(),
    );
    let closes = Some(Change {
        at: at("9999-12-31T09:00"),
        opens: false,
    });
    assert_eq!(but_one.next_change(LocalMinute::FIRST), closes);
}

#[test]
fn a_clock_that_is_not_known_opens_nothing() {
    let always = Schedule::always().hours();
    assert_eq!(always.state(None), HoursState::Unknown);
    assert!(!always.state(None).is_open());
    let nowhere = Timestamp::parse("2026-11-26T08:00:00-00:00").expect("an instant");
    assert_eq!(LocalTime::of(nowhere), None);
}

#[test]
fn hours_are_put_together_minute_by_minute() {
    for (base, days, count) in PLACES {
        for seed in 0..count / 2 {
            let mut draw = Draw::new(1_000 + seed, base, days);
            let (one, other) = (draw.schedule().hours(), draw.schedule().hours());
            let (ones, others) = (table(&one, base, days), table(&other, base, days));
            let told = |hours: &Hours, of: fn(bool, bool) -> bool| {
                let together = table(hours, base, days);
                let expected = ones
                    .iter()
                    .zip(&others)
                    .map(|(one, other)| of(*one, *other));
                assert!(together.iter().copied().eq(expected), "{base} {seed}");
            };
            told(&one.union(&other), |one, other| one || other);
            told(&one.intersection(&other), |one, other| one && other);
            told(&one.without(&other), |one, other| one && !other);
            let covers = ones.iter().zip(&others).all(|(one, other)| *one || !other);
            assert_eq!(one.covers(&other), covers);
            assert_eq!(one == other, ones == others);
            assert!(one.union(&other).covers(&one) && one.covers(&one.intersection(&other)));
        }
    }
}

#[test]
fn the_same_minutes_are_the_same_hours_whatever_made_them() {
    let always = Schedule::always().hours();
    let never = Schedule::never().hours();
    assert!(always.is_always() && !always.is_never());
    assert!(never.is_never() && !never.is_always());
    for (base, days, count) in PLACES {
        for seed in 0..count * 4 {
            let mut draw = Draw::new(2_000 + seed, base, days);
            let [a, b, c] = [(); 3].map(|()| draw.schedule().hours());
            assert_eq!(a.union(&b), b.union(&a));
            assert_eq!(a.union(&a), a);
            assert_eq!(a.intersection(&b), b.intersection(&a));
            assert_eq!(
                a.intersection(&b.union(&c)),
                a.intersection(&b).union(&a.intersection(&c))
            );
            assert_eq!(a.without(&b), a.intersection(&always.without(&b)));
            assert_eq!(a.without(&b).union(&a.intersection(&b)), a);
            assert_eq!(always.without(&always.without(&a)), a);
            assert!(a.without(&a).is_never());
            assert!(a.union(&always.without(&a)).is_always());
            assert_eq!(a.is_never(), a == never);
        }
    }
}

#[test]
fn the_order_of_lists_does_not_matter() {
    for (base, days, count) in PLACES {
        for seed in 0..count * 4 {
            let schedule = Draw::new(3_000 + seed, base, days).schedule();
            let twice = |mut weekly: Vec<WeeklyHours>| {
                weekly.extend(weekly.clone());
                weekly.reverse();
                weekly
            };
            let reversed = |group: &SpecialDays| {
                let days = group.days().iter().rev().copied().collect();
                let periods = group.periods().iter().rev().copied().collect();
                SpecialDays::new(days, periods).expect("as many")
            };
            let other = Schedule::new(
                twice(schedule.weekly().to_vec()),
                schedule.dated().iter().rev().copied().collect(),
                schedule.special().iter().rev().map(reversed).collect(),
            );
            let other = other.expect("few rules");
            let other = other.within(schedule.valid_from(), schedule.valid_until());
            assert_eq!(other.expect("in order").hours(), schedule.hours());
        }
    }
}

#[test]
fn a_span_in_two_is_the_span() {
    let at = |text| LocalMinute::parse(text).expect("a minute");
    let span = |from, until| Span::from(DatedHours::new(at(from), at(until)).expect("a span"));
    let night = || vec![Period::new(1320, 360).expect("minutes")];
    let of = |days| {
        let group = SpecialDays::new(days, night()).expect("few days");
        Schedule::new(vec![], vec![], vec![group])
            .expect("few rules")
            .hours()
    };
    let whole = of(vec![span("2026-12-25T00:00", "2026-12-27T00:00")]);
    let days = ["2026-12-25", "2026-12-26"];
    let days = days.map(|day| Span::from(Date::parse(day).expect("a date")));
    assert_eq!(of(days.to_vec()), whole);
    let parts = [
        span("2026-12-25T00:00", "2026-12-26T03:00"),
        span("2026-12-26T03:00", "2026-12-27T00:00"),
    ];
    assert_eq!(of(parts.to_vec()), whole);
    assert!(whole.is_open(at("2026-12-26T05:59")) && !whole.is_open(at("2026-12-25T05:59")));
}

#[test]
fn hours_are_told_by_rules_that_make_the_same_hours() {
    for (base, days, count) in PLACES {
        for seed in 0..count * 20 {
            let mut draw = Draw::new(4_000 + seed, base, days);
            let (one, other) = (draw.schedule().hours(), draw.schedule().hours());
            for hours in [one.union(&other), one.without(&other), one] {
                let schedule = hours.to_schedule().expect("few rules");
                assert_eq!(schedule.hours(), hours, "{base} {seed} {schedule:?}");
            }
        }
    }
}

#[cfg(feature = "json")]
#[test]
fn more_special_days_than_can_be_looked_at_in_time_are_refused() {
    let day = Span::from(Date::parse("2026-12-25").expect("a date"));
    let of = |days: &[usize]| {
        let group = |days: &usize| SpecialDays::new(vec![day; *days], vec![]).expect("few days");
        Schedule::new(vec![], vec![], days.iter().map(group).collect())
    };
    let most = of(&[1024, 1024]).expect("few days");
    assert_eq!(Schedule::check_value(&most.to_value()), Ok(most));
    let issue = of(&[1024, 1024, 1]).expect_err("one too many");
    assert_eq!(issue.to_string(), "expected at most 2048 items, found more");
    let hour = Period::new(540, 600).expect("minutes");
    let open = |periods: usize| SpecialDays::new(vec![day], vec![hour; periods]).expect("few");
    assert!(Schedule::new(vec![], vec![], vec![open(128), open(128)]).is_ok());
    let issue = Schedule::new(vec![], vec![], vec![open(128), open(129)]).expect_err("one more");
    assert_eq!(issue.to_string(), "expected at most 256 items, found more");
    // The same list as an object.
    let one = SpecialDays::new(vec![day], vec![]).expect("few days");
    let one = Schedule::new(vec![], vec![], vec![one]).expect("few days");
    let text = |schedule: &Schedule, days: usize| {
        let text = serde_json::to_string(schedule).expect("an object");
        let many = vec!["\"2026-12-25\""; days].join(",");
        text.replace("\"2026-12-25\"", &many)
    };
    let group = text(&one, 1000);
    let groups = group.strip_prefix("{\"special\":[");
    let groups = groups
        .and_then(|text| text.strip_suffix("]}"))
        .expect("one list");
    let three = format!("{{\"special\":[{}]}}", [groups; 3].join(","));
    let read = serde_json::from_str::<Schedule>(&three).expect_err("3,000 days");
    assert!(
        read.to_string().contains("expected at most 2048 items"),
        "{read}"
    );
}
