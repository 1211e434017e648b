//! A fake machine as a file: its cards, their true power, their sensors and what goes wrong when.

use std::ops::RangeInclusive;

use anyhow::{Context, ensure};
use serde::{Deserialize, Serialize};

use super::sensor::{Counter, Sensor};
use super::waveform::Waveform;

/// A fake machine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Machine {
    /// Driver version to report.
    #[serde(default = "driver")]
    pub driver: String,
    /// Unix time in seconds that is zero in the cards' time; without it, when the library is loaded.
    #[serde(default)]
    pub epoch_unix_s: Option<f64>,
    /// NVML return code with which initialisation fails (9: driver not loaded; 4: no permission).
    #[serde(default)]
    pub init_error: Option<u32>,
    /// The cards, in NVML's order.
    pub cards: Vec<Card>,
}

/// A fake card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// Name, as the driver gives it.
    pub name: String,
    /// Unique id.
    pub uuid: String,
    /// PCI address.
    pub pci: String,
    /// True power.
    pub power: Waveform,
    /// The energy counter, if it has one.
    #[serde(default)]
    pub counter: Option<Counter>,
    /// Field 186, if it has it.
    #[serde(default)]
    pub instant: Option<Sensor>,
    /// Field 185, if it has it.
    #[serde(default)]
    pub average: Option<Sensor>,
    /// PowerUsage, if it has it.
    #[serde(default)]
    pub usage: Option<Sensor>,
    /// Power limit, watts.
    pub power_limit_w: f64,
    /// Memory, bytes.
    #[serde(default = "memory")]
    pub memory_bytes: u64,
    /// True if it is split into MIG instances.
    #[serde(default)]
    pub mig: bool,
    /// True if it is a virtual GPU.
    #[serde(default)]
    pub vgpu: bool,
    /// True if persistence mode is on.
    #[serde(default)]
    pub persistence: bool,
    /// True if asking who computes answers "not found", as some drivers do on an idle machine.
    #[serde(default)]
    pub processes_not_found: bool,
    /// True if the driver refuses to say who uses the card.
    #[serde(default)]
    pub processes_refused: bool,
    /// True if the driver refuses to say why clocks are held down.
    #[serde(default)]
    pub throttle_refused: bool,
    /// Type of the value in a field reading: `uint` as on today's drivers, `double`, `ulonglong`, or `wrong-tag`.
    #[serde(default)]
    pub field_type: FieldType,
    /// Faults of the card, and their times.
    #[serde(default)]
    pub events: Vec<Event>,
}

/// Encoding of field values by the fake library.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldType {
    /// Unsigned 32-bit milliwatts.
    #[default]
    Uint,
    /// Double milliwatts.
    Double,
    /// Unsigned 64-bit milliwatts.
    Ulonglong,
    /// A double whose tag claims an unsigned 64-bit number: what reading the wrong member gives.
    WrongTag,
}

/// An event on a card at a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Event {
    /// The driver is reloaded: the counter starts again at zero.
    Reset {
        /// When, seconds.
        at_s: f64,
    },
    /// Readings fail for a while.
    Dropout {
        /// From, seconds.
        from_s: f64,
        /// Until, seconds.
        to_s: f64,
    },
    /// The card falls off the bus.
    Lost {
        /// When, seconds.
        at_s: f64,
    },
    /// The counter does not move (from the start: a counter that is always zero).
    Stuck {
        /// From, seconds.
        from_s: f64,
        /// Until, seconds.
        to_s: f64,
    },
    /// Power readings are this many watts, whatever the truth.
    Garbage {
        /// From, seconds.
        from_s: f64,
        /// Until, seconds.
        to_s: f64,
        /// Power shown, watts.
        watts: f64,
    },
    /// The clocks are held down.
    Throttle {
        /// From, seconds.
        from_s: f64,
        /// Until, seconds.
        to_s: f64,
        /// Why: one of the names in a row's `throttle`.
        reason: String,
    },
    /// The card is split into MIG instances.
    MigOn {
        /// When, seconds.
        at_s: f64,
    },
    /// The counter jumps.
    Jump {
        /// When, seconds.
        at_s: f64,
        /// Size of the step, joules.
        joules: f64,
    },
    /// Calls of the driver do not return (not in the fake library).
    Hang {
        /// From, seconds.
        from_s: f64,
        /// Until, seconds.
        to_s: f64,
    },
    /// Somebody uses the card.
    Process {
        /// From, seconds.
        from_s: f64,
        /// Until, seconds.
        to_s: f64,
        /// Process id.
        pid: u32,
        /// Draws instead of computing.
        #[serde(default)]
        graphics: bool,
    },
}

