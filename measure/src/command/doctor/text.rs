//! Findings as text for a person: one screen.

use super::report::Report;
use crate::device::Inventory;
use crate::flag::{Flag, Severity};
use crate::meter::{Identity, MeterKind, Scope, Status};
use crate::probe::{Capabilities, CounterSupport, NOT_OFFERED};
use crate::window::{GOOD_WINDOW_S, Window};

/// The screen.
pub(super) fn page(reports: &[Report], inventory: Option<&Inventory>) -> String {
    let mut page = Vec::new();
    let out = &mut page;
    let driver = inventory.and_then(|i| i.library.as_ref().ok()).map(|library| {
        format!(
            "; NVIDIA driver {}, library {}",
            library.driver().unwrap_or("?"),
            library.version().unwrap_or("?")
        )
    });
    out.push(format!("{}{}", crate::tool(), driver.unwrap_or_default()));
    for report in reports {
        out.push(String::new());
        device(out, report, inventory);
    }
    if let Some(inventory) = inventory {
        out.push(String::new());
        missing(out, inventory);
    }
    advice(out, reports, inventory);
    page.join("\n")
}

fn line(out: &mut Vec<String>, label: &str, text: &str) {
    out.push(format!("  {label:<10} {text}"));
}

fn device(out: &mut Vec<String>, report: &Report, inventory: Option<&Inventory>) {
    let id = &report.identity;
    let title = match id.scope {
        Scope::Gpu => format!("GPU {}  {}{}", id.index, id.name, memory(id)),
        Scope::CpuPackage => format!("CPU  {}", id.name),
    };
    let fake = if id.meter == MeterKind::Fake { "  [a fake: for trying the tool only]" } else { "" };
    out.push(format!("{title}: {}{fake}", report.verdict().label()));
    if id.scope == Scope::Gpu {
        line(out, "is", &names(id, inventory));
    }
    match report.capabilities() {
        Err(error) => line(out, "error", error),
        Ok(capabilities) => readings(out, report, capabilities),
    }
    if let Some(status) = &report.status
        && id.scope == Scope::Gpu
    {
        line(out, "state", &state(id, status, report.trial()));
    }
    for flag in report.flags() {
        let mark = if flag.severity() == Severity::Invalid { "!" } else { "-" };
        out.push(format!("  {mark} {} {} [{flag}]", flag.message(), flag.advice()));
    }
}

fn memory(id: &Identity) -> String {
    id.memory_bytes.map(|bytes| format!(", {:.0} GiB", bytes as f64 / f64::from(1 << 30))).unwrap_or_default()
}

fn names(id: &Identity, inventory: Option<&Inventory>) -> String {
    let mut parts = vec![id.uuid.clone().unwrap_or_else(|| "no UUID".to_owned())];
    if let Some(pci) = &id.pci {
        parts.push(format!("PCI {pci}"));
    }
    parts.push(format!("NVML index {}", id.index));
    if let Some(inventory) = inventory {
        parts.push(match inventory.cuda.ordinals.iter().position(|index| *index == id.index) {
            Some(ordinal) => format!("CUDA ordinal {ordinal}"),
            None if inventory.cuda.visible.is_some() => "hidden from CUDA programs here".to_owned(),
            None => "CUDA ordinal unknown".to_owned(),
        });
    }
    parts.join(", ")
}

fn readings(out: &mut Vec<String>, report: &Report, capabilities: &Capabilities) {
    line(
        out,
        "energy",
        &match &capabilities.counter {
            CounterSupport::Works { period_s, spread_s, ticks } => format!(
                "counter, steps every {} (within {}, {ticks} steps seen)",
                time(*period_s),
                time(*spread_s)
            ),
            CounterSupport::Silent { watched_s } => {
                format!("counter answers but did not move in {watched_s:.1} s")
            }
            CounterSupport::Missing { reason } => format!("no counter ({reason})"),
        },
    );
    let power: Vec<String> = capabilities
        .power
        .iter()
        .filter_map(|p| p.watts.map(|w| format!("{w:.1} W {}", p.field.label())))
        .collect();
    line(out, "power", &if power.is_empty() { "no reading".to_owned() } else { power.join("; ") });
    let missing = capabilities.power.iter().filter(|p| p.watts.is_none() && !power.is_empty());
    let (not_offered, odd): (Vec<_>, Vec<_>) =
        missing.partition(|p| p.reason.as_deref() == Some(NOT_OFFERED));
    if !not_offered.is_empty() {
        let names: Vec<&str> = not_offered.iter().map(|p| p.field.label()).collect();
        line(out, "", &format!("{NOT_OFFERED}: {}", names.join(", ")));
    }
    for power in odd {
        line(out, "", &format!("{} {}", power.field.label(), power.reason.as_deref().unwrap_or("?")));
    }
    if let Some(trial) = report.trial() {
        if let Some(watts) = trial.mean_w() {
            let agree = trial.ratio().map(|ratio| format!("; counter over integrated power {ratio:.3}"));
            let duration = trial.duration_s();
            line(out, "now", &format!("{watts:.1} W over {duration:.1} s{}", agree.unwrap_or_default()));
            line(out, "accuracy", &accuracy(report, trial, watts));
        }
        let share = report.cpu_share().map(|share| format!(", {:.2} % of one core", 100.0 * share));
        let rate = 1.0 / report.sample_s;
        let read = time(capabilities.read_s);
        line(
            out,
            "cost",
            &format!("{rate:.0} readings a second of {read} each{}", share.unwrap_or_default()),
        );
    }
}

