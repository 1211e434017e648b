//! From a text to a tree, which borrows from it.

use std::borrow::Cow;

use super::{Json, MOST_DEPTH, MOST_FIELDS};
use crate::excerpt::shortened;
use crate::words::{Word, Words};

/// A syntax error in JSON, and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Bytes before it.
    pub at: usize,
    /// The reason.
    pub reason: Word,
    /// Text that the reason speaks of; empty where it speaks of none.
    pub given: String,
}

impl Fault {
    /// Returns the fault with the field whose value it is in, where that says more.
    fn in_field(mut self, name: &str) -> Self {
        if self.reason == Word::READING_NOT_FINITE && !self.given.contains(':') {
            self.given = [&shortened(name), ": ", &self.given].concat();
        }
        self
    }

    /// Returns the reason in a language.
    pub fn tell(&self, words: Words) -> String {
        words.filled(self.reason, &[&self.given], String::push_str)
    }

    /// Line and column, both from 1; columns count bytes.
    pub fn place(&self, text: &[u8]) -> (usize, usize) {
        let before = text.get(..self.at).unwrap_or(text);
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        (line, self.at - start + 1)
    }
}

/// Reads one value, which has to be all of the text.
///
/// # Errors
/// The first [`Fault`].
pub fn parse(text: &[u8]) -> Result<Json<'_>, Fault> {
    let text = std::str::from_utf8(text).map_err(|error| Fault {
        at: error.valid_up_to(),
        reason: Word::READING_NOT_UTF8,
        given: String::new(),
    })?;
    let mut parser = Parser { text, at: 0, depth: 0 };
    let value = parser.value()?;
    parser.blank();
    match parser.peek() {
        None => Ok(value),
        Some(_) => Err(parser.fault(Word::READING_FOLLOWS)),
    }
}

pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn fault(&self, reason: Word) -> Fault {
        self.fault_of(reason, "")
    }

    #[inline(never)]
    fn fault_of(&self, reason: Word, given: &str) -> Fault {
        Fault { at: self.at, reason, given: given.to_owned() }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn between(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn blank(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Takes a sign, after blanks.
    pub(super) fn takes(&mut self, sign: u8) -> bool {
        self.blank();
        let found = self.peek() == Some(sign);
        self.at += usize::from(found);
        found
    }

    fn value(&mut self) -> Result<Json<'a>, Fault> {
        self.blank();
        match self.peek() {
            None => Err(self.fault(Word::READING_ENDS)),
            Some(b'"') => self.text().map(Json::Text),
            Some(b'[') => self.nested(Self::list),
            Some(b'{') => self.nested(Self::object),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(_) => self.word(),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<Json<'a>, Fault>) -> Result<Json<'a>, Fault> {
        if self.depth == MOST_DEPTH {
            return Err(self.fault_of(Word::READING_NESTED, &MOST_DEPTH.to_string()));
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
                return Err(self.fault_of(Word::READING_COMMA, "]"));
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
                return Err(self.fault(Word::READING_QUOTED_NAME));
            }
            let start = self.at;
            let name = self.text()?;
            if fields.iter().any(|(known, _)| *known == name) {
                let given = shortened(&name);
                return Err(Fault { at: start, reason: Word::READING_TWICE, given });
            }
            if fields.len() == MOST_FIELDS {
                return Err(self.fault_of(Word::READING_FIELDS, &MOST_FIELDS.to_string()));
            }
            if !self.takes(b':') {
                return Err(self.fault(Word::READING_COLON));
            }
            let value = self.value().map_err(|fault| fault.in_field(&name))?;
            fields.push((name, value));
            if self.takes(b'}') {
                return Ok(Json::Object(fields));
            }
            if !self.takes(b',') {
                return Err(self.fault_of(Word::READING_COMMA, "}"));
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
            word => {
                self.at = start;
                let not_finite =
                    ["nan", "inf", "infinity"].iter().any(|other| word.eq_ignore_ascii_case(other));
                let reason = if not_finite { Word::READING_NOT_FINITE } else { Word::READING_NO_VALUE };
                Err(self.fault_of(reason, word))
            }
        }
    }

    fn digits(&mut self) -> Result<(), Fault> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start { Err(self.fault(Word::READING_DIGIT)) } else { Ok(()) }
    }

    fn number(&mut self) -> Result<Json<'a>, Fault> {
        let start = self.at;
        self.at += usize::from(self.peek() == Some(b'-'));
        if matches!(self.peek(), Some(b'I' | b'i')) {
            // `-Infinity`, as Python writes it.
            return self.word();
        }
        let zero = self.peek() == Some(b'0');
        let whole = self.at;
        self.digits()?;
        if zero && self.at > whole + 1 {
            self.at = whole;
            return Err(self.fault(Word::READING_ZERO));
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_json_lacks_are_named_with_their_field() {
        for (text, said) in [
            (r#"{"net_j": NaN}"#, "'net_j: NaN' is not a number in JSON; write null"),
            (r#"{"a": {"b": [1, -Infinity]}}"#, "'b: Infinity' is not a number"),
            ("nan", "'nan' is not a number"),
            (r#"{"a": -null}"#, "expected a digit"),
        ] {
            let fault = parse(text.as_bytes()).unwrap_err();
            assert!(fault.tell(Words::ENGLISH).starts_with(said), "{text}: {}", fault.tell(Words::ENGLISH));
        }
    }

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
            ("\"\\ud83d \\ude00\"", 7),
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
        let fields = |count: usize| {
            let fields: Vec<String> = (0..count).map(|at| format!("\"{at}\":1")).collect();
            ["{", &fields.join(","), "}"].concat()
        };
        assert!(parse(fields(MOST_FIELDS).as_bytes()).is_ok());
        assert!(parse(fields(MOST_FIELDS + 1).as_bytes()).is_err());
    }
}
