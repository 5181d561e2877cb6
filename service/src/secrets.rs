//! The keys outside the database, and what they do: tags by which equal codes are found, and
//! ciphertext from which a code can be shown again.
//!
//! Each version of the keys is a line of a file that only its owner reads. The last version writes;
//! all of them find and open, so that a row is sealed anew when it is next written.

mod file;

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac as _};
use md5::Md5;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// What the file begins with.
const HEAD: &str = "latchwork secrets 1";

/// What every message begins with, so that no tag or ciphertext of one purpose is one of another.
const DOMAIN: &[u8] = b"latchwork/v1";

const NONCE: usize = 24;

/// Stands for a text to whoever has the key, and for nothing to whoever has not.
pub type Tag = [u8; 16];

/// All versions of the keys, the one that writes last.
pub struct Keyring {
    former: Vec<Version>,
    last: Version,
}

struct Version {
    number: i64,
    /// Of tags.
    tags: Zeroizing<[u8; 32]>,
    /// Of ciphertext.
    seals: Zeroizing<[u8; 32]>,
}

/// Ciphertext, and the version of the keys that opens it.
pub struct Sealed {
    pub version: i64,
    pub bytes: Vec<u8>,
}

/// What was sealed cannot be opened: the key is another, or somebody changed the row.
#[derive(Debug)]
pub struct NotOpened;

impl Keyring {
    /// The keys of a file, `None` where there is no file.
    pub fn read(path: &Path) -> Result<Option<Self>> {
        let text = match fs::read_to_string(path) {
            Ok(text) => Zeroizing::new(text),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).context(format!("{} cannot be read", path.display())),
        };
        judge_mode(path)?;
        Self::parse(&text)
            .with_context(|| format!("{} is no file of secrets", path.display()))
            .map(Some)
    }

    /// Makes a first version, and the file of it.
    pub fn create(path: &Path) -> Result<Self> {
        let last = Version::draw(1)?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let made = || format!("{} cannot be made", path.display());
        let mut file = options.open(path).with_context(made)?;
        let text = Zeroizing::new(format!("{HEAD}\n{}\n", *last.line()));
        file.write_all(text.as_bytes()).with_context(made)?;
        // What is sealed by a key that the disk does not have yet would be lost with the power.
        file.sync_all().with_context(made)?;
        let former = Vec::new();
        Ok(Self { former, last })
    }

    fn parse(text: &str) -> Result<Self> {
        let mut lines = text.lines();
        if lines.next() != Some(HEAD) {
            bail!("expected the first line `{HEAD}`");
        }
        let mut former: Vec<Version> = Vec::new();
        for (at, line) in lines.enumerate() {
            let version = Version::parse(line)
                .with_context(|| format!("line {}: expected a version and two keys", at + 2))?;
            if former
                .last()
                .is_some_and(|last| last.number >= version.number)
            {
                bail!("line {}: expected a version above the one before", at + 2);
            }
            former.push(version);
        }
        let last = former.pop().context("expected a version, found none")?;
        Ok(Self { former, last })
    }

    /// The version that writes.
    pub fn version(&self) -> i64 {
        self.last.number
    }

    /// All versions, each with what proves in the database that it is the same key.
    pub fn proofs(&self) -> impl Iterator<Item = (i64, Tag)> {
        self.versions()
            .map(|version| (version.number, version.tag(&[b"proof"])))
    }

    /// The tag that is written.
    pub fn tag(&self, parts: &[&[u8]]) -> Tag {
        self.last.tag(parts)
    }

    /// The tags that may have been written.
    pub fn tags(&self, parts: &[&[u8]]) -> impl Iterator<Item = Tag> {
        self.versions().map(|version| version.tag(parts))
    }

    /// Whether there is one version, so that of one text there is one tag.
    pub fn is_single(&self) -> bool {
        self.former.is_empty()
    }

    /// Seals a text to where it is kept: elsewhere it does not open.
    pub fn seal(&self, place: &[&[u8]], text: &[u8]) -> Result<Sealed, getrandom::Error> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce)?;
        let aad = message(place);
        let payload = Payload {
            msg: text,
            aad: &aad,
        };
        let sealed = self.last.cipher().encrypt(&XNonce::from(nonce), payload);
        // Fails only for texts longer than memory is.
        let sealed = sealed.map_err(|_| getrandom::Error::UNEXPECTED)?;
        Ok(Sealed {
            version: self.last.number,
            bytes: [&nonce[..], &sealed].concat(),
        })
    }

    /// The text that was sealed.
    pub fn open(&self, place: &[&[u8]], sealed: &Sealed) -> Result<Zeroizing<Vec<u8>>, NotOpened> {
        let version = self
            .versions()
            .find(|version| version.number == sealed.version)
            .ok_or(NotOpened)?;
        let (nonce, text) = sealed.bytes.split_first_chunk::<NONCE>().ok_or(NotOpened)?;
        let aad = message(place);
        let payload = Payload {
            msg: text,
            aad: &aad,
        };
        let opened = version.cipher().decrypt(&XNonce::from(*nonce), payload);
        opened.map(Zeroizing::new).map_err(|_| NotOpened)
    }

    fn versions(&self) -> impl Iterator<Item = &Version> {
        self.former.iter().chain([&self.last])
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keyring(…)")
    }
}

