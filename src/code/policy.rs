//! Which codes are allowed, as data.

use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroizing;

use super::common;
use super::length::{LONGEST, Lengths, SHORTEST};
use super::taken::{Span, power_of_ten};
use super::{Code, CodeRule, Digits, Duress, FreeCodes, KnownFacts};
use crate::schema::{Document, Field, Given, Judged, Kind, Name, Reading, Table, read_as};
use crate::sorted::sort_by;
use crate::value::Members;
use crate::{Issue, IssueCode, Issues, UnknownFields, Value};

/// All rules and facts together leave more codes than this, so that only a block list at least as
/// long can take the last one.
const FEWEST: usize = 64;

const LENGTHS: Name = Name::new(0, "lengths");
const RULES: Name = Name::new(1, "rules");
const BLOCKED: Name = Name::new(2, "blocked");
const NOT_DERIVED_FROM: Name = Name::new(3, "notDerivedFrom");
const DURESS: Name = Name::new(4, "duress");

const FIELDS: [Field; 5] = [
    LENGTHS.optional(Kind::SomeList(&Kind::Whole(4, 8))),
    RULES.optional(Kind::List(&Kind::Word(&CodeRule::WORDS))),
    BLOCKED.optional(Kind::List(&Kind::Form(&Code::FORM))),
    NOT_DERIVED_FROM.optional(Kind::Object(&KnownFacts::TABLE)),
    DURESS.optional(Duress::KIND),
];

/// Codes in ascending order, shorter ones first, none twice.
fn ascending(mut codes: Vec<Code>) -> Vec<Code> {
    sort_by(&mut codes, &mut |one, other| one.order() < other.order());
    codes.dedup_by_key(|code| code.order());
    codes
}

/// Rules in the order of [`CodeRule::ALL`], none twice.
fn in_order(rules: &[CodeRule]) -> Vec<CodeRule> {
    let all = CodeRule::ALL.into_iter();
    all.filter(|rule| rules.contains(rule)).collect()
}

/// Which codes a door allows: lengths, rules about digits, a block list, and facts that a code may
/// not be derived from.
///
/// ```
/// # use latchwork::CodePolicy;
/// let nuki = CodePolicy::preset("nuki").unwrap();
/// assert!(nuki.check("748365").is_ok());
/// let issues = nuki.check("120455").unwrap_err();
/// assert_eq!(
///     issues.to_string(),
///     "expected no 0, found one at position 3; expected a code that does not start with 12",
/// );
/// assert_eq!(nuki.keyspace(), 524_880);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct CodePolicy {
    lengths: Lengths,
    /// In the order of [`CodeRule::ALL`], none twice.
    rules: Vec<CodeRule>,
    /// Ascending, none twice.
    blocked: Vec<Code>,
    facts: KnownFacts,
    duress: Duress,
}

impl Default for CodePolicy {
    /// Codes of six digits, every one of them.
    fn default() -> Self {
        Self::plain(Lengths::SIX)
    }
}

impl CodePolicy {
    pub(crate) const TABLE: Table =
        Table::of(&FIELDS).with_rules(|policy| Self::judge(policy, Lengths::SIX));

    /// The same for codes that are checked: absent lengths are any.
    const TABLE_FOR_CHECKING: Table =
        Table::of(&FIELDS).with_rules(|policy| Self::judge(policy, Lengths::ANY));

    fn plain(lengths: Lengths) -> Self {
        Self {
            lengths,
            rules: Vec::new(),
            blocked: Vec::new(),
            facts: KnownFacts::default(),
            duress: Duress::NONE,
        }
    }

    /// Every code of 4, 5, 6, 7 or 8 digits.
    #[must_use]
    pub fn any_length() -> Self {
        Self::plain(Lengths::ANY)
    }

    /// Every code of the given lengths.
    ///
    /// # Errors
    /// `list_empty` for no length at all, `number_out_of_range` for one outside 4 to 8.
    pub fn of_lengths(lengths: impl IntoIterator<Item = u8>) -> Result<Self, Issues> {
        Self::new(lengths, [])
    }

