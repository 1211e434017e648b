//! Ten seconds of work on fake cards, measured by every method, against the truth.

use std::sync::Arc;
use std::time::SystemTime;

use wattpix_measure::clock::{Clock, ScriptedClock};
use wattpix_measure::meter::Meter;
use wattpix_measure::meter::scripted::scenario::Card;
use wattpix_measure::meter::scripted::sensor::Sensor;
use wattpix_measure::meter::scripted::waveform::Waveform;
use wattpix_measure::meter::scripted::{FakeCard, ScriptedMeter};
use wattpix_measure::probe::probe;
use wattpix_measure::recorder::Recorder;
use wattpix_measure::window::Window;

/// Seconds of work.
pub const WORK_S: f64 = 10.0;
/// Runs of each load on each card; each begins at another moment of the counter's and the sensors' periods.
pub const RUNS: u64 = 24;
/// Watts before and after the work.
const IDLE_W: f64 = 70.0;

/// The methods, in the order of the columns.
pub const METHODS: [&str; 7] = [
    "measure, counter",
    "measure, instant power",
    "measure, average power",
    "CodeCarbon, 15 s",
    "CodeCarbon, 1 s",
    "CodeCarbon, 15 s, killed",
    "carbontracker",
];

/// A load by name; square waves carry their period.
pub struct Load {
    pub name: String,
    pub period_s: Option<f64>,
    pub shape: Waveform,
}

/// Errors of one method, as shares of the truth.
#[derive(Clone, Copy)]
pub struct Errors {
    pub median: f64,
    pub worst: f64,
}

/// Results of a card: for each load, the errors of each method.
pub struct CardResults {
    pub card: &'static str,
    pub rows: Vec<(Load, [Errors; 7])>,
}

fn loads() -> Vec<Load> {
    let load = |name: &str, shape| Load { name: name.to_owned(), period_s: None, shape };
    let mut loads = vec![
        load("constant 300 W", Waveform::Constant { watts: 300.0 }),
        load(
            "ramp 80 to 340 W",
            Waveform::Points { points: vec![[0.0, 80.0], [WORK_S, 340.0]], repeat: false },
        ),
        load("noise 250 ± 75 W", Waveform::Noise { mean_w: 250.0, sd_w: 75.0, step_s: 0.005, seed: 5 }),
    ];
    for period_ms in [10_u32, 20, 50, 100, 200, 500, 1000, 2000, 5000] {
        let period_s = f64::from(period_ms) / 1e3;
        loads.push(Load {
            name: format!("square 340/80 W, {period_ms} ms"),
            period_s: Some(period_s),
            shape: Waveform::Square { high_w: 340.0, low_w: 80.0, period_s, duty: 0.5, phase_s: 0.0 },
        });
    }
    loads
}

/// A card of that kind whose sensors do not err in gain: that is reported apart.
fn card(kind: &str, power: Waveform, random: &mut fastrand::Rng) -> Card {
    let mut card =
        if kind.starts_with("A100") { Card::like_a100_pcie(power) } else { Card::like_h100_pcie(power) };
    let phase = random.f64();
    for sensor in [&mut card.instant, &mut card.average, &mut card.usage].into_iter().flatten() {
        *sensor = Sensor { gain: 1.0, offset_w: 0.0, phase_s: phase * sensor.update_s, ..sensor.clone() };
    }
    if let Some(counter) = &mut card.counter {
        counter.gain = 1.0;
    }
    // Far above the load: the cards' limits play no part here.
    card.power_limit_w = 700.0;
    card
}

/// Measures a window on a card; returns when the work began, and the window.
fn windowed(card: Card, wait_s: f64) -> (f64, Window, Arc<ScriptedMeter>) {
    let clock: Arc<dyn Clock> = Arc::new(ScriptedClock::starting_at(SystemTime::UNIX_EPOCH));
    let meter = Arc::new(ScriptedMeter::new(card, Arc::clone(&clock), 5e-5));
    let capabilities = match probe(&*meter, &*clock) {
        Ok(capabilities) => capabilities,
        Err(error) => unreachable!("a fake card answers: {error}"),
    };
    let recorder = Recorder::new(Arc::clone(&meter) as Arc<dyn Meter>, Arc::clone(&clock), capabilities);
    recorder.watch(wait_s);
    let mut began = 0.0;
    let (window, ()) = Window::around(&recorder, || {
        began = clock.now_s();
        recorder.watch(WORK_S);
    });
    (began, window, meter)
}

