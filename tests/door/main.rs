//! Laws of attempts at a door, and a second evaluator that they are held against.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a test fails by panicking"
)]
#![expect(
    clippy::too_many_lines,
    reason = "one rule after the other, as they are told"
)]

use std::collections::BTreeSet;
use std::ops::Range;

use latchwork::Timestamp;
use latchwork::door::{Claim, Opening, Place, Reason, decide};
use latchwork::time::LocalTime;

mod evaluator;
mod hostile;
mod laws;
mod random;
mod scene;

use evaluator::Verdict;
use random::Random;
use scene::Scene;

/// What the crate decides.
pub(crate) fn opening(scene: &Scene) -> Opening {
    decide(
        &scene.attempt(),
        &scene.door(),
        &scene.credentials(),
        scene.now(),
    )
}

fn words(reasons: &[Reason]) -> BTreeSet<&'static str> {
    reasons.iter().map(|reason| reason.as_str()).collect()
}

/// A claim as the evaluator says it.
fn told(now: Option<Timestamp>, claim: &Claim) -> String {
    let (of, id) = (claim.of(), claim.id());
    let rest = match claim {
        Claim::Lockout { was, becomes, .. } | Claim::WrongPins { was, becomes, .. } => {
            let word = if *becomes == was.after_wrong(now) {
                "wrong"
            } else {
                "right"
            };
            word.to_owned()
        }
        Claim::Uses { was, becomes, .. } | Claim::Occupancy { was, becomes, .. } => {
            format!("{was} {becomes}")
        }
        Claim::FirstUse { becomes, .. } => format!("unused {}", becomes.epoch_seconds()),
        Claim::Idle { was, becomes, .. } => {
            format!("{} {}", was.epoch_seconds(), becomes.epoch_seconds())
        }
        Claim::Place { was, becomes, .. } => {
            let Place::In { area, since } = becomes else {
                return "nowhere".to_owned();
            };
            let since = since.map(|since| since.epoch_seconds());
            let was = match was {
                Place::Reset => "reset".to_owned(),
                Place::In { area, since } => {
                    format!("{area} {:?}", since.map(|since| since.epoch_seconds()))
                }
            };
            format!("{was} {area} {since:?}")
        }
        _ => return format!("{of} {id}"),
    };
    format!("{of} {id} {rest}")
}

fn verdict(now: Option<Timestamp>, opening: &Opening, ids: &[&'static str]) -> Verdict {
    let claims = |claims: &[Claim]| claims.iter().map(|claim| told(now, claim)).collect();
    let id = opening.credential.as_deref();
    Verdict {
        open: opening.open,
        reasons: words(&opening.reasons),
        duress: opening.duress,
        credential: ids.iter().copied().find(|one| Some(*one) == id),
        companions: opening
            .companions
            .iter()
            .map(|one| words(&one.reasons))
            .collect(),
        at_once: claims(&opening.at_once),
        once_opened: claims(&opening.once_opened),
    }
}

/// Holds the two against each other; both words, and every reason, are met.
fn compare(seeds: Range<u64>) {
    let (mut decided, mut opened) = (0_u64, 0);
    let mut seen = BTreeSet::new();
    for seed in seeds {
        let mut random = Random(seed);
        let mut scene = random.scene();
        let (door, credentials, now) = (scene.door(), scene.credentials(), scene.now());
        let instant = now.map(LocalTime::instant);
        let ids: Vec<_> = scene.credentials.iter().map(|one| one.id).collect();
        for _ in 0..20 {
            scene.persons = random.persons(&scene.credentials);
            scene.direction = random.direction();
            let opening = decide(&scene.attempt(), &door, &credentials, now);
            let found = verdict(instant, &opening, &ids);
            assert_eq!(found, evaluator::decide(&scene), "seed {seed}: {scene:#?}");
            decided += 1;
            opened += u64::from(opening.open);
            seen.extend(words(&opening.reasons));
        }
    }
    // Neither word is the rule.
    assert!(
        (decided / 16..decided * 15 / 16).contains(&opened),
        "{opened} of {decided} opened"
    );
    let never = [
        "no-rights-in-zone",
        "verification-needed",
        "delayed",
        "muster",
        "traced",
    ];
    for reason in Reason::ALL.map(Reason::as_str) {
        assert_eq!(seen.contains(reason), !never.contains(&reason), "{reason}");
    }
}

// In two halves, which run beside each other.

#[test]
fn decides_as_the_second_evaluator_does() {
    compare(0..6_000);
}

#[test]
fn decides_as_the_second_evaluator_does_of_others() {
    compare(6_000..12_000);
}
