//! Everything that the page says, by language. The table is `words/*.toml`, a file a language; the build holds each against
//! the English one, so that a sentence that was not translated does not compile.
//!
//! A [`Word`] is a place in the table, [`Words`] are the texts of a language. A native program carries every language; one in a browser fetches
//! its own in two files: what a first visit says, and what the parts of the program say that come on demand ([`Words::files`]).
//! Nothing here is global: what speaks is told in which language.
//!
//! ```
//! use wattpix_core::words::{Word, Words};
//!
//! let french = Words::of("fr").unwrap();
//! assert_eq!(Words::ENGLISH.text(Word::LANGUAGE_NAME), "English");
//! assert_eq!(french.say(Word::SETTING_STEPS_GIVEN, &[("steps", "20")]), "20 étapes");
//! assert_eq!(french.say(Word::SETTING_STEPS_GIVEN, &[("steps", "1")]), "1 étape");
//! ```

use std::sync::OnceLock;

/// A text of the table in every language: its place there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word(u16);

/// The texts of one language. In texts, the names of values are their places in the English one: `{0}`, `{1}`; a count chooses between two
/// forms: `{0?step|steps}`. One pointer: whatever speaks holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words(&'static Texts);

/// Texts in the order of [`KEYS`].
#[derive(Debug, PartialEq, Eq)]
enum Texts {
    /// All of them.
    Whole(&'static [&'static str; COUNT]),
    /// Those that a browser fetched: what a first visit says, and what the parts of the program say, once they have come.
    Fetched { page: Vec<&'static str>, parts: OnceLock<Vec<&'static str>> },
}

include!(concat!(env!("OUT_DIR"), "/words.rs"));

impl Word {
    /// The word with this key, for programs that carry all of them.
    pub fn find(key: &str) -> Option<Self> {
        KEYS.iter().position(|known| *known == key).and_then(|at| u16::try_from(at).ok()).map(Self)
    }

    /// The names of its values, in the order in which the English text has them; for programs that carry all of them.
    pub fn names(self) -> &'static [&'static str] {
        NAMES.get(usize::from(self.0)).copied().unwrap_or_default()
    }
}

/// Adds the text of a language to what is being said.
pub type Add = fn(&mut String, &str);

impl Words {
    /// English, for programs that carry all languages.
    pub const ENGLISH: Self = Self(&Texts::Whole(&WHOLE[0]));

    /// The language with this tag; likewise.
    pub fn of(code: &str) -> Option<Self> {
        let at = CODES.iter().position(|known| *known == code)?;
        LANGUAGES.get(at).copied()
    }

    /// Reads the first of a language's [`files`](Words::files), or both of them, one after the other. It stays in memory for good: a page
    /// speaks one language. `None` where the number of texts is not that of this version.
    pub fn read(lines: String) -> Option<Self> {
        let mut page = texts(lines);
        let parts = OnceLock::new();
        if page.len() == PAGE + PARTS {
            // It is new: nothing is in it.
            let _ = parts.set(page.split_off(PAGE));
        }
        (page.len() == PAGE).then(|| Self(Box::leak(Box::new(Texts::Fetched { page, parts }))))
    }

    /// Adds the second of its files to a language of which the first was read. `None` where the number of texts is not that of this version.
    pub fn read_parts(self, lines: String) -> Option<()> {
        let texts = texts(lines);
        if texts.len() != PARTS {
            return None;
        }
        if let Texts::Fetched { parts, .. } = self.0 {
            // Those that came before are the same.
            let _ = parts.set(texts);
        }
        Some(())
    }

    /// Tells whether it has the texts of both files.
    pub fn has_parts(self) -> bool {
        match self.0 {
            Texts::Whole(_) => true,
            Texts::Fetched { parts, .. } => parts.get().is_some(),
        }
    }

    /// All texts that programs in a browser say, one a line: those of a first visit, then those of the parts of the program that come on demand.
    /// The latter are empty where they have not come.
    pub fn files(self) -> [String; 2] {
        let (page, parts): (&[&str], &[&str]) = match self.0 {
            Texts::Whole(texts) => (&texts[..PAGE], &texts[PAGE..PAGE + PARTS]),
            Texts::Fetched { page, parts } => (page, parts.get().map_or(&[], Vec::as_slice)),
        };
        [page, parts].map(|texts| texts.join("\n"))
    }

