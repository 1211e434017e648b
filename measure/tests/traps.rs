//! The known traps of metering NVIDIA GPUs, one test each, named by the number in docs/metering.md.
//! Those that need the driver's library or the whole program are in `fake_library/traps.rs`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

mod support;

use std::sync::Arc;
use std::time::SystemTime;

use support::{Bench, constant, has, off, sensor, with_events};
use wattpix_measure::clock::{Clock, ScriptedClock};
use wattpix_measure::flag::Flag;
use wattpix_measure::idle::{Idle, IdleAround};
use wattpix_measure::meter::PowerField;
use wattpix_measure::meter::scripted::ScriptedMeter;
use wattpix_measure::meter::scripted::scenario::{Card, Event};
use wattpix_measure::meter::scripted::sensor::{Counter, Sensor};
use wattpix_measure::meter::scripted::waveform::Waveform;
use wattpix_measure::probe::{CounterSupport, probe};
use wattpix_measure::recorder::{Edge, Recorder};
use wattpix_measure::window::{Side, Window};

fn job(idle_w: f64, from: f64, to: f64, watts: f64) -> Waveform {
    Waveform::Jobs { idle_w, jobs: vec![[from, to]], load: Box::new(constant(watts)) }
}

fn square(period_s: f64) -> Waveform {
    Waveform::Square { high_w: 340.0, low_w: 80.0, period_s, duty: 0.5, phase_s: 0.0 }
}

#[test]
fn trap_01_power_usage_is_a_one_second_average_so_it_comes_last_and_is_named() {
    let card = Card {
        counter: None,
        instant: None,
        average: None,
        ..Card::like_rtx_3090(job(70.0, 10.0, 16.0, 300.0))
    };
    let bench = Bench::new(card.clone());
    assert_eq!(bench.recorder.capabilities.primary, Some(PowerField::Usage));
    bench.until(10.0);
    let window = bench.window(6.0);
    assert!(has(&window, Flag::AveragedPower) && has(&window, Flag::NoCounter), "{:?}", window.flags);
    let with_instant = Bench::new(Card { instant: sensor(0.1, 0.1), ..card });
    assert_eq!(with_instant.recorder.capabilities.primary, Some(PowerField::Instant));
}

#[test]
fn trap_02_what_a_field_means_changes_with_the_driver_so_every_meaning_is_within_its_error_bar() {
    let mut reader = csv::Reader::from_path(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../tests/data/nvml_power_semantics_matrix.csv"
    ))
    .unwrap();
    let mut meanings = std::collections::BTreeSet::new();
    for row in reader.records() {
        let row = row.unwrap();
        if let (Ok(update_ms), Ok(window_ms)) = (row[4].parse::<u32>(), row[5].parse::<u32>()) {
            meanings.insert((update_ms, window_ms));
        }
    }
    assert_eq!(meanings.len(), 4, "{meanings:?}");
    for (update_ms, window_ms) in meanings {
        // The same reading, called PowerUsage as it is everywhere, on a card without a counter.
        let card = Card {
            counter: None,
            instant: None,
            average: None,
            usage: sensor(f64::from(update_ms) / 1e3, f64::from(window_ms) / 1e3),
            ..Card::ideal(job(70.0, 6.0, 12.0, 300.0))
        };
        let bench = Bench::new(card);
        bench.until(5.5);
        let window = bench.window(6.2);
        let (gross, error) = (window.gross_j.unwrap(), window.edge_error_j.unwrap());
        let truth = bench.truth_j(&window);
        assert!(
            (gross - truth).abs() <= error,
            "{update_ms}/{window_ms} ms: {gross} ± {error}, truth {truth}"
        );
    }
}

