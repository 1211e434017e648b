//! The query of the address: keys and values in the order in which they stand, unknown ones kept.

use std::fmt;

use wattpix_core::error::Key;

/// A query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Reads a query, with or without its question mark. Anything is a query.
    pub fn parse(text: &str) -> Self {
        let text = text.strip_prefix('?').unwrap_or(text);
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        let read = |pair: &str| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(key), decoded(value))
        };
        Self(pairs.map(read).collect())
    }

    /// The value of a key; the last one where it stands several times.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// All values of a key.
    pub fn all<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.0.iter().filter(move |(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// Keys and values in their order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// Adds keys and values at the end.
    pub fn extend<'a>(&mut self, pairs: impl Iterator<Item = (&'a str, &'a str)>) {
        self.0.extend(pairs.map(|(key, value)| (key.to_owned(), value.to_owned())));
    }

    /// True if it says anything of one configuration by keys of their own.
    pub fn has_plain_keys(&self) -> bool {
        Key::ALL.into_iter().any(|key| self.get(key.name()).is_some())
    }

    /// Puts one value in the place of all values of a key; `None` takes the key away.
    pub fn set(&mut self, key: &str, value: Option<&str>) {
        let place = self.0.iter().position(|(name, _)| name == key).unwrap_or(self.0.len());
        self.0.retain(|(name, _)| name != key);
        if let Some(value) = value {
            self.0.insert(place.min(self.0.len()), (key.to_owned(), value.to_owned()));
        }
    }

    /// Puts several values in the place of all values of a key.
    pub fn set_all(&mut self, key: &str, values: &[String]) {
        self.set(key, None);
        self.0.extend(values.iter().map(|value| (key.to_owned(), value.clone())));
    }
}

impl Query {
    /// A link to the state on the same page.
    pub fn link(&self) -> String {
        if self.0.is_empty() { "?".to_owned() } else { self.to_string() }
    }
}

/// The query with its question mark; nothing where it is empty.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut written = String::new();
        for (key, value) in &self.0 {
            written.push(if written.is_empty() { '?' } else { '&' });
            encode(key, &mut written);
            written.push('=');
            encode(value, &mut written);
        }
        f.write_str(&written)
    }
}

/// Decodes a part of a query (URL standard, section 5.1). The crate that writes queries reads them too, but with two ways to mend
/// what is no UTF-8, which are 1 kB on the wire in every module; here each byte that fits nowhere is U+FFFD.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = if *first == b'%' { after.split_first_chunk() } else { None };
        let escaped =
            digits.and_then(|([high, low], after)| Some((16 * digit(*high)? + digit(*low)?, after)));
        let plain = if *first == b'+' { b' ' } else { *first };
        let (byte, after) = escaped.unwrap_or((plain, after));
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8(bytes).unwrap_or_else(|error| {
        let mend = |byte: &u8| if byte.is_ascii() { char::from(*byte) } else { char::REPLACEMENT_CHARACTER };
        error.as_bytes().iter().map(mend).collect()
    })
}

/// The value of a hexadecimal digit.
const fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// Adds a text as it stands in a query: as a form is sent (URL standard, section 5.2), but lists and descriptions of architectures stay
/// readable, for a query may hold commas, tildes and colons as they are. The crate that does this holds all 256 escapes, 1 kB on the wire.
fn encode(text: &str, written: &mut String) {
    for byte in text.bytes() {
        match byte {
            b' ' => written.push('+'),
            b'*' | b'-' | b'.' | b'_' | b',' | b'~' | b':' => written.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => written.push(char::from(byte)),
            _ => {
                written.push('%');
                for digit in [byte >> 4, byte & 15] {
                    written.push(char::from(if digit < 10 { b'0' + digit } else { b'A' + digit - 10 }));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_keys_are_kept_in_their_place() {
        let mut query = Query::parse("?utm=x&model=qwen-image&later=1%20%262");
        query.set("model", Some("sd2.1"));
        assert_eq!(query.to_string(), "?utm=x&model=sd2.1&later=1+%262");
        query.set("model", None);
        assert_eq!(query.to_string(), "?utm=x&later=1+%262");
        assert_eq!(Query::parse(&query.to_string()), query);
    }

    #[test]
    fn commas_and_descriptions_stay_readable() {
        let query = Query::parse("?model=flux1-dev~width:2048,sd2.1&c=unet~levels:2,a100");
        assert_eq!(query.to_string(), "?model=flux1-dev~width:2048,sd2.1&c=unet~levels:2,a100");
        assert_eq!(
            Query::parse("?model=unet%7Elevels%3A2&x=%C3%A9~").to_string(),
            "?model=unet~levels:2&x=%C3%A9~"
        );
        let query = Query::parse("?c=flux1-dev,a100,1024x1024,50,fp16,on&c=sd2.1");
        assert_eq!(query.to_string(), "?c=flux1-dev,a100,1024x1024,50,fp16,on&c=sd2.1");
        assert_eq!(query.all("c").count(), 2);
    }

    /// The crate follows the URL standard.
    #[test]
    fn a_query_reads_as_by_the_url_standard() {
        for text in [
            "",
            "a",
            "=",
            "=b",
            "a=",
            "a=b=c",
            "a&&b",
            "&a=1&",
            "a+b=c%20d",
            "%3D=%26",
            "100%",
            "%4",
            "%zz=%",
            "%C3%A9=é",
            "a=%e2%82%ac",
            "x=%2525",
            "%00=%0a",
        ] {
            let by_the_crate: Vec<_> = form_urlencoded::parse(text.as_bytes()).into_owned().collect();
            assert_eq!(Query::parse(text), Query(by_the_crate), "{text}");
        }
        let broken = Query::parse("a=x%ffy&%E2%82=1");
        assert_eq!(
            broken,
            Query(vec![("a".into(), "x\u{fffd}y".into()), ("\u{fffd}\u{fffd}".into(), "1".into())])
        );
    }

    #[test]
    fn the_last_value_counts_and_the_empty_query_is_nothing() {
        assert_eq!(Query::parse("?steps=1&steps=2").get("steps"), Some("2"));
        assert_eq!(Query::parse("?").to_string(), "");
    }
}
