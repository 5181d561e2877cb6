//! Laws of what makers' locks hold of a schedule.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

use latchwork::schedule::{
    DatedHours, DoorClock, Maker, MakerOptions, Opens, Period, Schedule, Span, SpecialDays,
    WeekdayNumbers, WeeklyHours,
};
use latchwork::time::{Date, LocalMinute, Weekday, Weekdays};
use latchwork::{Issue, Offset};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

/// A source of schedules.
struct Source(ChaCha8Rng);

impl Source {
    fn below(&mut self, limit: u32) -> u32 {
        self.0.next_u32() % limit
    }

    fn one_in(&mut self, chance: u32) -> bool {
        self.below(chance) == 0
    }

    /// A minute of a day: mostly whole hours, often those at which something is special.
    fn minute(&mut self) -> u16 {
        let minute = match self.below(8) {
            0 => [0, 1, 1438, 1439, 60, 1380][usize::try_from(self.below(6)).expect("small")],
            1 => self.below(1440),
            _ => self.below(24) * 60,
        };
        u16::try_from(minute).expect("below 1440")
    }

    fn period(&mut self) -> Period {
        let from = self.minute();
        let until = if self.one_in(5) { 1440 } else { self.minute() };
        Period::new(from, until).expect("a period")
    }

    fn date(&mut self) -> Date {
        let first = i64::from(Date::parse("2026-11-01").expect("a date").days());
        Date::of_days(first + i64::from(self.below(70))).expect("a date")
    }

    fn local(&mut self) -> LocalMinute {
        let minute = if self.one_in(2) { 0 } else { self.minute() };
        LocalMinute::new(self.date(), minute).expect("a minute")
    }

    fn dated(&mut self) -> DatedHours {
        loop {
            if let Ok(hours) = DatedHours::new(self.local(), self.local()) {
                return hours;
            }
        }
    }

    fn schedule(&mut self) -> Schedule {
        let mut weekly = Vec::new();
        for _ in 0..self.below(4) {
            let bits = match self.below(4) {
                0 => 0x7F,
                1 => 0x1F,
                _ => u8::try_from(1 + self.below(127)).expect("a mask"),
            };
            let days = Weekdays::of_bits(bits).expect("days");
            let rule = WeeklyHours::new(days, self.period()).expect("a rule");
            let (first, last) = (self.date(), self.date());
            weekly.push(match self.below(8) {
                0 => rule.between(Some(first), None).expect("one end"),
                1 => rule.between(None, Some(last)).expect("one end"),
                2 => rule
                    .between(Some(first.min(last)), Some(first.max(last)))
                    .expect("in order"),
                _ => rule,
            });
        }
        let mut dated = Vec::new();
        while self.one_in(4) {
            dated.push(self.dated());
        }
        let mut special = Vec::new();
        while self.one_in(3) {
            let mut days = Vec::new();
            for _ in 0..=self.below(3) {
                days.push(if self.one_in(4) {
                    self.dated().into()
                } else {
                    Span::from(self.date())
                });
            }
            let periods = (0..self.below(3)).map(|_| self.period()).collect();
            special.push(SpecialDays::new(days, periods).expect("a group"));
        }
        let schedule = Schedule::new(weekly, dated, special).expect("a schedule");
        let from = self.one_in(3).then(|| self.local());
        let until = self.one_in(3).then(|| self.local());
        let ordered = match (from, until) {
            (Some(a), Some(b)) if b <= a => (Some(a), None),
            ends => ends,
        };
        schedule.within(ordered.0, ordered.1).expect("in order")
    }
}

fn options(offset: i16) -> MakerOptions {
    let mut options = MakerOptions::default();
    options.clock = DoorClock::new(Offset::Minutes(offset));
    options
}

/// The codes of notes that say that a lock opens at other times too.
const WIDER: [&str; 3] = [
    "schedule_special_lost",
    "schedule_validity_lost",
    "schedule_moves",
];

/// The issues of a schedule that a lock holds nothing of.
const REFUSALS: [&str; 2] = ["schedule_never_opens", "missing_field"];

const SCHEDULES: u32 = 800;

