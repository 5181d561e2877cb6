//! Laws of Wiegand words and card formats.

#![expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking; random numbers are cut to size"
)]
#![cfg_attr(
    target_arch = "wasm32",
    expect(clippy::indexing_slicing, reason = "a test fails by panicking")
)]

use latchwork::{
    Candidate, CardField, CardFields, CardFormat, Issue, Value, Verdict, Word, decode, diagnose,
};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// How often a law is tried for each format: unoptimised wasm is slow.
const TRIES: u32 = if cfg!(target_arch = "wasm32") {
    50
} else {
    1_000
};

/// Fields that a format allows, by chance.
fn fields(format: &CardFormat, rng: &mut ChaCha8Rng) -> CardFields {
    let mut number = |field| {
        let max = format.max(field)?;
        if let Some(only) = format.fixed(field) {
            return Some(only);
        }
        Some(match rng.next_u32() % 8 {
            0 => 0,
            1 => max,
            _ if max == u64::MAX => rng.next_u64(),
            _ => rng.next_u64() % (max + 1),
        })
    };
    CardFields {
        facility: number(CardField::Facility),
        card: number(CardField::Card),
        issue: number(CardField::Issue),
        oem: number(CardField::Oem),
    }
}

/// The candidate of a format among those of a word.
fn found(word: Word, format: &CardFormat) -> Option<Candidate<'_>> {
    let mut candidates = decode(word, CardFormat::built_in()).into_iter();
    candidates.find(|candidate| candidate.format().name() == format.name())
}

/// A word with one bit turned over; bit 0 is sent first.
fn flipped(word: Word, bit: u8) -> Word {
    let mask = 1 << (word.length() - 1 - bit);
    Word::new(word.value() ^ mask, word.length()).expect("a word of the same length")
}

fn items<'v>(value: &'v Value<'_>) -> &'v [Value<'v>] {
    match value {
        Value::Array(items) => items,
        _ => panic!("expected a list"),
    }
}

fn bit(value: &Value<'_>) -> u64 {
    let number = value.number().expect("a number");
    format!("{number}").parse().expect("a whole number")
}

fn numbers(value: &Value<'_>) -> Vec<u64> {
    items(value).iter().map(bit).collect()
}

/// The bits that the parity of a format looks at, read off its object.
fn covered(format: &CardFormat) -> Vec<u8> {
    let object = format.to_value();
    let parity = object.get("parity").expect("parity");
    let mut bits: Vec<u8> = items(parity)
        .iter()
        .flat_map(|one| {
            let mut bits = numbers(one.get("over").expect("bits"));
            bits.push(bit(one.get("bit").expect("a bit")));
            bits
        })
        .map(|bit| u8::try_from(bit).expect("a bit"))
        .collect();
    bits.sort_unstable();
    bits.dedup();
    bits
}

#[test]
fn decode_of_encode_holds_the_fields() {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    for format in CardFormat::built_in() {
        for _ in 0..TRIES {
            let fields = fields(format, &mut rng);
            let word = format.encode(&fields).expect("fields that fit");
            assert_eq!(word.length(), format.bits());
            let found = found(word, format).expect("the format is a candidate");
            assert!(found.fields() == fields, "{}", format.name());
            assert_ne!(found.verdict(), Verdict::Failed, "{}", format.name());
            assert_eq!(found.notes(), [], "{}", format.name());
        }
    }
}

/// The bits of each field, and of all of them in the order in which they are sent, off the object of
/// a format.
fn said(format: &CardFormat) -> (Vec<(CardField, Vec<u64>)>, Vec<u64>) {
    let object = format.to_value();
    let fields = object.get("fields").expect("fields");
    let mut each = Vec::new();
    for field in CardField::ALL {
        if let Some(field_of) = fields.get(field.as_str()) {
            each.push((field, numbers(field_of.get("bits").expect("bits"))));
        }
    }
    let mut all: Vec<_> = each.iter().flat_map(|(_, bits)| bits.clone()).collect();
    all.sort_unstable();
    (each, all)
}

/// A number of these bits of a word that is written as text.
fn number_at(text: &[u8], bits: &[u64]) -> u64 {
    bits.iter().fold(0, |number, bit| {
        let at = usize::try_from(*bit).expect("a place");
        number * 2 + u64::from(text.get(at) == Some(&b'1'))
    })
}

