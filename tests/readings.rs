//! Laws of what numbers are read as, and of which are of one card.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use latchwork::{
    CardField, CardFields, CardFormat, CardReading, Confidence, Conversion, ConversionStep, Fit,
    MatchVerdict, ReadAs, Uid, Word, convert_card, identify_card, match_cards,
};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

mod identifier;

use identifier::{ROUNDS, flipped, own, random_uid};

fn name<'a>(reading: &CardReading<'a>) -> &'a str {
    match &reading.read_as {
        ReadAs::Identifier(_) => "identifier",
        ReadAs::Number(conversion, _) => conversion.name(),
        ReadAs::Word(_, candidate) => candidate.format().name(),
    }
}

#[test]
fn every_number_is_found_by_its_conversion() {
    let mut random = ChaCha8Rng::seed_from_u64(4);
    for conversion in Conversion::PRESETS {
        let itself = conversion.steps() == [ConversionStep::Hexadecimal];
        let by = if itself {
            "identifier"
        } else {
            conversion.name()
        };
        for _ in 0..ROUNDS {
            let uid = random_uid(&mut random, conversion.bytes());
            let printed = conversion.convert(uid).expect("a number");
            let told = conversion.read(&printed).expect("a number");
            let readings = identify_card(&printed, &[]);
            let mut same = readings.iter().filter(|reading| name(reading) == by);
            assert!(
                same.any(|reading| reading.identifier() == Some(told)),
                "{by}"
            );
            assert!(readings.is_sorted_by_key(|reading| reading.fit));
            let again = identify_card(&format!(" {printed}\n"), &[]);
            assert_eq!(readings, again, "{by}");
        }
    }
}

/// A word of a format that verifies.
fn random_word(random: &mut ChaCha8Rng, format: &CardFormat) -> Word {
    let mut drawn = |field| {
        let max = format.max(field)?;
        if let Some(only) = format.fixed(field) {
            return Some(only);
        }
        Some(random.next_u64() % (max.saturating_add(1)).max(1))
    };
    let [facility, card, issue, oem] = CardField::ALL.map(&mut drawn);
    let fields = CardFields {
        facility,
        card,
        issue,
        oem,
    };
    format.encode(&fields).expect("a word")
}

/// The formats whose words verify.
fn verifying() -> impl Iterator<Item = &'static CardFormat> {
    let formats = CardFormat::built_in().iter();
    formats.filter(|format| {
        let value = format.to_value();
        format.confidence() == Confidence::Agreed && value.get("parity").is_some()
    })
}

#[test]
fn a_word_that_verifies_is_found_in_every_framing() {
    let mut random = ChaCha8Rng::seed_from_u64(9);
    for format in verifying() {
        for _ in 0..ROUNDS / 4 {
            // With a letter in it, hex is nothing but hex.
            let word = loop {
                let word = random_word(&mut random, format);
                let prox = word.to_prox().expect("a frame");
                let framings = [word.to_hex(), prox, word.to_pacs()];
                if framings
                    .iter()
                    .all(|text| text.contains(char::is_alphabetic))
                {
                    break word;
                }
            };
            for text in [
                word.to_bits(),
                word.to_hex(),
                word.to_prox().expect("a frame"),
                word.to_pacs(),
            ] {
                let readings = identify_card(&text, &[]);
                let found = |reading: &CardReading<'_>| match &reading.read_as {
                    ReadAs::Word(found, candidate) => {
                        *found == word && candidate.format().name() == format.name()
                    }
                    _ => false,
                };
                let of_format = readings.iter().filter(|reading| found(reading)).count();
                assert_eq!(of_format, 1, "{} {text}", format.name());
            }
        }
    }
}

#[test]
fn a_callers_own_conversion_is_read_by_too() {
    let own = own(4, &["low 20 bits", "hexadecimal"]).expect("a conversion");
    let found = identify_card("BCDEF", std::slice::from_ref(&own));
    let mut by = found.iter().map(CardReading::conversion);
    assert!(by.any(|conversion| conversion == Some(&own)));
    let found = match_cards("1A2BCDEF", "BCDEF", std::slice::from_ref(&own));
    assert_eq!(
        (found.verdict, found.ways[0].bits),
        (MatchVerdict::Possible, 20)
    );
    assert_eq!(
        Conversion::find("own", std::slice::from_ref(&own)),
        Ok(&own)
    );
}

#[test]
fn a_match_is_the_same_either_way_round() {
    let mut random = ChaCha8Rng::seed_from_u64(5);
    let texts: Vec<_> = (0..ROUNDS / 4)
        .flat_map(|round| {
            let conversion = &Conversion::PRESETS[round % Conversion::PRESETS.len()];
            let uid = random_uid(&mut random, conversion.bytes());
            let word = random_word(&mut random, &CardFormat::built_in()[round]);
            let printed = conversion.convert(uid).expect("a number");
            let prox = word.to_prox().expect("a frame");
            [uid.to_string(), printed, word.to_bits(), prox]
        })
        .collect();
    for (index, a) in texts.iter().enumerate() {
        for b in texts.iter().skip(index) {
            let (found, back) = (match_cards(a, b, &[]), match_cards(b, a, &[]));
            assert_eq!(found.verdict, back.verdict);
            assert_eq!(found.ways.len(), back.ways.len());
            for way in &found.ways {
                let fewest = match way.a.fit.min(way.b.fit) {
                    Fit::Unlikely => 56,
                    _ => 16,
                };
                assert!(way.bits >= fewest);
            }
        }
    }
}

