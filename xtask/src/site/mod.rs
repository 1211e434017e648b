//! `cargo xtask site`: builds `dist/`, a folder that any static host can serve under any path.
//!
//! The build uses cargo, `wasm-bindgen` as a library and nothing else. See [`wasm`] for why no optimiser runs over the
//! WebAssembly, [`fingerprint`] for the file names, [`comments`] for what scripts lose, [`language`] and [`page`] for what happens to the pages, [`offline`] for the copy
//! that answers without a network, [`headers`] for what only a host can say and [`reference`](mod@reference) for what is written into them from
//! `wattpix-core`.

mod comments;
mod electricity;
mod fingerprint;
pub mod folder;
pub mod headers;
pub mod language;
mod method;
pub mod offline;
mod page;
mod pictures;
mod reference;
mod versions;
mod wasm;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use wattpix_core::words::Words;

use crate::sizes::Sizes;
use crate::workspace::Workspace;
use fingerprint::Fingerprinted;
use page::{Base, Start};

/// Starts the WebAssembly; the braces are filled in by [`write()`].
const LOADER: &str = include_str!("loader.js");

/// The script in `public/` that loads the words of a further language; others import it.
const LANGUAGE: &str = "language.js";

/// The script in `public/` that loads the second program; others import it.
const SHARED: &str = "figures.js";

/// The script in `public/` that is the worker of the third program, and what it is called as that of the fourth.
const WORKER: &str = "workbench-worker.js";
const REFIT_WORKER: &str = "refit-worker.js";

/// Further scripts in `public/` that get hashed names, each after those that it imports. `embed.js` keeps its name: other pages
/// write it.
const SCRIPTS: [&str; 8] = [
    "countries.js",
    "workbench.js",
    "save.js",
    "measurements.js",
    "architecture.js",
    "planner.js",
    "site.js",
    "embedded.js",
];

/// What scripts call the one that starts the calculator.
const STARTER: &str = "start.js";

/// Options of `cargo xtask site`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Address the site will have, for the lines of the pages that hold {{base}}; without it those lines go
    #[arg(long = "base-url", alias = "base", value_name = "URL")]
    base: Option<Base>,
}

/// Builds the site and prints what a visitor will load.
///
/// # Errors
/// When the build fails or a page, style or picture cannot be read or written. Sizes over their budget are reported, but
/// are an error only in `cargo xtask test site`.
pub fn run(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    print!("{}", build(workspace, arguments.base.as_ref())?);
    Ok(())
}

/// Builds the site into `dist/` and weighs it.
///
/// # Errors
/// As for [`run`].
pub fn build(workspace: &Workspace, base: Option<&Base>) -> Result<Sizes> {
    let staging = wasm::build(workspace)?;
    let dist = workspace.dist();
    write(&staging, &workspace.public(), &dist, base)?;
    Sizes::of(&dist)
}

