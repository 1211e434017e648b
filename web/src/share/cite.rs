//! Citations of an estimate: always by the version of the coefficients that gave it.

use wattpix_core::configuration::Configuration;
use wattpix_core::error::Key;
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
    let sources = fit.provenance().sources;
    let sources = sources.iter();
    let written: Vec<String> =
        sources.map(|source| [&source.title, ", ", &source.locator, ", ", &source.url].concat()).collect();
    joined(&written, "; ")
}

/// Returns the citation as text.
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

/// Authors and year of the documents that fits rest on, by the start of their addresses.
const AUTHORS: [(&str, &str, &str); 4] = [
    (
        "https://arxiv.org/abs/2511.17031",
        "Iyengar, Aniketh and Han, Jiaqi and Ruf, Boris and Grari, Vincent and Detyniecki, Marcin and Ermon, Stefano",
        "2025",
    ),
    (
        "https://github.com/ml-energy/leaderboard",
        "Chung, Jae-Won and Liu, Jiachen and Wu, Zhiyu and Xia, Yuxuan and Chowdhury, Mosharaf",
        "2023",
    ),
    (
        "https://github.com/sashavor/co2_inference",
        "Luccioni, Alexandra Sasha and Jernite, Yacine and Strubell, Emma",
        "2023",
    ),
    ("https://github.com/LambdaLabsML/lambda-diffusers", "{Lambda Labs} and others", "2023"),
];

/// The key of the figure's entry: what differs from the default configuration, so that two figures can be cited in one document.
fn key(configuration: &Configuration, version: u32) -> String {
    let mut key = ["wattpix-v", &version.to_string()].concat();
    for setting in Key::ALL {
        let Some(value) = configuration.written(setting) else { continue };
        // A number does not say what it is of.
        let named = if setting.words().is_some() { setting.name() } else { "" };
        key.push('-');
        key.extend([named, &value].concat().chars().map(|sign| {
            if sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-' | '_') { sign } else { '.' }
        }));
    }
    key
}

/// Returns the citation as BibTeX: one entry for the estimate, and one for each document behind its fit.
pub fn bibtex(view: &View, site: &str) -> String {
    let (version, words) = (view.page.version, view.words);
    let number = version.number.to_string();
    let what = words.say(Word::CITE_COEFFICIENTS, &[("software", SOFTWARE), ("number", &number)]);
    let authors = ["{", words.text(Word::CITE_AUTHORS), "}"].concat();
    let mut text = entry(
        &key(&view.page.main, version.number),
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
        for (at, source) in estimate.fit.provenance().sources.iter().enumerate() {
            let key = [estimate.fit.id(), "-", &(at + 1).to_string()].concat();
            let (title, note) = (escaped(&source.title), escaped(&source.locator));
            text.push('\n');
            let known = AUTHORS.into_iter().find(|(start, ..)| source.url.starts_with(start));
            let (_, author, year) = known.unwrap_or_default();
            let fields = [
                ("author", author),
                ("title", &*title),
                ("year", year),
                ("note", &note),
                ("url", &source.url),
            ];
            text.push_str(&entry(&key, &fields));
        }
    }
    text
}

/// An entry of BibTeX.
fn entry(key: &str, fields: &[(&str, &str)]) -> String {
    let mut text = ["@misc{", key].concat();
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
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
            assert!(bibtex.starts_with("@misc{wattpix-v") && bibtex.matches("@misc").count() >= 2);
            assert!(bibtex.contains("90 \\% interval"), "{bibtex}");
        }
    }

    #[test]
    fn entries_have_keys_of_their_own_and_author_and_year() {
        let mut keys = Vec::new();
        for query in [
            "?v=1",
            "?v=1&steps=20",
            "?v=1&images=20",
            "?v=1&gpu=h100",
            "?v=1&model=sd2.1~channels_1:256",
            "",
        ] {
            let bibtex = bibtex(&View::of(Query::parse(query)), SITE);
            for entry in bibtex.split("@misc{").skip(1) {
                assert!(entry.contains("author = {") && entry.contains("year = {20"), "{query}: {entry}");
            }
            let key = bibtex.split(['{', ',']).nth(1).unwrap().to_owned();
            assert!(key.bytes().all(|sign| sign.is_ascii_alphanumeric() || b".-_".contains(&sign)), "{key}");
            keys.push(key);
        }
        assert_eq!(keys[1], "wattpix-v1-steps20");
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), 6);
        let every = wattpix_core::fit::BUNDLED.iter().map(|fit| fit.provenance().sources.into_owned());
        for source in every.flatten() {
            assert!(AUTHORS.iter().any(|(start, ..)| source.url.starts_with(start)), "{}", source.url);
        }
    }
}