/// CodeCarbon's GPU energy: the counter's difference over each interval, and over the rest when stopped properly
/// (mlco2/codecarbon, codecarbon/core/gpu_device.py, `delta`; read at start, at every interval and at stop).
fn codecarbon(card: &FakeCard, from: f64, to: f64, interval_s: f64, stopped: bool) -> f64 {
    let read = |t: f64| card.counter_j(t).unwrap_or(f64::NAN);
    let mut last = read(from);
    let mut sum = 0.0;
    let mut t = from + interval_s;
    while t < to {
        let now = read(t);
        sum += now - last;
        last = now;
        t += interval_s;
    }
    if stopped { sum + read(to) - last } else { sum }
}

/// carbontracker's GPU energy: PowerUsage once a second, its mean times the duration
/// (saintslab/carbontracker 2.4.3, components/gpu/nvidia.py and tracker.py).
fn carbontracker(card: &FakeCard, from: f64, to: f64, phase_s: f64) -> f64 {
    let readings: Vec<f64> = (0..)
        .map(|second| from + phase_s + f64::from(second))
        .take_while(|t| *t < to)
        .filter_map(|t| card.power(t).usage_w.ok())
        .collect();
    readings.iter().sum::<f64>() / readings.len() as f64 * (to - from)
}

fn one_run(kind: &str, load: &Load, seed: u64) -> [f64; 7] {
    let mut random = fastrand::Rng::with_seed(seed);
    let wait_s = 2.0 * random.f64();
    let state = random.get_seed();
    // When work begins depends on the counter's ticks only, so a rehearsal at constant power tells it.
    let (began, ..) = windowed(card(kind, Waveform::Constant { watts: IDLE_W }, &mut random), wait_s);
    random.seed(state);
    let power = Waveform::Jobs {
        idle_w: IDLE_W,
        jobs: vec![[began, began + WORK_S]],
        load: Box::new(load.shape.clone()),
    };
    let with_counter = card(kind, power, &mut random);
    let (_, window, meter) = windowed(with_counter.clone(), wait_s);
    let stated = meter.true_joules(window.start_s, window.end_s);
    let error = |joules: Option<f64>, truth: f64| joules.map_or(f64::NAN, |j| j / truth - 1.0);
    // The others start and stop whenever they are told to, and so does their work.
    let (from, phase_s) = (began + 0.1 * random.f64(), random.f64());
    let to = from + WORK_S + 0.1 * random.f64();
    let power = Waveform::Jobs { idle_w: IDLE_W, jobs: vec![[from, to]], load: Box::new(load.shape.clone()) };
    let fake = FakeCard::new(Card { power, ..with_counter });
    let truth = fake.true_joules(from, to);
    [
        error(window.counter_j, stated),
        error(window.integrated_j, stated),
        error(window.integrated_average_j, stated),
        error(Some(codecarbon(&fake, from, to, 15.0, true)), truth),
        error(Some(codecarbon(&fake, from, to, 1.0, true)), truth),
        error(Some(codecarbon(&fake, from, to, 15.0, false)), truth),
        error(Some(carbontracker(&fake, from, to, phase_s)), truth),
    ]
}

/// Every method on every load and card.
pub fn run() -> Vec<CardResults> {
    ["A100 PCIe: power covers 25 of 100 ms", "H100 PCIe: PowerUsage is a 1 s average"]
        .into_iter()
        .map(|kind| {
            let rows = loads()
                .into_iter()
                .map(|load| {
                    let runs: Vec<[f64; 7]> = (0..RUNS).map(|seed| one_run(kind, &load, seed)).collect();
                    let errors = std::array::from_fn(|method| {
                        let mut all: Vec<f64> = runs.iter().map(|run| run[method].abs()).collect();
                        all.sort_by(f64::total_cmp);
                        Errors { median: all[all.len() / 2], worst: all[all.len() - 1] }
                    });
                    (load, errors)
                })
                .collect();
            CardResults { card: kind, rows }
        })
        .collect()
}