#[test]
fn trap_03_part_time_sampling_is_noticed_because_counter_and_power_are_compared() {
    // Looks at the last 25 ms of each 100 ms; the load has the same rhythm and is always low then.
    let card = Card { average: None, usage: None, ..Card::like_h100_pcie(square(0.1)) };
    let bench = Bench::new(card);
    let window = bench.window(6.0);
    assert!(off(window.integrated_j.unwrap(), bench.truth_j(&window)) > 0.5, "the sensor should be fooled");
    assert!(off(window.gross_j.unwrap(), bench.truth_j(&window)) < 0.01);
    assert!(has(&window, Flag::MetersContradict), "{:?}", window.flags);
    // With the one-second average recorded beside it, the counter is confirmed.
    let bench = Bench::new(Card::like_h100_pcie(square(0.1)));
    let window = bench.window(6.0);
    assert!(window.valid(), "{:?}", window.flags);
    assert!(off(window.integrated_average_j.unwrap(), bench.truth_j(&window)) < 0.05);
}

#[test]
fn trap_04_the_sensors_gain_is_in_counter_and_power_alike_and_no_comparison_on_the_card_shows_it() {
    let bench = Bench::new(Card::like_a100_pcie(constant(200.0)));
    let window = bench.window(6.0);
    let seen = window.gross_j.unwrap() / bench.truth_j(&window);
    assert!((seen - 0.954).abs() < 0.002, "{seen}");
    assert!(off(window.ratio().unwrap(), 1.0) < 0.02);
    // It is not in the error bar: that is for the edges.
    assert!(window.edge_error_j.unwrap() < 0.01 * bench.truth_j(&window));
}

#[test]
fn trap_05_averaged_power_rises_late_so_short_windows_are_refused_and_long_ones_say_how_uncertain_they_are() {
    let card = Card {
        counter: None,
        instant: None,
        usage: None,
        ..Card::like_rtx_3090(job(70.0, 10.0, 11.5, 300.0))
    };
    let bench = Bench::new(card);
    bench.until(9.99);
    let window = bench.window(1.5);
    assert!(window.gross_j.unwrap() < 0.75 * bench.truth_j(&window), "reads low");
    assert!(has(&window, Flag::WindowTooShort) && !window.valid());
}

#[test]
fn trap_06_the_counters_period_is_learnt_on_the_spot_and_short_windows_are_refused() {
    for period_s in [0.01, 0.02, 0.1] {
        let counter = Some(Counter { period_s, gain: 1.0, jitter: 0.05, latency_s: 0.0 });
        let bench = Bench::new(Card { counter, ..Card::ideal(constant(200.0)) });
        let learnt = bench.recorder.capabilities.counter_period_s().unwrap();
        assert!(off(learnt, period_s) < 0.1, "{learnt} for {period_s}");
        let short = bench.window(15.0 * period_s);
        assert!(has(&short, Flag::WindowTooShort), "{:?}", short.flags);
        let long = bench.window(25.0 * period_s);
        assert!(!has(&long, Flag::WindowTooShort), "{:?}", long.flags);
    }
}

#[test]
fn trap_07_a_missing_counter_is_said_and_never_a_zero() {
    let bench = Bench::new(Card::like_gtx_1080_ti(constant(180.0)));
    assert!(matches!(bench.recorder.capabilities.counter, CounterSupport::Missing { .. }));
    let window = bench.window(6.0);
    assert_eq!(window.counter_j, None);
    assert!(off(window.gross_j.unwrap(), bench.truth_j(&window)) < 0.01);
    assert!(has(&window, Flag::NoCounter));
}

#[test]
fn trap_07b_a_counter_that_is_always_zero_is_not_believed() {
    let events = vec![Event::Stuck { from_s: 0.0, to_s: 1e9 }];
    let bench = Bench::new(with_events(180.0, events));
    assert!(matches!(bench.recorder.capabilities.counter, CounterSupport::Silent { .. }));
    assert!(bench.recorder.capabilities.flags.contains(&Flag::CounterSilent));
    let window = bench.window(6.0);
    assert!(off(window.gross_j.unwrap(), bench.truth_j(&window)) < 0.01, "the power reading must be used");
    assert!(has(&window, Flag::NoCounter));
}

