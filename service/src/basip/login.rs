//! How a client of the vendor logs in: for a key of the API it gets a token, and asks with that.
//!
//! The vendor's page has the MD5 of a password in the address. A key has 256 bits that nobody guesses,
//! so its MD5 tells nothing of it; but who reads the address can log in for as long as the key is
//! valid. Whoever can send a header has no need of this: the key goes there.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::response::{IntoResponse as _, Response};
use latchwork::{Issues, Value};

use super::{failed, told};
use crate::caller::{Role, panel_token};
use crate::id;
use crate::query::Query;
use crate::reply::Written;
use crate::secrets;
use crate::server::{Service, WasNobody};
use crate::session::{Proof, over};
use crate::store::repeated;

/// How long a token is good, in microseconds: two hours, as the vendor's.
const LASTS: i64 = 2 * 3_600 * 1_000_000;

/// `GET /login?username=<id of a principal>&password=<MD5 of its key>`
pub async fn log_in(State(service): State<Arc<Service>>, RawQuery(query): RawQuery) -> Response {
    let proof = match read(query.as_deref()) {
        Ok(Some(proof)) => proof,
        Ok(None) => return refused(),
        Err(issues) => return told(400, &issues).into_response(),
    };
    let token = match id::draw() {
        Ok(token) => token.to_string(),
        Err(error) => return failed(&error.into()).into_response(),
    };
    match repeated(|| proof.sign_in(&service.store, &token, LASTS)).await {
        Ok(Some(session)) => {
            let account = match session.principal.role {
                Role::Administrator => "admin",
                other => other.as_str(),
            };
            let answer = Value::Object(vec![
                ("token".into(), token.into()),
                ("account_type".into(), account.into()),
            ]);
            let answer = Written::json(200, &answer);
            answer.with("cache-control", "no-store").into_response()
        }
        Ok(None) => refused(),
        Err(error) => failed(&error).into_response(),
    }
}

/// `GET /logout`: the token is good no more. One that is none is so already.
pub async fn log_out(State(service): State<Arc<Service>>, headers: HeaderMap) -> Written {
    let shown = headers
        .get(AUTHORIZATION)
        .and_then(|text| text.to_str().ok());
    if let Some(token) = shown.and_then(panel_token)
        && let Err(error) = over(&token, &service.store).await
    {
        return failed(&error);
    }
    Written::json(200, &Value::Object(Vec::new()))
}

/// Who says to be whom; `None` where nobody can be.
fn read(query: Option<&str>) -> Result<Option<Proof>, Issues> {
    let mut query = Query::read(query, &["username", "password"])?;
    let (Some(name), Some(password)) = (query.take("username"), query.take("password")) else {
        return Ok(None);
    };
    let is_md5 = password.len() == 32 && password.bytes().all(|byte| byte.is_ascii_hexdigit());
    Ok(is_md5.then(|| Proof::Panel {
        principal: name,
        hash: secrets::hash(&password.to_ascii_lowercase()),
    }))
}

/// The same whatever is wrong: the vendor's page has a 400 for it, and no words. It counts as a 401
/// does against where it came from.
fn refused() -> Response {
    let error = Value::from("Wrong username or password");
    let answer = Written::json(400, &Value::Object(vec![("error".into(), error)]));
    let mut response = answer.into_response();
    response.extensions_mut().insert(WasNobody);
    response
}
