//! The cookie of a session, and which pages may have it sent.

use anyhow::{Result, bail};
use axum::http::header::{COOKIE, HOST, ORIGIN};
use axum::http::{HeaderMap, Uri};
use latchwork::{Issue, Issues};

/// Behind TLS a browser lets no other host, and no page without TLS, set a cookie of this name.
const SECURE: &str = "__Host-latchwork";
const PLAIN: &str = "latchwork";

/// Who may set and send it.
#[derive(Debug, Default)]
pub struct Cookie {
    /// The host and port by which browsers know this service, where it was told.
    public: Option<String>,
    is_secure: bool,
}

impl Cookie {
    /// The cookie of a service that browsers find at this address.
    pub fn of(public_url: Option<&str>) -> Result<Self> {
        let Some(url) = public_url else {
            return Ok(Self::default());
        };
        let read = url.parse::<Uri>().ok();
        let parts = read.as_ref().and_then(|uri| {
            let is_root = matches!(uri.path(), "" | "/") && uri.query().is_none();
            let scheme = uri.scheme_str().filter(|_| is_root)?;
            Some((scheme, uri.authority()?.as_str()))
        });
        match parts {
            Some((scheme @ ("http" | "https"), authority)) => Ok(Self {
                public: Some(authority.to_ascii_lowercase()),
                is_secure: scheme == "https",
            }),
            _ => bail!("expected --public-url https://<host> with nothing behind it"),
        }
    }

    fn name(&self) -> &'static str {
        if self.is_secure { SECURE } else { PLAIN }
    }

    /// Has a browser keep it.
    pub fn set(&self, secret: &str) -> String {
        format!("{}={secret}; {}", self.name(), self.attributes())
    }

    /// Has a browser forget it.
    pub fn taken_back(&self) -> String {
        format!("{}=; {}; Max-Age=0", self.name(), self.attributes())
    }

    fn attributes(&self) -> &'static str {
        if self.is_secure {
            "Path=/; HttpOnly; SameSite=Strict; Secure"
        } else {
            "Path=/; HttpOnly; SameSite=Strict"
        }
    }

    /// What a page of this service has sent.
    ///
    /// # Errors
    /// For two of the name: somebody else set one of them.
    pub fn shown<'h>(&self, headers: &'h HeaderMap) -> Result<Option<&'h str>, Issues> {
        if !self.is_of_own_page(headers) {
            return Ok(None);
        }
        let texts = headers.get_all(COOKIE).iter();
        let pairs = texts.filter_map(|text| text.to_str().ok());
        let pairs = pairs.flat_map(|text| text.split(';'));
        let mut values = pairs.filter_map(|pair| {
            let (name, value) = pair.trim().split_once('=')?;
            (name == self.name()).then_some(value)
        });
        let value = values.next().filter(|value| !value.is_empty());
        if values.next().is_none() {
            return Ok(value);
        }
        let sentence = "expected the cookie of one session, found two";
        Err(Issue::new("session_repeated", sentence).at("cookie").into())
    }

    /// Whether no page of another origin has sent this. Browsers that say nothing of the page
    /// name its origin beside all that changes something (Fetch Metadata; Fetch, "Origin" header).
    pub fn is_of_own_page(&self, headers: &HeaderMap) -> bool {
        let site = headers.get("sec-fetch-site");
        if site.is_some_and(|site| site != "same-origin" && site != "none") {
            return false;
        }
        let Some(origin) = headers.get(ORIGIN) else {
            return true;
        };
        let origin = origin.to_str().ok().and_then(|origin| {
            let (scheme, authority) = origin.split_once("://")?;
            matches!(scheme, "http" | "https").then(|| authority.to_ascii_lowercase())
        });
        let host = headers.get(HOST).and_then(|host| host.to_str().ok());
        let own = self
            .public
            .clone()
            .or_else(|| host.map(str::to_ascii_lowercase));
        origin.is_some() && origin == own
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        };
        let mut headers = HeaderMap::new();
        for (name, value) in pairs.iter().map(pair) {
            headers.append(name, value);
        }
        headers
    }

    #[test]
    fn only_pages_of_the_service_have_it_sent() {
        let cookie = Cookie::default();
        for (pairs, is_own) in [
            (&[][..], true),
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "none")], true),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("sec-fetch-site", "cross-site")], false),
            (&[("sec-fetch-site", "")], false),
            (&[("host", "a:1"), ("origin", "http://a:1")], true),
            (&[("host", "A:1"), ("origin", "http://a:1")], true),
            (&[("host", "a:1"), ("origin", "http://a:2")], false),
            (&[("host", "a:1"), ("origin", "null")], false),
            (&[("host", "a:1"), ("origin", "ftp://a:1")], false),
            (&[("origin", "http://a:1")], false),
            (
                &[
                    ("host", "a"),
                    ("origin", "http://a"),
                    ("sec-fetch-site", "cross-site"),
                ],
                false,
            ),
        ] {
            assert_eq!(cookie.is_of_own_page(&headers(pairs)), is_own, "{pairs:?}");
        }
        let known = Cookie::of(Some("https://keys.example")).unwrap();
        let asked = [
            ("host", "10.0.0.7:8080"),
            ("origin", "https://keys.example"),
        ];
        assert!(known.is_of_own_page(&headers(&asked)));
        let asked = [("host", "evil.example"), ("origin", "https://evil.example")];
        assert!(!known.is_of_own_page(&headers(&asked)));
    }

    #[test]
    fn a_cookie_is_one_and_not_empty() {
        let cookie = Cookie::default();
        let shown = |text| {
            cookie
                .shown(&headers(&[("cookie", text)]))
                .map(|one| one.map(str::to_owned))
        };
        assert_eq!(shown("a=b; latchwork=x; c=d"), Ok(Some("x".into())));
        assert_eq!(shown("a=b; latchworks=x; __Host-latchwork=y"), Ok(None));
        assert_eq!(shown("latchwork="), Ok(None));
        assert!(shown("latchwork=x; latchwork=y").is_err());
        let two = headers(&[("cookie", "latchwork=x"), ("cookie", "latchwork=y")]);
        assert!(cookie.shown(&two).is_err());
        let elsewhere = headers(&[("cookie", "latchwork=x"), ("sec-fetch-site", "same-site")]);
        assert_eq!(cookie.shown(&elsewhere), Ok(None));
    }

    #[test]
    fn behind_tls_it_is_of_this_host_alone() {
        let cookie = Cookie::of(Some("https://keys.example/")).unwrap();
        assert_eq!(
            cookie.set("s"),
            "__Host-latchwork=s; Path=/; HttpOnly; SameSite=Strict; Secure"
        );
        for wrong in [
            "keys.example",
            "https://keys.example/console",
            "https://a/?b",
            "file:///a",
        ] {
            assert!(Cookie::of(Some(wrong)).is_err(), "{wrong}");
        }
    }
}
