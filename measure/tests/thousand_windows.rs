//! A thousand seeded windows on fake cards: the error against the truth between the stated edges, and whether the
//! stated error bar holds it.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::sync::Arc;
use std::time::SystemTime;

use wattpix_measure::clock::ScriptedClock;
use wattpix_measure::meter::scripted::ScriptedMeter;
use wattpix_measure::meter::scripted::scenario::Card;
use wattpix_measure::meter::scripted::waveform::Waveform;
use wattpix_measure::probe::probe;
use wattpix_measure::recorder::Recorder;
use wattpix_measure::window::{Side, Window};

struct Outcome {
    seed: u64,
    gross_j: f64,
    error_bar_j: f64,
    /// Truth times the sensor's gain: the gain is reported apart.
    truth_j: f64,
    gain: f64,
    valid: bool,
}

fn load(random: &mut fastrand::Rng) -> Waveform {
    let high_w = 150.0 + 350.0 * random.f64();
    match random.u32(0..5) {
        0 => Waveform::Constant { watts: high_w },
        1 => Waveform::Points {
            points: vec![[0.0, 80.0], [1.0 + 8.0 * random.f64(), high_w], [9.5, 90.0]],
            repeat: true,
        },
        2 | 3 => Waveform::Square {
            high_w,
            low_w: 60.0 + 60.0 * random.f64(),
            // 10 ms to 5 s, evenly in the logarithm.
            period_s: 0.01 * 500_f64.powf(random.f64()),
            duty: 0.1 + 0.8 * random.f64(),
            phase_s: random.f64(),
        },
        _ => Waveform::Noise { mean_w: high_w, sd_w: 0.3 * high_w, step_s: 0.003, seed: random.u64(..) },
    }
}

/// Speciality of a batch of windows.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Counter,
    NoCounter,
    LateCounter,
    /// Edges at any moment, as a printed marker line gives them.
    Marked,
}

fn window(seed: u64, kind: Kind) -> Outcome {
    let mut random = fastrand::Rng::with_seed(seed);
    let wait_s = 3.0 * random.f64();
    let work_s = 5.0 + 10.0 * random.f64();
    let load = load(&mut random);
    // Half the loads begin and end with the work, from idle; half go on all the time.
    let power = if random.bool() {
        // The job starts where the work does: after probing and waiting, which is not known beforehand; so it fills
        // everything from a moment inside the wait to one inside the work.
        let from = 2.0 + wait_s * random.f64();
        Waveform::Jobs { idle_w: 70.0, jobs: vec![[from, from + work_s]], load: Box::new(load) }
    } else {
        load
    };
    let mut card = match random.u32(0..3) {
        0 => Card::like_a100_pcie(power),
        1 => Card::like_h100_pcie(power),
        _ => Card::like_rtx_3090(power),
    };
    let mut gain = 1.0;
    if let Some(ticks) = &mut card.counter {
        ticks.period_s = if random.bool() { 0.1 } else { 0.02 };
        if kind == Kind::LateCounter {
            // Nobody knows whether real counters do this: each tick tells the past, by up to half a step.
            ticks.latency_s = 0.5 * random.f64() * ticks.period_s;
        }
        gain = ticks.gain;
    }
    if kind == Kind::NoCounter {
        card.counter = None;
        for sensor in [&mut card.instant, &mut card.average, &mut card.usage].into_iter().flatten() {
            (sensor.gain, sensor.offset_w, gain) = (1.0, 0.0, 1.0);
        }
    }
    let clock = Arc::new(ScriptedClock::starting_at(SystemTime::UNIX_EPOCH));
    let read_s = 2e-5 + 4e-4 * random.f64();
    let meter = Arc::new(ScriptedMeter::new(card, clock.clone(), read_s));
    let capabilities = probe(&*meter, &*clock).unwrap();
    let recorder = Recorder::new(meter.clone(), clock, capabilities);
    recorder.watch(wait_s);
    let window = if kind == Kind::Marked {
        recorder.watch(0.3);
        let from = recorder.clock().now_s();
        recorder.watch(work_s);
        let to = recorder.clock().now_s();
        recorder.watch(0.5);
        Window::spanning(&recorder, Side::Moment(from), Side::Moment(to))
    } else {
        Window::around(&recorder, || recorder.watch(work_s)).0
    };
    Outcome {
        seed,
        gross_j: window.gross_j.unwrap(),
        error_bar_j: window.edge_error_j.unwrap(),
        truth_j: gain * meter.true_joules(window.start_s, window.end_s),
        gain,
        valid: window.valid(),
    }
}

