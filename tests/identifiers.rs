//! Laws of identifiers and of the conversions that make numbers of them.

#![expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use latchwork::{
    ByteOrder, Conversion, ConversionStep, KeyFormat, Uid, Value, convert_card, identify_card,
    match_cards,
};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

mod identifier;

use identifier::{ROUNDS, flipped, own, random_uid, steps};

/// The presets, and conversions of a caller's own that go further.
fn conversions() -> Vec<Conversion> {
    let others: [(u8, &[&str]); 9] = [
        (
            4,
            &[
                "byte bits reversed",
                "bytes reversed",
                "decimal of 10 digits",
            ],
        ),
        (5, &["bytes reversed", "low 26 bits", "decimal"]),
        (5, &["nibble bits reversed", "low 20 bits", "hexadecimal"]),
        (
            7,
            &[
                "bytes 7, 1, 3, 2",
                "split into 20, 3, 9 bits",
                "decimal of 0, 2, 4 digits",
                "joined by `/`",
            ],
        ),
        (7, &["low 34 bits", "split into 12, 22 bits", "hexadecimal"]),
        (8, &["split into 1, 63 bits", "decimal", "joined by ` `"]),
        (10, &["bytes reversed", "hexadecimal"]),
        (10, &["split into 40, 40 bits", "decimal of 0, 13 digits"]),
        (10, &["bytes reversed", "two decimal digits a nibble"]),
    ];
    let own = others.map(|(bytes, words)| own(bytes, words).expect("a conversion"));
    Conversion::PRESETS.iter().cloned().chain(own).collect()
}

#[test]
fn an_identifier_prints_and_reads_in_every_spelling() {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    for bytes in [4, 5, 7, 8, 10] {
        let uid = random_uid(&mut random, bytes);
        let hex = uid.to_string();
        let pairs: Vec<_> = uid
            .as_bytes()
            .to_vec()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let spellings = [
            hex.clone(),
            hex.to_lowercase(),
            format!("0x{hex}"),
            pairs.join(":"),
            pairs.join("-"),
            pairs.join(" "),
            format!("0x{}", pairs.join(" 0x")),
        ];
        for spelling in spellings {
            assert_eq!(Uid::parse(&spelling), Ok(uid));
        }
        assert_eq!(uid.reversed().reversed(), uid);
        let mut reversed = uid.as_bytes().to_vec();
        reversed.reverse();
        assert_eq!(uid.reversed().as_bytes().to_vec(), reversed);
    }
}

#[test]
fn what_loses_nothing_goes_back() {
    let mut random = ChaCha8Rng::seed_from_u64(2);
    for conversion in conversions() {
        for _ in 0..ROUNDS {
            let uid = random_uid(&mut random, conversion.bytes());
            let printed = conversion.convert(uid).expect("a number");
            let read = conversion.read(&printed).expect("a number");
            let whole = (conversion.loses_bits() == 0).then_some(uid);
            assert_eq!(read.whole(), whole, "{}", conversion.name());
            assert_eq!(
                conversion.convert(read).is_ok(),
                !divides(&conversion),
                "{}",
                conversion.name()
            );
        }
    }
}

/// Conversions of steps by chance, of which those are taken that lose nothing: what they write of any
/// identifier they read, with blanks around what stands between numbers or without.
#[test]
fn what_loses_nothing_reads_all_that_it_writes() {
    let mut random = ChaCha8Rng::seed_from_u64(16);
    let mut tried = 0;
    let mut below = |bound: u32| random.next_u32() % bound;
    while tried < 40 * ROUNDS {
        let bytes = [4, 5, 7, 8, 10][below(5) as usize];
        let mut words: Vec<String> = Vec::new();
        for _ in 0..below(3) {
            let kinds = [
                "bytes reversed",
                "byte bits reversed",
                "nibble bits reversed",
            ];
            words.push(kinds[below(3) as usize].to_owned());
        }
        let mut left = 8 * u32::from(bytes);
        let mut groups = Vec::new();
        while left > 0 && below(8) > 0 {
            let bits = (1 + below(33)).min(left);
            groups.push(bits);
            left -= bits;
        }
        if left > 0 {
            groups.push(left);
        }
        if groups.len() > 1 {
            let all: Vec<_> = groups.iter().map(u32::to_string).collect();
            words.push(format!("split into {} bits", all.join(", ")));
        }
        let separator = [",", ".", "-", ":", "/", " ", "|", "#", "'"][below(9) as usize];
        match below(5) {
            0 => words.push("hexadecimal".to_owned()),
            1 if groups.len() == 1 => words.push("two decimal digits a nibble".to_owned()),
            2 => words.push("decimal".to_owned()),
            _ => {
                let widths: Vec<_> = groups.iter().map(|_| below(21).to_string()).collect();
                words.push(format!("decimal of {} digits", widths.join(", ")));
            }
        }
        if groups.len() > 1 && below(3) > 0 {
            words.push(format!("joined by `{separator}`"));
        }
        let words: Vec<_> = words.iter().map(String::as_str).collect();
        let Ok(conversion) = own(bytes, &words) else {
            continue;
        };
        assert_eq!(conversion.loses_bits(), 0);
        for kind in 0..4 {
            let drawn: Vec<u8> = (0..bytes)
                .map(|_| match kind {
                    0 => 0,
                    1 => u8::MAX,
                    2 => u8::from(below(8) == 0),
                    _ => below(256) as u8,
                })
                .collect();
            let uid = Uid::from_bytes(&drawn).expect("an identifier");
            let printed = conversion.convert(uid).expect("a number");
            let read = conversion.read(&printed).map(|read| read.whole());
            assert_eq!(read, Ok(Some(uid)), "{words:?} {printed}");
            if printed.contains(separator) {
                let loose = printed.replace(separator, &format!(" {separator} "));
                let read = conversion.read(&loose).map(|read| read.whole());
                assert_eq!(read, Ok(Some(uid)), "{words:?} {loose}");
            }
        }
        tried += 1;
    }
}

