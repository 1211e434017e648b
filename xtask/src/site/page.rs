//! Changes that the build makes to the pages in `public/`.
//!
//! | in the page | in the built page |
//! |---|---|
//! | `<!-- site:start -->` | the tags that load and start the program, with preloads, hashes and the names of its data |
//! | `<!-- site:policy -->` | what the page may load, as a Content-Security-Policy |
//! | `href="style.css"`, for each style sheet beside the page | the file's hashed name and its `integrity` |
//! | a line that holds `{{base}}` | the same with the site's address, or no line when none was given |
//!
//! Every address that the build writes is relative, so that the site works under any path.

use std::str::FromStr;

use anyhow::{Result, bail};

use super::fingerprint::Fingerprinted;
use super::program::App;

/// Place for the tags that start the program.
pub const START: &str = "<!-- site:start -->";

/// Place for a page's Content-Security-Policy: before everything that it governs.
const POLICY_PLACE: &str = "<!-- site:policy -->";

/// Content-Security-Policy of a page: run the site's scripts and WebAssembly, load its files, show and save pictures that it made. No inline script,
/// no inline style, no other host, no plug-in, no form that goes anywhere. `frame-ancestors` has no effect in a page, see docs/hosting.md.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; \
    connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'";

/// Place for the site's address, ending in `/`.
const BASE: &str = "{{base}}";

/// The address that the site will have, ending in `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base(String);

impl FromStr for Base {
    type Err = anyhow::Error;

    fn from_str(given: &str) -> Result<Self> {
        let legal = given.starts_with("https://") || given.starts_with("http://");
        if !legal || given.contains(|c: char| c.is_whitespace() || "\"'<>?#".contains(c)) {
            bail!("an address such as https://example.org/wattpix/ is needed: http or https, no query");
        }
        Ok(Self(format!("{}/", given.trim_end_matches('/'))))
    }
}

/// Tags that start the program.
pub struct Start<'a> {
    /// The program.
    pub app: &'a App,
    /// Data that the program asks for, by the name under which it looks for them.
    pub data: &'a [(String, Fingerprinted)],
    /// The words of the page's language; `None` for a page that speaks any.
    pub words: Option<&'a Fingerprinted>,
}

impl Start<'_> {
    /// The tags that load at once what the page starts with. The program finds its data in attributes of the script's tag, each the file's name,
    /// a space and its hash: `data-zones="zones-HASH.csv sha384-.."`.
    fn tags(&self) -> String {
        let words = self.words.map_or_else(String::new, |file| {
            format!("<link rel=\"preload\" as=\"fetch\" crossorigin href=\"{}\">\n", file.name())
        });
        let data: String = self
            .data
            .iter()
            .map(|(name, file)| format!(" data-{name}=\"{} {}\"", file.name(), file.integrity()))
            .collect();
        words + &self.app.tags(&data)
    }
}

