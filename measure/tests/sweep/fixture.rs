//! A folder to run in, and the binary.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;
use wattpix_measure::observation::{Header, Observation, Stage, read};

/// A folder of its own.
pub struct Folder(TempDir);

/// Output and status of a command.
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    /// The binary with arguments separated by spaces, in this folder; locks of cards are this folder's own.
    pub fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_measure"));
        command.args(line.split_whitespace()).current_dir(self.0.path()).env("TMPDIR", self.0.path());
        command.env_remove("CUDA_VISIBLE_DEVICES").stdin(Stdio::null());
        command
    }

    pub fn run(&self, line: &str) -> Said {
        said(self.command(line).output().unwrap())
    }

    pub fn ok(&self, line: &str) -> Said {
        let said = self.run(line);
        assert_eq!(said.code, Some(0), "{line}: {}{}", said.out, said.err);
        said
    }

    pub fn json(&self, line: &str) -> Value {
        serde_json::from_str(&self.ok(line).out).unwrap()
    }

    pub fn rows(&self, name: &str) -> Vec<Observation> {
        self.file(name).1
    }

    pub fn file(&self, name: &str) -> (Header, Vec<Observation>) {
        read(&self.path(name)).unwrap()
    }

    pub fn images(&self, name: &str) -> Vec<Observation> {
        self.rows(name).into_iter().filter(|row| row.stage == Stage::Image).collect()
    }
}

pub fn said(output: Output) -> Said {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Said { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
}

/// Two files hold the same repeats with the same energies: what must not depend on how often a run was interrupted. To two
/// thousandths, because the ticks of the counter fall elsewhere after a restart.
pub fn assert_same(one: &[Observation], other: &[Observation]) {
    let sorted = |rows: &[Observation]| {
        let mut rows = rows.to_vec();
        rows.sort_by_key(|row| (row.key.clone(), row.repeat));
        rows
    };
    let (one, other) = (sorted(one), sorted(other));
    for (a, b) in one.iter().zip(&other) {
        assert_eq!((&a.key, a.repeat, a.images, a.valid), (&b.key, b.repeat, b.images, b.valid));
        let ratio = a.net_j.unwrap() / b.net_j.unwrap();
        assert!((ratio - 1.0).abs() < 2e-3, "{} repeat {}: {ratio}", a.key, a.repeat);
    }
    assert_eq!(one.len(), other.len());
}

/// Bytes of a file, or none.
pub fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_default()
}
