//! Codes that are written out on purpose.

use serde::ser::{Serialize, Serializer};

use crate::Code;

/// The digits of a [`Code`], to be serialised as text: [`Code::reveal`].
///
/// `Debug` shows no digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revealed<'a>(&'a Code);

impl Code {
    /// The code for serde, which writes no code that is not revealed.
    ///
    /// ```
    /// # use latchwork::Code;
    /// let code = Code::parse("0415")?;
    /// assert_eq!(serde_json::to_string(&code.reveal())?, r#""0415""#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// ```compile_fail
    /// # use latchwork::Code;
    /// # let code = Code::parse("0415").unwrap();
    /// serde_json::to_string(&code);
    /// ```
    #[must_use]
    pub fn reveal(&self) -> Revealed<'_> {
        Revealed(self)
    }
}

impl Serialize for Revealed<'_> {
    fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
        writer.serialize_str(self.0.as_str())
    }
}

/// Writes a code out, for the fields of which a struct says so.
///
/// ```
/// use latchwork::Code;
///
/// #[derive(serde::Serialize)]
/// struct Letter<'a> {
///     to: &'a str,
///     #[serde(serialize_with = "latchwork::reveal")]
///     code: Code,
/// }
///
/// let letter = Letter { to: "Ada", code: Code::parse("0415")? };
/// assert_eq!(serde_json::to_string(&letter)?, r#"{"to":"Ada","code":"0415"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Those of the writer.
pub fn reveal<S: Serializer>(code: &Code, writer: S) -> Result<S::Ok, S::Error> {
    code.reveal().serialize(writer)
}
