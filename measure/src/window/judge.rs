//! What is wrong with a window or worth knowing about it.

use super::error_bar::without_counter;
use super::{MIN_PERIODS, Side, Window};
use crate::flag::{Flag, raise};
use crate::meter::{HARD_THROTTLE, Scope};
use crate::recorder::{Log, Look, Recorder};
use crate::trace::ticks;

/// A window without a counter must last at least this long: twice the averaging time of most power readings, seconds.
const MIN_WITHOUT_COUNTER_S: f64 = 2.0;
/// A pause between good readings longer than this is a dropout, seconds.
const GAP_S: f64 = 0.5;

/// A window in the making.
pub(super) struct Draft<'a> {
    recorder: &'a Recorder,
    log: &'a Log,
    period_s: Option<f64>,
    pub(super) window: Window,
}

impl<'a> Draft<'a> {
    pub(super) fn new(recorder: &'a Recorder, log: &'a Log, start_s: f64, end_s: f64) -> Self {
        let period_s = recorder.capabilities.counter_period_s();
        let integrate = |value| log.trace.integrate(value, start_s, end_s);
        let window = Window {
            start_s,
            end_s,
            counter_j: None,
            integrated_j: integrate(|s| s.power_w),
            power_field: recorder.capabilities.primary,
            integrated_average_j: integrate(|s| s.average_w),
            gross_j: None,
            edge_error_j: None,
            meter_period_s: period_s,
            readings: log.trace.between(start_s, end_s).len(),
            temperature_c: None,
            sm_clock_mhz: None,
            throttle: Vec::new(),
            others: 0,
            flags: Vec::new(),
        };
        Self { recorder, log, period_s, window }
    }

    pub(super) fn counter(&mut self, from: f64, to: f64) {
        let inside = ticks(self.log.trace.between(self.window.start_s, self.window.end_s));
        let flags = &mut self.window.flags;
        if to < from || inside.iter().any(|tick| tick.after_j < tick.before_j) {
            raise(flags, Flag::CounterBackwards);
        } else if to == from {
            raise(flags, Flag::CounterSilent);
        } else {
            let mean_w = (to - from) / (self.window.end_s - self.window.start_s);
            if mean_w >= self.recorder.meter().identity().plausible_below_w() {
                raise(flags, Flag::ImplausiblePower);
            } else {
                self.window.counter_j = Some(to - from);
            }
        }
    }

    /// A counter that answered but did not tick until patience ran out is stuck; else it could not be read.
    pub(super) fn no_counter(&mut self) {
        let end_s = self.window.end_s;
        let late = self.log.trace.between(end_s - 1.0, end_s);
        let stuck = late.iter().filter(|s| s.counter_j.is_some()).count() > 1 && ticks(late).is_empty();
        raise(&mut self.window.flags, if stuck { Flag::CounterSilent } else { Flag::NoEdge });
    }

    /// State of the device at a side: what was looked at there, or the nearest look.
    fn look_at(&self, side: &Side<'_>) -> Option<Look> {
        let nearest = |t: f64| {
            let apart = |look: &&Look| (look.t_s - t).abs();
            self.log.looks.iter().min_by(|a, b| apart(a).total_cmp(&apart(b))).cloned()
        };
        match side {
            Side::Tick(edge) => edge.look.clone(),
            Side::Moment(t_s) => nearest(*t_s),
        }
    }

