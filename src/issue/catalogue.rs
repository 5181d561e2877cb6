//! Every issue there is: its code, its sentence, the params of both.
//!
//! A sentence names params in braces. Where one code needs sentences that differ by more than a
//! number, each has a row. A param whose name begins with `_` stands in the sentence only.

/// A part of the core that gives issues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// Whatever is read, and key formats.
    Common,
    /// Instants, windows and time zones.
    Times,
    /// Requests and their fields.
    Forms,
    /// Codes that are drawn, and odds.
    Codes,
    /// Decisions on requests.
    Systems,
    /// Schedules, and the clocks that they are asked at.
    Schedules,
    /// What makers' locks hold of schedules.
    Makers,
    /// Attempts at doors.
    Doors,
    /// What only a service asks.
    Plain,
    /// Cards.
    Cards,
}

impl Part {
    /// Whether this build holds its sentences: a module for JavaScript those of its calls alone.
    const fn is_held(self) -> bool {
        if cfg!(not(feature = "js")) {
            return true;
        }
        let systems = cfg!(feature = "js-decisions");
        let codes = cfg!(any(feature = "js-codes", feature = "js-odds"));
        let makers = cfg!(feature = "js-makers");
        let plain = cfg!(feature = "js-plain");
        let doors = plain || cfg!(feature = "js-doors");
        match self {
            Self::Common | Self::Times | Self::Forms => true,
            Self::Codes => systems || codes || doors,
            Self::Systems => systems,
            Self::Schedules => makers || doors || cfg!(feature = "js-schedules"),
            Self::Makers => makers,
            Self::Doors => doors,
            Self::Plain => plain,
            Self::Cards => cfg!(feature = "js-cards"),
        }
    }

    /// A text of it, where it is held.
    const fn text(self, text: &'static str) -> &'static str {
        if self.is_held() { text } else { "" }
    }
}

macro_rules! catalogue {
    ($($part:ident { $(
        $name:ident = $code:literal, $sentence:literal
            $(, [$($param:literal),*])? $(, note $note:literal)? $(, hint $hint:literal)?;
    )* })*) => {
        /// What an issue says, as a row of the catalogue.
        ///
        /// The number of a variant is no promise; its [`code`](Self::code) is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        #[repr(u16)]
        pub enum IssueCode {
            $($(
                #[doc = concat!("`", $code, "`: ", $sentence)]
                $name,
            )*)*
        }

        impl IssueCode {
            /// The number that JavaScript knows the row by.
            #[cfg(feature = "js")]
            #[expect(clippy::as_conversions, reason = "the number of a variant")]
            pub(crate) fn number(self) -> u16 {
                self as u16
            }

            /// The code that says how many issues there are.
            pub(crate) const CUT: &'static str = "issues_cut";

            /// Every row, in order.
            pub const ALL: &'static [Self] = &[$($(Self::$name,)*)*];

            /// The stable code for machines.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self {
                    $($(Self::$name => const { Part::$part.text($code) },)*)*
                }
            }

            /// The sentence for people, with the names of params in braces.
            #[must_use]
            pub fn sentence(self) -> &'static str {
                match self {
                    $($(Self::$name => const { Part::$part.text($sentence) },)*)*
                }
            }

            /// The names of the params, in the order in which an issue holds them.
            #[must_use]
            pub fn params(self) -> &'static [&'static str] {
                match self {
                    $($(Self::$name => &[$($($param),*)?],)*)*
                }
            }

            /// Whether it is a note, which refuses nothing.
            #[must_use]
            pub fn is_note(self) -> bool {
                match self {
                    $($(Self::$name => false $(|| $note)?,)*)*
                }
            }

            /// What may help, as a sentence of the same params; empty where nothing would.
            #[must_use]
            pub fn hint(self) -> &'static str {
                match self {
                    $($(Self::$name => const { Part::$part.text(concat!("" $(, $hint)?)) },)*)*
                }
            }

            /// Which part of the core gives it.
            #[must_use]
            pub fn part(self) -> Part {
                match self {
                    $($(Self::$name => Part::$part,)*)*
                }
            }
        }
    };
}