    /// The codes of the given lengths that keep the rules.
    ///
    /// # Errors
    /// `list_empty` for no length at all, `number_out_of_range` for one outside 4 to 8.
    pub fn new(
        lengths: impl IntoIterator<Item = u8>,
        rules: impl IntoIterator<Item = CodeRule>,
    ) -> Result<Self, Issues> {
        let lengths: Vec<u8> = lengths.into_iter().collect();
        if lengths.is_empty() {
            return Err(Issue::of(IssueCode::ListEmpty).at(LENGTHS).into());
        }
        let outside = |(index, length): (usize, &u8)| {
            (!(SHORTEST..=LONGEST).contains(length))
                .then(|| Issue::out_of_range(SHORTEST, LONGEST).at(index).at(LENGTHS))
        };
        let issues: Issues = lengths.iter().enumerate().filter_map(outside).collect();
        if !issues.is_empty() {
            return Err(issues);
        }
        let lengths = Lengths::of(lengths.into_iter().map(u64::from));
        let rules: Vec<_> = rules.into_iter().collect();
        Ok(Self {
            rules: in_order(&rules),
            ..Self::plain(lengths)
        })
    }

    /// The same without these codes.
    ///
    /// # Errors
    /// `policy_allows_nothing` when no code is left.
    pub fn with_blocked(mut self, codes: impl IntoIterator<Item = Code>) -> Result<Self, Issues> {
        self.blocked.extend(codes);
        Self::check_value(&self.to_value())
    }

    /// The same without the codes that are derived from these facts, and from no others.
    ///
    /// # Errors
    /// `policy_allows_nothing` when no code is left.
    pub fn with_known_facts(self, facts: KnownFacts) -> Result<Self, Issues> {
        Self::check_value(&Self { facts, ..self }.to_value())
    }

    /// The same where somebody who is threatened can tell so. Of a code whose duress code is not
    /// allowed neither is the code.
    ///
    /// # Errors
    /// `policy_allows_nothing` when no code is left.
    pub fn with_duress(self, duress: Duress) -> Result<Self, Issues> {
        Self::check_value(&Self { duress, ..self }.to_value())
    }

