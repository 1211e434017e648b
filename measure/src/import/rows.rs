//! Rows of what other programs measured.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use wattpix_core::import::format::Format;
use wattpix_core::import::run::{RunEnergy, Skipped};
use wattpix_core::import::{Content, LogFacts, read};
use wattpix_core::json::Reading;
use wattpix_core::observation::row::Row;
use wattpix_core::observation::usable::Origin;
use wattpix_core::setting::Boundary;
use wattpix_core::words::Words;

use super::gpus::GpuChoice;
use super::other_run::OtherRun;
use super::part::PartChoice;
use super::settings::Settings;
use crate::exec::config::Pair;
use crate::files;
use crate::flag::{Flag, raise, valid};
use crate::meter::MeterKind;
use crate::observation::{Header, Observation, SCHEMA, Stage};
use crate::output::tell;

/// Statements of a person about the files.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Settings that the files do not state.
    pub declared: Vec<Pair>,
    /// Facts about logs that they do not state.
    pub facts: LogFacts,
    /// Parts of power logs.
    pub parts: PartChoice,
    /// GPUs of files that have several.
    pub gpus: GpuChoice,
    /// Idle power of what is imported, watts.
    pub idle_w: Option<f64>,
    /// Takes energies that a file does not separate as those of GPUs.
    pub gpu_only: bool,
    /// Keeps rows that no fit can use.
    pub keep_all: bool,
}

/// A file that was read.
#[derive(Debug, Clone)]
pub struct ForeignFile {
    /// Path as given.
    pub path: PathBuf,
    /// Hash.
    pub sha256: String,
    /// Format.
    pub format: Format,
    /// The program with its version, where one is stated.
    pub tool: String,
    /// Rows of it.
    pub rows: usize,
    /// Parts left out.
    pub skipped: Vec<Skipped>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// Rows of several files.
#[derive(Debug, Clone, Default)]
pub struct Imported {
    /// The rows.
    pub rows: Vec<Observation>,
    /// The files.
    pub sources: Vec<ForeignFile>,
    /// Settings that rows were left out for.
    pub missing: Vec<&'static str>,
}

impl Imported {
    /// Reads a file; one that was read before is left out.
    ///
    /// # Errors
    /// A file that cannot be read, of no known format, or without a part that was chosen.
    pub fn take(&mut self, path: &Path, request: &Request) -> anyhow::Result<()> {
        let content = files::read_content(path)?;
        let shown = path.display();
        if let Some(same) = self.sources.iter().find(|source| source.sha256 == content.sha256) {
            tell(&format!("{shown} is the same file as {} and is read once", same.path.display()));
            return Ok(());
        }
        let found =
            read(&content.bytes, &request.facts).map_err(|error| anyhow::anyhow!("{shown}: {error}"))?;
        let (format, measured, skipped, notes) = match found {
            Content::Runs(runs) => {
                let measured = runs.runs.iter().map(|run| (run.line, of_run(run, request))).collect();
                (runs.format, measured, runs.skipped, runs.notes)
            }
            Content::Log(log) => {
                let measured = request.parts.measure(&log, &request.gpus);
                let measured = measured
                    .map_err(|error| anyhow::anyhow!("{shown}: {}, and {error:#}", log.format.is_one()))?;
                (log.format, measured, log.skipped, Vec::new())
            }
        };
        let mut source = ForeignFile {
            path: path.to_owned(),
            sha256: content.sha256,
            format,
            tool: format.program().to_owned(),
            rows: 0,
            skipped,
            notes,
        };
        for (line, measured) in measured {
            let row = measured.and_then(|measured| {
                if let Some(version) = &measured.version {
                    source.tool = named(format, version);
                }
                self.row(measured, &source, request)
            });
            match row {
                Ok(row) => {
                    self.rows.push(row);
                    source.rows += 1;
                }
                Err(reason) => source.skipped.push(Skipped { line, reason }),
            }
        }
        self.sources.push(source);
        Ok(())
    }

    fn row(
        &mut self,
        measured: OtherRun,
        source: &ForeignFile,
        request: &Request,
    ) -> Result<Observation, String> {
        let declared = [request.declared.as_slice(), &measured.declared].concat();
        let Settings { config, missing } = Settings::of(&declared, &measured.stated)?;
        if !missing.is_empty() && !request.keep_all {
            let reason = format!("not stated: {}", missing.join(", "));
            let new: Vec<&str> = missing.into_iter().filter(|key| !self.missing.contains(key)).collect();
            self.missing.extend(new);
            return Err(reason);
        }
        let mut row = observation(&measured, request.idle_w);
        config.fill(&mut row);
        row.key = config.row_key(&source.format.program().to_lowercase());
        let repeats = self.rows.iter().filter(|other| other.key == row.key).count();
        row.repeat = 1 + repeats as u32;
        row.config.insert("imported".to_owned(), provenance(&measured, source));
        let flags = measured.flags.iter().copied().chain(config.doubts());
        flags.for_each(|flag| row.add_reason(flag));
        if measured.gpu_count > 1 {
            row.add_reason(Flag::SeveralGpus);
        }
        if !missing.is_empty() {
            row.add_reason(Flag::ConfigMissing);
        }
        // Energies of several GPUs are for people and not for fits.
        if !request.keep_all && measured.gpu_count == 1 {
            usable(&row)?;
        }
        Ok(row)
    }