/// The page as it is served.
///
/// # Errors
/// When `page` names a file in a way that the build would miss.
pub fn finish(
    page: &str,
    start: &Start,
    files: &[(String, Fingerprinted)],
    base: Option<&Base>,
) -> Result<String> {
    let mut finished = String::with_capacity(page.len() + 1024);
    for line in page.lines() {
        match (line.contains(BASE), base) {
            (true, None) => continue,
            (true, Some(base)) => finished.push_str(&line.replace(BASE, &base.0)),
            (false, _) => finished.push_str(line),
        }
        finished.push('\n');
    }
    if !finished.contains(POLICY_PLACE) {
        bail!("the page says nothing of what it may load: its head needs the line {POLICY_PLACE}");
    }
    let policy = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">");
    let mut finished = finished.replace(POLICY_PLACE, &policy).replace(START, &start.tags());
    for (name, file) in files {
        for attribute in ["href", "src"] {
            let hashed =
                format!(r#"crossorigin {attribute}="{}" integrity="{}""#, file.name(), file.integrity());
            finished = finished.replace(&format!(r#"{attribute}="{name}""#), &hashed);
        }
        if finished.contains(&format!(r#"/{name}""#)) {
            bail!(
                "`{name}` lies beside the page: write href=\"{name}\", so that the build can fill in its hash"
            );
        }
    }
    Ok(finished)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(stem: &str, extension: &str) -> Fingerprinted {
        Fingerprinted::new(stem, extension, stem.as_bytes().to_vec())
    }

    fn finished(page: &str, base: Option<&str>) -> Result<String> {
        let (app, data) = (App::sample(), [("zones".to_owned(), file("zones", "csv"))]);
        let words = file("words.fr", "txt");
        let start = Start { app: &app, data: &data, words: Some(&words) };
        let base = base.map(|base| base.parse().unwrap());
        let page = format!("{POLICY_PLACE}\n{page}");
        let finished =
            finish(&page, &start, &[("style.css".to_owned(), file("style", "css"))], base.as_ref())?;
        Ok(finished.split_once('\n').unwrap().1.to_owned())
    }

    #[test]
    fn a_page_without_a_policy_is_refused() {
        let app = App::sample();
        let start = Start { app: &app, data: &[], words: None };
        let error = finish("<head></head>", &start, &[], None).unwrap_err();
        assert!(error.to_string().contains(POLICY_PLACE), "{error}");
        let page = finish(POLICY_PLACE, &start, &[], None).unwrap();
        assert!(
            page.contains("script-src 'self' 'wasm-unsafe-eval'; ") && !page.contains("unsafe-inline"),
            "{page}"
        );
    }

    #[test]
    fn the_program_starts_and_finds_its_data() {
        let page = finished("<head>\n<!-- site:start -->\n</head>", None).unwrap();
        assert!(page.contains("<script type=\"module\" id=\"start\" crossorigin src=\"app-"), "{page}");
        assert!(page.contains(" data-zones=\"zones-") && page.contains(".csv sha384-"), "{page}");
        assert!(page.contains("<link rel=\"preload\" as=\"fetch\" crossorigin href=\"words.fr-"), "{page}");
        assert!(!page.contains("=\"/") && !page.contains(START), "{page}");
    }

    #[test]
    fn style_sheet_gets_its_hashed_name() {
        let page = finished("<link rel=\"stylesheet\" href=\"style.css\">", None).unwrap();
        assert!(page.starts_with("<link rel=\"stylesheet\" crossorigin href=\"style-"), "{page}");
        assert!(page.contains(" integrity=\"sha384-"));
    }

    #[test]
    fn style_sheet_by_an_absolute_path_is_refused() {
        let error = finished("<link rel=\"stylesheet\" href=\"/style.css\">", None).unwrap_err();
        assert!(error.to_string().contains("href=\"style.css\""), "{error}");
    }

    #[test]
    fn lines_with_the_base_need_one() {
        let page = "<title>x</title>\n<link rel=\"canonical\" href=\"{{base}}\">";
        assert_eq!(finished(page, None).unwrap(), "<title>x</title>\n");
        let with = finished(page, Some("https://example.org/w")).unwrap();
        assert!(with.contains("href=\"https://example.org/w/\""), "{with}");
    }

    /// Networks that show a preview take absolute addresses alone: https://ogp.me, `og:image` and `og:url`.
    #[test]
    fn the_page_names_its_preview_where_its_address_is_known() {
        let page = include_str!("../../../public/index.html").replace(POLICY_PLACE, "");
        let (without, with) =
            (finished(&page, None).unwrap(), finished(&page, Some("https://example.org/w/")).unwrap());
        for tag in [
            r#"<link rel="canonical" href="https://example.org/w/"#,
            r#"<meta property="og:url" content="https://example.org/w/"#,
            r#"<meta property="og:image" content="https://example.org/w/preview.png">"#,
            r#"<meta name="twitter:card" content="summary_large_image">"#,
        ] {
            assert!(with.contains(tag), "{tag} in {with}");
        }
        assert!(!without.contains("og:image") && !without.contains("canonical"), "{without}");
    }

    #[test]
    fn base_must_be_an_address() {
        for wrong in ["", "example.org", "/w/", "https://a b/", "https://example.org/?q"] {
            assert!(wrong.parse::<Base>().is_err(), "{wrong}");
        }
    }
}
