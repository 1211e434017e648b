//! A stand-in for the driver's `libnvidia-ml.so.1`: the functions that `measure` calls, answered by fake cards whose
//! true power is a known function of time.
//!
//! The cards come from the JSON file that the environment variable `WATTPIX_FAKE_NVML` names (a
//! [`wattpix_measure::meter::scripted::scenario::Machine`]). The library says of itself that it is a fake, so rows
//! measured through it say `"meter":"fake"`.
//!
//! Signatures and return codes: NVML API reference, as declared by nvml-wrapper-sys 0.10.
#![allow(
    unsafe_code,
    reason = "a C library's functions: exported by name, writing through the caller's pointers"
)]
#![allow(
    clippy::missing_safety_doc,
    reason = "every function has the contract of the NVML function of that name"
)]
#![allow(non_snake_case, reason = "NVML's names")]

mod machine;

use std::os::raw::{c_char, c_int, c_uint, c_ulonglong, c_void};

use machine::{Machine, code};
use nvml_wrapper_sys::bindings::{
    nvmlFieldValue_t, nvmlMemory_v2_t, nvmlPciInfo_t, nvmlProcessInfo_t, nvmlValue_t,
};
use wattpix_measure::meter::MeterError;
use wattpix_measure::meter::scripted::FakeCard;
use wattpix_measure::meter::scripted::scenario::FieldType;

/// NVML's return code.
type Return = c_uint;
/// NVML's device handle: here the index plus one.
type Device = *mut c_void;

fn refusal(error: &MeterError) -> Return {
    match error {
        MeterError::Unsupported { .. } => code::NOT_SUPPORTED,
        MeterError::Retry { .. } => code::UNKNOWN,
        MeterError::Fatal { .. } => code::GPU_IS_LOST,
    }
}

/// Answers for the card behind a handle.
fn with_card(device: Device, answer: impl FnOnce(&Machine, &FakeCard) -> Return) -> Return {
    match machine::get() {
        Err(refused) => refused,
        Ok(machine) => match (device as usize).checked_sub(1).and_then(|index| machine.cards.get(index)) {
            Some(card) => answer(machine, card),
            None => code::INVALID_ARGUMENT,
        },
    }
}

/// Writes a C string into the caller's buffer.
unsafe fn put_text(text: &str, buffer: *mut c_char, length: c_uint) -> Return {
    if buffer.is_null() || text.len() >= length as usize {
        return code::INSUFFICIENT_SIZE;
    }
    // SAFETY: the caller owns `length` bytes at `buffer`, and the text with its end fits.
    unsafe {
        std::ptr::copy_nonoverlapping(text.as_ptr().cast(), buffer, text.len());
        *buffer.add(text.len()) = 0;
    }
    code::SUCCESS
}

/// Writes a value where the caller wants it.
unsafe fn put<T>(place: *mut T, value: T) -> Return {
    if place.is_null() {
        return code::INVALID_ARGUMENT;
    }
    // SAFETY: the caller gave a place for a T.
    unsafe { place.write(value) };
    code::SUCCESS
}

unsafe fn put_or<T>(place: *mut T, value: Result<T, MeterError>) -> Return {
    match value {
        // SAFETY: as for `put`.
        Ok(value) => unsafe { put(place, value) },
        Err(error) => refusal(&error),
    }
}

