//! The seconds that a data sheet promises for a run, by kind of work.

use super::{
    ByKind, CALLS, CONV_TRAFFIC, ELEMENTWISE, KINDS, LAUNCHES, LINEAR_TRAFFIC, MATMUL, SCORES, VECTOR,
    WEIGHTS, logistic,
};
use crate::fit::schema::Saturation;
use crate::flops::Work;
use crate::gpu::{self, Gpu};
use crate::setting::{Execution, Precision};
use crate::workload::Workload;

/// Operations a second in a TFLOP/s.
const PER_TFLOP: f64 = 1e12;

/// Bytes a second in a GB/s.
const PER_GB: f64 = 1e9;

/// Share of the launches that a compiled graph is left with: two a layer, its product and one fused kernel. Run one by one, layers of the
/// catalogue's denoisers launch between 2 and 9 (`kernels` in `tests/data/elementwise_bytes.csv`).
const COMPILED_LAUNCHES: f64 = 0.5;

/// Rates of a GPU at one precision as the law counts them: those of the data sheet up to the reference GPU's, and beyond it the part
/// that [`Saturation`] says.
#[derive(Debug, Clone, Copy)]
pub struct Rates {
    /// Products of linear layers and attention on tensor cores, operations a second; `None` where this precision has to use
    /// the 32-bit units.
    tensor: Option<f64>,
    /// Products of convolutions on tensor cores, likewise.
    conv_tensor: Option<f64>,
    /// Products on the 32-bit units, operations a second; `None` where the rate is not known.
    vector: Option<f64>,
    /// Memory, bytes a second.
    bandwidth: f64,
    /// The largest ln(rate / reference's rate) that was taken in part; 0 where the whole data sheet counts.
    pub beyond: f64,
}

impl Rates {
    /// The rates of a GPU at a precision; `None` where the silicon lacks it.
    ///
    /// A product at a precision may also run as at any wider one, so the narrower never takes longer.
    pub fn new(gpu: &Gpu, precision: Precision, saturation: Option<&Saturation>) -> Option<Self> {
        gpu.tflop_per_s(precision)?;
        let reference =
            saturation.and_then(|saturation| Some((gpu::find(&saturation.gpu).ok()?, saturation.exponent)));
        let mut beyond = 0.0_f64;
        let mut effective = |rate: f64, of: fn(&Gpu) -> Option<f64>| match reference
            .and_then(|(gpu, x)| Some((of(gpu)?, x)))
        {
            Some((known, exponent)) if rate > known => {
                beyond = beyond.max((rate / known).ln());
                known * (rate / known).powf(exponent)
            }
            _ => rate,
        };
        let tf32 = gpu.tf32_tflop_per_s.map(|rate| effective(rate, |gpu| gpu.tf32_tflop_per_s));
        let half = effective(gpu.fp16_tflop_per_s, |gpu| Some(gpu.fp16_tflop_per_s));
        let eight = gpu.fp8_tflop_per_s.map(|rate| effective(rate, |gpu| gpu.fp8_tflop_per_s));
        let faster = |one: Option<f64>, other: Option<f64>| match (one, other) {
            (Some(one), Some(other)) => Some(one.max(other)),
            (one, other) => one.or(other),
        };
        // Frameworks let convolutions of 32-bit numbers run in TF32 and nothing else (PyTorch 2.x: `torch.backends.cudnn.allow_tf32`
        // is true, `torch.backends.cuda.matmul.allow_tf32` false; https://docs.pytorch.org/docs/2.8/notes/cuda.html#tf32-on-ampere).
        let (tensor, conv_tensor) = match precision {
            Precision::Fp32 => (None, tf32),
            Precision::Tf32 => (tf32, tf32),
            Precision::Bf16 | Precision::Fp16 => {
                let half = faster(Some(half), tf32);
                (half, half)
            }
            Precision::Fp8 => {
                let eight = faster(eight, faster(Some(half), tf32));
                (eight, eight)
            }
        };
        let vector = gpu.fp32_tflop_per_s.map(|rate| effective(rate, |gpu| gpu.fp32_tflop_per_s));
        let bandwidth = effective(gpu.bandwidth_gb_per_s, |gpu| Some(gpu.bandwidth_gb_per_s));
        let per_second = |tflop: Option<f64>| tflop.map(|rate| rate * PER_TFLOP);
        Some(Self {
            tensor: per_second(tensor),
            conv_tensor: per_second(conv_tensor),
            vector: per_second(vector),
            bandwidth: bandwidth * PER_GB,
            beyond,
        })
    }
}

