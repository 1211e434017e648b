//! Operations of one image: text encoders, then steps × passes × denoiser, then decoder.
//!
//! This is the only place that multiplies by passes.

use crate::flops::{AttentionCount, Flops, OPERATIONS_PER_GFLOP};
use crate::workload::Workload;

/// Components in a sum of operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Denoiser passes only, as the published coefficients were fitted.
    Denoiser,
    /// Text encoders, denoiser passes and decoder.
    Pipeline,
}

/// Convention by which a law counts the operations it is evaluated on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Convention {
    /// Components.
    pub scope: Scope,
    /// Attention products.
    pub attention: AttentionCount,
}

/// Operations of one image, by component.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FlopBreakdown {
    /// Encoding the prompt, once.
    pub text_encoder: Flops,
    /// A single denoiser pass.
    pub denoiser_pass: Flops,
    /// Denoiser passes: steps, twice with guidance.
    pub passes: u32,
    /// Share of the passes that are run, the others left out by a step cache.
    #[cfg(feature = "how-it-runs")]
    pub share_run: f64,
    /// Encoding the images that the run starts from; nothing for an image from noise.
    #[cfg(feature = "how-it-runs")]
    pub encoder: Flops,
    /// Decoding the latent.
    pub decoder: Flops,
}

impl FlopBreakdown {
    /// Counts a workload's image. Batch does not enter: every image has its own prompt and latent.
    ///
    /// # Examples
    /// ```
    /// use wattpix_core::compute::FlopBreakdown;
    /// use wattpix_core::model;
    /// use wattpix_core::workload::Workload;
    ///
    /// let counted = FlopBreakdown::of(&Workload::default_of(model::find("flux1-dev")?));
    /// assert_eq!(counted.passes, 50);
    /// // diffusers 0.42.1 multiplies and adds as often in a pass at 1024 × 1024 with 512 text tokens.
    /// assert_eq!(counted.denoiser_pass.total(), 74_384_653_418_496);
    /// # Ok::<(), wattpix_core::error::Error>(())
    /// ```
    pub fn of(workload: &Workload) -> Self {
        Self {
            text_encoder: workload.text_work().flops,
            denoiser_pass: denoiser_pass(workload),
            passes: workload.passes(),
            #[cfg(feature = "how-it-runs")]
            share_run: workload.share_run(),
            #[cfg(feature = "how-it-runs")]
            encoder: workload.encoder_work().flops,
            decoder: workload.decoder_work().flops,
        }
    }

    /// All denoiser passes, exact.
    #[cfg(not(feature = "how-it-runs"))]
    pub const fn denoiser_operations(&self) -> u128 {
        self.denoiser_pass.total() as u128 * self.passes as u128
    }

    /// All denoiser passes that are run, exact where none is left out.
    #[cfg(feature = "how-it-runs")]
    pub fn denoiser_operations(&self) -> u128 {
        let all = self.denoiser_pass.total() as u128 * self.passes as u128;
        if self.share_run < 1.0 { (all as f64 * self.share_run) as u128 } else { all }
    }

    /// All components, exact.
    #[cfg(not(feature = "how-it-runs"))]
    pub const fn total_operations(&self) -> u128 {
        self.denoiser_operations() + self.text_encoder.total() as u128 + self.decoder.total() as u128
    }

    /// All components, the encoder of images among them.
    #[cfg(feature = "how-it-runs")]
    pub fn total_operations(&self) -> u128 {
        let once = [self.text_encoder, self.encoder, self.decoder].map(Flops::total);
        self.denoiser_operations() + once.map(u128::from).iter().sum::<u128>()
    }

    /// All denoiser passes, in GFLOP.
    pub fn denoiser_gflops(&self) -> f64 {
        gflops(self.denoiser_operations())
    }

    /// All components, in GFLOP.
    pub fn total_gflops(&self) -> f64 {
        gflops(self.total_operations())
    }

    /// The denoiser's share of all operations, 0 to 1. The paper says more than 0.9; that holds for MMDiT models from
    /// 10 steps on and fails for Stable Diffusion 2 below some 30 passes, because its decoder costs more than two passes.
    pub fn denoising_share(&self) -> f64 {
        self.denoiser_operations() as f64 / self.total_operations() as f64
    }
}

/// Operations as GFLOP: the nearest number below 2^53 operations, within two units in the last place above.
fn gflops(operations: u128) -> f64 {
    operations as f64 / OPERATIONS_PER_GFLOP
}

/// Operations of one pass of the workload's denoiser over one image.
pub(crate) fn denoiser_pass(workload: &Workload) -> Flops {
    workload.pass_work().flops
}

impl Convention {
    /// Operations of one image in GFLOP, counting only what the convention needs.
    pub fn gflops_per_image(self, workload: &Workload) -> f64 {
        self.gflops_with(workload, denoiser_pass(workload))
    }

    /// Returns the operations where a pass of the denoiser has been counted: two conventions share it.
    pub(crate) fn gflops_with(self, workload: &Workload, pass: Flops) -> f64 {
        let denoiser = pass.gflops(self.attention) * workload.passes_run();
        match self.scope {
            Scope::Denoiser => denoiser,
            Scope::Pipeline => {
                let text = workload.text_work().flops;
                let decoder = workload.decoder_work().flops;
                #[cfg(feature = "how-it-runs")]
                let decoder = decoder + workload.encoder_work().flops;
                denoiser + text.gflops(self.attention) + decoder.gflops(self.attention)
            }
        }
    }
}
