//! Where a webhook may send: addresses of the internet, and none of the network that the service is in.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use axum::http::Uri;
use latchwork::Issue;

/// The longest address.
const LONGEST: usize = 2048;

/// What of the service's own network may be sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Nothing, and only over TLS.
    Internet,
    /// All of it, without TLS too.
    Everything,
}

/// An address that was judged by what it says; what it leads to is judged when it is sent to.
#[derive(Clone, Debug)]
pub struct Target {
    pub uri: Uri,
    pub host: String,
    pub port: u16,
    pub is_tls: bool,
}

impl Target {
    /// Reads an address.
    ///
    /// # Errors
    /// `webhook_url_malformed` for what is none, or has a name and password in it; `webhook_url_refused`
    /// for one that is out of reach.
    pub fn read(url: &str, reach: Reach) -> Result<Self, Issue> {
        let malformed = || {
            let sentence = "expected the address of a server such as https://example.org/events, \
                            without a name and password or a fragment, of at most 2048 characters";
            Issue::new("webhook_url_malformed", sentence)
        };
        if url.len() > LONGEST || url.contains('#') {
            return Err(malformed());
        }
        let uri: Uri = url.parse().map_err(|_| malformed())?;
        let is_tls = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(malformed()),
        };
        let authority = uri.authority().map_or("", |authority| authority.as_str());
        let host = uri.host().unwrap_or_default();
        if authority.contains('@') || host.is_empty() || authority.ends_with(':') {
            return Err(malformed());
        }
        let port = uri.port_u16().unwrap_or(if is_tls { 443 } else { 80 });
        let bare = host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'));
        let host = bare.unwrap_or(host).to_ascii_lowercase();
        let target = Self {
            uri,
            host,
            port,
            is_tls,
        };
        if reach == Reach::Everything {
            return Ok(target);
        }
        let refused = |sentence| Err(Issue::new("webhook_url_refused", sentence));
        if !target.is_tls {
            return refused("expected https, found http");
        }
        match target.host.parse::<IpAddr>() {
            Ok(address) if !is_public(address) => {
                refused("expected an address of the internet, found one of a network inside it")
            }
            _ => Ok(target),
        }
    }

    /// What of the address may be shown to whoever reads events: no path, in which others keep secrets.
    pub fn origin(&self) -> String {
        let scheme = if self.is_tls { "https" } else { "http" };
        let authority = self
            .uri
            .authority()
            .map_or("", |authority| authority.as_str());
        format!("{scheme}://{}", authority.to_ascii_lowercase())
    }

    /// The path and what is asked there.
    pub fn path(&self) -> &str {
        self.uri.path_and_query().map_or("/", |path| path.as_str())
    }
}

/// Which address may be sent to of those that a host leads to: the first in reach.
pub fn judged(mut addresses: impl Iterator<Item = IpAddr>, reach: Reach) -> Option<IpAddr> {
    addresses.find(|address| reach == Reach::Everything || is_public(*address))
}

/// Whether an address is of the internet, by the registries of IANA for special purposes.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// Blocks that are not: the address and the length of its prefix.
const V4: [([u8; 4], u32); 15] = [
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 88, 99, 0], 24),
    ([192, 168, 0, 0], 16),
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    ([224, 0, 0, 0], 4),
    ([240, 0, 0, 0], 4),
];

fn is_public_v4(address: Ipv4Addr) -> bool {
    let bits = address.to_bits();
    let is_in = |(block, length): &([u8; 4], u32)| {
        let block = Ipv4Addr::from(*block).to_bits();
        (bits ^ block).leading_zeros() >= *length
    };
    !V4.iter().any(is_in)
}

/// The part that is given out, `2000::/3`, but for these of it.
const V6: [(u128, u32); 5] = [
    // For protocols, Teredo among them, which leads to addresses of IPv4.
    (0x2001_0000_0000_0000_0000_0000_0000_0000, 23),
    (0x2001_0db8_0000_0000_0000_0000_0000_0000, 32),
    // 6to4: addresses of IPv4 again.
    (0x2002_0000_0000_0000_0000_0000_0000_0000, 16),
    (0x3fff_0000_0000_0000_0000_0000_0000_0000, 20),
    (0x3ffe_0000_0000_0000_0000_0000_0000_0000, 16),
];

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(address) = address.to_ipv4_mapped() {
        return is_public_v4(address);
    }
    let bits = address.to_bits();
    let is_in = |(block, length): &(u128, u32)| (bits ^ block).leading_zeros() >= *length;
    is_in(&(0x2000 << 112, 3)) && !V6.iter().any(is_in)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_judged() {
        for (url, code) in [
            ("https://example.org/a?b=c", None),
            ("https://EXAMPLE.org:8443", None),
            ("https://[2606:4700::1111]/", None),
            ("https://1.1.1.1/", None),
            ("http://example.org/", Some("webhook_url_refused")),
            ("https://127.0.0.1/", Some("webhook_url_refused")),
            ("https://[::1]/", Some("webhook_url_refused")),
            ("https://[::ffff:10.0.0.1]/", Some("webhook_url_refused")),
            (
                "https://169.254.169.254/latest",
                Some("webhook_url_refused"),
            ),
            ("https://a:b@example.org/", Some("webhook_url_malformed")),
            ("https://example.org/#a", Some("webhook_url_malformed")),
            ("https://example.org:/", Some("webhook_url_malformed")),
            ("https:///a", Some("webhook_url_malformed")),
            ("ftp://example.org/", Some("webhook_url_malformed")),
            ("/events", Some("webhook_url_malformed")),
            ("example.org", Some("webhook_url_malformed")),
            ("", Some("webhook_url_malformed")),
            ("https://exa mple.org/", Some("webhook_url_malformed")),
        ] {
            let read = Target::read(url, Reach::Internet);
            assert_eq!(read.as_ref().err().map(Issue::code), code, "{url}");
        }
        let target =
            Target::read("https://EXAMPLE.org:8443/hooks/secret?a=b", Reach::Internet).unwrap();
        assert_eq!((target.host.as_str(), target.port), ("example.org", 8443));
        assert_eq!(target.origin(), "https://example.org:8443");
        assert_eq!(target.path(), "/hooks/secret?a=b");
        assert!(Target::read("http://127.0.0.1:1/", Reach::Everything).is_ok());
    }

    #[test]
    fn of_what_a_name_leads_to_only_the_internet_is_sent_to() {
        let public = |text: &str| is_public(text.parse().unwrap());
        for inside in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.7",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "5f00::1",
        ] {
            assert!(!public(inside), "{inside}");
        }
        for outside in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.1.1.1",
            "128.0.0.1",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "192.167.1.1",
            "198.17.1.1",
            "198.20.0.0",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00::1",
            "2001:4860:4860::8888",
            "::ffff:1.1.1.1",
            "3fff:1000::1",
        ] {
            assert!(public(outside), "{outside}");
        }
        let both = ["10.0.0.1", "1.1.1.1"].map(|text| text.parse().unwrap());
        assert_eq!(judged(both.into_iter(), Reach::Internet), Some(both[1]));
        assert_eq!(judged(both.into_iter(), Reach::Everything), Some(both[0]));
        assert_eq!(judged(both.into_iter().take(1), Reach::Internet), None);
    }
}