catalogue! {
    Common {
        WrongType = "wrong_type", "expected {expected}, found {found}", ["expected", "found"];
        MissingField = "missing_field", "expected a value, found none";
        UnknownField = "unknown_field", "expected a field of this request, found an unknown one";
        MisspeltField = "unknown_field", "expected a field of this request, found an unknown one; did you mean `{suggestion}`?", ["suggestion"];
        DuplicateField = "duplicate_field", "expected the field once, found it again";
        IssuesCut = "issues_cut", "expected at most {limit} issues, found {found}: the rest is left out", ["limit", "found"];
        ListEmpty = "list_empty", "expected at least one item, found none";
        TextEmpty = "text_empty", "expected some text, found none";
        NumberOutOfRange = "number_out_of_range", "expected a whole number from {min} to {max}, found another", ["min", "max"];
        IllFormedText = "ill_formed_text", "expected well-formed text, found half of a surrogate pair";
        Unreadable = "unreadable", "expected a value that can be read, found one that throws";
        BodyTooLarge = "body_too_large", "expected at most {limit} bytes, found more", ["limit"];
        BodyTooDeep = "body_too_deep", "expected at most {limit} levels of nesting, found more", ["limit"];
        BodyEmpty = "body_empty", "expected a JSON object, found an empty body";
        BodyNotUtf8 = "body_not_utf8", "expected UTF-8 text, found a wrong byte at position {position}", ["position"];
        BodyNotJson = "body_not_json", "expected JSON, found an error at line {line}, column {column}", ["line", "column"];
        SeverityUnknown = "severity_unknown", "expected `note`, or no severity, found another value";
        FieldNotApplicable = "field_not_applicable", "expected no value for a key of type `{keyType}`, found one", ["keyType"];
        KeyFormatUnknown = "key_format_unknown", "expected one of {expected}, found another value", ["expected"];
        KeyFormatUnnamed = "key_format_unnamed", "expected a name, found none";
        KeyNumberNotDigits = "key_number_not_digits", "expected digits only, found another character at position {position}", ["position"];
        KeyNumberWrongLength = "key_number_wrong_length", "expected 1 to {max} digits, found {found}", ["min", "max", "found"];
        KeyNumberTooLarge = "key_number_too_large", "expected at most {max}, found a larger number", ["max", "bits"];
    }
    Times {
        TimestampMalformed = "timestamp_malformed", "expected a date and time such as 2026-03-01T08:00:00Z, found something else at position {position}", ["position"];
        TimestampDateOnly = "timestamp_date_only", "expected a time and an offset after the date, such as T08:00:00Z";
        TimestampNoOffset = "timestamp_no_offset", "expected an offset such as Z or +01:00 after the seconds";
        TimestampNoSeconds = "timestamp_no_seconds", "expected seconds after the minutes, such as :00";
        TimestampDateOnlyUnassumed = "timestamp_date_only", "expected a time and an offset after the date, such as T08:00:00Z; with the option assumeOffset a date may stand alone";
        TimestampNoOffsetUnassumed = "timestamp_no_offset", "expected an offset such as Z or +01:00 after the seconds; with the option assumeOffset there may be none";
        TimestampNoSecondsUnassumed = "timestamp_no_seconds", "expected seconds after the minutes, such as :00; with the option assumeOffset there may be none";
        TimestampBasicFormatUnassumed = "timestamp_basic_format", "expected hyphens and colons such as 2026-03-01T08:00:00Z, found the basic format; with the option assumeOffset it is taken";
        TimestampWeekDate = "timestamp_week_date", "expected a month and a day, found a week date";
        TimestampOrdinalDate = "timestamp_ordinal_date", "expected a month and a day, found a day of the year";
        TimestampBasicFormat = "timestamp_basic_format", "expected hyphens and colons such as 2026-03-01T08:00:00Z, found the basic format";
        TimestampCommaFraction = "timestamp_comma_fraction", "expected a full stop before the fraction of a second, found a comma";
        TimestampFractionEmpty = "timestamp_fraction_empty", "expected a digit after the full stop, found none";
        TimestampSpace = "timestamp_space", "expected T between the date and the time, found a space";
        TimestampZoneName = "timestamp_zone_name", "expected an offset alone, found a zone name in brackets";
        TimestampTrailing = "timestamp_trailing", "expected nothing after the offset, found more at position {position}", ["position"];
        TimestampMonthOutOfRange = "timestamp_month_out_of_range", "expected a month from 1 to 12, found {found}", ["found"];
        TimestampDayOutOfRange = "timestamp_day_out_of_range", "expected a day from 1 to {max}, found {found}", ["found", "max"];
        TimestampHourOutOfRange = "timestamp_hour_out_of_range", "expected an hour from 0 to 23, found {found}", ["found"];
        TimestampMinuteOutOfRange = "timestamp_minute_out_of_range", "expected a minute from 0 to 59, found {found}", ["found"];
        TimestampSecondOutOfRange = "timestamp_second_out_of_range", "expected a second from 0 to 59, found {found}", ["found"];
        TimestampOffsetOutOfRange = "timestamp_offset_out_of_range", "expected an offset from -23:59 to +23:59";
        TimestampLeapSecond = "timestamp_leap_second", "expected second 60 only at 23:59:60 UTC on the last day of a month";
        InstantOutOfRange = "instant_out_of_range", "expected an instant of the years 0000 to 9999";
        WindowEmpty = "window_empty", "expected an end after the start, found one at or before it";
        TimeZoneUnknown = "time_zone_unknown", "expected the IANA name of a time zone, such as Europe/Stockholm";
    }
    Forms {
        CodeWildcard = "code_wildcard", "expected {_min} to {_max} digits, found `*`, which asks for a generated code", ["_min", "_max"];
        CodeWildcardOfOneLength = "code_wildcard", "expected {_max} digits, found `*`, which asks for a generated code", ["_min", "_max"];
        CodeNotDigits = "code_not_digits", "expected digits only, found another character at position {position}", ["position"];
        CodeTooShort = "code_too_short", "expected {min} to {max} digits, found {found}", ["min", "max", "found"], hint "leading zeros count: padded with zeros it would have {min} digits";
        CodeTooShortOfOneLength = "code_too_short", "expected {max} digits, found {found}", ["min", "max", "found"], hint "leading zeros count: padded with zeros it would have {min} digits";
        CodeTooLong = "code_too_long", "expected {min} to {max} digits, found {found}", ["min", "max", "found"];
        CodeTooLongOfOneLength = "code_too_long", "expected {max} digits, found {found}", ["min", "max", "found"];
        CodeWrongLength = "code_wrong_length", "expected {_choice} digits, found {found}", ["lengths", "found", "_choice"];
        CodeBlocked = "code_blocked", "expected a code that is not on the block list";
        CodeDerived = "code_derived", "expected a code that is not derived from the {fact}", ["fact"];
        CodeContainsZero = "code_contains_zero", "expected no 0, found one at position {position}", ["position"];
        CodeContains089 = "code_contains_089", "expected none of 0, 8 and 9, found one at position {position}", ["position"];
        CodeContains0789 = "code_contains_0789", "expected none of 0, 7, 8 and 9, found one at position {position}", ["position"];
        CodeStartsWith12 = "code_starts_with_12", "expected a code that does not start with 12", ["position"];
        CodeHasRun = "code_has_run", "expected no more than 3 digits in a row the same or consecutive, found {length} from position {position}", ["position", "length"];
        CodeIsSequence = "code_is_sequence", "expected digits that are not one rising or falling sequence";
        CodeFewUniqueDigits = "code_few_unique_digits", "expected at least {min} different digits, found {found}", ["min", "found"];
        CodeAllSame = "code_all_same", "expected digits that are not all the same";
        CodeRepeatsInFirstFour = "code_repeats_in_first_four", "expected the first four digits to differ, found a repetition at position {position}", ["position"];
        CodeCommon = "code_common", "expected a code that few people choose, found {pattern}", ["pattern"];
        CodeDuressRefused = "code_duress_refused", "expected a code whose duress code is allowed too, found one whose is not";
        DuressUnknown = "duress_unknown", "expected one of {expected}, found another value", ["expected"];
        CodeRuleUnknown = "code_rule_unknown", "expected one of {expected}, found another value", ["expected"];
        PolicyAllowsNothing = "policy_allows_nothing", "expected a policy that allows a code, found one that allows none";
        BirthDateMalformed = "birth_date_malformed", "expected a date such as 1984-02-29";
        DigitsMissing = "digits_missing", "expected at least one digit, found none";

        PhoneNoPlus = "phone_no_plus", "expected a number that starts with +", hint "with + and the country code in front it would be international";
        PhoneDoubleZero = "phone_double_zero", "expected + in place of 00";
        PhoneNotDigits = "phone_not_digits", "expected digits only after +, found another character at position {position}", ["position"];
        PhoneLeadingZero = "phone_leading_zero", "expected a country code from 1 to 9 after +, found 0";
        PhoneTooShort = "phone_too_short", "expected {min} to {max} digits after +, found {found}", ["min", "max", "found"];
        PhoneTooLong = "phone_too_long", "expected {min} to {max} digits after +, found {found}", ["min", "max", "found"];
        PhoneCountryUnassigned = "phone_country_unassigned", "expected an assigned country code, found one that is not";
        PhoneOtherCharacter = "phone_not_digits", "expected digits, blanks, hyphens, full stops and one pair of brackets after +, found another character at position {position}", ["position"];
        PhoneExtension = "phone_extension", "expected a number without an extension, found one at position {position}", ["position"];
        PhoneTrunkZero = "phone_trunk_zero", "expected no 0 between the country code and the number, found one", hint "written as it is dialled from abroad it would be plain";
        PhoneDoubleZeroRead = "phone_double_zero_read", "expected + in front of the country code, found 00: it is read as +", note true;
        PhoneTrunkZeroLeftOut = "phone_trunk_zero_left_out", "expected no 0 between the country code and the number, found (0): it is left out", note true;
        PhoneSignsLeftOut = "phone_signs_left_out", "expected digits only after +, found blanks or signs too: they are left out", note true;
        UserIdUnknownForm = "user_id_unknown_form", "expected a uuid or a phone number such as +46701234567, found neither";
        UuidWrongLength = "uuid_wrong_length", "expected {expected} characters, found {found}", ["expected", "found"];
        UuidNoHyphen = "uuid_no_hyphen", "expected a hyphen at position {position}", ["position"];
        UuidNotHex = "uuid_not_hex", "expected a hexadecimal digit at position {position}", ["position"];

        LocalTimeSkipped = "local_time_skipped", "expected a local time that exists, found one that the clocks of {timeZone} skip", ["timeZone"];
        LocalTimeTwice = "local_time_twice", "expected a local time that comes once, found one that the clocks of {timeZone} show twice: the earlier is taken", ["timeZone"], note true;
        FormUnreadable = "form_unreadable", "expected a FormData, URLSearchParams or pairs of a name and a value";
        FormTooLarge = "form_too_large", "expected at most {limit} entries, found more", ["limit"];
        FileFound = "wrong_type", "expected a string, found a file", ["expected", "found"];
        RequestUnknown = "request_unknown", "expected a request such as createAccessKey";
        AccessLevelUnknown = "access_level_unknown", "expected one of {expected}, found another value", ["expected"];

        KeyTypeUnknown = "key_type_unknown", "expected one of {expected}, found another value", ["expected"];
        MobileUserNotPhone = "mobile_user_not_phone", "expected a phone number such as +46701234567 for a mobile key, found a uuid";
        AccessRepeated = "access_repeated", "expected each access once, found this one again", ["first"];
        LockIdUnknownForm = "lock_id_unknown_form", "expected a uuid or a decimal number of at most 20 digits, found neither";
        AuthFactorUnknown = "auth_factor_unknown", "expected one of {expected}, found another value", ["expected"];
        IdentifierTypeUnknown = "identifier_type_unknown", "expected one of {expected}, found another value", ["expected"];
        OwnerTypeUnknown = "owner_type_unknown", "expected one of {expected}, found another value", ["expected"];
        IdentifierLockUnknown = "identifier_lock_unknown", "expected one of {expected}, found another value", ["expected"];
        InputCodeMalformed = "input_code_malformed", "expected 1 to 10 digits, found another value";
        IdentifierNumberMalformed = "identifier_number_malformed", "expected 1 to 10 digits, or 2 to 8 bytes such as 04:A1:B2:C3";
        IdentifierTextLength = "identifier_text_length", "expected 1 to {max} characters", ["max"];
        FieldOfUser = "field_not_applicable", "expected no value for a caller that is the {kind}, found one", ["kind"];
        ChangeEmpty = "change_empty", "expected at least one field to change, found none";
        FieldNotPermanent = "field_not_permanent", "expected no value for what is permanent, found one";
    }
    Codes {
        CodesTooMany = "list_too_long", "expected at most {limit} codes, found more", ["limit"];
        CollisionUnknown = "collision_unknown", "expected one of {expected}, found another value", ["expected"];
        KeypadUnknown = "keypad_unknown", "expected whole-codes or last-digits, found another value";
        ChanceOutOfRange = "number_out_of_range", "expected a number from {min} to {max}, found another", ["min", "max"];
        KeyspaceExhausted = "keyspace_exhausted", "expected a free code, found all {keyspace} in use", ["keyspace", "taken"];
        CodeSetUnknown = "code_set_unknown", "expected a set that freeCodes made, found another value";
        CodeSetUnfit = "code_set_unfit", "expected a set of free codes made for {madeFor}, found another", ["madeFor"];
        CodeBesideSet = "code_beside_set", "expected codes in use in the set of free codes alone, found one beside it";
    }
    Systems {
        MobileKeysDisabled = "mobile_keys_disabled", "expected mobile keys to be enabled by the owner, found them disabled";
        AccessesNotManaged = "accesses_not_managed", "expected accesses that the caller may manage, found others";
        UserUnknown = "user_unknown", "expected an existing user, found none with this uuid";
        UserUnknownById = "user_unknown", "expected an existing user, found none with this id";
        WindowOver = "window_over", "expected an end in the future, found one that has passed";
        DoorsWithoutLength = "doors_without_common_length", "expected doors that take codes of one length, found none in common";
        IdentificationInUse = "identification_in_use", "expected an identification not yet in use, found one in use";
        VersionExhausted = "version_exhausted", "expected a version below {max}, found the last", ["max"];
        UserNotOfLocks = "user_not_of_locks", "expected the user whose locks these are, found another";
        LocksFull = "locks_full", "expected locks that take at most 16 MiB, found more";
        LockAlreadyAccessible = "lock_already_accessible", "expected a lock that the user has no access to, found one that is accessible already";
        LockNotAccessible = "lock_not_accessible", "expected a lock that the user has access to, found another";
        EventUnknown = "event_unknown", "expected one of {expected}, found another value", ["expected"];
        VersionConflict = "version_conflict", "expected version {current}, found {expected}", ["current", "expected"];
        CallerUnknown = "caller_unknown", "expected one of {expected}, found another value", ["expected"];
        LockNotOwned = "lock_not_owned", "expected a lock that the organisation owns, found another";
        GrantorNotCaller = "grantor_not_caller", "expected the id of the caller, found another";
        GrantorNotValid = "grantor_not_valid", "expected a grantor whose own access is valid, found one that is {state}", ["state"];
        GrantorWithoutGrant = "grantor_without_grant", "expected a grantor with access to this lock, found none";
        LevelNotGrantable = "level_not_grantable", "expected a level that {grantor} may grant, found {level}", ["level", "grantor"];
        LevelNotRemovable = "level_not_removable", "expected a grantor who may remove {level}, found {grantor}", ["level", "grantor"];
        GuestWithoutEnd = "guest_without_end", "expected an end for a GUEST, found none";
        WindowOutsideGrantor = "window_outside_grantor", "expected a window inside that of the grantor, found one that reaches outside";
        AuthorizationMissing = "authorization_missing", "expected a bearer token or an API key, found neither";
        ApiKeyMalformed = "api_key_malformed", "expected an API key of visible characters, found another value";
        BearerMissing = "bearer_missing", "expected Bearer and a token";
        TokenMalformed = "token_malformed", "expected three parts of base64url, separated by full stops";
        TokenExpired = "token_expired", "expected a token that is valid now, found an expired one";
        TokenNotYetValid = "token_not_yet_valid", "expected a token that is valid now, found one that is not yet";
        TokenPartNotJson = "token_part_not_json", "expected a JSON object in the {part} of the token, found none", ["part"];
        TokenNameRepeated = "token_name_repeated", "expected each name once in the {part} of the token, found one again", ["part"];
        TokenTimeMalformed = "token_time_malformed", "expected a number of seconds in {claim}, found another value", ["claim"];
    }
    Schedules {
        DateMalformed = "date_malformed", "expected a date such as 2026-11-26";
        LocalMinuteMalformed = "local_minute_malformed", "expected a local time such as 2026-11-26T09:15, without seconds or an offset";
        WeekdayUnknown = "weekday_unknown", "expected one of {expected}, found another value", ["expected"];
        ScheduleTooLong = "list_too_long", "expected at most {limit} items, found more", ["limit"];
        ScheduleTooIntricate = "schedule_too_intricate", "expected hours that 256 weekly rules, 256 dated ones and 64 groups of special days can say, found hours that need more";
        ClockWithoutZone = "clock_without_zone", "expected an instant and the time zone of the door, or text with the door's own offset, found neither";
        HoursUnknown = "hours_unknown", "expected hours that hours made, found another value";
        ScheduleDatesEmpty = "schedule_dates_empty", "expected a last day on or after the first, found one before it";
    }
    Makers {
        MakerUnknown = "maker_unknown", "expected one of {expected}, found another value", ["expected"];
        WeekdayNumbersUnknown = "weekday_numbers_unknown", "expected one of {expected}, found another value", ["expected"];
        WeekdayNumberUnknown = "weekday_number_unknown", "expected numbers of weekdays as {numbers} has them, found another", ["numbers"];
        OffsetNotKnown = "offset_not_known", "expected an offset that is known, found -00:00";
        OffsetMissing = "offset_missing", "expected the offset of the door's clock in the options, found none: instants are written in these hours";
        TimeOfDayMalformed = "time_of_day_malformed", "expected a time such as {expected}", ["expected"];
        ScheduleNeverOpens = "schedule_never_opens", "expected hours that this lock can hold, found none: without a rule it would always open";
        ScheduleKindsMixed = "schedule_kinds_mixed", "expected one kind of rules, found two: which of them holds is not known";
        ScheduleRecurrenceUnfit = "schedule_recurrence_unfit", "expected a recurrence by days of the week, found another";
        ScheduleLinkUnknown = "schedule_link_unknown", "expected the name of another item of the list, and none a second time, found another";
        ICalendarMalformed = "icalendar_malformed", "expected {expected} in line {line}, found something else", ["expected", "line"];
        ICalendarUnfit = "icalendar_unfit", "expected {expected}, found another in line {line}", ["expected", "line"];
        ScheduleRulesLost = "schedule_rules_lost", "expected at most {limit} rules, found {needed}: those that open longest are kept", ["limit", "needed"], note true;
        ScheduleStretchesLost = "schedule_stretches_lost", "expected at most {limit} dated rules, found {needed}: the first are kept", ["limit", "needed"], note true;
        ScheduleDatedLost = "schedule_dated_lost", "expected no dates beside weekly hours, found some: it does not open by them", note true;
        ScheduleSpecialLost = "schedule_special_lost", "expected no special days, found some: it opens on them as on other days", note true;
        ScheduleValidityLost = "schedule_validity_lost", "expected no validity around these hours, found one: it opens before and after it too", note true;
        ScheduleSplit = "schedule_split_at_midnight", "expected rules within one day, found one over midnight: it is split in two", note true;
        ScheduleEndOfDay = "schedule_end_of_day", "expected ends up to 23:59, found 24:00: 23:59 is written, which is meant to its last second", note true;
        ScheduleMinutesCut = "schedule_minutes_cut", "expected times {expected}, found others: they are cut to the nearest inside", ["expected"], note true;
        ScheduleDatesCut = "schedule_dates_cut", "expected dates from {first} to {last}, found others: they are cut", ["first", "last"], note true;
        ScheduleGroupsLost = "schedule_groups_lost", "expected the same hours on all special days, found several: what is open on all of them is kept", note true;
        ScheduleNightCut = "schedule_night_cut", "expected hours of special days within one day, found some over midnight: they end there", note true;
        ScheduleMoves = "schedule_moves", "expected hours that stay, found a change of the clock: from {date} on they begin and end {minutes} minutes {way}", ["date", "minutes", "way"], note true;
        ScheduleNotInForce = "schedule_not_in_force", "expected rules of the user's type, found others: they are left out", note true;
        ScheduleOfEveryone = "schedule_of_everyone", "expected rules of one user, found holidays of the lock: they hold for everyone", note true;
        ScheduleYearlyCut = "schedule_yearly_cut", "expected days that come once, found some of every year: they are written out until {year}", ["year"], note true;
        ScheduleExpanded = "schedule_expanded", "expected weekly rules, found another recurrence: it is written out until {date}", ["date"], note true;
    }
    Doors {
        DoorWordUnknown = "door_word_unknown", "expected one of {expected}, found another value", ["expected"];
        DoorIdTwice = "door_id_twice", "expected an id that no other credential of the list has, found one again";
        DoorPriorityTwice = "door_priority_twice", "expected a priority that no other level has, found one again";
        DoorCardMalformed = "door_card_malformed", "expected an identifier of 4, 5, 7, 8 or 10 bytes in hex, or 1 to 128 bits, found another text";
        DoorDuressSame = "door_duress_same", "expected a duress code other than the code that it stands for, found the same";
    }
    Plain {
        TextTooLong = "text_too_long", "expected at most {limit} characters, found more", ["limit"];
        DoorWayOther = "door_way_other", "expected `afar` for what is shown by `remote`, and `door` for all else";
        ApartmentNameMalformed = "apartment_name_malformed", "expected at most {limit} characters of one line, none of them a blank at an end", ["limit"];
        ProofMalformed = "proof_malformed", "expected a ticket or a key of the API, and nothing else";
        WebhookRequestMalformed = "webhook_request_malformed", "expected an object with an url and nothing else";
        DoorsOfAll = "doors_of_all", "expected no doors for a role that has all of them";
    }
    Cards {
        WordsMissing = "wrong_type", "expected words that can be iterated, found none";
        NumbersTooMany = "list_too_long", "expected at most {limit} numbers, found more", ["limit"];
        ConversionsTooMany = "list_too_long", "expected at most {limit} conversions, found more", ["limit"];
        WordsTooMany = "list_too_long", "expected at most {limit} words, found more", ["limit"];
        CardFormatUnknown = "card_format_unknown", "expected the name of a card format, found another value";
        CardFormatUnnamed = "card_format_unnamed", "expected a name, found none";
        CardFormatTwice = "card_format_twice", "expected a name that no other format of the list has, found one again";
        CardFormatWithoutFields = "card_format_without_fields", "expected at least one field, found none";
        CardFieldsMissing = "card_fields_missing", "expected at least one field, found none";
        CardFieldUnknown = "card_field_unknown", "expected only {expected} in this format, found a field that it does not have", ["expected", "field"];
        CardFieldNotDigits = "card_field_not_digits", "expected digits, found another character or none at position {position}", ["position"];
        CardFieldTooLarge = "card_field_too_large", "expected at most {max}, found a larger number", ["max"];
        CardFieldTooWide = "card_field_too_wide", "expected at most {max} bits for a field, found {found}", ["max", "found"];
        CardFieldFixed = "card_field_fixed", "expected {expected}, the only number that is right here, found another", ["expected"];
        CardFieldAboveMax = "card_field_above_max", "expected at most {max} in this format, found a larger number", ["max"], note true;
        CardFieldNotDecimal = "card_field_not_decimal", "expected decimal digits of four bits each, found another value", note true;
        CardBitTwice = "card_bit_twice", "expected a bit that has no use yet, found bit {bit} again", ["bit"];
        CardParityLate = "card_parity_late", "expected only bits that are known by then, found parity bit {bit}, computed later", ["bit"];
        CardParityUnknown = "card_parity_unknown", "expected one of {expected}, found another value", ["expected"];
        CardCodingUnknown = "card_coding_unknown", "expected one of {expected}, found another value", ["expected"];
        CardConfidenceUnknown = "card_confidence_unknown", "expected one of {expected}, found another value", ["expected"];
        CardWordMissing = "card_word_missing", "expected one of bits, hex or key with length, prox, pacs and sentinel, found none";
        CardWordContradiction = "card_word_contradiction", "expected one word, found another beside it";
        CardWordNotBits = "card_word_not_bits", "expected 0 and 1 only, found another character at position {position}", ["position"];
        CardWordNotHex = "card_word_not_hex", "expected hexadecimal digits, found another character or none at position {position}", ["position"];
        CardWordWrongLength = "card_word_wrong_length", "expected {min} to {max} bits, found {found}", ["min", "max", "found"];
        CardWordTooLarge = "card_word_too_large", "expected a number of {length} bits, found a larger one", ["length"];
        CardWordTooLong = "card_word_too_large", "expected a number of {length} bits, found one of {found}", ["length", "found"];
        CardWordNotProx = "card_word_not_prox", "expected a word in the framing of HID Prox cards, found other bits";
        CardWordPacsOdd = "card_word_not_pacs", "expected two hexadecimal digits a byte, found an odd number";
        CardWordPacsPadding = "card_word_not_pacs", "expected 0 to 7 bits of padding in the first byte, found more";
        CardWordPacsNotZero = "card_word_not_pacs", "expected zeros as padding, found other bits";
        CardWordNotKey = "card_word_not_key", "expected a digit, * or #, found another text";
        CardWordKeyLength = "card_word_not_key", "expected 4 or 8 bits of a key, found {found}", ["found"];
        CardWordNotSentinel = "card_word_not_sentinel", "expected a bit that is 1 above those of a word, found none";
        ConversionUnknown = "conversion_unknown", "expected the name of a conversion, found another value";
        ConversionUnnamed = "conversion_unnamed", "expected a name, found none";
        ConversionTwice = "conversion_twice", "expected a name that no other conversion of the list has, found one again";
        ConversionStepUnknown = "conversion_step_unknown", "expected a step such as `low 3 bytes` or `decimal of 8 digits`, found another";
        ConversionStepMisplaced = "conversion_step_misplaced", "expected steps that choose bits, then at most one that divides, then one that writes digits";
        ConversionStepUnfit = "conversion_step_unfit", "expected a step for a number of {bits} bits, found one that does not fit", ["bits"];
        ConversionRunsTogether = "conversion_runs_together", "expected a separator, or for each number but the first as many digits as it can have";
        UidNotHex = "uid_not_hex", "expected a hexadecimal digit at position {position}", ["position"];
        UidOddDigits = "uid_odd_digits", "expected two hexadecimal digits for each byte, found {found} digits in all", ["found"];
        UidWrongLength = "uid_wrong_length", "expected 4, 5, 7, 8 or 10 bytes, found {found}", ["found"];
        UidOtherLength = "uid_wrong_length", "expected an identifier of {expected} bytes, found one of {found}", ["expected", "found"];
        UidSeparatorMisplaced = "uid_separator_misplaced", "expected two digits between separators, found {found} from position {position}", ["found", "position"];
        UidSeparatorsMixed = "uid_separators_mixed", "expected the same separator between all bytes, found another at position {position}", ["position"];
        UidBitsUnknown = "uid_bits_unknown", "expected every bit that this conversion takes, found an identifier of which {known} bits are known", ["known"];
        UidPartlyKnown = "uid_partly_known", "expected all {bits} bits of the identifier, found {known}", ["bits", "known"], note true;
        UidRandom = "uid_random", "expected an identifier that stays, found a random one: 4 bytes starting 08 differ at every reading", note true;
        UidCut = "uid_cut", "expected a whole identifier, found the first part of a longer one: 4 bytes starting 88", note true;
        PrintedNumberNotDigits = "printed_number_not_digits", "expected digits only, found another character at position {position}", ["position"];
        PrintedNumberNotSplit = "printed_number_not_split", "expected {expected} numbers with `{separator}` between, found {found}", ["expected", "separator", "found"];
        PrintedNumberWrongLength = "printed_number_wrong_length", "expected {min} to {max} digits, found {found}", ["min", "max", "found"];
        PrintedNumberTooLarge = "printed_number_too_large", "expected a number of {bits} bits, found a larger one", ["bits"];
        LeadingZerosLost = "leading_zeros_lost", "expected {expected} digits, found {found}: zeros in front seem to be lost", ["expected", "found"], note true, hint "padded with zeros in front it would have {expected} digits";
    }
}
