//! Rows that an observation file holds already: a run goes on where the last one ended, however that one ended.

use std::path::Path;
use std::time::{Duration, SystemTime};

use anyhow::{Context, ensure};
use serde_json::{Map, Value, json};

use super::design::Design;
use super::design::expand::Skipped;
use super::job::Job;
use super::shard::Shard;
use crate::files::read_lines;
use crate::flag::Flag;
use crate::observation::{Header, Observation, SCHEMA, Stage, read};

/// The rows of a file.
#[derive(Debug, Clone, Default)]
pub struct Done {
    rows: Vec<Observation>,
}

/// Measured repeats of one configuration.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Repeats {
    /// Energies of the valid repeats, joules: net, or gross where there is no net.
    pub joules: Vec<f64>,
    /// Images of their windows.
    pub images: Option<u32>,
    /// True if the memory did not hold it.
    pub out_of_memory: bool,
}

/// The energy by which repeats are compared: net, or gross where idle power is unknown. None of what no fit uses.
#[must_use]
pub fn energy_j(row: &Observation) -> Option<f64> {
    let gross_j = row.gross_j.filter(|_| row.fitted())?;
    Some(row.net_j.unwrap_or(gross_j)).filter(|net_j| *net_j > 0.0)
}

impl Done {
    /// Reads what there is; a file that does not exist yet holds nothing.
    ///
    /// # Errors
    /// A file that is no observation file, or one of another sweep than the header says.
    pub fn read(path: &Path, plan: &Map<String, Value>) -> anyhow::Result<Self> {
        if !std::fs::metadata(path).is_ok_and(|meta| meta.len() > 0) {
            return Ok(Self::default());
        }
        let Some((header, rows)) = begun(path)? else { return Ok(Self::default()) };
        for part in ["digest", "shard", "engine", "budget"] {
            let (old, new) = (header.plan.get(part), plan.get(part));
            ensure!(
                old == new,
                "{} holds another sweep ({part} {} there, {} here); give another file with --out",
                path.display(),
                old.unwrap_or(&Value::Null),
                new.unwrap_or(&Value::Null)
            );
        }
        Ok(Self { rows })
    }

    /// The rows of one configuration.
    pub fn of<'a>(&'a self, job: &'a Job) -> impl Iterator<Item = &'a Observation> {
        self.rows.iter().filter(|row| row.stage == Stage::Image && job.owns(row))
    }

    /// Every row.
    #[must_use]
    pub fn rows(&self) -> &[Observation] {
        &self.rows
    }

    /// Returns the measured repeats of a configuration.
    #[must_use]
    pub fn repeats(&self, job: &Job) -> Repeats {
        let mut repeats = Repeats::default();
        for row in self.of(job) {
            if let Some(joules) = energy_j(row) {
                repeats.joules.push(joules);
                repeats.images = row.images;
            }
            repeats.out_of_memory |= row.reasons.contains(&Flag::OutOfMemory);
        }
        repeats
    }

    /// When the last row ended.
    ///
    /// # Errors
    /// A row whose start is no time.
    pub fn last_end(&self) -> anyhow::Result<Option<SystemTime>> {
        let Some(row) = self.rows.last() else { return Ok(None) };
        let started = humantime::parse_rfc3339(&row.started)
            .with_context(|| format!("started {:?} is no time", row.started))?;
        Ok(Some(started + Duration::from_secs_f64(row.duration_s)))
    }
}

/// The file's header and rows, or nothing where a killed run left less than a header.
fn begun(path: &Path) -> anyhow::Result<Option<(Header, Vec<Observation>)>> {
    let bytes = read_lines(path)?;
    if bytes.contains(&b'\n') {
        return read(path).map(Some);
    }
    // The header is one write: without a line end nothing was ever measured into this file, if it is one.
    let begins = format!("{{\"schema\":{SCHEMA},\"tool\":\"wattpix-measure ");
    let shared = bytes.len().min(begins.len());
    ensure!(
        bytes.get(..shared) == begins.as_bytes().get(..shared),
        "{} is not an observation file; give another file with --out",
        path.display()
    );
    std::fs::write(path, b"").with_context(|| format!("cannot write {}", path.display()))?;
    Ok(None)
}

/// The plan that a header carries.
#[must_use]
pub fn plan(
    design: &Design,
    shard: Shard,
    skipped: &[Skipped],
    engine: &str,
    budget_minutes: Option<f64>,
) -> Map<String, Value> {
    let mut plan = Map::new();
    plan.insert("design".to_owned(), json!(design));
    plan.insert("digest".to_owned(), json!(design.digest()));
    plan.insert("shard".to_owned(), json!(shard));
    plan.insert("engine".to_owned(), json!(engine));
    plan.insert("skipped".to_owned(), json!(skipped));
    if let Some(minutes) = budget_minutes {
        plan.insert("budget".to_owned(), json!({ "minutes": minutes }));
    }
    plan
}
