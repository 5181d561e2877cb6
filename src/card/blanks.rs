//! Blanks that people leave in numbers.

use alloc::borrow::Cow;
use alloc::string::String;

use crate::Issue;

/// A text without blanks around what stands between its parts, and with one where several are.
pub(super) fn tidy(text: &str) -> Cow<'_, str> {
    let text = text.trim_ascii();
    let mut tidied = String::new();
    for word in text.split_ascii_whitespace() {
        let is_between = |c: Option<char>| c.is_some_and(|c| c.is_ascii_punctuation());
        let before = tidied.chars().next_back();
        if before.is_some() && !is_between(before) && !is_between(word.chars().next()) {
            tidied.push(' ');
        }
        tidied.push_str(word);
    }
    if tidied == text {
        return Cow::Borrowed(text);
    }
    Cow::Owned(tidied)
}

/// Reads a text as it is, or else without blanks around what stands between its parts. What is wrong
/// is told of the text as it is.
pub(super) fn with_blanks<T>(
    text: &str,
    read: impl Fn(&str) -> Result<T, Issue>,
) -> Result<T, Issue> {
    read(text).or_else(|issue| match tidy(text) {
        Cow::Owned(tidied) if text.trim_ascii() == text => read(&tidied).map_err(|_| issue),
        _ => Err(issue),
    })
}