/// What a word holds by each format that verifies and writes it just so, and every word that its
/// length has of the first of these numbers: slowly, of text.
fn held_by_hand(word: Word) -> (Vec<(u64, usize)>, Vec<Word>) {
    let text = word.to_bits().into_bytes();
    let is_agreed = |format: &&CardFormat| {
        let object = format.to_value();
        let confidence = object.get("confidence").and_then(Value::text);
        format.bits() == word.length() && confidence == Some("agreed")
    };
    let agreed: Vec<_> = CardFormat::built_in().iter().filter(is_agreed).collect();
    let mut held = Vec::new();
    for format in &agreed {
        let is_whole = |found: &Candidate<'_>| {
            found.verdict() == Verdict::Ok && format.encode(&found.fields()) == Ok(word)
        };
        if found(word, format).is_some_and(|found| is_whole(&found)) {
            let (_, all) = said(format);
            held.push((number_at(&text, &all), all.len()));
        }
    }
    let mut words = Vec::new();
    let Some((number, _)) = held.first() else {
        return (held, words);
    };
    for format in agreed {
        let (each, all) = said(format);
        let digits = format!("{number:b}");
        let digits = digits.trim_start_matches('0');
        if digits.len() > all.len() {
            continue;
        }
        let mut text = vec![b'0'; word.length().into()];
        for (digit, bit) in digits.bytes().rev().zip(all.iter().rev()) {
            let at = usize::try_from(*bit).expect("a place");
            *text.get_mut(at).expect("a bit of the word") = digit;
        }
        let mut fields = CardFields::default();
        for (field, bits) in each {
            let number = Some(number_at(&text, &bits));
            match field {
                CardField::Facility => fields.facility = number,
                CardField::Card => fields.card = number,
                CardField::Issue => fields.issue = number,
                CardField::Oem => fields.oem = number,
            }
        }
        words.extend(format.encode(&fields));
    }
    (held, words)
}

/// Of every format in turn, of words that are one bit beside, and of any bits.
fn words(rng: &mut ChaCha8Rng) -> Vec<Word> {
    let mut words = Vec::new();
    for format in CardFormat::built_in() {
        for _ in 0..TRIES.min(250) / 50 {
            let word = format.encode(&fields(format, rng));
            let word = word.expect("fields that fit");
            words.push(word);
            words.extend((0..format.bits()).map(|bit| flipped(word, bit)));
        }
    }
    for length in 1..=128_u8 {
        for _ in 0..TRIES.min(250) / 50 {
            let bits = u128::from(rng.next_u64()) << 64 | u128::from(rng.next_u64());
            let bits = bits >> (128 - u32::from(length));
            words.push(Word::new(bits, length).expect("so many bits"));
        }
    }
    words
}

