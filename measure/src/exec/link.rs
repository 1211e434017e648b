//! The program's side of the socket: a mark sent, its answer waited for.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;

use anyhow::{Context, bail};

use super::mark::Mark;

/// The environment variable in which a program finds the socket.
pub const SOCKET: &str = "WATTPIX_SOCKET";

/// A connection to the `measure exec` around this program.
#[derive(Debug)]
pub struct Link {
    stream: UnixStream,
    answers: BufReader<UnixStream>,
}

impl Link {
    /// Connects to the `measure exec` around this program; `None` where there is none, so that a program with marks in it also
    /// runs by itself.
    ///
    /// # Errors
    /// A socket that is named and does not answer.
    pub fn from_environment() -> anyhow::Result<Option<Self>> {
        let Some(path) = std::env::var_os(SOCKET) else { return Ok(None) };
        let unreachable = || format!("cannot reach measure exec at {}", path.to_string_lossy());
        let stream = UnixStream::connect(&path).with_context(unreachable)?;
        let answers = BufReader::new(stream.try_clone().with_context(unreachable)?);
        Ok(Some(Self { stream, answers }))
    }

    /// Sends a mark and waits until its edge is taken. Whatever the device was given must be finished by then.
    ///
    /// # Errors
    /// A wrong mark, one that does not fit the open phases, or nobody who answers.
    pub fn mark(&mut self, text: &str) -> anyhow::Result<()> {
        Mark::parse(text)?;
        writeln!(self.stream, "{text}").context("cannot send the mark")?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer).context("no answer from measure exec")?;
        match answer.trim_end() {
            "ok" => Ok(()),
            "" => bail!("measure exec has ended"),
            other => bail!("{}", other.trim_start_matches("error ")),
        }
    }
}