fn divides(conversion: &Conversion) -> bool {
    let mut steps = conversion.steps().iter();
    steps.any(|step| matches!(step, ConversionStep::Modulo(_)))
}

#[test]
fn the_bits_that_are_told_are_those_that_change_the_number() {
    let mut random = ChaCha8Rng::seed_from_u64(3);
    for conversion in conversions() {
        let bytes = conversion.bytes();
        let uid = random_uid(&mut random, bytes);
        let printed = conversion.convert(uid).expect("a number");
        let told = conversion.read(&printed).expect("a number");
        let changing = (0..8 * usize::from(bytes))
            .filter(|bit| conversion.convert(flipped(uid, *bit)).expect("a number") != printed);
        let changing = u32::try_from(changing.count()).expect("few bits");
        let known = 8 * u32::from(bytes) - conversion.loses_bits();
        if divides(&conversion) {
            // Every bit counts in a rest, and few of them can be told from it.
            assert!(
                changing > known && known > told.known_bits(),
                "{}",
                conversion.name()
            );
        } else {
            assert_eq!(
                (changing, told.known_bits()),
                (known, known),
                "{}",
                conversion.name()
            );
        }
    }
}

#[test]
fn a_rest_holds_the_bits_of_the_divisor_rounded_down() {
    for (modulo, held, told) in [
        (2, 1, 1),
        (10, 3, 1),
        (16, 4, 4),
        (96, 6, 5),
        (255, 7, 0),
        (256, 8, 8),
        (1000, 8, 8),
    ] {
        let words = ["low 1 bytes", &format!("modulo {modulo}"), "decimal"];
        let conversion = own(4, &words).expect("a conversion");
        assert_eq!(conversion.loses_bits(), 32 - held, "{modulo}");
        assert_eq!(
            conversion.read("1").expect("a rest").known_bits(),
            told,
            "{modulo}"
        );
        assert!(conversion.read(&modulo.min(256).to_string()).is_err());
        let words = ["low 1 bytes", &format!("modulo {modulo}"), "hexadecimal"];
        let conversion = own(4, &words).expect("a conversion");
        assert_eq!(conversion.read("FF").is_ok(), modulo > 255);
    }
}

#[test]
fn a_conversion_is_data() {
    for conversion in conversions() {
        let value = conversion.to_value();
        assert_eq!(Conversion::check_value(&value).as_ref(), Ok(&conversion));
        for step in conversion.steps() {
            assert_eq!(ConversionStep::parse(&step.to_string()).as_ref(), Ok(step));
        }
    }
}

#[test]
fn presets_have_names_of_their_own_and_sources() {
    let mut names: Vec<_> = Conversion::PRESETS.iter().map(Conversion::name).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    for preset in Conversion::PRESETS {
        assert!(!preset.source().is_empty() && !preset.description().is_empty());
    }
}

