//! Strict reading of JSON (feature `json`): fit files and observation files, on the command line and in the browser alike.
//!
//! [`parse`] makes a tree that borrows from the text; [`field`] takes it apart and says where in the file a value is wrong. Both are small on
//! purpose: the page's module for a person's own files carries them, and a general reader with its derived code is a third of what
//! that module may weigh. Stricter than JSON in two ways: a name stands once in an object, and nesting ends at [`MOST_DEPTH`].

pub mod field;

use std::borrow::Cow;

/// Values within values, at most.
pub const MOST_DEPTH: usize = 64;

/// Reads a decimal number that is spelled as [`is_decimal`] says; `None` or infinity where it cannot be held. A function, because the
/// browser brings one of its own and that of the library is a tenth of a module.
pub type Decimal = fn(&str) -> Option<f64>;

/// The library's reader of decimal numbers.
pub fn decimal(text: &str) -> Option<f64> {
    text.parse().ok()
}

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Json<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as it is written.
    Number(&'a str),
    /// A text.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Json<'a>>),
    /// An object: names and values in their order.
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

impl Json<'_> {
    /// What kind of value it is, in words.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

/// What is no JSON, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Bytes before it.
    pub at: usize,
    /// What is wrong.
    pub reason: String,
}

impl Fault {
    /// Line and column, both from 1; columns count bytes.
    pub fn place(&self, text: &[u8]) -> (usize, usize) {
        let before = text.get(..self.at).unwrap_or(text);
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        (line, self.at - start + 1)
    }
}

/// Whether a text is a decimal number: digits with at most one point, a sign before and an exponent behind.
pub fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.strip_prefix(['+', '-']).unwrap_or(exponent)),
        None => (unsigned, "0"),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && digits(fraction)
        && whole.len() + fraction.len() > 0
        && digits(exponent)
        && !exponent.is_empty()
}

