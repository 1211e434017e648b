//! Turns `fitted/*.json` and `words/*.toml` into constants, so that no program that ships them needs a reader of either. A
//! malformed file, and a language that lacks a sentence, stop the build.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use databake::{Bake, CrateEnv};

#[allow(dead_code, unused_imports)]
#[path = "src/fit/schema/mod.rs"]
mod schema;

#[path = "src/fit/interval.rs"]
mod interval;

#[path = "src/fit/quantile.rs"]
mod quantile;

#[path = "build/words.rs"]
mod words;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=../fitted");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=words");
    println!("cargo::rerun-if-changed=src/fit");
    println!("cargo::rerun-if-changed=versions.csv");
    // Not the feature itself: the types of fit files are compiled here too, where nobody asks for their schema.
    if env::var_os("CARGO_FEATURE_SCHEMAS").is_some() {
        println!("cargo::rustc-cfg=schemas");
    }

    let versions = fs::read_to_string("versions.csv")?;
    let versions: Vec<Line> = versions.lines().skip(1).map(Line::read).collect::<Result<_, _>>()?;
    let mut paths: Vec<PathBuf> =
        fs::read_dir("../fitted")?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    let since = |path: &PathBuf| {
        let id = path.file_stem().unwrap_or_default().to_string_lossy();
        // One that no line names is new: it belongs to the latest version.
        versions.iter().find(|line| line.fit == id).map_or(u32::MAX, |line| line.version)
    };
    paths.sort_by_key(|path| (since(path), path.file_stem().map(ToOwned::to_owned)));

    // The page leaves it out of the files: what says so there comes on demand.
    let provenance = env::var_os("CARGO_FEATURE_PROVENANCE").is_some();
    let environment = CrateEnv::default();
    let (mut source, mut first) = (String::new(), Vec::new());
    let answers = paths.iter().rposition(|path| !is_of_paper(path));
    let mut documented = format!("static DOCUMENTED: [(&str, Provenance); {}] = [\n", paths.len());
    for (place, path) in paths.iter().enumerate() {
        let (mut file, quantile) = read(path)?;
        let [title, notes] = [&file.title, &file.notes].map(|text| text.bake(&environment));
        documented.push_str(&format!(
            "({:?}, Provenance {{ title: {title}, notes: {notes}, sources: {} }}),\n",
            &*file.id,
            file.sources.bake(&environment)
        ));
        if !provenance {
            file.notes = "".into();
            file.title = "".into();
            file.sources = Vec::new().into();
            file.software.engine = "".into();
            file.software.version = "".into();
        }
        let file = file.bake(&environment).to_string();
        let fit = format!("Fit {{ file: {file}, quantile: {quantile:?}, looked_up: LookedUp::new() }},\n");
        source.push_str(&fit);
        if is_of_paper(path) || Some(place) == answers {
            first.push(fit);
        }
    }
    let source = format!(
        "static SHIPPED: [Fit; {}] = [\n{source}];\n\
         #[cfg(not(feature = \"whole-catalogue\"))]\nstatic OF_TODAY: [Fit; {}] = [\n{}];\n{documented}];\n",
        paths.len(),
        first.len(),
        first.concat()
    );
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("bundled.rs"), source)?;

    let mut source = String::from("&[\n");
    let last = versions.iter().map(|line| line.version).max().ok_or("versions.csv lists no version")?;
    for line in versions.iter().filter(|line| !line.what.is_empty()) {
        let belongs = |path: &&PathBuf| since(path) <= line.version || line.version == last;
        let count = paths.iter().filter(belongs).count();
        let Line { version, date, what, .. } = line;
        source.push_str(&format!(
            "Version {{ number: {version}, date: {date:?}, what: {what:?}, count: {count} }},\n"
        ));
    }
    source.push_str("]\n");
    fs::write(out.join("versions.rs"), source)?;
    fs::write(out.join("measured.rs"), measurements(Path::new("../fitted/observations"))?)?;
    fs::write(out.join("words.rs"), words::rust(&languages(Path::new("words"))?)?)?;
    Ok(())
}

/// True for a fit of the paper's, which is shown beside the one that answers.
fn is_of_paper(path: &Path) -> bool {
    path.file_stem().is_some_and(|id| id.to_string_lossy().starts_with("paper-"))
}

/// The files of a folder of words: a language's tag and its text.
fn languages(folder: &Path) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let code = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            files.push((code, fs::read_to_string(&path)?));
        }
    }
    Ok(files)
}

/// The published measurements in a folder of observations, as Rust.
fn measurements(folder: &Path) -> Result<String, Box<dyn Error>> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "csv"));
    paths.sort();
    let mut source = String::from("&[\n");
    for path in &paths {
        let text = fs::read_to_string(path)?;
        let mut lines = text.lines();
        if lines.next() != Some(OBSERVED) {
            return Err(format!("{}: its first line is not {OBSERVED}", path.display()).into());
        }
        for line in lines {
            let fields: Vec<&str> = line.split(',').collect();
            let [
                model,
                gpu,
                width,
                height,
                steps,
                precision,
                guidance,
                images,
                batch,
                joules,
                boundary,
                _,
                by,
            ] = fields.as_slice()
            else {
                return Err(format!("{}: '{line}' has not 13 values", path.display()).into());
            };
            let [precision, guidance, boundary] =
                [precision, guidance, boundary].map(|word| capitalised(word));
            let joules: f64 = joules.parse()?;
            source.push_str(&format!(
                "Measurement {{ model: {model:?}, gpu: {gpu:?}, size: Pixels {{ width: {width}, height: {height} }}, \
                 steps: {steps}, precision: Precision::{precision}, guidance: Guidance::{guidance}, images: {images}, \
                 batch: {batch}, joules: {joules:?}, boundary: Boundary::{boundary}, by: {by:?} }},\n"
            ));
        }
    }
    source.push_str("]\n");
    Ok(source)
}

/// Columns of a file of observations.
const OBSERVED: &str =
    "model,gpu,width,height,steps,precision,guidance,images,batch,energy_j,boundary,duration_s,source";

/// A word with its first letter large, as the variants of Rust have it.
fn capitalised(word: &str) -> String {
    let mut signs = word.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}

/// A line of `versions.csv`: a fit and the version that brought it. The first of a version says what is new.
struct Line {
    version: u32,
    date: String,
    fit: String,
    what: String,
}

impl Line {
    fn read(line: &str) -> Result<Self, Box<dyn Error>> {
        let wrong = || format!("versions.csv: '{line}' is not version,date,fit,what");
        let mut fields = line.splitn(4, ',').map(str::to_owned);
        let mut field = || fields.next().ok_or_else(wrong);
        let version = field()?.parse().map_err(|_| wrong())?;
        Ok(Self { version, date: field()?, fit: field()?, what: field()? })
    }
}

fn read(path: &Path) -> Result<(schema::FitFile, f64), Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    let file: schema::FitFile =
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    let quantile = quantile::two_sided(file.law.degrees_of_freedom)?;
    Ok((file, quantile))
}
