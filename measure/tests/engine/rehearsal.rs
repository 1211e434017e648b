//! scripts/cuda/session.sh on the processor and scripted cards, with the program itself or a stand-in for it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub const MEASURE: &str = env!("CARGO_BIN_EXE_measure");
pub const SESSION: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../scripts/cuda/session.sh");

/// A rehearsal in `place`.
pub struct Rehearsal<'a> {
    pub place: &'a Path,
    /// The program, or what stands in for it.
    pub measure: &'a Path,
    pub folder: &'a str,
    pub options: &'a [&'a str],
    pub environment: &'a [(&'a str, &'a str)],
}

/// Exit status, what was said and what was told.
pub fn said(result: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (result.status.code(), text(&result.stdout), text(&result.stderr))
}

impl Rehearsal<'_> {
    /// The session, ready to be started.
    pub fn command(&self) -> Command {
        let mut command = Command::new("bash");
        command
            .args([SESSION, "--rehearse", "--out", self.place.join("out").to_str().unwrap()])
            .args(self.options)
            .args([self.measure, self.place.join(self.folder).as_path()])
            // Locks of cards are this place's own.
            .env("TMPDIR", self.place)
            .env("MODELS", "sd2.1")
            .envs(self.environment.iter().copied());
        command
    }

    /// Exit status, what it said and what it told.
    pub fn run(&self) -> (Option<i32>, String, String) {
        said(&self.command().output().unwrap())
    }
}

/// Makes results of what a session brought home; an archive is unpacked to `folder`.
pub fn results(measure: &Path, session: &Path, folder: &Path) -> (Option<i32>, String, String) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../scripts/cuda/results.sh");
    said(&Command::new("bash").args([script, "--fake"]).args([measure, session, folder]).output().unwrap())
}

/// True if the script can be tried here; told where not.
pub fn python() -> bool {
    let found = Command::new("python3").arg("--version").output().is_ok();
    if !found {
        eprintln!("no python3 here: scripts/cuda/session.sh was not tried");
    }
    found
}

/// The folder of the only card in a session's folder, beside those of its kind.
pub fn card(session: &Path) -> PathBuf {
    let kind = session.join("h200-sxm");
    let names = ["done", "tried", "results"];
    let mut cards = std::fs::read_dir(kind).unwrap().map(|entry| entry.unwrap().path());
    cards.find(|path| names.iter().all(|name| !path.ends_with(name))).unwrap()
}

/// A stand-in for the program that notes what it is asked for in `place/asked` and leaves all but `doctor`, the steady load and what `real`
/// names (a pattern of bash) out. `check` is what it does for `engine-check`.
pub fn stand_in(place: &Path, real: &str, check: &str) -> PathBuf {
    let path = place.join("measure");
    let text = format!(
        r#"#!/usr/bin/env bash
echo "$*" >> '{asked}'
ok() {{ # PARTS
  printf '%s\n' '{{"engine":"stand-in"}}' '{{"finding":{{"what":"attention","passed":true}}}}' '{{"ended":"attention"}}' >> "$1"
}}
parts() {{ while [ $# -gt 1 ]; do [ "$1" != --parts ] || echo "$2"; shift; done; }}
whole() {{ ok "$(parts "$@")"; echo '{{"engine":"stand-in","findings":[],"rates":[],"broken":[]}}'; }}
case "$1 $2" in
  doctor* | exec* | steady-load* | {real}) exec '{MEASURE}' "$@" ;;
  engine-check*) {check} ;;
  idle*) echo '{{"ratio":1.0,"idle_w":68.0,"valid":true}}' ;;
  gpus*) echo '{{"gpus":[]}}' ;;
esac
"#,
        asked = place.join("asked").display(),
    );
    std::fs::write(&path, text).unwrap();
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    path
}

pub fn asked(place: &Path, what: &str) -> Vec<String> {
    let text = std::fs::read_to_string(place.join("asked")).unwrap();
    text.lines().filter(|line| line.contains(what)).map(str::to_owned).collect()
}
