//! Files of shards into one, after checking that they belong together, overlap nowhere and leave nothing out.

use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use wattpix_core::observation::twice::RowsSeen;

use super::design::Design;
use super::design::expand::expand;
use super::done::energy_j;
use super::job::Job;
use super::shard::Shard;
use crate::check;
use crate::files::{self, Output, Outputs};
use crate::flag::Flag;
use crate::observation::{Header, Observation, SCHEMA, Stage, read};

/// A file to join.
struct Part {
    path: PathBuf,
    sha256: String,
    header: Header,
    rows: Vec<Observation>,
    shard: Option<Shard>,
}

/// Content of the joined file.
#[derive(Debug, Clone, Serialize)]
pub struct Merged {
    /// Rows.
    pub rows: usize,
    /// Parts.
    pub parts: usize,
    /// Cards.
    pub cards: usize,
    /// Configurations that have every repeat that was asked for.
    pub complete: usize,
    /// Configurations that the card's memory did not hold, or that were skipped for another reason.
    pub skipped: usize,
    /// Missing parts, in words.
    pub missing: Vec<String>,
    /// Differences that do not matter for the energy, and remarks.
    pub notes: Vec<String>,
}

/// Facts of a card that must agree, because energies of what differs are not repeats of each other.
const SAME: [&str; 5] = ["name", "scope", "memory_bytes", "power_limit_w", "mig"];
/// Facts of a card that are told when they differ.
const TOLD: [&str; 4] = ["driver", "library", "vbios", "ecc"];

/// Joins files into one. With `partial`, what is missing is told and not an error.
///
/// # Errors
/// Files that are not sound, not of one sweep, overlap or leave something out; or one that cannot be written.
pub fn merge(files: &[PathBuf], out: &Path, partial: bool) -> anyhow::Result<Merged> {
    ensure!(!out.exists(), "{} is there already; give another file with --out", out.display());
    let file = Outputs::of_reading(files.iter().map(PathBuf::as_path)).create(out)?;
    let parts: Vec<Part> = files.iter().map(|path| part(path)).collect::<anyhow::Result<_>>()?;
    let first = parts.first().context("no file was given")?;
    let mut notes = Vec::new();
    identity(&parts, &mut notes)?;
    overlap(&parts)?;
    let (complete, skipped, missing) = completeness(&parts, &mut notes)?;
    ensure!(
        missing.is_empty() || partial,
        "{} configurations are incomplete: {}; run what is missing, or join what there is with --partial",
        missing.len(),
        first_few(&missing)
    );
    write(out, file, &parts, first)?;
    let cards =
        distinct(parts.iter().map(|part| part.header.gpu.get("uuid_sha256").cloned().unwrap_or_default()));
    Ok(Merged {
        rows: parts.iter().map(|part| part.rows.len()).sum(),
        parts: parts.len(),
        cards: cards.len(),
        complete,
        skipped,
        missing,
        notes,
    })
}

fn part(path: &Path) -> anyhow::Result<Part> {
    let shown = path.display();
    let report = check::file(path, &mut RowsSeen::default())?;
    if let Some(error) = report.findings.iter().find(|finding| finding.severity == check::Severity::Error) {
        bail!("{shown}:{}: {}; mend or leave out this file", error.line, error.message);
    }
    let (header, rows) = read(path)?;
    let bytes = files::read_lines(path)?;
    let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    ensure!(!header.plan.contains_key("parts"), "{shown} was joined already; give the files of its shards");
    let shard = header.plan.get("shard").map(|shard| serde_json::from_value(shard.clone())).transpose();
    let shard = shard.with_context(|| format!("{shown}: plan.shard"))?;
    Ok(Part { path: path.to_owned(), sha256, header, rows, shard })
}

/// All of one sweep, one kind of card, one version of the program, one engine.
fn identity(parts: &[Part], notes: &mut Vec<String>) -> anyhow::Result<()> {
    let Some((first, rest)) = parts.split_first() else { return Ok(()) };
    for other in rest {
        let differ = |what: &str, a: &Value, b: &Value| {
            format!("{what} is {a} in {} and {b} in {}", first.path.display(), other.path.display())
        };
        for name in SAME {
            let (a, b) = (fact(first, name), fact(other, name));
            ensure!(a == b, "not one kind of card: {}", differ(name, &a, &b));
        }
        for name in ["digest", "engine", "budget"] {
            let plan = |part: &Part| part.header.plan.get(name).cloned().unwrap_or_default();
            let (a, b) = (plan(first), plan(other));
            ensure!(a == b, "not one sweep: {}", differ(name, &a, &b));
        }
        let (a, b) = (json!(first.header.tool), json!(other.header.tool));
        ensure!(a == b, "not one version of the program: {}", differ("tool", &a, &b));
        for name in TOLD {
            let (a, b) = (fact(first, name), fact(other, name));
            if a != b {
                notes.push(differ(name, &a, &b));
            }
        }
    }
    Ok(())
}

fn fact(part: &Part, name: &str) -> Value {
    part.header.gpu.get(name).cloned().unwrap_or_default()
}