#[test]
fn trap_07c_a_counter_that_falls_silent_spoils_the_window() {
    let bench = Bench::new(with_events(180.0, vec![Event::Stuck { from_s: 6.0, to_s: 1e9 }]));
    bench.until(5.0);
    let window = bench.window(6.0);
    assert!(has(&window, Flag::CounterSilent) && !window.valid());
    assert_eq!(window.gross_j, None);
}

#[test]
fn trap_08_counter_and_power_that_disagree_are_not_papered_over() {
    // As in zeus #181: 187 J by the counter against 327 J by power, over 5 s of idling.
    let counter = Some(Counter { period_s: 0.1, gain: 187.0 / 327.0, jitter: 0.0, latency_s: 0.0 });
    let bench = Bench::new(Card { counter, ..Card::ideal(constant(65.4)) });
    assert!(bench.recorder.capabilities.flags.contains(&Flag::MetersContradict), "doctor must say so");
    let window = bench.window(5.0);
    assert!(has(&window, Flag::MetersContradict) && !window.valid());
    assert!((window.ratio().unwrap() - 187.0 / 327.0).abs() < 0.01);
    let counter = Some(Counter { period_s: 0.1, gain: 0.85, jitter: 0.0, latency_s: 0.0 });
    let window = Bench::new(Card { counter, ..Card::ideal(constant(65.4)) }).window(5.0);
    assert!(has(&window, Flag::MetersDisagree) && window.valid());
}

#[test]
fn trap_09_a_counter_that_restarts_spoils_the_window_and_is_neither_wrapped_nor_clamped() {
    // Early: the counter ends below where it began. Late in life: only a step inside shows it.
    for (at_s, work_s) in [(8.0, 5.0), (4.0, 12.0)] {
        let bench = Bench::new(with_events(200.0, vec![Event::Reset { at_s }]));
        bench.until(3.0);
        let window = bench.window(work_s);
        assert!(window.start_s < at_s && at_s < window.end_s);
        assert!(has(&window, Flag::CounterBackwards) && !window.valid());
        assert_eq!((window.counter_j, window.gross_j), (None, None));
    }
}

#[test]
fn trap_10_mig_and_vgpu_are_flagged_by_name() {
    let mig = Bench::new(Card { mig: true, ..Card::ideal(constant(100.0)) }).window(5.0);
    assert!(has(&mig, Flag::Mig) && !mig.valid());
    let vgpu = Bench::new(Card { vgpu: true, ..Card::ideal(constant(100.0)) }).window(5.0);
    assert!(has(&vgpu, Flag::Vgpu) && !vgpu.valid());
}

#[test]
fn trap_14_garbage_that_reads_well_is_not_believed() {
    let garbage = Event::Garbage { from_s: 0.0, to_s: 1e9, watts: 3_700_000.0 };
    let bench = Bench::new(with_events(200.0, vec![garbage]));
    let capabilities = &bench.recorder.capabilities;
    assert_eq!(capabilities.primary, None);
    assert!(capabilities.flags.contains(&Flag::ImplausiblePower));
    // For a while only: the window is spoilt.
    let garbage = Event::Garbage { from_s: 5.0, to_s: 6.0, watts: 0.0 };
    let bench = Bench::new(with_events(200.0, vec![garbage]));
    bench.until(4.0);
    let window = bench.window(5.0);
    assert!(has(&window, Flag::ImplausiblePower) && !window.valid());
}

#[test]
fn trap_14b_dropouts_are_flagged_and_a_lost_card_spoils_the_window() {
    let bench = Bench::new(with_events(200.0, vec![Event::Dropout { from_s: 5.0, to_s: 6.0 }]));
    bench.until(4.0);
    let window = bench.window(5.0);
    assert!(has(&window, Flag::Dropouts) && window.valid(), "{:?}", window.flags);
    assert!(off(window.gross_j.unwrap(), bench.truth_j(&window)) < 0.01, "the counter is not harmed");
    let bench = Bench::new(with_events(200.0, vec![Event::Lost { at_s: 6.0 }]));
    bench.until(4.0);
    let window = bench.window(5.0);
    assert!(has(&window, Flag::GpuLost) && !window.valid() && window.gross_j.is_none());
}

