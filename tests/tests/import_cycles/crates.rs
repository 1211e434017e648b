//! From files to crates: the module trees, and which file each path leads to.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;

use crate::cycle::Imports;
use crate::tokens::{Code, Segments};

/// Imports of imports that are followed.
const MOST_STEPS: usize = 32;

/// The modules of every crate, by their paths from its root.
pub struct Crates(Vec<BTreeMap<Segments, Module>>);

struct Module {
    file: PathBuf,
    code: Code,
}

/// File and item that a path leads to.
struct Place {
    module: Segments,
    /// True if it goes on to an item there.
    item: bool,
}

impl Crates {
    /// Reads all files: those that no `mod` line of another names are the roots of crates.
    pub fn read(files: &BTreeSet<PathBuf>, text: &dyn Fn(&Path) -> String) -> Self {
        let mut ordered: Vec<&PathBuf> = files.iter().collect();
        // Parents before children: roots of libraries and programs, then the shallow before the deep.
        let is_root = |file: &Path| file.ends_with("lib.rs") || file.ends_with("main.rs");
        ordered.sort_by_key(|file| (!is_root(file), file.components().count()));
        let mut seen = BTreeSet::new();
        let mut crates = Vec::new();
        for file in ordered {
            if !seen.contains(file) {
                let mut reader = Reader { files, text, seen: &mut seen, modules: BTreeMap::new() };
                reader.file(Vec::new(), file, file.parent().unwrap_or(Path::new("")));
                crates.push(reader.modules);
            }
        }
        Self(crates)
    }

    /// Returns the imports of each file from others in its crate.
    pub fn imports(&self) -> Imports {
        let mut imports = Imports::new();
        for modules in &self.0 {
            for (here, module) in modules {
                let mut add = |path: &Segments, counts: &dyn Fn(&Place) -> bool| {
                    let Some(place) = resolve(modules, here, path, MOST_STEPS).filter(counts) else { return };
                    let file = &modules[&place.module].file;
                    if *file != module.file {
                        let names =
                            imports.entry(module.file.clone()).or_default().entry(file.clone()).or_default();
                        names.insert(path.last().cloned().unwrap_or_default());
                    }
                };
                let code = &module.code;
                for (name, import) in &code.imports {
                    if !import.public || code.words.contains(name) {
                        // A module's name alone is no use of it; what is taken from it is among the paths.
                        add(&import.path, &|place| place.item);
                    }
                }
                code.globs.iter().chain(&code.paths).for_each(|path| add(path, &|_| true));
            }
        }
        imports
    }
}

struct Reader<'a> {
    files: &'a BTreeSet<PathBuf>,
    text: &'a dyn Fn(&Path) -> String,
    seen: &'a mut BTreeSet<PathBuf>,
    modules: BTreeMap<Segments, Module>,
}

impl Reader<'_> {
    /// Reads the file of a module, whose children have their files in `folder`.
    fn file(&mut self, module: Segments, file: &Path, folder: &Path) {
        self.seen.insert(file.to_owned());
        let text = (self.text)(file);
        let tokens = text.parse().unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        self.module(module, file, folder, tokens);
    }

    fn module(&mut self, module: Segments, file: &Path, folder: &Path, tokens: TokenStream) {
        let mut code = Code::read(tokens);
        for child in std::mem::take(&mut code.children) {
            let below: Segments = module.iter().chain([&child.name]).cloned().collect();
            if let Some(body) = child.body {
                self.module(below, file, &folder.join(&child.name), body);
                continue;
            }
            let own = folder.join(&child.name);
            let candidates = match &child.path {
                Some(path) => vec![below_folder(file.parent().unwrap_or(Path::new("")), path)],
                None => vec![own.with_extension("rs"), own.join("mod.rs")],
            };
            let found = candidates.iter().find(|candidate| self.files.contains(*candidate));
            let found =
                found.unwrap_or_else(|| panic!("{}: no file of module {}", file.display(), child.name));
            let folder = if child.path.is_some() || found.ends_with("mod.rs") {
                found.parent().unwrap_or(Path::new("")).to_owned()
            } else {
                own
            };
            self.file(below, &found.clone(), &folder);
        }
        self.modules.insert(module, Module { file: file.to_owned(), code });
    }
}

/// The file that `path` names from a folder, which it may leave upwards.
fn below_folder(folder: &Path, path: &str) -> PathBuf {
    path.split('/').fold(folder.to_owned(), |folder, part| match part {
        ".." => folder.parent().unwrap_or(Path::new("")).to_owned(),
        part => folder.join(part),
    })
}

/// Returns the place within its crate that a path in module `here` leads to; `None` for one that leads out of it.
fn resolve(
    modules: &BTreeMap<Segments, Module>,
    here: &Segments,
    path: &[String],
    steps: usize,
) -> Option<Place> {
    let steps = steps.checked_sub(1)?;
    let (first, mut rest) = path.split_first()?;
    let mut module = match first.as_str() {
        "crate" => Segments::new(),
        "self" => here.clone(),
        "super" => parent(here)?,
        name => match child(modules, here, name) {
            Some(child) => child,
            None => {
                let import = modules[here].code.imports.get(name).filter(|import| import.path[0] != name)?;
                let whole: Segments = import.path.iter().chain(rest).cloned().collect();
                return resolve(modules, here, &whole, steps);
            }
        },
    };
    while let [next, after @ ..] = rest {
        if next == "super" {
            module = parent(&module)?;
        } else if let Some(child) = child(modules, &module, next) {
            module = child;
        } else {
            let code = &modules[&module].code;
            if let Some(import) = code.imports.get(next) {
                let whole: Segments = import.path.iter().chain(after).cloned().collect();
                return resolve(modules, &module, &whole, steps);
            }
            if code.items.contains(next) || code.globs.is_empty() {
                return Some(Place { module, item: true });
            }
            return code.globs.iter().find_map(|glob| {
                let whole: Segments = glob.iter().chain(rest).cloned().collect();
                resolve(modules, &module, &whole, steps)
            });
        }
        rest = after;
    }
    Some(Place { module, item: false })
}

fn parent(module: &Segments) -> Option<Segments> {
    module.split_last().map(|(_, parent)| parent.to_vec())
}

fn child(modules: &BTreeMap<Segments, Module>, module: &Segments, name: &str) -> Option<Segments> {
    let child: Segments = module.iter().map(String::as_str).chain([name]).map(str::to_owned).collect();
    modules.contains_key(&child).then_some(child)
}