    /// Checks a policy written as an object: `lengths` (six digits when absent), `rules`,
    /// `blocked`, `notDerivedFrom` and `duress`.
    ///
    /// # Errors
    /// Every issue of the object: `list_empty`, `number_out_of_range`, `code_rule_unknown`, those
    /// of [`Code::parse`] and [`KnownFacts::check_value`], `duress_unknown`; `policy_allows_nothing` when no code is
    /// left.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        Self::read(&Document::of(value))
    }

    /// As [`CodePolicy::check_value`], with any length from 4 to 8 when `lengths` is absent: what
    /// a policy means when a code is checked.
    ///
    /// # Errors
    /// As [`CodePolicy::check_value`].
    pub fn check_value_for_checking(value: &Value<'_>) -> Result<Self, Issues> {
        Self::read_for_checking(&Document::of(value))
    }

    pub(crate) fn read(document: &Document<'_>) -> Result<Self, Issues> {
        read_as(document, &Self::TABLE, UnknownFields::Refuse, Self::of)
    }

    /// As [`CodePolicy::read`], with any length from 4 to 8 when `lengths` is absent.
    pub(crate) fn read_for_checking(document: &Document<'_>) -> Result<Self, Issues> {
        read_as(
            document,
            &Self::TABLE_FOR_CHECKING,
            UnknownFields::Refuse,
            |reading| Self::of_with(reading, Lengths::ANY),
        )
    }

    /// The policy of an object that its table found right.
    pub(crate) fn of(reading: &Reading<'_>) -> Option<Self> {
        Self::of_with(reading, Lengths::SIX)
    }

    /// As [`CodePolicy::of`], with any length from 4 to 8 when `lengths` is absent, and whether it is.
    pub(super) fn of_any_length(reading: &Reading<'_>) -> Option<(Self, bool)> {
        let says_none = reading.get(LENGTHS).is_none();
        Some((Self::of_with(reading, Lengths::ANY)?, says_none))
    }

    /// The same codes of six digits.
    pub(super) fn of_six(self) -> Self {
        Self {
            lengths: Lengths::SIX,
            ..self
        }
    }

    fn of_with(reading: &Reading<'_>, absent: Lengths) -> Option<Self> {
        let lengths = reading.list(LENGTHS, |length| length.whole(0, u64::MAX))?;
        let rules = reading.list(RULES, |rule| CodeRule::find(rule.text()?))?;
        let blocked = reading.list(BLOCKED, |code| Code::parse(code.text()?).ok())?;
        let facts = reading.object(NOT_DERIVED_FROM, &KnownFacts::TABLE);
        Some(Self {
            lengths: if lengths.is_empty() {
                absent
            } else {
                Lengths::of(lengths.into_iter())
            },
            rules: in_order(&rules),
            blocked: ascending(blocked),
            facts: facts.as_ref().map(KnownFacts::of).unwrap_or_default(),
            duress: match reading.get(DURESS) {
                Some(duress) => Duress::of(duress)?,
                None => Duress::NONE,
            },
        })
    }

    /// The rule of a policy as a whole: it leaves a code.
    fn judge(policy: &mut Judged<'_, '_>, absent: Lengths) {
        let fields = [LENGTHS, RULES, BLOCKED, NOT_DERIVED_FROM, DURESS];
        let is_right = fields.iter().all(|name| policy.reading.is_right(*name));
        let listed = policy.reading.get(BLOCKED).map_or(0, Given::len);
        if !is_right || listed < FEWEST && policy.reading.get(DURESS).is_none() {
            return;
        }
        let allows = Self::of_with(policy.reading, absent).is_some_and(|checked| {
            let is_long = checked.blocked.len() >= FEWEST || checked.duress.is_by_digit();
            !is_long || checked.allows_any()
        });
        if !allows {
            policy.report_whole(|| Issue::of(IssueCode::PolicyAllowsNothing));
        }
    }

    /// Whether there is a code that the policy allows. It tries no more codes than are blocked,
    /// common or derived, their like in the last digit, and one: a beginning that no code goes on with
    /// is passed over as a whole.
    fn allows_any(&self) -> bool {
        let derived = self.facts.derived();
        let is_free = |digits: &[u8], code: &Code| {
            self.rules.iter().all(|rule| rule.broken(digits).is_none())
                && !self.blocks(code)
                && !derived.iter().any(|(_, derived)| derived == code)
        };
        self.lengths().any(|length| {
            let end = power_of_ten(length);
            let mut value = 0;
            while value < end {
                let code = Code::from(Digits { length, value });
                let is_free = |code: &Code| code.with_digits(|digits| is_free(digits, code));
                let dead = code.with_digits(|digits| self.dead_end(digits));
                let is_free =
                    is_free(&code) && self.duress.codes_of(&code).all(|code| is_free(&code));
                match dead {
                    // The next beginning of as many digits.
                    Some(dead) => {
                        let step = power_of_ten(length.saturating_sub(dead));
                        value = (value / step + 1) * step;
                    }
                    None if is_free => return true,
                    None => value += 1,
                }
            }
            false
        })
    }

    /// How many of the first digits no code begins with.
    fn dead_end(&self, digits: &[u8]) -> Option<u8> {
        let is_dead = |count: &u8| {
            let beginning = digits.get(..usize::from(*count)).unwrap_or_default();
            let ends = |rule: &CodeRule| rule.is_final() && rule.broken(beginning).is_some();
            self.rules.iter().any(ends)
        };
        (1..LONGEST).find(is_dead)
    }

    /// The codes that this policy and another both allow: those of a key for two doors. `None` where
    /// the two have no length in common.
    ///
    /// What is known of two different persons is no fact of one: the codes made of what the other
    /// policy knows are then blocked. Duress codes of either have to be allowed by both.
    #[must_use]
    pub fn meet(&self, other: &Self) -> Option<Self> {
        if self == other {
            return Some(self.clone());
        }
        let lengths = self.lengths.met(other.lengths)?;
        let rules: Vec<_> = self.rules.iter().chain(&other.rules).copied().collect();
        let facts = if self.facts.is_empty() {
            &other.facts
        } else {
            &self.facts
        };
        let derived = if other.facts == *facts {
            Vec::new()
        } else {
            other.derived_codes()
        };
        // Made in one piece: a list that grows leaves codes behind.
        let blocked = [&self.blocked, &other.blocked, &derived].map(Vec::as_slice);
        let blocked = blocked.concat();
        Some(Self {
            lengths,
            rules: in_order(&rules),
            blocked: ascending(blocked),
            facts: facts.clone(),
            duress: self.duress.met(other.duress),
        })
    }

    /// Whether this policy allows no code that another does not, as far as what both say shows it: a
    /// rule counts where it is named.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        if self == other {
            return true;
        }
        let derived = self.facts.derived();
        let allows = |code: &Code| {
            let keeps = |digits: &[u8]| self.rules.iter().all(|rule| rule.broken(digits).is_none());
            self.lengths().any(|length| length == code.length())
                && code.with_digits(keeps)
                && !self.blocks(code)
                && !derived.iter().any(|(_, derived)| derived == code)
        };
        self.lengths.met(other.lengths) == Some(self.lengths)
            && self.duress.covers(other.duress)
            && other.rules.iter().all(|rule| self.rules.contains(rule))
            && !other.blocked.iter().any(allows)
            && (self.facts == other.facts || !other.derived_codes().iter().any(allows))
    }

    /// Each code that is made of what is known of the person.
    fn derived_codes(&self) -> Vec<Code> {
        let derived = self.facts.derived();
        derived.iter().map(|(_, code)| code.clone()).collect()
    }

    fn blocks(&self, code: &Code) -> bool {
        let found = self
            .blocked
            .binary_search_by_key(&code.order(), Code::order);
        found.is_ok()
    }

    /// The policy as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let lengths: Vec<_> = self
            .lengths()
            .map(|length| Value::from(u64::from(length)))
            .collect();
        let rules: Vec<_> = self
            .rules
            .iter()
            .map(|rule| Value::from(rule.as_str()))
            .collect();
        let blocked: Vec<_> = self
            .blocked
            .iter()
            .map(|code| Value::from(code.as_str()))
            .collect();
        Members::default()
            .with(LENGTHS.text, lengths)
            .with_some(RULES.text, (!rules.is_empty()).then_some(rules))
            .with_some(BLOCKED.text, (!blocked.is_empty()).then_some(blocked))
            .with_some(
                NOT_DERIVED_FROM.text,
                (!self.facts.is_empty()).then(|| self.facts.to_value()),
            )
            .with_some(
                DURESS.text,
                (self.duress != Duress::NONE).then(|| self.duress.to_value()),
            )
            .into()
    }

    /// The lengths allowed, ascending.
    #[must_use]
    pub fn lengths(&self) -> impl DoubleEndedIterator<Item = u8> + Clone + use<> {
        self.lengths.iter()
    }

    /// The rules that a code has to keep.
    #[must_use]
    pub fn rules(&self) -> &[CodeRule] {
        &self.rules
    }

    /// How somebody who is threatened tells so.
    #[must_use]
    pub fn duress(&self) -> Duress {
        self.duress
    }

    /// Checks a code against the policy.
    ///
    /// # Errors
    /// `code_wildcard` for `*`, `code_not_digits`, or one of `code_too_short`, `code_too_long`,
    /// `code_wrong_length` alone; else every rule that fails, each with its own code and the place
    /// where it fails: `code_contains_zero`, `code_starts_with_12`, `code_has_run`,
    /// `code_is_sequence`, `code_few_unique_digits`, `code_all_same`, `code_repeats_in_first_four`,
    /// `code_contains_089`, `code_contains_0789`, `code_common`, `code_blocked`, `code_derived`; `code_duress_refused` for
    /// one that keeps all of them, and whose duress code does not.
    pub fn check(&self, text: &str) -> Result<Code, Issues> {
        let code = self.lengths.read(text)?;
        let issues = self.broken_by(&code);
        if !issues.is_empty() {
            return Err(issues.into());
        }
        let is_allowed = |code: Code| self.broken_by(&code).is_empty();
        if !self.duress.codes_of(&code).all(is_allowed) {
            return Err(Issue::of(IssueCode::CodeDuressRefused).into());
        }
        Ok(code)
    }

    /// Every rule that a code of a right length breaks by itself.
    fn broken_by(&self, code: &Code) -> Vec<Issue> {
        let mut issues: Vec<Issue> = code.with_digits(|digits| {
            let broken = self.rules.iter().filter_map(|rule| rule.broken(digits));
            broken.collect()
        });
        if self.blocks(code) {
            issues.push(Issue::of(IssueCode::CodeBlocked));
        }
        if let Some(fact) = self.facts.source(code) {
            issues.push(Issue::of(IssueCode::CodeDerived).param(fact));
        }
        issues
    }

    /// How many codes the policy allows, exactly.
    #[must_use]
    pub fn keyspace(&self) -> u32 {
        FreeCodes::new(self, &[]).left()
    }

    /// The codes of a length that are taken out of what the automaton allows, some of them twice.
    pub(super) fn listed(&self, length: u8) -> Zeroizing<Vec<Span>> {
        let mut listed = Zeroizing::new(Vec::new());
        if self.rules.contains(&CodeRule::BlockCommon) {
            common::codes(length, &mut listed);
        }
        let derived = self.facts.derived();
        listed.reserve_exact(self.blocked.len() + derived.len());
        let derived = derived.iter().map(|(_, code)| code);
        let codes = self.blocked.iter().chain(derived);
        let codes = codes.filter(|code| code.length() == length);
        listed.extend(codes.map(|code| Span::one(code.value())));
        self.duress.close(&mut listed, 0);
        listed
    }
}

impl fmt::Debug for CodePolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CodePolicy")
            .field("lengths", &self.lengths().collect::<Vec<_>>())
            .field("rules", &self.rules)
            .field("blocked", &self.blocked.len())
            .field("facts", &self.facts)
            .field("duress", &self.duress)
            .finish_non_exhaustive()
    }
}
