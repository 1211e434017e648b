//! A fake card on a scripted clock, probed and ready to record.
#![allow(dead_code, reason = "each test file uses its part")]

use std::sync::Arc;
use std::time::SystemTime;

use wattpix_measure::clock::{Clock, ScriptedClock};
use wattpix_measure::flag::Flag;
use wattpix_measure::meter::Meter;
use wattpix_measure::meter::scripted::ScriptedMeter;
use wattpix_measure::meter::scripted::scenario::{Card, Event};
use wattpix_measure::meter::scripted::sensor::Sensor;
use wattpix_measure::meter::scripted::waveform::Waveform;
use wattpix_measure::probe::probe;
use wattpix_measure::recorder::Recorder;
use wattpix_measure::window::Window;

/// A card under measurement.
pub struct Bench {
    pub meter: Arc<ScriptedMeter>,
    pub recorder: Recorder,
}

impl Bench {
    pub fn new(card: Card) -> Self {
        let clock: Arc<dyn Clock> = Arc::new(ScriptedClock::starting_at(SystemTime::UNIX_EPOCH));
        let meter = Arc::new(ScriptedMeter::new(card, Arc::clone(&clock), 1e-4));
        let capabilities = probe(&*meter, &*clock).unwrap();
        let recorder = Recorder::new(Arc::clone(&meter) as Arc<dyn Meter>, clock, capabilities);
        Self { meter, recorder }
    }

    /// Lets time pass until that moment, reading all the while.
    pub fn until(&self, t_s: f64) -> &Self {
        let rest = t_s - self.recorder.clock().now_s();
        assert!(rest > 0.0, "probing took until {}", self.recorder.clock().now_s());
        self.recorder.watch(rest);
        self
    }

    /// A window of about that length, from now.
    pub fn window(&self, seconds: f64) -> Window {
        Window::around(&self.recorder, || self.recorder.watch(seconds)).0
    }

    pub fn truth_j(&self, window: &Window) -> f64 {
        self.meter.true_joules(window.start_s, window.end_s)
    }
}

pub fn constant(watts: f64) -> Waveform {
    Waveform::Constant { watts }
}

pub fn sensor(update_s: f64, window_s: f64) -> Option<Sensor> {
    Some(Sensor { update_s, window_s, gain: 1.0, offset_w: 0.0, phase_s: 0.0 })
}

/// An ideal card to which these things happen.
pub fn with_events(watts: f64, events: Vec<Event>) -> Card {
    Card { events, ..Card::ideal(constant(watts)) }
}

pub fn has(window: &Window, flag: Flag) -> bool {
    window.flags.contains(&flag)
}

/// Relative difference.
pub fn off(value: f64, truth: f64) -> f64 {
    (value / truth - 1.0).abs()
}
