//! Takes readings and keeps them: in a thread of its own beside the work, or between the steps of a scripted test.
//!
//! - `log` — the readings, and the edges of windows.

mod log;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use crate::clock::Clock;
use crate::lock::Lock;
use crate::meter::{Meter, MeterError, PowerField};
use crate::probe::{Capabilities, FAST_S, plausible};
use crate::processes::{Ownership, Users, in_proc};
use crate::trace::{Sample, ticks};
use crate::tree;
pub use log::{Edge, Failure, Log, Look};

/// Shortest pause between readings, seconds.
const SAMPLE_S: f64 = 0.02;
/// Longest pause between readings, seconds: the shortest update period of a power sensor of today's cards.
const SAMPLE_MAX_S: f64 = 0.1;
/// The pause is at least this many times what a reading takes, so that sampling stays below 1 % of a core.
const READ_SHARE: f64 = 100.0;
/// Seconds between looks at temperature, clocks, throttling and users.
const STATUS_S: f64 = 1.0;
/// Periods after which a tick that does not come is given up.
const TICK_PATIENCE: f64 = 10.0;

/// Reads a device and keeps what it read.
pub struct Recorder {
    meter: Arc<dyn Meter>,
    clock: Arc<dyn Clock>,
    /// Capabilities of the device.
    pub capabilities: Capabilities,
    /// Ownership of processes.
    pub ownership: Ownership,
    sample_s: f64,
    log: Mutex<Log>,
    /// Recorders of further GPUs that are metered as one with it, by the same clock.
    others: Vec<Recorder>,
    /// Keeps other runs off the device.
    _held: Option<Lock>,
}

impl Recorder {
    /// A recorder of a probed device.
    #[must_use]
    pub fn new(meter: Arc<dyn Meter>, clock: Arc<dyn Clock>, capabilities: Capabilities) -> Self {
        let sample_s = (READ_SHARE * capabilities.read_s).clamp(SAMPLE_S, SAMPLE_MAX_S);
        Self {
            meter,
            clock,
            capabilities,
            ownership: Ownership::of_this_process(in_proc),
            sample_s,
            log: Mutex::default(),
            others: Vec::new(),
            _held: None,
        }
    }

    /// Meters further GPUs as one with this one; they have to share its clock.
    #[must_use]
    pub fn with_others(mut self, others: Vec<Self>) -> Self {
        self.others = others;
        let read_s: f64 = self.all().map(|one| one.capabilities.read_s).sum();
        self.sample_s = (READ_SHARE * read_s).clamp(SAMPLE_S, SAMPLE_MAX_S);
        self
    }

