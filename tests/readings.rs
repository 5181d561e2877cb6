//! Laws of what numbers are read as, and of which are of one card.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use latchwork::{
    CardField, CardFields, CardFormat, CardReading, Confidence, Conversion, ConversionStep, Fit,
    MatchVerdict, ReadAs, Uid, Word, convert_card, identify_card, identify_cards, match_cards,
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
        ReadAs::Word(_, candidate, _) => candidate.format().name(),
        ReadAs::Part(..) => "part",
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
                    ReadAs::Word(found, candidate, None) => {
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

fn in_hex(bytes: &[u8]) -> String {
    let pairs: Vec<_> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    pairs.concat()
}

/// The first or last bytes of an identifier in either order, in hex and in decimal, computed here
/// bit by bit.
#[test]
fn an_identifier_matches_its_parts() {
    let mut random = ChaCha8Rng::seed_from_u64(11);
    for length in [4, 5, 7, 8, 10] {
        for _ in 0..ROUNDS / 10 {
            let uid = random_uid(&mut random, length);
            let bytes = uid.as_bytes();
            for count in 3..bytes.len() {
                for mut part in [&bytes[..count], &bytes[bytes.len() - count..]].map(<[u8]>::to_vec)
                {
                    for _ in 0..2 {
                        let hex = in_hex(&part);
                        let value = part
                            .iter()
                            .fold(0_u128, |all, byte| all << 8 | u128::from(*byte));
                        let mut texts = vec![hex];
                        if count <= 8 {
                            texts.push(value.to_string());
                        }
                        for text in texts {
                            let found = match_cards(&uid.to_string(), &text, &[]);
                            let back = match_cards(&text, &uid.to_string(), &[]);
                            assert_eq!(found.verdict, back.verdict);
                            let bits = u32::try_from(8 * count).expect("few bits");
                            let told = found.ways.iter().any(|way| {
                                way.bits >= bits && way.a.identifier() == Some(uid.into())
                            });
                            assert!(told, "{count} of {length}");
                            assert_ne!(found.verdict, MatchVerdict::Unknown);
                        }
                        part.reverse();
                    }
                }
            }
        }
    }
}

/// Bytes and the exclusive or of them are those bytes, in hex and in decimal, and no other last
/// byte is.
#[test]
fn a_byte_that_checks_the_others_is_none_of_the_identifier() {
    let mut random = ChaCha8Rng::seed_from_u64(12);
    for length in [4, 5, 7, 8, 10] {
        for _ in 0..ROUNDS / 10 {
            let uid = random_uid(&mut random, length);
            let check = uid.as_bytes().iter().fold(0, |all, byte| all ^ byte);
            for last in [check, check ^ 1] {
                let mut bytes = uid.as_bytes().to_vec();
                bytes.push(last);
                let hex: Vec<_> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
                let decimal: Vec<_> = bytes.iter().map(u8::to_string).collect();
                for text in [
                    hex.concat(),
                    hex.join(":"),
                    decimal.join("-"),
                    decimal.join(" "),
                ] {
                    let readings = identify_card(&text, &[]);
                    let mut found = readings.iter().filter_map(CardReading::identifier);
                    assert_eq!(
                        found.any(|found| found == uid.into()),
                        last == check,
                        "{length}"
                    );
                }
            }
        }
    }
}

/// A card of 7 bytes tells 3 of them and their check with the cascade tag, then 4 and theirs.
#[test]
fn parts_that_are_checked_each_are_one_identifier() {
    let mut random = ChaCha8Rng::seed_from_u64(13);
    for _ in 0..ROUNDS {
        let uid = random_uid(&mut random, 7);
        let (first, rest) = uid.as_bytes().split_at(3);
        let xor = |bytes: &[u8]| bytes.iter().fold(0, |all, byte| all ^ byte);
        let check = xor(first) ^ 0x88;
        let parts = [first, &[check], rest, &[xor(rest)]].concat();
        for bytes in [parts.clone(), [&[0x88], parts.as_slice()].concat()] {
            let text = in_hex(&bytes);
            let readings = identify_card(&text, &[]);
            let mut found = readings.iter().filter_map(CardReading::identifier);
            assert!(found.any(|found| found == uid.into()));
        }
        // The first part alone, with the tag and without.
        let cut = [first, &[check]].concat();
        for bytes in [cut.clone(), [&[0x88], cut.as_slice()].concat()] {
            let text = in_hex(&bytes);
            let found = match_cards(&text, &uid.to_string(), &[]);
            assert_eq!(found.verdict, MatchVerdict::Possible);
            assert!(found.ways.iter().any(|way| way.bits >= 24));
        }
    }
}

#[test]
fn a_word_with_every_bit_turned_over_is_the_word() {
    let mut random = ChaCha8Rng::seed_from_u64(14);
    let mut found_some = 0;
    for format in verifying() {
        for _ in 0..ROUNDS / 10 {
            let word = random_word(&mut random, format);
            let turned = word.inverted();
            let decoded = latchwork::decode(turned, CardFormat::built_in());
            if decoded.iter().any(latchwork::Candidate::is_verified) {
                continue;
            }
            let readings = identify_card(&turned.to_bits(), &[]);
            let meant = |reading: &CardReading<'_>| match &reading.read_as {
                ReadAs::Word(meant, candidate, diagnosis) => {
                    *meant == word && diagnosis.is_some() && candidate.format() == format
                }
                _ => false,
            };
            assert!(readings.iter().any(meant), "{}", format.name());
            let found = match_cards(&turned.to_bits(), &word.to_bits(), &[]);
            assert_eq!(found.verdict, MatchVerdict::Possible, "{}", format.name());
            found_some += 1;
        }
    }
    assert!(found_some > 0);
}