/// Reads one value, which has to be all of the text.
///
/// # Errors
/// The first [`Fault`].
pub fn parse(text: &[u8]) -> Result<Json<'_>, Fault> {
    let text = std::str::from_utf8(text)
        .map_err(|error| Fault { at: error.valid_up_to(), reason: "not UTF-8 text".to_owned() })?;
    let mut parser = Parser { text, at: 0, depth: 0 };
    let value = parser.value()?;
    parser.blank();
    match parser.peek() {
        None => Ok(value),
        Some(_) => Err(parser.fault("something follows the value")),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn fault(&self, reason: impl Into<String>) -> Fault {
        Fault { at: self.at, reason: reason.into() }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn between(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn blank(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Takes a sign, after blanks.
    fn takes(&mut self, sign: u8) -> bool {
        self.blank();
        let found = self.peek() == Some(sign);
        self.at += usize::from(found);
        found
    }

    fn value(&mut self) -> Result<Json<'a>, Fault> {
        self.blank();
        match self.peek() {
            None => Err(self.fault("the text ends where a value is needed")),
            Some(b'"') => self.text().map(Json::Text),
            Some(b'[') => self.nested(Self::list),
            Some(b'{') => self.nested(Self::object),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(_) => self.word(),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<Json<'a>, Fault>) -> Result<Json<'a>, Fault> {
        if self.depth == MOST_DEPTH {
            return Err(self.fault(format!("nested deeper than {MOST_DEPTH} values")));
        }
        self.at += 1;
        self.depth += 1;
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn list(&mut self) -> Result<Json<'a>, Fault> {
        let mut items = Vec::new();
        if self.takes(b']') {
            return Ok(Json::List(items));
        }
        loop {
            items.push(self.value()?);
            if self.takes(b']') {
                return Ok(Json::List(items));
            }
            if !self.takes(b',') {
                return Err(self.fault("a comma or ']' is needed"));
            }
        }
    }

    fn object(&mut self) -> Result<Json<'a>, Fault> {
        let mut fields: Vec<(Cow<'a, str>, Json<'a>)> = Vec::new();
        if self.takes(b'}') {
            return Ok(Json::Object(fields));
        }
        loop {
            self.blank();
            if self.peek() != Some(b'"') {
                return Err(self.fault("a name in quotes is needed"));
            }
            let start = self.at;
            let name = self.text()?;
            if fields.iter().any(|(known, _)| *known == name) {
                let reason = format!("'{}' stands twice", crate::error::shortened(&name));
                return Err(Fault { at: start, reason });
            }
            if !self.takes(b':') {
                return Err(self.fault("a colon is needed"));
            }
            fields.push((name, self.value()?));
            if self.takes(b'}') {
                return Ok(Json::Object(fields));
            }
            if !self.takes(b',') {
                return Err(self.fault("a comma or '}' is needed"));
            }
        }
    }

    fn word(&mut self) -> Result<Json<'a>, Fault> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric()) {
            self.at += 1;
        }
        match self.between(start) {
            "null" => Ok(Json::Null),
            "true" => Ok(Json::Bool(true)),
            "false" => Ok(Json::Bool(false)),
            _ => Err(Fault { at: start, reason: "no JSON value begins like this".to_owned() }),
        }
    }

    fn digits(&mut self) -> Result<(), Fault> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start { Err(self.fault("a digit is needed")) } else { Ok(()) }
    }

    fn number(&mut self) -> Result<Json<'a>, Fault> {
        let start = self.at;
        self.at += usize::from(self.peek() == Some(b'-'));
        let zero = self.peek() == Some(b'0');
        let whole = self.at;
        self.digits()?;
        if zero && self.at > whole + 1 {
            return Err(Fault { at: whole, reason: "a number does not begin with 0".to_owned() });
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            self.digits()?;
        }
        Ok(Json::Number(self.between(start)))
    }

    /// A text in quotes; borrowed where nothing in it is escaped.
    fn text(&mut self) -> Result<Cow<'a, str>, Fault> {
        self.at += 1;
        let mut owned: Option<String> = None;
        let mut start = self.at;
        loop {
            match self.peek() {
                None => return Err(self.fault("the text ends within quotes")),
                Some(0..0x20) => return Err(self.fault("a control sign within quotes; escape it")),
                Some(b'"') => {
                    let rest = self.between(start);
                    self.at += 1;
                    return Ok(match owned {
                        None => Cow::Borrowed(rest),
                        Some(mut text) => {
                            text.push_str(rest);
                            Cow::Owned(text)
                        }
                    });
                }
                Some(b'\\') => {
                    let text = owned.get_or_insert_default();
                    text.push_str(self.text.get(start..self.at).unwrap_or_default());
                    self.at += 1;
                    let sign = self.escaped()?;
                    owned.get_or_insert_default().push(sign);
                    start = self.at;
                }
                Some(_) => self.at += 1,
            }
        }
    }

    fn escaped(&mut self) -> Result<char, Fault> {
        let sign = self.peek();
        self.at += 1;
        Ok(match sign {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => {
                self.at -= 1;
                return Err(self.fault("no such escape"));
            }
        })
    }

    fn unicode(&mut self) -> Result<char, Fault> {
        let first = self.four()?;
        let code = if (0xd800..0xdc00).contains(&first) {
            let second = if self.takes(b'\\') && self.takes(b'u') { self.four()? } else { 0 };
            if !(0xdc00..0xe000).contains(&second) {
                return Err(self.fault("half of a pair of escapes"));
            }
            0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)
        } else {
            first
        };
        char::from_u32(code).ok_or_else(|| self.fault("half of a pair of escapes"))
    }

    fn four(&mut self) -> Result<u32, Fault> {
        let digits =
            self.text.get(self.at..self.at + 4).filter(|text| text.bytes().all(|b| b.is_ascii_hexdigit()));
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let code = code.ok_or_else(|| self.fault("four hexadecimal digits are needed"))?;
        self.at += 4;
        Ok(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_they_stand() {
        let Json::Object(fields) =
            parse(br#" {"a": [1, -2.5e-3, true, null], "b\n": "\u00e9\ud83d\ude00\/x"} "#).unwrap()
        else {
            panic!("an object")
        };
        assert_eq!(
            fields[0].1,
            Json::List(vec![Json::Number("1"), Json::Number("-2.5e-3"), Json::Bool(true), Json::Null])
        );
        assert_eq!((&*fields[1].0, &fields[1].1), ("b\n", &Json::Text("é😀/x".into())));
    }

    /// The cases are those of RFC 8259 that readers most often get wrong; serde_json agrees on each but the doubled name.
    #[test]
    fn what_is_no_json_is_refused_with_its_place() {
        for (text, at) in [
            ("", 0),
            ("[1,]", 3),
            ("{\"a\":1,}", 7),
            ("01", 0),
            ("1.", 2),
            ("+1", 0),
            (".5", 0),
            ("1e", 2),
            ("nul", 0),
            ("NaN", 0),
            ("\"\t\"", 1),
            ("\"\\x\"", 2),
            ("\"\\ud800\"", 7),
            ("\"a", 2),
            ("[1 2]", 3),
            ("{\"a\" 1}", 5),
            ("{a:1}", 1),
            ("1 2", 2),
        ] {
            assert!(serde_json::from_str::<serde_json::Value>(text).is_err(), "{text}");
            assert_eq!(parse(text.as_bytes()).unwrap_err().at, at, "{text}");
        }
        assert_eq!(parse(b"{\"a\":1,\n \"a\":2}").unwrap_err().place(b"{\"a\":1,\n \"a\":2}"), (2, 2));
        assert_eq!(parse(b"\"\xff\"").unwrap_err().at, 1);
        let deep = |depth: usize| ["[".repeat(depth), "]".repeat(depth)].concat();
        assert!(parse(deep(MOST_DEPTH).as_bytes()).is_ok());
        assert_eq!(parse(deep(MOST_DEPTH + 1).as_bytes()).unwrap_err().at, MOST_DEPTH);
        assert!(parse("[".repeat(1_000_000).as_bytes()).is_err());
    }

    #[test]
    fn decimals_are_told_from_other_words() {
        for text in ["1", "-1.5", "+2.", ".5", "1e5", "1.5E-3"] {
            assert!(is_decimal(text) && decimal(text).is_some(), "{text}");
        }
        for text in ["", ".", "-", "1e", "e5", "nan", "inf", "0x10", "1_000", "1,5", "1 2"] {
            assert!(!is_decimal(text), "{text}");
        }
    }
}
