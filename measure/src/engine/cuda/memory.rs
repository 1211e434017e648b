//! Memory that candle freed and the process keeps.

#![allow(unsafe_code, reason = "calls the driver")]

use candle_core::cuda_backend::CudaDevice;
use candle_core::cuda_backend::cudarc::driver::{DriverError, result, sys};

/// Lets freed memory stay with the process, so that the next tensor takes it without asking the driver, and stops noting events
/// for every tensor. By default the driver takes memory back whenever the device is waited for.
///
/// # Errors
/// What the driver says.
pub fn keep(device: &CudaDevice) -> Result<(), DriverError> {
    let stream = device.cuda_stream();
    // SAFETY: the device is that of a living context, the attribute is a 64-bit number. Without events nothing orders work of different
    // streams. candle's stream is CUDA's per-thread default stream: one handle, but a stream of its own in every thread. So the order
    // holds only while one thread issues all work on a device, and frees all of its tensors; the engine does, and starts no threads.
    unsafe {
        let pool = result::device::get_default_mem_pool(stream.context().cu_device())?;
        let mut most = u64::MAX;
        let threshold = sys::CUmemPool_attribute::CU_MEMPOOL_ATTR_RELEASE_THRESHOLD;
        sys::cuMemPoolSetAttribute(pool, threshold, (&raw mut most).cast()).result()?;
        device.disable_event_tracking();
    }
    Ok(())
}

/// Bytes that can be had: what the driver has free, and what the process keeps and does not use.
///
/// # Errors
/// What the driver says.
pub fn free(device: &CudaDevice) -> Result<u64, DriverError> {
    let (free, _total) = result::mem_get_info()?;
    // SAFETY: as in `keep`; both attributes are 64-bit numbers.
    let kept = unsafe {
        let pool = result::device::get_default_mem_pool(device.cuda_stream().context().cu_device())?;
        let ask = |attribute| {
            let mut bytes = 0_u64;
            result::mem_pool::get_attribute(pool, attribute, (&raw mut bytes).cast()).map(|()| bytes)
        };
        let reserved = ask(sys::CUmemPool_attribute::CU_MEMPOOL_ATTR_RESERVED_MEM_CURRENT)?;
        reserved.saturating_sub(ask(sys::CUmemPool_attribute::CU_MEMPOOL_ATTR_USED_MEM_CURRENT)?)
    };
    Ok(free as u64 + kept)
}
