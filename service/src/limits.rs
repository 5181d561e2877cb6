//! How often somebody may ask: of each a bucket that time empties. Each instance has its own; what
//! locks a door for longer stands in the database.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, Hash, RandomState};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, COOKIE};
use latchwork::Issue;

use crate::options::Options;
use crate::reply::{Written, problem};

/// So many are remembered of a kind; who comes then shares one bucket until others are empty.
const MOST: usize = 65_536;

/// How many seconds' worth may be asked for at once.
const AT_ONCE: u32 = 4;

/// One address may have so small a part of all connections.
const SHARE: usize = 4;

/// So long somebody is known who asked with something that was good.
const KNOWN: Duration = Duration::from_hours(1);

/// The buckets of all kinds.
pub struct Limits {
    callers: Buckets<String>,
    doors: Buckets<String>,
    strangers: Buckets<IpAddr>,
    known: Known,
    /// How many proxies stand in front.
    proxies: usize,
}

impl Limits {
    /// As the command line says, of each kind so many a second.
    pub fn of(options: &mut Options) -> Result<Self> {
        let mut each_second = |name: &str, usual: u32| match options.take(name) {
            None => Ok(usual),
            Some(text) => match text.parse() {
                Ok(rate) if (1..=1_000_000).contains(&rate) => Ok(rate),
                _ => bail!("expected 1 to 1,000,000 after --{name}, found `{text}`"),
            },
        };
        let callers = Buckets::new(each_second("attempts-of-caller", 50)?);
        let doors = Buckets::new(each_second("attempts-at-door", 5)?);
        let strangers = Buckets::new(each_second("failures-of-address", 10)?);
        let proxies = options.take("proxies").unwrap_or_else(|| "0".into());
        Ok(Self {
            callers,
            doors,
            strangers,
            known: Known::default(),
            proxies: proxies
                .parse()
                .context("expected how many proxies stand in front after --proxies")?,
        })
    }

    /// Counts an attempt of a caller.
    ///
    /// # Errors
    /// 429 for one too many.
    pub fn caller(&self, principal: &str) -> Result<(), Written> {
        let counted = self.callers.count(principal.to_owned(), Instant::now());
        counted.map_err(too_many_attempts)
    }

    /// Counts an attempt at a door, by who may try it.
    ///
    /// # Errors
    /// As [`caller`](Self::caller).
    pub fn door(&self, id: &str) -> Result<(), Written> {
        let counted = self.doors.count(id.to_owned(), Instant::now());
        counted.map_err(too_many_attempts)
    }

    /// Whether somebody is heard who may be nobody.
    ///
    /// # Errors
    /// 429 where too many of the address were nobody.
    pub fn stranger(&self, address: IpAddr) -> Result<(), Written> {
        let heard = self.strangers.look(&address, Instant::now());
        heard.map_err(|wait| {
            let sentence = "expected fewer requests of nobody; try again in {limit} seconds";
            too_many("too_many_failures", sentence, wait)
        })
    }

    /// Whether somebody asks with what was good of late: he is no stranger, whoever else comes from where
    /// he does.
    pub fn knows(&self, headers: &HeaderMap) -> bool {
        self.known.has(headers, Instant::now())
    }

    /// Notes who asks with something that is good.
    pub fn was_somebody(&self, headers: &HeaderMap) {
        self.known.add(headers, Instant::now());
    }

    /// Notes that it is good no more.
    pub fn is_nobody(&self, headers: &HeaderMap) {
        self.known.remove(headers);
    }

    /// Counts a request of nobody.
    pub fn was_nobody(&self, address: IpAddr) {
        // It was answered already: the next is not.
        let _ = self.strangers.count(address, Instant::now());
    }

    /// Whose request it is: the peer, or whom the proxies in front say, the n-th from the right. What
    /// stands further left anybody may have written.
    pub fn address(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let told = || {
            let lists = headers.get_all("x-forwarded-for").iter();
            let lists: Vec<_> = lists.filter_map(|list| list.to_str().ok()).collect();
            let all = lists.join(",");
            let nth = self.proxies.checked_sub(1)?;
            all.rsplit(',').nth(nth)?.trim().parse().ok()
        };
        network(told().unwrap_or(peer))
    }

    /// How many of all connections may be of one address. Behind proxies all come from those, and how
    /// many one may have is theirs to say.
    pub fn connections_of_one(&self, all: usize) -> usize {
        if self.proxies > 0 {
            return all;
        }
        (all / SHARE).max(1)
    }
}

/// Of IPv6 the network, which one has whole.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(whole) => Ipv6Addr::from_bits(whole.to_bits() & (u128::MAX << 64)).into(),
        four @ IpAddr::V4(_) => four,
    }
}

fn too_many_attempts(wait: Duration) -> Written {
    let sentence = "expected fewer attempts; try again in {limit} seconds";
    too_many("too_many_attempts", sentence, wait)
}

fn too_many(code: &'static str, sentence: &'static str, wait: Duration) -> Written {
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    let issue = Issue::new(code, sentence).with("limit", seconds);
    problem(429, &issue.into()).with("retry-after", seconds.to_string())
}

/// What was shown that was good, each by a number that nobody can foretell, and when that was.
#[derive(Default)]
struct Known {
    hasher: RandomState,
    seen: Mutex<HashMap<u64, Instant>>,
}

impl Known {
    /// What a request shows of who sent it.
    fn shown(&self, headers: &HeaderMap) -> Option<u64> {
        let values = [AUTHORIZATION.as_str(), "x-api-key", COOKIE.as_str()]
            .map(|name| headers.get_all(name).iter().collect::<Vec<_>>());
        let is_there = values.iter().any(|values| !values.is_empty());
        is_there.then(|| self.hasher.hash_one(values))
    }

