//! A caller over HTTP/1.1, who may also hang up in the middle.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use flate2::read::GzDecoder;
use serde_json::Value;

/// A connection that is kept.
pub struct Client {
    address: String,
    stream: BufReader<TcpStream>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub text: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The codes of the issues of a problem.
    pub fn codes(&self) -> Vec<String> {
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json")
        );
        let body = self.json();
        let issues = body["issues"].as_array().unwrap().iter();
        issues
            .map(|issue| issue["code"].as_str().unwrap().to_owned())
            .collect()
    }
}

impl Client {
    pub fn to(address: &str) -> Self {
        Self::try_to(address).unwrap()
    }

    pub fn try_to(address: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_mins(1)))?;
        stream.set_nodelay(true)?;
        Ok(Self {
            address: address.to_owned(),
            stream: BufReader::new(stream),
        })
    }

    pub fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Reply {
        self.try_send(method, path, headers, body).unwrap()
    }

    pub fn try_send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> io::Result<Reply> {
        let request = head(method, path, headers, body.len()) + body;
        self.stream.get_mut().write_all(request.as_bytes())?;
        self.read()
    }

    /// Sends what it is given, whatever that is.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.get_mut().write_all(bytes)
    }

    pub fn read(&mut self) -> io::Result<Reply> {
        let ended = || io::Error::from(io::ErrorKind::UnexpectedEof);
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        let status = status.ok_or_else(ended)?;
        let mut headers = Vec::new();
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line)? == 0 {
                return Err(ended());
            }
            let Some((name, value)) = line.trim_end().split_once(": ") else {
                break;
            };
            let name = name.to_ascii_lowercase();
            if name == "content-length" {
                length = value.parse().unwrap();
            }
            headers.push((name, value.to_owned()));
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        if headers.contains(&("content-encoding".into(), "gzip".into())) {
            let small = std::mem::take(&mut body);
            GzDecoder::new(&*small).read_to_end(&mut body)?;
        }
        let text = String::from_utf8(body).unwrap();
        Ok(Reply {
            status,
            headers,
            text,
        })
    }

    /// The next line of an answer that does not end.
    pub fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        match self.stream.read_line(&mut line)? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(line.trim_end().to_owned()),
        }
    }

    pub fn address(&self) -> &str {
        &self.address
    }
}

/// The head of a request.
pub fn head(method: &str, path: &str, headers: &[(&str, &str)], length: usize) -> String {
    let mut lines = vec![
        format!("{method} {path} HTTP/1.1"),
        "host: localhost".into(),
    ];
    lines.push(format!("content-length: {length}"));
    lines.extend(
        headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}")),
    );
    lines.join("\r\n") + "\r\n\r\n"
}
