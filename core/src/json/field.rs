//! Taking a JSON tree apart, strictly: the first refusal names the field as a path, what stands there and what is needed.
//!
//! Reading goes on after a refusal with zeros and empty texts, and [`Strict::read`] throws away what came of it. So no step has to undo those
//! before it, which halves what this weighs in a browser.

use std::borrow::Cow;
use std::cell::RefCell;

use super::{Json, Reading};
use crate::excerpt::shortened;
use crate::present::plain;
use crate::words::{Word, Words};

/// The field and the reason why a file is refused.
pub type Refusal = (String, String);

/// Stands for a value that is missing.
static MISSING: Json<'static> = Json::Null;

/// State of reading a tree.
#[derive(Debug)]
pub struct Strict {
    reading: Reading,
    first: RefCell<Option<Refusal>>,
}

impl Strict {
    /// Reads a tree.
    ///
    /// # Errors
    /// The first refusal.
    pub fn read<V>(tree: &Json, reading: Reading, read: impl FnOnce(At) -> V) -> Result<V, Refusal> {
        let strict = Self { reading, first: RefCell::new(None) };
        let value = read(At { json: tree, path: String::new(), strict: &strict });
        match strict.first.into_inner() {
            None => Ok(value),
            Some(refusal) => Err(refusal),
        }
    }
}

/// A value and where in the file it stands.
#[derive(Debug, Clone)]
pub struct At<'j> {
    /// The value.
    pub json: &'j Json<'j>,
    /// Path of fields to it; empty for the whole file.
    path: String,
    strict: &'j Strict,
}

impl<'j> At<'j> {
    fn words(&self) -> Words {
        self.strict.reading.words
    }

    /// Refuses this value, unless another was refused before. Values of the reason stand as in [`Words::filled`].
    #[inline(never)]
    pub fn refuse(&self, reason: Word, values: &[&str]) {
        let mut first = self.strict.first.borrow_mut();
        if first.is_none() {
            let words = self.words();
            let whole = || words.text(Word::READING_WHOLE).to_owned();
            let field = if self.path.is_empty() { whole() } else { self.path.clone() };
            *first = Some((field, words.filled(reason, values, String::push_str)));
        }
    }

    #[inline(never)]
    fn needs(&self, what: Word) {
        let [needed, given] = [what, self.json.kind()].map(|word| self.words().text(word));
        self.refuse(Word::READING_NEEDED, &[needed, given]);
    }

