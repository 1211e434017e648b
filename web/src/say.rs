//! A sentence of the reader's language with markup as its values.

use maud::{Markup, PreEscaped, Render};
use wattpix_core::words::{Word, Words};

/// A text of the table without values, written into markup. What is written where it stands is one call: texts are half of the page.
#[derive(Debug, Clone, Copy)]
pub struct Told(pub Words, pub Word);

impl Render for Told {
    #[inline(always)]
    fn render_to(&self, markup: &mut String) {
        put(self.0, self.1, markup);
    }
}

#[inline(never)]
fn put(words: Words, word: Word, markup: &mut String) {
    words.text(word).render_to(markup);
}

/// A text of the table with its values, written into markup; both are escaped.
#[derive(Debug, Clone, Copy)]
pub struct Telling<'a, const N: usize> {
    words: Words,
    word: Word,
    values: [(&'static str, &'a str); N],
}

/// A text of the table with its values, to be written into markup.
#[inline(always)]
pub fn tell<'a, const N: usize>(
    words: Words,
    word: Word,
    values: [(&'static str, &'a str); N],
) -> Telling<'a, N> {
    debug_assert_eq!(values.map(|(name, _)| name), word.names());
    Telling { words, word, values }
}

impl<const N: usize> Render for Telling<'_, N> {
    #[inline(always)]
    fn render_to(&self, markup: &mut String) {
        let (words, word, values) = (self.words, self.word, &self.values);
        // Arm by arm, so that the names vanish; see `Words::fill`.
        match N {
            1 => put_with(words, word, &[values[0].1], markup),
            2 => put_with(words, word, &[values[0].1, values[1].1], markup),
            3 => put_with(words, word, &[values[0].1, values[1].1, values[2].1], markup),
            _ => put_with(words, word, &values.map(|(_, value)| value), markup),
        }
    }
}

#[inline(never)]
fn put_with(words: Words, word: Word, values: &[&str], markup: &mut String) {
    words.filled(word, values, String::push_str).render_to(markup);
}

/// A text of the table, escaped, with markup in place of its values.
pub fn said<const N: usize>(words: Words, word: Word, values: [(&str, Markup); N]) -> Markup {
    said_with(words, word, &values)
}

/// Fills a text with any number of values: written once in a module.
#[inline(never)]
fn said_with(words: Words, word: Word, values: &[(&str, Markup)]) -> Markup {
    debug_assert!(values.iter().map(|(name, _)| *name).eq(word.names().iter().copied()), "{:?}", word);
    let values: Vec<&str> = values.iter().map(|(_, markup)| markup.0.as_str()).collect();
    PreEscaped(words.filled(word, &values, |said, text| text.render_to(said)))
}

#[cfg(test)]
mod tests {
    use maud::html;

    use super::*;

    #[test]
    fn text_is_escaped_and_markup_is_not() {
        let lines = Words::ENGLISH.files().join("\n").replace("{0} {0?step|steps}", "<i>{0}</i> & \"pas\"");
        let words = Words::read(lines).unwrap();
        let said = said(words, Word::SETTING_STEPS_GIVEN, [("steps", html! { b { "<20>" } })]);
        assert_eq!(said.0, "&lt;i&gt;<b>&lt;20&gt;</b>&lt;/i&gt; &amp; &quot;pas&quot;");
    }
}
