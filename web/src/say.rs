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
    let values: Vec<_> = values.iter().map(|(name, markup)| (*name, markup.0.as_str())).collect();
    PreEscaped(words.fill(word, &values, |said, text| text.render_to(said)))
}

#[cfg(test)]
mod tests {
    use maud::html;

    use super::*;

    #[test]
    fn text_is_escaped_and_markup_is_not() {
        let lines = Words::of("en").unwrap().lines().replace("{steps} steps", "<i>{steps}</i> & \"pas\"");
        let words = Words::read(lines).unwrap();
        let said = said(words, Word::SETTING_STEPS_GIVEN, [("steps", html! { b { "<20>" } })]);
        assert_eq!(said.0, "&lt;i&gt;<b>&lt;20&gt;</b>&lt;/i&gt; &amp; &quot;pas&quot;");
    }
}