#[test]
fn a_lock_opens_at_no_other_time_but_where_a_note_says_so() {
    let mut source = Source(ChaCha8Rng::seed_from_u64(1));
    let mut same = [0_u32; 12];
    let mut held_of = [0_u32; 12];
    for _ in 0..SCHEDULES {
        let schedule = source.schedule();
        let asked = schedule.hours();
        let options = options([0, 60, -300, 570][usize::try_from(source.below(4)).expect("small")]);
        for (at, maker) in Maker::ALL.into_iter().enumerate() {
            let held = match maker.hold(&schedule, &options) {
                Ok(held) => held,
                Err(issues) => {
                    let issue = issues.iter().next().expect("an issue");
                    assert!(
                        REFUSALS.contains(&issue.code()),
                        "{maker}: {issues} of {schedule:?}"
                    );
                    continue;
                }
            };
            held_of[at] += 1;
            same[at] += u32::from(held.opens == Opens::Same);
            let told = maker
                .read(&held.value, &options)
                .expect("what was written is read");
            let told = told.schedule.hours();
            let has = |wider: &[&str]| held.notes.iter().any(|note| wider.contains(&note.code()));
            let context = || {
                format!(
                    "{maker}: {schedule:?}\nheld as {}\nnotes {:?}\nread as {:?}",
                    serde_json::to_string(&held.value).expect("JSON"),
                    held.notes.iter().map(Issue::to_string).collect::<Vec<_>>(),
                    maker.read(&held.value, &options).expect("read").schedule,
                )
            };
            assert!(
                asked.covers(&told) || has(&WIDER),
                "wider without a note: {}",
                context()
            );
            assert!(
                asked == told || !held.notes.is_empty(),
                "another without a note: {}",
                context()
            );
            let expected = match (asked.covers(&told), told.covers(&asked)) {
                (true, true) => Opens::Same,
                (true, false) => Opens::Less,
                (false, true) => Opens::More,
                (false, false) => Opens::Other,
            };
            assert_eq!(held.opens, expected, "{}", context());
            // What a lock holds it holds whole.
            let again = maker.hold(
                &maker.read(&held.value, &options).expect("read").schedule,
                &options,
            );
            if let Ok(again) = again {
                assert!(
                    matches!(again.opens, Opens::Same | Opens::Less | Opens::More),
                    "{}",
                    context()
                );
            }
        }
    }
    for (maker, (same, held)) in Maker::ALL.into_iter().zip(same.into_iter().zip(held_of)) {
        assert!(same * 20 > held, "{maker}: {same} of {held} are the same");
    }
}

/// Plain locks: whether one opens at a minute of the wall, by the maker's own fields and words, asked
/// one after the other. `None` where a maker has none here.
mod plain {
    use super::{LocalMinute, Weekday};
    use serde_json::Value as Json;

