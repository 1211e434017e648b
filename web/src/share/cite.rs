//! How to cite a figure: always by the version of the coefficients that gave it.

use wattpix_core::fit::Fit;
use wattpix_core::words::Word;

use crate::joined::joined;
use crate::page::VERSION;
use crate::view::View;

/// Version of the program.
pub const SOFTWARE: &str = env!("CARGO_PKG_VERSION");

/// A link to the state that keeps its figures: with the version of the coefficients. `site` is the address of the site's folder.
pub fn lasting_link(view: &View, site: &str) -> String {
    let mut query = view.query.clone();
    query.set(VERSION, Some(&view.page.version.number.to_string()));
    [site, &query.to_string()].concat()
}

/// The figure in a sentence.
fn figure(view: &View) -> String {
    let (words, what) = (view.words, view.what());
    let energy = |energy| words.energy(energy, view.page.unit);
    match &view.estimate {
        Ok(estimate) => words.say(
            Word::CITE_FIGURE,
            &[
                ("what", &what),
                ("energy", &energy(estimate.energy)),
                ("low", &energy(estimate.low)),
                ("high", &energy(estimate.high)),
                ("boundary", words.text(estimate.question.boundary.of_idle())),
            ],
        ),
        Err(error) => [&what, words.text(Word::LANGUAGE_COLON), &error.tell(words)].concat(),
    }
}

/// The documents behind a fit, in a sentence.
fn documents(fit: &Fit) -> String {
    let sources = fit.file().sources.iter();
    let written: Vec<String> =
        sources.map(|source| [&source.title, ", ", &source.locator, ", ", &source.url].concat()).collect();
    joined(&written, "; ")
}

/// As text.
pub fn text(view: &View, site: &str) -> String {
    let (version, words) = (view.page.version, view.words);
    let mut text = words.say(
        Word::CITE_WORK,
        &[
            ("authors", words.text(Word::CITE_AUTHORS)),
            ("title", words.text(Word::CITE_TITLE)),
            ("software", SOFTWARE),
            ("number", &version.number.to_string()),
            ("date", version.date),
            ("figure", &figure(view)),
            ("link", &lasting_link(view, site)),
        ],
    );
    if let Ok(estimate) = &view.estimate {
        let values = [("fit", estimate.fit.id()), ("documents", &documents(estimate.fit))];
        text.push(' ');
        text.push_str(&words.say(Word::CITE_FIT, &values));
    }
    text
}

/// As BibTeX: one entry for the figure, and one for each document behind its fit.
pub fn bibtex(view: &View, site: &str) -> String {
    let (version, words) = (view.page.version, view.words);
    let number = version.number.to_string();
    let what = words.say(Word::CITE_COEFFICIENTS, &[("software", SOFTWARE), ("number", &number)]);
    let authors = ["{", words.text(Word::CITE_AUTHORS), "}"].concat();
    let mut text = entry(
        "wattpix",
        &[
            ("author", &authors),
            ("title", words.text(Word::CITE_TITLE)),
            ("year", version.date.get(..4).unwrap_or_default()),
            ("version", &what),
            ("note", &escaped(&figure(view))),
            ("url", &lasting_link(view, site)),
        ],
    );
    if let Ok(estimate) = &view.estimate {
        for (at, source) in estimate.fit.file().sources.iter().enumerate() {
            let key = [estimate.fit.id(), "-", &(at + 1).to_string()].concat();
            let (title, note) = (escaped(&source.title), escaped(&source.locator));
            text.push('\n');
            text.push_str(&entry(&key, &[("title", &title), ("note", &note), ("url", &source.url)]));
        }
    }
    text
}

/// An entry of BibTeX.
fn entry(key: &str, fields: &[(&str, &str)]) -> String {
    let mut text = ["@misc{", key].concat();
    for (name, value) in fields {
        for piece in [",\n  ", name, " = {", value, "}"] {
            text.push_str(piece);
        }
    }
    text.push_str("\n}\n");
    text
}

/// Text in which TeX's own signs stand for themselves.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for sign in text.chars() {
        if matches!(sign, '%' | '&' | '#' | '_' | '$' | '{' | '}') {
            escaped.push('\\');
        }
        escaped.push(sign);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Query;

    const SITE: &str = "https://example.org/w/";

    #[test]
    fn a_citation_says_the_figure_and_keeps_its_version() {
        let view = View::of(Query::parse("?v=1&steps=20&utm=%7B%7D"));
        let text = text(&view, SITE);
        assert!(
            text.contains("20 steps") && text.contains("Wh per image") && text.contains("arxiv.org"),
            "{text}"
        );
        assert!(text.contains("https://example.org/w/?v=1&steps=20&utm=%7B%7D "), "{text}");
    }

    #[test]
    fn bibtex_is_balanced_and_escaped() {
        for query in ["", "?utm=%7B%7D%7B&model=sd2.1", "?v=1&gpu=h100"] {
            let bibtex = bibtex(&View::of(Query::parse(query)), SITE);
            let count = |sign: char| bibtex.matches(sign).count();
            assert_eq!(count('{'), count('}'), "{bibtex}");
            assert!(bibtex.starts_with("@misc{wattpix,") && bibtex.matches("@misc").count() >= 2);
            assert!(bibtex.contains("90 \\% interval"), "{bibtex}");
        }
    }
}
