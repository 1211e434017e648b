//! Drafts: typed text that the page cannot use, or cannot use yet. The field keeps the text, the result keeps the last usable value.
//!
//! A pure function of the view: [`read`] says what a text in a field means.

use wattpix_core::carbon::electricity::{INTENSITY, PRICE};
use wattpix_core::decimal::decimal;
use wattpix_core::words::{Word, Words};

use super::field::{Kind, Limits};
use super::fields;
use super::panel_fields::owning;
use crate::exact::exact;
use crate::page::Page;
use crate::query::Query;
use crate::typed::{Typed, in_field};
use crate::view::View;

/// Starts the name of a field of an architecture's dimension.
pub const DIMENSION: &str = "model.";

/// A text that the page cannot use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Name of the field.
    pub key: String,
    /// The text, which stays in the field.
    pub text: String,
    /// Message below the field; empty where the text only waits for its end.
    pub message: String,
    /// The nearest value that can be used, to be chosen by a button.
    pub nearest: Option<String>,
    /// True if the person left the field or pressed Enter: until then the text is not called wrong.
    pub finished: bool,
    /// The field as it was when this was typed.
    number: Option<Number>,
}

/// Outcome of a text in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A state.
    State(Query),
    /// None: the text cannot be used.
    Draft(Box<Draft>),
}

/// A field that holds a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// Value that counts, as the field shows it; empty where an optional number is not set.
    pub shown: String,
    /// Least, most and step.
    pub limits: Limits,
    /// True if the field may be left empty for good.
    optional: bool,
}

impl Number {
    /// The number field with this name; `None` for other fields.
    pub fn of(view: &View, key: &str) -> Option<Self> {
        let (shown, limits) = match owning(key) {
            Some(panel) => (panel.number)(view, key)?,
            None => match fields::all().find(|field| field.key == key)?.kind {
                Kind::Number { value, limits } => (value(view), limits(view)),
                Kind::Choice { .. } | Kind::Links(_) => return None,
            },
        };
        let optional = [INTENSITY, PRICE].contains(&key);
        Some(Self { shown: in_field(view.words, &shown), limits, optional })
    }

    fn is_whole(&self) -> bool {
        self.limits.2.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Returns the values that the field takes, in a sentence.
    fn wanted(&self, words: Words) -> String {
        let [least, most, step] = self.limits.for_people(words);
        match (self.is_whole(), &*step) {
            (true, "1") => words.say(Word::FORM_GIVE_WHOLE, &[("least", &least), ("most", &most)]),
            (true, step) => {
                words.say(Word::FORM_GIVE_MULTIPLE, &[("step", step), ("least", &least), ("most", &most)])
            }
            (false, _) => words.say(Word::FORM_GIVE_NUMBER, &[("least", &least), ("most", &most)]),
        }
    }

    /// Returns the value that counts meanwhile, in a sentence.
    fn still(&self, words: Words) -> String {
        match &*self.shown {
            "" => words.text(Word::FORM_STILL_WITHOUT).to_owned(),
            value => words.say(Word::FORM_STILL, &[("value", value)]),
        }
    }

    /// The value within the limits and on the steps that is nearest to a number.
    fn nearest(&self, typed: &Typed) -> Option<String> {
        let text = match typed {
            Typed::Ambiguous { grouped, .. } if self.is_whole() => grouped,
            Typed::Number(text) => text,
            Typed::Ambiguous { .. } | Typed::Other(_) => return None,
        };
        let Limits(least, most, step) = &self.limits;
        let (least, most) = (decimal(least)?, decimal(most)?);
        let number = match text.strip_prefix('-') {
            Some(below) => -decimal(below)?,
            None if text.len() > 15 && text.bytes().all(|byte| byte.is_ascii_digit()) => most,
            None => decimal(text)?,
        };
        let within = number.max(least).min(most);
        Some(match decimal(step).filter(|_| self.is_whole() || within == number) {
            Some(step) => exact(((within / step).round() * step).max(least).min(most)),
            None => exact(within),
        })
    }

    /// True if a text is a number within the limits, which something else forbids.
    fn allows(&self, text: &str) -> bool {
        let Limits(least, most, step) = &self.limits;
        match [text, least, most].map(decimal) {
            [Some(number), Some(least), Some(most)] => {
                let on_step =
                    decimal(step).is_none_or(|step| !self.is_whole() || (number / step).fract() == 0.0);
                (least..=most).contains(&number) && on_step
            }
            _ => false,
        }
    }

    /// The text that a key of the keyboard leads to from another: one step up or down.
    pub fn stepped(&self, text: &str, up: bool, words: Words) -> Option<String> {
        let typed =
            Typed::read(if text.trim().is_empty() { &self.shown } else { text }, self.is_whole(), words);
        let step = decimal(&self.limits.2).unwrap_or(1.0);
        let (least, most) = (decimal(&self.limits.0)?, decimal(&self.limits.1)?);
        let number = decimal(typed.text()).unwrap_or(least);
        // To the next multiple of the step; steps are tenths and hundredths, which no sum of numbers meets.
        let steps = number / step;
        let next = if up { (steps + 1e-9).floor() + 1.0 } else { (steps - 1e-9).ceil() - 1.0 };
        let stepped = (next * step * 1e6).round() / 1e6;
        Some(in_field(words, &exact(stepped.max(least).min(most))))
    }
}

impl Limits {
    /// Least, most and step.
    pub fn all(&self) -> [&str; 3] {
        [&self.0, &self.1, &self.2]
    }

