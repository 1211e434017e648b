//! The processor packages through the kernel's powercap files: for runs on the CPU, and for trying the tool without
//! an NVIDIA card. Reads only; where the files are for root alone, it says so.
//!
//! Source: Linux, Documentation/power/powercap/powercap.rst (`energy_uj`, `max_energy_range_uj`). Since CVE-2020-8694
//! (Linux 5.10) `energy_uj` is readable by root only unless the administrator changed that.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::{Identity, Meter, MeterError, MeterKind, PowerReading, Scope, Status};

/// Where the kernel shows it.
pub const POWERCAP: &str = "/sys/class/powercap";

/// The processor packages of this machine.
#[derive(Debug)]
pub struct RaplMeter {
    packages: Vec<Package>,
    identity: Identity,
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
        let entries = std::fs::read_dir(root).map_err(|_| {
            MeterError::unsupported(
                what,
                format!(
                    "{} is missing: the kernel, virtual machine or container does not show it",
                    root.display()
                ),
            )
        })?;
        let mut zones: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        zones.sort();
        let mut packages = Vec::new();
        let mut names = Vec::new();
        for zone in zones {
            let Ok(name) = std::fs::read_to_string(zone.join("name")) else { continue };
            // Packages only: core, uncore and dram zones lie inside them or beside them; the mmio copy is the same energy.
            if !name.starts_with("package-") || zone.to_string_lossy().contains("mmio") {
                continue;
            }
            let energy = zone.join("energy_uj");
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
                number(&zone.join("max_energy_range_uj")).map_err(|e| MeterError::unsupported(what, e))?;
            packages.push(Package { energy, range_uj, seen: Mutex::default() });
            names.push(name.trim().to_owned());
        }
        if packages.is_empty() {
            return Err(MeterError::unsupported(what, format!("no package-* zone under {}", root.display())));
        }
        let identity = Identity {
            meter: MeterKind::Rapl,
            scope: Scope::CpuPackage,
            name: format!("processor ({})", names.join(", ")),
            uuid: None,
            pci: None,
            index: 0,
            driver: None,
            library: None,
            vbios: None,
            memory_bytes: None,
            power_limit_w: None,
            power_limit_default_w: None,
            persistence: None,
            ecc: None,
            mig: None,
            vgpu: None,
        };
        Ok(Self { packages, identity })
    }
}

fn number(path: &Path) -> Result<u64, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    text.trim().parse().map_err(|_| format!("{}: {:?} is not a whole number", path.display(), text.trim()))
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
        let before = meter.counter_j().unwrap();
        zone(root.path(), "intel-rapl:0", "package-0\n", "1000000\n");
        let after = meter.counter_j().unwrap();
        assert!((after - before - 1.328_85).abs() < 1e-6, "{}", after - before);
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
