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
//! assert_eq!(french.say(Word::SETTING_STEPS_GIVEN, &[("steps", "20")]), "20 étapes");
//! assert_eq!(french.say(Word::SETTING_STEPS_GIVEN, &[("steps", "1")]), "1 étape");
//! ```

/// A text of the table in every language. One pointer: it stands at every place that speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word(&'static Entry);

/// What a program carries of a [`Word`]. In texts, the names of values are their places in the English one: `{0}`, `{1}`; a count
/// chooses between two forms: `{0?step|steps}`.
#[derive(Debug, PartialEq, Eq)]
struct Entry {
    /// Its place among a language's texts.
    at: u16,
    english: &'static str,
}

/// Tables of what no program in a browser says: the build of the site in its pages without scripts, and the command line.
const OUTSIDE_BROWSERS: [&str; 7] =
    ["catalogue", "common", "dataset", "interval", "manifest", "names", "page"];

/// The texts of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words(&'static Texts);

/// Texts by [`Entry::at`]; empty for English, whose words carry theirs.
#[derive(Debug, PartialEq, Eq)]
struct Texts(&'static [&'static str]);

include!(concat!(env!("OUT_DIR"), "/words.rs"));

impl Word {
    /// The word with this key, for programs that carry all of them.
    pub fn find(key: &str) -> Option<Self> {
        KEYS.iter().position(|known| *known == key).and_then(|at| ALL.get(at)).copied()
    }

    /// The names of its values, in the order in which the English text has them; for programs that carry all of them.
    pub fn names(self) -> &'static [&'static str] {
        NAMES.get(usize::from(self.0.at)).copied().unwrap_or_default()
    }
}

/// Adds the text of a language to what is being said.
pub type Add = fn(&mut String, &str);

impl Words {
    /// English.
    pub const ENGLISH: Self = Self(&Texts(&[]));

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
        (texts.len() == KEYS.len()).then(|| Self(Box::leak(Box::new(Texts(texts.leak())))))
    }

    /// All texts that programs in a browser say, one a line, in the order of [`KEYS`]. Lines of what only the build of the site
    /// says are empty.
    pub fn lines(self) -> String {
        let of_build = |key: &str| OUTSIDE_BROWSERS.iter().any(|table| key.split('.').next() == Some(*table));
        let texts = KEYS.iter().zip(self.0.0).map(|(key, text)| if of_build(key) { "" } else { text });
        texts.collect::<Vec<_>>().join("\n")
    }

    /// The language's tag (BCP 47).
    pub fn code(self) -> &'static str {
        self.text(Word::LANGUAGE_CODE)
    }

    /// A text without values.
    #[inline(never)]
    pub fn text(self, word: Word) -> &'static str {
        self.0.0.get(usize::from(word.0.at)).copied().unwrap_or(word.0.english)
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

    /// The same where the text itself has to be written otherwise, as in markup. Values are added as they are.
    #[inline(always)]
    pub fn fill<const N: usize>(self, word: Word, values: &[(&str, &str); N], add: Add) -> String {
        debug_assert_eq!(values.map(|(name, _)| name), word.names(), "{}", word.0.english);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_what_they_say_and_read_back() {
        for code in CODES {
            let words = Words::of(code).unwrap();
            assert_eq!(words.code(), code);
            let read = Words::read(words.lines()).unwrap();
            for (at, key) in KEYS.iter().enumerate() {
                let kept = !OUTSIDE_BROWSERS.contains(&key.split('.').next().unwrap());
                assert_eq!(read.0.0[at], if kept { words.0.0[at] } else { "" }, "{key}");
            }
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