/// Every two numbers that a fob of this tag can show, in one text.
#[test]
fn two_numbers_of_a_fob_in_one_text_are_read_as_one() {
    let mut random = ChaCha8Rng::seed_from_u64(15);
    let conversion = |name| Conversion::find(name, &[]).expect("a conversion");
    for _ in 0..ROUNDS / 4 {
        let uid = random_uid(&mut random, 5);
        let number = |name| conversion(name).convert(uid).expect("a number");
        for (first, second) in [
            ("em4100_dez10", "em4100_dez3_5c_comma"),
            ("em4100_dez8", "em4100_dez3_5c_comma"),
            ("em4100_dez10", "em4100_dez5_5_comma"),
            ("em4100_dez12", "em4100_dez8"),
        ] {
            let texts = [
                format!("{} {}", number(first), number(second)),
                format!(
                    " {}\t{} ",
                    number(second),
                    number(first).replace(',', " , ")
                ),
            ];
            for text in texts {
                let readings = identify_card(&text, &[]);
                let known = conversion(first).read(&number(first)).expect("a number");
                let reading = readings.iter().find(|reading| {
                    reading.beside.is_some() && reading.identifier() == Some(known)
                });
                assert!(reading.is_some(), "{text}");
            }
            let other = random_uid(&mut random, 5);
            let of_other = conversion(second).convert(other).expect("a number");
            let text = format!("{} {of_other}", number(first));
            let known = conversion(first).read(&number(first)).expect("a number");
            let readings = identify_card(&text, &[]);
            assert!(
                !readings
                    .iter()
                    .any(|reading| reading.identifier() == Some(known))
            );
        }
    }
}

/// Three numbers of one conversion: it is among the styles, and the reading of each tells its
/// identifier; no style reads what it does not read alone.
#[test]
fn several_numbers_are_explained_by_the_conversion_that_wrote_them() {
    let mut random = ChaCha8Rng::seed_from_u64(17);
    let plain = |conversion: &&Conversion| conversion.steps() != [ConversionStep::Hexadecimal];
    for conversion in Conversion::PRESETS.iter().filter(plain) {
        for _ in 0..ROUNDS / 20 {
            let uids: Vec<_> = (0..3)
                .map(|_| random_uid(&mut random, conversion.bytes()))
                .collect();
            let printed: Vec<_> = uids
                .iter()
                .map(|uid| conversion.convert(*uid).expect("a number"))
                .collect();
            let texts: Vec<_> = printed.iter().map(String::as_str).collect();
            let styles = identify_cards(&texts, &[]);
            let found = styles
                .iter()
                .find(|style| style.conversion() == Some(conversion));
            let found = found.expect("the conversion");
            for (reading, text) in found.readings.iter().zip(&texts) {
                let told = conversion.read(text).expect("a number");
                assert_eq!(reading.identifier(), Some(told), "{}", conversion.name());
            }
            assert!(styles.is_sorted_by_key(|style| style.fit));
            for style in &styles {
                assert_eq!(style.readings.len(), 3);
                for (reading, text) in style.readings.iter().zip(&texts) {
                    assert!(identify_card(text, &[]).contains(reading));
                    assert!(reading.fit <= style.fit);
                }
            }
        }
    }
    assert!(identify_cards(&[], &[]).is_empty());
    assert!(identify_cards(&["11576829", "reader"], &[]).is_empty());
}

#[test]
fn blanks_around_a_separator_make_no_difference() {
    for (tidy, loose) in [
        ("176,42493", "176 , 42493"),
        ("04:A1:B2:C3:D4:E5:F6", " 04 : A1 :B2: C3 : D4 : E5 : F6"),
        ("136-4-110-81-179", "136 -4 - 110- 81 - 179"),
        ("30 16 61 34 113", "30  16\t61 34 \n 113"),
    ] {
        assert_eq!(
            identify_card(tidy, &[]),
            identify_card(loose, &[]),
            "{tidy}"
        );
        assert!(!identify_card(tidy, &[]).is_empty(), "{tidy}");
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
        // Bytes in decimal and checked ones are read as an identifier, too.
        assert!(uid.is_none() || readings.iter().any(|reading| name(reading) == "identifier"));
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