impl Version {
    fn draw(number: i64) -> Result<Self> {
        let (mut tags, mut seals) = (Zeroizing::new([0; 32]), Zeroizing::new([0; 32]));
        getrandom::fill(&mut *tags)?;
        getrandom::fill(&mut *seals)?;
        Ok(Self {
            number,
            tags,
            seals,
        })
    }

    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let number = words.next()?.parse().ok().filter(|number| *number > 0)?;
        let (tags, seals) = (from_hex(words.next()?)?, from_hex(words.next()?)?);
        words.next().is_none().then_some(Self {
            number,
            tags,
            seals,
        })
    }

    fn line(&self) -> Zeroizing<String> {
        let (tags, seals) = (to_hex(&*self.tags), to_hex(&*self.seals));
        Zeroizing::new(format!("{} {} {}", self.number, *tags, *seals))
    }

    fn tag(&self, parts: &[&[u8]]) -> Tag {
        let mut tag = Tag::default();
        // A key of any length is one.
        if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&*self.tags) {
            mac.update(&message(parts));
            let whole = mac.finalize().into_bytes();
            for (slot, byte) in tag.iter_mut().zip(whole) {
                *slot = byte;
            }
        }
        tag
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&*self.seals).into())
    }
}

/// Parts as one message that no other parts come to: each with its length before it.
fn message(parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let length = parts.iter().map(|part| part.len() + 8).sum::<usize>();
    let mut message = Zeroizing::new(Vec::with_capacity(DOMAIN.len() + length));
    message.extend_from_slice(DOMAIN);
    for part in parts {
        message.extend_from_slice(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        message.extend_from_slice(part);
    }
    message
}

/// Others who may read the file have every code.
#[cfg(unix)]
fn judge_mode(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::metadata(path)?.permissions().mode();
    if mode & 0o077 != 0 {
        bail!(
            "{} may be read by others: expected mode 600, found {:o}",
            path.display(),
            mode & 0o777
        );
    }
    Ok(())
}

#[cfg(not(unix))]
fn judge_mode(_: &Path) -> Result<()> {
    Ok(())
}

/// What stands in the database for a key or a session that nobody can guess.
pub type Hash = [u8; 32];

/// The hash of a key or a session.
pub fn hash(secret: &str) -> Hash {
    Sha256::digest(secret.as_bytes()).into()
}

/// What stands there for a client of the panel, which shows the MD5 of a key.
pub fn panel_hash(key: &str) -> Hash {
    let md5: [u8; 16] = Md5::digest(key.as_bytes()).into();
    hash(&to_hex(&md5))
}

/// A secret that nobody can guess: 256 bits, as text.
pub fn draw_secret() -> Result<Zeroizing<String>, getrandom::Error> {
    let mut bytes = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *bytes)?;
    Ok(to_hex(&*bytes))
}

/// Hexadecimal digits, two each.
pub fn to_hex(bytes: &[u8]) -> Zeroizing<String> {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let digits = digits.filter_map(|digit| char::from_digit(digit.into(), 16));
    let mut text = Zeroizing::new(String::with_capacity(2 * bytes.len()));
    text.extend(digits);
    text
}

