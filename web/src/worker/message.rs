//! Messages between the page and the worker.
//!
//! A request is a list: its number, its kind, its one text, then the file where one is to be read. An answer is a list: the number of the
//! request, then the answer as JSON; without it the part of the program that answers did not arrive.

use serde::{Deserialize, Serialize};
use wattpix_core::error::Choice;
use wattpix_core::setting::Boundary;

use crate::own::kept::OwnFit;
use crate::own::points::SentPoint;

/// A request of the page. Each holds one text at most and needs no JSON, whose reader would take the worker's part beyond what it may weigh.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Speak the language of its files of words, one after the other: the first request.
    Speak(String),
    /// Begin with new files, whose energies are taken and shown within a boundary. The rows of those before stay until [`Request::Finish`].
    Begin(Boundary),
    /// Read the file that comes with this request, by its name.
    Take(String),
    /// Put the rows that were read in the place of those before.
    Finish,
    /// Fit the rows on a day, YYYY-MM-DD.
    Fit(String),
}

impl Request {
    /// Returns kind and text of the request.
    pub fn into_message(self) -> (&'static str, String) {
        match self {
            Self::Speak(lines) => ("speak", lines),
            Self::Begin(boundary) => ("begin", boundary.name().to_owned()),
            Self::Take(name) => ("take", name),
            Self::Finish => ("finish", String::new()),
            Self::Fit(date) => ("fit", date),
        }
    }

    /// Reads what [`Request::into_message`] wrote; `None` for anything else.
    pub fn from_message(kind: &str, text: String) -> Option<Self> {
        Some(match kind {
            "speak" => Self::Speak(text),
            "begin" => Self::Begin(Boundary::ALL.iter().find(|(name, _)| *name == text)?.1),
            "take" => Self::Take(text),
            "finish" => Self::Finish,
            "fit" => Self::Fit(text),
            _ => return None,
        })
    }
}

/// An answer of the worker.
#[derive(Debug, Serialize, Deserialize)]
pub enum Answer {
    /// It was done.
    Done,
    /// Bytes of a file that were read; another answer follows.
    Progress(f64),
    /// A file held a fit.
    Fit(Box<OwnFit>),
    /// Summary of the rows.
    Rows(Summary),
    /// A fit was made of the rows.
    Made(Box<Made>),
    /// It cannot be done, and why.
    Refused(String),
}

/// A fit of a person's rows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Made {
    /// The fit, as links name it.
    pub fit: OwnFit,
    /// The text of its file.
    pub text: String,
    /// The id in that file.
    pub id: String,
}

/// Summary of a person's rows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Summary {
    /// Boundary within which energies are shown.
    #[serde(with = "BoundaryName")]
    pub boundary: Boundary,
    /// Names of the files.
    pub files: Vec<String>,
    /// Usable rows.
    pub rows: usize,
    /// Rows of a fake meter among them.
    pub fake: usize,
    /// Rows that were given before, and count once.
    pub twice: usize,
    /// Rows within another boundary among the usable ones.
    pub other_boundary: usize,
    /// Rows that were left out.
    pub left_out: usize,
    /// Place and reason of the first of those.
    pub reasons: Vec<(String, String)>,
    /// Measured configurations that are drawn.
    pub points: Vec<SentPoint>,
    /// Number of measured configurations in all.
    pub all_points: usize,
}

/// [`Boundary`] in messages.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Boundary", rename_all = "snake_case")]
enum BoundaryName {
    Net,
    Gross,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_arrive_as_they_were_sent() {
        let text = || "a\n\"b\"".to_owned();
        for request in [
            Request::Speak(text()),
            Request::Begin(Boundary::Gross),
            Request::Begin(Boundary::Net),
            Request::Take(text()),
            Request::Finish,
            Request::Fit(text()),
        ] {
            let (kind, text) = request.clone().into_message();
            assert_eq!(Request::from_message(kind, text), Some(request));
        }
        assert_eq!(Request::from_message("begin", text()), None);
        assert_eq!(Request::from_message("", text()), None);
    }
}
