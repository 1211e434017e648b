//! Operations of every meter. Joules and watts leave a meter converted; nothing above it knows millijoules.
//!
//! - [`nvml`] — NVIDIA GPUs through the driver's library.
//! - [`rapl`] — the processor package through the kernel's powercap files.
//! - [`scripted`] — a fake GPU whose true power is a known function of time.
//! - [`replay`] — a recorded trace played back.

mod error;
pub mod nvml;
pub mod rapl;
pub mod replay;
pub mod scripted;

pub use error::MeterError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::flag::Flag;

/// The kind of a meter, as rows name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum MeterKind {
    /// NVIDIA's management library on a real driver.
    Nvml,
    /// The kernel's powercap files.
    Rapl,
    /// A fake; its rows can never become a shipped fit.
    Fake,
    /// A recorded trace.
    Replay,
    /// Another program's, whose file was imported.
    Imported,
}

impl MeterKind {
    /// The word that rows carry.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Nvml => "nvml",
            Self::Rapl => "rapl",
            Self::Fake => "fake",
            Self::Replay => "replay",
            Self::Imported => "imported",
        }
    }
}

/// Device whose energy a meter reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// A whole graphics card: chip, memory, fans and regulators as its sensor sees them.
    Gpu,
    /// The processor packages of the machine, without memory, disks or power supply.
    CpuPackage,
}

impl Scope {
    /// The word that rows carry.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Gpu => "gpu",
            Self::CpuPackage => "cpu_package",
        }
    }
}

/// Kind of power reading: they mean different things, so it is always named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PowerField {
    /// NVML field 186: over 25 to 100 ms, sometimes only a quarter of the time.
    Instant,
    /// NVML field 185: averaged over about one second.
    Average,
    /// `nvmlDeviceGetPowerUsage`: one or the other, by architecture and driver.
    Usage,
}

impl PowerField {
    /// Returns the name used in output and in the documentation.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Instant => "instant power (field 186)",
            Self::Average => "average power (field 185)",
            Self::Usage => "PowerUsage",
        }
    }
}

/// Result of reading the power sensors, in watts; an error says why there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct PowerReading {
    /// Field 186.
    pub instant_w: Result<f64, MeterError>,
    /// Field 185.
    pub average_w: Result<f64, MeterError>,
    /// `nvmlDeviceGetPowerUsage`.
    pub usage_w: Result<f64, MeterError>,
}

impl PowerReading {
    /// All three failed alike.
    #[must_use]
    pub fn failed(error: &MeterError) -> Self {
        Self { instant_w: Err(error.clone()), average_w: Err(error.clone()), usage_w: Err(error.clone()) }
    }

    /// Returns one of the three readings.
    ///
    /// # Errors
    /// Why this reading is missing.
    pub fn get(&self, field: PowerField) -> Result<f64, MeterError> {
        match field {
            PowerField::Instant => self.instant_w.clone(),
            PowerField::Average => self.average_w.clone(),
            PowerField::Usage => self.usage_w.clone(),
        }
    }
}

/// Identity and settings of a device; what the device does not report is `None`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// Meter that reads it.
    pub meter: MeterKind,
    /// Device whose energy it reads.
    pub scope: Scope,
    /// The name that the driver gives.
    pub name: String,
    /// The driver's unique id (`GPU-...`); files carry only its hash.
    pub uuid: Option<String>,
    /// PCI address, `domain:bus:device.function`.
    pub pci: Option<String>,
    /// NVML's index, which need not be CUDA's ordinal.
    pub index: u32,
    /// Driver version.
    pub driver: Option<String>,
    /// Version of the management library.
    pub library: Option<String>,
    /// Version of the card's firmware.
    pub vbios: Option<String>,
    /// Memory in bytes.
    pub memory_bytes: Option<u64>,
    /// Power limit in force, watts.
    pub power_limit_w: Option<f64>,
    /// Power limit as delivered, watts.
    pub power_limit_default_w: Option<f64>,
    /// True if the driver stays loaded when nobody uses it.
    pub persistence: Option<bool>,
    /// True if memory error correction is on.
    pub ecc: Option<bool>,
    /// True if the card is split into MIG instances.
    pub mig: Option<bool>,
    /// True if this is a virtual GPU.
    pub vgpu: Option<bool>,
}

impl Identity {
    /// A device of which nothing is known but its name.
    pub fn named(meter: MeterKind, scope: Scope, name: String) -> Self {
        Self {
            meter,
            scope,
            name,
            uuid: None,
            pci: None,
            index: 0,
            driver: None,
            library: None,
            vbios: None,
            memory_bytes: None,
            power_limit_w: None,
            power_limit_default_w: None,
            persistence: None,
            ecc: None,
            mig: None,
            vgpu: None,
        }
    }

    /// A reading is believable between zero and this many watts: twice the power limit, or 2 kW where the limit is
    /// unknown (no single card draws more; `shared` module readings and broken libraries do).
    #[must_use]
    pub fn plausible_below_w(&self) -> f64 {
        2.0 * self.power_limit_w.or(self.power_limit_default_w).unwrap_or(1000.0)
    }

    /// True if the name is that of a module holding a CPU and a GPU (Grace Hopper and its successors).
    #[must_use]
    pub fn is_superchip(&self) -> bool {
        ["GH200", "GB200", "GB300", "GB10"].iter().any(|chip| self.name.contains(chip))
    }
}

/// State of a device at a moment; what it does not report is `None`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// Temperature of the chip, degrees Celsius.
    pub temperature_c: Option<u32>,
    /// Clock of the multiprocessors, MHz.
    pub sm_clock_mhz: Option<u32>,
    /// Clock of the memory, MHz.
    pub memory_clock_mhz: Option<u32>,
    /// Why the clocks are below their maximum, by name; empty when nothing holds them down.
    pub throttle: Vec<String>,
    /// True if the device refused to say why its clocks are held down.
    #[serde(default)]
    pub throttle_untold: bool,
    /// True if the card is split into MIG instances by now.
    #[serde(default)]
    pub mig: Option<bool>,
    /// Process ids that compute on it.
    pub compute_pids: Option<Vec<u32>>,
    /// Process ids that draw on it.
    pub graphics_pids: Option<Vec<u32>>,
}

/// Reasons in [`Status::throttle`] that mean heat or a hardware limit, not an ordinary power cap.
pub const HARD_THROTTLE: [&str; 4] = ["hw-slowdown", "sw-thermal", "hw-thermal", "hw-power-brake"];

/// A device that can be metered.
pub trait Meter: Send + Sync {
    /// Returns the identity and settings of the device.
    fn identity(&self) -> &Identity;

    /// Doubts about what it meters, found when it was opened.
    fn doubts(&self) -> Vec<Flag> {
        Vec::new()
    }

    /// Joules since an arbitrary moment (NVML: since the driver was loaded).
    ///
    /// # Errors
    /// [`MeterError::Unsupported`] where there is no such counter.
    fn counter_j(&self) -> Result<f64, MeterError>;

    /// Every power reading that the device has, in watts.
    fn power(&self) -> PowerReading;

    /// Temperature, clocks, throttling and users.
    ///
    /// # Errors
    /// Only when the device is gone; single missing values are `None`.
    fn status(&self) -> Result<Status, MeterError>;
}