fn from_hex(text: &str) -> Option<Zeroizing<[u8; 32]>> {
    let mut bytes = Zeroizing::new([0; 32]);
    if text.len() != 64 {
        return None;
    }
    let mut digits = text.chars().map(|digit| digit.to_digit(16));
    for byte in bytes.iter_mut() {
        let (high, low) = (digits.next()??, digits.next()??);
        *byte = u8::try_from(high * 16 + low).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(lines: &[&Version]) -> Keyring {
        let lines: Vec<_> = lines
            .iter()
            .map(|version| version.line().to_string())
            .collect();
        Keyring::parse(&format!("{HEAD}\n{}\n", lines.join("\n"))).unwrap()
    }

    #[test]
    fn what_is_sealed_opens_where_it_was_sealed_and_nowhere_else() {
        let keys = ring(&[&Version::draw(1).unwrap()]);
        let sealed = keys.seal(&[b"key", b"1"], b"739146").unwrap();
        assert!(!sealed.bytes.windows(6).any(|bytes| bytes == b"739146"));
        assert_eq!(**keys.open(&[b"key", b"1"], &sealed).unwrap(), *b"739146");
        assert!(keys.open(&[b"key", b"2"], &sealed).is_err());
        assert!(keys.open(&[b"key1"], &sealed).is_err());
        for at in 0..sealed.bytes.len() {
            let mut bytes = sealed.bytes.clone();
            bytes[at] ^= 1;
            let changed = Sealed { bytes, ..sealed };
            assert!(keys.open(&[b"key", b"1"], &changed).is_err());
        }
        let other = ring(&[&Version::draw(1).unwrap()]);
        assert!(other.open(&[b"key", b"1"], &sealed).is_err());
    }

    #[test]
    fn former_versions_open_and_find_and_the_last_writes() {
        let (first, second) = (Version::draw(1).unwrap(), Version::draw(2).unwrap());
        let before = ring(&[&first]);
        let (sealed, tag) = (
            before.seal(&[b"a"], b"4711").unwrap(),
            before.tag(&[b"4711"]),
        );
        let after = ring(&[&first, &second]);
        assert_eq!(**after.open(&[b"a"], &sealed).unwrap(), *b"4711");
        assert!(after.tags(&[b"4711"]).any(|one| one == tag));
        assert_ne!(after.tag(&[b"4711"]), tag);
        assert_eq!(after.seal(&[b"a"], b"4711").unwrap().version, 2);
    }

    #[test]
    fn parts_do_not_run_together() {
        let keys = ring(&[&Version::draw(1).unwrap()]);
        assert_ne!(keys.tag(&[b"1", b"23"]), keys.tag(&[b"12", b"3"]));
        assert_ne!(keys.tag(&[b"123"]), keys.tag(&[b"123", b""]));
    }

    #[test]
    fn a_file_is_made_once_and_read_by_its_owner_alone() {
        let folder = std::env::temp_dir().join(format!("latchwork-secrets-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("keys");
        assert!(Keyring::read(&path).unwrap().is_none());
        let made = Keyring::create(&path).unwrap();
        assert!(Keyring::create(&path).is_err());
        let read = Keyring::read(&path).unwrap().unwrap();
        assert_eq!(made.tag(&[b"1"]), read.tag(&[b"1"]));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(
                fs::metadata(&path).unwrap().permissions().mode() & 0o777,
                0o600
            );
            fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
            let refused = Keyring::read(&path).unwrap_err();
            assert!(
                refused
                    .to_string()
                    .ends_with("expected mode 600, found 644")
            );
        }
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn what_is_no_file_of_secrets_is_refused_without_being_shown() {
        let line = Version::draw(1).unwrap().line();
        let wrong = [
            String::new(),
            format!("{HEAD}\n"),
            format!("{HEAD}\n{}0\n", *line),
            format!("{HEAD}\n{}\n{}\n", *line, *line),
            format!("{HEAD}\n0{}\n", line.strip_prefix('1').unwrap()),
            line.to_string(),
        ];
        for text in wrong {
            let error = format!("{:#}", Keyring::parse(&text).unwrap_err());
            assert!(!error.contains(line.split(' ').nth(1).unwrap()), "{error}");
        }
        assert_eq!(
            format!("{:?}", ring(&[&Version::draw(1).unwrap()])),
            "Keyring(…)"
        );
    }
}
