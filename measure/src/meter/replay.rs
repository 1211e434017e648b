//! A recorded trace played back: what a card said once, said again on a scripted clock.

use std::path::Path;
use std::sync::Arc;

use super::{Identity, Meter, MeterError, MeterKind, PowerReading, Scope, Status};
use crate::clock::Clock;
use crate::trace::Trace;

/// A recorded trace as a meter. The clock's zero is the first reading; after the last one, readings fail.
pub struct ReplayMeter {
    trace: Trace,
    clock: Arc<dyn Clock>,
    identity: Identity,
}

impl ReplayMeter {
    /// Plays a trace on a clock, as a device of that name.
    #[must_use]
    pub fn new(trace: Trace, name: &str, clock: Arc<dyn Clock>) -> Self {
        let identity = Identity::named(MeterKind::Replay, Scope::Gpu, name.to_owned());
        Self { trace, clock, identity }
    }

    /// Plays a trace file that `measure` wrote.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn open(path: &Path, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let name = path.file_name().map_or_else(|| "trace".into(), |name| name.to_string_lossy());
        Ok(Self::new(Trace::read(path)?, &name, clock))
    }

    /// Seconds that the recording lasts.
    #[must_use]
    pub fn duration_s(&self) -> f64 {
        match (self.trace.samples.first(), self.trace.samples.last()) {
            (Some(first), Some(last)) => last.t_s - first.t_s,
            _ => 0.0,
        }
    }

    /// The newest value recorded by now.
    fn latest(&self, what: &str, value: fn(&crate::trace::Sample) -> Option<f64>) -> Result<f64, MeterError> {
        if self.trace.samples.iter().all(|s| value(s).is_none()) {
            return Err(MeterError::unsupported(what, "not in the recording"));
        }
        let now = self.clock.now_s() + self.trace.samples.first().map_or(0.0, |s| s.t_s);
        if self.trace.samples.last().is_none_or(|last| now > last.t_s + 1.0) {
            return Err(MeterError::retry(what, "the recording has ended"));
        }
        let until = self.trace.samples.partition_point(|s| s.t_s <= now);
        self.trace.samples[..until]
            .iter()
            .rev()
            .find_map(value)
            .ok_or_else(|| MeterError::retry(what, "the recording has not begun"))
    }
}

impl Meter for ReplayMeter {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn counter_j(&self) -> Result<f64, MeterError> {
        self.latest("total energy", |s| s.counter_j)
    }

    fn power(&self) -> PowerReading {
        PowerReading {
            instant_w: self.latest("power", |s| s.power_w),
            average_w: self.latest("average power", |s| s.average_w),
            usage_w: Err(MeterError::unsupported("PowerUsage", "not in the recording")),
        }
    }

    fn status(&self) -> Result<Status, MeterError> {
        Ok(Status::default())
    }
}
