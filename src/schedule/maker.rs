//! What each maker's locks hold of a schedule, and the schedule that a maker's own objects say.
//!
//! Makers number the days of a week in four ways, end a rule in three, and few of them know special
//! days. [`Maker::hold`] writes a schedule in a maker's own fields and notes all that is lost;
//! [`Maker::read`] goes the other way.
//!
//! ```
//! use latchwork::Value;
//! use latchwork::schedule::{Opens, Maker, MakerOptions, Period, Schedule, WeeklyHours};
//! use latchwork::time::{Weekday, Weekdays};
//!
//! let workdays = Weekday::ALL.into_iter().take(5).collect::<Weekdays>();
//! let night = WeeklyHours::new(workdays, Period::new(20 * 60, 4 * 60)?)?;
//! let schedule = Schedule::new(vec![night], vec![], vec![])?;
//!
//! let held = Maker::Matter.hold(&schedule, &MakerOptions::default())?;
//! // In two rules, as a rule of Matter ends on its day: the second one is Tuesday to Saturday.
//! assert_eq!(held.notes[0].code(), "schedule_split_at_midnight");
//! assert_eq!(held.opens, Opens::Same);
//! # Ok::<(), latchwork::Issues>(())
//! ```

use alloc::vec::Vec;

use crate::schedule::Schedule;
use crate::schema::{Document, Kind, Name, Reading, Table, check, words};
use crate::value::Members;
use crate::{Issue, IssueCode, Issues, Offset, UnknownFields, Value};

mod basip;
mod clock;
mod fields;
mod instant;
mod matter;
mod nuki;
mod onvif;
mod plan;
mod schlage;
mod span;
mod tedee;
mod time_of_day;
mod ttlock;
mod uhppote;
mod unifi;
mod week;
mod weekdays;
mod zwave;

pub use clock::DoorClock;
pub use weekdays::WeekdayNumbers;

words! {
    /// A maker of locks, or a protocol that locks of many makers speak.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum Maker: MakerUnknown {
        /// Week day, year day and holiday schedules of the Door Lock cluster.
        Matter = "matter",
        /// Weekday and year day schedules of the ZCL Door Lock cluster.
        Zigbee = "zigbee",
        /// The command class Schedule Entry Lock: a slot for each weekday.
        ZWaveScheduleEntryLock = "zwave-schedule-entry-lock",
        /// The command class Active Schedule: a start and how long it lasts.
        ZWaveActiveSchedule = "zwave-active-schedule",
        /// An authorisation of Nuki's Web API.
        Nuki = "nuki",
        /// A repeat event of Tedee's API, in UTC.
        Tedee = "tedee",
        /// A passcode of `TTLock`'s open platform, in whole hours.
        TtLock = "ttlock",
        /// A schedule of the `UniFi` Access API.
        UnifiAccess = "unifi-access",
        /// An access code of Schlage's `WiFi` locks.
        Schlage = "schlage",
        /// Time profiles of a UHPPOTE panel, each linked to the next.
        Uhppote = "uhppote",
        /// A schedule and the special days of ONVIF's schedule service, for devices without extended
        /// recurrence.
        Onvif = "onvif",
        /// Time profiles of a BAS-IP panel.
        Basip = "basip",
    }
}

words! {
    /// What the times of a maker are told in.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum ZoneModel {
        /// What the wall at the door shows, whatever its offset.
        Wall = "wall",
        /// Rules by the wall, dates as instants.
        WallAndInstants = "wall-and-instants",
        /// Everything in UTC: hours move when the clock at the door changes.
        Utc = "utc",
        /// The wall at an offset that never changes.
        FixedOffset = "fixed-offset",
    }
}

words! {
    /// How a lock opens, held against what was asked.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Opens {
        /// At the same times.
        Same = "same",
        /// At some of these times, and at no other.
        Less = "less",
        /// At these times and at others.
        More = "more",
        /// At some of these times and at others.
        Other = "other",
    }
}

/// What is told of a maker.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct MakerFacts {
    /// The maker.
    pub maker: Maker,
    /// How it numbers the days of a week; `None` where it calls them by name.
    pub weekdays: Option<WeekdayNumbers>,
    /// Whether one rule may go over midnight.
    pub takes_nights: bool,
    /// The most weekly rules that one credential can have; `None` where nothing says so.
    pub rules: Option<u16>,
    /// The most dated rules; 0 for none.
    pub dated: Option<u16>,
    /// Whether special days replace the rules.
    pub special_days: bool,
    /// What its times are told in.
    pub zone: ZoneModel,
    /// Who says so.
    pub source: &'static str,
}

