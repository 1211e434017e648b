//! Texts in quotes, with their escapes.

use std::borrow::Cow;

use super::parse::{Fault, Parser};
use crate::words::Word;

impl<'a> Parser<'a> {
    /// A text in quotes; borrowed where nothing in it is escaped.
    pub(super) fn text(&mut self) -> Result<Cow<'a, str>, Fault> {
        self.at += 1;
        let mut owned: Option<String> = None;
        let mut start = self.at;
        loop {
            match self.peek() {
                None => return Err(self.fault(Word::READING_UNCLOSED)),
                Some(0..0x20) => return Err(self.fault(Word::READING_CONTROL)),
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
                return Err(self.fault(Word::READING_ESCAPE));
            }
        })
    }

    fn unicode(&mut self) -> Result<char, Fault> {
        let first = self.four()?;
        let code = if (0xd800..0xdc00).contains(&first) {
            let low = self.text.get(self.at..).is_some_and(|rest| rest.starts_with("\\u"));
            self.at += if low { 2 } else { 0 };
            let second = if low { self.four()? } else { 0 };
            if !(0xdc00..0xe000).contains(&second) {
                return Err(self.fault(Word::READING_HALF_PAIR));
            }
            0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)
        } else {
            first
        };
        char::from_u32(code).ok_or_else(|| self.fault(Word::READING_HALF_PAIR))
    }

    fn four(&mut self) -> Result<u32, Fault> {
        let digits =
            self.text.get(self.at..self.at + 4).filter(|text| text.bytes().all(|b| b.is_ascii_hexdigit()));
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let code = code.ok_or_else(|| self.fault(Word::READING_HEXADECIMAL))?;
        self.at += 4;
        Ok(code)
    }
}
