//! Rates of a device on the operations of the large models: where the seconds of a pass go.

use std::time::Instant;

use candle_core::{DType, Device, Result, Tensor};

use super::denoiser::cross_attention::CrossAttention;
use super::layer::attention::{attend, unfused};
use super::layer::resnet::{Groups, Resnet, upsample};
use super::layer::rope::{Pairs, Rotation};
use super::layer::{Conv2d, GroupNorm, MAX_ELEMENTS};
use super::tally;
use super::weights::Weights;
use super::weights::random::Random;

/// Rate of one kind of operation.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Rate {
    /// Operation, with its shape.
    pub what: String,
    /// Seconds of one.
    pub seconds: f64,
    /// Seconds until the host had issued one to an idle device. Where this is no less than `seconds`, the device waits for the host.
    pub issue_seconds: f64,
    /// Operations a second, in units of 10^12, of what multiplies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tflop_per_s: Option<f64>,
    /// Bytes that must be read and written a second, in GB, of what does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gb_per_s: Option<f64>,
}

/// Is told of every rate as it is found.
pub type Tell<'a> = dyn FnMut(Rate) + 'a;

enum Counted {
    /// Operations that the layers count themselves.
    Flops,
    /// Operations of what is no layer.
    These(usize),
    Bytes(usize),
}

/// Times work on a device.
struct Timer<'a> {
    device: &'a Device,
    /// Seconds at least.
    seconds: f64,
    tell: &'a mut Tell<'a>,
}

impl Timer<'_> {
    fn time(&mut self, what: String, counted: Counted, work: &dyn Fn() -> Result<Tensor>) -> Result<()> {
        let (first, executed) = tally::during(work);
        first?;
        self.device.synchronize()?;
        let (mut spent, mut issue, mut count, mut rounds) = (0.0_f64, 0.0_f64, 0_u32, 0_u32);
        while spent < self.seconds {
            let clock = Instant::now();
            work()?;
            issue += clock.elapsed().as_secs_f64();
            // Several at a time, so that the device does not wait for the host.
            for _ in 1..8 {
                work()?;
            }
            self.device.synchronize()?;
            spent += clock.elapsed().as_secs_f64();
            (count, rounds) = (count + 8, rounds + 1);
        }
        let each = spent / f64::from(count);
        let per_second = |number: usize, unit: f64| Some(number as f64 / each / unit);
        let (tflop_per_s, gb_per_s) = match counted {
            Counted::Flops => (per_second(executed.total() as usize, 1e12), None),
            Counted::These(flops) => (per_second(flops, 1e12), None),
            Counted::Bytes(bytes) => (None, per_second(bytes, 1e9)),
        };
        let issue_seconds = issue / f64::from(rounds);
        (self.tell)(Rate { what, seconds: each, issue_seconds, tflop_per_s, gb_per_s });
        Ok(())
    }
}

/// Times the parts of a block of FLUX.1-dev at 1024 px and of the heads of Stable Diffusion 3.5, then what U-Nets and decoders are made
/// of: the finest level of Stable Diffusion 2.1's at 1024 px with both passes of guidance, and the maps of a decoder. Each for `seconds`
/// at least. Everything is divided by `shrink`, for trying it where nothing is fast.
///
/// # Errors
/// Whatever the device fails with.
pub fn of_blocks<'a>(
    device: &'a Device,
    dtype: DType,
    shrink: usize,
    seconds: f64,
    tell: &'a mut Tell<'a>,
) -> Result<()> {
    let mut timer = Timer { device, seconds, tell };
    transformers(&mut timer, dtype, shrink)?;
    maps(&mut timer, dtype, shrink)
}

