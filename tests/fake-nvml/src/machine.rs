//! The fake machine behind the library: read once from the scenario file, then asked by time.

use std::sync::OnceLock;
use std::time::{SystemTime, UNIX_EPOCH};

use wattpix_measure::meter::scripted::FakeCard;
use wattpix_measure::meter::scripted::scenario;

/// NVML's return codes.
pub mod code {
    use std::os::raw::c_uint;

    pub const SUCCESS: c_uint = 0;
    pub const INVALID_ARGUMENT: c_uint = 2;
    pub const NOT_SUPPORTED: c_uint = 3;
    pub const NOT_FOUND: c_uint = 6;
    pub const INSUFFICIENT_SIZE: c_uint = 7;
    pub const DRIVER_NOT_LOADED: c_uint = 9;
    pub const GPU_IS_LOST: c_uint = 15;
    pub const UNKNOWN: c_uint = 999;
}

/// The cards and the moment that is their zero.
pub struct Machine {
    pub driver: String,
    pub cards: Vec<FakeCard>,
    epoch_unix_s: f64,
}

impl Machine {
    /// The cards' time.
    pub fn now_s(&self) -> f64 {
        unix_s() - self.epoch_unix_s
    }
}

fn unix_s() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64())
}

/// The machine of the scenario, or the code with which initialisation fails.
pub fn get() -> Result<&'static Machine, u32> {
    static MACHINE: OnceLock<Result<Machine, u32>> = OnceLock::new();
    MACHINE.get_or_init(load).as_ref().map_err(|refused| *refused)
}

fn load() -> Result<Machine, u32> {
    let path = std::env::var_os("WATTPIX_FAKE_NVML").ok_or(code::DRIVER_NOT_LOADED)?;
    let text = std::fs::read_to_string(&path).map_err(|error| {
        eprintln!("fake libnvidia-ml: {}: {error}", path.to_string_lossy());
        code::UNKNOWN
    })?;
    let machine: scenario::Machine = serde_json::from_str(&text).map_err(|error| {
        eprintln!("fake libnvidia-ml: {}: {error}", path.to_string_lossy());
        code::UNKNOWN
    })?;
    if let Some(refused) = machine.init_error {
        return Err(refused);
    }
    Ok(Machine {
        driver: machine.driver,
        cards: machine.cards.into_iter().map(FakeCard::new).collect(),
        epoch_unix_s: machine.epoch_unix_s.unwrap_or_else(unix_s),
    })
}

/// NVML's bit for a reason that rows name (nvmlClocksThrottleReasons).
pub fn throttle_bit(reason: &str) -> u64 {
    match reason {
        "application-clocks" => 0x2,
        "power-cap" => 0x4,
        "hw-slowdown" => 0x8,
        "sync-boost" => 0x10,
        "sw-thermal" => 0x20,
        "hw-thermal" => 0x40,
        "hw-power-brake" => 0x80,
        "display-clocks" => 0x100,
        _ => 0,
    }
}