#[test]
fn an_identifier_matches_every_number_made_of_it() {
    let mut random = ChaCha8Rng::seed_from_u64(6);
    for conversion in Conversion::PRESETS {
        for _ in 0..ROUNDS / 4 {
            // With a letter in it, hex is nothing but hex.
            let uid = loop {
                let uid = random_uid(&mut random, conversion.bytes());
                if uid.to_string().contains(char::is_alphabetic) {
                    break uid;
                }
            };
            let printed = conversion.convert(uid).expect("a number");
            let found = match_cards(&uid.to_string(), &printed, &[]);
            assert_ne!(
                found.verdict,
                MatchVerdict::Different,
                "{}",
                conversion.name()
            );
            let same = found.verdict == MatchVerdict::Same;
            assert!(same || conversion.loses_bits() > 0, "{}", conversion.name());
        }
    }
}

#[test]
fn the_word_of_a_tag_matches_every_number_that_holds_no_other_bits() {
    let mut random = ChaCha8Rng::seed_from_u64(10);
    for (format, bits) in [("H10301", 24), ("H10306", 32)] {
        let format = CardFormat::find(format, &[]).expect("a format");
        for conversion in Conversion::PRESETS {
            let uid = random_uid(&mut random, conversion.bytes());
            let low = uid
                .as_bytes()
                .iter()
                .fold(0, |low, byte| low << 8 | u64::from(*byte));
            let low = low % (1 << bits);
            let fields = CardFields {
                facility: Some(low >> 16),
                card: Some(low % (1 << 16)),
                ..CardFields::default()
            };
            let word = format.encode(&fields).expect("a word").to_bits();
            let printed = conversion.convert(uid).expect("a number");
            let told = conversion.read(&printed).expect("a number").to_string();
            let (above, below) = told.split_at(told.len() - bits / 4);
            if conversion.bytes() == 5 && (!below.contains('?') || !above.contains(|c| c != '?')) {
                let found = match_cards(&word, &printed, &[]);
                assert_eq!(
                    found.verdict,
                    MatchVerdict::Possible,
                    "{}",
                    conversion.name()
                );
            }
        }
    }
}

#[test]
fn another_identifier_matches_no_number_that_tells_it_apart() {
    let mut random = ChaCha8Rng::seed_from_u64(7);
    for conversion in Conversion::PRESETS {
        let uid = random_uid(&mut random, conversion.bytes());
        let printed = conversion.convert(uid).expect("a number");
        for bit in 0..8 * usize::from(conversion.bytes()) {
            let other = flipped(uid, bit);
            if conversion.convert(other).expect("a number") != printed {
                let found = match_cards(&other.to_string(), &printed, &[]);
                let by = |way: &latchwork::MatchWay<'_>| {
                    way.a.conversion().is_none() && name(&way.b) == conversion.name()
                };
                assert!(!found.ways.iter().any(by), "{}", conversion.name());
            }
        }
    }
}

#[test]
fn any_text_has_an_answer() {
    let mut random = ChaCha8Rng::seed_from_u64(8);
    let alphabet: Vec<char> = "0123456789abcdefABCDEFx:-., /+x\u{0}\u{661}é🔑"
        .chars()
        .collect();
    for _ in 0..20 * ROUNDS {
        let length = random.next_u32() % 24;
        let draw = |_| {
            let drawn = usize::try_from(random.next_u32()).expect("32 bits");
            alphabet[drawn % alphabet.len()]
        };
        let text: String = (0..length).map(draw).collect();
        let readings = identify_card(&text, &[]);
        let uid = Uid::parse(text.trim()).ok();
        assert_eq!(
            uid.is_some(),
            readings.iter().any(|reading| name(reading) == "identifier")
        );
        for conversion in Conversion::PRESETS {
            if let Ok(told) = conversion.read(&text) {
                assert_eq!(told.len(), conversion.bytes());
            }
        }
    }
}

#[test]
fn a_long_text_is_answered_at_once() {
    for part in ["0", "9", "F", "0:", "1,", "0x", "é", " "] {
        let text = part.repeat(1 << 20);
        assert!(identify_card(&text, &[]).is_empty());
        let another = format!("{text}1");
        let verdict = |other| match_cards(&text, other, &[]).verdict;
        assert_eq!(verdict(&another), MatchVerdict::Unknown);
        // Blanks alone say nothing.
        let of_itself = match part {
            " " => MatchVerdict::Unknown,
            _ => MatchVerdict::Possible,
        };
        assert_eq!(verdict(&text), of_itself);
        assert!(convert_card(&text, None, None).is_err());
        for conversion in Conversion::PRESETS {
            assert!(conversion.read(&part.repeat(1 << 12)).is_err());
        }
    }
}