fn transformers(timer: &mut Timer, dtype: DType, shrink: usize) -> Result<()> {
    let device = timer.device;
    let made = |shape: &[usize]| Tensor::randn(0f32, 1.0, shape, device)?.to_dtype(dtype);
    let size = dtype.size_in_bytes();
    let part = |whole: usize| (whole / shrink).max(1);
    let (rows, heads) = (part(4608), part(24));
    let width = heads * 128;
    let states = made(&[1, rows, width])?;
    let bytes = |tensors: usize| Counted::Bytes(tensors * rows * width * size);
    for (inputs, outputs) in [(width, width), (width, 4 * width), (4 * width, width)] {
        let (left, right) = (made(&[rows, inputs])?, made(&[outputs, inputs])?);
        let flops = Counted::These(2 * rows * inputs * outputs);
        timer.time(format!("linear {rows}x{inputs} to {outputs}"), flops, &|| left.matmul(&right.t()?))?;
    }
    for (rows, heads, head) in [(rows, heads, 128), (part(4429), part(38), 64)] {
        let [query, key, value] = [0, 1, 2].map(|_| made(&[1, rows, heads, head]));
        let (query, key, value) = (query?, key?, value?);
        let flops = || Counted::These(4 * rows * rows * heads * head);
        let scale = (head as f64).sqrt().recip();
        let name = format!("{rows} rows, {heads} heads of {head}");
        timer.time(format!("attention {name}"), flops(), &|| attend(&query, &key, &value, None, scale))?;
        timer.time(format!("attention unfused {name}"), flops(), &|| {
            unfused(&query, &key, &value, None, scale, MAX_ELEMENTS)
        })?;
    }
    let (gain, bias) = (Tensor::ones(width, dtype, device)?, Tensor::zeros(width, dtype, device)?);
    timer.time("layer norm".to_owned(), bytes(2), &|| {
        candle_nn::ops::layer_norm(&states, &gain, &bias, 1e-6)
    })?;
    let row = made(&[1, 1, width])?;
    timer
        .time("scale and shift".to_owned(), bytes(4), &|| states.broadcast_mul(&row)?.broadcast_add(&row))?;
    let wide = made(&[1, rows, 4 * width])?;
    timer.time("GELU, four times as wide".to_owned(), bytes(8), &|| wide.gelu())?;
    let split = made(&[1, rows, heads, 128])?;
    let head_gain = Tensor::ones(128, dtype, device)?;
    timer.time("head norm".to_owned(), bytes(2), &|| candle_nn::ops::rms_norm(&split, &head_gain, 1e-6))?;
    let positions: Vec<Vec<f64>> = (0..rows).map(|row| vec![0.0, row as f64, row as f64]).collect();
    let rotation = Rotation::new(&positions, &[16, 56, 56], 1e4, device)?;
    timer.time("rotation".to_owned(), bytes(2), &|| rotation.apply(&split, Pairs::Neighbours))?;
    let half = states.narrow(1, 0, rows.div_ceil(2))?;
    timer.time("joining two streams".to_owned(), bytes(2), &|| Tensor::cat(&[&half, &half], 1))?;
    timer.time("copy".to_owned(), bytes(2), &|| states.copy())?;
    Ok(())
}

/// Groups of a norm in U-Nets and decoders.
const GROUPS: usize = 32;
/// Width of the text states and tokens of Stable Diffusion 2.1.
const TEXT: (usize, usize) = (1024, 77);

fn maps(timer: &mut Timer, dtype: DType, shrink: usize) -> Result<()> {
    let device = timer.device;
    let made = |shape: &[usize]| Tensor::randn(0f32, 1.0, shape, device)?.to_dtype(dtype);
    let size = dtype.size_in_bytes();
    let part = |whole: usize| (whole / shrink).max(1);
    let random = Random::new(device, 0)?;
    let weights = Weights::new(&random, dtype);
    for (channels, side) in [(part(512), part(128)), (part(128), part(1024))] {
        let map = made(&[1, channels, side, side])?;
        let layer = Conv2d::load(&weights, channels, channels, 3)?;
        let what = format!("convolution 3x3, {channels} channels, {side}x{side}");
        timer.time(what, Counted::Flops, &|| layer.forward(&map))?;
    }
    // Groups and heads of 64 want multiples.
    let (channels, side) = (64 * part(5), part(128));
    for (batch, channels, side) in [(2, channels, side), (1, GROUPS * part(4), part(1024))] {
        let map = made(&[batch, channels, side, side])?;
        let norm = GroupNorm::load(&weights, channels, GROUPS, 1e-6)?;
        let bytes = Counted::Bytes(2 * map.elem_count() * size);
        let what = format!("group norm and SiLU, {batch}x{channels} channels, {side}x{side}");
        timer.time(what, bytes, &|| norm.forward(&map)?.silu())?;
    }
    let map = made(&[2, channels, side, side])?;
    let (time, text) = (made(&[2, 4 * channels])?, made(&[2, TEXT.1, TEXT.0])?);
    let groups = Groups { count: GROUPS, epsilon: 1e-5 };
    let resnet = Resnet::load(&weights, channels, channels, Some(4 * channels), groups)?;
    let what = format!("residual block, 2x{channels} channels, {side}x{side}");
    timer.time(what, Counted::Flops, &|| resnet.forward(&map, Some(&time)))?;
    let transformer = CrossAttention::load(&weights, channels, TEXT.0, 64, GROUPS)?;
    let what = format!("transformer of a U-Net, 2x{channels} channels, {side}x{side}");
    timer.time(what, Counted::Flops, &|| transformer.forward(&map, &text, None))?;
    let what = format!("level of a U-Net, two of both, 2x{channels} channels, {side}x{side}");
    timer.time(what, Counted::Flops, &|| {
        let mut map = map.clone();
        for _ in 0..2 {
            map = transformer.forward(&resnet.forward(&map, Some(&time))?, &text, None)?;
        }
        Ok(map)
    })?;
    let (channels, side) = (part(256), part(512));
    let map = made(&[1, channels, side, side])?;
    let bytes = Counted::Bytes(5 * map.elem_count() * size);
    timer.time(format!("enlarging, {channels} channels, {side}x{side} to twice the side"), bytes, &|| {
        map.upsample_nearest2d(2 * side, 2 * side)
    })?;
    let layer = Conv2d::load(&weights, channels, channels, 3)?;
    let what = format!("enlarging and convolution 3x3, {channels} channels, {side}x{side} to twice the side");
    timer.time(what, Counted::Flops, &|| upsample(&map, 2 * side, 2 * side, &layer))
}
