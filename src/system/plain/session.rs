//! Signing a browser in.

use alloc::string::String;
use core::fmt;

use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::{Options, judge_whole};
use crate::schema::{Document, Kind, Name, Reading, Table};
use crate::system::Request;
use crate::value::Members;
use crate::{Issue, IssueCode, Issues, Value};

const TICKET: Name = Name::new(0, "ticket");
const API_KEY: Name = Name::new(1, "apiKey");

const BEGIN: Table = Table::of(&[
    TICKET
        .optional(Kind::Text)
        .described("What the program printed; good once"),
    API_KEY
        .optional(Kind::Text)
        .described("In place of a ticket"),
])
.with_rules(|begin| {
    if begin.is_there(TICKET) == begin.is_there(API_KEY) {
        begin.report_whole(|| Issue::of(IssueCode::ProofMalformed));
    }
});

/// A checked request to sign a browser in, by one of these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BeginSession {
    /// By a ticket, which is good once.
    Ticket(Secret),
    /// By a key of the API.
    ApiKey(Secret),
}

/// What somebody signs in with: not told by `Debug`, compared in constant time, wiped when dropped.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// As it was sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl BeginSession {
    /// The request as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let (name, secret) = match self {
            Self::Ticket(ticket) => (TICKET, ticket),
            Self::ApiKey(key) => (API_KEY, key),
        };
        Members::default().with(name.text, secret.as_str()).into()
    }
}

impl Request for BeginSession {
    const TABLE: &'static Table = &BEGIN;
    #[cfg(feature = "schema")]
    const TITLE: &'static str = "Begin session";

    fn judge<'d>(document: &'d Document<'_>, options: &Options<'_>) -> Result<Reading<'d>, Issues> {
        judge_whole::<Self>(document, options, IssueCode::ProofMalformed)
    }

    fn of(reading: &Reading<'_>, _: &Options<'_>) -> Option<Self> {
        let secret = |name| Some(Secret(Zeroizing::new(reading.owned(name)?)));
        let ticket = secret(TICKET).map(Self::Ticket);
        ticket.or_else(|| secret(API_KEY).map(Self::ApiKey))
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}