/// No file twice, no shard twice, no configuration in two shards.
fn overlap(parts: &[Part]) -> anyhow::Result<()> {
    let mut owners: HashMap<(&str, Option<u32>), usize> = HashMap::new();
    for (index, part) in parts.iter().enumerate() {
        for other in &parts[..index] {
            let both = format!("{} and {}", other.path.display(), part.path.display());
            ensure!(part.sha256 != other.sha256, "{both} are the same file");
            ensure!(
                part.shard.is_none() || part.shard != other.shard,
                "{both} are both shard {}",
                part.shard.map(|shard| shard.to_string()).unwrap_or_default()
            );
        }
        for row in part.rows.iter().filter(|row| row.stage == Stage::Image) {
            let owner = *owners.entry((&row.key, row.images.filter(|_| row.valid))).or_insert(index);
            ensure!(
                owner == index || !row.valid,
                "{} with {} images is in {} and in {}: shards overlap",
                row.key,
                row.images.unwrap_or(0),
                parts.get(owner).map(|part| part.path.display().to_string()).unwrap_or_default(),
                part.path.display()
            );
        }
    }
    Ok(())
}

/// Returns the numbers of complete and of skipped configurations, and a note on what is missing.
fn completeness(parts: &[Part], notes: &mut Vec<String>) -> anyhow::Result<(usize, usize, Vec<String>)> {
    let Some(first) = parts.first() else { return Ok((0, 0, Vec::new())) };
    if first.header.plan.contains_key("budget") {
        notes.push("a budget has no list to be complete by".to_owned());
        return Ok((0, 0, Vec::new()));
    }
    let Some(design) = first.header.plan.get("design") else {
        notes.push("no plan in the header: nothing to be complete by".to_owned());
        return Ok((0, 0, Vec::new()));
    };
    let design: Design = serde_json::from_value(design.clone())
        .with_context(|| format!("{}: plan.design", first.path.display()))?;
    let skipped: Vec<Value> =
        first.header.plan.get("skipped").and_then(Value::as_array).cloned().unwrap_or_default();
    let is_skipped = |job: &Job| {
        skipped.iter().any(|entry| {
            entry.get("key") == Some(&json!(job.key())) && entry.get("images") == Some(&json!(job.images))
        })
    };
    let rows: Vec<&Observation> = parts.iter().flat_map(|part| &part.rows).collect();
    let (mut complete, mut without) = (0, 0);
    let mut missing = missing_shards(parts);
    for job in expand(&design)?.jobs {
        let mine = rows.iter().filter(|row| row.stage == Stage::Image && job.owns(row));
        let (mut joules, mut memory) = (Vec::new(), false);
        for row in mine {
            joules.extend(energy_j(row));
            memory |= row.reasons.contains(&Flag::OutOfMemory);
        }
        if design.rules.enough(&joules) {
            complete += 1;
        } else if memory || is_skipped(&job) {
            without += 1;
        } else {
            missing.push(format!("{} has {} of {} repeats", job.id(), joules.len(), design.rules.repeats));
        }
    }
    Ok((complete, without, missing))
}

/// Whole shards that no file is of.
fn missing_shards(parts: &[Part]) -> Vec<String> {
    let shards: Vec<Shard> = parts.iter().filter_map(|part| part.shard).collect();
    let of = distinct(shards.iter().map(|shard| shard.of));
    // Shards of different divisions (a node with two cards beside one with four) are judged by their configurations.
    let [of] = of[..] else { return Vec::new() };
    let absent = (1..=of).filter(|index| shards.iter().all(|shard| shard.index != *index));
    absent.map(|index| format!("shard {index}/{of} has no file")).collect()
}

fn distinct<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut kept: Vec<T> = Vec::new();
    for value in values {
        if !kept.contains(&value) {
            kept.push(value);
        }
    }
    kept
}

fn first_few(all: &[String]) -> String {
    const SHOWN: usize = 5;
    let mut text = all.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("; ");
    if all.len() > SHOWN {
        text.push_str(&format!("; and {} more", all.len() - SHOWN));
    }
    text
}

fn write(out: &Path, mut file: Output, parts: &[Part], first: &Part) -> anyhow::Result<()> {
    let mut plan = first.header.plan.clone();
    plan.remove("shard");
    let skipped = distinct(parts.iter().flat_map(|part| {
        part.header.plan.get("skipped").and_then(Value::as_array).cloned().unwrap_or_default()
    }));
    plan.insert("skipped".to_owned(), Value::Array(skipped));
    let told = parts.iter().map(|part| {
        json!({
            "file": part.path.file_name().map(|name| name.to_string_lossy().into_owned()),
            "sha256": part.sha256, "shard": part.shard, "uuid_sha256": fact(part, "uuid_sha256"),
            "rows": part.rows.len(),
        })
    });
    plan.insert("parts".to_owned(), told.collect());
    let agreed = |name: &String, value: &Value| parts.iter().all(|part| fact(part, name) == *value);
    let gpu: Map<String, Value> = first
        .header
        .gpu
        .iter()
        .filter(|(name, value)| agreed(name, value))
        .map(|(n, v)| (n.clone(), v.clone()))
        .collect();
    let header = Header { schema: SCHEMA, tool: first.header.tool.clone(), gpu, plan };
    let mut text = serde_json::to_string(&header)?;
    text.push('\n');
    for row in parts.iter().flat_map(|part| &part.rows) {
        text.push_str(&serde_json::to_string(row)?);
        text.push('\n');
    }
    // It may have come meanwhile.
    ensure!(!out.exists(), "{} is there already; give another file with --out", out.display());
    file.write_all(text.as_bytes()).with_context(|| format!("cannot write {}", out.display()))?;
    file.commit()
}