    fn list<'v>(value: &'v Json, name: &str) -> &'v [Json] {
        value[name].as_array().map_or(&[], Vec::as_slice)
    }

    fn number(value: &Json) -> i64 {
        value.as_i64().expect("a number")
    }

    /// Days since 1970 and minutes after midnight of an instant in UTC, such as 2026-06-01T00:00:00Z.
    fn utc(value: &Json) -> i64 {
        let text = value.as_str().expect("an instant").trim_end_matches(":00Z");
        LocalMinute::parse(text).expect("a minute").count()
    }

    fn of_day(at: LocalMinute) -> i64 {
        at.minute().into()
    }

    /// 23:59 stands for midnight.
    fn end(minute: i64) -> i64 {
        if minute == 1439 { 1440 } else { minute }
    }

    fn clock(text: &Json) -> i64 {
        let text = text.as_str().expect("a time");
        let part = |from: usize| text[from..from + 2].parse::<i64>().expect("two digits");
        part(0) * 60 + part(3)
    }

    /// Sunday 0 to Saturday 6.
    fn from_sunday(day: Weekday) -> i64 {
        (i64::from(day.days_from_monday()) + 1) % 7
    }

    fn minutes(rule: &Json, hour: &str, minute: &str) -> i64 {
        number(&rule[hour]) * 60 + number(&rule[minute])
    }

    fn matter(lock: &Json, at: LocalMinute) -> bool {
        let seconds = (at.count() - 15_778_080) * 60;
        let weekly = list(lock, "weekDaySchedules").iter().any(|rule| {
            let is_day = number(&rule["daysMask"]) >> from_sunday(at.weekday()) & 1 == 1;
            let start = minutes(rule, "startHour", "startMinute");
            let until = end(minutes(rule, "endHour", "endMinute"));
            is_day && start <= of_day(at) && of_day(at) < until
        });
        let dated = list(lock, "yearDaySchedules").iter().any(|stretch| {
            let (start, end) = (
                number(&stretch["localStartTime"]),
                number(&stretch["localEndTime"]),
            );
            start <= seconds && seconds < end
        });
        match number(&lock["userType"]) {
            0 => true,
            1 => dated,
            2 => weekly,
            8 => weekly && dated,
            _ => false,
        }
    }

    fn slots(lock: &Json, at: LocalMinute) -> bool {
        let moment = |slot: &Json, end: &str| {
            let part = |name: &str| number(&slot[format!("{end}{name}")]);
            let text = format!(
                "{:04}-{:02}-{:02}T{:02}:{:02}",
                2000 + part("Year"),
                part("Month"),
                part("Day"),
                part("Hour"),
                part("Minute")
            );
            LocalMinute::parse(&text).expect("a minute")
        };
        list(lock, "weekDaySchedules").iter().any(|slot| {
            let start = minutes(slot, "startHour", "startMinute");
            let stop = end(minutes(slot, "stopHour", "stopMinute"));
            number(&slot["weekday"]) == from_sunday(at.weekday())
                && start <= of_day(at)
                && of_day(at) < stop
        }) || list(lock, "yearDaySchedules")
            .iter()
            .any(|slot| moment(slot, "start") <= at && at < moment(slot, "stop"))
    }

    fn active(lock: &Json, at: LocalMinute) -> bool {
        let begins = |slot: &Json, day: i64| {
            list(slot, "weekdays")
                .iter()
                .any(|of| number(of) == day.rem_euclid(7))
        };
        let moment = |moment: &Json| {
            let part = |name: &str| number(&moment[name]);
            let text = format!(
                "{:04}-{:02}-{:02}T{:02}:{:02}",
                part("year"),
                part("month"),
                part("day"),
                part("hour"),
                part("minute")
            );
            LocalMinute::parse(&text).expect("a minute")
        };
        list(lock, "dailyRepeatingSchedules").iter().any(|slot| {
            let span = &slot["timespan"];
            let start = minutes(span, "startHour", "startMinute");
            let lasts = minutes(span, "durationHour", "durationMinute");
            let today = from_sunday(at.weekday());
            let since = |day: i64| of_day(at) + (today - day) * 1440 - start;
            [today, today - 1]
                .into_iter()
                .any(|day| begins(slot, day) && (0..lasts).contains(&since(day)))
        }) || list(lock, "yearDaySchedules")
            .iter()
            .any(|slot| moment(&slot["startDate"]) <= at && at < moment(&slot["stopDate"]))
    }

    fn nuki(lock: &Json, at: LocalMinute, offset: i64) -> bool {
        let instant = at.count() - offset;
        let day = i64::from(at.weekday().days_from_monday());
        lock.get("allowedFromDate")
            .is_none_or(|from| utc(from) <= instant)
            && lock
                .get("allowedUntilDate")
                .is_none_or(|until| instant < utc(until))
            && lock
                .get("allowedWeekDays")
                .is_none_or(|mask| number(mask) << day & 64 == 64)
            && lock
                .get("allowedFromTime")
                .is_none_or(|from| number(from) <= of_day(at))
            && lock
                .get("allowedUntilTime")
                .is_none_or(|until| of_day(at) < end(number(until)))
    }

    fn tedee(lock: &Json, at: LocalMinute, offset: i64) -> bool {
        let instant = at.count() - offset;
        let there = LocalMinute::of_count(instant).expect("a minute");
        let day = i64::from(there.weekday().days_from_monday());
        lock.get("startDate")
            .is_none_or(|from| utc(from) <= instant)
            && lock.get("endDate").is_none_or(|until| instant < utc(until))
            && lock
                .get("weekDays")
                .is_none_or(|mask| number(mask) >> day & 1 == 1)
            && lock
                .get("dayStartTime")
                .is_none_or(|from| utc(from) <= of_day(there))
            && lock
                .get("dayEndTime")
                .is_none_or(|until| of_day(there) < end(utc(until)))
    }

    fn unifi(lock: &Json, at: LocalMinute, offset: i64) -> bool {
        let days = [
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
        ];
        let instant = at.count() - offset;
        let is_holiday = list(&lock["holiday_group"], "holidays")
            .iter()
            .any(|holiday| {
                utc(&holiday["start_time"]) <= instant && instant < utc(&holiday["end_time"])
            });
        let periods = if is_holiday {
            list(lock, "holiday_schedule")
        } else {
            let day = usize::from(at.weekday().days_from_monday());
            list(&lock["week_schedule"], days[day])
        };
        periods.iter().any(|period| {
            // The last second is inside, so that its minute is.
            clock(&period["start_time"]) <= of_day(at) && of_day(at) <= clock(&period["end_time"])
        })
    }

    fn schlage(lock: &Json, at: LocalMinute, offset: i64) -> bool {
        let seconds = (at.count() - offset) * 60;
        let (from, until) = (
            number(&lock["activationSecs"]),
            number(&lock["expirationSecs"]),
        );
        let bit = (7 - from_sunday(at.weekday())) % 7;
        let bit = if bit == 0 { 6 } else { bit - 1 };
        let is_rule = |rule: &Json| {
            let mask = rule["daysOfWeek"].as_str().expect("hex");
            let mask = i64::from_str_radix(mask, 16).expect("hex");
            mask >> bit & 1 == 1
                && minutes(rule, "startHour", "startMinute") <= of_day(at)
                && of_day(at) <= minutes(rule, "endHour", "endMinute")
        };
        (from == 0 || from <= seconds)
            && (until == 0xFFFF_FFFF || seconds < until)
            && ["schedule1", "schedule2"]
                .into_iter()
                .filter_map(|name| lock.get(name))
                .any(is_rule)
    }

    fn uhppote(lock: &Json, at: LocalMinute) -> bool {
        let names = [
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
            "Sunday",
        ];
        let today = names[usize::from(at.weekday().days_from_monday())];
        let date = at.date().to_string();
        list(lock, "profiles").iter().any(|profile| {
            let text = |name: &str| profile[name].as_str().expect("a text");
            let is_open = |name: &str, open: &str| text(name) == open;
            (is_open("start-date", "2000-01-01") || text("start-date") <= date.as_str())
                && (is_open("end-date", "2099-12-31") || date.as_str() <= text("end-date"))
                && text("weekdays").split(',').any(|day| day == today)
                && list(profile, "segments").iter().any(|segment| {
                    clock(&segment["start"]) <= of_day(at)
                        && of_day(at) < end(clock(&segment["end"]))
                })
        })
    }

    /// Whether a lock opens.
    pub(crate) fn opens(maker: &str, lock: &Json, at: LocalMinute, offset: i64) -> Option<bool> {
        Some(match maker {
            "matter" => matter(lock, at),
            "zwave-schedule-entry-lock" => slots(lock, at),
            "zwave-active-schedule" => active(lock, at),
            "nuki" => nuki(lock, at, offset),
            "tedee" => tedee(lock, at, offset),
            "unifi-access" => unifi(lock, at, offset),
            "schlage" => schlage(lock, at, offset),
            "uhppote" => uhppote(lock, at),
            _ => return None,
        })
    }
}

