//! `cargo xtask site`: builds `dist/`, a folder that any static host can serve under any path.
//!
//! The build uses cargo, and `wasm-bindgen` and `wasm_split` as libraries. See [`program`] for what becomes of the program, [`fingerprint`]
//! for the file names, [`comments`] for what scripts lose, [`language`] and [`page`] for what happens to the pages, [`offline`] for the
//! copy that answers without a network, [`precompressed`] for what hosts may send in a file's place, [`headers`] for what only a host can
//! say, [`for_programs`] for data and schemas and [`reference`](mod@reference) for what is written into pages from `wattpix-core`.

mod answer;
mod comments;
mod electricity;
mod fingerprint;
pub mod folder;
pub mod for_programs;
pub mod headers;
pub mod language;
mod method;
mod offline;
mod page;
mod pictures;
mod precompressed;
mod program;
mod reference;
mod table;
mod versions;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use wattpix_core::words::Words;

use crate::book;
use crate::sizes::Sizes;
use crate::workspace::Workspace;
use fingerprint::Fingerprinted;
use page::{Base, Start};
pub use precompressed::BROTLI;
use program::App;
pub use program::Part;

/// Options of `cargo xtask site`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Address the site will have, for the lines of the pages that hold {{base}}; without it those lines go
    #[arg(long = "base-url", alias = "base", value_name = "URL")]
    base: Option<Base>,
    /// Also build the documentation into dist/docs/, as `cargo xtask book` does; the first time that builds mdBook
    #[arg(long)]
    book: bool,
}

/// Builds the site and prints what a visitor will load.
///
/// # Errors
/// When the build fails or a page, style or picture cannot be read or written. Sizes over their budget are reported, but
/// are an error only in `cargo xtask test site`.
pub fn run(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    print!("{}", build(workspace, arguments.base.as_ref())?);
    if arguments.book { book::run(workspace) } else { Ok(()) }
}

/// Builds the site into `dist/` and weighs it.
///
/// # Errors
/// As for [`run`].
pub fn build(workspace: &Workspace, base: Option<&Base>) -> Result<Sizes> {
    let app = program::build(workspace)?;
    let dist = workspace.dist();
    write(&app, workspace, &dist, base)?;
    Sizes::of(&dist, app.parts())
}

/// Puts the program and the files of `public` together in a fresh `dist`.
fn write(app: &App, workspace: &Workspace, dist: &Path, base: Option<&Base>) -> Result<()> {
    let public = &workspace.public();
    if dist.exists() {
        fs::remove_dir_all(dist).with_context(|| format!("{} could not be emptied", dist.display()))?;
    }
    fs::create_dir_all(dist).with_context(|| format!("{} could not be made", dist.display()))?;

    app.write_into(dist)?;
    let spoken = language::spoken();
    let zones = ("zones".to_owned(), Fingerprinted::new("zones", "csv", electricity::table().into_bytes()));
    let words = spoken.iter().flat_map(language::Spoken::files);
    let all: Vec<_> = std::iter::once(zones.clone()).chain(words).collect();
    for (_, file) in &all {
        file.write_into(dist)?;
    }
    let mut hashed: Vec<(String, Fingerprinted)> = Vec::new();
    let (pages, others): (Vec<_>, Vec<_>) =
        folder::files(public)?.into_iter().partition(|name| !name.contains('/') && name.ends_with(".html"));
    for name in &others {
        if !name.contains('/') && name.ends_with(".css") {
            let style = comments::without(&reference::fill(&read(&public.join(name))?, Words::ENGLISH));
            let style = Fingerprinted::new(name.trim_end_matches(".css"), "css", style.into_bytes());
            style.write_into(dist)?;
            hashed.push((name.clone(), style));
        } else if language::is_translated(name) {
            let text = read(&public.join(name))?;
            for words in language::of(name) {
                let written =
                    language::written(name, &text, *words).with_context(|| format!("public/{name}"))?;
                let name = language::name(name, *words);
                fs::write(dist.join(&name), written)
                    .with_context(|| format!("dist/{name} could not be written"))?;
            }
        } else {
            folder::copy_file(&public.join(name), &dist.join(name))?;
        }
    }
    pictures::write(&dist.join("charts"))?;
    for_programs::write(&workspace.root().join("docs"), dist)?;
    for name in &pages {
        let text = read(&public.join(name))?;
        if name == "index.html" && !text.contains(page::START) {
            bail!(
                "public/index.html would not start the calculator: its head needs the line {}",
                page::START
            );
        }
        for words in language::of(name) {
            // One file for all languages speaks any.
            let own = spoken.iter().find(|own| own.words == *words && language::of(name).len() > 1);
            let own_data = own.map(|own| std::iter::once(zones.clone()).chain(own.files()).collect());
            let data: &Vec<_> = own_data.as_ref().unwrap_or(&all);
            let start = Start { app, data, words: own.map(|own| &own.page) };
            let finished = language::written(name, &reference::fill(&text, *words), *words)
                .and_then(|text| page::finish(&text, &start, &hashed, base))
                .with_context(|| format!("public/{name}"))?;
            let name = language::name(name, *words);
            let unwritten = || format!("dist/{name} could not be written");
            fs::write(dist.join(&name), finished).with_context(unwritten)?;
        }
    }
    headers::write(dist)?;
    offline::write(dist)?;
    precompressed::write(dist)
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} could not be read", path.display()))
}