#[test]
fn trap_16_on_a_superchip_only_the_gpus_own_readings_are_used_and_it_is_said() {
    let card = Card { name: "NVIDIA GH200 480GB".to_owned(), instant: None, ..Card::ideal(constant(100.0)) };
    let bench = Bench::new(card);
    assert!(bench.recorder.capabilities.flags.contains(&Flag::Superchip));
    assert!(has(&bench.window(5.0), Flag::Superchip));
    assert_eq!(bench.recorder.capabilities.primary, Some(PowerField::Average));
}

/// From a public thread (ml-energy/zeus#172): the counter covers the whole module, 625 W where the GPU draws 500. Told by how it behaves, whatever
/// the card is called.
#[test]
fn trap_16b_a_counter_of_the_whole_module_is_not_believed_whatever_the_name() {
    for name in ["NVIDIA GH200 480GB", "NVIDIA H200"] {
        let counter = Some(Counter { period_s: 0.1, gain: 1.25, jitter: 0.0, latency_s: 0.0 });
        let card =
            Card { name: name.to_owned(), power_limit_w: 900.0, counter, ..Card::ideal(constant(500.0)) };
        let bench = Bench::new(card);
        let window = bench.window(5.0);
        assert!(has(&window, Flag::MetersContradict) && !window.valid(), "{name}: {:?}", window.flags);
    }
}

/// A module's counter that is above the GPU's own readings by less than cards may err: on a module nobody can tell.
#[test]
fn trap_16c_what_cannot_be_told_apart_from_the_module_is_not_valid() {
    let counter = |gain| Some(Counter { period_s: 0.1, gain, jitter: 0.0, latency_s: 0.0 });
    let name = |name: &str| name.to_owned();
    let module = |gain| Card {
        name: name("NVIDIA GH200 480GB"),
        power_limit_w: 900.0,
        counter: counter(gain),
        ..Card::ideal(constant(500.0))
    };
    let window = Bench::new(module(1.08)).window(5.0);
    assert!(has(&window, Flag::ModuleUnclear) && !window.valid(), "{:?}", window.flags);
    let window = Bench::new(module(1.01)).window(5.0);
    assert!(!has(&window, Flag::ModuleUnclear) && window.valid(), "{:?}", window.flags);
    // PowerUsage has no scope.
    for counter in [None, counter(1.0)] {
        let card = Card { instant: None, average: None, counter, ..module(1.0) };
        let window = Bench::new(card).window(5.0);
        assert!(has(&window, Flag::ModuleUnclear) && !window.valid(), "{:?}", window.flags);
    }
}

/// Two power readings without a counter to decide between them.
#[test]
fn trap_08b_two_power_readings_that_contradict_each_other_are_not_believed() {
    let double = Sensor { update_s: 0.1, window_s: 0.1, gain: 2.0, offset_w: 0.0, phase_s: 0.0 };
    let card = Card { counter: None, instant: Some(double), ..Card::ideal(constant(200.0)) };
    let window = Bench::new(card.clone()).window(6.0);
    assert!(has(&window, Flag::MetersContradict) && !window.valid(), "{:?}", window.flags);
    let bench = Bench::new(Card { instant: sensor(0.1, 0.1), power: job(70.0, 10.0, 14.0, 300.0), ..card });
    bench.until(10.0);
    let window = bench.window(4.0);
    assert!(window.valid() && !has(&window, Flag::MetersDisagree), "{:?}", window.flags);
}

