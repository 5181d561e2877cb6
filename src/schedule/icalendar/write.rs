//! iCalendar text, line by line.

use alloc::string::String;

use super::MINUTES;
use super::recurrence::CODES;
use crate::schedule::{Weekday, Weekdays, WeeklyHours};
use crate::time::{Date, LocalMinute};

/// A calendar being written. It has no text of anybody's: nothing in it has to be escaped.
#[derive(Default)]
pub(in crate::schedule) struct Calendar {
    events: String,
    count: u32,
}

impl Calendar {
    /// An event that comes once.
    pub(in crate::schedule) fn single(&mut self, from: i64, until: i64) {
        self.event(from, until, None);
    }

    /// The event of a weekly rule. Without a first day it begins in 1970.
    pub(in crate::schedule) fn weekly(&mut self, rule: &WeeklyHours) {
        let period = rule.period();
        let mut day = i64::from(rule.first().map_or(0, Date::days));
        // The first of its days.
        while Date::of_days(day).is_some_and(|date| !rule.days().contains(date.weekday())) {
            day += 1;
        }
        let from = day * MINUTES + i64::from(period.from());
        let until = from + i64::from(period.minutes());
        // The last start that counts: the same minute of the last day.
        let last = rule.last().map(|last| {
            let midnight = LocalMinute::midnight(last).count();
            midnight + i64::from(period.from())
        });
        // A rule whose last day comes before the first of its weekdays says nothing.
        if last.is_none_or(|last| from <= last) {
            self.event(from, until, Some((rule.days(), last)));
        }
    }

    fn event(&mut self, from: i64, until: i64, weekly: Option<(Weekdays, Option<i64>)>) {
        self.count += 1;
        let text = &mut self.events;
        text.push_str("BEGIN:VEVENT\r\nUID:");
        number(text, self.count, 1);
        text.push_str("@latchwork\r\nDTSTAMP:19700101T000000Z\r\nDTSTART:");
        moment(text, from);
        text.push_str("\r\nDTEND:");
        moment(text, until);
        if let Some((days, last)) = weekly {
            text.push_str("\r\nRRULE:FREQ=WEEKLY;BYDAY=");
            let mut is_first = true;
            for (code, _) in CODES
                .iter()
                .zip(Weekday::ALL)
                .filter(|(_, day)| days.contains(*day))
            {
                if !is_first {
                    text.push(',');
                }
                is_first = false;
                text.push_str(code);
            }
            if let Some(last) = last {
                text.push_str(";UNTIL=");
                moment(text, last);
            }
        }
        text.push_str("\r\nEND:VEVENT\r\n");
    }

    /// The whole text.
    pub(in crate::schedule) fn text(self) -> String {
        let mut text = String::from(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//latchwork//schedules//EN\r\n",
        );
        text.push_str(&self.events);
        text.push_str("END:VCALENDAR\r\n");
        text
    }
}

/// `19700105T060000`
fn moment(text: &mut String, count: i64) {
    let local = LocalMinute::of_count(count).unwrap_or(LocalMinute::LAST);
    let date = local.date();
    number(text, date.year().into(), 4);
    number(text, date.month().into(), 2);
    number(text, date.day().into(), 2);
    text.push('T');
    number(text, (local.minute() / 60).into(), 2);
    number(text, (local.minute() % 60).into(), 2);
    text.push_str("00");
}

/// A number of at least so many digits.
fn number(text: &mut String, number: u32, digits: u32) {
    let mut power = 10_u32.pow(digits - 1);
    while number / power >= 10 {
        power *= 10;
    }
    while power > 0 {
        let digit = number / power % 10;
        text.push(char::from_digit(digit, 10).unwrap_or_default());
        power /= 10;
    }
}
