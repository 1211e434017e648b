//! The GPUs: what their makers say of the silicon. The entries are in `catalogue`.

mod available;
mod catalogue;
pub mod described;
mod inferred;
mod lookup;
mod maker;
#[cfg(feature = "sources")]
mod source;
mod spelling;
mod unknown;

pub(crate) use available::arrive;
pub use available::{available, common};
pub use catalogue::{ALL, DEFAULT};
pub use inferred::{INFERRED, is_inferred, name_in_version};
pub use lookup::{CPU, find};
pub use maker::Maker;

use crate::error::{Choice, Error, GpuFault};
use crate::setting::Precision;
#[cfg(feature = "sources")]
use crate::source::Source;
use crate::units::Power;

/// A GPU by its silicon. Rates are dense (no sparsity), 16-bit ones with 32-bit accumulation.
#[derive(Debug)]
pub struct Gpu {
    /// Stable identifier.
    pub id: &'static str,
    /// Name as its maker writes it.
    pub label: &'static str,
    /// Other identifiers that mean this card.
    pub aliases: &'static [&'static str],
    /// Names that its driver reports, to be matched whole.
    #[cfg(feature = "names")]
    pub nvml_names: &'static [&'static str],
    /// Maker of the silicon.
    pub maker: Maker,
    /// Architecture, as its maker calls it; empty where a description names none.
    pub architecture: &'static str,
    /// CUDA compute capability, major and minor; `None` where the GPU does not run CUDA.
    pub compute_capability: Option<(u8, u8)>,
    /// Memory in GB, as sold; `None` where a description does not say.
    pub memory_gb: Option<f64>,
    /// Memory bandwidth in GB/s.
    pub bandwidth_gb_per_s: f64,
    /// Board power: the default power limit in W.
    pub board_power_w: f64,
    /// Rate of 32-bit arithmetic outside the tensor cores in TFLOP/s; `None` where a description does not say.
    pub fp32_tflop_per_s: Option<f64>,
    /// Rate of TF32 on tensor cores in TFLOP/s; `None` where the silicon lacks it.
    pub tf32_tflop_per_s: Option<f64>,
    /// Rate of fp16 on tensor cores in TFLOP/s, or on vector units where there are none.
    pub fp16_tflop_per_s: f64,
    /// True if tensor cores take bf16 (at the rate of fp16).
    pub bf16: bool,
    /// Rate of fp8 on tensor cores in TFLOP/s; `None` where the silicon lacks it.
    pub fp8_tflop_per_s: Option<f64>,
    /// Idle power in W without a process on the card, where a public measurement is citable.
    pub idle_w: Option<f64>,
    /// Sources of the figures, that of the idle power last; never empty.
    #[cfg(feature = "sources")]
    pub sources: &'static [Source],
}

impl Gpu {
    /// Board power.
    pub const fn board_power(&self) -> Power {
        Power::from_watts(self.board_power_w)
    }

    /// Dense rate at a precision in TFLOP/s; `None` where the silicon lacks it.
    pub const fn tflop_per_s(&self, precision: Precision) -> Option<f64> {
        match precision {
            Precision::Fp32 => self.fp32_tflop_per_s,
            Precision::Tf32 => self.tf32_tflop_per_s,
            Precision::Bf16 if !self.bf16 => None,
            Precision::Bf16 | Precision::Fp16 => Some(self.fp16_tflop_per_s),
            Precision::Fp8 => self.fp8_tflop_per_s,
        }
    }

    /// True if it is of no catalogue: somebody described it.
    pub const fn is_described(&self) -> bool {
        matches!(self.maker, Maker::Unnamed)
    }

    /// The precisions that the silicon has.
    pub fn precisions(&self) -> impl Iterator<Item = Precision> + '_ {
        Precision::ALL.iter().map(|(_, precision)| *precision).filter(|precision| self.has(*precision))
    }

    /// True if the silicon has a precision.
    pub const fn has(&self, precision: Precision) -> bool {
        self.tflop_per_s(precision).is_some()
    }

    /// Refuses a precision that the silicon lacks.
    ///
    /// # Errors
    /// [`Error::PrecisionUnsupported`] with the precisions there are; [`Error::GpuDescription`] where a description gives no rate.
    pub fn check(&self, precision: Precision) -> Result<(), Error> {
        if self.has(precision) { Ok(()) } else { Err(self.lacks(precision)) }
    }

    pub(crate) fn lacks(&self, precision: Precision) -> Error {
        let known = self.precisions().map(Choice::name).collect();
        if self.is_described() {
            let fault = GpuFault::NoRate { precision: precision.name(), known };
            return Error::GpuDescription { fault: Box::new(fault) };
        }
        Error::PrecisionUnsupported { given: precision.name(), gpu: self.id, known }
    }
}
