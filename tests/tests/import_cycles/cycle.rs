//! Circles in a graph of imports.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Imports of each file: other files, and the names it takes from them.
pub type Imports = BTreeMap<PathBuf, BTreeMap<PathBuf, BTreeSet<String>>>;

/// A file that imports names of another.
pub struct Arrow {
    pub from: PathBuf,
    pub to: PathBuf,
    pub names: BTreeSet<String>,
}

/// The circles, each as all the arrows between its files.
pub fn all(imports: &Imports) -> Vec<Vec<Arrow>> {
    let reached: BTreeMap<&PathBuf, BTreeSet<&PathBuf>> =
        imports.keys().map(|file| (file, reached(imports, file))).collect();
    let both_ways = |a: &PathBuf, b: &PathBuf| {
        let from =
            |one: &PathBuf, other: &PathBuf| reached.get(one).is_some_and(|files| files.contains(other));
        from(a, b) && from(b, a)
    };
    let mut told = BTreeSet::new();
    let mut cycles = Vec::new();
    for first in reached.keys() {
        if told.contains(first) || !both_ways(first, first) {
            continue;
        }
        let members: BTreeSet<&PathBuf> =
            reached.keys().filter(|file| both_ways(first, file)).copied().collect();
        let mut arrows = Vec::new();
        for from in &members {
            for (to, names) in imports[*from].iter().filter(|(to, _)| members.contains(to)) {
                arrows.push(Arrow { from: (*from).clone(), to: to.clone(), names: names.clone() });
            }
        }
        told.extend(members);
        cycles.push(arrows);
    }
    cycles
}

/// Every file that one file imports, directly or through others.
fn reached<'a>(imports: &'a Imports, file: &PathBuf) -> BTreeSet<&'a PathBuf> {
    let mut found = BTreeSet::new();
    let mut next: Vec<&PathBuf> = imports.get(file).into_iter().flat_map(BTreeMap::keys).collect();
    while let Some(file) = next.pop() {
        if found.insert(file) {
            next.extend(imports.get(file).into_iter().flat_map(BTreeMap::keys));
        }
    }
    found
}

/// The circles for people, with paths from `root`.
pub fn told(cycles: &[Vec<Arrow>], root: &Path) -> String {
    let mut text =
        format!("{} circles of imports: move what both sides need to a file below them\n", cycles.len());
    for cycle in cycles {
        text.push('\n');
        for Arrow { from, to, names } in cycle {
            let [from, to] =
                [from, to].map(|file| file.strip_prefix(root).unwrap_or(file).display().to_string());
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let _ = writeln!(text, "  {from} imports {} of {to}", names.join(", "));
        }
    }
    text
}