/// Puts the outputs of `wasm-bindgen` in `staging` and the files of `public` together in a fresh `dist`.
fn write(staging: &Path, public: &Path, dist: &Path, base: Option<&Base>) -> Result<()> {
    if dist.exists() {
        fs::remove_dir_all(dist).with_context(|| format!("{} could not be emptied", dist.display()))?;
    }
    fs::create_dir_all(dist).with_context(|| format!("{} could not be made", dist.display()))?;

    let compiled = staging.join(wasm::PAGE.wasm_file());
    let compiled =
        fs::read(&compiled).with_context(|| format!("{} could not be read", compiled.display()))?;
    let further = language::further(&compiled);
    let script = code(&public.join(LANGUAGE))?
        .replace("{words}", &language::listed(&further))
        .replace("{said}", &language::of_scripts());
    let mut hashed = vec![(LANGUAGE.to_owned(), Fingerprinted::new("language", "js", script.into_bytes()))];
    let loader = importing(&comments::without(LOADER), &hashed);
    let (module, glue, loader) = program(staging, &wasm::PAGE, "start", &loader)?;
    let shared = importing(&code(&public.join(SHARED))?, &hashed);
    let (figures, figures_glue, shared) =
        program(staging, &wasm::FIGURES, SHARED.trim_end_matches(".js"), &shared)?;
    let worker_script = code(&public.join(WORKER))?;
    let (workbench, workbench_glue, worker) =
        program(staging, &wasm::WORKBENCH, WORKER.trim_end_matches(".js"), &worker_script)?;
    let (refit, refit_glue, refit_worker) =
        program(staging, &wasm::REFIT, REFIT_WORKER.trim_end_matches(".js"), &worker_script)?;
    let workers = [(WORKER.to_owned(), worker), (REFIT_WORKER.to_owned(), refit_worker)];
    hashed.push((SHARED.to_owned(), shared));
    hashed.extend(workers);
    let programs =
        [&module, &glue, &loader, &figures, &figures_glue, &workbench, &workbench_glue, &refit, &refit_glue];
    let scripts = hashed
        .iter()
        .map(|(_, file)| file)
        .chain(further.iter().flat_map(|language| [&language.file, &language.later]));
    for file in programs.into_iter().chain(scripts) {
        file.write_into(dist)?;
    }
    // Scripts that a library brought along. Their folders already carry a hash and the glue names them.
    let snippets = staging.join("snippets");
    if snippets.is_dir() {
        folder::copy(&snippets, &dist.join("snippets"))?;
    }

    let (pages, others): (Vec<_>, Vec<_>) =
        folder::files(public)?.into_iter().partition(|name| !name.contains('/') && name.ends_with(".html"));
    let mut styles = Vec::new();
    let zones = Fingerprinted::new("zones", "csv", electricity::table().into_bytes());
    zones.write_into(dist)?;
    hashed.push((STARTER.to_owned(), loader.clone()));
    for name in SCRIPTS {
        let text = importing(&code(&public.join(name))?, &hashed);
        let text = text.replace("{zones}", zones.name()).replace("{zones-integrity}", zones.integrity());
        let script = Fingerprinted::new(name.trim_end_matches(".js"), "js", text.into_bytes());
        script.write_into(dist)?;
        hashed.push((name.to_owned(), script));
    }
    for name in others.iter().filter(|name| !hashed.iter().any(|(other, _)| other == *name)) {
        if !name.contains('/') && name.ends_with(".css") {
            let style = comments::without(&reference::fill(&read(&public.join(name))?, Words::ENGLISH));
            let stem = name.trim_end_matches(".css");
            styles.push((name.clone(), Fingerprinted::new(stem, "css", style.into_bytes())));
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
    for (_, style) in &styles {
        style.write_into(dist)?;
    }
    hashed.append(&mut styles);
    pictures::write(&dist.join("charts"))?;
    for name in &pages {
        let text = read(&public.join(name))?;
        if name == "index.html" && !text.contains(page::START) {
            bail!(
                "public/index.html would not start the calculator: its head needs the line {}",
                page::START
            );
        }
        for words in language::of(name) {
            let file =
                further.iter().find(|language| language.words == *words).map(|language| &language.file);
            let start = Start { module: &module, glue: &glue, loader: &loader, words: file };
            let finished = language::written(name, &reference::fill(&text, *words), *words)
                .and_then(|text| page::finish(&text, &start, &hashed, base))
                .with_context(|| format!("public/{name}"))?;
            let name = language::name(name, *words);
            let unwritten = || format!("dist/{name} could not be written");
            fs::write(dist.join(&name), finished).with_context(unwritten)?;
        }
    }
    headers::write(dist)?;
    offline::write(dist)
}

/// A script whose imports carry their hashes.
fn importing(script: &str, hashed: &[(String, Fingerprinted)]) -> String {
    let mut text = script.to_owned();
    for (imported, file) in hashed {
        text = text.replace(&format!("\"./{imported}\""), &format!("\"./{}\"", file.name()));
    }
    text
}

/// The files of a program, and the script that names them in place of its braces.
fn program(
    staging: &Path,
    program: &wasm::Program,
    stem: &str,
    script: &str,
) -> Result<(Fingerprinted, Fingerprinted, Fingerprinted)> {
    let module = Fingerprinted::read(&staging.join(program.wasm_file()))?.named(program.stem);
    let glue = code(&staging.join(program.glue_file()))?;
    let glue = Fingerprinted::new(program.stem, "js", glue.into_bytes());
    let script = script
        .replace("{glue}", glue.name())
        .replace("{wasm}", module.name())
        .replace("{integrity}", module.integrity());
    Ok((module, glue, Fingerprinted::new(stem, "js", script.into_bytes())))
}

/// A script as it is served.
fn code(path: &Path) -> Result<String> {
    read(path).map(|text| comments::without(&text))
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} could not be read", path.display()))
}
