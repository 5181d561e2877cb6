//! The query of an address: names that the route knows, each once and with a value.

use std::collections::BTreeMap;

use latchwork::{Issue, Issues, Timestamp};

/// How many things a list has at most, and where nothing is said.
const MOST: i64 = 200;
const USUAL: i64 = 50;

/// The longest value.
const LONGEST: usize = 255;

/// What was asked for and not yet taken.
pub struct Query(BTreeMap<&'static str, String>);

impl Query {
    /// Reads the query of an address.
    ///
    /// # Errors
    /// For each name that is unknown, there twice, or has no value, one of more than 255 bytes, or
    /// one with the character NUL.
    pub fn read(raw: Option<&str>, names: &[&'static str]) -> Result<Self, Issues> {
        let mut known = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(raw.unwrap_or_default().as_bytes()) {
            let Some(name) = names.iter().find(|known| **known == name) else {
                let sentence = "expected a parameter that this address knows";
                // The name may be anything, a code among others.
                return Err(Issue::new("parameter_unknown", sentence).at("query").into());
            };
            if value.contains('\0') {
                let sentence = "expected text without the character NUL, found one";
                return Err(Issue::new("text_with_nul", sentence).at(*name).into());
            }
            if !(1..=LONGEST).contains(&value.len()) {
                let sentence = "expected 1 to 255 bytes";
                return Err(Issue::new("parameter_malformed", sentence).at(*name).into());
            }
            if known.insert(*name, value.into_owned()).is_some() {
                let sentence = "expected the parameter once, found it twice";
                return Err(Issue::new("parameter_repeated", sentence).at(*name).into());
            }
        }
        Ok(Self(known))
    }

    /// The value of a name, where it is there.
    pub fn take(&mut self, name: &str) -> Option<String> {
        self.0.remove(name)
    }

    /// How many things a list may have: `limit`.
    ///
    /// # Errors
    /// For any but 1 to 200.
    pub fn limit(&mut self) -> Result<i64, Issues> {
        let Some(text) = self.take("limit") else {
            return Ok(USUAL);
        };
        let number = whole(&text).filter(|number| (1..=MOST).contains(number));
        number.ok_or_else(|| malformed("limit", "expected a number from 1 to 200"))
    }

    /// A number of an event, or what stands for one.
    ///
    /// # Errors
    /// For what is no whole number.
    pub fn number(&mut self, name: &'static str) -> Result<Option<i64>, Issues> {
        let number = |text: String| {
            whole(&text).ok_or_else(|| malformed(name, "expected a number that an answer had"))
        };
        self.take(name).map(number).transpose()
    }

    /// An instant of RFC 3339.
    ///
    /// # Errors
    /// As [`Timestamp::parse`].
    pub fn instant(&mut self, name: &'static str) -> Result<Option<Timestamp>, Issues> {
        let instant = |text: String| Timestamp::parse(&text).map_err(|issue| issue.at(name).into());
        self.take(name).map(instant).transpose()
    }
}

fn malformed(name: &'static str, sentence: &'static str) -> Issues {
    Issue::new("parameter_malformed", sentence).at(name).into()
}

/// A whole number from 0, in digits alone.
pub fn whole(text: &str) -> Option<i64> {
    let digits = Some(text).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    digits?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str) -> Result<Query, String> {
        let query = Query::read(Some(raw), &["limit", "from", "search"]);
        query.map_err(|issues| issues.iter().next().unwrap().code().to_owned())
    }

    #[test]
    fn names_are_known_and_told_once() {
        let mut query = read("search=a+b%20c%2B&from=2026-01-01T00%3A00%3A00Z").unwrap();
        assert_eq!(query.take("search").as_deref(), Some("a b c+"));
        assert!(query.instant("from").unwrap().is_some());
        assert_eq!(query.limit(), Ok(50));
        for (raw, code) in [
            ("serch=a", "parameter_unknown"),
            ("search=a&search=a", "parameter_repeated"),
            ("search=", "parameter_malformed"),
            ("search", "parameter_malformed"),
        ] {
            assert_eq!(read(raw).err().as_deref(), Some(code), "{raw}");
        }
        for (limit, number) in [
            ("1", Some(1)),
            ("200", Some(200)),
            ("0", None),
            ("201", None),
            ("+1", None),
            ("-1", None),
        ] {
            assert_eq!(
                read(&format!("limit={}", limit.replace('+', "%2B")))
                    .unwrap()
                    .limit()
                    .ok(),
                number
            );
        }
    }
}
