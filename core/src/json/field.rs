//! Taking a JSON tree apart, strictly: every refusal names the field as a path, what stands there and what is needed.

use std::borrow::Cow;

use super::{Decimal, Json};
use crate::error::shortened;

/// The field and the reason why a file is refused.
pub type Refusal = (String, String);

/// A value and where in the file it stands.
#[derive(Debug, Clone)]
pub struct At<'j> {
    /// The value.
    pub json: &'j Json<'j>,
    /// Path of fields to it; empty for the whole file.
    pub path: String,
    /// How decimal numbers are read.
    pub decimal: Decimal,
}

/// What the whole file is called in refusals.
const WHOLE: &str = "the file";

impl<'j> At<'j> {
    /// The whole of a file.
    pub const fn whole(json: &'j Json<'j>, decimal: Decimal) -> Self {
        Self { json, path: String::new(), decimal }
    }

    /// A refusal of this value.
    pub fn refuse<V>(&self, reason: String) -> Result<V, Refusal> {
        let field = if self.path.is_empty() { WHOLE.to_owned() } else { self.path.clone() };
        Err((field, reason))
    }

    fn needs<V>(&self, what: &str) -> Result<V, Refusal> {
        self.refuse(["stands ", self.json.kind(), " where ", what, " is needed"].concat())
    }

    fn within(&self, json: &'j Json<'j>, path: String) -> Self {
        Self { json, path, decimal: self.decimal }
    }

    /// An object that has no other fields than these.
    ///
    /// # Errors
    /// Another kind of value, or an unknown field.
    pub fn object(self, known: &[&str]) -> Result<Object<'j>, Refusal> {
        let Json::Object(fields) = self.json else { return self.needs("an object") };
        let object = Object { at: self, fields };
        match fields.iter().find(|(name, _)| !known.contains(&&**name)) {
            None => Ok(object),
            Some((name, _)) => {
                Err((object.path(&shortened(name)), ["unknown; the fields are ", &known.join(", ")].concat()))
            }
        }
    }

    /// A text.
    ///
    /// # Errors
    /// Another kind of value.
    pub fn text(&self) -> Result<&'j str, Refusal> {
        match self.json {
            Json::Text(text) => Ok(text),
            _ => self.needs("a text"),
        }
    }

    /// A text of its own.
    ///
    /// # Errors
    /// Another kind of value.
    pub fn owned(self) -> Result<Cow<'static, str>, Refusal> {
        self.text().map(|text| Cow::Owned(text.to_owned()))
    }

    /// One of some words.
    ///
    /// # Errors
    /// Another kind of value or word.
    pub fn word<V: Copy>(self, words: &[(&str, V)]) -> Result<V, Refusal> {
        let text = self.text()?;
        match words.iter().find(|(word, _)| *word == text) {
            Some((_, value)) => Ok(*value),
            None => {
                let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                self.refuse(
                    ["'", &shortened(text), "' is not known; choose among ", &words.join(", ")].concat(),
                )
            }
        }
    }

    /// `true` or `false`.
    ///
    /// # Errors
    /// Another kind of value.
    pub fn bool(self) -> Result<bool, Refusal> {
        match self.json {
            Json::Bool(value) => Ok(*value),
            _ => self.needs("true or false"),
        }
    }

    /// A finite number.
    ///
    /// # Errors
    /// Another kind of value, or a number that cannot be held.
    pub fn number(self) -> Result<f64, Refusal> {
        let Json::Number(text) = self.json else { return self.needs("a number") };
        match (self.decimal)(text).filter(|number| number.is_finite()) {
            Some(number) => Ok(number),
            None => self.refuse([&shortened(text), " is beyond what numbers hold"].concat()),
        }
    }

    /// A whole number up to a most.
    ///
    /// # Errors
    /// Another kind of value, a fraction, a negative or a larger number.
    pub fn whole_number(self, most: u64) -> Result<u64, Refusal> {
        let Json::Number(text) = self.json else { return self.needs("a whole number") };
        match text.parse().ok().filter(|number| *number <= most) {
            Some(number) => Ok(number),
            None => self.refuse(format!("{} is no whole number from 0 to {most}", shortened(text))),
        }
    }

    /// A whole number that 32 bits hold.
    ///
    /// # Errors
    /// As [`At::whole_number`].
    pub fn small(self) -> Result<u32, Refusal> {
        self.whole_number(u32::MAX.into()).map(|number| number as u32)
    }

    /// A whole number that 64 bits hold.
    ///
    /// # Errors
    /// As [`At::whole_number`].
    pub fn large(self) -> Result<u64, Refusal> {
        self.whole_number(u64::MAX)
    }

    /// A list, item by item.
    ///
    /// # Errors
    /// Another kind of value, or the first refusal of an item.
    pub fn list<V>(self, read: impl Fn(Self) -> Result<V, Refusal>) -> Result<Vec<V>, Refusal> {
        let Json::List(items) = self.json else { return self.needs("a list") };
        let place = |index: usize| [&self.path, "[", &index.to_string(), "]"].concat();
        items.iter().enumerate().map(|(index, item)| read(self.within(item, place(index)))).collect()
    }

    /// A list of exactly two.
    ///
    /// # Errors
    /// As [`At::list`], or another length.
    pub fn pair<V: Copy>(self, read: impl Fn(Self) -> Result<V, Refusal>) -> Result<[V; 2], Refusal> {
        let place = self.clone();
        match self.list(read)?[..] {
            [first, second] => Ok([first, second]),
            ref others => place.refuse(format!("a list of {}; two are needed", others.len())),
        }
    }
}

/// An object whose fields are known.
#[derive(Debug)]
pub struct Object<'j> {
    at: At<'j>,
    fields: &'j [(Cow<'j, str>, Json<'j>)],
}

impl<'j> Object<'j> {
    fn path(&self, name: &str) -> String {
        if self.at.path.is_empty() { name.to_owned() } else { [&self.at.path, ".", name].concat() }
    }

    /// A field that has to be there.
    ///
    /// # Errors
    /// One that is missing.
    pub fn field(&self, name: &str) -> Result<At<'j>, Refusal> {
        let found = self.fields.iter().find(|(field, _)| field == name);
        let path = self.path(name);
        match found {
            Some((_, json)) => Ok(self.at.within(json, path)),
            None => Err((path, "missing".to_owned())),
        }
    }

    /// A field that may be null or missing.
    ///
    /// # Errors
    /// What `read` refuses.
    pub fn optional<V>(
        &self,
        name: &str,
        read: impl Fn(At<'j>) -> Result<V, Refusal>,
    ) -> Result<Option<V>, Refusal> {
        match self.field(name) {
            Ok(at) if *at.json != Json::Null => read(at).map(Some),
            _ => Ok(None),
        }
    }

    /// A field that may be null but has to be there.
    ///
    /// # Errors
    /// One that is missing, and what `read` refuses.
    pub fn nullable<V>(
        &self,
        name: &str,
        read: impl Fn(At<'j>) -> Result<V, Refusal>,
    ) -> Result<Option<V>, Refusal> {
        let at = self.field(name)?;
        if *at.json == Json::Null { Ok(None) } else { read(at).map(Some) }
    }
}