#[test]
fn trap_17_a_card_that_is_hotter_afterwards_shows_in_temperature_and_idle_drift() {
    let points = vec![[0.0, 60.0], [12.0, 60.0], [12.1, 300.0], [22.0, 330.0], [22.1, 90.0]];
    let bench = Bench::new(Card::ideal(Waveform::Points { points, repeat: false }));
    bench.until(5.0);
    let before = Idle::measure(&bench.recorder, 5.0).0.unwrap();
    bench.until(12.0);
    let mut window = bench.window(9.0);
    bench.until(24.0);
    let after = Idle::measure(&bench.recorder, 5.0).0.unwrap();
    let around = IdleAround::join(Some(&before), Some(&after)).unwrap();
    assert!((around.power_w - 75.0).abs() < 0.5 && around.drifted);
    let net = IdleAround::net_j(Some(&around), &mut window).unwrap();
    assert!(has(&window, Flag::IdleDrift));
    assert!((net - (window.gross_j.unwrap() - around.power_w * window.duration_s())).abs() < 1e-9);
    let [start, end] = window.temperature_c.unwrap();
    assert!(start < end, "{start} to {end}");
    assert!(after.window.temperature_c.unwrap()[0] > before.window.temperature_c.unwrap()[0]);
}

#[test]
fn trap_18_readings_are_taken_during_the_work_and_not_before_it() {
    let bench = Bench::new(Card::ideal(job(70.0, 10.0, 20.0, 300.0)));
    bench.until(10.0);
    let window = bench.window(6.0);
    // 50 a second, all inside; the work lasts all along, so the mean is the work's.
    assert!(window.readings as f64 > 45.0 * window.duration_s(), "{}", window.readings);
    assert!(off(window.mean_w().unwrap(), 300.0) < 0.01);
    let log = bench.recorder.log();
    let inside = log.trace.between(window.start_s, window.end_s);
    let longest = inside.windows(2).map(|pair| pair[1].t_s - pair[0].t_s).fold(0.0, f64::max);
    assert!(longest < 0.05, "a pause of {longest} s");
}

#[test]
fn trap_19_idle_is_measured_with_its_spread_and_not_taken_from_a_table() {
    // The same card idles at 55 W with no program on it and at 88 W with a context and a model.
    let points = vec![[0.0, 55.0], [12.0, 55.0], [12.1, 88.0]];
    let bench = Bench::new(Card::ideal(Waveform::Points { points, repeat: false }));
    bench.until(5.0);
    let bare = Idle::measure(&bench.recorder, 5.0).0.unwrap();
    bench.until(13.0);
    let with_context = Idle::measure(&bench.recorder, 5.0).0.unwrap();
    assert!((bare.power_w - 55.0).abs() < 0.5 && (with_context.power_w - 88.0).abs() < 0.5);
    assert!(bare.spread_w.unwrap() < 0.5);
    let noisy = Waveform::Noise { mean_w: 80.0, sd_w: 20.0, step_s: 1.0, seed: 3 };
    let idle = Idle::measure(&Bench::new(Card::ideal(noisy)).recorder, 20.0).0.unwrap();
    assert!((10.0..30.0).contains(&idle.spread_w.unwrap()), "{:?}", idle.spread_w);
}

#[test]
fn trap_20_nothing_is_set_and_no_root_is_needed() {
    let source = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/meter/nvml.rs")).unwrap();
    assert!(!source.contains(".set_") && !source.contains("reset_"), "nvml.rs must only read");
}

/// docs/metering.md names a test for each trap; it must exist.
#[test]
fn every_trap_of_the_documentation_has_its_test() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/");
    let read = |name: &str| std::fs::read_to_string(format!("{folder}{name}")).unwrap();
    let page = read("../docs/metering.md");
    let tests =
        ["tests/traps.rs", "tests/fake_library/traps.rs", "tests/refusals.rs", "src/meter/rapl/mod.rs"]
            .map(read)
            .concat();
    let (_, table) = page.split_once("| | trap | what").unwrap();
    let rows: Vec<&str> = table.lines().skip(2).take_while(|line| line.starts_with('|')).collect();
    assert_eq!(rows.len(), 26, "the traps that are known");
    for (index, row) in rows.iter().enumerate() {
        let number = format!("trap_{:02}", index + 1);
        assert!(row.contains(&format!("`{number}")), "{row}");
        for name in row.split('`').filter(|word| word.starts_with("trap_")) {
            assert!(tests.contains(&format!("fn {name}_")), "{name} of {row}");
        }
    }
}

