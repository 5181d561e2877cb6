//! Cases of identifiers, printed numbers and conversions.

use crate::support::{answer, cases, json, judge, text as text_of, with_value};
use latchwork::{
    CardReading, Conversion, ConversionStep, Issue, Issues, ReadAs, Uid, convert_card,
    identify_card, identify_cards, match_cards,
};
use serde_json::{Value as Json, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn conversion(name: &str) -> &'static Conversion {
    Conversion::find(name, &[]).expect("a conversion")
}

/// The reading of a number by a conversion, among all that it may be.
fn reading(printed: &str, by: &str) -> Option<CardReading<'static>> {
    let mut readings = identify_card(printed, &[]).into_iter();
    readings.find(|reading| name(reading) == by)
}

fn name<'a>(reading: &CardReading<'a>) -> &'a str {
    match &reading.read_as {
        ReadAs::Identifier(_) => "identifier",
        ReadAs::Number(conversion, _) => conversion.name(),
        ReadAs::Word(_, candidate, _) => candidate.format().name(),
        ReadAs::Part(..) => "part",
    }
}

/// What becomes of an identifier, and what that tells of it where it may be anything.
fn printed_and_told(hex: &str, by: &str) -> (String, String) {
    let uid = Uid::parse(hex).expect("an identifier");
    let conversion = conversion(by);
    let printed = conversion.convert(uid).expect("a number");
    let told = conversion.read(&printed).expect("a number").to_string();
    // The identifier in hex is read as itself.
    let itself = conversion.steps() == [ConversionStep::Hexadecimal];
    let by = if itself { "identifier" } else { by };
    let found =
        reading(&printed, by).and_then(|reading| reading.identifier().map(|uid| uid.to_string()));
    assert_eq!(found.as_ref(), Some(&told), "{by} of {hex}");
    (printed, told)
}

fn text(case: &Json, member: &str) -> String {
    case[member].as_str().expect("a text").to_owned()
}

#[test]
fn printed_numbers() {
    judge("printed-numbers", &cases!("printed-numbers"), |case| {
        let (printed, tells) = printed_and_told(&text(case, "hex"), &text(case, "conversion"));
        json!({ "printed": printed, "tells": tells })
    });
}

#[test]
fn em4100_printed() {
    judge("em4100-printed", &cases!("em4100-printed"), |case| {
        let names = case["numbers"].as_object().expect("numbers").keys();
        let numbers: serde_json::Map<_, _> = names
            .map(|by| {
                let (printed, _) = printed_and_told(&text(case, "name"), by);
                (by.clone(), Json::String(printed))
            })
            .collect();
        json!({ "numbers": numbers })
    });
}

#[test]
fn card_presets() {
    let cases = cases!("card-presets");
    let names: Vec<_> = cases.iter().map(|case| text(case, "name")).collect();
    let presets: Vec<_> = Conversion::PRESETS.iter().map(Conversion::name).collect();
    assert_eq!(names, presets);
    judge("card-presets", &cases, |case| {
        let by = text(case, "name");
        let (printed, tells) = printed_and_told(&text(case, "hex"), &by);
        let conversion = conversion(&by);
        let mut answered = json!({
            "bytes": conversion.bytes(),
            "steps": json(&conversion.to_value())["steps"],
            "losesBits": conversion.loses_bits(),
            "printed": printed,
            "tells": tells,
        });
        if let Some(format) = conversion.key_format() {
            answered["keyFormat"] = json!(format.name());
        }
        answered
    });
}

fn converted(case: &Json) -> Json {
    let step = |member: &str| case.get(member).and_then(Json::as_str).map(conversion);
    let (from, to) = (step("from"), step("to"));
    let converted = with_value(&case["input"], |value| {
        convert_card(text_of(value)?, from, to)
    });
    answer(converted.map_err(Issues::from), |converted| {
        json(&converted.to_value())
    })
}

