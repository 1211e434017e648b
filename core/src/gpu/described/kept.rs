//! Described GPUs, kept for as long as the program runs, until [`MOST_KEPT`] have been described.

use super::super::{Gpu, Maker};
use super::description::Description;
use super::figures::Figure;
use crate::error::GpuFault;
use crate::kept::Kept;

/// Different descriptions that a program takes. Each takes some hundred bytes.
const MOST_KEPT: usize = 16_384;

static GPUS: Kept<Gpu> = Kept::new();

/// The GPU of a description.
pub(super) fn keep(description: &Description) -> Result<&'static Gpu, GpuFault> {
    let id = description.to_string();
    let gpu = GPUS.keep(MOST_KEPT, |gpu| gpu.id == id, || gpu(description, &id));
    gpu.ok_or(GpuFault::ManyDescriptions { most: MOST_KEPT })
}

fn gpu(description: &Description, id: &str) -> Gpu {
    // The required figures are there.
    let required = |figure: Figure| description.get(figure).unwrap_or_default();
    let id: &'static str = id.to_owned().leak();
    Gpu {
        id,
        label: description.name.clone().map_or(id, |name| name.leak()),
        aliases: &[],
        #[cfg(feature = "names")]
        nvml_names: &[],
        maker: Maker::Unnamed,
        architecture: "",
        compute_capability: None,
        memory_gb: description.get(Figure::Memory),
        bandwidth_gb_per_s: required(Figure::Bandwidth),
        board_power_w: required(Figure::Watts),
        fp32_tflop_per_s: description.get(Figure::Fp32),
        tf32_tflop_per_s: description.get(Figure::Tf32),
        fp16_tflop_per_s: required(Figure::Fp16),
        bf16: true,
        fp8_tflop_per_s: description.get(Figure::Fp8),
        idle_w: description.get(Figure::Idle),
        #[cfg(feature = "sources")]
        sources: &[],
    }
}
