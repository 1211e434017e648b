//! The fused attention of `measure/cuda/attention.cu` as an operation of candle.

#![allow(unsafe_code, reason = "starts a kernel that is compiled from C++")]

use std::ffi::{c_int, c_void};

use candle_core::backend::BackendStorage;
use candle_core::cuda_backend::CudaDType;
use candle_core::cuda_backend::cudarc::driver::{DevicePtr, DevicePtrMut, DeviceRepr};
use candle_core::{CpuStorage, CudaStorage, CustomOp3, DType, Device, Layout, Result, Shape, Tensor, bail};
use half::{bf16, f16};

use crate::engine::device;
use crate::engine::layer::fused::Launch;

unsafe extern "C" {
    /// Starts the kernel on a stream; 0, CUDA's error code, or -1 for a width that was not compiled.
    fn wattpix_attention(launch: *const Launch, stream: *mut c_void) -> c_int;
}

/// Fused attention, or nothing where no kernel takes such tensors.
///
/// # Errors
/// What CUDA says of the launch, or no memory.
pub fn attend(query: &Tensor, key: &Tensor, value: &Tensor, scale: f64) -> Result<Option<Tensor>> {
    if !device::fused_attention() || !matches!(query.device(), Device::Cuda(_)) {
        return Ok(None);
    }
    let layouts = [query, key, value].map(Tensor::layout);
    let Some(launch) = Launch::of(layouts[0], layouts[1], layouts[2], query.dtype(), scale) else {
        return Ok(None);
    };
    query.apply_op3_no_bwd(key, value, &Attention(launch)).map(Some)
}

struct Attention(Launch);

impl Attention {
    fn start<T: CudaDType + DeviceRepr>(
        &self,
        inputs: [(&CudaStorage, &Layout); 3],
    ) -> Result<(CudaStorage, Shape)> {
        let [(query, query_layout), (key, key_layout), (value, value_layout)] = inputs;
        let device = query.device();
        let stream = device.cuda_stream();
        let shape = query_layout.shape().clone();
        // SAFETY: the kernel writes every element of both before anything reads them.
        let (mut output, mut log_sums) =
            unsafe { (device.alloc::<T>(shape.elem_count())?, device.alloc::<f32>(self.0.rows())?) };
        let query = query.as_cuda_slice::<T>()?.slice(query_layout.start_offset()..);
        let key = key.as_cuda_slice::<T>()?.slice(key_layout.start_offset()..);
        let value = value.as_cuda_slice::<T>()?.slice(value_layout.start_offset()..);
        let code = {
            let (query, _query) = query.device_ptr(&stream);
            let (key, _key) = key.device_ptr(&stream);
            let (value, _value) = value.device_ptr(&stream);
            let (output, _output) = output.device_ptr_mut(&stream);
            let (log_sums, _log_sums) = log_sums.device_ptr_mut(&stream);
            let launch = Launch { query, key, value, output, log_sums, ..self.0 };
            // SAFETY: `Launch::of` made strides and shape from the layouts of these tensors, the pointers are theirs, and the
            // guards keep them until the launch is on the stream that also frees them.
            unsafe { wattpix_attention(&raw const launch, stream.cu_stream().cast()) }
        };
        if code != 0 {
            bail!("fused attention was not started: CUDA error {code} for {:?}", self.0);
        }
        Ok((CudaStorage::wrap_cuda_slice(output, device.clone()), shape))
    }
}

impl CustomOp3 for Attention {
    fn name(&self) -> &'static str {
        "fused-attention"
    }

    fn cpu_fwd(
        &self,
        _: &CpuStorage,
        _: &Layout,
        _: &CpuStorage,
        _: &Layout,
        _: &CpuStorage,
        _: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        bail!("fused attention runs on GPUs only")
    }

    fn cuda_fwd(
        &self,
        query: &CudaStorage,
        query_layout: &Layout,
        key: &CudaStorage,
        key_layout: &Layout,
        value: &CudaStorage,
        value_layout: &Layout,
    ) -> Result<(CudaStorage, Shape)> {
        let inputs = [(query, query_layout), (key, key_layout), (value, value_layout)];
        match query.dtype() {
            DType::BF16 => self.start::<bf16>(inputs),
            DType::F16 => self.start::<f16>(inputs),
            other => bail!("fused attention takes fp16 and bf16, not {other:?}"),
        }
    }
}
