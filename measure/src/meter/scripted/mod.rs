//! A fake GPU whose true power is a known function of time.
//!
//! - [`waveform`] — the true power and its exact integral.
//! - [`sensor`] — the counter's ticks and the sensors' averaging, part-time sampling and gain.
//! - [`scenario`] — cards and machines as files, and what goes wrong when.

mod lines;
pub mod scenario;
pub mod sensor;
pub mod waveform;

use std::sync::{Arc, PoisonError, RwLock};

use scenario::{Card, Event};
use waveform::TruePower;

use super::{Identity, Meter, MeterError, MeterKind, PowerReading, Scope, Status};
use crate::clock::Clock;

/// Time constant of a fake GPU's temperature where its load is given as it goes, seconds; made up.
const WARMING_S: f64 = 20.0;

/// A fake card at work: answers what the card would answer at a time.
#[derive(Debug, Clone)]
pub struct FakeCard {
    /// The card.
    pub card: Card,
    truth: TruePower,
}

impl FakeCard {
    /// Makes the card's power ready.
    #[must_use]
    pub fn new(card: Card) -> Self {
        Self { truth: TruePower::new(card.power.clone()), card }
    }

    /// The true energy between two moments of the card's time, joules.
    #[must_use]
    pub fn true_joules(&self, from_s: f64, to_s: f64) -> f64 {
        self.truth.joules(from_s, to_s)
    }

    /// From that moment on the card draws so much; for a card whose power is [`waveform::Waveform::Plateaus`].
    pub fn draw(&mut self, from_s: f64, watts: f64) {
        self.truth.then(from_s, watts);
    }

    /// The counter at a moment, joules.
    ///
    /// # Errors
    /// No counter, a dropout, or a lost card.
    pub fn counter_j(&self, t_s: f64) -> Result<f64, MeterError> {
        self.answering("total energy", t_s)?;
        let Some(counter) = &self.card.counter else {
            return Err(MeterError::unsupported("total energy", "the requested operation is not available"));
        };
        let mut t = t_s;
        let mut base = 0.0;
        for event in &self.card.events {
            match event {
                Event::Reset { at_s } if *at_s <= t_s => base = counter.joules(&self.truth, *at_s),
                Event::Stuck { from_s, to_s } if *from_s <= t_s && t_s < *to_s => t = *from_s,
                Event::Jump { at_s, joules } if *at_s <= t_s => base -= joules,
                _ => {}
            }
        }
        Ok(((counter.joules(&self.truth, t) - base) * 1e3).round() / 1e3)
    }

    /// The power readings at a moment.
    #[must_use]
    pub fn power(&self, t_s: f64) -> PowerReading {
        if let Err(error) = self.answering("power", t_s) {
            return PowerReading::failed(&error);
        }
        let garbage = self.card.events.iter().find_map(|event| match event {
            Event::Garbage { from_s, to_s, watts } if *from_s <= t_s && t_s < *to_s => Some(*watts),
            _ => None,
        });
        let read = |sensor: &Option<sensor::Sensor>, what: &str| match (sensor, garbage) {
            (Some(_), Some(watts)) => Ok(watts),
            (Some(sensor), None) => Ok(sensor.watts(&self.truth, t_s)),
            (None, _) => Err(MeterError::unsupported(what, "the requested operation is not available")),
        };
        PowerReading {
            instant_w: read(&self.card.instant, "field 186"),
            average_w: read(&self.card.average, "field 185"),
            usage_w: read(&self.card.usage, "PowerUsage"),
        }
    }