#[test]
fn other_programs_and_throttling_are_flagged() {
    let stranger = Event::Process { from_s: 6.0, to_s: 8.0, pid: 1, graphics: false };
    let bench = Bench::new(with_events(200.0, vec![stranger]));
    bench.until(5.0);
    let window = bench.window(5.0);
    assert!(
        has(&window, Flag::OtherProcesses) && !window.valid() && window.others == 1,
        "{:?}",
        window.flags
    );
    let desktop = Event::Process { from_s: 0.0, to_s: 1e9, pid: 1, graphics: true };
    let window = Bench::new(with_events(200.0, vec![desktop])).window(5.0);
    assert!(has(&window, Flag::DesktopOnGpu) && window.valid());
    let ours = Event::Process { from_s: 0.0, to_s: 1e9, pid: std::process::id(), graphics: false };
    assert!(Bench::new(with_events(200.0, vec![ours])).window(5.0).valid());
    let hot = Event::Throttle { from_s: 6.0, to_s: 8.0, reason: "hw-thermal".to_owned() };
    let bench = Bench::new(with_events(200.0, vec![hot]));
    bench.until(5.0);
    let window = bench.window(5.0);
    assert!(has(&window, Flag::Throttled) && window.throttle == ["hw-thermal"]);
    let capped = Event::Throttle { from_s: 0.0, to_s: 1e9, reason: "power-cap".to_owned() };
    let window = Bench::new(with_events(200.0, vec![capped])).window(5.0);
    assert!(
        window.flags.is_empty() && window.throttle == ["power-cap"],
        "a power cap is ordinary: {:?}",
        window.flags
    );
}

/// A driver whose calls hang while an edge is taken: the work begins, or ended, five seconds from the edge.
#[test]
fn trap_21_an_edge_that_comes_late_spoils_the_window() {
    // At the start, between the tick and the work, by as long as nobody was answered; at the end, between the work and the tick.
    for (given_late_s, hang_from) in [(0.0, None), (5.0, None), (0.0, Some(13.05))] {
        let events = hang_from.map(|from_s| Event::Hang { from_s, to_s: from_s + 5.0 }).into_iter().collect();
        let bench = Bench::new(Card { events, ..Card::ideal(job(70.0, 8.5, 13.0, 300.0)) });
        bench.until(8.0);
        let start = bench.recorder.edge();
        let start = Edge { given_s: start.given_s + given_late_s, ..start };
        bench.until(13.02);
        let end = bench.recorder.edge();
        let window = Window::between(&bench.recorder, &start, &end);
        let late = given_late_s > 0.0 || hang_from.is_some();
        assert_eq!(has(&window, Flag::LateEdge), late, "{hang_from:?}: {:?}", window.flags);
        assert_eq!(window.valid(), !late, "{:?}", window.flags);
    }
    // In the middle of the work it harms nothing but the power trace.
    let bench = Bench::new(with_events(200.0, vec![Event::Hang { from_s: 6.0, to_s: 7.0 }]));
    bench.until(4.0);
    let window = bench.window(6.0);
    assert!(window.valid() && has(&window, Flag::Dropouts), "a gap ends with the answer: {:?}", window.flags);
    assert!(off(window.gross_j.unwrap(), bench.truth_j(&window)) < 0.01);
}

