//! Everything that the page says, by language. The table is `words/*.toml`, a file a language; the build holds each against
//! the English one, so that a sentence that was not translated does not compile.
//!
//! A [`Word`] carries its English text, so that a program for the browser holds no text that it does not say; [`Words`] are the
//! texts of another language, which a browser loads only for those who read it. Nothing here is global: what speaks is told
//! in which language.
//!
//! ```
//! use wattpix_core::words::{Word, Words};
//!
//! let french = Words::of("fr").unwrap();
//! assert_eq!(Words::ENGLISH.text(Word::LANGUAGE_NAME), "English");
//! assert_eq!(french.say(Word::SETTING_STEPS_GIVEN, &[("steps", "20")]), "20 pas");
//! ```

/// A text of the table in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Its place among a language's texts.
    at: u16,
    english: &'static str,
}

/// The texts of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words(
    /// Texts by [`Word::at`]; empty for English, whose words carry theirs.
    &'static [&'static str],
);

include!(concat!(env!("OUT_DIR"), "/words.rs"));

impl Word {
    /// The word with this key, for programs that carry all of them.
    pub fn find(key: &str) -> Option<Self> {
        let at = KEYS.iter().position(|known| *known == key)?;
        let [english, ..] = LANGUAGES;
        Some(Self { at: u16::try_from(at).ok()?, english: english.0.get(at).copied()? })
    }
}

/// Adds the text of a language to what is being said.
pub type Add = fn(&mut String, &str);

impl Words {
    /// English.
    pub const ENGLISH: Self = Self(&[]);

    /// The language with this tag, for programs that carry all of them.
    pub fn of(code: &str) -> Option<Self> {
        let at = CODES.iter().position(|known| *known == code)?;
        LANGUAGES.get(at).copied()
    }

    /// Reads a language as [`Words::lines`] wrote it. It stays in memory for good: a page speaks one language.
    /// `None` where the number of texts is not that of this version.
    pub fn read(lines: String) -> Option<Self> {
        let lines: &'static str = lines.leak();
        let texts: Vec<&'static str> = lines.split('\n').collect();
        (texts.len() == KEYS.len()).then(|| Self(texts.leak()))
    }

    /// All texts, one a line, in the order of [`KEYS`].
    pub fn lines(self) -> String {
        self.0.join("\n")
    }

    /// The language's tag (BCP 47).
    pub fn code(self) -> &'static str {
        self.text(Word::LANGUAGE_CODE)
    }

    /// A text without values.
    pub fn text(self, word: Word) -> &'static str {
        self.0.get(usize::from(word.at)).copied().unwrap_or(word.english)
    }

    /// A text with its values in place of their names.
    pub fn say(self, word: Word, values: &[(&str, &str)]) -> String {
        self.fill(word, values, String::push_str)
    }

    /// The same where the text itself has to be written otherwise, as in markup. Values are added as they are.
    #[inline(never)]
    pub fn fill(self, word: Word, values: &[(&str, &str)], add: Add) -> String {
        let mut said = String::new();
        for (index, piece) in self.text(word).split('{').enumerate() {
            let (name, text) =
                if index == 0 { ("", piece) } else { piece.split_once('}').unwrap_or(("", piece)) };
            if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
                said.push_str(value);
            }
            add(&mut said, text);
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_what_they_say_and_read_back() {
        for code in CODES {
            let words = Words::of(code).unwrap();
            assert_eq!(words.code(), code);
            assert_eq!(Words::read(words.lines()), Some(words));
        }
        assert_eq!(Words::of("xx"), None);
        assert_eq!(Words::read("one\ntwo".to_owned()), None);
    }

    #[test]
    fn english_is_the_same_with_its_table_and_without() {
        let table = Words::of("en").unwrap();
        assert_eq!(table.text(Word::LANGUAGE_NAME), Words::ENGLISH.text(Word::LANGUAGE_NAME));
        assert_eq!(table.text(Word::SETTING_STEPS_GIVEN), Words::ENGLISH.text(Word::SETTING_STEPS_GIVEN));
    }

    #[test]
    fn values_stand_where_the_language_wants_them_and_are_not_read_again() {
        let said = Words::ENGLISH.say(Word::SETTING_STEPS_GIVEN, &[("steps", "{steps} <b>")]);
        assert_eq!(said, "{steps} <b> steps");
        let escaped =
            Words::ENGLISH.fill(Word::SETTING_STEPS_GIVEN, &[("steps", "<b>1</b>")], |said, text| {
                said.push_str(&text.to_uppercase());
            });
        assert_eq!(escaped, "<b>1</b> STEPS");
    }
}
