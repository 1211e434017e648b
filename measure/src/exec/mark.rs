//! Marker lines: `wattpix: begin STAGE [key=value ...]`, `wattpix: end [STAGE]`, `wattpix: config key=value ...`.

use anstream::adapter::strip_str;
use anyhow::{Context, bail, ensure};

use super::config::Pair;
use crate::observation::Stage;

/// Prefix of a marker line.
pub const PREFIX: &str = "wattpix:";

/// Meaning of a marker line.
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
    /// Reads a line of the program's output; `None` where it is no marker line. A line that ends a progress bar begins with `\r`.
    ///
    /// # Errors
    /// Inside: a line that holds a mark which cannot be read, or which may be no mark.
    #[must_use]
    pub fn in_output(line: &str) -> Option<anyhow::Result<Self>> {
        let line = plain(line);
        let (before, said) = split(&line)?;
        let reading = || {
            let lately = before.rsplit('\r').next().unwrap_or(before);
            if lately.rsplit_once(PREFIX).is_some_and(|(_, earlier)| is_mark(earlier)) {
                bail!("two marks on one line; print each on a line of its own");
            }
            if !is_prefix(before) {
                bail!("{before:?} stands before it, which is no log prefix; begin the line with {PREFIX}");
            }
            Self::parse(said)
        };
        (is_prefix(before) || is_mark(said)).then(reading)
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

/// Words with which marks begin.
const VERBS: [&str; 3] = ["begin", "end", "config"];

/// Returns the text behind [`PREFIX`] in a line of output: at its beginning, behind a log prefix or behind a progress bar.
#[must_use]
pub fn said_in(line: &str) -> Option<String> {
    let line = plain(line);
    let (before, said) = split(&line)?;
    is_prefix(before).then(|| said.to_owned())
}

/// A line without the escapes that colour it and its trailing blanks.
fn plain(line: &str) -> String {
    let plain = strip_str(line).to_string();
    plain.trim_end().to_owned()
}

/// Splits a line at its last [`PREFIX`].
fn split(line: &str) -> Option<(&str, &str)> {
    let (_, last) = line.rsplit_once(PREFIX)?;
    let before = line.len() - last.len() - PREFIX.len();
    Some((line.get(..before)?, last))
}

/// Returns true where a text is meant as a mark, in quotes or not.
fn is_mark(text: &str) -> bool {
    let verb = text.split_whitespace().next().unwrap_or_default();
    VERBS.contains(&verb.trim_end_matches(|c: char| !c.is_alphanumeric()))
}

/// Signs with which a log prefix or a progress bar ends: `[rank0]:`, `app - INFO -`, `| INFO |`, `100%|####|`.
const SIGNS: &str = ":|]>)}-–—•│┃#=*%";
/// Levels of logs in full; a log prefix may end in one.
const LEVELS: [&str; 9] =
    ["trace", "debug", "info", "notice", "warn", "warning", "error", "critical", "fatal"];

/// Returns true where what stands before a mark is nothing, a progress bar that went back to the beginning of its line, or what logs put before a
/// message: a rank, a level, a time, a name behind which stands a sign. A sentence that mentions a mark is none of these.
fn is_prefix(before: &str) -> bool {
    if before.contains('\r') {
        return true;
    }
    let Some(last) = before.split_whitespace().next_back() else { return true };
    let is_level = || LEVELS.iter().any(|level| last.eq_ignore_ascii_case(level));
    let is_number =
        || last.chars().all(|c| c.is_ascii_digit() || c.is_ascii_punctuation() || "TZ".contains(c));
    last.ends_with(|c| SIGNS.contains(c))
        || is_level()
        || is_number() && last.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_and_other_lines_are_left_alone() {
        assert!(Mark::in_output("step 3 of 20").is_none());
        assert!(Mark::in_output("it is called wattpix: an estimate").is_none());
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

    /// Marks behind the prefixes of Python's logging, loguru, torchrun, Open MPI (`--tag-output`), Slurm (`--label`), env_logger, glog and tqdm, in colour or not.
    #[test]
    fn marks_are_found_behind_what_logs_put_before_a_message() {
        for prefix in [
            "INFO:root:",
            "INFO:__main__: ",
            "2026-11-30 12:00:00,123 - app - INFO - ",
            "2026-11-30 12:00:00.123 | INFO     | __main__:<module>:3 - ",
            "\u{1b}[32m2026-11-30 12:00:00.123\u{1b}[0m | \u{1b}[1mINFO    \u{1b}[0m | \u{1b}[36m__main__\u{1b}[0m - \u{1b}[1m",
            "\u{1b}[1;32m",
            "\u{1b}[38;5;208m[rank0]\u{1b}[0m: ",
            "[rank0]: ",
            "[default0]:",
            "[1,0]<stdout>:",
            "0: ",
            "(RayWorker pid=4242) ",
            "[12:00:01] INFO     ",
            "12:00:01.5 ",
            "[2026-11-30T12:00:00Z WARN  app] ",
            "2026-11-30T12:00:00.000Z ",
            "I1130 12:00:00.000000 4242 app.py:12] ",
            "  ",
            "20/20 [00:03<00:00, 6.1it/s]",
            "100%|████| 20/20 [00:03<00:00]",
            "\r50%|##  ",
            "\u{1b}[2K\r",
            "\u{1b}]0;title\u{7}",
        ] {
            for suffix in ["", "\u{1b}[0m", "  \u{1b}[0m\r"] {
                let line = format!("{prefix}wattpix: end image steps=20{suffix}\n");
                let mark = Mark::in_output(&line).unwrap_or_else(|| panic!("{line:?}")).unwrap();
                assert!(
                    matches!(&mark, Mark::End(Some(Stage::Image), pairs) if pairs.len() == 1),
                    "{line:?}: {mark:?}"
                );
                assert_eq!(said_in(&line).as_deref(), Some(" end image steps=20"), "{line:?}");
            }
        }
    }

    /// Every line that may be a mark is reported, and no other line is.
    #[test]
    fn what_may_be_a_mark_is_told() {
        for (line, expected) in [
            ("see wattpix: begin image", "no log prefix"),
            ("+ echo 'wattpix: end'", "no log prefix"),
            ("{\"message\": \"wattpix: begin image\"}", "no log prefix"),
            ("wattpix: end imagewattpix: begin image", "two marks"),
            ("INFO: wattpix: begin image images=1INFO: wattpix: begin image", "two marks"),
            ("wattpix: end image (app.py:12)", "after end"),
        ] {
            let error =
                format!("{:#}", Mark::in_output(line).unwrap_or_else(|| panic!("{line}")).unwrap_err());
            assert!(error.contains(expected), "{line}: {error}");
        }
        for line in ["", "\u{1b}[0m", "step 3 of 20", "import wattpix_marks", "the wattpix: calculator"] {
            assert!(Mark::in_output(line).is_none(), "{line}");
        }
        let logger = Mark::in_output("INFO wattpix: app - wattpix: end").unwrap().unwrap();
        assert_eq!(logger, Mark::End(None, Vec::new()), "a logger of that name");
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
