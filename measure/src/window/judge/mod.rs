//! Faults of a window, and remarks about it.
//!
//! - `contradiction` — meters of a device that cannot both be right.

mod contradiction;

use std::ops::RangeInclusive;

use contradiction::{Beyond, Tolerance, contradicted, power_ratio, steps};
use wattpix_core::observation::two_meters::{flag_of_ratio, is_coarse};

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

/// Gap without any attempted reading after which the meter counts as stopped, seconds.
const STOPPED_S: f64 = 1.0;
/// Distance between work and edge that is accepted, beside the steps of the counter that are waited for, seconds ...
const LATE_S: f64 = 0.25;
/// ... and those steps.
const LATE_STEPS: f64 = 3.0;
/// The wall clock jumped when it and the monotonic clock part by more than this within a window, seconds.
const JUMP_S: f64 = 1.0;
/// Ratio of two meters of a card on a module with a CPU, beyond which either may hold the CPU's energy.
const MODULE_RATIO: RangeInclusive<f64> = 0.95..=1.05;

/// The longest time between moments in their order.
fn longest(from: f64, moments: impl Iterator<Item = f64>, to: f64) -> f64 {
    let mut last = from;
    let mut most: f64 = 0.0;
    for moment in moments {
        most = most.max(moment.min(to) - last);
        last = last.max(moment);
    }
    most.max(to - last)
}

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
            gpus: Vec::new(),
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
            let limit_w = self.recorder.meter().identity().plausible_below_w();
            let steps = steps(&inside, self.period_s.unwrap_or(0.0));
            if mean_w >= limit_w {
                raise(flags, Flag::ImplausiblePower);
            } else {
                self.window.counter_j = Some(to - from);
            }
            // A jump may hide in the mean.
            if steps.iter().any(|step| step.joules / step.most_s >= limit_w) {
                raise(flags, Flag::ImplausiblePower);
            }
            let superchip = self.recorder.meter().identity().is_superchip();
            let tolerance = if superchip { Tolerance::MODULE } else { Tolerance::CARD };
            if let Some(beyond) = contradicted(&steps, self.log, tolerance) {
                raise(flags, Flag::MetersContradict);
                if superchip && beyond == Beyond::Above {
                    raise(flags, Flag::ModuleUnclear);
                }
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
                    | Flag::ModuleUnclear
                    | Flag::ZonesUnclear
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
        let superchip = recorder.meter().identity().is_superchip();
        // Two power readings are two meters as well.
        let ratio = if has_counter {
            self.window.ratio()
        } else {
            power_ratio(self.log, self.window.start_s, self.window.end_s)
        };
        match ratio {
            Some(ratio) if superchip && !MODULE_RATIO.contains(&ratio) => {
                raise(&mut flags, Flag::ModuleUnclear);
            }
            ratio => {
                if let Some(flag) = ratio.and_then(flag_of_ratio) {
                    raise(&mut flags, flag);
                }
            }
        }
        if let (Some(error), Some(gross)) = (self.window.edge_error_j, self.window.gross_j)
            && has_counter
            && is_coarse(error, gross)
        {
            raise(&mut flags, Flag::CoarseEdges);
        }
        self.failures(&mut flags);
        self.edges(&mut flags, start, end);
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
        let samples = self.log.trace.between(from, to);
        let good = samples.iter().filter(|sample| sample.power_w.is_some() || sample.counter_j.is_some());
        // From one answer to the next, however long a reading itself took.
        if longest(from, good.map(|sample| sample.until_s), to) > GAP_S {
            raise(flags, Flag::Dropouts);
        }
        // Readings that fail are tried all the same; where none was tried, nothing of this program ran, nor perhaps of the other.
        let mut last = from;
        for sample in samples {
            if sample.t_s - last > STOPPED_S {
                raise(flags, Flag::Stopped);
            }
            last = last.max(sample.until_s);
        }
        if to - last > STOPPED_S {
            raise(flags, Flag::Stopped);
        }
    }

    /// Flags what was between the work and the edges.
    fn edges(&self, flags: &mut Vec<Flag>, start: &Side<'_>, end: &Side<'_>) {
        let allowed_s = LATE_S + LATE_STEPS * self.period_s.unwrap_or(0.0);
        let before_s = match start {
            Side::Tick(edge) => edge.given_s - edge.t_s,
            Side::Moment(t_s) => self.unread_s(*t_s),
        };
        let after_s = match end {
            Side::Tick(edge) => edge.t_s - edge.asked_s,
            Side::Moment(t_s) => self.unread_s(*t_s),
        };
        if before_s > allowed_s || after_s > allowed_s {
            raise(flags, Flag::LateEdge);
        }
    }

    /// Returns the seconds without a reading around a moment at which nobody waited for one.
    fn unread_s(&self, t_s: f64) -> f64 {
        let around = self.log.trace.between(t_s - STOPPED_S, t_s + STOPPED_S);
        let before = around.iter().filter(|sample| sample.until_s <= t_s).map(|sample| sample.until_s);
        let after = around.iter().map(|sample| sample.until_s).find(|until_s| *until_s > t_s);
        after.unwrap_or(t_s + STOPPED_S) - before.fold(t_s - STOPPED_S, f64::max)
    }

    fn looks(&mut self, flags: &mut Vec<Flag>, edges: [Option<Look>; 2]) {
        let (from, to) = (self.window.start_s, self.window.end_s);
        let both = |get: fn(&Look) -> Option<u32>| match &edges {
            [Some(a), Some(b)] => Some([get(a)?, get(b)?]),
            _ => None,
        };
        self.window.temperature_c = both(|look| look.status.temperature_c);
        self.window.sm_clock_mhz = both(|look| look.status.sm_clock_mhz);
        let identity = self.recorder.meter().identity();
        let mut ahead_s = (f64::INFINITY, f64::NEG_INFINITY);
        let inside = self.log.looks.iter().filter(|look| from <= look.t_s && look.t_s <= to);
        for look in inside.chain(edges.iter().flatten()) {
            if look.stopped {
                raise(flags, Flag::Stopped);
            }
            if look.status.throttle_untold && identity.scope == Scope::Gpu {
                raise(flags, Flag::ThrottleUnknown);
            }
            // It may be switched on while a program runs; a card that was split from the start is another matter.
            if look.status.mig == Some(true) && identity.mig != Some(true) {
                raise(flags, Flag::Mig);
            }
            ahead_s = (ahead_s.0.min(look.ahead_s), ahead_s.1.max(look.ahead_s));
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
            let untold = look.compute.untold && identity.scope == Scope::Gpu;
            if look.compute.hidden > 0 || untold {
                raise(flags, Flag::PidsHidden);
            }
        }
        if ahead_s.1 - ahead_s.0 > JUMP_S {
            raise(flags, Flag::ClockJump);
        }
    }
}
