//! Cost of sampling: one reading, and the share of one core that a sampling thread takes.
//!
//! Through the fake library, so the driver's own time is not in it; `measure doctor` prints the share on a real card.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a benchmark")]

use std::sync::Arc;
use std::time::SystemTime;

use criterion::{Criterion, criterion_group, criterion_main};
use wattpix_measure::clock::{RealClock, ScriptedClock};
use wattpix_measure::meter::Meter;
use wattpix_measure::meter::nvml::Library;
use wattpix_measure::meter::scripted::ScriptedMeter;
use wattpix_measure::meter::scripted::scenario::{Card, Machine};
use wattpix_measure::meter::scripted::waveform::Waveform;
use wattpix_measure::probe::probe;
use wattpix_measure::recorder::Recorder;

/// The share of one core that sampling may take.
const BUDGET: f64 = 0.01;

fn card() -> Card {
    Card::like_h100_pcie(Waveform::Square {
        high_w: 340.0,
        low_w: 80.0,
        period_s: 0.4,
        duty: 0.5,
        phase_s: 0.0,
    })
}

fn sampling(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("machine.json");
    let machine =
        Machine { driver: "580.95.05".into(), epoch_unix_s: None, init_error: None, cards: vec![card()] };
    std::fs::write(&path, serde_json::to_vec(&machine).unwrap()).unwrap();
    let so = std::env::current_exe().unwrap().parent().unwrap().join("libwattpix_fake_nvml.so");
    // The library reads this when it is loaded; this process has one thread until then.
    let child = std::env::var_os("WATTPIX_FAKE_NVML");
    if child.is_none() {
        let again = std::process::Command::new(std::env::current_exe().unwrap())
            .args(std::env::args_os().skip(1))
            .env("WATTPIX_FAKE_NVML", &path)
            .status()
            .unwrap();
        std::process::exit(again.code().unwrap_or(1));
    }
    let meter = Library::load(Some(&so)).unwrap().devices().unwrap().remove(0).map_err(|(_, e)| e).unwrap();
    let meter: Arc<dyn Meter> = Arc::new(meter);
    let clock = Arc::new(RealClock::new());
    let capabilities = probe(&*meter, &*clock).unwrap();
    let recorder = Recorder::new(Arc::clone(&meter), clock.clone(), capabilities);
    let ((), share) = recorder.beside(|| std::thread::sleep(std::time::Duration::from_secs(5)));
    let share = share.unwrap();
    println!(
        "sampling every {:.0} ms takes {:.2} % of one core (budget {:.0} %)",
        1e3 * recorder.sample_s(),
        100.0 * share,
        100.0 * BUDGET
    );
    assert!(share < 5.0 * BUDGET, "five times over the budget");
    criterion.bench_function("one reading through nvml-wrapper and the fake library", |b| {
        b.iter(|| (meter.counter_j(), meter.power()));
    });
    let scripted = Arc::new(ScriptedClock::starting_at(SystemTime::UNIX_EPOCH));
    let fake = ScriptedMeter::new(card(), scripted, 0.0);
    criterion.bench_function("the same, answered by the fake card alone", |b| {
        b.iter(|| (fake.counter_j(), fake.power()));
    });
}

criterion_group!(benches, sampling);
criterion_main!(benches);
