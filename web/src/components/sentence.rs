//! A sentence of the page's language with views as its values.

use leptos::prelude::*;
use wattpix_core::words::{Word, Words};

/// The first of the signs that stand in a text for its values: Unicode's private use area, which no text of a language has.
const FIRST_MARK: u32 = 0xe000;

/// Returns a text of the table with views in place of its values.
pub fn sentence<const N: usize>(words: Words, word: Word, values: [(&str, AnyView); N]) -> AnyView {
    debug_assert_eq!(values.each_ref().map(|(name, _)| *name), word.names());
    interleaved(words, word, values.into_iter().map(|(_, view)| view).collect())
}

/// Compiled once for any number of values.
fn interleaved(words: Words, word: Word, values: Vec<AnyView>) -> AnyView {
    let marks: Vec<String> =
        (FIRST_MARK..).take(values.len()).filter_map(char::from_u32).map(String::from).collect();
    let marks: Vec<&str> = marks.iter().map(String::as_str).collect();
    let text = words.filled(word, &marks, String::push_str);
    let mut values: Vec<Option<AnyView>> = values.into_iter().map(Some).collect();
    let mut views = Vec::new();
    let mut rest = text.as_str();
    let value_of = |sign: char| usize::try_from(u32::from(sign).checked_sub(FIRST_MARK)?).ok();
    while let Some((at, sign)) =
        rest.char_indices().find(|(_, sign)| value_of(*sign).is_some_and(|at| at < values.len()))
    {
        views.extend(rest.get(..at).filter(|text| !text.is_empty()).map(|text| text.to_owned().into_any()));
        views.extend(value_of(sign).and_then(|at| values.get_mut(at)?.take()));
        rest = rest.get(at + sign.len_utf8()..).unwrap_or_default();
    }
    if !rest.is_empty() {
        views.push(rest.to_owned().into_any());
    }
    views.into_any()
}

/// Returns a value in bold.
pub fn bold(text: String) -> AnyView {
    view! { <b>{text}</b> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_views_and_texts_are_escaped() {
        let lines = Words::of("en").unwrap().lines().replace("{0} steps", "<i>{0}</i> & \"pas\"");
        let words = Words::read(lines).unwrap();
        let html = sentence(words, Word::SETTING_STEPS_GIVEN, [("steps", bold("<20>".to_owned()))]).to_html();
        let html = html.replace("<!>", "");
        assert!(html.contains("&lt;i&gt;<b>&lt;20&gt;</b>&lt;/i&gt; &amp;"), "{html}");
    }
}