#[test]
fn steps_that_do_not_fit_are_told_with_their_place() {
    const ORDER: &str = "expected steps that choose bits, then at most one that divides, \
                         then one that writes digits";
    let unfit =
        |bits| format!("expected a step for a number of {bits} bits, found one that does not fit");
    let cases: [(u8, &[&str], &str, String); 20] = [
        (5, &["bytes reversed"], "steps", ORDER.to_owned()),
        (5, &["decimal", "low 3 bytes"], "steps[1]", ORDER.to_owned()),
        (5, &["decimal", "decimal"], "steps[1]", ORDER.to_owned()),
        (
            5,
            &["modulo 10", "split into 20, 20 bits", "decimal"],
            "steps[1]",
            ORDER.to_owned(),
        ),
        (
            5,
            &["split into 20, 20 bits", "joined by `,`", "decimal"],
            "steps[1]",
            ORDER.to_owned(),
        ),
        (
            5,
            &["low 26 bits", "bytes reversed", "decimal"],
            "steps[1]",
            unfit(26),
        ),
        (
            5,
            &["low 26 bits", "nibble bits reversed", "decimal"],
            "steps[1]",
            unfit(26),
        ),
        (
            5,
            &["low 26 bits", "two decimal digits a nibble"],
            "steps[1]",
            unfit(26),
        ),
        (5, &["low 6 bytes", "decimal"], "steps[0]", unfit(40)),
        (5, &["low 0 bits", "decimal"], "steps[0]", unfit(40)),
        (5, &["bytes 0", "decimal"], "steps[0]", unfit(40)),
        (5, &["bytes 6", "decimal"], "steps[0]", unfit(40)),
        (5, &["bytes 1, 1", "decimal"], "steps[0]", unfit(40)),
        (5, &["modulo 1", "decimal"], "steps[0]", unfit(40)),
        (
            5,
            &["split into 8, 16 bits", "decimal"],
            "steps[0]",
            unfit(40),
        ),
        (5, &["decimal of 3, 5 digits"], "steps[0]", unfit(40)),
        (5, &["decimal of 21 digits"], "steps[0]", unfit(40)),
        (5, &["decimal", "joined by `,`"], "steps[1]", unfit(40)),
        (10, &["decimal"], "steps[0]", unfit(80)),
        (
            5,
            &["split into 24, 16 bits", "decimal of 8, 4 digits"],
            "steps",
            "expected a separator, or for each number but the first as many digits as it can have"
                .to_owned(),
        ),
    ];
    for (bytes, words, place, sentence) in cases {
        let issues = own(bytes, words).expect_err("a conversion that is none");
        assert_eq!(
            issues.to_string(),
            format!("{place}: {sentence}"),
            "{words:?}"
        );
    }
}

#[test]
fn what_is_no_conversion_is_told() {
    for words in [
        "low x bytes",
        "low 32 bytes",
        "bytes ",
        "joined by `,,`",
        "joined by ``",
        "Decimal",
        "modulo -1",
    ] {
        let issue = ConversionStep::parse(words).expect_err("no step");
        assert_eq!(issue.code(), "conversion_step_unknown", "{words}");
    }
    for (bytes, code) in [(0, "uid_wrong_length"), (6, "uid_wrong_length")] {
        assert_eq!(
            own(bytes, &["decimal"]).expect_err("a length").as_slice()[0].code(),
            code
        );
    }
    let unnamed = Conversion::new("", "", 5, &steps(&["decimal"])).expect_err("no name");
    assert_eq!(unnamed.to_string(), "name: expected a name, found none");
    assert_eq!(
        own(5, &[]).expect_err("no step").to_string(),
        "steps: expected at least one item, found none"
    );
    let written = br#"{"name":"own","bytes":"5","steps":["decimal","low"],"step":1}"#;
    let value = Value::from_json(written, 1000).expect("JSON");
    let issues = Conversion::check_value(&value).expect_err("several issues");
    let codes: Vec<_> = issues
        .iter()
        .map(|issue| (issue.place().to_string(), issue.code()))
        .collect();
    let expected = [
        ("bytes", "wrong_type"),
        ("steps[1]", "conversion_step_unknown"),
        ("step", "unknown_field"),
    ];
    assert_eq!(
        codes,
        expected.map(|(place, code)| (place.to_owned(), code))
    );
}

#[test]
fn a_key_number_is_an_identifier_in_both_orders() {
    let mut random = ChaCha8Rng::seed_from_u64(9);
    for format in KeyFormat::BUILT_IN {
        let presets = Conversion::PRESETS.iter();
        let own: Vec<_> = presets
            .filter(|preset| preset.key_format() == Some(format.clone()))
            .collect();
        assert!(!own.is_empty(), "{}", format.name());
        for _ in 0..ROUNDS {
            let uid = random_uid(&mut random, own[0].bytes());
            for conversion in &own {
                let number = format
                    .check(&conversion.convert(uid).expect("a number"))
                    .expect("a key number");
                let order = if conversion.steps().len() == 1 {
                    ByteOrder::MostSignificantFirst
                } else {
                    ByteOrder::LeastSignificantFirst
                };
                assert_eq!(format.uid(&number, order), Some(uid));
            }
        }
    }
    let site = KeyFormat::new("SITE", "", 10, 26).expect("a format");
    let number = site.check("4711").expect("a number");
    assert_eq!(site.uid(&number, ByteOrder::MostSignificantFirst), None);
    let large = KeyFormat::MD.check("49174381509598573").expect("a number");
    assert_eq!(
        KeyFormat::MC.uid(&large, ByteOrder::MostSignificantFirst),
        None
    );
}

#[test]
fn debug_shows_no_digit() {
    let uid = Uid::parse("73519462").expect("an identifier");
    let converted = convert_card("73519462", None, None).expect("an identifier");
    let readings = identify_card("73519462", &[]);
    let found = match_cards("73519462", "73519462", &[]);
    assert!(!found.ways.is_empty());
    for shown in [
        format!("{uid:?} {converted:?}"),
        format!("{readings:?}"),
        format!("{found:?}"),
    ] {
        for secret in ["73519462", "62945173", "48188422", "1934726242", "461D166"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}
