//! The pages in every language: each text of a page in `public/` stands in the table of words (`core/words/`), and the build writes
//! one page a language.
//!
//! | in the page | in the built page |
//! |---|---|
//! | `{{page.title}}` | the text with this key, escaped |
//! | `{{page.needs_scripts command=<code>x</code>}}` | the same with markup in place of its value |
//! | `{{here}}` | the page's own name; nothing for the first page in English |
//! | `<!-- site:every embed.needs_scripts -->` | a paragraph in every language, with a link to its first page as the value `page` |
//! | `<!-- site:alternates -->` | links for engines to the page in each language, where the site's address is known |
//! | `<!-- site:languages -->` | links for people to the page in the other languages |

use anyhow::{Result, anyhow, bail};
use maud::{Markup, Render, html};
use wattpix_core::words::{Add, CODES, LANGUAGES, Word, Words};

use super::fingerprint::Fingerprinted;

/// Files of `public/` that are written in every language.
const TRANSLATED: [&str; 3] = ["index.html", "site.webmanifest", "sources.html"];

/// A language and the files in which a browser fetches it, one text a line.
pub struct Spoken {
    /// The language.
    pub words: Words,
    /// Sentences of a first visit.
    pub page: Fingerprinted,
    /// Sentences of the parts that come on demand.
    pub parts: Fingerprinted,
}

impl Spoken {
    /// The language and its files.
    fn new(words: Words) -> Self {
        let (stem, [page, parts]) =
            (format!("words.{}", words.code()), words.files().map(String::into_bytes));
        let parts = Fingerprinted::new(&format!("{stem}.{PARTS}"), "txt", parts);
        Self { words, page: Fingerprinted::new(&stem, "txt", page), parts }
    }

    /// Both files, each with the name under which the program asks for it.
    pub fn files(&self) -> [(String, Fingerprinted); 2] {
        let name = format!("words-{}", self.words.code());
        [(format!("{name}-{PARTS}"), self.parts.clone()), (name, self.page.clone())]
    }
}

/// Part of the name of the second of a language's files.
const PARTS: &str = "parts";

/// True if a file holds words of parts.
pub fn is_of_parts(file: &str) -> bool {
    file.starts_with("words.") && file.contains(&format!(".{PARTS}-"))
}

/// Every language.
pub fn spoken() -> Vec<Spoken> {
    LANGUAGES.into_iter().map(Spoken::new).collect()
}

/// True if a file of `public/` that is no page is written in every language.
pub fn is_translated(name: &str) -> bool {
    TRANSLATED.contains(&name)
}

/// The name of a page in a language.
pub fn name(page: &str, words: Words) -> String {
    let code = words.code();
    match page.split_once('.').filter(|_| code != CODES[0] && TRANSLATED.contains(&page)) {
        Some(("index", ending)) => format!("{code}.{ending}"),
        Some((stem, ending)) => format!("{stem}.{code}.{ending}"),
        None => page.to_owned(),
    }
}

/// The languages in which a page is written.
pub fn of(page: &str) -> &'static [Words] {
    if TRANSLATED.contains(&page) { &LANGUAGES } else { &LANGUAGES[..1] }
}

/// A page in a language.
///
/// # Errors
/// When the page names a text that the table does not have, or leaves out or makes up a value of one.
pub fn written(page: &str, text: &str, words: Words) -> Result<String> {
    // A manifest leads to the page that it stands on.
    let of = if page.ends_with(".html") { page } else { "index.html" };
    let here = if of == "index.html" && words.code() == CODES[0] { String::new() } else { name(of, words) };
    let mut text = text.replace("{{here}}", &here);
    for other in TRANSLATED {
        text = text.replace(&format!("href=\"{other}\""), &format!("href=\"{}\"", name(other, words)));
    }
    text = text.replace("<!-- site:alternates -->", &alternates(page));
    text = text.replace("<!-- site:languages -->", &switch(page, words).into_string());
    text = every(&text)?;
    let mut written = String::with_capacity(text.len());
    for (index, piece) in text.split("{{").enumerate() {
        match piece.split_once("}}") {
            Some((asked, rest)) if index > 0 && asked != "base" => {
                written.push_str(&said(asked, words)?);
                written.push_str(rest);
            }
            _ if index > 0 => written.push_str(&format!("{{{{{piece}")),
            _ => written.push_str(piece),
        }
    }
    Ok(written)
}

/// A page that is one for all languages says some things in each: `<!-- site:every embed.needs_scripts -->`, a paragraph a language with
/// a link to its first page as the value `page`.
fn every(text: &str) -> Result<String> {
    let mut written = String::with_capacity(text.len());
    for (index, piece) in text.split("<!-- site:every ").enumerate() {
        let Some((key, rest)) = piece.split_once(" -->").filter(|_| index > 0) else {
            written.push_str(piece);
            continue;
        };
        for words in LANGUAGES {
            let page = name("index.html", words);
            let link = html! { a href=(page) target="_blank" rel="noopener" { "Wattpix" } }.into_string();
            let said = said(&format!("{key} page={link}"), words)?;
            written.push_str(&format!("<p lang=\"{}\">{said}</p>", words.code()));
        }
        written.push_str(rest);
    }
    Ok(written)
}

