//! The processor packages through the kernel's powercap files: for runs on the CPU, and for trying the tool without
//! an NVIDIA card. Reads only; where the files are for root alone, it says so.
//!
//! - `zones` — the kernel's folders, and which of them show one package.
//!
//! Source: Linux, Documentation/power/powercap/powercap.rst (`energy_uj`, `max_energy_range_uj`). Since CVE-2020-8694
//! (Linux 5.10) `energy_uj` is readable by root only unless the administrator changed that.

mod zones;

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use zones::{Distinct, Zone, number};

use super::{Identity, Meter, MeterError, MeterKind, PowerReading, Scope, Status};
use crate::flag::Flag;

/// Folder in which the kernel exposes RAPL zones.
pub const POWERCAP: &str = "/sys/class/powercap";

/// The processor packages of this machine.
#[derive(Debug)]
pub struct RaplMeter {
    packages: Vec<Package>,
    identity: Identity,
    doubts: Vec<Flag>,
}

#[derive(Debug)]
struct Package {
    energy: PathBuf,
    /// The counter starts again at zero after this many microjoules: documented, unlike NVML's.
    range_uj: u64,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Seen {
    last_uj: Option<u64>,
    wraps: u64,
}

impl RaplMeter {
    /// Opens every package under that folder ([`POWERCAP`] on a real machine).
    ///
    /// # Errors
    /// Why there is none, in words that say what to do.
    pub fn open(root: &Path) -> Result<Self, MeterError> {
        let what = "processor energy (RAPL)";
        let Distinct { zones, unclear } = zones::distinct(zones::packages(root)?);
        if zones.is_empty() {
            return Err(MeterError::unsupported(what, format!("no package-* zone under {}", root.display())));
        }
        let names: Vec<&str> = zones.iter().map(|zone| zone.name.as_str()).collect();
        let name = format!("processor ({})", names.join(", "));
        let identity = Identity::named(MeterKind::Rapl, Scope::CpuPackage, name);
        let package =
            |zone: Zone| Package { energy: zone.energy, range_uj: zone.range_uj, seen: Mutex::default() };
        let doubts = if unclear { vec![Flag::ZonesUnclear] } else { Vec::new() };
        Ok(Self { packages: zones.into_iter().map(package).collect(), identity, doubts })
    }
}

impl Package {
    /// Microjoules since the meter was opened and before, with the documented wraps undone. A step down from below the
    /// upper half of the range is no wrap, and is passed on as what it is.
    fn microjoules(&self) -> Result<u64, String> {
        let now = number(&self.energy)?;
        let mut seen = self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(last) = seen.last_uj
            && now < last
            && last > self.range_uj / 2
            && now < self.range_uj / 2
        {
            seen.wraps += 1;
        }
        seen.last_uj = Some(now);
        Ok(seen.wraps * self.range_uj + now)
    }
}

impl Meter for RaplMeter {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn doubts(&self) -> Vec<Flag> {
        self.doubts.clone()
    }

    fn counter_j(&self) -> Result<f64, MeterError> {
        let mut sum = 0.0;
        for package in &self.packages {
            let microjoules = package.microjoules().map_err(|error| MeterError::retry("energy_uj", error))?;
            sum += microjoules as f64 / 1e6;
        }
        Ok(sum)
    }

    fn power(&self) -> PowerReading {
        PowerReading::failed(&MeterError::unsupported("power", "the processor shows energy only"))
    }

