//! Events of a calendar: when they begin and end, and how they come again.

use super::MINUTES;
use super::line::{Line, unfolded};
use super::recurrence::Recurrence;
use crate::time::{Date, LocalMinute};
use crate::{Issue, IssueCode};

/// One event, in minutes since 1970 on the wall.
pub(super) struct Event {
    pub(super) start: i64,
    /// Exclusive; after the start.
    pub(super) end: i64,
    pub(super) recurrence: Option<Recurrence>,
    /// Its first line.
    line: usize,
}

impl Event {
    pub(super) fn unfit(&self, expected: &'static str) -> Issue {
        let issue = Issue::of(IssueCode::ICalendarUnfit);
        issue.param(expected).param(self.line)
    }
}

/// What was read of an event so far.
#[derive(Default)]
struct Parts {
    line: usize,
    start: Option<Moment>,
    end: Option<Moment>,
    recurrence: Option<Recurrence>,
}

/// A moment, or a whole day.
#[derive(Clone, Copy)]
pub(super) struct Moment {
    pub(super) minute: i64,
    pub(super) is_day: bool,
}

pub(super) fn malformed(line: usize, expected: &'static str) -> Issue {
    let issue = Issue::of(IssueCode::ICalendarMalformed);
    issue.param(expected).param(line)
}

/// Hands over each event, or what is wrong with it.
pub(super) fn events(text: &str, each: &mut dyn FnMut(Result<Event, Issue>)) {
    let lines = unfolded(text);
    let mut lines = lines
        .iter()
        .map(|(number, line)| Line::of(*number, line).ok_or(*number));
    match lines.next() {
        Some(Ok(line)) if line.is("BEGIN") && is(line.value, "VCALENDAR") => {}
        Some(Ok(line)) => return each(Err(malformed(line.number, "BEGIN:VCALENDAR"))),
        Some(Err(number)) => return each(Err(malformed(number, "BEGIN:VCALENDAR"))),
        None => return each(Err(malformed(1, "BEGIN:VCALENDAR"))),
    }
    // The event that is being read, and what is wrong with it: only the first thing is told.
    let mut event: Option<Result<Parts, Issue>> = None;
    // Other components, inside of an event or beside it: they say nothing of hours.
    let mut passed: usize = 0;
    let mut last = 1;
    for line in lines {
        let line = match line {
            Ok(line) => line,
            Err(number) => {
                let wrong = malformed(number, "a name, a colon and a value");
                match &mut event {
                    Some(of) if of.is_ok() => *of = Err(wrong),
                    Some(_) => {}
                    None => each(Err(wrong)),
                }
                continue;
            }
        };
        last = line.number;
        if line.is("BEGIN") {
            if passed == 0 && event.is_none() && is(line.value, "VEVENT") {
                event = Some(Ok(Parts {
                    line: line.number,
                    ..Parts::default()
                }));
            } else {
                passed += 1;
            }
        } else if line.is("END") {
            if passed > 0 {
                passed -= 1;
            } else if let Some(parts) = event.take() {
                each(parts.and_then(Parts::event));
            } else {
                // The calendar's own: nothing behind it counts.
                return;
            }
        } else if passed == 0
            && let Some(of) = &mut event
            && let Ok(parts) = of
            && let Err(issue) = parts.take(&line)
        {
            *of = Err(issue);
        }
    }
    each(Err(malformed(last, "END:VCALENDAR behind it")));
}

fn is(value: &str, name: &str) -> bool {
    value.eq_ignore_ascii_case(name)
}

impl Parts {
    fn take(&mut self, line: &Line<'_>) -> Result<(), Issue> {
        let once = |is_there: bool| {
            if is_there {
                Err(malformed(line.number, "each property of an event once"))
            } else {
                Ok(())
            }
        };
        match line.upper_name().as_str() {
            "DTSTART" => {
                once(self.start.is_some())?;
                self.start = Some(Moment::of(line)?);
            }
            "DTEND" => {
                once(self.end.is_some())?;
                self.end = Some(Moment::of(line)?);
            }
            "RRULE" => {
                once(self.recurrence.is_some())?;
                self.recurrence = Some(Recurrence::parse(line)?);
            }
            // Each changes when the event is.
            "DURATION" | "EXDATE" | "RDATE" | "EXRULE" | "RECURRENCE-ID" => {
                let issue = Issue::of(IssueCode::ICalendarUnfit);
                let expected = "an event of DTSTART, DTEND and RRULE";
                return Err(issue.param(expected).param(line.number));
            }
            // An event that does not happen, or does not count.
            "STATUS" if is(line.value, "CANCELLED") => {
                let issue = Issue::of(IssueCode::ICalendarUnfit);
                return Err(issue
                    .param("an event that is not cancelled")
                    .param(line.number));
            }
            _ => {}
        }
        Ok(())
    }

    fn event(self) -> Result<Event, Issue> {
        let start = self
            .start
            .ok_or(malformed(self.line, "DTSTART in the event"))?;
        let end = match self.end {
            Some(end) => end.minute,
            None if start.is_day => start.minute + MINUTES,
            None => return Err(malformed(self.line, "DTEND in the event")),
        };
        if end <= start.minute {
            return Err(malformed(self.line, "DTEND after DTSTART in the event"));
        }
        Ok(Event {
            start: start.minute,
            end,
            recurrence: self.recurrence,
            line: self.line,
        })
    }
}

impl Moment {
    /// The value of `DTSTART` and `DTEND`: a local time, or a date where it says so.
    fn of(line: &Line<'_>) -> Result<Self, Issue> {
        let expected = "a local time such as 19700105T060000";
        let wrong = || malformed(line.number, expected);
        let is_date = line.has_param("VALUE", "DATE");
        let is_time = line.params.is_empty() || line.has_param("VALUE", "DATE-TIME");
        // A zone is not the door's, or not known to be.
        if !is_date && !is_time {
            return Err(wrong());
        }
        let moment = Self::parse(line.value).ok_or_else(wrong)?;
        if moment.is_day == is_date {
            Ok(moment)
        } else {
            Err(wrong())
        }
    }

    /// `19700105T060000`, whole minutes; `19700105`. 23:59:59 is midnight.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (date, time) = match text.split_once(['T', 't']) {
            Some((date, time)) => (date, Some(time)),
            None => (text, None),
        };
        let number = |text: &str, from: usize, until: usize| {
            let digits = text.get(from..until)?;
            let is_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
            digits.parse::<u16>().ok().filter(|_| is_digits)
        };
        if date.len() != 8 {
            return None;
        }
        let small = |from| u8::try_from(number(date, from, from + 2)?).ok();
        let date = Date::new(number(date, 0, 4)?, small(4)?, small(6)?).ok()?;
        let midnight = LocalMinute::midnight(date).count();
        let Some(time) = time else {
            return Some(Self {
                minute: midnight,
                is_day: true,
            });
        };
        if time.len() != 6 {
            return None;
        }
        let (hour, minute, second) = (
            number(time, 0, 2)?,
            number(time, 2, 4)?,
            number(time, 4, 6)?,
        );
        let minute = match (hour, minute, second) {
            (23, 59, 59) => 1440,
            (0..=23, 0..=59, 0) => hour * 60 + minute,
            _ => return None,
        };
        Some(Self {
            minute: midnight + i64::from(minute),
            is_day: false,
        })
    }
}
