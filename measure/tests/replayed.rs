//! Real recordings played back through the same windows, and the fake sensors held against the published tables.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

mod support;

use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use support::{Bench, constant, off};
use wattpix_measure::clock::{Clock, ScriptedClock};
use wattpix_measure::flag::Flag;
use wattpix_measure::meter::PowerField;
use wattpix_measure::meter::replay::ReplayMeter;
use wattpix_measure::meter::scripted::scenario::Card;
use wattpix_measure::meter::scripted::sensor::Sensor;
use wattpix_measure::meter::scripted::waveform::{TruePower, Waveform};
use wattpix_measure::probe::probe;
use wattpix_measure::recorder::Recorder;
use wattpix_measure::window::{Side, Window};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/data");

/// Plays a recording from its start and records it, without the time that probing takes.
fn replayed(name: &str) -> Recorder {
    let path = Path::new(DATA).join("power_traces").join(name);
    let scratch: Arc<dyn Clock> = Arc::new(ScriptedClock::starting_at(SystemTime::UNIX_EPOCH));
    let capabilities = probe(&ReplayMeter::open(&path, Arc::clone(&scratch)).unwrap(), &*scratch).unwrap();
    let clock: Arc<dyn Clock> = Arc::new(ScriptedClock::starting_at(SystemTime::UNIX_EPOCH));
    let meter = ReplayMeter::open(&path, Arc::clone(&clock)).unwrap();
    let recorder = Recorder::new(Arc::new(meter), clock, capabilities);
    recorder.watch(16.0);
    recorder
}

#[test]
fn a_recorded_a100_gives_the_energy_of_its_step() {
    let recorder = replayed("a100-pcie-40gb_driver535_step.csv");
    assert_eq!(recorder.capabilities.counter_period_s(), None);
    let window = Window::spanning(&recorder, Side::Moment(1.0), Side::Moment(9.0));
    // About 60 W for 2 s and 189 W for 6 s; by the file's own readings, each held until the next: 1252 J.
    let gross = window.gross_j.unwrap();
    assert!(off(gross, 1252.1) < 0.01, "{gross}");
    assert!(window.flags.contains(&Flag::NoCounter) && window.valid(), "{:?}", window.flags);
    let error = window.edge_error_j.unwrap();
    assert!((5.0..120.0).contains(&error), "{error}");
}

#[test]
fn on_a_recorded_3090_the_average_lags_the_instant_reading_but_has_the_same_energy_in_the_end() {
    let recorder = replayed("rtx-3090_driver535_step.csv");
    assert_eq!(recorder.capabilities.primary, Some(PowerField::Instant));
    assert!(recorder.capabilities.with_average);
    let window = |from, to| Window::spanning(&recorder, Side::Moment(from), Side::Moment(to));
    let short = window(1.2, 2.2);
    assert!(
        short.integrated_average_j.unwrap() < 0.75 * short.integrated_j.unwrap(),
        "reads low in the first second"
    );
    let whole = window(0.5, 15.5);
    assert!(off(whole.integrated_average_j.unwrap(), whole.integrated_j.unwrap()) < 0.02);
}

#[test]
fn a_window_after_the_end_of_a_recording_is_refused() {
    let recorder = replayed("a100-pcie-40gb_driver535_step.csv");
    recorder.watch(10.0);
    let window = Window::spanning(&recorder, Side::Moment(17.5), Side::Moment(25.0));
    assert!(window.flags.contains(&Flag::Dropouts) || !window.valid(), "{:?}", window.flags);
}

/// The fake sensor of a table's row, and what the table says of it.
struct Row {
    gpu: String,
    sensor: Sensor,
}

fn rows() -> Vec<Row> {
    let mut reader = csv::Reader::from_path(format!("{DATA}/nvml_power_sensor_vs_powermeter.csv")).unwrap();
    let mut rows = Vec::new();
    for row in reader.records() {
        let row = row.unwrap();
        let number = |at: usize| row[at].parse::<f64>().ok();
        let (Some(update), Some(gain), Some(offset)) = (number(3), number(6), number(7)) else { continue };
        // Where no averaging window was measured, the reading is the one-second average.
        let window_s = number(10).map_or(1.0, |ms| ms / 1e3);
        let sensor = Sensor { update_s: update / 1e3, window_s, gain, offset_w: offset, phase_s: 0.0 };
        rows.push(Row { gpu: format!("{} {} {}", &row[0], &row[1], &row[2]), sensor });
    }
    rows
}

