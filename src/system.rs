//! The HTTP APIs served, one module each.
//!
//! Every system has the same shape: `check` collects the issues of a request, `refuse` turns them
//! into that system's own 400, `decide` judges a checked request against what the service knows.

use crate::Value;

pub mod basip;
pub mod kiiaccess;
mod problem;
pub mod smartphonekey;

/// An HTTP reply: `body` is sent as JSON under `content_type`.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// The HTTP status code.
    pub status: u16,
    /// The media type of the body.
    pub content_type: &'static str,
    /// What the body says.
    pub body: Value<'static>,
}

impl Reply {
    fn json(status: u16, body: Value<'static>) -> Self {
        Self {
            status,
            content_type: "application/json",
            body,
        }
    }
}
