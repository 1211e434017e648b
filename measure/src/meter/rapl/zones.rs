//! The kernel's folders of processor packages, and which of them show one package.
//!
//! A package may be shown by several control types (MSR, MMIO, TPMI, another driver), and two dies may carry one name. Names alone do not tell
//! these apart; how the counters run does.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::meter::MeterError;

/// Time that counters are watched where names do not decide.
const WATCH: Duration = Duration::from_millis(400);
/// Counters of one package differ by no more than this share of what they gained, or by the pause between reading them.
const ALIKE: f64 = 0.02;
/// Counters of two packages of one name differ by at least this share.
const APART: f64 = 0.1;
/// Energy that tells nothing: a counter has to gain more, microjoules.
const LITTLE_UJ: u64 = 1000;
/// Counters this near each other may be one, microjoules.
const NEAR_UJ: u64 = 1_000_000;

/// A zone of a whole package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Zone {
    pub(super) name: String,
    /// The driver behind it, as its folder says: `intel-rapl`.
    control: String,
    pub(super) energy: PathBuf,
    pub(super) range_uj: u64,
}

/// Zones of which each shows a package of its own.
#[derive(Debug)]
pub(super) struct Distinct {
    pub(super) zones: Vec<Zone>,
    /// True if some could be one package or several.
    pub(super) unclear: bool,
}

/// Every package zone under a folder.
///
/// # Errors
/// A folder that is missing, or a counter that cannot be read.
pub(super) fn packages(root: &Path) -> Result<Vec<Zone>, MeterError> {
    let what = "processor energy (RAPL)";
    let entries = std::fs::read_dir(root).map_err(|_| {
        let shown = root.display();
        let reason = format!("{shown} is missing: the kernel, virtual machine or container does not show it");
        MeterError::unsupported(what, reason)
    })?;
    let mut folders: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    folders.sort();
    let mut found = Vec::new();
    for folder in folders {
        let Ok(name) = std::fs::read_to_string(folder.join("name")) else { continue };
        // Packages only: core, uncore and dram zones lie inside them or beside them.
        if !name.starts_with("package-") {
            continue;
        }
        let energy = folder.join("energy_uj");
        if let Err(error) = std::fs::read_to_string(&energy) {
            return Err(MeterError::unsupported(
                what,
                format!(
                    "{} cannot be read ({error}); ask the administrator for `chmod a+r` on it (the kernel hides it \
                     from users since CVE-2020-8694); measure itself never needs root",
                    energy.display()
                ),
            ));
        }
        let range_uj =
            number(&folder.join("max_energy_range_uj")).map_err(|e| MeterError::unsupported(what, e))?;
        let control = folder.file_name().unwrap_or_default().to_string_lossy();
        let control = control.split(':').next().unwrap_or_default().to_owned();
        found.push(Zone { name: name.trim().to_owned(), control, energy, range_uj });
    }
    // The kernel's second way to the same registers comes last, so that the first stands for the package.
    found.sort_by_key(|zone| zone.control.contains("mmio"));
    Ok(found)
}

/// Reads a whole number.
pub(super) fn number(path: &Path) -> Result<u64, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    text.trim().parse().map_err(|_| format!("{}: {:?} is not a whole number", path.display(), text.trim()))
}

/// Relation of two zones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kinship {
    Same,
    Different,
    Unclear,
}

/// Leaves out zones that show a package that another shows.
pub(super) fn distinct(zones: Vec<Zone>) -> Distinct {
    distinct_by(zones, reading, || std::thread::sleep(WATCH))
}

/// Selects distinct zones by the counters that `read` gives, which run on while `wait` passes.
pub(super) fn distinct_by(
    zones: Vec<Zone>,
    mut read: impl FnMut(&Zone) -> u64,
    wait: impl FnOnce(),
) -> Distinct {
    let first: Vec<u64> = zones.iter().map(&mut read).collect();
    let seen: Vec<(&Zone, u64)> = zones.iter().zip(first.iter().copied()).collect();
    let ask = seen.iter().enumerate().any(|(i, a)| seen.iter().skip(i + 1).any(|b| !settled(*a, *b)));
    // Nobody waits where names, drivers and counters leave nothing to ask.
    let last: Vec<u64> = if ask {
        wait();
        zones.iter().map(&mut read).collect()
    } else {
        first.clone()
    };
    let mut kept: Vec<(Zone, Watched)> = Vec::new();
    let mut unclear = false;
    for ((zone, first), last) in zones.into_iter().zip(first).zip(last) {
        let watched = Watched { first, last };
        let kinship = |(other, seen): &(Zone, Watched)| kinship((other, seen), (&zone, &watched));
        let found: Vec<Kinship> = kept.iter().map(kinship).collect();
        if found.contains(&Kinship::Same) {
            continue;
        }
        if found.contains(&Kinship::Unclear) {
            // Counted once; the row says that it may be too little.
            unclear = true;
            continue;
        }
        kept.push((zone, watched));
    }
    Distinct { zones: kept.into_iter().map(|(zone, _)| zone).collect(), unclear }
}

/// True if nothing has to be asked of two zones: of one driver with names and counts of their own, or the kernel's second way to the first.
fn settled((a, count_a): (&Zone, u64), (b, count_b): (&Zone, u64)) -> bool {
    let own = a.name != b.name && a.control == b.control && count_a.abs_diff(count_b) > NEAR_UJ;
    own || second_way(a, b)
}

fn second_way(a: &Zone, b: &Zone) -> bool {
    a.name == b.name && a.control != b.control && b.control.contains("mmio")
}

/// A counter at the beginning and the end of watching.
struct Watched {
    first: u64,
    last: u64,
}

/// The counter; zero where it cannot be read.
fn reading(zone: &Zone) -> u64 {
    number(&zone.energy).unwrap_or(0)
}

fn kinship((a, watched_a): (&Zone, &Watched), (b, watched_b): (&Zone, &Watched)) -> Kinship {
    if second_way(a, b) {
        return Kinship::Same;
    }
    let gained = |watched: &Watched| watched.last.saturating_sub(watched.first);
    let (gained_a, gained_b) = (gained(watched_a), gained(watched_b));
    let most = gained_a.max(gained_b);
    let (one_name, one_driver) = (a.name == b.name, a.control == b.control);
    if most < LITTLE_UJ && !one_name {
        return Kinship::Different;
    }
    // Two packages never count alike to the microjoule; a moving counter is read a moment later.
    let near = |a: u64, b: u64| a.abs_diff(b) as f64 <= ALIKE * most as f64;
    if near(watched_a.first, watched_b.first) && near(watched_a.last, watched_b.last) {
        return Kinship::Same;
    }
    if one_driver && !one_name {
        return Kinship::Different;
    }
    let difference =
        if most < LITTLE_UJ { 0.5 * APART } else { gained_a.abs_diff(gained_b) as f64 / most as f64 };
    match difference {
        // One driver shows a register once, so these may be two dies at equal work.
        _ if difference <= ALIKE && !one_driver => Kinship::Same,
        _ if difference >= APART => Kinship::Different,
        _ => Kinship::Unclear,
    }
}