#[test]
fn uids() {
    judge("uids", &cases!("uids"), converted);
}

#[test]
fn card_conversions() {
    judge("card-conversions", &cases!("card-conversions"), converted);
}

#[test]
fn card_own_conversions() {
    judge(
        "card-own-conversions",
        &cases!("card-own-conversions"),
        |case| {
            let checked = with_value(&case["input"], Conversion::check_value);
            let used = checked.as_ref().ok().filter(|_| case.get("hex").is_some());
            let used = used.map(|own| used_own(&text(case, "hex"), own));
            let mut answered = answer(checked, |conversion| json(&conversion.to_value()));
            if let (Some(Json::Object(used)), Some(answered)) = (used, answered.as_object_mut()) {
                answered.extend(used);
            }
            answered
        },
    );
}

/// What becomes of an identifier by a conversion of the caller's own, and what that is read as.
fn used_own(hex: &str, own: &Conversion) -> Json {
    let by = std::slice::from_ref(own);
    let printed = convert_card(hex, None, Some(own)).expect("a number").text;
    let told = convert_card(&printed, Some(own), None).expect("a number");
    let readings = identify_card(&printed, by);
    let mut readings = readings.iter();
    let reading = readings.find(|reading| reading.conversion() == Some(own));
    let found = match_cards(hex, &printed, by);
    let bits = found.ways.first().map(|way| way.bits);
    json!({
        "printed": printed,
        "tells": told.text,
        "reading": reading.map(|reading| json!([reading.fit.as_str(), reading.why])),
        "match": [json!(found.verdict.as_str()), json!(bits)],
    })
}

/// A reading as a case has it: fit, conversion, identifier, why, and the codes of its notes.
fn reading_json(reading: &CardReading<'_>) -> Json {
    let notes = reading.notes.iter().map(Issue::code);
    let identifier = match &reading.read_as {
        ReadAs::Word(word, ..) => word.to_bits(),
        ReadAs::Identifier(uid) | ReadAs::Number(_, uid) | ReadAs::Part(_, uid) => uid.to_string(),
    };
    [
        reading.fit.as_str(),
        name(reading),
        &identifier,
        &reading.why,
    ]
    .into_iter()
    .chain(notes)
    .collect()
}

#[test]
fn card_identify() {
    judge("card-identify", &cases!("card-identify"), |case| {
        let readings = identify_card(&text(case, "input"), &[]);
        json!({ "readings": readings.iter().map(reading_json).collect::<Vec<_>>() })
    });
}

#[test]
fn card_styles() {
    judge("card-styles", &cases!("card-styles"), |case| {
        let texts = case["input"].as_array().expect("texts");
        let texts: Vec<_> = texts.iter().filter_map(Json::as_str).collect();
        let styles = identify_cards(&texts, &[]);
        let styles = styles.iter().map(|style| {
            let readings = style.readings.iter();
            let told = readings.map(|reading| match &reading.read_as {
                ReadAs::Word(word, ..) => word.to_bits(),
                _ => reading
                    .identifier()
                    .map_or_else(String::new, |uid| uid.to_string()),
            });
            json!([
                style.fit.as_str(),
                name(&style.readings[0]),
                told.collect::<Vec<_>>()
            ])
        });
        json!({ "styles": styles.collect::<Vec<_>>() })
    });
}

#[test]
fn card_matches() {
    judge("card-matches", &cases!("card-matches"), |case| {
        let (a, b) = (text(case, "a"), text(case, "b"));
        let found = match_cards(&a, &b, &[]);
        let back = match_cards(&b, &a, &[]);
        assert_eq!(found.verdict, back.verdict, "{}", case["name"]);
        let ways = found.ways.iter();
        let ways = ways.map(|way| json!([way.bits, name(&way.a), name(&way.b)]));
        json!({ "verdict": found.verdict.as_str(), "ways": ways.collect::<Vec<_>>() })
    });
}