    /// Numbers as people of a language read them.
    pub fn for_people(&self, words: Words) -> [String; 3] {
        [&self.0, &self.1, &self.2]
            .map(|text| decimal(text).map_or_else(|| text.clone(), |number| words.plain(number)))
    }
}

/// Reads a text in a field. A field that was left empty goes back to its default; one that is being typed in waits.
pub fn read(view: &View, key: &str, text: &str, finished: bool) -> Outcome {
    let number = Number::of(view, key);
    let words = view.words;
    let waits = text.trim().is_empty() && !finished && number.as_ref().is_some_and(|number| !number.optional);
    let draft = |message: String, nearest| {
        Outcome::Draft(Box::new(Draft {
            key: key.to_owned(),
            text: text.to_owned(),
            message,
            nearest,
            finished,
            number: number.clone(),
        }))
    };
    let Some(number) = &number else {
        return match state(view, key, text) {
            Ok(query) => Outcome::State(query),
            Err(message) => draft(message, None),
        };
    };
    if waits {
        return draft(words.say(Word::FORM_EMPTY, &[("value", &number.shown)]), None);
    }
    let typed = Typed::read(text, number.is_whole(), words);
    let refused = match &typed {
        Typed::Ambiguous { decimal, grouped } if !number.is_whole() => words.say(
            Word::FORM_TWO_MEANINGS,
            &[("given", text.trim()), ("one", &in_field(words, decimal)), ("other", grouped)],
        ),
        _ => match state(view, key, typed.text()) {
            Ok(query) => return Outcome::State(query),
            Err(message) if number.allows(typed.text()) => message,
            Err(_) => number.wanted(words),
        },
    };
    if !finished {
        return draft(number.still(words), None);
    }
    let nearest = number.nearest(&typed).filter(|value| state(view, key, value).is_ok());
    let sentence = if refused.ends_with('.') { refused } else { refused + "." };
    draft([&*sentence, " ", &number.still(words)].concat(), nearest.map(|value| in_field(words, &value)))
}

/// The state with a value of a field, or why it cannot be used.
fn state(view: &View, key: &str, value: &str) -> Result<Query, String> {
    if let Some(panel) = owning(key) {
        return (panel.state)(view, key, value);
    }
    let query = view.with(key, value);
    let problems = Page::read(&query, view.words).problems;
    match problems.into_iter().find(|problem| problem.key == key) {
        Some(problem) => Err(problem.message),
        None => Ok(query),
    }
}

/// Tells whether the link's value of a field was refused.
pub fn is_refused(view: &View, key: &str) -> bool {
    owning(key).map_or_else(|| view.page.has_problem(key), |panel| (panel.is_refused)(view, key))
}

/// True if a field takes its value only when it is left: a change of an architecture moves other dimensions with it.
pub fn waits_for_the_end(key: &str) -> bool {
    key.starts_with(DIMENSION)
}

impl Draft {
    /// A text that can be used once its field is left; nothing is said of it.
    pub fn waiting(view: &View, key: &str, text: &str) -> Self {
        Self {
            key: key.to_owned(),
            text: text.to_owned(),
            message: String::new(),
            nearest: None,
            finished: false,
            number: Number::of(view, key),
        }
    }

    /// True if the field is still as it was: another choice that changes it replaces what was typed.
    pub fn holds(&self, view: &View) -> bool {
        Number::of(view, &self.key) == self.number
    }
}

#[cfg(test)]
mod tests;
