//! A sentence of the reader's language with markup as its values.

use maud::{Markup, PreEscaped, Render};
use wattpix_core::words::{Word, Words};

/// A text of the table, escaped, with markup in place of its values.
pub fn said<const N: usize>(words: Words, word: Word, values: [(&str, Markup); N]) -> Markup {
    said_with(words, word, &values)
}

/// The same for any number of values: written once in a module.
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
        let lines = Words::of("en").unwrap().lines().replace("{0} steps", "<i>{0}</i> & \"pas\"");
        let words = Words::read(lines).unwrap();
        let said = said(words, Word::SETTING_STEPS_GIVEN, [("steps", html! { b { "<20>" } })]);
        assert_eq!(said.0, "&lt;i&gt;<b>&lt;20&gt;</b>&lt;/i&gt; &amp; &quot;pas&quot;");
    }
}
