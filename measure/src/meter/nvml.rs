//! NVIDIA GPUs through the driver's management library: the only file that names nvml-wrapper.
//!
//! Reads only: needs no root and changes no setting.

use std::path::Path;
use std::sync::Arc;

use nvml_wrapper::bitmasks::device::ThrottleReasons;
use nvml_wrapper::enum_wrappers::device::{Clock, GpuVirtualizationMode, TemperatureSensor};
use nvml_wrapper::enums::device::SampleValue;
use nvml_wrapper::error::NvmlError;
use nvml_wrapper::structs::device::FieldId;
use nvml_wrapper::sys_exports::field_id::{NVML_FI_DEV_POWER_AVERAGE, NVML_FI_DEV_POWER_INSTANT};
use nvml_wrapper::{Device, Nvml};

use super::{Identity, Meter, MeterError, MeterKind, PowerReading, Scope, Status};

/// Names under which drivers install the library; the plain one often exists only with development files.
const NAMES: [&str; 2] = ["libnvidia-ml.so.1", "libnvidia-ml.so"];

/// A GPU, or the index of one that cannot be opened and why.
pub type Opened = Result<NvmlMeter, (u32, MeterError)>;

/// The library, loaded and initialised.
pub struct Library {
    nvml: Nvml,
    driver: Option<String>,
    version: Option<String>,
}

impl Library {
    /// Loads the driver's library, or the one at that path.
    ///
    /// # Errors
    /// Why there is none, in words that say what to do.
    pub fn load(path: Option<&Path>) -> Result<Arc<Self>, MeterError> {
        let nvml = match path {
            Some(path) => Nvml::builder().lib_path(path.as_os_str()).init(),
            None => {
                let [with_version, plain] = NAMES;
                // A library that was found but refuses is the answer; only a missing one makes the other name worth a
                // try.
                match Nvml::builder().lib_path(with_version.as_ref()).init() {
                    Err(NvmlError::LibraryNotFound | NvmlError::LibloadingError(_)) => {
                        Nvml::builder().lib_path(plain.as_ref()).init()
                    }
                    answered => answered,
                }
            }
        }
        .map_err(|error| explain(&error, path))?;
        let driver = nvml.sys_driver_version().ok();
        let version = nvml.sys_nvml_version().ok();
        Ok(Arc::new(Self { nvml, driver, version }))
    }

    /// Driver version.
    #[must_use]
    pub fn driver(&self) -> Option<&str> {
        self.driver.as_deref()
    }

    /// Version that the library gives itself.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// True if the library says of itself that it is a fake: its rows must say so too.
    fn is_fake(&self) -> bool {
        self.version.as_deref().is_some_and(|version| version.contains("fake"))
    }

    /// Every GPU of the machine, in NVML's order; one that cannot be opened is told with its index.
    ///
    /// # Errors
    /// When the library cannot count them.
    pub fn devices(self: &Arc<Self>) -> Result<Vec<Opened>, MeterError> {
        let count = self.nvml.device_count().map_err(|error| sort("counting GPUs", &error))?;
        Ok((0..count).map(|index| NvmlMeter::open(self, index).map_err(|error| (index, error))).collect())
    }
}

fn explain(error: &NvmlError, path: Option<&Path>) -> MeterError {
    let what = "NVIDIA management library";
    let reason = match (error, path) {
        (NvmlError::LibloadingError(inner), Some(path)) => format!("cannot load {}: {inner}", path.display()),
        (NvmlError::LibloadingError(_) | NvmlError::LibraryNotFound, _) => {
            "libnvidia-ml.so.1 not found; it comes with NVIDIA's driver (in a container: start it with GPU access; \
             elsewhere: name the file with --nvml-lib)"
                .to_owned()
        }
        (NvmlError::DriverNotLoaded, _) => {
            "the NVIDIA driver is not loaded; `nvidia-smi` should work first".to_owned()
        }
        (NvmlError::NoPermission, _) => {
            "no permission to talk to the driver; the device files /dev/nvidia* must be readable and writable".to_owned()
        }
        (NvmlError::LibRmVersionMismatch, _) => {
            "the library and the loaded driver are of different versions; reboot after a driver update".to_owned()
        }
        (other, _) => other.to_string(),
    };
    MeterError::fatal(what, reason)
}

/// Sorts the library's errors by what to do next.
fn sort(what: &str, error: &NvmlError) -> MeterError {
    match error {
        NvmlError::NotSupported
        | NvmlError::FunctionNotFound
        | NvmlError::FailedToLoadSymbol(_)
        | NvmlError::NoPermission
        | NvmlError::InvalidArg
        | NvmlError::UnexpectedVariant(_) => MeterError::unsupported(what, error.to_string()),
        NvmlError::GpuLost
        | NvmlError::ResetRequired
        | NvmlError::Uninitialized
        | NvmlError::DriverNotLoaded
        | NvmlError::LibRmVersionMismatch => MeterError::fatal(what, error.to_string()),
        other => MeterError::retry(what, other.to_string()),
    }
}

/// An NVIDIA GPU read by NVML.
pub struct NvmlMeter {
    library: Arc<Library>,
    index: u32,
    identity: Identity,
}

