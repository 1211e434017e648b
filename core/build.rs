//! Turns `fitted/*.json` into constants, so that no program that ships them needs a JSON reader.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use databake::{Bake, CrateEnv};

#[allow(dead_code)]
#[path = "src/fit/schema.rs"]
mod schema;

#[path = "src/fit/interval.rs"]
mod interval;

#[path = "src/fit/quantile.rs"]
mod quantile;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=../fitted");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/fit");

    let mut paths: Vec<PathBuf> =
        fs::read_dir("../fitted")?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort_by(|a, b| a.file_stem().cmp(&b.file_stem()));

    let environment = CrateEnv::default();
    let mut source = String::from("&[\n");
    for path in &paths {
        let (file, quantile) = read(path)?;
        let file = file.bake(&environment).to_string();
        source.push_str(&format!("Fit {{ file: {file}, quantile: {quantile:?} }},\n"));
    }
    source.push_str("]\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("bundled.rs"), source)?;
    Ok(())
}

fn read(path: &Path) -> Result<(schema::FitFile, f64), Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    let file: schema::FitFile =
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    let quantile = quantile::two_sided(file.law.degrees_of_freedom)?;
    Ok((file, quantile))
}
