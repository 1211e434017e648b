//! Files for other programs, at addresses that stay: the catalogue, estimates, and the schemas of the formats. No page loads them.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;
use wattpix_core::report::{CatalogueData, EstimatesData};

use super::folder;

/// Folder of the data in `dist/`.
const DATA: &str = "data";

/// Folder of the schemas in `dist/`, and in `docs/`.
const SCHEMAS: &str = "schemas";

/// Returns true for a file that is for other programs, by its name in `dist/`.
pub fn is_for_programs(name: &str) -> bool {
    name == "llms.txt" || [DATA, SCHEMAS].iter().any(|folder| name.starts_with(&format!("{folder}/")))
}

/// Writes data and schemas into `dist`; `docs` holds the schemas.
///
/// # Errors
/// When a file cannot be read or written.
pub fn write(docs: &Path, dist: &Path) -> Result<()> {
    put(dist, "catalogue.json", &CatalogueData::shipped())?;
    put(dist, "estimates.json", &EstimatesData::shipped())?;
    let schemas = docs.join(SCHEMAS);
    for name in folder::files(&schemas)? {
        folder::copy_file(&schemas.join(&name), &dist.join(SCHEMAS).join(&name))?;
    }
    Ok(())
}

fn put(dist: &Path, name: &str, data: &impl Serialize) -> Result<()> {
    let path = dist.join(DATA).join(name);
    let unwritten = || format!("{} could not be written", path.display());
    fs::create_dir_all(dist.join(DATA)).with_context(unwritten)?;
    fs::write(&path, serde_json::to_string(data)? + "\n").with_context(unwritten)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_has_every_model_and_what_llms_txt_names_is_there() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let dist = tempfile::tempdir().unwrap();
        write(&root.join("docs"), dist.path()).unwrap();
        let read = |name: &str| -> serde_json::Value {
            serde_json::from_str(&fs::read_to_string(dist.path().join(name)).unwrap()).unwrap()
        };
        let (catalogue, estimates) = (read("data/catalogue.json"), read("data/estimates.json"));
        let models = wattpix_core::model::every().count();
        assert_eq!(catalogue["models"].as_array().unwrap().len(), models);
        assert!(estimates["estimates"].as_array().unwrap().len() > 50 * models);
        let list = fs::read_to_string(root.join("public/llms.txt")).unwrap();
        let named: Vec<&str> = list.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
        for name in folder::files(dist.path()).unwrap() {
            assert!(
                is_for_programs(&name) && named.contains(&name.as_str()),
                "llms.txt does not name {name}"
            );
        }
        for name in named {
            let there = dist.path().join(name).is_file() || root.join("public").join(name).is_file();
            assert!(there || name.starts_with("docs/"), "{name}");
        }
    }
}