impl NvmlMeter {
    fn open(library: &Arc<Library>, index: u32) -> Result<Self, MeterError> {
        let device = library.nvml.device_by_index(index).map_err(|error| sort("opening the GPU", &error))?;
        let watts = |milliwatts: Result<u32, NvmlError>| milliwatts.ok().map(|mw| f64::from(mw) / 1e3);
        let identity = Identity {
            meter: if library.is_fake() { MeterKind::Fake } else { MeterKind::Nvml },
            scope: Scope::Gpu,
            name: device.name().map_err(|error| sort("name", &error))?,
            uuid: device.uuid().ok(),
            pci: device.pci_info().ok().map(|pci| pci.bus_id),
            index,
            driver: library.driver.clone(),
            library: library.version.clone(),
            vbios: device.vbios_version().ok(),
            memory_bytes: device.memory_info().ok().map(|memory| memory.total),
            power_limit_w: watts(device.enforced_power_limit())
                .or_else(|| watts(device.power_management_limit())),
            power_limit_default_w: watts(device.power_management_limit_default()),
            persistence: device.is_in_persistent_mode().ok(),
            ecc: device.is_ecc_enabled().ok().map(|ecc| ecc.currently_enabled),
            mig: device.mig_mode().ok().map(|mode| mode.current == 1),
            vgpu: device.virtualization_mode().ok().map(|mode| {
                matches!(
                    mode,
                    GpuVirtualizationMode::Vgpu
                        | GpuVirtualizationMode::HostVgpu
                        | GpuVirtualizationMode::HostVsga
                )
            }),
        };
        Ok(Self { library: Arc::clone(library), index, identity })
    }

    fn device(&self, what: &str) -> Result<Device<'_>, MeterError> {
        self.library.nvml.device_by_index(self.index).map_err(|error| sort(what, &error))
    }
}

/// Milliwatts of a field, whatever type the driver tagged them with.
fn field_watts(what: &str, value: &SampleValue) -> Result<f64, MeterError> {
    let milliwatts = match value {
        SampleValue::F64(mw) => *mw,
        SampleValue::U32(mw) => f64::from(*mw),
        SampleValue::U64(mw) => *mw as f64,
        SampleValue::I64(mw) => *mw as f64,
    };
    if milliwatts.is_finite() {
        Ok(milliwatts / 1e3)
    } else {
        Err(MeterError::retry(what, "the value is not a number"))
    }
}

impl Meter for NvmlMeter {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn counter_j(&self) -> Result<f64, MeterError> {
        let what = "total energy";
        let millijoules =
            self.device(what)?.total_energy_consumption().map_err(|error| sort(what, &error))?;
        Ok(millijoules as f64 / 1e3)
    }

    fn power(&self) -> PowerReading {
        let device = match self.device("power") {
            Ok(device) => device,
            Err(error) => return PowerReading::failed(&error),
        };
        let fields = device
            .field_values_for(&[FieldId(NVML_FI_DEV_POWER_INSTANT), FieldId(NVML_FI_DEV_POWER_AVERAGE)]);
        let mut fields = fields.map_err(|error| sort("field values", &error)).map(Vec::into_iter);
        let mut next = |what: &str| match &mut fields {
            Err(error) => Err(error.clone()),
            Ok(values) => match values.next() {
                Some(Ok(sample)) => sample
                    .value
                    .map_err(|error| sort(what, &error))
                    .and_then(|value| field_watts(what, &value)),
                Some(Err(error)) => Err(sort(what, &error)),
                None => Err(MeterError::unsupported(what, "no answer")),
            },
        };
        let instant_w = next("field 186");
        let average_w = next("field 185");
        let usage_w =
            device.power_usage().map(|mw| f64::from(mw) / 1e3).map_err(|error| sort("PowerUsage", &error));
        PowerReading { instant_w, average_w, usage_w }
    }

    fn status(&self) -> Result<Status, MeterError> {
        let what = "status";
        let device = self.device(what)?;
        let temperature = device.temperature(TemperatureSensor::Gpu);
        if let Err(error) = &temperature
            && sort(what, error).is_fatal()
        {
            return Err(sort(what, error));
        }
        // An idle machine answers "not found" where there are no processes: that is none, not an error.
        let pids =
            |list: Result<Vec<nvml_wrapper::struct_wrappers::device::ProcessInfo>, NvmlError>| match list {
                Ok(list) => Some(list.into_iter().map(|process| process.pid).collect()),
                Err(NvmlError::NotFound) => Some(Vec::new()),
                Err(_) => None,
            };
        let throttle = device.current_throttle_reasons();
        Ok(Status {
            temperature_c: temperature.ok(),
            sm_clock_mhz: device.clock_info(Clock::SM).ok(),
            memory_clock_mhz: device.clock_info(Clock::Memory).ok(),
            throttle_untold: throttle.is_err(),
            throttle: throttle.map(names).unwrap_or_default(),
            mig: device.mig_mode().ok().map(|mode| mode.current == 1),
            compute_pids: pids(device.running_compute_processes()),
            graphics_pids: pids(device.running_graphics_processes()),
        })
    }
}

/// The reasons that hold clocks down, by the names that rows carry. Being idle is none of them.
fn names(reasons: ThrottleReasons) -> Vec<String> {
    [
        (ThrottleReasons::APPLICATIONS_CLOCKS_SETTING, "application-clocks"),
        (ThrottleReasons::SW_POWER_CAP, "power-cap"),
        (ThrottleReasons::HW_SLOWDOWN, "hw-slowdown"),
        (ThrottleReasons::SYNC_BOOST, "sync-boost"),
        (ThrottleReasons::SW_THERMAL_SLOWDOWN, "sw-thermal"),
        (ThrottleReasons::HW_THERMAL_SLOWDOWN, "hw-thermal"),
        (ThrottleReasons::HW_POWER_BRAKE_SLOWDOWN, "hw-power-brake"),
        (ThrottleReasons::DISPLAY_CLOCK_SETTING, "display-clocks"),
    ]
    .into_iter()
    .filter(|(reason, _)| reasons.contains(*reason))
    .map(|(_, name)| name.to_owned())
    .collect()
}
