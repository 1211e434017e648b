//! Author, title and licence of a package.

use clap::{Args, ValueEnum};

use super::descriptor::{Contributor, License};

/// Description of a package by its publisher.
#[derive(Debug, Clone, Args)]
pub struct About {
    /// Short name of small letters, digits, '.', '-' and '_', also that of the fit; the folder's name where absent.
    #[arg(long, value_parser = name)]
    pub name: Option<String>,
    /// Title in one line that says what was measured.
    #[arg(long)]
    pub title: Option<String>,
    /// A paragraph on how it was measured and what to mind.
    #[arg(long, default_value = "")]
    pub description: String,
    /// Author, as "NAME" or "NAME <https://orcid.org/...>"; may be repeated.
    #[arg(long, value_name = "NAME", required = true, value_parser = Author::parse)]
    pub author: Vec<Author>,
    /// Terms under which others may use the data.
    #[arg(long, value_enum, default_value_t = Terms::CcBy4)]
    pub licence: Terms,
    /// Version of the data.
    #[arg(long = "data-version", value_name = "VERSION", default_value = "1.0.0")]
    pub version: String,
    /// Day of the package, YYYY-MM-DD; today where absent.
    #[arg(long, value_parser = day)]
    pub date: Option<String>,
}

/// Checks a short name.
///
/// # Errors
/// Says what is allowed.
pub fn name(text: &str) -> Result<String, String> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
    if !text.is_empty() && text.len() <= 64 && text.chars().all(allowed) && !text.starts_with('.') {
        return Ok(text.to_owned());
    }
    Err(format!(
        "'{text}' is no short name; use at most 64 of a-z, 0-9, '.', '-', '_', such as h200-flux-2026"
    ))
}

/// Checks a day.
///
/// # Errors
/// Says how to write it.
pub fn day(text: &str) -> Result<String, String> {
    let parsed = humantime::parse_rfc3339(&format!("{text}T00:00:00Z"));
    if text.len() == 10 && parsed.is_ok() {
        Ok(text.to_owned())
    } else {
        Err(format!("'{text}' is no day; write YYYY-MM-DD, such as 2026-11-30"))
    }
}

/// Somebody who measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The name.
    pub name: String,
    /// ORCID as an address.
    pub orcid: Option<String>,
}

/// Beginning of an ORCID address.
const ORCID: &str = "https://orcid.org/";

impl Author {
    /// Reads `NAME` or `NAME <https://orcid.org/0000-0000-0000-0000>`.
    ///
    /// # Errors
    /// Says what was given and what is allowed.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (name, orcid) = match text.split_once('<') {
            Some((name, rest)) => {
                let address = rest.strip_suffix('>').unwrap_or(rest).trim();
                let digits = address.strip_prefix(ORCID).filter(|id| {
                    let digits =
                        |part: &str| part.len() == 4 && part.chars().all(|c| c.is_ascii_digit() || c == 'X');
                    id.split('-').count() == 4 && id.split('-').all(digits)
                });
                if digits.is_none() {
                    return Err(format!(
                        "'{address}' is no ORCID; write <{ORCID}0000-0002-1825-0097>, or the name alone"
                    ));
                }
                (name.trim(), Some(address.to_owned()))
            }
            None => (text.trim(), None),
        };
        if name.is_empty() || name.chars().any(char::is_control) {
            return Err("an author needs a name, such as \"Ada Lovelace\"".to_owned());
        }
        Ok(Self { name: name.to_owned(), orcid })
    }

    /// The author as data packages name contributors.
    #[must_use]
    pub fn contributor(&self) -> Contributor {
        Contributor { title: self.name.clone(), path: self.orcid.clone(), roles: vec!["creator".to_owned()] }
    }
}

/// Licences of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Terms {
    /// Creative Commons Attribution 4.0.
    #[value(name = "CC-BY-4.0")]
    CcBy4,
    /// Creative Commons Zero 1.0: no rights reserved.
    #[value(name = "CC0-1.0")]
    Cc0,
    /// Open Data Commons Attribution 1.0.
    #[value(name = "ODC-By-1.0")]
    OdcBy,
    /// MIT.
    #[value(name = "MIT")]
    Mit,
}

impl Terms {
    /// The licence as data packages name it.
    #[must_use]
    pub fn license(self) -> License {
        let [name, title, path] = match self {
            Self::CcBy4 => [
                "CC-BY-4.0",
                "Creative Commons Attribution 4.0 International",
                "https://creativecommons.org/licenses/by/4.0/legalcode",
            ],
            Self::Cc0 => [
                "CC0-1.0",
                "Creative Commons Zero 1.0 Universal",
                "https://creativecommons.org/publicdomain/zero/1.0/legalcode",
            ],
            Self::OdcBy => [
                "ODC-By-1.0",
                "Open Data Commons Attribution License 1.0",
                "https://opendatacommons.org/licenses/by/1-0/",
            ],
            Self::Mit => ["MIT", "MIT License", "https://opensource.org/license/mit"],
        }
        .map(str::to_owned);
        License { name, path, title }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_are_read_with_and_without_their_orcid() {
        let author = Author::parse("Ada Lovelace <https://orcid.org/0000-0002-1825-009X>").unwrap();
        assert_eq!((author.name.as_str(), author.orcid.is_some()), ("Ada Lovelace", true));
        assert_eq!(Author::parse("A group").unwrap().orcid, None);
        for wrong in [
            "",
            "  <https://orcid.org/0000-0002-1825-0097>",
            "Ada <ada@example.org>",
            "Ada <https://orcid.org/1>",
        ] {
            assert!(Author::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn names_are_those_that_archives_and_fits_take() {
        assert!(name("h200-flux.1_2026").is_ok());
        for wrong in ["", "H200", "a b", "../x", ".hidden", "a/b"] {
            assert!(name(wrong).is_err(), "{wrong}");
        }
    }
}