/// Units that multiply: the kinds under which products of dense layers and of convolutions are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paths {
    dense: usize,
    conv: usize,
}

impl Paths {
    /// Tensor cores wherever the precision has them: what ran in measurements.
    pub const fn tensor(rates: &Rates) -> Self {
        Self {
            dense: if rates.tensor.is_some() { MATMUL } else { VECTOR },
            conv: if rates.conv_tensor.is_some() { MATMUL } else { VECTOR },
        }
    }

    /// The cheaper of tensor cores and 32-bit units, where one operation costs `cost[MATMUL]` and `cost[VECTOR]` of the data sheet's
    /// seconds. Some GPUs have equal rates on both.
    pub fn cheaper(rates: &Rates, cost: &ByKind) -> Self {
        let choose = |tensor: Option<f64>| match tensor {
            Some(rate) if rates.vector.is_none_or(|vector| cost[MATMUL] / rate <= cost[VECTOR] / vector) => {
                MATMUL
            }
            _ => VECTOR,
        };
        Self { dense: choose(rates.tensor), conv: choose(rates.conv_tensor) }
    }
}

/// Promised seconds by kind; for launches and calls their number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Promise {
    /// Base of the time.
    pub time: ByKind,
    /// Base of the power: the same but for products, whose path of least energy may be another one than that of least
    /// time.
    pub power: ByKind,
}

impl Promise {
    fn add(&mut self, other: &Self, times: f64) {
        for kind in 0..KINDS {
            self.time[kind] += times * other.time[kind];
            self.power[kind] += times * other.power[kind];
        }
    }
}

/// The promise for a model at one size and text on one GPU at one precision, from which that of any number of steps, passes and
/// images a batch follows.
#[derive(Debug, Clone, Copy)]
pub struct PartPromises {
    /// Text encoders and decoder, for each image.
    once: Promise,
    /// A denoiser pass, for each image.
    pass: Promise,
    /// Shared by a batch, once a run: weights and launches of text encoders and decoder, and the call itself.
    call: Promise,
    /// Shared by a batch, in each step: weights and launches of the denoiser.
    step: Promise,
}

/// Paths of least time and of least power.
#[derive(Debug, Clone, Copy)]
pub struct LeastPaths {
    /// Paths of least time.
    pub time: Paths,
    /// Paths of least power.
    pub power: Paths,
}

impl PartPromises {
    /// Counts a workload's parts and divides them by the rates. Steps, guidance and batch of the workload do not matter.
    pub fn new(workload: &Workload, rates: &Rates, paths: LeastPaths) -> Self {
        let model = workload.model();
        let (text, pass, decoder) = (workload.text_work(), workload.pass_work(), workload.decoder_work());
        #[cfg(feature = "how-it-runs")]
        let decoder = decoder + workload.encoder_work();
        let (precision, execution) = (workload.precision(), workload.execution());
        let launched = match execution {
            Execution::Eager => 1.0,
            Execution::Compiled => COMPILED_LAUNCHES,
        };
        let of_work = |work: &Work| {
            let by = |paths: Paths| by_kind(work, precision, execution, rates, paths);
            Promise { time: by(paths.time), power: by(paths.power) }
        };
        let shared = |parameters: u64, layers: u64, calls: f64| {
            let mut by_kind = [0.0; KINDS];
            by_kind[WEIGHTS] = parameters as f64 * precision.bytes_per_weight() as f64 / rates.bandwidth;
            by_kind[LAUNCHES] = layers as f64 * launched;
            by_kind[CALLS] = calls;
            Promise { time: by_kind, power: by_kind }
        };
        let others = model.other_parameters();
        let parts = Self {
            once: of_work(&(text + decoder)),
            pass: of_work(&pass),
            call: shared(others, text.layers + decoder.layers, 1.0),
            step: shared(model.denoiser_parameters, pass.layers, 0.0),
        };
        #[cfg(feature = "how-it-runs")]
        let parts = parts.stored_otherwise(workload, workload.bytes_moved(), rates);
        parts
    }

