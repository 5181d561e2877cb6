//! Having what happens sent elsewhere.

use alloc::string::String;

use super::{Options, judge_whole};
use crate::schema::{Document, Kind, Name, Reading, Table};
use crate::system::Request;
use crate::value::Members;
use crate::{IssueCode, Issues, Value};

const URL: Name = Name::new(0, "url");

const CREATE: Table = Table::of(&[URL
    .required(Kind::Text)
    .described("Where events are sent, over https; at most 2048 characters")]);

/// A checked request to have events sent to an address. What the address has to be like, the
/// service knows, which sends there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CreateWebhook {
    /// The address as it was sent.
    pub url: String,
}

impl CreateWebhook {
    /// The request as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        Members::default().with(URL.text, self.url.as_str()).into()
    }
}

impl Request for CreateWebhook {
    const TABLE: &'static Table = &CREATE;
    #[cfg(feature = "schema")]
    const TITLE: &'static str = "Create webhook";

    fn judge<'d>(document: &'d Document<'_>, options: &Options<'_>) -> Result<Reading<'d>, Issues> {
        judge_whole::<Self>(document, options, IssueCode::WebhookRequestMalformed)
    }

    fn of(reading: &Reading<'_>, _: &Options<'_>) -> Option<Self> {
        Some(Self {
            url: reading.owned(URL)?,
        })
    }
}