    pub(super) fn finish(mut self, start: &Side<'_>, end: &Side<'_>) -> Window {
        let looks = [start, end].map(|side| self.look_at(side));
        let recorder = self.recorder;
        let capabilities = &recorder.capabilities;
        let duration = self.window.duration_s();
        let has_counter = self.period_s.is_some();
        if let Some(joules) = self.window.counter_j {
            self.window.gross_j = Some(joules);
        } else if !has_counter && let Some(joules) = self.window.integrated_j {
            self.window.gross_j = Some(joules);
            self.window.edge_error_j =
                Some(without_counter(recorder, self.log, (self.window.start_s, self.window.end_s), joules));
        }
        let mut flags = std::mem::take(&mut self.window.flags);
        for flag in &capabilities.flags {
            // What was found of the device as a whole holds for every window; what concerns single readings is
            // judged anew in each.
            if matches!(
                flag,
                Flag::Mig
                    | Flag::Vgpu
                    | Flag::Superchip
                    | Flag::NoCounter
                    | Flag::NoCrossCheck
                    | Flag::AveragedPower
            ) {
                raise(&mut flags, *flag);
            }
            // A counter that never moves is not used; the energy is integrated power.
            if *flag == Flag::CounterSilent {
                raise(&mut flags, Flag::NoCounter);
            }
        }
        let too_short = self.period_s.map_or(MIN_WITHOUT_COUNTER_S, |period| MIN_PERIODS * period);
        if duration < too_short {
            raise(&mut flags, Flag::WindowTooShort);
        }
        if !has_counter && self.window.gross_j.is_none() {
            raise(&mut flags, Flag::NoEdge);
        }
        match self.window.ratio() {
            Some(ratio) if !(0.7..=1.3).contains(&ratio) => raise(&mut flags, Flag::MetersContradict),
            Some(ratio) if !(0.9..=1.1).contains(&ratio) => raise(&mut flags, Flag::MetersDisagree),
            _ => {}
        }
        if let (Some(error), Some(gross)) = (self.window.edge_error_j, self.window.gross_j)
            && has_counter
            && error > 0.01 * gross
        {
            raise(&mut flags, Flag::CoarseEdges);
        }
        self.failures(&mut flags);
        self.looks(&mut flags, looks);
        if flags.iter().any(|f| matches!(f, Flag::CounterBackwards | Flag::CounterSilent | Flag::GpuLost)) {
            self.window.gross_j = None;
            self.window.edge_error_j = None;
        }
        self.window.flags = flags;
        self.window
    }

    fn failures(&self, flags: &mut Vec<Flag>) {
        let (from, to) = (self.window.start_s, self.window.end_s);
        for failure in self.log.failures.iter().filter(|f| from <= f.t_s && f.t_s <= to) {
            raise(flags, if failure.lost { Flag::GpuLost } else { Flag::Dropouts });
            if failure.implausible_w.is_some() {
                raise(flags, Flag::ImplausiblePower);
            }
        }
        let mut last = from;
        for sample in self.log.trace.between(from, to) {
            if sample.power_w.is_some() || sample.counter_j.is_some() {
                if sample.t_s - last > GAP_S {
                    raise(flags, Flag::Dropouts);
                }
                last = sample.until_s;
            }
        }
        if to - last > GAP_S {
            raise(flags, Flag::Dropouts);
        }
    }

    fn looks(&mut self, flags: &mut Vec<Flag>, edges: [Option<Look>; 2]) {
        let (from, to) = (self.window.start_s, self.window.end_s);
        let both = |get: fn(&Look) -> Option<u32>| match &edges {
            [Some(a), Some(b)] => Some([get(a)?, get(b)?]),
            _ => None,
        };
        self.window.temperature_c = both(|look| look.status.temperature_c);
        self.window.sm_clock_mhz = both(|look| look.status.sm_clock_mhz);
        let inside = self.log.looks.iter().filter(|look| from <= look.t_s && look.t_s <= to);
        for look in inside.chain(edges.iter().flatten()) {
            for reason in &look.status.throttle {
                if !self.window.throttle.contains(reason) {
                    self.window.throttle.push(reason.clone());
                }
                if HARD_THROTTLE.contains(&reason.as_str()) {
                    raise(flags, Flag::Throttled);
                }
            }
            self.window.others = self.window.others.max(look.compute.others + look.graphics.others);
            if look.compute.others > 0 {
                raise(flags, Flag::OtherProcesses);
            }
            if look.graphics.others > 0 {
                raise(flags, Flag::DesktopOnGpu);
            }
            // Processors have no list of users; that of a card is missed.
            let untold = look.compute.untold && self.recorder.meter().identity().scope == Scope::Gpu;
            if look.compute.hidden > 0 || untold {
                raise(flags, Flag::PidsHidden);
            }
        }
    }
}
