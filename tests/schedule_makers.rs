//! Laws of what makers' locks hold of a schedule.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
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

const SCHEDULES: u32 = 1_500;

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