    /// The language's tag (BCP 47).
    pub fn code(self) -> &'static str {
        self.text(Word::LANGUAGE_CODE)
    }

    /// A text without values. One that was not fetched yet is empty, and a fault of ours.
    #[inline(never)]
    pub fn text(self, word: Word) -> &'static str {
        let at = usize::from(word.0);
        let text = match self.0 {
            Texts::Whole(texts) => texts.get(at),
            Texts::Fetched { page, parts } => {
                page.get(at).or_else(|| parts.get()?.get(at.checked_sub(PAGE)?))
            }
        };
        debug_assert!(text.is_some(), "{:?} is said before it was fetched", KEYS.get(at));
        text.copied().unwrap_or_default()
    }

    /// Choices in a sentence.
    #[inline(never)]
    pub fn listed(self, items: &[&str]) -> String {
        match items.split_last() {
            None => self.text(Word::LIST_NONE).to_owned(),
            Some((only, [])) => (*only).to_owned(),
            Some((last, rest)) => {
                self.say(Word::LIST_EITHER, &[("others", &*rest.join(", ")), ("last", last)])
            }
        }
    }

    /// The language's decimal sign.
    pub fn decimal(self) -> char {
        self.text(Word::LANGUAGE_DECIMAL).chars().next().unwrap_or('.')
    }

    /// A text with its values in place of their names. Values stand in the order in which the English text has them, which a build
    /// with assertions checks: what is shipped carries no names.
    #[inline(always)]
    pub fn say<const N: usize>(self, word: Word, values: &[(&str, &str); N]) -> String {
        self.fill(word, values, String::push_str)
    }

    /// Returns a text with values where the text itself has to be written otherwise, as in markup. Values are added as they are.
    #[inline(always)]
    pub fn fill<const N: usize>(self, word: Word, values: &[(&str, &str); N], add: Add) -> String {
        debug_assert_eq!(values.map(|(name, _)| name), word.names(), "{:?}", KEYS.get(usize::from(word.0)));
        // Arm by arm, so that the names vanish: a loop over them would stay, with all of them, at every place that speaks.
        match N {
            0 => self.filled(word, &[], add),
            1 => self.filled(word, &[values[0].1], add),
            2 => self.filled(word, &[values[0].1, values[1].1], add),
            3 => self.filled(word, &[values[0].1, values[1].1, values[2].1], add),
            4 => self.filled(word, &[values[0].1, values[1].1, values[2].1, values[3].1], add),
            5 => self.filled(word, &[values[0].1, values[1].1, values[2].1, values[3].1, values[4].1], add),
            _ => self.filled(word, &values.map(|(_, value)| value), add),
        }
    }

    /// [`Words::fill`] without names.
    #[inline(never)]
    pub fn filled(self, word: Word, values: &[&str], add: Add) -> String {
        let mut said = String::new();
        for (index, piece) in self.text(word).split('{').enumerate() {
            let (value, text) =
                if index == 0 { ("", piece) } else { piece.split_once('}').unwrap_or(("", piece)) };
            let place = value.bytes().next().map(|digit| usize::from(digit.wrapping_sub(b'0')));
            if let Some(given) = place.and_then(|place| values.get(place)) {
                match value.split_once('?').and_then(|(_, forms)| forms.split_once('|')) {
                    None => said.push_str(given),
                    Some((one, _)) if self.is_singular(given) => add(&mut said, one),
                    Some((_, other)) => add(&mut said, other),
                }
            }
            add(&mut said, text);
        }
        said
    }

    /// Returns true for a count that takes the singular in this language: 1, in French 0 too.
    fn is_singular(self, count: &str) -> bool {
        self.text(Word::LANGUAGE_SINGULAR).split(' ').any(|singular| singular == count)
    }
}

/// The lines of a file, for good.
fn texts(lines: String) -> Vec<&'static str> {
    let lines: &'static str = lines.leak();
    lines.split('\n').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_what_they_say_and_read_back() {
        for code in CODES {
            let words = Words::of(code).unwrap();
            assert_eq!(words.code(), code);
            let [page, parts] = words.files();
            let read = Words::read(page.clone()).unwrap();
            assert_eq!((read.code(), read.has_parts()), (code, false));
            assert_eq!(read.files(), [page.clone(), String::new()]);
            assert_eq!(read.read_parts(page.clone()), None, "it is the other file");
            assert_eq!(read.read_parts(parts.clone()), Some(()));
            assert_eq!(read.files(), words.files());
            let both = Words::read([page, parts].join("\n")).unwrap();
            assert_eq!(both, read);
            for at in 0..PAGE + PARTS {
                let word = Word(at as u16);
                assert_eq!((read.text(word), both.text(word)), (words.text(word), words.text(word)));
            }
        }
        assert_eq!(Words::of("xx"), None);
        assert_eq!(Words::read("one\ntwo".to_owned()), None);
    }

    #[test]
    #[should_panic(expected = "is said before it was fetched")]
    fn a_part_that_speaks_before_its_words_have_come_is_found_by_tests() {
        let [page, _] = Words::ENGLISH.files();
        Words::read(page).unwrap().text(Word::PHYSICS_LASTS);
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

    #[test]
    fn a_count_chooses_its_form_as_the_language_does() {
        let french = Words::of("fr").unwrap();
        let say = |words: Words, steps| words.say(Word::SETTING_STEPS_GIVEN, &[("steps", steps)]);
        assert_eq!(
            ["0", "1", "2", "10"].map(|steps| say(Words::ENGLISH, steps)),
            ["0 steps", "1 step", "2 steps", "10 steps"]
        );
        assert_eq!(
            ["0", "1", "2", "10"].map(|steps| say(french, steps)),
            ["0 étape", "1 étape", "2 étapes", "10 étapes"]
        );
    }
}