fn accuracy(report: &Report, trial: &Window, watts: f64) -> String {
    let gain = match report.identity.scope {
        Scope::Gpu => {
            "; the gain of the card's own sensor, 5 to 8 %, comes on top and is the same in all its windows"
        }
        Scope::CpuPackage => "",
    };
    match (trial.edge_error_j, trial.counter_j) {
        (Some(error), Some(_)) => {
            let percent = 100.0 * error / (watts * GOOD_WINDOW_S);
            format!("± {percent:.2} % by the edges of a {GOOD_WINDOW_S:.0} s window at this power{gain}")
        }
        _ => format!("without a counter it depends on the load, see docs/metering.md{gain}"),
    }
}

fn state(id: &Identity, status: &Status, trial: Option<&Window>) -> String {
    let mut parts = Vec::new();
    let mut put = |text: Option<String>| parts.extend(text);
    put(status.temperature_c.map(|t| format!("{t} °C")));
    put(status.sm_clock_mhz.map(|mhz| format!("{mhz} MHz")));
    put(id.power_limit_w.map(|w| format!("limit {w:.0} W")));
    let on =
        |name: &str, value: Option<bool>| value.map(|v| format!("{name} {}", if v { "on" } else { "off" }));
    put(on("persistence", id.persistence));
    put(on("ECC", id.ecc));
    put(trial.map(|window| match window.others {
        0 if window.flags.contains(&Flag::PidsHidden) => "not told who uses it".to_owned(),
        0 => "nobody else on it".to_owned(),
        1 => "one other program on it".to_owned(),
        n => format!("{n} other programs on it"),
    }));
    if !status.throttle.is_empty() {
        put(Some(format!("clocks held down by {}", status.throttle.join(", "))));
    }
    parts.join(", ")
}

fn time(seconds: f64) -> String {
    match seconds {
        s if s >= 1.0 => format!("{s:.2} s"),
        s if s >= 0.01 => format!("{:.0} ms", s * 1e3),
        s if s >= 0.000_1 => format!("{:.1} ms", s * 1e3),
        s => format!("{:.0} µs", s * 1e6),
    }
}

fn missing(out: &mut Vec<String>, inventory: &Inventory) {
    match &inventory.library {
        Err(error) => out.push(format!("No NVIDIA GPU: {error}")),
        Ok(_) if inventory.gpus.is_empty() => {
            out.push("The NVIDIA driver is there but shows no GPU".to_string())
        }
        Ok(_) => {}
    }
    for (index, error) in inventory.gpus.iter().filter_map(|gpu| gpu.as_ref().err()) {
        out.push(format!("GPU {index} cannot be opened: {error}"));
    }
    if let Err(error) = &inventory.cpu {
        out.push(format!("No CPU meter: {error}"));
    }
    if inventory.library.is_ok() {
        match &inventory.cuda.visible {
            Some(visible) => out.push(format!("CUDA_VISIBLE_DEVICES={visible}")),
            None => out.push("CUDA_VISIBLE_DEVICES is not set: CUDA programs see every GPU".to_string()),
        }
        if let Some(problem) = &inventory.cuda.problem {
            out.push(format!("  ! {problem}"));
        }
    }
}

fn advice(out: &mut Vec<String>, reports: &[Report], inventory: Option<&Inventory>) {
    out.push(String::new());
    if reports.iter().any(Report::works) {
        let gpus = reports.iter().filter(|r| r.identity.scope == Scope::Gpu && r.works()).count();
        let many = if gpus > 1 { " --gpu INDEX" } else { "" };
        out.push(format!(
            "Next: `measure idle{many}`, or `measure exec{many} -- your program` (docs/exec.md)."
        ));
        let unloaded = reports.iter().any(|r| r.identity.persistence == Some(false));
        if unloaded {
            out.push(
                "Persistence mode is off: the driver may unload between programs and restart the counter; \
                 windows that this hits are marked counter-backwards."
                    .to_string(),
            );
        }
        return;
    }
    out.push("Nothing can be metered here now, so runs are refused. What to do:".to_string());
    if inventory.is_some_and(|i| i.library.is_err()) {
        out.push("  - with an NVIDIA GPU: make `nvidia-smi` work first, then run this again;".to_string());
        out.push("  - in a container: start it with access to the GPU (for example --gpus all);".to_string());
        out.push(
            "  - on a machine with Intel or AMD processors: have the administrator make energy_uj readable;"
                .to_string(),
        );
        out.push("  - to try the tool without either: `measure exec --gpu fake -- sleep 10`.".to_string());
    }
    let spoilt = reports.iter().flat_map(Report::flags).filter(|f| f.severity() == Severity::Invalid);
    for flag in spoilt {
        out.push(format!("  - {}", flag.advice()));
    }
}
