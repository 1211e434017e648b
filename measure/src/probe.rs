//! Capabilities of a device, found by asking it: never by its name or generation.

use serde::Serialize;
use wattpix_core::observation::two_meters::flag_of_ratio;

use crate::clock::Clock;
use crate::flag::{Flag, raise};
use crate::meter::{Identity, Meter, MeterError, PowerField};
use crate::trace::{Sample, Tick, ticks};

/// Behaviour of the energy counter.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum CounterSupport {
    /// It ticks.
    Works {
        /// Mean seconds between ticks.
        period_s: f64,
        /// Largest deviation from the mean, seconds.
        spread_s: f64,
        /// Ticks seen while learning.
        ticks: usize,
    },
    /// It answers but does not move.
    Silent {
        /// Time it was watched, seconds.
        watched_s: f64,
    },
    /// It does not exist.
    Missing {
        /// The driver's message.
        reason: String,
    },
}

/// A power reading and the answer to asking for it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldSupport {
    /// The reading.
    pub field: PowerField,
    /// Watts at the first asking.
    pub watts: Option<f64>,
    /// Why there are none.
    pub reason: Option<String>,
    /// True if it answered with something that no device draws.
    #[serde(skip)]
    pub garbage: bool,
}

/// Capabilities of a device, their quality, and its faults.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Capabilities {
    /// The energy counter.
    pub counter: CounterSupport,
    /// The power readings.
    pub power: Vec<FieldSupport>,
    /// The power reading that traces record.
    pub primary: Option<PowerField>,
    /// True if the one-second average is recorded beside it.
    pub with_average: bool,
    /// Seconds of waiting that one reading of counter and power takes.
    pub read_s: f64,
    /// Counter joules over those of the power reading while probing.
    pub ratio: Option<f64>,
    /// Faults and remarks.
    pub flags: Vec<Flag>,
}

/// Why a reading is missing that the device does not have.
pub const NOT_OFFERED: &str = "not offered by this device";
/// Pause between readings while the counter is learnt and at the edges of windows, seconds.
pub const FAST_S: f64 = 0.001;
/// Ticks after which the period is known well enough.
const ENOUGH_TICKS: usize = 12;
/// Shortest time that a counter is watched before it is called silent, seconds.
const PATIENCE_S: f64 = 3.0;

impl Capabilities {
    /// Seconds between ticks of a working counter.
    #[must_use]
    pub fn counter_period_s(&self) -> Option<f64> {
        match self.counter {
            CounterSupport::Works { period_s, .. } => Some(period_s),
            _ => None,
        }
    }

    /// True if energy can be had at all.
    #[must_use]
    pub fn usable(&self) -> bool {
        self.counter_period_s().is_some() || self.primary.is_some()
    }
}

/// Asks a device everything; takes about two seconds.
///
/// # Errors
/// Only when the device is gone.
pub fn probe(meter: &dyn Meter, clock: &dyn Clock) -> Result<Capabilities, MeterError> {
    let identity = meter.identity();
    let mut flags = Vec::new();
    let power = ask_power(meter, identity)?;
    let has = |field| power.iter().any(|support| support.field == field && support.watts.is_some());
    let primary =
        [PowerField::Instant, PowerField::Average, PowerField::Usage].into_iter().find(|field| has(*field));
    // A reading that is garbage is not used where another works.
    if primary.is_none() && power.iter().any(|support| support.garbage) {
        raise(&mut flags, Flag::ImplausiblePower);
    }
    let with_average = primary == Some(PowerField::Instant) && has(PowerField::Average);

    let Learnt { counter, samples, mut took_s } = learn_counter(meter, clock, primary)?;
    took_s.sort_by(f64::total_cmp);
    let read_s = took_s.get(took_s.len() / 2).copied().unwrap_or(0.0);
    let ratio = ratio_while_learning(&samples, primary);

    if identity.mig == Some(true) {
        raise(&mut flags, Flag::Mig);
    }
    if identity.vgpu == Some(true) {
        raise(&mut flags, Flag::Vgpu);
    }
    if identity.is_superchip() {
        raise(&mut flags, Flag::Superchip);
        // PowerUsage has no scope: what it covers cannot be told.
        if !matches!(primary, Some(PowerField::Instant | PowerField::Average)) {
            raise(&mut flags, Flag::ModuleUnclear);
        }
    }
    for flag in meter.doubts() {
        raise(&mut flags, flag);
    }
    match &counter {
        CounterSupport::Works { .. } if primary.is_none() => raise(&mut flags, Flag::NoCrossCheck),
        CounterSupport::Works { .. } => {}
        CounterSupport::Silent { .. } => raise(&mut flags, Flag::CounterSilent),
        CounterSupport::Missing { .. } => raise(&mut flags, Flag::NoCounter),
    }
    let averaged = matches!(primary, Some(PowerField::Average | PowerField::Usage));
    if averaged && !matches!(counter, CounterSupport::Works { .. }) {
        raise(&mut flags, Flag::AveragedPower);
    }
    if let Some(flag) = ratio.and_then(flag_of_ratio) {
        raise(&mut flags, flag);
    }
    Ok(Capabilities { counter, power, primary, with_average, read_s, ratio, flags })
}