#[test]
fn trap_22_a_meter_that_was_stopped_spoils_the_window() {
    let bench = Bench::new(Card::ideal(constant(200.0)));
    let (window, ()) = Window::around(&bench.recorder, || {
        bench.recorder.watch(3.0);
        // Ten seconds in which nothing of the program runs.
        bench.recorder.clock().sleep(10.0);
        bench.recorder.watch(3.0);
    });
    assert!(has(&window, Flag::Stopped) && !window.valid(), "{:?}", window.flags);
    // A mark that was printed meanwhile has no moment of its own.
    bench.recorder.watch(2.0);
    let at = bench.recorder.clock().now_s();
    bench.recorder.watch(3.0);
    bench.recorder.clock().sleep(0.9);
    let late = bench.recorder.clock().now_s();
    bench.recorder.watch(3.0);
    let fair = Window::spanning(&bench.recorder, Side::Moment(at), Side::Moment(at + 2.5));
    assert!(!has(&fair, Flag::LateEdge), "{:?}", fair.flags);
    let window = Window::spanning(&bench.recorder, Side::Moment(at), Side::Moment(late));
    assert!(has(&window, Flag::LateEdge) && !window.valid(), "{:?}", window.flags);
}

#[test]
fn trap_23_a_counter_that_jumps_or_runs_at_another_speed_is_caught_step_by_step() {
    // +300 J in one step of 0.1 s is 3 kW more; over the window it is 20 %.
    let bench = Bench::new(with_events(300.0, vec![Event::Jump { at_s: 6.0, joules: 300.0 }]));
    bench.until(4.0);
    let window = bench.window(5.0);
    assert!(off(window.ratio().unwrap(), 1.2) < 0.02);
    assert!(has(&window, Flag::ImplausiblePower) && !window.valid(), "{:?}", window.flags);
    for (gain, valid) in [(0.75, false), (1.28, false), (0.85, true), (1.15, true), (1.0, true)] {
        for power in [
            constant(300.0),
            square(0.7),
            Waveform::Noise { mean_w: 200.0, sd_w: 40.0, step_s: 0.3, seed: 5 },
        ] {
            let counter = Some(Counter { period_s: 0.1, gain, jitter: 0.05, latency_s: 0.0 });
            let window = Bench::new(Card { counter, ..Card::ideal(power.clone()) }).window(8.0);
            // Where the load itself swings further than the counter errs, only the whole tells, and that is told.
            let steady = matches!(power, Waveform::Constant { .. });
            assert!(window.valid() == valid || !steady, "{gain} {power:?}: {:?}", window.flags);
            assert!(window.valid() || !valid, "{gain} {power:?}: {:?}", window.flags);
            assert!(valid || has(&window, Flag::MetersDisagree) || !window.valid(), "{:?}", window.flags);
        }
    }
}

#[test]
fn trap_24_what_changes_while_a_program_runs_is_noticed() {
    let bench = Bench::new(with_events(200.0, vec![Event::MigOn { at_s: 6.0 }]));
    bench.until(4.0);
    let window = bench.window(5.0);
    assert!(has(&window, Flag::Mig) && !window.valid(), "{:?}", window.flags);
    let window = Bench::new(Card { throttle_refused: true, ..Card::ideal(constant(200.0)) }).window(5.0);
    assert!(has(&window, Flag::ThrottleUnknown) && window.valid(), "{:?}", window.flags);
    let clock: Arc<dyn Clock> =
        Arc::new(ScriptedClock::starting_at(SystemTime::UNIX_EPOCH).jumping(Some((6.0, 3600.0))));
    let meter = Arc::new(ScriptedMeter::new(Card::ideal(constant(200.0)), Arc::clone(&clock), 1e-4));
    let capabilities = probe(&*meter, &*clock).unwrap();
    let recorder = Recorder::new(meter, clock, capabilities);
    let window = Window::around(&recorder, || recorder.watch(6.0)).0;
    assert!(has(&window, Flag::ClockJump) && !window.valid(), "{:?}", window.flags);
}

#[test]
fn a_good_window_has_no_flag_at_all() {
    let bench = Bench::new(Card::ideal(constant(250.0)));
    let window: Window = bench.window(5.0);
    assert!(window.flags.is_empty(), "{:?}", window.flags);
    assert!(bench.recorder.capabilities.flags.is_empty());
}