    /// An object that has no other fields than these.
    #[inline(never)]
    pub fn object(self, known: &[&str]) -> Object<'j> {
        let fields: &'j [(Cow<'j, str>, Json<'j>)] = match self.json {
            Json::Object(fields) => fields,
            _ => {
                self.needs(Word::READING_OBJECT);
                &[]
            }
        };
        let object = Object { at: self, fields };
        if let Some((name, json)) = fields.iter().find(|(name, _)| !known.contains(&&**name)) {
            let at = object.within(json, &shortened(name));
            at.refuse(Word::READING_UNKNOWN_FIELD, &[&known.join(", ")]);
        }
        object
    }

    /// An object with whatever fields.
    #[inline(never)]
    pub fn object_of_any(&self) -> Object<'j> {
        let fields = match self.json {
            Json::Object(fields) => fields,
            _ => {
                self.needs(Word::READING_OBJECT);
                &[][..]
            }
        };
        Object { at: self.clone(), fields }
    }

    /// A text.
    #[inline(never)]
    pub fn text(&self) -> &'j str {
        match self.json {
            Json::Text(text) => text,
            _ => {
                self.needs(Word::READING_TEXT);
                ""
            }
        }
    }

    /// A text of its own.
    #[inline(never)]
    pub fn owned(self) -> Cow<'static, str> {
        Cow::Owned(self.text().to_owned())
    }

    /// Returns the index of the field's word among `words`.
    #[inline(never)]
    pub fn which(&self, words: &[&str]) -> usize {
        let text = self.text();
        words.iter().position(|word| *word == text).unwrap_or_else(|| {
            self.refuse(Word::READING_UNKNOWN_WORD, &[&shortened(text), &words.join(", ")]);
            0
        })
    }

    /// Returns the value that belongs to the field's word.
    pub fn word<V: Copy, const N: usize>(self, words: [&str; N], values: [V; N]) -> V {
        values[self.which(&words)]
    }

    /// `true` or `false`.
    #[inline(never)]
    pub fn bool(&self) -> bool {
        match self.json {
            Json::Bool(value) => *value,
            _ => {
                self.needs(Word::READING_TRUTH);
                false
            }
        }
    }

    /// A finite number.
    pub fn number(self) -> f64 {
        self.within(f64::MAX)
    }

    /// A number whose size is at most this.
    #[inline(never)]
    pub fn within(self, most: f64) -> f64 {
        let Json::Number(text) = self.json else {
            self.needs(Word::READING_NUMBER);
            return 0.0;
        };
        match (self.strict.reading.decimal)(text).filter(|number| number.is_finite()) {
            Some(number) if number.abs() <= most => number,
            Some(_) => {
                self.refuse(Word::READING_NOT_WITHIN, &[&shortened(text), &plain(most)]);
                0.0
            }
            None => {
                self.refuse(Word::READING_TOO_LARGE, &[&shortened(text)]);
                0.0
            }
        }
    }

    /// A whole number up to a most.
    #[inline(never)]
    fn up_to(&self, most: u64) -> u64 {
        let Json::Number(text) = self.json else {
            self.needs(Word::READING_WHOLE_NUMBER);
            return 0;
        };
        text.parse().ok().filter(|number| *number <= most).unwrap_or_else(|| {
            self.refuse(Word::READING_NOT_WHOLE, &[&shortened(text), &most.to_string()]);
            0
        })
    }

    /// A whole number that 32 bits hold.
    pub fn small(self) -> u32 {
        self.up_to(u32::MAX.into()) as u32
    }

    /// A whole number that 64 bits hold.
    pub fn large(self) -> u64 {
        self.up_to(u64::MAX)
    }

    /// The items of a list.
    #[inline(never)]
    pub fn items(self) -> Vec<Self> {
        let Json::List(items) = self.json else {
            self.needs(Word::READING_LIST);
            return Vec::new();
        };
        let item = |(index, json): (usize, &'j Json<'j>)| Self {
            json,
            path: [&self.path, "[", &index.to_string(), "]"].concat(),
            strict: self.strict,
        };
        items.iter().enumerate().map(item).collect()
    }

    /// A list, item by item.
    pub fn list<V>(self, read: fn(At<'j>) -> V) -> Vec<V> {
        self.items().into_iter().map(read).collect()
    }

    /// A list of texts.
    #[inline(never)]
    pub fn texts(self) -> Cow<'static, [Cow<'static, str>]> {
        self.list(At::owned).into()
    }

    /// A list of exactly two whole numbers.
    #[inline(never)]
    fn two(&self, most: u64) -> [u64; 2] {
        let numbers: Vec<u64> = self.clone().items().iter().map(|item| item.up_to(most)).collect();
        match numbers[..] {
            [first, second] => [first, second],
            _ => {
                self.refuse(Word::READING_NOT_TWO, &[&numbers.len().to_string()]);
                [0; 2]
            }
        }
    }

    /// A list of two whole numbers that 32 bits hold.
    pub fn two_small(self) -> [u32; 2] {
        self.two(u32::MAX.into()).map(|number| number as u32)
    }

    /// A list of two whole numbers that 64 bits hold.
    pub fn two_large(self) -> [u64; 2] {
        self.two(u64::MAX)
    }
}

/// An object whose fields are known.
#[derive(Debug)]
pub struct Object<'j> {
    at: At<'j>,
    fields: &'j [(Cow<'j, str>, Json<'j>)],
}

impl<'j> Object<'j> {
    fn within(&self, json: &'j Json<'j>, name: &str) -> At<'j> {
        let path =
            if self.at.path.is_empty() { name.to_owned() } else { [&self.at.path, ".", name].concat() };
        At { json, path, strict: self.at.strict }
    }

    fn find(&self, name: &str) -> Option<&'j Json<'j>> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, json)| json)
    }

    /// True if there is such a field.
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// A field that has to be there.
    #[inline(never)]
    pub fn field(&self, name: &str) -> At<'j> {
        match self.find(name) {
            Some(json) => self.within(json, name),
            None => {
                let at = self.within(&MISSING, name);
                at.refuse(Word::READING_MISSING, &[]);
                at
            }
        }
    }

    /// A field that may be null or missing; what it is then is `None`.
    #[inline(never)]
    fn given(&self, name: &str) -> Option<At<'j>> {
        self.find(name).filter(|json| **json != Json::Null).map(|json| self.within(json, name))
    }

    /// A field that may be null or missing.
    pub fn optional<V>(&self, name: &str, read: fn(At<'j>) -> V) -> Option<V> {
        self.given(name).map(read)
    }

    /// A field that may be null but has to be there.
    pub fn nullable<V>(&self, name: &str, read: fn(At<'j>) -> V) -> Option<V> {
        if self.find(name).is_none() {
            self.field(name);
        }
        self.optional(name, read)
    }
}
