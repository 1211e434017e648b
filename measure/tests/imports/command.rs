//! Running of `measure import` and other commands, and the files given to them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// Settings of SDXL that no file states.
pub const SDXL: &str = "model=sdxl width=1024 height=1024 steps=25 precision=fp16 guidance=on batch=1";

pub fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data/imports").join(name)
}

/// A folder of a test's own, empty.
pub fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("imports").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Status, standard output and standard error of a command.
pub fn measure(arguments: &[&str]) -> (i32, String, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_measure")).args(arguments).stdin(Stdio::null()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// `measure import FILE` with settings between blanks and other options; what it says, and the rows that it writes.
pub fn import(file: &Path, settings: &str, options: &[&str]) -> (String, Vec<Value>) {
    let mut arguments = vec!["import", file.to_str().unwrap()];
    settings.split_whitespace().for_each(|setting| arguments.extend(["--config", setting]));
    arguments.extend(options);
    let (code, out, said) = measure(&arguments);
    let mut lines = out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let header = lines.next();
    assert_eq!((code, header.is_some()), if out.is_empty() { (1, false) } else { (0, true) }, "{said}");
    (said, lines.collect())
}

/// The rows of an import that has some, after `check` and `fit` have taken them.
pub fn imported(file: &Path, settings: &str, options: &[&str]) -> Vec<Value> {
    let (said, rows) = import(file, settings, options);
    assert!(!rows.is_empty(), "{said}");
    rows
}

pub fn number(row: &Value, field: &str) -> f64 {
    row[field].as_f64().unwrap_or_else(|| panic!("{field} of {row}"))
}
