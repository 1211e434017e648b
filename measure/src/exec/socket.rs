//! Marker lines over a Unix socket: each is answered once the counter has ticked, so that the phase's edge is exact.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};

use anyhow::{Context, bail};

use super::mark::Mark;
use crate::files::Lines;
use crate::recorder::{Edge, Recorder};

/// Bytes of a mark at most; who sends more is hung up on.
const LONGEST: usize = 1 << 16;

/// A mark that came over the socket.
pub struct Asked {
    /// The mark.
    pub mark: Mark,
    /// The tick that was waited for; none for `config`.
    pub edge: Option<Edge>,
    /// Channel of the answer: nothing, or the fault.
    pub answer: Sender<Result<(), String>>,
}

/// A listening socket in a folder of its own that only this user can enter; removed when dropped.
#[derive(Debug)]
pub struct Socket {
    folder: PathBuf,
    path: PathBuf,
}

impl Socket {
    /// Listens; marks are handed on from threads of their own.
    ///
    /// # Errors
    /// When no socket can be made.
    pub fn listen<E: Send + 'static>(
        recorder: &Arc<Recorder>,
        events: &Sender<E>,
        event: fn(Asked) -> E,
    ) -> anyhow::Result<Self> {
        let folder = private_folder()?;
        let path = folder.join("marks");
        let listener =
            UnixListener::bind(&path).with_context(|| format!("cannot listen on {}", path.display()))?;
        let (recorder, events) = (Arc::clone(recorder), events.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (recorder, events) = (Arc::clone(&recorder), events.clone());
                std::thread::spawn(move || serve(&stream, &recorder, &events, event));
            }
        });
        Ok(Self { folder, path })
    }

    /// Returns the path that programs connect to.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
        let _ = std::fs::remove_dir(&self.folder);
    }
}

fn private_folder() -> anyhow::Result<PathBuf> {
    let base = std::env::temp_dir();
    for number in 0..100 {
        let folder = base.join(format!("wattpix-{}-{number}", std::process::id()));
        match std::fs::DirBuilder::new().mode(0o700).create(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => {
                return Err(error).with_context(|| format!("cannot make the folder {}", folder.display()));
            }
        }
    }
    bail!("cannot make a folder for the socket under {}", base.display())
}

fn serve<E>(stream: &UnixStream, recorder: &Recorder, events: &Sender<E>, event: fn(Asked) -> E) {
    let Ok(mut answers) = stream.try_clone() else { return };
    for line in BufReader::new(Lines::of(stream, LONGEST)).lines() {
        let Ok(line) = line else { return };
        let answer = match Mark::parse(&line) {
            Err(error) => Err(format!("{error:#}")),
            Ok(mark) => {
                let edge = (!matches!(mark, Mark::Config(_))).then(|| recorder.edge());
                let (answer, answered) = channel();
                if events.send(event(Asked { mark, edge, answer })).is_err() {
                    return;
                }
                answered.recv().unwrap_or_else(|_| Err("the measurement has ended".to_owned()))
            }
        };
        let text = match answer {
            Ok(()) => "ok\n".to_owned(),
            Err(why) => format!("error {why}\n"),
        };
        if answers.write_all(text.as_bytes()).is_err() {
            return;
        }
    }
}
