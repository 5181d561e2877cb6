//! The same rules by serde and garde, as far as they can say them: known fields only, types, a uuid
//! or E.164 number as the user, RFC 3339, a window in order, at least one access and none twice, what
//! only a card may have.
//!
//! What garde lacks is said by functions, each of the fewest instructions that are plain Rust. Texts
//! stay texts: nobody counts the typed values that latchwork gives. Country codes are not looked up.

use ::garde::{Error, Validate};
use chrono::{DateTime, FixedOffset};
use serde::Deserialize;
use uuid::Uuid;

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum KeyType {
    Code,
    Rfid,
    Mobile,
}

#[derive(Clone, Copy, Deserialize)]
enum KeyFormat {
    #[serde(rename = "EM")]
    Em,
    #[serde(rename = "MC")]
    Mc,
    #[serde(rename = "MD")]
    Md,
}

/// Of texts `T`: `String`, or `&str` where no text of the body has an escape.
#[derive(Deserialize, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateAccessKey<T: AsRef<str>> {
    #[garde(inner(custom(check_user_id)))]
    user_id: Option<T>,
    #[garde(skip)]
    #[expect(dead_code, reason = "any text is one")]
    user_first_name: Option<T>,
    #[garde(skip)]
    #[expect(dead_code, reason = "any text is one")]
    user_last_name: Option<T>,
    #[garde(skip)]
    key_type: KeyType,
    #[garde(inner(custom(check_rfid(self.key_type))))]
    key_format: Option<KeyFormat>,
    #[garde(custom(check_identification(self.key_type, self.key_format)))]
    key_identification: Option<T>,
    #[garde(skip)]
    #[expect(dead_code, reason = "any text is one")]
    key_name: Option<T>,
    #[garde(inner(custom(check_pin(self.key_type))))]
    pin: Option<T>,
    #[garde(length(min = 1), inner(custom(check_uuid)), custom(check_unlike))]
    accesses: Vec<T>,
    #[garde(inner(custom(check_date_time)))]
    valid_from: Option<T>,
    #[garde(inner(custom(check_later(&self.valid_from))))]
    valid_to: Option<T>,
    #[garde(inner(custom(check_phone)))]
    mobile_phone_number: Option<T>,
    #[garde(skip)]
    #[serde(default = "yes")]
    #[expect(dead_code, reason = "either is right")]
    send_notification: bool,
}

fn yes() -> bool {
    true
}

fn require(holds: bool, sentence: &str) -> ::garde::Result {
    if holds {
        Ok(())
    } else {
        Err(Error::new(sentence))
    }
}

fn are_digits(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_uuid(text: &str) -> bool {
    // The other forms that the crate reads are shorter or longer.
    text.len() == 36 && Uuid::try_parse(text).is_ok()
}

fn is_phone(text: &str) -> bool {
    text.strip_prefix('+')
        .is_some_and(|digits| !digits.starts_with('0') && are_digits(digits, 2, 15))
}

fn check_user_id<T: AsRef<str>>(text: &T, (): &()) -> ::garde::Result {
    let text = text.as_ref();
    require(
        is_phone(text) || is_uuid(text),
        "expected a uuid or an E.164 number",
    )
}

fn check_phone<T: AsRef<str>>(text: &T, (): &()) -> ::garde::Result {
    require(is_phone(text.as_ref()), "expected an E.164 number")
}

fn check_uuid<T: AsRef<str>>(text: &T, (): &()) -> ::garde::Result {
    require(is_uuid(text.as_ref()), "expected a uuid")
}

fn check_rfid<T>(key_type: KeyType) -> impl FnOnce(&T, &()) -> ::garde::Result {
    move |_, ()| require(key_type == KeyType::Rfid, "expected of an rfid key only")
}

fn check_pin<T: AsRef<str>>(key_type: KeyType) -> impl FnOnce(&T, &()) -> ::garde::Result {
    move |text, ()| {
        let is_right = key_type == KeyType::Rfid && are_digits(text.as_ref(), 4, 8);
        require(is_right, "expected 4 to 8 digits, of an rfid key only")
    }
}

fn check_identification<T: AsRef<str>>(
    key_type: KeyType,
    format: Option<KeyFormat>,
) -> impl FnOnce(&Option<T>, &()) -> ::garde::Result {
    move |text, ()| {
        let text = text.as_ref().map(AsRef::as_ref);
        let is_right = match (key_type, text) {
            (KeyType::Mobile, None) => true,
            (KeyType::Mobile, Some(_)) | (_, None) => false,
            (KeyType::Code, Some(text)) => text == "*" || are_digits(text, 4, 8),
            (KeyType::Rfid, Some(text)) => {
                let (digits, bits) = match format {
                    Some(KeyFormat::Em) => (13, 40),
                    Some(KeyFormat::Mc) => (10, 32),
                    Some(KeyFormat::Md) | None => (17, 56),
                };
                are_digits(text, 1, digits)
                    && text.parse::<u64>().is_ok_and(|number| number >> bits == 0)
            }
        };
        require(is_right, "expected another keyIdentification")
    }
}

fn check_unlike<T: AsRef<str>>(accesses: &[T], (): &()) -> ::garde::Result {
    let is_new = |(index, access): (usize, &T)| {
        !accesses
            .iter()
            .take(index)
            .any(|earlier| earlier.as_ref().eq_ignore_ascii_case(access.as_ref()))
    };
    require(
        accesses.iter().enumerate().all(is_new),
        "expected no access twice",
    )
}

fn instant(text: &str) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(text).ok()
}

fn check_date_time<T: AsRef<str>>(text: &T, (): &()) -> ::garde::Result {
    require(
        instant(text.as_ref()).is_some(),
        "expected an RFC 3339 date-time",
    )
}

fn check_later<T: AsRef<str>>(from: &Option<T>) -> impl FnOnce(&T, &()) -> ::garde::Result {
    move |text, ()| {
        let until = instant(text.as_ref());
        require(until.is_some(), "expected an RFC 3339 date-time")?;
        let from = from.as_ref().and_then(|from| instant(from.as_ref()));
        require(
            from.is_none() || from < until,
            "expected an instant after validFrom",
        )
    }
}