#[test]
fn plain_locks_open_as_their_objects_are_read() {
    let mut source = Source(ChaCha8Rng::seed_from_u64(2));
    let mut compared = 0_u32;
    for _ in 0..PLAIN {
        let schedule = source.schedule();
        let offset = [0, 60, -300, 570][usize::try_from(source.below(4)).expect("small")];
        let options = options(offset);
        for maker in Maker::ALL {
            let Ok(held) = maker.hold(&schedule, &options) else {
                continue;
            };
            let told = maker
                .read(&held.value, &options)
                .expect("what was written is read");
            let told = told.schedule.hours();
            let lock = serde_json::to_value(&held.value).expect("JSON");
            for _ in 0..40 {
                let at = if source.one_in(4) {
                    source.local()
                } else {
                    let minute = u16::try_from(source.below(1440)).expect("small");
                    LocalMinute::new(source.date(), minute).expect("a minute")
                };
                let Some(opens) = plain::opens(maker.as_str(), &lock, at, offset.into()) else {
                    continue;
                };
                compared += 1;
                assert_eq!(told.is_open(at), opens, "{maker} at {at}: {lock}");
            }
        }
    }
    assert!(compared > PLAIN * 100, "{compared}");
}

/// Schedules that plain locks are asked of.
const PLAIN: u32 = 300;

#[test]
fn each_maker_has_its_facts() {
    for maker in Maker::ALL {
        assert_eq!(maker.facts().maker, maker);
        assert!(!maker.facts().source.is_empty());
    }
}

#[test]
fn numbers_of_weekdays_go_both_ways() {
    for numbers in WeekdayNumbers::ALL {
        for bits in 0..128 {
            let days = Weekdays::of_bits(bits).expect("seven bits");
            assert_eq!(
                numbers.days(&numbers.numbers(days)).as_ref(),
                Ok(&days),
                "{numbers}"
            );
        }
        let all: Vec<u8> = Weekday::ALL
            .into_iter()
            .map(|day| numbers.number(day))
            .collect();
        let mut sorted = all.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), 7, "{numbers}");
    }
}
