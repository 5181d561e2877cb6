//! Cases of Wiegand words and card formats.

use latchwork::{CardFormat, Word, decode, diagnose};
use serde_json::{Map, Value as Json, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{answer, cases, json, judge, with_value};

fn word(case: &Json) -> Word {
    with_value(&case["word"], Word::check_value).expect("a word")
}

#[test]
fn card_formats() {
    let cases = cases!("card-formats");
    assert_eq!(cases.len(), CardFormat::built_in().len());
    judge("card-formats", &cases, |case| {
        let name = case["name"].as_str().expect("a name");
        let format = CardFormat::find(name, &[]).expect("a format");
        let again = with_value(&case["value"], CardFormat::check_value);
        assert_eq!(again.as_ref(), Ok(format), "{name}");
        json!({ "value": json(&format.to_value()) })
    });
}

#[test]
fn card_own_formats() {
    judge("card-own-formats", &cases!("card-own-formats"), |case| {
        let checked = with_value(&case["input"], CardFormat::check_value);
        answer(checked, |format| json(&format.to_value()))
    });
}

#[test]
fn card_words() {
    judge("card-words", &cases!("card-words"), |case| {
        let checked = with_value(&case["input"], Word::check_value);
        answer(checked, |word| json(&word.to_value()))
    });
}

#[test]
fn card_encodings() {
    judge("card-encodings", &cases!("card-encodings"), |case| {
        let encoded = with_value(&case["format"], |format| {
            let own;
            let format = if let Some(name) = format.text() {
                CardFormat::find(name, &[]).map_err(|issue| issue.at("format"))?
            } else {
                own = CardFormat::check_value(format)?;
                &own
            };
            let fields = with_value(&case["fields"], |fields| format.check_fields(fields))?;
            format.encode(&fields)
        });
        answer(encoded, |word: &Word| json(&word.to_value()))
    });
}

/// Only what the program judges that these cases are from: neither uncertain formats nor those
/// that this project alone has nor P10001.
#[test]
fn card_decodings() {
    judge("card-decodings", &cases!("card-decodings"), |case| {
        let expected = case["candidates"].as_object().expect("an object");
        let mut candidates = Map::new();
        for found in decode(word(case), CardFormat::built_in()) {
            let name = found.format().name();
            let is_judged = expected.contains_key(name)
                || found.format().confidence().as_str() != "uncertain"
                    && !["P10001", "S10401", "AWID50", "C10106"].contains(&name);
            if is_judged {
                let fields = json(&found.fields().to_value());
                let verdict = found.verdict().as_str();
                candidates.insert(name.into(), json!({ "fields": fields, "parity": verdict }));
            }
        }
        json!({ "candidates": candidates })
    });
}

#[test]
fn card_candidates() {
    judge("card-candidates", &cases!("card-candidates"), |case| {
        let word = word(case);
        let only = case["options"]["only"].as_array();
        let formats: Vec<_> = CardFormat::built_in()
            .iter()
            .filter(|format| only.is_none_or(|only| only.contains(&json!(format.name()))))
            .collect();
        let found = decode(word, formats.iter().copied());
        let mut answer: Vec<Json> = found.iter().map(|one| json(&one.to_value())).collect();
        if case["options"]["diagnose"] == json!(true) {
            let diagnosed = diagnose(word, &formats);
            let diagnosed = diagnosed
                .iter()
                .map(|(diagnosis, one)| diagnosis.to_value(one));
            answer.extend(diagnosed.map(|value| json(&value)));
        }
        json!({ "answer": answer })
    });
}

#[test]
fn card_published() {
    judge("card-published", &cases!("card-published"), |case| {
        let word = word(case);
        assert_eq!(word.to_bits(), case["bits"], "{}", case["name"]);
        let name = case["format"].as_str().expect("a name");
        let found = decode(word, CardFormat::built_in());
        let found = found.iter().find(|found| found.format().name() == name);
        let found = found.expect("the format is among the candidates");
        json!({ "answer": {
            "fields": json(&found.fields().to_value()),
            "parity": found.verdict().as_str(),
        } })
    });
}