fn driver() -> String {
    "580.95.05".to_owned()
}

fn memory() -> u64 {
    80 << 30
}

/// Refuses a number outside of its limits, infinite or none.
///
/// # Errors
/// Names the field, what was given and what is allowed.
pub fn within(field: &str, value: f64, limits: RangeInclusive<f64>) -> anyhow::Result<()> {
    ensure!(limits.contains(&value), "{field} {value}: give {} to {}", limits.start(), limits.end());
    Ok(())
}

/// Moments of a card's time, seconds: some thirty years either way.
const TIME_S: RangeInclusive<f64> = -1e9..=1e9;
/// Watts that a waveform may have.
const WATTS: RangeInclusive<f64> = 0.0..=1e5;
/// Seconds that repeat.
const PERIOD_S: RangeInclusive<f64> = 1e-4..=1e6;
/// Points, levels, jobs and events of a file at most.
const MOST: usize = 100_000;

impl Event {
    /// Refuses times and numbers that are none.
    ///
    /// # Errors
    /// Names the field.
    pub fn check(&self) -> anyhow::Result<()> {
        match self {
            Self::Reset { at_s } | Self::Lost { at_s } | Self::MigOn { at_s } => {
                within("at_s", *at_s, TIME_S)
            }
            Self::Jump { at_s, joules } => {
                within("at_s", *at_s, TIME_S).and_then(|()| within("joules", *joules, -1e12..=1e12))
            }
            Self::Garbage { from_s, to_s, watts } => {
                ensure!(watts.is_finite(), "watts {watts}: give a number");
                span(*from_s, *to_s)
            }
            Self::Dropout { from_s, to_s }
            | Self::Stuck { from_s, to_s }
            | Self::Throttle { from_s, to_s, .. }
            | Self::Process { from_s, to_s, .. } => span(*from_s, *to_s),
            Self::Hang { from_s, to_s } => {
                ensure!(to_s - from_s <= 3600.0, "a hang of {} s: give an hour at most", to_s - from_s);
                span(*from_s, *to_s)
            }
        }
    }
}

fn span(from_s: f64, to_s: f64) -> anyhow::Result<()> {
    within("from_s", from_s, TIME_S).and_then(|()| within("to_s", to_s, TIME_S))
}

