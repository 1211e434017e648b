//! Several GPUs as one measurement: one window, energies of each and of all against the truth, and what goes wrong with one of them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

mod support;

use std::sync::Arc;
use std::time::SystemTime;

use support::{constant, sensor};
use wattpix_measure::clock::{Clock, ScriptedClock};
use wattpix_measure::flag::Flag;
use wattpix_measure::idle::{Idle, IdleAround};
use wattpix_measure::meter::Meter;
use wattpix_measure::meter::scripted::ScriptedMeter;
use wattpix_measure::meter::scripted::scenario::{Card, Event};
use wattpix_measure::meter::scripted::sensor::Counter;
use wattpix_measure::meter::scripted::waveform::Waveform;
use wattpix_measure::observation::{Observation, Stage};
use wattpix_measure::probe::probe;
use wattpix_measure::recorder::Recorder;
use wattpix_measure::window::{Side, Window};

/// GPUs under measurement as one.
struct Bench {
    meters: Vec<Arc<ScriptedMeter>>,
    recorder: Recorder,
}

impl Bench {
    fn new(cards: Vec<Card>) -> Self {
        let clock: Arc<dyn Clock> = Arc::new(ScriptedClock::starting_at(SystemTime::UNIX_EPOCH));
        let meters: Vec<Arc<ScriptedMeter>> = (0..)
            .zip(cards)
            .map(|(index, card)| {
                let card = Card { uuid: format!("GPU-{index}"), ..card };
                Arc::new(ScriptedMeter::new(card, Arc::clone(&clock), 1e-4).at_index(index))
            })
            .collect();
        let mut recorders = meters.iter().map(|meter| {
            let capabilities = probe(&**meter, &*clock).unwrap();
            Recorder::new(Arc::clone(meter) as Arc<dyn Meter>, Arc::clone(&clock), capabilities)
        });
        let first = recorders.next().unwrap();
        let recorder = first.with_others(recorders.collect());
        Self { meters, recorder }
    }

    fn truth_j(&self, window: &Window) -> Vec<f64> {
        self.meters.iter().map(|meter| meter.true_joules(window.start_s, window.end_s)).collect()
    }

    /// The window holds the truth of each and of all, within the error that it states.
    fn holds(&self, window: &Window, what: &str) {
        let truth = self.truth_j(window);
        assert_eq!(window.gpus.len(), truth.len(), "{what}");
        for (gpu, truth_j) in window.gpus.iter().zip(&truth) {
            let (gross, error) = (gpu.gross_j.unwrap(), gpu.edge_error_j.unwrap());
            assert!((gross - truth_j).abs() <= error, "{what}: {gross} against {truth_j} ± {error}");
        }
        let (gross, error) = (window.gross_j.unwrap(), window.edge_error_j.unwrap());
        let whole_j: f64 = truth.iter().sum();
        assert!((gross - whole_j).abs() <= error, "{what}: {gross} against {whole_j} ± {error}");
        let sum: f64 = window.gpus.iter().map(|gpu| gpu.gross_j.unwrap()).sum();
        let errors: f64 = window.gpus.iter().map(|gpu| gpu.edge_error_j.unwrap()).sum();
        assert!((gross - sum).abs() < 1e-9 && (error - errors).abs() < 1e-9, "{what}");
    }
}

/// A card whose counter ticks so often and lags by so much.
fn ticking(power: Waveform, period_s: f64, jitter: f64) -> Card {
    Card { counter: Some(Counter { period_s, gain: 1.0, jitter, latency_s: 0.0 }), ..Card::ideal(power) }
}

fn square(high_w: f64, period_s: f64) -> Waveform {
    Waveform::Square { high_w, low_w: 60.0, period_s, duty: 0.4, phase_s: 0.3 }
}

#[test]
fn one_window_holds_the_truth_of_each_and_of_all() {
    let cards = || {
        vec![
            ticking(square(300.0, 1.7), 0.1, 0.05),
            ticking(square(150.0, 0.9), 0.02, 0.1),
            ticking(constant(40.0), 0.1, 0.0),
            ticking(square(400.0, 2.3), 0.073, 0.0),
        ]
    };
    for start_s in [10.0, 10.033, 10.08, 11.7] {
        let bench = Bench::new(cards());
        let rest = start_s - bench.recorder.clock().now_s();
        bench.recorder.watch(rest);
        let (window, ()) = Window::around(&bench.recorder, || bench.recorder.watch(6.0));
        assert!(window.valid(), "{:?}", window.flags);
        bench.holds(&window, &format!("from {start_s}"));
        let share = window.edge_error_j.unwrap() / window.gross_j.unwrap();
        assert!(share < 0.06, "an error of {share} is no help");
        assert!(window.counter_j.is_some() && window.integrated_j.is_some(), "{window:?}");
        assert!((window.ratio().unwrap() - 1.0).abs() < 0.05);
    }
}

/// Edges without readings just before them, as at the start of a program, and marks at which nobody waits.
#[test]
fn the_first_edge_and_printed_marks_hold_the_truth() {
    let bench =
        Bench::new(vec![ticking(square(300.0, 1.7), 0.1, 0.05), ticking(square(150.0, 0.9), 0.1, 0.0)]);
    // Nothing is read for a while.
    bench.recorder.clock().sleep(4.0);
    let (window, ()) = Window::around(&bench.recorder, || bench.recorder.watch(4.0));
    assert!(window.valid(), "{:?}", window.flags);
    bench.holds(&window, "after a pause");
    let from_s = bench.recorder.clock().now_s();
    bench.recorder.watch(4.0);
    let to_s = bench.recorder.clock().now_s();
    bench.recorder.watch(1.0);
    let window = Window::spanning(&bench.recorder, Side::Moment(from_s), Side::Moment(to_s));
    assert!(window.valid(), "{:?}", window.flags);
    bench.holds(&window, "printed");
}