    /// Every GPU that is metered, this one first.
    pub fn all(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.others)
    }

    /// Name of the device, or of all of them: `2 × NVIDIA L4 + NVIDIA T4`.
    #[must_use]
    pub fn name(&self) -> String {
        let mut counted: Vec<(&str, usize)> = Vec::new();
        for name in self.all().map(|one| one.meter.identity().name.as_str()) {
            match counted.iter_mut().find(|(known, _)| *known == name) {
                Some((_, count)) => *count += 1,
                None => counted.push((name, 1)),
            }
        }
        let named = |(name, count): &(&str, usize)| match count {
            1 => (*name).to_owned(),
            _ => format!("{count} × {name}"),
        };
        counted.iter().map(named).collect::<Vec<_>>().join(" + ")
    }

    /// Keeps a lock as long as the device is recorded.
    pub fn hold(&mut self, lock: Option<Lock>) {
        self._held = lock;
    }

    /// The device.
    #[must_use]
    pub fn meter(&self) -> &dyn Meter {
        &*self.meter
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// Seconds between readings.
    #[must_use]
    pub fn sample_s(&self) -> f64 {
        self.sample_s
    }

    /// Everything read so far. Readings wait while this is held.
    pub fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes one reading of counter and power, and once a second of the device's state.
    pub fn poll(&self) {
        self.all().for_each(Self::poll_alone);
    }

    fn poll_alone(&self) {
        let mut log = self.log();
        let sample = self.read(&mut log, true);
        let due = log.looks.last().is_none_or(|look| sample.t_s - look.t_s >= STATUS_S);
        log.trace.samples.push(sample);
        if due {
            self.look_into(&mut log);
        }
    }

    /// Forgets what was read before that moment, so that a run of days does not fill the memory.
    pub fn forget_before(&self, t_s: f64) {
        for one in self.all() {
            let mut log = one.log();
            log.trace.samples.retain(|sample| sample.t_s >= t_s);
            log.looks.retain(|look| look.t_s >= t_s);
            log.failures.retain(|failure| failure.t_s >= t_s);
        }
    }

    /// Looks at the device's state now.
    pub fn look(&self) -> Option<Look> {
        let mut log = self.log();
        self.look_into(&mut log);
        log.looks.last().cloned()
    }

    /// Remembers who is on the device now: whoever cannot be seen from here and comes later is taken as ours. It has to be called before
    /// anything of ours opens the device, an engine's CUDA context included: inside a container NVML may tell process ids of the host,
    /// by which ours cannot be known.
    pub fn note_before(&self) {
        for one in self.all() {
            if let Some(look) = one.look() {
                one.ownership.note_before(&look.status.compute_pids.unwrap_or_default());
            }
        }
    }

    fn look_into(&self, log: &mut Log) {
        let t_s = self.clock.now_s();
        match self.meter.status() {
            Ok(status) => {
                let sort = |pids: &Option<Vec<u32>>| {
                    pids.as_deref().map_or(Users::UNTOLD, |pids| self.ownership.sort(pids))
                };
                let compute = sort(&status.compute_pids);
                let graphics = sort(&status.graphics_pids);
                let ahead_s = self.ahead_s();
                log.looks.push(Look { t_s, status, compute, graphics, ahead_s, stopped: tree::stopped() });
            }
            Err(error) => log.failures.push(failure(t_s, &error)),
        }
    }

    /// The wall clock, less the clock.
    fn ahead_s(&self) -> f64 {
        let (wall, now_s) = (self.clock.wall(), self.clock.now_s());
        let since = match wall.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => since.as_secs_f64(),
            Err(before) => -before.duration().as_secs_f64(),
        };
        since - now_s
    }

    fn read(&self, log: &mut Log, with_power: bool) -> Sample {
        let t_s = self.clock.now_s();
        let mut sample = Sample { t_s, until_s: t_s, counter_j: None, power_w: None, average_w: None };
        if self.capabilities.counter_period_s().is_some() {
            match self.meter.counter_j() {
                Ok(joules) => sample.counter_j = Some(joules),
                Err(error) => log.failures.push(failure(t_s, &error)),
            }
            sample.until_s = self.clock.now_s();
        }
        if let Some(field) = self.capabilities.primary.filter(|_| with_power) {
            let reading = self.meter.power();
            sample.power_w = self.believe(log, t_s, reading.get(field));
            if self.capabilities.with_average {
                sample.average_w = self.believe(log, t_s, reading.get(PowerField::Average));
            }
        }
        sample
    }

    fn believe(&self, log: &mut Log, t_s: f64, watts: Result<f64, MeterError>) -> Option<f64> {
        match watts {
            Ok(watts) if plausible(watts, self.meter.identity()) => Some(watts),
            Ok(watts) => {
                let reason = format!("power reading of {watts:.0} W");
                log.failures.push(Failure { t_s, implausible_w: Some(watts), lost: false, reason });
                None
            }
            Err(error) => {
                log.failures.push(failure(t_s, &error));
                None
            }
        }
    }

    /// Reads for that long, a reading every [`Recorder::sample_s`].
    pub fn watch(&self, seconds: f64) {
        let end = self.clock.now_s() + seconds;
        loop {
            self.poll();
            let rest = end - self.clock.now_s();
            if rest <= 0.0 {
                return;
            }
            self.clock.sleep(rest.min(self.sample_s));
        }
    }

    /// Waits for the counter's next tick and makes it an edge; without a counter, or when none comes, now is the edge
    /// (and the counter is missing from it).
    pub fn edge(&self) -> Edge {
        let asked_s = self.clock.now_s();
        // What the counters of the others said at this edge lies between two of their ticks.
        self.await_ticks(asked_s, |one| one.has_ticked_lately(asked_s));
        let mut edge = self.next_tick().unwrap_or_else(|| {
            self.poll();
            let half_s = if self.capabilities.counter_period_s().is_some() { self.sample_s } else { 0.0 };
            self.edge_at(self.clock.now_s(), half_s, None)
        });
        edge.asked_s = asked_s;
        // One full reading at the edge itself, so that the power trace reaches it.
        self.await_ticks(edge.t_s, |one| one.has_ticked_since(edge.t_s));
        self.poll();
        edge.look = self.look();
        for other in &self.others {
            // It keeps what it saw.
            let _ = other.look();
        }
        edge.given_s = self.clock.now_s();
        edge
    }

    fn edge_at(&self, t_s: f64, half_s: f64, counter_j: Option<f64>) -> Edge {
        // Some time has passed since.
        let ago = Duration::from_secs_f64((self.clock.now_s() - t_s).max(0.0));
        let wall = self.clock.wall();
        let wall = wall.checked_sub(ago).unwrap_or(wall);
        Edge { t_s, half_s, counter_j, wall, look: None, asked_s: t_s, given_s: t_s }
    }

    fn read_counter(&self) -> Sample {
        let mut log = self.log();
        let sample = self.read(&mut log, false);
        log.trace.samples.push(sample);
        sample
    }

    /// Reads every counter until those of the others have ticked, or for as long as a tick is waited for.
    fn await_ticks(&self, from_s: f64, has_ticked: impl Fn(&Self) -> bool) {
        let waits_s =
            |one: &Self| one.capabilities.counter_period_s().map(|period| (TICK_PATIENCE * period).max(1.0));
        let mut waiting: Vec<(&Self, f64)> =
            self.others.iter().filter_map(|one| Some((one, waits_s(one)?))).collect();
        loop {
            let now_s = self.clock.now_s();
            waiting.retain(|(one, patience_s)| now_s - from_s <= *patience_s && !has_ticked(one));
            if waiting.is_empty() {
                return;
            }
            self.all().for_each(|one| {
                one.read_counter();
            });
            self.clock.sleep(FAST_S);
        }
    }

    /// True if a tick just before that moment was seen when it came.
    fn has_ticked_lately(&self, t_s: f64) -> bool {
        let period_s = self.capabilities.counter_period_s().unwrap_or(0.0).max(self.sample_s);
        let ticks = ticks(self.log().trace.between(t_s - 3.0 * period_s, f64::INFINITY));
        ticks.iter().any(|tick| tick.half_s() <= period_s)
    }

    /// True if a tick was seen after that moment.
    fn has_ticked_since(&self, t_s: f64) -> bool {
        let period_s = self.capabilities.counter_period_s().unwrap_or(0.0).max(self.sample_s);
        ticks(self.log().trace.between(t_s - 3.0 * period_s, f64::INFINITY))
            .iter()
            .any(|tick| tick.t_s() > t_s)
    }

    fn next_tick(&self) -> Option<Edge> {
        let period_s = self.capabilities.counter_period_s()?;
        let patience_s = (TICK_PATIENCE * period_s).max(1.0);
        let begin = self.clock.now_s();
        let mut before: Option<Sample> = None;
        loop {
            let sample = self.read_counter();
            for other in &self.others {
                other.read_counter();
            }
            if let Some(joules) = sample.counter_j {
                if let Some(last) = before
                    && last.counter_j != Some(joules)
                {
                    let half_s = (sample.until_s - last.t_s) / 2.0;
                    return Some(self.edge_at(last.t_s + half_s, half_s, Some(joules)));
                }
                before = Some(sample);
            }
            if sample.until_s - begin > patience_s {
                return None;
            }
            self.clock.sleep(FAST_S.min(period_s / 4.0));
        }
    }

    /// Does the work while a thread of its own reads the device; for real clocks. Returns what the work returned, and
    /// which share of one core the readings took.
    pub fn beside<T>(&self, work: impl FnOnce() -> T) -> (T, Option<f64>) {
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let reader = scope.spawn(|| {
                let begin = self.clock.now_s();
                while !stop.load(Ordering::Relaxed) {
                    self.poll();
                    self.clock.sleep(self.sample_s);
                }
                let spent = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
                let cpu_s = spent.tv_sec as f64 + spent.tv_nsec as f64 * 1e-9;
                cpu_s / (self.clock.now_s() - begin).max(1e-3)
            });
            let result = work();
            stop.store(true, Ordering::Relaxed);
            (result, reader.join().ok())
        })
    }
}

fn failure(t_s: f64, error: &MeterError) -> Failure {
    Failure { t_s, implausible_w: None, lost: error.is_fatal(), reason: error.to_string() }
}