    /// Temperature, clocks, throttling and users at a moment.
    ///
    /// # Errors
    /// A dropout or a lost card.
    pub fn status(&self, t_s: f64) -> Result<Status, MeterError> {
        self.answering("status", t_s)?;
        let watts = self.truth.watts(t_s);
        let warmth = self.truth.smoothed(t_s, WARMING_S) / self.card.power_limit_w;
        let mut status = Status {
            temperature_c: Some((30.0 + 45.0 * warmth) as u32),
            sm_clock_mhz: Some(if watts > 0.3 * self.card.power_limit_w { 1410 } else { 210 }),
            memory_clock_mhz: Some(1593),
            throttle: Vec::new(),
            throttle_untold: self.card.throttle_refused,
            mig: Some(self.card.mig),
            compute_pids: Some(Vec::new()),
            graphics_pids: Some(Vec::new()),
        };
        for event in &self.card.events {
            match event {
                Event::Throttle { from_s, to_s, reason } if *from_s <= t_s && t_s < *to_s => {
                    status.throttle.push(reason.clone());
                }
                Event::Process { from_s, to_s, pid, graphics } if *from_s <= t_s && t_s < *to_s => {
                    let pids = if *graphics { &mut status.graphics_pids } else { &mut status.compute_pids };
                    pids.get_or_insert_default().push(*pid);
                }
                Event::MigOn { at_s } if *at_s <= t_s => status.mig = Some(true),
                _ => {}
            }
        }
        if self.card.processes_refused {
            (status.compute_pids, status.graphics_pids) = (None, None);
        }
        Ok(status)
    }

    fn answering(&self, what: &str, t_s: f64) -> Result<(), MeterError> {
        for event in &self.card.events {
            match event {
                Event::Lost { at_s } if *at_s <= t_s => {
                    return Err(MeterError::fatal(what, "device fell off the bus"));
                }
                Event::Dropout { from_s, to_s } if *from_s <= t_s && t_s < *to_s => {
                    return Err(MeterError::retry(what, "an internal driver error occurred"));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn identity(&self) -> Identity {
        let card = &self.card;
        Identity {
            meter: MeterKind::Fake,
            scope: Scope::Gpu,
            name: card.name.clone(),
            uuid: Some(card.uuid.clone()),
            pci: Some(card.pci.clone()),
            index: 0,
            driver: Some("scripted".to_owned()),
            library: None,
            vbios: None,
            memory_bytes: Some(card.memory_bytes),
            power_limit_w: Some(card.power_limit_w),
            power_limit_default_w: Some(card.power_limit_w),
            persistence: Some(card.persistence),
            ecc: None,
            mig: Some(card.mig),
            vgpu: Some(card.vgpu),
        }
    }
}

/// A fake card on a clock, scripted or real.
pub struct ScriptedMeter {
    card: RwLock<FakeCard>,
    clock: Arc<dyn Clock>,
    identity: Identity,
    read_s: f64,
}

impl ScriptedMeter {
    /// The card on that clock, whose time zero is the card's; every reading takes `read_s` seconds of the clock.
    #[must_use]
    pub fn new(card: Card, clock: Arc<dyn Clock>, read_s: f64) -> Self {
        let card = FakeCard::new(card);
        let identity = card.identity();
        Self { card: RwLock::new(card), clock, identity, read_s }
    }

    /// The card at another place among the GPUs of its machine.
    #[must_use]
    pub fn at_index(mut self, index: u32) -> Self {
        self.identity.index = index;
        self
    }

    /// From that moment of the clock on the card draws so much (see [`FakeCard::draw`]).
    pub fn draw(&self, from_s: f64, watts: f64) {
        self.card.write().unwrap_or_else(PoisonError::into_inner).draw(from_s, watts);
    }

    fn card(&self) -> std::sync::RwLockReadGuard<'_, FakeCard> {
        self.card.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The true energy between two moments of the clock, joules.
    #[must_use]
    pub fn true_joules(&self, from_s: f64, to_s: f64) -> f64 {
        self.card().true_joules(from_s, to_s)
    }

    fn now(&self) -> f64 {
        self.clock.sleep(self.read_s / 2.0);
        let now = self.clock.now_s();
        self.clock.sleep(self.read_s / 2.0);
        // A call that begins while the driver hangs answers once it hangs no longer, with what it read before.
        let hangs = self.card().card.events.iter().find_map(|event| match event {
            Event::Hang { from_s, to_s } if *from_s <= now && now < *to_s => Some(to_s - now),
            _ => None,
        });
        self.clock.sleep(hangs.unwrap_or(0.0));
        now
    }
}

impl Meter for ScriptedMeter {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn counter_j(&self) -> Result<f64, MeterError> {
        let now = self.now();
        self.card().counter_j(now)
    }

    fn power(&self) -> PowerReading {
        let now = self.now();
        self.card().power(now)
    }

    fn status(&self) -> Result<Status, MeterError> {
        let now = self.now();
        self.card().status(now)
    }
}