/// A GPU that is lost, holds its counter, starts it anew, jumps, shows nonsense or is used by somebody else spoils the sum, and the joules of the other stand.
#[test]
fn what_is_wrong_with_one_is_wrong_with_all() {
    for (event, flag, energy) in [
        (Event::Lost { at_s: 20.0 }, Flag::GpuLost, false),
        (Event::Stuck { from_s: 18.0, to_s: 1e6 }, Flag::CounterSilent, false),
        (Event::Reset { at_s: 20.0 }, Flag::CounterBackwards, false),
        (Event::Jump { at_s: 20.0, joules: 5000.0 }, Flag::ImplausiblePower, true),
        (Event::Dropout { from_s: 19.0, to_s: 21.0 }, Flag::Dropouts, true),
        (Event::Process { from_s: 19.0, to_s: 21.0, pid: 1, graphics: false }, Flag::OtherProcesses, true),
    ] {
        for faulty in 0..2 {
            let mut cards = vec![ticking(constant(200.0), 0.1, 0.0), ticking(constant(100.0), 0.1, 0.0)];
            cards[faulty].events = vec![event.clone()];
            let bench = Bench::new(cards);
            let rest = 17.0 - bench.recorder.clock().now_s();
            bench.recorder.watch(rest);
            let (window, ()) = Window::around(&bench.recorder, || bench.recorder.watch(6.0));
            let what = format!("{event:?} of GPU {faulty}: {:?}", window.flags);
            assert!(window.flags.contains(&flag), "{what}");
            assert!(window.gpus[faulty].flags.contains(&flag), "{what}");
            assert!(!window.gpus[1 - faulty].flags.contains(&flag), "{what}");
            assert_eq!(window.valid(), flag == Flag::Dropouts, "{what}");
            assert_eq!(window.gross_j.is_some(), energy, "{what}");
            let sound = &window.gpus[1 - faulty];
            let truth_j = bench.truth_j(&window)[1 - faulty];
            let gross_j = sound.gross_j.unwrap_or_else(|| panic!("{what}"));
            assert!((gross_j - truth_j).abs() <= sound.edge_error_j.unwrap(), "{what}: {gross_j} {truth_j}");
        }
    }
}

/// A GPU without a counter: its energy is integrated, and the sum says so.
#[test]
fn a_gpu_without_counter_is_integrated() {
    let without = Card { counter: None, instant: sensor(0.1, 0.1), ..Card::ideal(constant(120.0)) };
    let bench = Bench::new(vec![ticking(constant(200.0), 0.1, 0.0), without]);
    let (window, ()) = Window::around(&bench.recorder, || bench.recorder.watch(6.0));
    assert!(window.valid() && window.flags.contains(&Flag::NoCounter), "{:?}", window.flags);
    assert!(window.counter_j.is_none(), "no counter of all");
    let truth: f64 = bench.truth_j(&window).iter().sum();
    assert!((window.gross_j.unwrap() / truth - 1.0).abs() < 0.01);
}

/// Idle power is that of all GPUs, and so is net energy; the row says what each drew, and no fit takes it.
#[test]
fn a_row_is_of_all_gpus_and_names_each() {
    let jobs =
        |idle_w, watts| Waveform::Jobs { idle_w, jobs: vec![[30.0, 60.0]], load: Box::new(constant(watts)) };
    let bench = Bench::new(vec![ticking(jobs(50.0, 300.0), 0.1, 0.0), ticking(jobs(40.0, 200.0), 0.1, 0.0)]);
    let (idle, window) = Idle::measure(&bench.recorder, 5.0);
    let idle = idle.unwrap();
    assert!((idle.power_w - 90.0).abs() < 0.5 && window.gpus.len() == 2, "{idle:?}");
    assert!(idle.spread_w.is_some_and(|spread| spread < 1.0));
    let rest = 32.0 - bench.recorder.clock().now_s();
    bench.recorder.watch(rest);
    let start = bench.recorder.edge();
    bench.recorder.watch(10.0);
    let end = bench.recorder.edge();
    let window = Window::between(&bench.recorder, &start, &end);
    let around = IdleAround::join(Some(&idle), None);
    let row =
        Observation::measured(bench.recorder.meter().identity(), window, around, Stage::Image, start.wall);
    assert!(row.valid && row.reasons.contains(&Flag::SeveralGpus), "{row:?}");
    assert!((row.net_j.unwrap() / row.duration_s - 410.0).abs() < 2.0, "{row:?}");
    let joules: Vec<f64> = row.gpus.iter().map(|share| share.gross_j.unwrap() / row.duration_s).collect();
    assert!((joules[0] - 300.0).abs() < 1.0 && (joules[1] - 200.0).abs() < 1.0, "{joules:?}");
    assert_eq!(row.gpu, "fake-gpu-ideal");
    let text = serde_json::to_string(&row).unwrap();
    assert_eq!(serde_json::from_str::<Observation>(&text).unwrap(), row);
    assert_eq!(bench.recorder.name(), "2 × Fake GPU (ideal)");
}
