//! Marker lines: `wattpix: begin STAGE [key=value ...]`, `wattpix: end [STAGE]`, `wattpix: config key=value ...`.

use anyhow::{Context, bail, ensure};

use super::config::Pair;
use crate::observation::Stage;

/// What a line begins with to be one.
pub const PREFIX: &str = "wattpix:";

/// What a marker line says.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// A phase begins; the pairs hold for it and the phases inside it.
    Begin(Stage, Vec<Pair>),
    /// The innermost phase ends; its name may be given for safety, and settings that only the work itself could tell.
    End(Option<Stage>, Vec<Pair>),
    /// The pairs hold from here on.
    Config(Vec<Pair>),
}

impl Mark {
    /// Reads a line of the program's output; `None` where it is no marker line.
    #[must_use]
    pub fn in_output(line: &str) -> Option<anyhow::Result<Self>> {
        said_in(line).map(Self::parse)
    }

    /// Reads what follows the prefix (on the socket the prefix may be left out).
    ///
    /// # Errors
    /// Says what is wrong and what is allowed.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let text = text.trim();
        let mut words = text.strip_prefix(PREFIX).unwrap_or(text).split_whitespace();
        let verb = words.next().unwrap_or_default();
        match verb {
            "begin" => {
                let stage =
                    words.next().context("begin what? stages are image, text, denoise, decode, idle")?;
                Ok(Self::Begin(stage.parse()?, words.map(str::parse).collect::<anyhow::Result<_>>()?))
            }
            "end" => {
                let words: Vec<&str> = words.collect();
                let (stage, pairs) = match words.split_first() {
                    Some((first, rest)) if !first.contains('=') => (Some(first.parse()?), rest),
                    _ => (None, &words[..]),
                };
                if let Some(more) = pairs.iter().find(|word| !word.contains('=')) {
                    bail!("{more:?} after end: give a stage and settings as key=value");
                }
                Ok(Self::End(stage, pairs.iter().map(|pair| pair.parse()).collect::<anyhow::Result<_>>()?))
            }
            "config" => {
                let pairs: Vec<Pair> = words.map(str::parse).collect::<anyhow::Result<_>>()?;
                ensure!(!pairs.is_empty(), "config without key=value");
                Ok(Self::Config(pairs))
            }
            _ => bail!("{verb:?} is no mark; marks are begin STAGE, end [STAGE], config key=value ..."),
        }
    }
}

/// The text behind [`PREFIX`] in a line of output: at its beginning, or, where a progress bar went back to the beginning of the line, at
/// that of what was written last or behind the bar.
#[must_use]
pub fn said_in(line: &str) -> Option<&str> {
    let line = line.trim_end();
    if let Some(said) = line.strip_prefix(PREFIX) {
        return Some(said);
    }
    let (_, last) = line.rsplit_once('\r')?;
    last.rsplit_once(PREFIX).map(|(_, said)| said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_and_other_lines_are_left_alone() {
        assert!(Mark::in_output("step 3 of 20").is_none());
        assert!(Mark::in_output("see wattpix: begin image").is_none());
        let begin = Mark::in_output("wattpix: begin image images=4 seed=7\n").unwrap().unwrap();
        let Mark::Begin(Stage::Image, pairs) = begin else { panic!("{begin:?}") };
        assert_eq!(pairs.len(), 2);
        assert_eq!(Mark::in_output("wattpix: end\r\n").unwrap().unwrap(), Mark::End(None, Vec::new()));
        let end = Mark::parse("end image steps=20 passes=40").unwrap();
        assert!(matches!(&end, Mark::End(Some(Stage::Image), pairs) if pairs.len() == 2), "{end:?}");
        assert_eq!(Mark::parse("end denoise").unwrap(), Mark::End(Some(Stage::Denoise), Vec::new()));
        for bar in ["\r100%|####| 20/20", "\r\u{1b}[Kdenoise 9%\r", "x wattpix: end\r", "\r"] {
            assert_eq!(
                Mark::in_output(&format!("{bar}wattpix: end\n")).unwrap().unwrap(),
                Mark::End(None, Vec::new())
            );
        }
        assert!(Mark::in_output("\rsee what it says\n").is_none());
    }

    #[test]
    fn a_wrong_mark_is_told_with_what_is_allowed() {
        for (line, expected) in [
            ("wattpix: start image", "begin STAGE"),
            ("wattpix: begin unet", "stages are image"),
            ("wattpix: begin", "begin what"),
            ("wattpix: end image now", "after end"),
            ("wattpix: config", "without key=value"),
            ("wattpix: config steps", "key=value"),
            ("wattpix: config steps=many", "steps"),
        ] {
            let error = format!("{:#}", Mark::in_output(line).unwrap().unwrap_err());
            assert!(error.contains(expected), "{line}: {error}");
        }
    }
}
