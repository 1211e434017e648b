//! Convolutions by cuDNN. candle's own accumulate fp16 in 16 bits, multiply 32-bit numbers as TF32 where the card can, whatever is
//! asked for, and look for an algorithm each time; these do not.

#![allow(unsafe_code, reason = "starts a convolution of cuDNN, and leaves its output uninitialised before")]

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use candle_core::backend::BackendStorage;
use candle_core::cuda::gemm_reduced_precision_f32;
use candle_core::cuda_backend::cudarc::cudnn::{ConvForward, Cudnn, CudnnDataType, sys};
use candle_core::cuda_backend::cudarc::driver::{CudaSlice, DeviceRepr, ValidAsZeroBits};
use candle_core::cuda_backend::{CudaDType, DeviceId};
use candle_core::{
    CpuStorage, CudaStorage, CustomOp2, DType, Error, Layout, Result, Shape, Tensor, WithDType, bail,
};
use half::{bf16, f16};

/// `map` (batch, inputs, height, width) convolved with `kernel` (outputs, inputs, side, side); both contiguous.
///
/// # Errors
/// What cuDNN says, or no memory.
pub fn convolve(map: &Tensor, kernel: &Tensor, padding: usize, stride: usize) -> Result<Tensor> {
    map.apply_op2_no_bwd(kernel, &Convolution { padding, stride })
}

/// Everything that an algorithm is chosen for: the device, the tensors, how they are multiplied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Choice {
    device: DeviceId,
    dtype: DType,
    tf32: bool,
    map: [i32; 4],
    kernel: [i32; 4],
    padding: i32,
    stride: i32,
}

/// An algorithm and the bytes that it needs beside the tensors.
type Chosen = (sys::cudnnConvolutionFwdAlgo_t, usize);

thread_local! {
    // cuDNN's handles belong to one thread.
    static HANDLES: RefCell<HashMap<DeviceId, Arc<Cudnn>>> = RefCell::default();
    static CHOSEN: RefCell<HashMap<Choice, Chosen>> = RefCell::default();
}

struct Convolution {
    padding: usize,
    stride: usize,
}

impl Convolution {
    fn start<T: CudaDType + DeviceRepr + WithDType + ValidAsZeroBits + CudnnDataType>(
        &self,
        (map, map_layout): (&CudaStorage, &Layout),
        (kernel, kernel_layout): (&CudaStorage, &Layout),
    ) -> Result<(CudaStorage, Shape)> {
        let device = map.device();
        let (batch, inputs, height, width) = map_layout.shape().dims4()?;
        let (outputs, of, side, _) = kernel_layout.shape().dims4()?;
        if of != inputs || !map_layout.is_contiguous() || !kernel_layout.is_contiguous() {
            bail!("cuDNN: {map_layout:?} with {kernel_layout:?}");
        }
        let after = |length: usize| (length + 2 * self.padding - side) / self.stride + 1;
        let shape = Shape::from((batch, outputs, after(height), after(width)));
        let numbers = |all: [usize; 4]| all.map(|number| number as i32);
        let choice = Choice {
            device: device.id(),
            dtype: T::DTYPE,
            tf32: gemm_reduced_precision_f32(),
            map: numbers([batch, inputs, height, width]),
            kernel: numbers([outputs, inputs, side, side]),
            padding: self.padding as i32,
            stride: self.stride as i32,
        };
        let cudnn = handle(device)?;
        let nchw = sys::cudnnTensorFormat_t::CUDNN_TENSOR_NCHW;
        // Sums in 32 bits for every precision.
        let mut how = cudnn
            .create_conv2d::<f32>(
                [choice.padding; 2],
                [choice.stride; 2],
                [1, 1],
                sys::cudnnConvolutionMode_t::CUDNN_CROSS_CORRELATION,
            )
            .map_err(Error::wrap)?;
        how.set_math_type(math(choice.dtype, choice.tf32)).map_err(Error::wrap)?;
        let x = cudnn.create_4d_tensor::<T>(nchw, choice.map).map_err(Error::wrap)?;
        let w = cudnn.create_4d_filter::<T>(nchw, choice.kernel).map_err(Error::wrap)?;
        let out = numbers([batch, outputs, after(height), after(width)]);
        let y = cudnn.create_4d_tensor::<T>(nchw, out).map_err(Error::wrap)?;
        let forward = ConvForward { conv: &how, x: &x, w: &w, y: &y };
        let known = CHOSEN.with_borrow(|chosen| chosen.get(&choice).copied());
        let (algorithm, bytes) = match known {
            Some(known) => known,
            None => {
                let algorithm = forward.pick_algorithm().map_err(Error::wrap)?;
                let bytes = forward.get_workspace_size(algorithm).map_err(Error::wrap)?;
                CHOSEN.with_borrow_mut(|chosen| chosen.insert(choice, (algorithm, bytes)));
                (algorithm, bytes)
            }
        };
        let map = map.as_cuda_slice::<T>()?.slice(map_layout.start_offset()..);
        let kernel = kernel.as_cuda_slice::<T>()?.slice(kernel_layout.start_offset()..);
        // SAFETY: cuDNN writes every element of the output, and its workspace before it reads it; the descriptors above describe
        // these tensors.
        let output = unsafe {
            let mut output = device.alloc::<T>(shape.elem_count())?;
            let mut workspace = device.alloc::<u8>(bytes.max(1))?;
            forward
                .launch::<CudaSlice<u8>, _, _, _>(
                    algorithm,
                    Some(&mut workspace),
                    (T::one(), T::zero()),
                    &map,
                    &kernel,
                    &mut output,
                )
                .map_err(Error::wrap)?;
            output
        };
        Ok((CudaStorage::wrap_cuda_slice(output, device.clone()), shape))
    }
}