macro_rules! facts {
    ($($maker:ident $weekdays:expr, $nights:literal, $rules:expr, $dated:expr, $special:literal, $zone:ident, $source:literal;)*) => {
        impl Maker {
            /// What is told of it.
            #[must_use]
            pub const fn facts(self) -> &'static MakerFacts {
                match self {
                    $(Self::$maker => const {
                        &MakerFacts {
                            maker: Self::$maker,
                            weekdays: $weekdays,
                            takes_nights: $nights,
                            rules: $rules,
                            dated: $dated,
                            special_days: $special,
                            zone: ZoneModel::$zone,
                            source: $source,
                        }
                    },)*
                }
            }
        }
    };
}

facts! {
    // Maker, numbers of weekdays, nights, rules, dated rules, special days, zone, source.
    Matter Some(WeekdayNumbers::Matter), false, Some(253), Some(253), false, Wall,
        "Matter Application Cluster Specification, Door Lock, 5.2";
    Zigbee Some(WeekdayNumbers::Matter), false, None, None, false, Wall,
        "Zigbee Cluster Library, Door Lock, 7.3";
    ZWaveScheduleEntryLock Some(WeekdayNumbers::ZWave), false, None, None, false, Wall,
        "Z-Wave Schedule Entry Lock Command Class, version 3";
    ZWaveActiveSchedule Some(WeekdayNumbers::ZWave), true, None, None, false, Wall,
        "Z-Wave Active Schedule Command Class, version 1";
    Nuki Some(WeekdayNumbers::Nuki), false, Some(1), Some(1), false, WallAndInstants,
        "Nuki Web API, smartlock authorisations";
    Tedee Some(WeekdayNumbers::Tedee), false, Some(1), Some(1), false, Utc,
        "Tedee API, repeat events of a device access";
    TtLock None, false, Some(1), Some(1), false, FixedOffset,
        "TTLock Open Platform, keyboardPwd/get";
    UnifiAccess None, false, None, Some(0), true, WallAndInstants,
        "UniFi Access API, access policy schedules";
    Schlage Some(WeekdayNumbers::Schlage), false, Some(2), Some(1), false, WallAndInstants,
        "pyschlage, access codes";
    Uhppote None, false, Some(253), Some(253), true, Wall,
        "uhppote-core, time profiles";
    Onvif None, false, None, Some(0), true, Wall,
        "ONVIF Schedule Service Specification";
    Basip None, true, None, None, false, WallAndInstants,
        "developers.bas-ip.com, time profile entity";
}

impl MakerFacts {
    /// They as an object, without what nothing says.
    #[must_use]
    pub fn to_value(&self) -> Value<'static> {
        let number = |number: Option<u16>| number.map(u64::from);
        Members::default()
            .with("maker", self.maker.as_str())
            .with_some("weekdays", self.weekdays.map(WeekdayNumbers::as_str))
            .with("takesNights", self.takes_nights)
            .with_some("rules", number(self.rules))
            .with_some("dated", number(self.dated))
            .with("specialDays", self.special_days)
            .with("zone", self.zone.as_str())
            .with("source", self.source)
            .into()
    }
}

/// What is known of a door and its lock beside the schedule.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct MakerOptions {
    /// The clock of the door: needed where a maker writes instants.
    pub clock: Option<DoorClock>,
    /// The most weekly rules that this lock takes, where it is known.
    pub rules: Option<u16>,
    /// The most dated rules that this lock takes, where it is known.
    pub dated: Option<u16>,
}

const OFFSET: Name = Name::new(0, "offset");
const CHANGES: Name = Name::new(1, "changes");
const RULES: Name = Name::new(2, "rules");
const DATED: Name = Name::new(3, "dated");

impl MakerOptions {
    pub(crate) const TABLE: Table = Table::of(&[
        OFFSET.optional(Kind::Form(&Offset::FORM)),
        CHANGES.optional(Kind::List(&Kind::Object(&clock::CHANGE))),
        RULES.optional(Kind::Whole(0, 256)),
        DATED.optional(Kind::Whole(0, 256)),
    ])
    .with_rules(|options| {
        clock::judge_offset(options, OFFSET);
        if options.is_there(CHANGES) && !options.is_there(OFFSET) {
            options.report(OFFSET, || Issue::of(IssueCode::MissingField));
        }
    });

    /// Checks options written as an object: `offset`, the offset of the door's clock such as
    /// `+01:00`; `changes`, a list of `{ at, offset }`, when it becomes another; `rules` and `dated`,
    /// how many the lock takes. Each may be left out.
    ///
    /// # Errors
    /// Every issue of the object; of its own `offset_not_known`.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        Self::read(&Document::of(value))
    }

    pub(crate) fn read(document: &Document<'_>) -> Result<Self, Issues> {
        let reading = check(document, &Self::TABLE, UnknownFields::Refuse, &mut |_| {})?;
        Ok(Self::of(&reading))
    }

    fn of(options: &Reading<'_>) -> Self {
        let number = |name| Some(u16::try_from(options.whole(name)?).unwrap_or(u16::MAX));
        Self {
            clock: clock::clock_of(options, OFFSET, CHANGES),
            rules: number(RULES),
            dated: number(DATED),
        }
    }

    /// The clock of the door.
    fn clock(&self) -> Result<&DoorClock, Issue> {
        let missing = || Issue::of(IssueCode::OffsetMissing);
        self.clock.as_ref().ok_or_else(missing)
    }

    /// The most rules, where a maker's own limit is another.
    fn rules(&self, of_maker: usize) -> usize {
        self.rules
            .map_or(of_maker, |rules| of_maker.min(rules.into()))
    }

    fn dated(&self, of_maker: usize) -> usize {
        self.dated
            .map_or(of_maker, |dated| of_maker.min(dated.into()))
    }
}