fn ask_power(meter: &dyn Meter, identity: &Identity) -> Result<Vec<FieldSupport>, MeterError> {
    let reading = meter.power();
    let mut found = Vec::new();
    for field in [PowerField::Instant, PowerField::Average, PowerField::Usage] {
        let mut garbage = false;
        let (watts, reason) = match reading.get(field) {
            Ok(watts) if plausible(watts, identity) => (Some(watts), None),
            Ok(watts) => {
                garbage = true;
                let limit = identity.plausible_below_w();
                (None, Some(format!("says {watts:.0} W, which is not between 0 and {limit:.0} W")))
            }
            Err(error) if error.is_fatal() => return Err(error),
            Err(MeterError::Unsupported { .. }) => (None, Some(NOT_OFFERED.to_owned())),
            Err(error) => (None, Some(error.to_string())),
        };
        found.push(FieldSupport { field, watts, reason, garbage });
    }
    Ok(found)
}

/// True if a power reading can be believed: above zero and below twice the power limit.
#[must_use]
pub fn plausible(watts: f64, identity: &Identity) -> bool {
    watts > 0.0 && watts < identity.plausible_below_w()
}

/// Results of reading as fast as possible.
struct Learnt {
    counter: CounterSupport,
    samples: Vec<Sample>,
    /// Seconds that each reading of counter and power took.
    took_s: Vec<f64>,
}

fn learn_counter(
    meter: &dyn Meter,
    clock: &dyn Clock,
    primary: Option<PowerField>,
) -> Result<Learnt, MeterError> {
    let mut samples = Vec::new();
    let mut took_s = Vec::new();
    let begin = clock.now_s();
    loop {
        let t_s = clock.now_s();
        let counter = match meter.counter_j() {
            Ok(joules) => Some(joules),
            Err(MeterError::Unsupported { reason, .. }) => {
                // Nothing to learn; how long the power takes is still of interest.
                let _ = meter.power();
                took_s.push(clock.now_s() - t_s);
                return Ok(Learnt { counter: CounterSupport::Missing { reason }, samples, took_s });
            }
            Err(MeterError::Retry { .. }) => None,
            Err(fatal) => return Err(fatal),
        };
        let until_s = clock.now_s();
        let power_w = primary.and_then(|field| meter.power().get(field).ok());
        took_s.push(clock.now_s() - t_s);
        samples.push(Sample { t_s, until_s, counter_j: counter, power_w, average_w: None });
        let seen = ticks(&samples);
        if seen.len() > ENOUGH_TICKS {
            return Ok(Learnt { counter: period_of(&seen), samples, took_s });
        }
        let watched_s = until_s - begin;
        // A slow counter gets three times the patience, once it has moved at all.
        if watched_s > PATIENCE_S && (seen.is_empty() || watched_s > 3.0 * PATIENCE_S) {
            let all_failed = samples.iter().all(|s| s.counter_j.is_none());
            let support = match seen.len() {
                _ if all_failed => CounterSupport::Missing { reason: "every reading failed".to_owned() },
                0 | 1 => CounterSupport::Silent { watched_s },
                _ => period_of(&seen),
            };
            return Ok(Learnt { counter: support, samples, took_s });
        }
        clock.sleep(FAST_S);
    }
}

/// The mean interval between ticks, without those in which a tick was missed. The first tick ends an interval whose start
/// nobody saw, so it opens the first.
fn period_of(ticks: &[Tick]) -> CounterSupport {
    let mut steps: Vec<f64> = ticks.windows(2).map(|pair| pair[1].t_s() - pair[0].t_s()).collect();
    steps.sort_by(f64::total_cmp);
    let median = steps[steps.len() / 2];
    steps.retain(|step| *step < 1.5 * median);
    let period_s = steps.iter().sum::<f64>() / steps.len().max(1) as f64;
    let spread_s = steps.iter().map(|step| (step - period_s).abs()).fold(0.0, f64::max);
    CounterSupport::Works { period_s, spread_s, ticks: ticks.len() }
}

fn ratio_while_learning(samples: &[Sample], primary: Option<PowerField>) -> Option<f64> {
    primary?;
    let seen = ticks(samples);
    let (first, last) = (seen.first()?, seen.last()?);
    let trace = crate::trace::Trace { samples: samples.to_vec() };
    let power_j = trace.integrate(|s| s.power_w, first.t_s(), last.t_s())?;
    (power_j > 0.0).then(|| (last.after_j - first.after_j) / power_j)
}