/// Math type of cuDNN, by its API reference of `cudnnMathType_t`: since the A100 the default permits TF32 on 32-bit numbers, FMA
/// restricts it to kernels of FMA instructions, and TENSOR_OP permits tensor cores without converting tensors down, which is for
/// 16 bits. What a card then does is held by [`crate::engine::check::products`].
fn math(dtype: DType, tf32: bool) -> sys::cudnnMathType_t {
    match (dtype, tf32) {
        (DType::F32, true) => sys::cudnnMathType_t::CUDNN_DEFAULT_MATH,
        (DType::F32, false) => sys::cudnnMathType_t::CUDNN_FMA_MATH,
        _ => sys::cudnnMathType_t::CUDNN_TENSOR_OP_MATH,
    }
}

fn handle(device: &candle_core::CudaDevice) -> Result<Arc<Cudnn>> {
    HANDLES.with_borrow_mut(|handles| match handles.get(&device.id()) {
        Some(handle) => Ok(Arc::clone(handle)),
        None => {
            let handle = Cudnn::new(device.cuda_stream()).map_err(Error::wrap)?;
            handles.insert(device.id(), Arc::clone(&handle));
            Ok(handle)
        }
    })
}

impl CustomOp2 for Convolution {
    fn name(&self) -> &'static str {
        "cudnn-convolution"
    }

    fn cpu_fwd(&self, _: &CpuStorage, _: &Layout, _: &CpuStorage, _: &Layout) -> Result<(CpuStorage, Shape)> {
        bail!("cuDNN runs on GPUs only")
    }

    fn cuda_fwd(
        &self,
        map: &CudaStorage,
        map_layout: &Layout,
        kernel: &CudaStorage,
        kernel_layout: &Layout,
    ) -> Result<(CudaStorage, Shape)> {
        let (map_in, kernel_in) = ((map, map_layout), (kernel, kernel_layout));
        match map.dtype() {
            DType::F32 => self.start::<f32>(map_in, kernel_in),
            DType::F16 => self.start::<f16>(map_in, kernel_in),
            DType::BF16 => self.start::<bf16>(map_in, kernel_in),
            other => bail!("cuDNN: no convolution in {other:?}"),
        }
    }
}
