//! No files of a crate import each other in a circle: each can be read, tested and moved after those that it rests on.
//!
//! Every Rust file of the repository is read as tokens. What it names by a path through the module tree (`use crate::a::B`, `super::b::C`,
//! `child::D`) is followed through re-exports to the file that defines it. A re-export that its own file does not use is no import, and neither is
//! a `mod` line. Left out: items under `#[cfg(test)]`, documentation, and methods called on values, which no path names.

mod crates;
mod cycle;
mod tokens;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crates::Crates;

/// The Rust files of a folder and those below it, without what builds leave there.
fn rust_files(folder: &Path, found: &mut BTreeSet<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            if !name.starts_with('.') && name != "target" && name != "dist" {
                rust_files(&path, found);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.insert(path);
        }
    }
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut files = BTreeSet::new();
    rust_files(root, &mut files);
    let crates = Crates::read(&files, &|file| std::fs::read_to_string(file).unwrap());
    // All of core, web, measure, xtask and the tests, with imports between their files: a walk that finds little proves little.
    assert!(files.len() > 500 && crates.imports().len() > 300, "{} files", files.len());
    let cycles = cycle::all(&crates.imports());
    assert!(cycles.is_empty(), "{}", cycle::told(&cycles, root));
}

/// The files in a circle of a crate that is made up: names with their texts.
fn circle(files: &[(&str, &str)]) -> Vec<String> {
    let paths = files.iter().map(|(name, _)| PathBuf::from(name)).collect();
    let text = |file: &Path| {
        files.iter().find(|(name, _)| Path::new(name) == file).map(|(_, text)| (*text).to_owned()).unwrap()
    };
    let cycles = cycle::all(&Crates::read(&paths, &text).imports());
    cycles
        .iter()
        .flatten()
        .map(|arrow| arrow.from.display().to_string())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect()
}

#[test]
fn a_circle_is_found_however_its_paths_are_written() {
    let root = ("src/lib.rs", "mod a; mod b;");
    for [a, b] in [
        ["use crate::b::B;", "use super::a::A;"],
        ["fn f() -> super::b::B { todo!() }", "use crate::{a::{self, A as Other}, c};"],
        ["use crate::b; fn f() { b::run() }", "fn f() { let x = vec![crate::a::X]; }"],
        ["use crate::b::*; struct A;", "pub(crate) use super::a::A; struct B(A);"],
    ] {
        assert_eq!(circle(&[root, ("src/a.rs", a), ("src/b.rs", b)]), ["src/a.rs", "src/b.rs"], "{a} {b}");
    }
    // Everything of a module handed on by its parent.
    let parent = ("src/p/mod.rs", "mod a; mod b; pub use a::*;");
    let files = [
        ("src/lib.rs", "mod p;"),
        parent,
        ("src/p/a.rs", "use super::b::B; pub struct A;"),
        ("src/p/b.rs", "use super::A;"),
    ];
    assert_eq!(circle(&files), ["src/p/a.rs", "src/p/b.rs"]);
    // A parent and its child, and three files in a row.
    let [parent, child] = ["mod child; pub struct P; fn f() { child::run() }", "use super::P;"];
    assert_eq!(
        circle(&[("src/lib.rs", "mod p;"), ("src/p/mod.rs", parent), ("src/p/child.rs", child)]).len(),
        2
    );
    let three = [
        ("src/main.rs", "mod a; mod b; mod c;"),
        ("src/a.rs", "use crate::b::B;"),
        ("src/b.rs", "use crate::c::C;"),
        ("src/c.rs", "use crate::a::A;"),
    ];
    assert_eq!(circle(&three), ["src/a.rs", "src/b.rs", "src/c.rs"]);
}

#[test]
fn what_is_no_circle_is_not_found() {
    let root = ("src/lib.rs", "mod a; mod b;");
    for [a, b] in [
        ["use crate::b::B;", "//! See [`crate::a`].\n#[cfg(test)] mod tests { use crate::a::A; }"],
        ["use crate::b::B;", "mod tests { use super::B; } struct B;"],
        ["use crate::b::B;", "use other::a::A;"],
        ["use crate::b::B; pub use other::A;", "use crate::a::A;"],
        ["use crate::b::B; pub use other::*;", "use crate::a::A;"],
    ] {
        assert_eq!(circle(&[root, ("src/a.rs", a), ("src/b.rs", b)]), [""; 0], "{a} {b}");
    }
    // A parent that hands on what two children define, one of which uses the other by the parent's name.
    let parent = "mod one; mod two; pub use one::One; pub use two::Two;";
    let files = [
        ("src/lib.rs", "mod p;"),
        ("src/p/mod.rs", parent),
        ("src/p/one.rs", "pub struct One;"),
        ("src/p/two.rs", "use super::One; pub struct Two(One);"),
    ];
    assert_eq!(circle(&files), [""; 0]);
}
