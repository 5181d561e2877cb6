//! Which codes are allowed, as data.

use alloc::vec::Vec;
use core::fmt;

use super::automaton::Automaton;
use super::common;
use super::length::{LONGEST, Lengths, SHORTEST};
use super::taken::Span;
use super::{Code, CodeRule, FreeCodes, KnownFacts};
use crate::fields::{Fields, UnknownFields};
use crate::value::Members;
use crate::{Issue, Issues, Value};

/// All rules and facts together leave more codes than this, so that only a block list at least as
/// long can take the last one.
const FEWEST: usize = 64;

const LENGTHS: &str = "lengths";
const RULES: &str = "rules";
const BLOCKED: &str = "blocked";
const NOT_DERIVED_FROM: &str = "notDerivedFrom";

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
    automaton: Automaton,
}

impl Default for CodePolicy {
    /// Codes of six digits, every one of them.
    fn default() -> Self {
        Self::plain(Lengths::SIX)
    }
}

impl CodePolicy {
    fn plain(lengths: Lengths) -> Self {
        Self {
            lengths,
            rules: Vec::new(),
            blocked: Vec::new(),
            facts: KnownFacts::default(),
            automaton: Automaton::new(&[]),
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
        let lengths: Vec<_> = lengths
            .into_iter()
            .map(|length| Value::from(u64::from(length)))
            .collect();
        let rules: Vec<_> = rules
            .into_iter()
            .map(|rule| Value::from(rule.as_str()))
            .collect();
        let written = Members::default().with(LENGTHS, lengths).with(RULES, rules);
        Self::check_value(&written.into())
    }

    /// Checks a policy written as an object: `lengths` (six digits when absent), `rules`,
    /// `blocked` and `notDerivedFrom`.
    ///
    /// # Errors
    /// Every issue of the object: `list_empty`, `number_out_of_range`, `code_rule_unknown`, those
    /// of [`Code::parse`] and [`KnownFacts::check_value`]; `policy_allows_nothing` when no code is
    /// left.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        Self::check_with(value, Lengths::SIX)
    }

    /// As [`CodePolicy::check_value`], with any length from 4 to 8 when `lengths` is absent: what
    /// a policy means when a code is checked.
    ///
    /// # Errors
    /// As [`CodePolicy::check_value`].
    pub fn check_value_for_checking(value: &Value<'_>) -> Result<Self, Issues> {
        Self::check_with(value, Lengths::ANY)
    }

    fn check_with(value: &Value<'_>, absent: Lengths) -> Result<Self, Issues> {
        let names = [LENGTHS, RULES, BLOCKED, NOT_DERIVED_FROM];
        let mut fields = Fields::of(value, &names, UnknownFields::Refuse)?;
        let list = fields.optional(LENGTHS, Value::some_list);
        let lengths = list.map(|list| {
            fields.each(LENGTHS, list, |_, length| {
                length.whole(SHORTEST.into(), LONGEST.into())
            })
        });
        let list = fields.optional(RULES, Value::list).unwrap_or_default();
        let given = fields.each(RULES, list, |_, rule| CodeRule::parse(rule.text()?));
        let rules = CodeRule::ALL.into_iter();
        let rules: Vec<_> = rules.filter(|rule| given.contains(rule)).collect();
        let list = fields.optional(BLOCKED, Value::list).unwrap_or_default();
        let mut blocked = fields.each(BLOCKED, list, |_, code| Code::parse(code.text()?));
        blocked.sort_unstable_by_key(Code::order);
        blocked.dedup_by_key(|code| code.order());
        let facts = fields.optional(NOT_DERIVED_FROM, KnownFacts::check_value);
        let policy = fields.finish_as(|| {
            Some(Self {
                lengths: lengths.map_or(absent, |lengths| Lengths::of(&lengths)),
                automaton: Automaton::new(&rules),
                rules,
                blocked,
                facts: facts.unwrap_or_default(),
            })
        })?;
        if policy.blocked.len() >= FEWEST && policy.keyspace() == 0 {
            return Err(Issue::new(
                "policy_allows_nothing",
                "expected a policy that allows a code, found one that allows none",
            )
            .into());
        }
        Ok(policy)
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
            .with(LENGTHS, lengths)
            .with_some(RULES, (!rules.is_empty()).then_some(rules))
            .with_some(BLOCKED, (!blocked.is_empty()).then_some(blocked))
            .with_some(
                NOT_DERIVED_FROM,
                (!self.facts.is_empty()).then(|| self.facts.to_value()),
            )
            .into()
    }

    /// The lengths allowed, ascending.
    pub fn lengths(&self) -> impl Iterator<Item = u8> + Clone + use<> {
        self.lengths.iter()
    }

    /// The rules that a code has to keep.
    #[must_use]
    pub fn rules(&self) -> &[CodeRule] {
        &self.rules
    }

    /// Checks a code against the policy.
    ///
    /// # Errors
    /// `code_wildcard` for `*`, `code_not_digits`, or one of `code_too_short`, `code_too_long`,
    /// `code_wrong_length` alone; else every rule that fails, each with its own code and the place
    /// where it fails: `code_contains_zero`, `code_starts_with_12`, `code_has_run`,
    /// `code_is_sequence`, `code_few_unique_digits`, `code_all_same`, `code_repeats_in_first_four`,
    /// `code_contains_089`, `code_contains_0789`, `code_common`, `code_blocked`, `code_derived`.
    pub fn check(&self, text: &str) -> Result<Code, Issues> {
        let code = self.lengths.read(text)?;
        let digits: Vec<u8> = code.digits().collect();
        let mut issues: Vec<Issue> = self
            .rules
            .iter()
            .filter_map(|rule| rule.broken(&digits))
            .collect();
        if self
            .blocked
            .binary_search_by_key(&code.order(), Code::order)
            .is_ok()
        {
            issues.push(Issue::new(
                "code_blocked",
                "expected a code that is not on the block list",
            ));
        }
        if let Some(fact) = self.facts.source(text) {
            issues.push(
                Issue::new(
                    "code_derived",
                    "expected a code that is not derived from the {fact}",
                )
                .with("fact", fact),
            );
        }
        if issues.is_empty() {
            Ok(code)
        } else {
            Err(issues.into())
        }
    }

    /// How many codes the policy allows, exactly.
    #[must_use]
    pub fn keyspace(&self) -> u32 {
        FreeCodes::new(self, &[]).left()
    }

    pub(super) fn automaton(&self) -> &Automaton {
        &self.automaton
    }

    /// The codes of a length that are taken out of what the automaton allows, some of them twice.
    pub(super) fn listed(&self, length: u8) -> Vec<Span> {
        let mut listed = Vec::new();
        if self.rules.contains(&CodeRule::BlockCommon) {
            common::codes(length, &mut listed);
        }
        let derived = self.facts.derived();
        let derived = derived.iter().map(|(_, code)| code.as_str());
        let texts = self.blocked.iter().map(Code::as_str).chain(derived);
        listed.extend(
            texts
                .filter(|text| text.len() == usize::from(length))
                .filter_map(|text| text.parse().ok())
                .map(Span::one),
        );
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
            .finish_non_exhaustive()
    }
}