    fn status(&self) -> Result<Status, MeterError> {
        Ok(Status::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(root: &Path, folder: &str, name: &str, energy: &str) {
        let zone = root.join(folder);
        std::fs::create_dir_all(&zone).unwrap();
        std::fs::write(zone.join("name"), name).unwrap();
        std::fs::write(zone.join("energy_uj"), energy).unwrap();
        std::fs::write(zone.join("max_energy_range_uj"), "262143328850\n").unwrap();
    }

    #[test]
    fn packages_are_added_and_the_documented_wrap_is_undone() {
        let root = tempfile::tempdir().unwrap();
        zone(root.path(), "intel-rapl:0", "package-0\n", "262143000000\n");
        zone(root.path(), "intel-rapl:1", "package-1\n", "5000000\n");
        zone(root.path(), "intel-rapl:0:0", "core\n", "99\n");
        zone(root.path(), "intel-rapl-mmio:0", "package-0\n", "99\n");
        let meter = RaplMeter::open(root.path()).unwrap();
        assert_eq!(meter.identity().scope.word(), "cpu_package");
        assert_eq!(meter.identity().name, "processor (package-0, package-1)");
        let before = meter.counter_j().unwrap();
        assert!((before - 262_148.0).abs() < 1e-6, "{before}");
        zone(root.path(), "intel-rapl:0", "package-0\n", "1000000\n");
        let after = meter.counter_j().unwrap();
        assert!((after - before - 1.328_85).abs() < 1e-6, "{}", after - before);
    }

    /// Runs the counters of zones, each given as folder, name, first microjoules and watts, while the meter is opened.
    fn opened_while_running(zones: &[(&str, &str, u64, f64)]) -> (String, Vec<Flag>) {
        let root = tempfile::tempdir().unwrap();
        for (folder, name, first_uj, _) in zones {
            zone(root.path(), folder, name, &first_uj.to_string());
        }
        // Seconds of a clock of the test's own: a machine that stops would tell two counters apart.
        let clock = std::cell::Cell::new(0.0);
        let read = |zone: &zones::Zone| {
            clock.set(clock.get() + 1e-5);
            let is_its =
                |(folder, ..): &&(&str, &str, u64, f64)| zone.energy.starts_with(root.path().join(folder));
            let (_, _, first_uj, watts) = zones.iter().find(is_its).unwrap();
            first_uj + (watts * clock.get() * 1e6) as u64
        };
        let wait = || clock.set(clock.get() + 0.4);
        let found = zones::distinct_by(zones::packages(root.path()).unwrap(), read, wait);
        let names: Vec<&str> = found.zones.iter().map(|zone| zone.name.as_str()).collect();
        let doubts = if found.unclear { vec![Flag::ZonesUnclear] } else { Vec::new() };
        (format!("processor ({})", names.join(", ")), doubts)
    }

    #[test]
    fn trap_25_zones_of_one_package_are_told_by_how_they_count() {
        let one = "processor (package-0)";
        let two = |b: &str| format!("processor (package-0, {b})");
        let unclear = vec![Flag::ZonesUnclear];
        // The first counter begins at 5 kJ and draws 60 W.
        for (second, expected, doubts) in [
            // Another driver's copy with a zero of its own, whatever its name.
            (("intel-rapl-tpmi:0", "package-0", 7, 60.0), one.to_owned(), vec![]),
            (("other:0", "package-0-die-0", 7, 60.0), one.to_owned(), vec![]),
            // One register shown twice by one driver.
            (("intel-rapl:1", "package-1", 5_000_000_000, 60.0), one.to_owned(), vec![]),
            // Two dies that carry one name.
            (("intel-rapl:1", "package-0", 7, 25.0), two("package-0"), vec![]),
            // Two packages, at equal work.
            (("intel-rapl:1", "package-1", 7, 60.0), two("package-1"), vec![]),
            // Two dies at equal work, or one package: nobody can tell.
            (("intel-rapl:1", "package-0", 7, 60.0), one.to_owned(), unclear.clone()),
            (("other:0", "package-0", 7, 56.0), one.to_owned(), unclear),
        ] {
            let found = opened_while_running(&[("intel-rapl:0", "package-0", 5_000_000_000, 60.0), second]);
            assert_eq!(found, (expected, doubts), "{second:?}");
        }
    }

    #[test]
    fn counters_that_rest_tell_nothing() {
        let root = tempfile::tempdir().unwrap();
        zone(root.path(), "intel-rapl:0", "package-0\n", "9000000\n");
        zone(root.path(), "other:0", "package-0\n", "7000000\n");
        let meter = RaplMeter::open(root.path()).unwrap();
        assert_eq!(meter.doubts(), [Flag::ZonesUnclear]);
        assert!((meter.counter_j().unwrap() - 9.0).abs() < 1e-9, "counted once");
    }

    #[test]
    fn a_counter_that_restarts_low_in_its_range_is_no_wrap() {
        let root = tempfile::tempdir().unwrap();
        zone(root.path(), "intel-rapl:0", "package-0\n", "9000000\n");
        let meter = RaplMeter::open(root.path()).unwrap();
        let before = meter.counter_j().unwrap();
        zone(root.path(), "intel-rapl:0", "package-0\n", "1000000\n");
        assert!(meter.counter_j().unwrap() < before, "must be seen as going backwards");
    }

    #[test]
    fn what_is_missing_is_said_with_what_to_do() {
        let root = tempfile::tempdir().unwrap();
        let error = RaplMeter::open(&root.path().join("none")).unwrap_err().to_string();
        assert!(error.contains("is missing"), "{error}");
        let zone = root.path().join("intel-rapl:0");
        std::fs::create_dir_all(zone.join("energy_uj")).unwrap();
        std::fs::write(zone.join("name"), "package-0").unwrap();
        let error = RaplMeter::open(root.path()).unwrap_err().to_string();
        assert!(error.contains("administrator") && error.contains("chmod a+r"), "{error}");
    }
}
