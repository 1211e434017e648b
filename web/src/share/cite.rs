//! How to cite a figure: always by the version of the coefficients that gave it.

use wattpix_core::error::Choice;
use wattpix_core::fit::Fit;

use crate::joined::joined;
use crate::page::VERSION;
use crate::view::View;

/// Who is to be cited.
const AUTHORS: &str = "The Wattpix contributors";

/// What is to be cited.
const TITLE: &str = "Wattpix: how much energy does a generated image cost?";

/// Version of the program.
pub const SOFTWARE: &str = env!("CARGO_PKG_VERSION");

/// A link to the state that keeps its figures: with the version of the coefficients. `site` is the address of the site's folder.
pub fn lasting_link(view: &View, site: &str) -> String {
    let mut query = view.query.clone();
    query.set(VERSION, Some(&view.page.version.number.to_string()));
    format!("{site}{query}")
}

/// The figure in a sentence.
fn figure(view: &View) -> String {
    let unit = view.page.unit;
    let what = view.what();
    match &view.estimate {
        Ok(estimate) => format!(
            "{what}: {} per image ({} to {}, 90 % interval, {} of idle power)",
            unit.text(estimate.energy),
            unit.text(estimate.low),
            unit.text(estimate.high),
            estimate.question.boundary.name(),
        ),
        Err(error) => format!("{what}: {error}"),
    }
}

/// The documents behind a fit, in a sentence.
fn documents(fit: &Fit) -> String {
    let sources = fit.file().sources.iter();
    let written: Vec<String> =
        sources.map(|source| format!("{}, {}, {}", source.title, source.locator, source.url)).collect();
    joined(&written, "; ")
}

/// As text.
pub fn text(view: &View, site: &str) -> String {
    let version = view.page.version;
    let mut text = format!(
        "{AUTHORS}: {TITLE} Version {SOFTWARE}, coefficients {} of {}. {}. {}",
        version.number,
        version.date,
        figure(view),
        lasting_link(view, site),
    );
    if let Ok(estimate) = &view.estimate {
        text.push_str(&format!(" Fit {}: {}.", estimate.fit.id(), documents(estimate.fit)));
    }
    text
}

/// As BibTeX: one entry for the figure, and one for each document behind its fit.
pub fn bibtex(view: &View, site: &str) -> String {
    let version = view.page.version;
    let year = version.date.get(..4).unwrap_or_default();
    let mut text = format!(
        "@misc{{wattpix,\n  author = {{{{{AUTHORS}}}}},\n  title = {{{TITLE}}},\n  year = {{{year}}},\n  version = {{{SOFTWARE}, coefficients {}}},\n  note = {{{}}},\n  url = {{{}}}\n}}\n",
        version.number,
        escaped(&figure(view)),
        lasting_link(view, site),
    );
    if let Ok(estimate) = &view.estimate {
        for (at, source) in estimate.fit.file().sources.iter().enumerate() {
            text.push_str(&format!(
                "\n@misc{{{}-{},\n  title = {{{}}},\n  note = {{{}}},\n  url = {{{}}}\n}}\n",
                estimate.fit.id(),
                at + 1,
                escaped(&source.title),
                escaped(&source.locator),
                source.url,
            ));
        }
    }
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