/// A schedule as a maker's lock holds it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct HeldSchedule {
    /// The maker's own objects.
    pub value: Value<'static>,
    /// All that is lost or written otherwise.
    pub notes: Vec<Issue>,
    /// What [`Maker::read`] says of `value`, held against the schedule.
    pub opens: Opens,
}

impl HeldSchedule {
    /// It as an object: `value`, `notes`, `opens`.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let notes: Vec<_> = self.notes.iter().map(Issue::to_value).collect();
        Members::default()
            .with("value", self.value.clone())
            .with("notes", notes)
            .with("opens", self.opens.as_str())
            .into()
    }
}

/// The schedule that a maker's objects say.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ReadSchedule {
    /// The schedule.
    pub schedule: Schedule,
    /// All that it does not say.
    pub notes: Vec<Issue>,
}

/// What a maker's writer gives.
type Written = Result<(Value<'static>, Vec<Issue>), Issues>;
/// What a maker's reader gives.
type Told = Result<ReadSchedule, Issues>;

impl Maker {
    /// Writes a schedule as the maker's locks hold it. Where they cannot hold all of it, it is
    /// shorter where that can be, and a note says what is lost; [`HeldSchedule::opens`] says whether
    /// the lock opens at other times too.
    ///
    /// # Errors
    /// `offset_missing` where the maker writes instants and the options have no clock;
    /// `schedule_never_opens` where nothing is left that the lock can hold, and a lock without rules
    /// always opens; `missing_field` at `valid.from` for a `TTLock` passcode, which begins at an hour.
    pub fn hold(self, schedule: &Schedule, options: &MakerOptions) -> Result<HeldSchedule, Issues> {
        let (value, notes) = match self {
            Self::Matter => matter::MATTER.write(schedule, options),
            Self::Zigbee => matter::ZIGBEE.write(schedule, options),
            Self::ZWaveScheduleEntryLock => zwave::write_slots(schedule, options),
            Self::ZWaveActiveSchedule => zwave::write_active(schedule, options),
            Self::Nuki => nuki::write(schedule, options),
            Self::Tedee => tedee::write(schedule, options),
            Self::TtLock => ttlock::write(schedule, options),
            Self::UnifiAccess => unifi::write(schedule, options),
            Self::Schlage => schlage::write(schedule, options),
            Self::Uhppote => Ok(uhppote::write(schedule, options)),
            Self::Onvif => Ok(onvif::write(schedule)),
            Self::Basip => basip::write(schedule, options),
        }?;
        let told = self.read(&value, options)?.schedule.hours();
        let asked = schedule.hours();
        let moves = |note: &Issue| note.known() == Some(IssueCode::ScheduleMoves);
        let opens = match (asked.covers(&told), told.covers(&asked)) {
            _ if notes.iter().any(moves) => Opens::Other,
            (true, true) => Opens::Same,
            (true, false) => Opens::Less,
            (false, true) => Opens::More,
            (false, false) => Opens::Other,
        };
        Ok(HeldSchedule {
            value,
            notes,
            opens,
        })
    }

    /// Reads the maker's objects: the times at which they open, and notes on what they do not say.
    ///
    /// # Errors
    /// Every issue of the objects, with its path; `offset_missing` where they hold instants and the
    /// options have no clock.
    pub fn read(self, value: &Value<'_>, options: &MakerOptions) -> Result<ReadSchedule, Issues> {
        self.read_document(&Document::of(value), options)
    }

    pub(crate) fn read_document(
        self,
        document: &Document<'_>,
        options: &MakerOptions,
    ) -> Result<ReadSchedule, Issues> {
        match self {
            Self::Matter => matter::MATTER.read(document),
            Self::Zigbee => matter::ZIGBEE.read(document),
            Self::ZWaveScheduleEntryLock => zwave::read_slots(document),
            Self::ZWaveActiveSchedule => zwave::read_active(document),
            Self::Nuki => nuki::read(document, options),
            Self::Tedee => tedee::read(document, options),
            Self::TtLock => ttlock::read(document, options),
            Self::UnifiAccess => unifi::read(document, options),
            Self::Schlage => schlage::read(document, options),
            Self::Uhppote => uhppote::read(document),
            Self::Onvif => onvif::read(document),
            Self::Basip => basip::read(document, options),
        }
    }
}
