//! The issues of a value, in the order of its fields, and no more of them than are listed.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::issue::Segment;
use crate::{Issue, IssueCode, Issues};

use super::Name;

/// More issues than this are counted, not listed: a reply must not grow far beyond its request.
pub(crate) const MOST_ISSUES: usize = 100;

/// Behind every field that a table has.
const AFTER_FIELDS: usize = usize::MAX;

/// The way from the whole value to a part of it.
#[derive(Clone, Copy)]
pub(crate) struct Path<'p> {
    outer: Option<&'p Path<'p>>,
    step: Step<'p>,
    /// How many steps it has.
    depth: usize,
}

/// One step of a path.
#[derive(Clone, Copy)]
pub(crate) enum Step<'p> {
    /// The value itself.
    Whole,
    Field(Name),
    Item(usize),
    /// A member that no table knows.
    Member(&'p str),
}

impl<'p> Path<'p> {
    pub(crate) const WHOLE: Self = Self {
        outer: None,
        step: Step::Whole,
        depth: 0,
    };

    pub(crate) fn to(&'p self, step: Step<'p>) -> Path<'p> {
        Path {
            outer: Some(self),
            step,
            depth: self.depth + 1,
        }
    }

    fn order(&self) -> Order {
        let mut order = Order::default();
        self.write(&mut order);
        order
    }

    fn write(&self, order: &mut Order) {
        if let Some(outer) = self.outer {
            outer.write(order);
        }
        if let Some(place) = self.step.place() {
            order.push(place);
        }
    }

    /// Whether it comes before an issue. Nothing is made for it: of most issues beyond the limit no
    /// more is asked.
    fn is_before(&self, order: &Order) -> bool {
        let mut ordering = self.depth.min(DEEPEST).cmp(&order.depth);
        let mut path = self;
        // From the innermost step outwards: the outermost one in which they differ decides.
        while let Some(outer) = path.outer {
            if let (Some(place), Some(step)) = (path.step.place(), order.steps.get(outer.depth)) {
                ordering = place.cmp(step).then(ordering);
            }
            path = outer;
        }
        ordering.is_lt()
    }

    fn lead(&self, issue: Issue) -> Issue {
        let issue = match self.step {
            Step::Whole => issue,
            Step::Field(name) => issue.at(name),
            Step::Item(index) => issue.at(index),
            Step::Member(name) => issue.at(Segment::Field(Cow::Owned(name.into()))),
        };
        match self.outer {
            Some(outer) => outer.lead(issue),
            None => issue,
        }
    }
}

impl Step<'_> {
    /// One more than the place.
    fn place(self) -> Option<usize> {
        match self {
            Self::Whole => None,
            Self::Field(name) => Some(name.at + 1),
            Self::Item(index) => Some(index + 1),
            Self::Member(_) => Some(AFTER_FIELDS),
        }
    }
}

/// What issues are ordered by: the places of the steps, from the outermost inwards, each one more
/// than it is, so that what is behind the last counts as less than any place.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Order {
    steps: [usize; DEEPEST],
    depth: usize,
}

/// The deepest that tables lie inside each other, lists counted; what is deeper keeps the order in
/// which it is found.
const DEEPEST: usize = 8;

impl Order {
    fn push(&mut self, place: usize) {
        if let Some(step) = self.steps.get_mut(self.depth) {
            *step = place;
            self.depth += 1;
        }
    }
}

/// The issues found so far.
#[derive(Default)]
pub(crate) struct Report {
    /// Ascending, with what each is ordered by.
    listed: Vec<(Order, Issue)>,
    /// How many there are, listed or not.
    found: usize,
}

impl Report {
    /// How many there are, listed or not.
    pub(crate) fn found(&self) -> usize {
        self.found
    }

    /// Adds an issue at a path. It is made only where it is listed.
    #[cold]
    #[inline(never)]
    pub(crate) fn add(&mut self, path: &Path<'_>, issue: &mut dyn FnMut() -> Issue) {
        self.found += 1;
        if self.listed.len() == MOST_ISSUES {
            match self.listed.last() {
                Some((last, _)) if path.is_before(last) => {
                    self.listed.pop();
                }
                _ => return,
            }
        }
        let order = path.order();
        let place = self.listed.partition_point(|(before, _)| *before <= order);
        self.listed.insert(place, (order, path.lead(issue())));
    }

    /// Every issue found, in the order of the fields, unknown ones last.
    pub(crate) fn finish(self) -> Result<(), Issues> {
        if self.found == 0 {
            return Ok(());
        }
        let mut issues: Vec<_> = self.listed.into_iter().map(|(_, issue)| issue).collect();
        if self.found > issues.len() {
            issues.push(
                Issue::of(IssueCode::IssuesCut)
                    .param(MOST_ISSUES)
                    .param(self.found),
            );
        }
        Err(issues.into())
    }
}