    fn has(&self, headers: &HeaderMap, now: Instant) -> bool {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = self.shown(headers).and_then(|shown| seen.get(&shown));
        seen.is_some_and(|seen| now.saturating_duration_since(*seen) < KNOWN)
    }

    fn add(&self, headers: &HeaderMap, now: Instant) {
        let Some(shown) = self.shown(headers) else {
            return;
        };
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= MOST && !seen.contains_key(&shown) {
            seen.retain(|_, seen| now.saturating_duration_since(*seen) < KNOWN);
            if seen.len() >= MOST {
                return;
            }
        }
        seen.insert(shown, now);
    }

    fn remove(&self, headers: &HeaderMap) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(shown) = self.shown(headers) {
            seen.remove(&shown);
        }
    }
}

/// A bucket for each of a kind: when it will be empty.
struct Buckets<K> {
    /// How long one takes to leak.
    each: Duration,
    /// How full it may be.
    room: Duration,
    empty_at: Mutex<HashMap<Option<K>, Instant>>,
}

impl<K: Eq + Hash> Buckets<K> {
    fn new(each_second: u32) -> Self {
        Self {
            each: Duration::from_secs(1) / each_second,
            room: Duration::from_secs(AT_ONCE.into()),
            empty_at: Mutex::default(),
        }
    }

    /// Puts one into a bucket, where there is room; otherwise how long it takes until there is.
    fn count(&self, key: K, now: Instant) -> Result<(), Duration> {
        let mut all = self.empty_at.lock().unwrap_or_else(PoisonError::into_inner);
        let mut key = Some(key);
        if all.len() >= MOST && !all.contains_key(&key) {
            all.retain(|_, empty_at| *empty_at > now);
            if all.len() >= MOST {
                key = None;
            }
        }
        let empty_at = all.entry(key).or_insert(now);
        let after = (*empty_at).max(now) + self.each;
        self.left(after, now)?;
        *empty_at = after;
        Ok(())
    }

    /// Whether there is room for one.
    fn look(&self, key: &K, now: Instant) -> Result<(), Duration>
    where
        K: Clone,
    {
        let all = self.empty_at.lock().unwrap_or_else(PoisonError::into_inner);
        let empty_at = all.get(&Some(key.clone())).copied().unwrap_or(now);
        self.left(empty_at.max(now) + self.each, now)
    }

    fn left(&self, empty_at: Instant, now: Instant) -> Result<(), Duration> {
        let full = empty_at.duration_since(now);
        match full.checked_sub(self.room) {
            Some(wait) if !wait.is_zero() => Err(wait),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_takes_what_fits_and_leaks() {
        let buckets = Buckets::new(10);
        let start = Instant::now();
        for _ in 0..40 {
            assert_eq!(buckets.count("one", start), Ok(()));
        }
        let wait = Duration::from_millis(100);
        assert_eq!(buckets.count("one", start), Err(wait));
        assert_eq!(buckets.look(&"one", start), Err(wait));
        // What was refused is not counted, and nobody else is in it.
        assert_eq!(buckets.count("other", start), Ok(()));
        assert_eq!(buckets.count("one", start + wait), Ok(()));
        assert_eq!(buckets.count("one", start + wait), Err(wait));
    }

    #[test]
    fn many_are_forgotten_and_none_goes_without() {
        let buckets = Buckets::new(1);
        let start = Instant::now();
        for key in 0..MOST + 8 {
            let _ = buckets.count(key, start);
        }
        let size = || buckets.empty_at.lock().unwrap().len();
        assert_eq!(size(), MOST + 1);
        // Those who came then share one.
        assert!(buckets.count(MOST + 9, start).is_err());
        let later = start + Duration::from_secs(9);
        assert_eq!(buckets.count(MOST + 9, later), Ok(()));
        assert_eq!(size(), 1);
    }

    #[test]
    fn who_was_somebody_is_known_for_a_while() {
        let known = Known::default();
        let start = Instant::now();
        let shows = |name: &'static str, value: &str| {
            let mut headers = HeaderMap::new();
            headers.append(name, value.parse().unwrap());
            headers
        };
        let key = shows("x-api-key", "lw_1");
        assert!(!known.has(&key, start));
        known.add(&key, start);
        known.add(&HeaderMap::new(), start);
        assert!(known.has(&key, start));
        for other in [
            shows("x-api-key", "lw_2"),
            shows("cookie", "lw_1"),
            HeaderMap::new(),
        ] {
            assert!(!known.has(&other, start), "{other:?}");
        }
        assert!(!known.has(&key, start + KNOWN));
        known.remove(&key);
        assert!(!known.has(&key, start));
        for number in 0..MOST + 8 {
            known.add(&shows("x-api-key", &number.to_string()), start);
        }
        assert_eq!(known.seen.lock().unwrap().len(), MOST);
        known.add(&key, start + KNOWN);
        assert_eq!(known.seen.lock().unwrap().len(), 1);
    }

    #[test]
    fn an_address_is_what_the_nearest_proxies_say() {
        let limits = |proxies: &str| {
            let options = ["--proxies", proxies].map(str::to_owned);
            Limits::of(&mut Options::read(options.into_iter()).unwrap()).unwrap()
        };
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", "10.0.0.1, 192.0.2.7".parse().unwrap());
        headers.append("x-forwarded-for", "2001:db8:1:2:3:4:5:6".parse().unwrap());
        let peer = "127.0.0.1".parse().unwrap();
        for (proxies, expected) in [
            ("0", "127.0.0.1"),
            ("1", "2001:db8:1:2::"),
            ("2", "192.0.2.7"),
            ("9", "127.0.0.1"),
        ] {
            assert_eq!(
                limits(proxies).address(peer, &headers).to_string(),
                expected
            );
        }
    }
}
