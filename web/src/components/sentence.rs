//! A sentence of the page's language with views as its values.

use leptos::prelude::*;
use wattpix_core::words::{Word, Words};

/// Signs around the texts of a sentence and in the places of its values: Unicode's private use area, which no language has.
const START: char = '\u{e000}';
const END: char = '\u{e001}';
const FIRST_VALUE: u32 = 0xe010;

/// A value of a sentence.
pub struct Value {
    /// Text of the value, by which a count chooses between one and many.
    text: String,
    view: AnyView,
}

/// Returns a value in bold.
pub fn bold(text: String) -> Value {
    Value { view: view! { <b>{text.clone()}</b> }.into_any(), text }
}

/// Returns a value as it is.
pub fn plain(text: impl Into<String>) -> Value {
    let text = text.into();
    Value { view: text.clone().into_any(), text }
}

/// Returns a value that is no count.
pub fn value(view: AnyView) -> Value {
    Value { text: String::new(), view }
}

/// Returns a text of the table with views in place of its values.
pub fn sentence<const N: usize>(words: Words, word: Word, values: [(&str, Value); N]) -> AnyView {
    debug_assert_eq!(values.each_ref().map(|(name, _)| *name), word.names());
    interleaved(words, word, values.into_iter().map(|(_, value)| value).collect())
}

/// Compiled once for any number of values.
fn interleaved(words: Words, word: Word, values: Vec<Value>) -> AnyView {
    let marked = |values: &[String]| {
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        words.filled(word, &values, |said, text| {
            said.push(START);
            said.push_str(text);
            said.push(END);
        })
    };
    // Texts with their counts, and the same with the places of the values.
    let marks: Vec<String> =
        (FIRST_VALUE..).take(values.len()).filter_map(char::from_u32).map(String::from).collect();
    let (texts, mut shown): (Vec<String>, Vec<Option<AnyView>>) =
        values.into_iter().map(|Value { text, view }| (text, Some(view))).unzip();
    let (texts, places) = (marked(&texts), marked(&marks));
    let mut views = Vec::new();
    for (text, place) in texts.split(START).zip(places.split(START)) {
        let text = text.split(END).next().unwrap_or_default();
        if !text.is_empty() {
            views.push(text.to_owned().into_any());
        }
        let mark = place.split(END).nth(1).and_then(|mark| mark.chars().next());
        let at = mark.and_then(|mark| usize::try_from(u32::from(mark).checked_sub(FIRST_VALUE)?).ok());
        views.extend(at.and_then(|at| shown.get_mut(at)?.take()));
    }
    views.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_views_and_texts_are_escaped() {
        let lines = Words::ENGLISH.files().join("\n").replace("{0} {0?step|steps}", "<i>{0}</i> & \"pas\"");
        let words = Words::read(lines).unwrap();
        let html = sentence(words, Word::SETTING_STEPS_GIVEN, [("steps", bold("<20>".to_owned()))]).to_html();
        let html = html.replace("<!>", "");
        assert!(html.contains("&lt;i&gt;<b>&lt;20&gt;</b>&lt;/i&gt; &amp;"), "{html}");
    }

    #[test]
    fn a_count_chooses_its_form() {
        let said = |count: &str| {
            let value = bold(count.to_owned());
            sentence(Words::ENGLISH, Word::SETTING_STEPS_GIVEN, [("steps", value)])
                .to_html()
                .replace("<!>", "")
        };
        assert_eq!((said("1"), said("20")), ("<b>1</b> step".to_owned(), "<b>20</b> steps".to_owned()));
    }
}