fn summary(name: &str, outcomes: &[Outcome]) -> (f64, f64) {
    let mut errors: Vec<f64> = outcomes.iter().map(|o| (o.gross_j / o.truth_j - 1.0).abs()).collect();
    errors.sort_by(f64::total_cmp);
    let inside = outcomes.iter().filter(|o| (o.gross_j - o.truth_j).abs() <= o.error_bar_j).count();
    let coverage = inside as f64 / outcomes.len() as f64;
    let mut bars: Vec<f64> = outcomes.iter().map(|o| o.error_bar_j / o.gross_j).collect();
    bars.sort_by(f64::total_cmp);
    let n = outcomes.len();
    println!(
        "{name}: {n} windows; error median {:.4} %, 95 % {:.4} %, worst {:.4} %; error bar median {:.3} %, worst {:.3} %; \
         it holds the truth in {:.1} %; {} invalid",
        100.0 * errors[n / 2],
        100.0 * errors[n * 95 / 100],
        100.0 * errors[n - 1],
        100.0 * bars[n / 2],
        100.0 * bars[n - 1],
        100.0 * coverage,
        outcomes.iter().filter(|o| !o.valid).count(),
    );
    // The published figures are these.
    let row = format!(
        "| {name} | {:.3} % | {:.2} % | {:.2} % | {:.0} % |",
        100.0 * errors[n / 2],
        100.0 * errors[n - 1],
        100.0 * bars[n / 2],
        100.0 * coverage
    );
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/metering.md")).unwrap();
    assert!(page.contains(&row), "docs/metering.md should have the row\n{row}");
    (errors[n - 1], coverage)
}

#[test]
fn a_thousand_windows_with_a_counter_are_within_one_percent_and_their_error_bars_hold_the_truth() {
    let outcomes: Vec<Outcome> = (0..1000).map(|seed| window(seed, Kind::Counter)).collect();
    let (_, coverage) = summary("1,000 with a counter, edges waited for", &outcomes);
    for o in &outcomes {
        let error = (o.gross_j / o.truth_j - 1.0).abs();
        assert!(error <= 0.01, "seed {}: {} J against {} J (gain {})", o.seed, o.gross_j, o.truth_j, o.gain);
        assert!(
            o.error_bar_j <= 0.05 * o.gross_j,
            "seed {}: an error bar of {} J says nothing",
            o.seed,
            o.error_bar_j
        );
    }
    assert!(coverage >= 0.90, "the error bar holds the truth in {coverage} only");
}

#[test]
fn without_a_counter_the_error_bar_still_holds_the_truth_in_nine_of_ten() {
    let outcomes: Vec<Outcome> = (0..300).map(|seed| window(10_000 + seed, Kind::NoCounter)).collect();
    let (_, coverage) = summary("300 without a counter", &outcomes);
    assert!(coverage >= 0.90, "the error bar holds the truth in {coverage} only");
}

#[test]
fn a_counter_that_tells_the_past_by_half_a_step_is_still_covered_by_the_error_bar() {
    let outcomes: Vec<Outcome> = (0..500).map(|seed| window(20_000 + seed, Kind::LateCounter)).collect();
    let (worst, coverage) = summary("500 of a counter that tells the past by up to half a step", &outcomes);
    assert!(coverage >= 0.90, "the error bar holds the truth in {coverage} only");
    assert!(worst < 0.02, "{worst}");
}

#[test]
fn windows_between_any_two_moments_are_within_two_percent_and_their_error_bars_hold_the_truth() {
    let outcomes: Vec<Outcome> = (0..500).map(|seed| window(30_000 + seed, Kind::Marked)).collect();
    let (worst, coverage) = summary("500 between any two moments (printed marks)", &outcomes);
    assert!(coverage >= 0.90, "the error bar holds the truth in {coverage} only");
    assert!(worst < 0.02, "{worst}");
}