#[test]
fn a_word_holds_the_number_that_all_who_verify_it_read() {
    let mut rng = ChaCha8Rng::seed_from_u64(9);
    let mut known = std::collections::BTreeMap::new();
    let mut lengths = std::collections::BTreeSet::new();
    for word in words(&mut rng) {
        let held = word.number(CardFormat::built_in());
        assert_eq!(held, word.number(CardFormat::built_in_of(word.length())));
        let (by_hand, others) = held_by_hand(word);
        let mut expected = by_hand.first().copied();
        if by_hand
            .iter()
            .any(|one| Some(*one) != expected || one.1 > 56)
            || others.iter().any(|other| *other != word)
        {
            expected = None;
        }
        let found = held.map(|held| (held.value, usize::from(held.bits)));
        assert_eq!(found, expected, "{}", word.to_bits());
        let Some((number, bits)) = found else {
            continue;
        };
        lengths.insert(word.length());
        assert!(u32::try_from(bits).is_ok_and(|bits| number.checked_shr(bits).unwrap_or(0) == 0));
        // Another word of the same length holds another number.
        let one = known.entry((word.length(), number)).or_insert(word);
        assert_eq!(*one, word);
    }
    // Of 36 and 40 bits several formats agree, of which each has a word of its own of nearly every number.
    let expected = [26, 28, 30, 32, 33, 34, 35, 37, 38, 39, 46, 48, 50, 56];
    assert_eq!(lengths.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn one_flipped_bit_that_parity_covers_is_noticed() {
    let mut rng = ChaCha8Rng::seed_from_u64(2);
    let mut noticed = 0;
    for format in CardFormat::built_in() {
        let covered = covered(format);
        for _ in 0..TRIES / 10 {
            let word = format
                .encode(&fields(format, &mut rng))
                .expect("fields that fit");
            for bit in 0..format.bits() {
                let after = found(flipped(word, bit), format);
                if covered.contains(&bit) {
                    // A fixed bit that is another makes it no word of this format.
                    let verdict = after.as_ref().map(Candidate::verdict);
                    assert_ne!(verdict, Some(Verdict::Ok), "{} bit {bit}", format.name());
                    noticed += 1;
                } else if let Some(after) = after {
                    assert_ne!(after.verdict(), Verdict::Failed, "{}", format.name());
                }
            }
        }
    }
    assert!(noticed > 0);
}

#[test]
fn what_does_not_fit_is_refused_and_never_cut() {
    for format in CardFormat::built_in() {
        for field in CardField::ALL {
            let at = |number| {
                let mut fields = CardFields::default();
                match field {
                    CardField::Facility => fields.facility = Some(number),
                    CardField::Card => fields.card = Some(number),
                    CardField::Issue => fields.issue = Some(number),
                    CardField::Oem => fields.oem = Some(number),
                }
                format.encode(&fields)
            };
            if let Some(max) = format.max(field) {
                assert!(at(max).is_ok(), "{}", format.name());
                let issues = at(max + 1).expect_err("too large");
                let codes: Vec<_> = issues.iter().map(Issue::code).collect();
                let expected = match format.fixed(field) {
                    Some(_) => "card_field_fixed",
                    None => "card_field_too_large",
                };
                assert_eq!(codes, [expected], "{}", format.name());
                assert!(at(u64::MAX).is_err(), "{}", format.name());
            } else {
                let issues = at(0).expect_err("no such field");
                let codes: Vec<_> = issues.iter().map(Issue::code).collect();
                assert_eq!(codes, ["card_field_unknown"], "{}", format.name());
            }
        }
    }
}

#[test]
fn a_word_survives_every_way_to_write_it() {
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    for length in 1..=128 {
        for round in 0..TRIES / 2 {
            let value = match round {
                0 => 0,
                1 => u128::MAX,
                _ => u128::from(rng.next_u64()) << 64 | u128::from(rng.next_u64()),
            };
            let word = Word::new(value >> (128 - length), length).expect("a word");
            assert_eq!(Word::from_bits(&word.to_bits()), Ok(word));
            assert_eq!(Word::from_hex(&word.to_hex(), length), Ok(word));
            let prox = word.to_prox();
            assert_eq!(prox.is_some(), length <= 84, "{length} bits");
            if let Some(prox) = prox {
                assert_eq!(Word::from_prox(&prox), Ok(word), "{length} bits");
            }
            let sentinel = word.to_sentinel();
            assert_eq!(Word::from_sentinel(&sentinel), Ok(word), "{length} bits");
            let block = format!("0x000{sentinel}");
            assert_eq!(Word::from_sentinel(&block), Ok(word), "{length} bits");
            if (38..=84).contains(&length) {
                assert_eq!(Word::from_prox(&sentinel), Ok(word), "{length} bits");
            }
            assert_eq!(Word::from_pacs(&word.to_pacs()), Ok(word), "{length} bits");
            assert_eq!(Word::check_value(&word.to_value()), Ok(word));
            assert_eq!(word.inverted().inverted(), word);
            assert_eq!(word.reversed().reversed(), word);
            let turned: String = word.to_bits().chars().rev().collect();
            assert_eq!(word.reversed().to_bits(), turned);
        }
    }
}

/// Every word of 4 and of 8 bits, and every key.
#[test]
fn a_key_press_is_a_word_of_four_or_eight_bits() {
    let keys = "0123456789*#";
    for length in 0..=128 {
        for (number, key) in keys.chars().enumerate() {
            let word = Word::from_key(key, length);
            assert_eq!(word.is_ok(), length == 4 || length == 8, "{key} {length}");
            if let Ok(word) = word {
                assert_eq!(word.key(), Some(key));
                let low = format!("{number:04b}");
                let high: String = low
                    .chars()
                    .map(|bit| if bit == '0' { '1' } else { '0' })
                    .collect();
                let bits = if length == 4 { low } else { high + &low };
                assert_eq!(word.to_bits(), bits);
            }
        }
    }
    for length in [4, 8] {
        let words = (0..1_u128 << length).map(|value| Word::new(value, length).expect("a word"));
        assert_eq!(words.filter(|word| word.key().is_some()).count(), 12);
    }
    for other in ['A', ' ', '٣', '\u{0}'] {
        assert!(Word::from_key(other, 4).is_err());
    }
    for length in [3, 5, 9, 26] {
        assert_eq!(Word::new(5, length).expect("a word").key(), None);
    }
}

#[test]
fn no_text_panics_and_what_is_a_word_is_written_back() {
    let alphabet: Vec<char> = "01011010FfxX9E: -\n\u{0}é４😀".chars().collect();
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    let mut words = 0;
    for _ in 0..TRIES * 40 {
        let text: String = (0..rng.next_u32() % 80)
            .filter_map(|_| alphabet.get(rng.next_u32() as usize % alphabet.len()))
            .collect();
        let length = rng.next_u32() as u8;
        let read = [
            Word::from_bits(&text),
            Word::from_hex(&text, length),
            Word::from_prox(&text),
            Word::from_pacs(&text),
            Word::from_sentinel(&text),
        ];
        for word in read.into_iter().flatten() {
            assert_eq!(Word::check_value(&word.to_value()), Ok(word));
            words += 1;
        }
    }
    assert!(words > 0);
}

#[test]
fn formats_are_shortest_first_and_no_two_have_one_name() {
    let formats = CardFormat::built_in();
    assert!(formats.is_sorted_by_key(CardFormat::bits));
    for format in formats {
        let of_name = CardFormat::find(format.name(), &[]).expect("a format");
        assert!(core::ptr::eq(of_name, format), "{}", format.name());
        let of_length = CardFormat::built_in_of(format.bits());
        assert!(of_length.iter().any(|one| core::ptr::eq(one, format)));
    }
    let by_length: usize = (0..=255)
        .map(|length| CardFormat::built_in_of(length).len())
        .sum();
    assert_eq!(by_length, formats.len());
}

#[test]
fn swapped_and_reversed_words_are_diagnosed_where_nothing_else_verifies() {
    let mut rng = ChaCha8Rng::seed_from_u64(4);
    let mut diagnosed = 0;
    for format in CardFormat::built_in() {
        for _ in 0..TRIES / 10 {
            let word = format
                .encode(&fields(format, &mut rng))
                .expect("fields that fit");
            let is_verified = |word| {
                let candidates = decode(word, CardFormat::built_in());
                candidates.iter().any(Candidate::is_verified)
            };
            assert!(!is_verified(word) || diagnose(word, &CardFormat::built_in()).is_empty());
            for mended in [word.inverted(), word.reversed()] {
                let found = diagnose(mended, &CardFormat::built_in());
                let names_it = found.iter().any(|(diagnosis, candidate)| {
                    diagnosis.mend(mended) == word && candidate.format().name() == format.name()
                });
                let expected = !is_verified(mended)
                    && decode(word, [format]).iter().any(Candidate::is_verified);
                assert_eq!(names_it, expected, "{}", format.name());
                diagnosed += u32::from(names_it);
            }
        }
    }
    assert!(diagnosed > 0);
}

/// Every word of 26 bits where this is quick, every 1,009th else.
#[test]
fn the_verdict_on_every_word_of_h10301_is_the_naive_one() {
    let step = if cfg!(debug_assertions) { 1_009 } else { 1 };
    let format = CardFormat::find("H10301", &[]).expect("a format");
    let mut verified = 0_u32;
    let mut tried = 0_u32;
    for value in (0..1_u128 << 26).step_by(step) {
        let word = Word::new(value, 26).expect("26 bits");
        let candidate = Candidate::new(word, format).expect("a candidate");
        // Bit by bit, as the manual says it: the first 13 have an even number of ones, the last 13
        // an odd one.
        let (mut first, mut last) = (0, 0);
        for bit in 0..13 {
            last += value >> bit & 1;
            first += value >> (bit + 13) & 1;
        }
        let holds = first % 2 == 0 && last % 2 == 1;
        let expected = if holds { Verdict::Ok } else { Verdict::Failed };
        assert_eq!(candidate.verdict(), expected, "{value:026b}");
        let fields = candidate.fields();
        assert_eq!(fields.facility, u64::try_from(value >> 17 & 0xFF).ok());
        assert_eq!(fields.card, u64::try_from(value >> 1 & 0xFFFF).ok());
        verified += u32::from(holds);
        tried += 1;
    }
    if step == 1 {
        assert_eq!((tried, verified), (1 << 26, 1 << 24));
    }
    assert!(verified > 0 && verified < tried);
}

#[test]
fn formats_of_a_list_have_a_name_each() {
    let format = |name: &str| {
        let json = format!(r#"{{"name":"{name}","bits":8,"fields":{{"card":{{"bits":[0,1]}}}}}}"#);
        let value = Value::from_json(json.as_bytes(), 1 << 10).expect("JSON");
        CardFormat::check_value(&value).expect("a format")
    };
    let read = |names: &[&str]| {
        let formats: Vec<_> = names.iter().map(|name| format(name)).collect();
        let list = formats.iter().map(CardFormat::to_value).collect();
        CardFormat::check_list(&Value::Array(list))
    };
    assert_eq!(
        read(&["one", "two"]),
        Ok(vec![format("one"), format("two")])
    );
    let issues = read(&["one", "one"]).expect_err("a name twice");
    let told: Vec<_> = issues
        .iter()
        .map(|issue| (issue.code(), issue.place().to_string()))
        .collect();
    assert_eq!(told, [("card_format_twice", "[1].name".to_owned())]);
    // One of a built-in format's name stands in that one's place.
    let own = read(&["H10301"]).expect("a format");
    assert_eq!(CardFormat::find("H10301", &own), Ok(&own[0]));
}

/// Words of a format with a fixed field that say another number in it are none of its words.
#[test]
fn a_fixed_field_has_one_number() {
    let format = CardFormat::find("S12906b", &[]).expect("a format");
    let other = CardFormat::find("S12906", &[]).expect("a format of the same facility bits");
    for facility in 0..=255 {
        let fields = CardFields {
            facility: Some(facility),
            ..CardFields::default()
        };
        assert_eq!(format.encode(&fields).is_ok(), facility == 217);
        let word = other.encode(&fields).expect("a word");
        assert_eq!(Candidate::new(word, format).is_some(), facility == 217);
    }
}

/// Every card number of the format that adds to those from one on, and every word of its bits.
#[test]
fn an_offset_is_added_and_taken_off() {
    let format = CardFormat::find("C10106", &[]).expect("a format");
    let card = |word| {
        let candidate = Candidate::new(word, format).expect("a candidate");
        candidate.fields().card.expect("a card number")
    };
    let step = if cfg!(debug_assertions) { 101 } else { 1 };
    for number in (0..=457_681).step_by(step).chain([262_143, 262_144]) {
        let fields = CardFields {
            card: Some(number),
            ..CardFields::default()
        };
        let word = format.encode(&fields).expect("a word");
        let added = if number < 262_144 { 0 } else { 66_606 };
        assert_eq!(word.value(), u128::from(number + added));
        assert_eq!(card(word), number);
    }
    for bits in (0..1_u64 << 19).step_by(step) {
        let word = Word::new(bits.into(), 40).expect("a word");
        let expected = if bits >> 18 == 0 { bits } else { bits - 66_606 };
        assert_eq!(card(word), expected);
    }
}

/// Many formats of one length: candidates are found in a time that grows as they do, in the order
/// that a sort gives.
#[test]
fn many_formats_of_one_length_are_ordered_as_few_are() {
    let mut rng = ChaCha8Rng::seed_from_u64(6);
    let confidences = ["agreed", "no-parity-known", "uncertain"];
    let formats: Vec<_> = (0..20_000)
        .map(|index| {
            let confidence = confidences[rng.next_u32() as usize % 3];
            let parity = ["", r#"{"bit":7,"kind":"odd","over":[0,1]}"#][rng.next_u32() as usize % 2];
            let json = format!(
                r#"{{"name":"{index}","bits":8,"fields":{{"card":{{"bits":[0,1]}}}},"confidence":"{confidence}","parity":[{parity}]}}"#
            );
            let value = Value::from_json(json.as_bytes(), 1 << 10).expect("JSON");
            CardFormat::check_value(&value).expect("a format")
        })
        .collect();
    for bits in ["10000001", "10000000"] {
        let found = decode(Word::from_bits(bits).expect("a word"), &formats);
        let mut sorted: Vec<_> = formats
            .iter()
            .filter_map(|format| Candidate::new(Word::from_bits(bits).ok()?, format))
            .collect();
        sorted.sort_by_key(|one| (one.verdict(), !one.is_verified()));
        assert!(found == sorted);
    }
}

#[test]
fn a_long_list_of_formats_is_read_at_once_and_few_of_its_issues_listed() {
    // 20,000 formats, half of them of names that are there already.
    let format = |index: usize| {
        let name = index % 10_000;
        format!(r#"{{"name":"{name}","bits":1,"fields":{{"card":{{"bits":[0]}}}}}}"#)
    };
    let list: Vec<_> = (0..20_000).map(format).collect();
    let json = format!("[{}]", list.join(","));
    let value = Value::from_json(json.as_bytes(), usize::MAX).expect("JSON");
    let issues = CardFormat::check_list(&value).expect_err("names twice");
    let (cut, listed) = issues.as_slice().split_last().expect("issues");
    assert_eq!(cut.code(), "issues_cut");
    let expected: Vec<_> = (0..100)
        .map(|index| format!("[{}].name", 10_000 + index))
        .collect();
    let places: Vec<_> = listed
        .iter()
        .map(|issue| issue.place().to_string())
        .collect();
    assert_eq!(places, expected);
    assert_eq!(
        cut.to_string(),
        "expected at most 100 issues, found 10000: the rest is left out"
    );
}