    /// The first line of the file that holds the rows.
    #[must_use]
    pub fn header(&self) -> Header {
        let mut programs: Vec<&str> = self.sources.iter().map(|source| source.tool.as_str()).collect();
        programs.dedup();
        let files: Vec<Value> = self
            .sources
            .iter()
            .map(|source| json!({ "file": base_name(&source.path), "sha256": source.sha256, "tool": source.tool }))
            .collect();
        let mut plan = Map::new();
        plan.insert("imported".to_owned(), files.into());
        Header {
            schema: SCHEMA,
            tool: format!("{}, import of {}", crate::tool(), programs.join(" and ")),
            gpu: Map::new(),
            plan,
        }
    }
}

/// The program and its version, which for a report names the program that measured.
fn named(format: Format, version: &str) -> String {
    match format {
        Format::BoAmps => format!("{version} in a BoAmps report"),
        _ => format!("{} {version}", format.program()),
    }
}

fn of_run(run: &RunEnergy, request: &Request) -> Result<OtherRun, String> {
    if run.of_whole_machine && !request.gpu_only {
        return Err(
            "its energy is of processor, memory and GPUs together, as far as the file says; --gpu-only imports it if the tool metered GPUs alone".to_owned(),
        );
    }
    let (gpus, gpu_count, joules) = request.gpus.of_run(run)?;
    Ok(OtherRun {
        line: run.line,
        version: run.version.clone(),
        gpus,
        gpu_count,
        joules,
        seconds: run.seconds,
        started: run.started.map(|started| started.text()).unwrap_or_default(),
        stated: run.settings.clone(),
        ..OtherRun::default()
    })
}

/// A row without its settings.
fn observation(measured: &OtherRun, idle_w: Option<f64>) -> Observation {
    let millijoules = |joules: f64| (joules * 1e3).round() / 1e3;
    let seconds = (measured.seconds * 1e6).round() / 1e6;
    let gross_j = millijoules(measured.joules);
    let net_j = idle_w.map(|idle_w| millijoules(gross_j - idle_w * seconds));
    let mut reasons = vec![Flag::Imported];
    if net_j.is_some_and(|net_j| net_j <= 0.0) {
        raise(&mut reasons, Flag::NetNotPositive);
    }
    // GPUs as the file names them are in its provenance: they are no ids of ours.
    Observation {
        counter_j: measured.counter_j.map(millijoules),
        integrated_j: measured.integrated_j.map(millijoules),
        meter_period_s: measured.period_s.map(|seconds| (seconds * 1e6).round() / 1e6),
        edge_error_j: measured.error_j.map(millijoules),
        idle_w,
        gross_j: Some(gross_j),
        net_j,
        valid: valid(&reasons),
        reasons,
        power_field: measured.power_field,
        ..Observation::without_results(
            MeterKind::Imported,
            Stage::Image,
            measured.started.clone(),
            measured.seconds,
        )
    }
}

/// Returns the origin of a row: the file and its hash, the program, the line, and each GPU where several were told apart.
fn provenance(measured: &OtherRun, source: &ForeignFile) -> Value {
    let mut from = Map::new();
    from.insert("file".to_owned(), base_name(&source.path).into());
    from.insert("sha256".to_owned(), source.sha256.clone().into());
    from.insert("tool".to_owned(), source.tool.clone().into());
    from.insert("line".to_owned(), measured.line.into());
    if measured.gpu_count > 1 {
        from.insert("gpu_count".to_owned(), measured.gpu_count.into());
    }
    if !measured.gpus.is_empty() {
        let gpus: Vec<Value> =
            measured.gpus.iter().map(|(id, joules)| json!({ "id": id, "joules": joules })).collect();
        from.insert("gpus".to_owned(), gpus.into());
    }
    from.into()
}

/// Returns what fits say against a row.
fn usable(row: &Observation) -> Result<(), String> {
    let line = serde_json::to_vec(row).map_err(|error| error.to_string())?;
    let read = Row::read(&line, Reading::PLAIN)?;
    let origin = Origin { tool: "", place: "", limit_w: None };
    read.observed(Boundary::Gross, &origin, Words::ENGLISH).map(drop).map_err(|unusable| unusable.reason)
}

fn base_name(path: &Path) -> String {
    path.file_name().map_or_else(|| "standard input".to_owned(), |name| name.to_string_lossy().into_owned())
}