/// Returns the text that a page asks for between its braces.
fn said(asked: &str, words: Words) -> Result<String> {
    let (key, values) = asked.split_once(' ').unwrap_or((asked, ""));
    let word =
        Word::find(key).ok_or_else(|| anyhow!("the table of words has no {key}: see core/words/en.toml"))?;
    let value = values.split_once('=');
    let (names, given) = (word.names(), value.map(|(name, _)| name));
    if names != given.as_slice() {
        bail!("{{{{{asked}}}}}: {key} wants the values {names:?}");
    }
    let escaped: Add = |said, text| text.render_to(said);
    let said = match value {
        Some(value) => words.fill(word, &[value], escaped),
        None => words.fill(word, &[], escaped),
    };
    Ok(said)
}

/// <https://developers.google.com/search/docs/specialty/international/localized-versions>: every language names every other and
/// itself.
fn alternates(page: &str) -> String {
    let link = |code: &str, words: Words| {
        let name = name(page, words);
        let name = if name == "index.html" { "" } else { &name };
        format!("<link rel=\"alternate\" hreflang=\"{code}\" href=\"{{{{base}}}}{name}\">")
    };
    let mut links: Vec<String> = LANGUAGES.iter().map(|words| link(words.code(), *words)).collect();
    links.push(link("x-default", LANGUAGES[0]));
    links.join("\n  ")
}

/// Links to a page in the other languages. The program keeps the state in them.
fn switch(page: &str, words: Words) -> Markup {
    html! {
        nav.languages aria-label=(words.text(Word::LANGUAGE_OTHERS)) {
            @for other in LANGUAGES.iter().filter(|other| other.code() != words.code()) {
                @let code = other.code();
                a href=(name(page, *other)) hreflang=(code) lang=(code) data-language title=(other.text(Word::LANGUAGE_SWITCH)) {
                    (other.text(Word::LANGUAGE_NAME))
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use wattpix_core::words::KEYS;

    use super::*;

    fn french() -> Words {
        Words::of("fr").unwrap()
    }

    #[test]
    fn each_language_has_its_page_and_its_words() {
        assert_eq!(name("index.html", Words::ENGLISH), "index.html");
        assert_eq!(name("index.html", french()), "fr.html");
        assert_eq!(name("embed.html", french()), "embed.html");
        let spoken = spoken();
        assert_eq!(spoken.len(), CODES.len());
        let [parts, page] = spoken[1].files();
        assert_eq!((parts.0.as_str(), page.0.as_str()), ("words-fr-parts", "words-fr"));
        let (parts, page) = (parts.1.name(), page.1.name());
        assert!(parts.starts_with("words.fr.parts-") && page.starts_with("words.fr-"), "{parts}, {page}");
        assert_eq!((is_of_parts(parts), is_of_parts(page)), (true, false));
    }

    #[test]
    fn texts_are_escaped_and_values_are_markup() {
        let page = "<html lang=\"{{language.code}}\">{{base}}<p>{{page.needs_scripts command=<code>x</code>}}<a href=\"index.html\">";
        let written = written("index.html", page, french()).unwrap();
        assert!(written.starts_with("<html lang=\"fr\">{{base}}<p>La calculatrice"), "{written}");
        assert!(written.contains("<code>x</code>") && written.ends_with("<a href=\"fr.html\">"), "{written}");
    }

    #[test]
    fn a_page_cannot_ask_for_what_there_is_not() {
        for (asked, says) in [
            ("page.nonesuch", "the table of words has no page.nonesuch"),
            ("page.needs_scripts", "wants the values [\"command\"]"),
            ("page.needs_scripts tool=x", "wants the values [\"command\"]"),
            ("cite.title command=x", "wants the values []"),
        ] {
            let error =
                written("index.html", &format!("{{{{{asked}}}}}"), Words::ENGLISH).unwrap_err().to_string();
            assert!(error.contains(says), "{error}");
        }
    }

    #[test]
    fn pages_lead_to_the_other_languages() {
        let page = "<!-- site:alternates --><!-- site:languages -->{{here}}";
        let english = written("index.html", page, Words::ENGLISH).unwrap();
        assert_eq!(english.matches("rel=\"alternate\"").count(), CODES.len() + 1);
        assert!(english.contains("hreflang=\"x-default\" href=\"{{base}}\""), "{english}");
        assert!(
            english.contains("<a href=\"fr.html\" hreflang=\"fr\" lang=\"fr\" data-language"),
            "{english}"
        );
        assert!(english.ends_with("</nav>"), "the first page is the folder itself: {english}");
        let french = written("index.html", page, french()).unwrap();
        assert!(
            french.contains("<a href=\"index.html\" hreflang=\"en\"") && french.ends_with("fr.html"),
            "{french}"
        );
    }

    #[test]
    fn every_key_has_its_word() {
        for key in KEYS {
            assert!(Word::find(key).is_some(), "{key}");
        }
    }
}