    /// Returns the parts where weights of denoiser and text encoders move so many bytes each a call, and the encoder of images is read too.
    #[cfg(feature = "how-it-runs")]
    #[must_use]
    pub fn stored_otherwise(mut self, workload: &Workload, bytes: f64, rates: &Rates) -> Self {
        let (model, encoder) = (workload.model(), workload.encoder_parameters());
        let own = workload.precision().bytes_per_weight() as f64;
        if workload.running().weights.is_none() && encoder == 0 {
            return self;
        }
        let text = model.text_parameters() as f64;
        let images = (model.decoder_parameters + encoder) as f64;
        for (part, moved) in [
            (&mut self.step, model.denoiser_parameters as f64 * bytes),
            (&mut self.call, text * bytes + images * own),
        ] {
            part.time[WEIGHTS] = moved / rates.bandwidth;
            part.power[WEIGHTS] = part.time[WEIGHTS];
        }
        self
    }

    /// The promise for one image of a run in which so many calls and a share of each pass are made.
    #[cfg(feature = "how-it-runs")]
    pub fn image_of(&self, calls: f64, passes: f64, batch: u32) -> Promise {
        let mut whole = self.once;
        whole.add(&self.pass, passes);
        let batch = f64::from(batch);
        whole.add(&self.call, batch.recip());
        whole.add(&self.step, calls / batch);
        whole
    }

    /// The promise for one image of a run.
    pub fn image(&self, steps: u32, passes: u32, batch: u32) -> Promise {
        let mut whole = self.once;
        whole.add(&self.pass, f64::from(passes));
        let batch = f64::from(batch);
        whole.add(&self.call, batch.recip());
        whole.add(&self.step, f64::from(steps) / batch);
        whole
    }

    /// The promise for one denoising step of so many passes alone, one image a batch: without text encoders, decoder and call.
    pub fn one_step(&self, passes: u32) -> Promise {
        let mut whole = self.step;
        whole.add(&self.pass, f64::from(passes));
        whole
    }
}

fn by_kind(work: &Work, precision: Precision, execution: Execution, rates: &Rates, paths: Paths) -> ByKind {
    let mut seconds = [0.0; KINDS];
    let mut product = |operations: u64, path: usize, tensor: Option<f64>| {
        let rate = if path == MATMUL { tensor.or(rates.vector) } else { rates.vector.or(tensor) };
        // A precision has one of them at least, or it has no rates.
        if let Some(rate) = rate {
            seconds[path] += operations as f64 / rate;
        }
    };
    product(work.flops.linear + work.flops.attention, paths.dense, rates.tensor);
    product(work.flops.conv, paths.conv, rates.conv_tensor);
    let moved = |bytes: f64| bytes / rates.bandwidth;
    let elementwise = match execution {
        Execution::Eager => work.eager_elementwise(),
        Execution::Compiled => work.fused_elementwise(),
    };
    let (bytes, elementwise) = match precision {
        Precision::Fp32 | Precision::Tf32 => (4.0, elementwise.at_32_bit),
        // With 8-bit floats only what is multiplied is narrowed; what is kept has 16 bits.
        Precision::Bf16 | Precision::Fp16 | Precision::Fp8 => (2.0, elementwise.at_16_bit),
    };
    seconds[LINEAR_TRAFFIC] = moved(bytes * work.linear_elements as f64);
    seconds[ELEMENTWISE] = moved(elementwise as f64);
    seconds[CONV_TRAFFIC] = moved(bytes * work.conv_elements as f64);
    seconds[SCORES] = moved(bytes * work.scores as f64);
    seconds
}

/// Costs of an operation by kind: seconds kept, and those times the power share.
pub fn costs(coefficients: &ByKind, logits: &ByKind) -> [ByKind; 2] {
    let mut power = *coefficients;
    for (cost, logit) in power.iter_mut().zip(logits) {
        *cost *= logistic(*logit);
    }
    [*coefficients, power]
}
