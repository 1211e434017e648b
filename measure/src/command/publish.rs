//! `measure publish`: observations and everything made of them as a data package for an archive.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use wattpix_core::observation::twice::RowsSeen;

use crate::check::{self, Severity};
use crate::evidence::Files;
use crate::files::read_description;
use crate::output;
use crate::package::about::About;
use crate::package::citation::citation;
use crate::package::descriptor::{Descriptor, PROFILE, Source};
use crate::package::draft::{Draft, files_below};
use crate::package::readme::readme;
use crate::package::verify::{checksums, verify};
use crate::package::{CHECKSUMS, DESCRIPTOR, OBSERVATIONS, about, contents, machine};
use crate::provenance::{fake_is_named, today};
use crate::validation::Divisions;

/// Collect observations and results as a data package.
///
/// The package holds the fit, the report and what they were made with, has checksums, and is ready for an archive.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  measure publish h200-flux observations.jsonl --title \"FLUX.1-dev on the H200\" --author \"Ada Lovelace <https://orcid.org/0000-0002-1825-0097>\"\n\n\
                  The folder is a Frictionless data package with README.md, CITATION.cff and LICENSE.txt. The fit is that of the law that cross-validates best, or of the best \
                  that --law names. `measure check FOLDER` verifies it. CONTRIBUTING.md says how its fit becomes a shipped one."
)]
pub struct Publish {
    /// The folder to make; it must not exist, or be empty.
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    #[command(flatten)]
    files: Files,
    #[command(flatten)]
    about: About,
    /// The plan or design of the measurements, where the files do not hold it; copied as it is.
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
    /// A document that the data rest on, as title|address; may be repeated.
    #[arg(long, value_name = "TITLE|URL", value_parser = source)]
    source: Vec<Source>,
    #[command(flatten)]
    divisions: Divisions,
}

fn source(text: &str) -> Result<Source, String> {
    match text.split_once('|') {
        Some((title, path)) if !title.is_empty() && path.starts_with("http") => {
            Ok(Source { title: title.to_owned(), path: path.to_owned() })
        }
        _ => Err("write it as title|https://address".to_owned()),
    }
}

impl Publish {
    /// Makes the package, verifies it and puts it in its place.
    ///
    /// # Errors
    /// A folder that holds something, files that are not sound, rows that give no fit.
    pub fn run(mut self) -> anyhow::Result<ExitCode> {
        let name = self.name()?;
        let draft = Draft::begin(&self.folder)?;
        let observations = copied(&draft, &self.files.files)?;
        // Paths are told as they are in the package: where a file was before is nobody's business.
        self.files.files = observations.iter().map(|path| draft.path().join(path)).collect();
        self.files.root = Some(draft.path().to_owned());
        let evidence = self.files.read()?;
        evidence.tell();
        fake_is_named(&evidence, &name)?;
        if let Some(plan) = &self.plan {
            let text = read_description(plan)?;
            let ending = plan.extension().and_then(|ending| ending.to_str()).unwrap_or("txt");
            draft.write(&format!("plan-as-given.{ending}"), text.as_bytes())?;
        }
        let mut descriptor = self.descriptor(name);
        let (fit, method) = contents::write(&draft, &evidence, &self.divisions, &descriptor)?;
        let measured = machine::measured(draft.path(), &observations)?;
        for (path, text) in [
            ("machine.json", machine::machine(&measured)?),
            ("plan.json", machine::plan(&measured)?),
            ("versions.json", machine::versions(&measured, &evidence, fit.file().schema)?),
            ("README.md", readme(&descriptor, &evidence, &fit, method)),
            ("CITATION.cff", citation(&descriptor)),
            ("LICENSE.txt", license(&descriptor)),
        ] {
            draft.write(path, text.as_bytes())?;
        }
        descriptor.resources = draft.resources()?;
        let text = serde_json::to_string_pretty(&descriptor)? + "\n";
        draft.write(DESCRIPTOR, text.as_bytes())?;
        draft.write(CHECKSUMS, checksums(&descriptor, text.as_bytes()).as_bytes())?;
        if let Some(finding) = verify(draft.path())?.findings.first() {
            bail!("the package would not be sound: {finding}");
        }
        let files = files_below(draft.path())?.len();
        draft.commit()?;
        let folder = self.folder.display();
        output::line(&format!(
            "{folder}: {}, {}",
            output::counted(files, "file"),
            summary(evidence.rows.len(), &descriptor)
        ))?;
        output::line(&format!(
            "`measure check {folder}` verifies it. README.md and CITATION.cff are worth a look before it is uploaded."
        ))?;
        Ok(ExitCode::SUCCESS)
    }

    fn name(&self) -> anyhow::Result<String> {
        if let Some(name) = &self.about.name {
            return Ok(name.clone());
        }
        let of_folder = self.folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        about::name(&of_folder.to_lowercase())
            .map_err(|reason| anyhow::anyhow!("the folder's name is the package's: {reason}, or give --name"))
    }

    fn descriptor(&self, name: String) -> Descriptor {
        let about = &self.about;
        Descriptor {
            profile: PROFILE.to_owned(),
            title: about.title.clone().unwrap_or_else(|| format!("Energy of generated images: {name}")),
            name,
            description: about.description.clone(),
            version: about.version.clone(),
            created: about.date.clone().unwrap_or_else(today) + "T00:00:00Z",
            keywords: ["energy", "GPU", "image generation", "diffusion models"].map(str::to_owned).into(),
            contributors: about.author.iter().map(about::Author::contributor).collect(),
            licenses: vec![about.licence.license()],
            sources: self.source.clone(),
            resources: Vec::new(),
        }
    }
}

fn summary(rows: usize, of: &Descriptor) -> String {
    format!(
        "{}, {}",
        output::counted(rows, "usable row"),
        of.licenses.first().map_or("", |license| &license.name)
    )
}

fn license(of: &Descriptor) -> String {
    let lines = of.licenses.iter().map(|license| {
        format!(
            "{} ({})\n{}\n\nThe authors of CITATION.cff make these data available under that licence.\n",
            license.title, license.name, license.path
        )
    });
    lines.collect()
}

/// Copies sound files of observations into the package and returns their paths there.
fn copied(draft: &Draft, files: &[PathBuf]) -> anyhow::Result<Vec<String>> {
    let mut seen = RowsSeen::default();
    let mut paths: Vec<String> = Vec::new();
    for file in files {
        let shown = file.display();
        let report = check::file(file, &mut seen)?;
        if let Some(error) = report.findings.iter().find(|finding| finding.severity == Severity::Error) {
            bail!(
                "{shown} is not sound, line {}: {}; `measure check {shown}` tells everything, and what passes it can be published",
                error.line,
                error.message
            );
        }
        let bytes = fs::read(file).with_context(|| format!("cannot read {shown}"))?;
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or("observations.jsonl");
        let taken = |path: &String| paths.contains(path);
        let path = (1..)
            .map(|number| match number {
                1 => format!("{OBSERVATIONS}/{name}"),
                _ => format!("{OBSERVATIONS}/{number}-{name}"),
            })
            .find(|path| !taken(path))
            .unwrap_or_default();
        draft.write(&path, &bytes)?;
        paths.push(path);
    }
    Ok(paths)
}