macro_rules! exported {
    ($($(#[$meta:meta])* fn $name:ident($($arg:ident: $type:ty),*) $body:block)*) => {
        $(
            #[doc = concat!("NVML's `", stringify!($name), "`.")]
            #[unsafe(no_mangle)]
            pub unsafe extern "C" fn $name($($arg: $type),*) -> Return $body
        )*
    };
}

// SAFETY (all of them): NVML's contract makes the caller give valid places for the results.
exported! {
    fn nvmlInit_v2() { machine::get().map_or_else(|refused| refused, |_| code::SUCCESS) }

    fn nvmlShutdown() { code::SUCCESS }

    fn nvmlSystemGetDriverVersion(buffer: *mut c_char, length: c_uint) {
        match machine::get() {
            Ok(machine) => unsafe { put_text(&machine.driver, buffer, length) },
            Err(refused) => refused,
        }
    }

    fn nvmlSystemGetNVMLVersion(buffer: *mut c_char, length: c_uint) {
        unsafe { put_text("wattpix-fake", buffer, length) }
    }

    fn nvmlDeviceGetCount_v2(count: *mut c_uint) {
        match machine::get() {
            Ok(machine) => unsafe { put(count, machine.cards.len() as c_uint) },
            Err(refused) => refused,
        }
    }

    fn nvmlDeviceGetHandleByIndex_v2(index: c_uint, device: *mut Device) {
        match machine::get() {
            Ok(machine) if (index as usize) < machine.cards.len() => {
                unsafe { put(device, (index as usize + 1) as Device) }
            }
            Ok(_) => code::INVALID_ARGUMENT,
            Err(refused) => refused,
        }
    }

    fn nvmlDeviceGetName(device: Device, buffer: *mut c_char, length: c_uint) {
        with_card(device, |_, card| unsafe { put_text(&card.card.name, buffer, length) })
    }

    fn nvmlDeviceGetUUID(device: Device, buffer: *mut c_char, length: c_uint) {
        with_card(device, |_, card| unsafe { put_text(&card.card.uuid, buffer, length) })
    }

    fn nvmlDeviceGetVbiosVersion(device: Device, buffer: *mut c_char, length: c_uint) {
        with_card(device, |_, _| unsafe { put_text("00.00.FA.4E.00", buffer, length) })
    }

    fn nvmlDeviceGetPciInfo_v3(device: Device, info: *mut nvmlPciInfo_t) {
        with_card(device, |_, card| {
            let mut bus_id = [0 as c_char; 32];
            for (place, byte) in bus_id.iter_mut().zip(card.card.pci.bytes().take(31)) {
                *place = byte as c_char;
            }
            let mut legacy = [0 as c_char; 16];
            legacy.copy_from_slice(&bus_id[..16]);
            legacy[15] = 0;
            let value = nvmlPciInfo_t {
                busIdLegacy: legacy, domain: 0, bus: 0x41, device: 0, pciDeviceId: 0, pciSubSystemId: 0, busId: bus_id,
            };
            unsafe { put(info, value) }
        })
    }

    fn nvmlDeviceGetMemoryInfo_v2(device: Device, memory: *mut nvmlMemory_v2_t) {
        with_card(device, |_, card| {
            let total = card.card.memory_bytes;
            unsafe { put(memory, nvmlMemory_v2_t { version: 0, total, reserved: 0, free: total, used: 0 }) }
        })
    }

    fn nvmlDeviceGetEnforcedPowerLimit(device: Device, limit: *mut c_uint) {
        with_card(device, |_, card| unsafe { put(limit, (card.card.power_limit_w * 1e3) as c_uint) })
    }

    fn nvmlDeviceGetPowerManagementLimit(device: Device, limit: *mut c_uint) {
        with_card(device, |_, card| unsafe { put(limit, (card.card.power_limit_w * 1e3) as c_uint) })
    }

    fn nvmlDeviceGetPowerManagementDefaultLimit(device: Device, limit: *mut c_uint) {
        with_card(device, |_, card| unsafe { put(limit, (card.card.power_limit_w * 1e3) as c_uint) })
    }

    fn nvmlDeviceGetPersistenceMode(device: Device, mode: *mut c_uint) {
        with_card(device, |_, card| unsafe { put(mode, c_uint::from(card.card.persistence)) })
    }

    fn nvmlDeviceGetEccMode(device: Device, current: *mut c_uint, pending: *mut c_uint) {
        with_card(device, |_, _| unsafe { put(pending, 1); put(current, 1) })
    }

    fn nvmlDeviceGetMigMode(device: Device, current: *mut c_uint, pending: *mut c_uint) {
        with_card(device, |machine, card| unsafe {
            let now = card.status(machine.now_s()).ok().and_then(|status| status.mig);
            let mode = c_uint::from(now.unwrap_or(card.card.mig));
            put(pending, mode);
            put(current, mode)
        })
    }

    fn nvmlDeviceGetVirtualizationMode(device: Device, mode: *mut c_uint) {
        // 0: none; 2: a virtual GPU inside a virtual machine.
        with_card(device, |_, card| unsafe { put(mode, if card.card.vgpu { 2 } else { 0 }) })
    }

    fn nvmlDeviceGetTotalEnergyConsumption(device: Device, energy: *mut c_ulonglong) {
        with_card(device, |machine, card| unsafe {
            put_or(energy, card.counter_j(machine.now_s()).map(|joules| (joules * 1e3).round() as c_ulonglong))
        })
    }

    fn nvmlDeviceGetPowerUsage(device: Device, power: *mut c_uint) {
        with_card(device, |machine, card| unsafe {
            put_or(power, card.power(machine.now_s()).usage_w.map(|watts| (watts * 1e3).round() as c_uint))
        })
    }

    fn nvmlDeviceGetFieldValues(device: Device, count: c_int, values: *mut nvmlFieldValue_t) {
        with_card(device, |machine, card| {
            if values.is_null() || count <= 0 {
                return code::INVALID_ARGUMENT;
            }
            let reading = card.power(machine.now_s());
            for value in unsafe { std::slice::from_raw_parts_mut(values, count as usize) } {
                let watts = match (value.fieldId, value.scopeId) {
                    (186, 0) => reading.instant_w.clone(),
                    (185, 0) => reading.average_w.clone(),
                    _ => Err(MeterError::unsupported("field", "unknown")),
                };
                match watts {
                    Ok(watts) => {
                        value.nvmlReturn = code::SUCCESS;
                        (value.valueType, value.value) = encoded(card.card.field_type, watts * 1e3);
                    }
                    Err(error) => value.nvmlReturn = refusal(&error),
                }
            }
            code::SUCCESS
        })
    }

    fn nvmlDeviceGetTemperature(device: Device, sensor: c_uint, temperature: *mut c_uint) {
        let _ = sensor;
        with_card(device, |machine, card| unsafe {
            put_or(temperature, card.status(machine.now_s()).map(|status| status.temperature_c.unwrap_or(0)))
        })
    }

    fn nvmlDeviceGetClockInfo(device: Device, clock: c_uint, megahertz: *mut c_uint) {
        // 1: multiprocessors; 2: memory.
        with_card(device, |machine, card| unsafe {
            let value = card.status(machine.now_s()).map(|status| {
                if clock == 2 { status.memory_clock_mhz } else { status.sm_clock_mhz }.unwrap_or(0)
            });
            put_or(megahertz, value)
        })
    }

    fn nvmlDeviceGetCurrentClocksThrottleReasons(device: Device, reasons: *mut c_ulonglong) {
        with_card(device, |machine, card| unsafe {
            if card.card.throttle_refused {
                return code::NOT_SUPPORTED;
            }
            let value = card.status(machine.now_s()).map(|status| {
                status.throttle.iter().map(|reason| machine::throttle_bit(reason)).fold(0, |a, b| a | b)
            });
            put_or(reasons, value)
        })
    }

    fn nvmlDeviceGetComputeRunningProcesses_v3(device: Device, count: *mut c_uint, infos: *mut nvmlProcessInfo_t) {
        with_card(device, |machine, card| unsafe {
            if card.card.processes_not_found {
                return code::NOT_FOUND;
            }
            put_processes(card.status(machine.now_s()).map(|status| status.compute_pids), count, infos)
        })
    }

    fn nvmlDeviceGetGraphicsRunningProcesses_v3(device: Device, count: *mut c_uint, infos: *mut nvmlProcessInfo_t) {
        with_card(device, |machine, card| unsafe {
            put_processes(card.status(machine.now_s()).map(|status| status.graphics_pids), count, infos)
        })
    }
}

unsafe fn put_processes(
    pids: Result<Option<Vec<u32>>, MeterError>,
    count: *mut c_uint,
    infos: *mut nvmlProcessInfo_t,
) -> Return {
    let pids = match pids {
        Ok(Some(pids)) => pids,
        Ok(None) => return code::NOT_SUPPORTED,
        Err(error) => return refusal(&error),
    };
    if count.is_null() {
        return code::INVALID_ARGUMENT;
    }
    // SAFETY: NVML's contract: `*count` says how many places `infos` has.
    unsafe {
        let room = *count as usize;
        *count = pids.len() as c_uint;
        if pids.len() > room {
            return code::INSUFFICIENT_SIZE;
        }
        for (at, pid) in pids.into_iter().enumerate() {
            infos.add(at).write(nvmlProcessInfo_t {
                pid,
                usedGpuMemory: 1 << 30,
                gpuInstanceId: u32::MAX,
                computeInstanceId: u32::MAX,
            });
        }
    }
    code::SUCCESS
}

/// Type tag and value of milliwatts.
fn encoded(kind: FieldType, milliwatts: f64) -> (c_uint, nvmlValue_t) {
    const DOUBLE: c_uint = 0;
    const UNSIGNED_INT: c_uint = 1;
    const UNSIGNED_LONG_LONG: c_uint = 3;
    match kind {
        FieldType::Uint => (UNSIGNED_INT, nvmlValue_t { uiVal: milliwatts.round() as c_uint }),
        FieldType::Double => (DOUBLE, nvmlValue_t { dVal: milliwatts }),
        FieldType::Ulonglong => {
            (UNSIGNED_LONG_LONG, nvmlValue_t { ullVal: milliwatts.round() as c_ulonglong })
        }
        FieldType::WrongTag => (UNSIGNED_LONG_LONG, nvmlValue_t { dVal: milliwatts }),
    }
}