#[test]
fn the_fake_sensors_behave_as_the_published_cards_do() {
    let rows = rows();
    assert!(rows.len() > 60, "{}", rows.len());
    for Row { gpu, sensor } in &rows {
        // Steady state: slope and offset.
        let truth = TruePower::new(constant(200.0));
        let expected = sensor.gain * 200.0 + sensor.offset_w;
        assert!((sensor.watts(&truth, 50.0) - expected).abs() < 0.001, "{gpu}");
        // New values come every update period.
        let ramp =
            TruePower::new(Waveform::Points { points: vec![[0.0, 50.0], [60.0, 350.0]], repeat: false });
        let mut last = sensor.watts(&ramp, 0.0);
        let mut changes = Vec::new();
        for step in 1..20_000 {
            let t = f64::from(step) * 1e-3;
            let now = sensor.watts(&ramp, t);
            if now != last {
                changes.push(t);
            }
            last = now;
        }
        let period = (changes[changes.len() - 1] - changes[0]) / (changes.len() - 1) as f64;
        assert!(off(period, sensor.update_s) < 0.02, "{gpu}: {period}");
        // A step is fully shown after the averaging window and one update.
        let step =
            TruePower::new(Waveform::Points { points: vec![[5.0, 60.0], [5.0001, 200.0]], repeat: false });
        let settled = 5.01 + sensor.window_s + sensor.update_s;
        assert!((sensor.watts(&step, settled) - expected).abs() < 0.01, "{gpu}");
    }
}

#[test]
fn without_a_counter_every_published_sensor_gives_the_energy_that_its_gain_shows() {
    for Row { gpu, sensor } in rows() {
        let load = Waveform::Jobs { idle_w: 70.0, jobs: vec![[8.0, 20.0]], load: Box::new(constant(220.0)) };
        let card = Card {
            counter: None,
            instant: Some(sensor.clone()),
            average: None,
            usage: None,
            ..Card::ideal(load)
        };
        let bench = Bench::new(card);
        bench.until(7.0);
        let window = bench.window(14.0);
        let truth = sensor.gain * bench.truth_j(&window) + sensor.offset_w * window.duration_s();
        assert!(off(window.gross_j.unwrap(), truth) < 0.01, "{gpu}: {:?} against {truth}", window.gross_j);
    }
}

#[test]
fn the_fake_average_rises_as_slowly_as_published_and_the_instant_reading_as_fast() {
    let mut reader = csv::Reader::from_path(format!("{DATA}/nvml_power_sensor_remote_gpus.csv")).unwrap();
    let step = TruePower::new(Waveform::Points { points: vec![[5.0, 60.0], [5.0001, 260.0]], repeat: false });
    let mut seen = [0, 0];
    for row in reader.records() {
        let row = row.unwrap();
        let (Ok(update_ms), Ok(rise_ms)) = (row[3].parse::<f64>(), row[4].parse::<f64>()) else { continue };
        let averaged = row[6].is_empty();
        // Cards whose instant reading rises over several updates (Turing) are not among those that are faked.
        if !averaged && rise_ms > 1.3 * update_ms {
            continue;
        }
        let window_s = if averaged { 1.0 } else { row[6].parse::<f64>().unwrap() / 1e3 };
        let sensor = Sensor { update_s: update_ms / 1e3, window_s, gain: 1.0, offset_w: 0.0, phase_s: 0.0 };
        let first = |watts: f64| {
            (0..4000).map(|i| 4.5 + f64::from(i) * 1e-3).find(|t| sensor.watts(&step, *t) > watts)
        };
        let rise_s = first(250.0).unwrap() - first(61.0).unwrap();
        if averaged {
            // Published: 870 to 950 ms.
            assert!(
                (rise_s - rise_ms / 1e3).abs() < 0.12,
                "{} {}: {rise_s} s, published {rise_ms} ms",
                &row[0],
                &row[2]
            );
        } else {
            assert!(
                rise_s <= 1.1 * sensor.update_s,
                "{} {}: {rise_s} s, published {rise_ms} ms",
                &row[0],
                &row[2]
            );
        }
        seen[usize::from(averaged)] += 1;
    }
    assert!(seen[0] > 15 && seen[1] > 15, "{seen:?}");
}