impl Card {
    /// Reads a card from JSON.
    ///
    /// # Errors
    /// Names the field.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let card: Self = serde_json::from_str(text)?;
        card.check()?;
        Ok(card)
    }

    /// Refuses numbers that no card could have.
    ///
    /// # Errors
    /// Names the field, what was given and what is allowed.
    pub fn check(&self) -> anyhow::Result<()> {
        within("power_limit_w", self.power_limit_w, 1e-3..=1e5)?;
        self.power.check(0).context("power")?;
        if let Some(counter) = &self.counter {
            let check = || {
                within("period_s", counter.period_s, PERIOD_S)?;
                within("gain", counter.gain, 0.0..=1e3)?;
                within("jitter", counter.jitter, 0.0..=1.0)?;
                within("latency_s", counter.latency_s, 0.0..=1e3)
            };
            check().context("counter")?;
        }
        for (name, sensor) in [("instant", &self.instant), ("average", &self.average), ("usage", &self.usage)]
        {
            let Some(sensor) = sensor else { continue };
            let check = || {
                within("update_s", sensor.update_s, PERIOD_S)?;
                within("window_s", sensor.window_s, 0.0..=1e3)?;
                within("gain", sensor.gain, 0.0..=1e3)?;
                within("offset_w", sensor.offset_w, -1e5..=1e5)?;
                within("phase_s", sensor.phase_s, TIME_S)
            };
            check().context(name)?;
        }
        ensure!(self.events.len() <= MOST, "{} events: give {MOST} at most", self.events.len());
        self.events.iter().try_for_each(Event::check).context("events")
    }

    /// A well-behaved card with every reading, true to the energy, counter ticks of 100 ms.
    #[must_use]
    pub fn ideal(power: Waveform) -> Self {
        let sensor =
            |window_s| Some(Sensor { update_s: 0.1, window_s, gain: 1.0, offset_w: 0.0, phase_s: 0.0 });
        Self {
            name: "Fake GPU (ideal)".to_owned(),
            uuid: "GPU-fa4e0000-0000-0000-0000-000000000001".to_owned(),
            pci: "0000:41:00.0".to_owned(),
            power,
            counter: Some(Counter { period_s: 0.1, gain: 1.0, jitter: 0.0, latency_s: 0.0 }),
            instant: sensor(0.1),
            average: sensor(1.0),
            usage: sensor(1.0),
            power_limit_w: 700.0,
            memory_bytes: memory(),
            mig: false,
            vgpu: false,
            persistence: true,
            processes_not_found: false,
            processes_refused: false,
            throttle_refused: false,
            field_type: FieldType::Uint,
            events: Vec::new(),
        }
    }

    /// A card that behaves as the A100 PCIe 40 GB does under driver 535: no average field; instant power and
    /// PowerUsage cover 25 ms of each 100 ms, slope 0.954, offset -1.18 W. Source: JimZeyuYang/GPU_Power_Benchmark @
    /// 4b5c944c, Overall_Results.xlsx, sheet "Local GPUs" (in tests/data/nvml_power_sensor_vs_powermeter.csv).
    /// That its counter has the same gain and ticks every 100 ms is assumed.
    #[must_use]
    pub fn like_a100_pcie(power: Waveform) -> Self {
        let sensor =
            Sensor { update_s: 0.104, window_s: 0.025, gain: 0.953_951, offset_w: -1.1766, phase_s: 0.0 };
        Self {
            name: "NVIDIA A100-PCIE-40GB".to_owned(),
            counter: Some(Counter { period_s: 0.1, gain: 0.953_951, jitter: 0.05, latency_s: 0.0 }),
            instant: Some(sensor.clone()),
            average: None,
            usage: Some(sensor),
            power_limit_w: 250.0,
            memory_bytes: 40 << 30,
            ..Self::ideal(power)
        }
    }

    /// A card that behaves as the H100 PCIe does under driver 525: instant power covers 25 ms of each 100 ms, average
    /// power and PowerUsage a whole second. Source: the same workbook, sheets "Remote GPUs" and "Result Matrix".
    /// Nobody measured its gain against a meter there: taken as 1. That its counter ticks every 100 ms is assumed.
    #[must_use]
    pub fn like_h100_pcie(power: Waveform) -> Self {
        let sensor =
            |window_s| Some(Sensor { update_s: 0.1, window_s, gain: 1.0, offset_w: 0.0, phase_s: 0.0 });
        Self {
            name: "NVIDIA H100 PCIe".to_owned(),
            counter: Some(Counter { period_s: 0.1, gain: 1.0, jitter: 0.05, latency_s: 0.0 }),
            instant: sensor(0.025),
            average: sensor(1.0),
            usage: sensor(1.0),
            power_limit_w: 350.0,
            ..Self::ideal(power)
        }
    }

    /// A card that behaves as the RTX 3090 does under driver 535: instant power over 100 ms (slope 0.948, +1.40 W),
    /// average power and PowerUsage over a second (slope 0.944, +4.58 W). Source: the same workbook, "Local GPUs".
    /// That its counter has the gain of the instant field and ticks every 20 ms is assumed.
    #[must_use]
    pub fn like_rtx_3090(power: Waveform) -> Self {
        let slow = Sensor { update_s: 0.1, window_s: 1.0, gain: 0.943_953, offset_w: 4.5768, phase_s: 0.0 };
        Self {
            name: "NVIDIA GeForce RTX 3090".to_owned(),
            counter: Some(Counter { period_s: 0.02, gain: 0.948_275, jitter: 0.05, latency_s: 0.0 }),
            instant: Some(Sensor {
                update_s: 0.1,
                window_s: 0.1,
                gain: 0.948_275,
                offset_w: 1.4006,
                phase_s: 0.0,
            }),
            average: Some(slow.clone()),
            usage: Some(slow),
            power_limit_w: 350.0,
            memory_bytes: 24 << 30,
            ..Self::ideal(power)
        }
    }

    /// A card that behaves as the GTX 1080 Ti (Pascal) does under driver 535: PowerUsage over 10 ms every 20 ms, no
    /// counter and no field readings. Source: the same workbook, "Local GPUs".
    #[must_use]
    pub fn like_gtx_1080_ti(power: Waveform) -> Self {
        Self {
            name: "NVIDIA GeForce GTX 1080 Ti".to_owned(),
            counter: None,
            instant: None,
            average: None,
            usage: Some(Sensor {
                update_s: 0.02,
                window_s: 0.01,
                gain: 0.999_198,
                offset_w: -0.345,
                phase_s: 0.0,
            }),
            power_limit_w: 250.0,
            memory_bytes: 11 << 30,
            ..Self::ideal(power)
        }
    }
}

