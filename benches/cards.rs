//! What it costs to read Wiegand words: `cargo bench --bench cards`.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark stops at what is wrong, and prints what it measures"
)]

use std::hint::black_box;

use latchwork::{CardFields, CardFormat, Word, decode};

mod support;

use support::{Work, report};

/// Words of a format that allow each of its fields.
fn words(name: &str) -> Vec<Word> {
    let format = CardFormat::find(name, &[]).expect("a format");
    (0..64)
        .map(|number| {
            let fields = CardFields {
                card: Some(number * 101),
                ..CardFields::default()
            };
            format.encode(&fields).expect("fields that fit")
        })
        .collect()
}

fn main() {
    let named = [
        ("26 bits, 2 formats", "H10301"),
        ("32 bits, 5 formats", "WIE32"),
        ("37 bits, 7 formats", "H10302"),
        ("27 bits, scattered", "Tecom27"),
        ("48 bits, 1 format", "C1k48s"),
    ];
    let decoded = named.map(|(title, name)| {
        let mut words = words(name).into_iter().cycle();
        Work::new(title, move || {
            let word = words.next().expect("no end");
            decode(black_box(word), CardFormat::built_in_of(word.length()))
        })
    });
    report(
        "one word decoded in all formats of its length",
        decoded.into(),
    );

    let all = named.map(|(title, name)| {
        let mut words = words(name).into_iter().cycle();
        Work::new(title, move || {
            let word = words.next().expect("no end");
            decode(black_box(word), CardFormat::built_in())
        })
    });
    report("one word decoded, all formats looked at", all.into());

    let encoded = named.map(|(title, name)| {
        let format = CardFormat::find(name, &[]).expect("a format");
        let mut number = 0;
        Work::new(title, move || {
            number = (number + 1) % 1_000;
            let fields = CardFields {
                card: Some(number),
                ..CardFields::default()
            };
            format.encode(black_box(&fields))
        })
    });
    report("one word encoded", encoded.into());
}