impl Waveform {
    /// Refuses numbers that no load could have.
    fn check(&self, depth: usize) -> anyhow::Result<()> {
        let in_time = |points: &[[f64; 2]]| {
            ensure!((1..=MOST).contains(&points.len()), "{} points: give 1 to {MOST}", points.len());
            ensure!(
                points.windows(2).all(|pair| pair[0][0] <= pair[1][0]),
                "points: give them in order of time"
            );
            Ok(())
        };
        let watts = |points: &[[f64; 2]]| {
            in_time(points)?;
            points.iter().try_for_each(|[t_s, watts]| {
                within("seconds", *t_s, TIME_S).and_then(|()| within("watts", *watts, WATTS))
            })
        };
        match self {
            Self::Constant { watts } => within("watts", *watts, WATTS),
            Self::Points { points, repeat } => {
                watts(points)?;
                let last = points.last().map_or(0.0, |point| point[0]);
                ensure!(
                    !repeat || PERIOD_S.contains(&last),
                    "points: the last one's time is the period, not {last} s"
                );
                Ok(())
            }
            Self::Square { high_w, low_w, period_s, duty, phase_s } => {
                within("high_w", *high_w, WATTS)?;
                within("low_w", *low_w, WATTS)?;
                within("period_s", *period_s, PERIOD_S)?;
                within("duty", *duty, 0.0..=1.0)?;
                within("phase_s", *phase_s, TIME_S)
            }
            Self::Noise { mean_w, sd_w, step_s, .. } => {
                within("mean_w", *mean_w, WATTS)?;
                within("sd_w", *sd_w, WATTS)?;
                within("step_s", *step_s, PERIOD_S)
            }
            Self::Jobs { idle_w, jobs, load } => {
                within("idle_w", *idle_w, WATTS)?;
                in_time(jobs)?;
                jobs.iter().try_for_each(|[from_s, to_s]| span(*from_s, *to_s))?;
                ensure!(depth < 8, "jobs within jobs: give 8 at most");
                load.check(depth + 1)
            }
            Self::Plateaus { levels } => watts(levels),
        }
    }
}
