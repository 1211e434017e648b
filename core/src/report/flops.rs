//! Operation counts of an image or a clip.

use serde::Serialize;

use super::gflops::{ExactGflops, NearestGflops};
use crate::compute::FlopBreakdown;
use crate::error::Choice as _;
use crate::workload::Workload;

/// Operations of one image or clip, in GFLOP: exact counts with nine decimals, totals as the nearest number.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
pub struct FlopsReport<'a> {
    /// Model id.
    pub model: &'a str,
    /// Pixels along a row.
    pub width: u32,
    /// Rows of pixels.
    pub height: u32,
    /// Denoising steps.
    pub steps: u32,
    /// Classifier-free guidance: `on` or `off`.
    pub guidance: &'a str,
    /// Images generated together.
    pub batch: u32,
    /// Text tokens that the denoiser sees.
    pub text_tokens: u32,
    /// Frames of the clip; absent for an image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frames: Option<u32>,
    /// Reference images; absent without any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub references: Option<u32>,
    /// Size at which a reference is encoded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference_size: Option<String>,
    /// Denoiser passes.
    pub passes: u32,
    /// Passes that are run, where a step cache leaves some out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passes_run: Option<f64>,
    /// Encoding the images that the run starts from; absent from noise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(schemas, schemars(with = "Option<f64>"))]
    pub encoder_gflops: Option<ExactGflops>,
    /// All text encoders.
    #[cfg_attr(schemas, schemars(with = "f64"))]
    pub text_encoder_gflops: ExactGflops,
    /// Decoder.
    #[cfg_attr(schemas, schemars(with = "f64"))]
    pub decoder_gflops: ExactGflops,
    /// One denoiser pass by kind of layer.
    pub denoiser_pass: PassReport,
    /// All denoiser passes.
    #[cfg_attr(schemas, schemars(with = "f64"))]
    pub denoiser_gflops: NearestGflops,
    /// Encoders, denoiser and decoder.
    #[cfg_attr(schemas, schemars(with = "f64"))]
    pub total_gflops: NearestGflops,
    /// Share of the denoiser in the total.
    pub denoising_share: f64,
    /// The rule of thumb for language models, for comparison; null for a U-Net.
    pub kaplan_pass_gflops: Option<f64>,
    /// Weights of the denoiser.
    pub denoiser_parameters: u64,
    /// Weights of the pipeline.
    pub parameters: u64,
}

/// Operations of one denoiser pass.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
pub struct PassReport {
    /// All layers.
    #[cfg_attr(schemas, schemars(with = "f64"))]
    pub gflops: ExactGflops,
    /// The two products of attention.
    #[cfg_attr(schemas, schemars(with = "f64"))]
    pub attention_gflops: ExactGflops,
    /// Linear layers.
    #[cfg_attr(schemas, schemars(with = "f64"))]
    pub linear_gflops: ExactGflops,
    /// Convolutions.
    #[cfg_attr(schemas, schemars(with = "f64"))]
    pub conv_gflops: ExactGflops,
}

impl FlopsReport<'static> {
    /// Returns the counts of a workload.
    #[must_use]
    pub fn new(workload: &Workload) -> Self {
        let breakdown = FlopBreakdown::of(workload);
        let pass = breakdown.denoiser_pass;
        let model = workload.model();
        Self {
            model: model.id,
            width: workload.size().width,
            height: workload.size().height,
            steps: workload.steps(),
            guidance: workload.guidance().name(),
            batch: workload.batch(),
            text_tokens: workload.text_tokens(),
            frames: workload.fps().map(|_| workload.frames()),
            references: Some(workload.references()).filter(|references| *references > 0),
            reference_size: workload
                .reference_encoded()
                .map(|size| format!("{}x{}", size.width, size.height)),
            passes: breakdown.passes,
            passes_run: (breakdown.share_run < 1.0).then(|| workload.passes_run()),
            encoder_gflops: Some(breakdown.encoder.total())
                .filter(|operations| *operations > 0)
                .map(ExactGflops),
            text_encoder_gflops: ExactGflops(breakdown.text_encoder.total()),
            decoder_gflops: ExactGflops(breakdown.decoder.total()),
            denoiser_pass: PassReport {
                gflops: ExactGflops(pass.total()),
                attention_gflops: ExactGflops(pass.attention),
                linear_gflops: ExactGflops(pass.linear),
                conv_gflops: ExactGflops(pass.conv),
            },
            denoiser_gflops: NearestGflops(breakdown.denoiser_operations()),
            total_gflops: NearestGflops(breakdown.total_operations()),
            denoising_share: breakdown.denoising_share(),
            kaplan_pass_gflops: model.kaplan_pass_gflops(workload.clip(), besides(workload)),
            denoiser_parameters: model.denoiser_parameters,
            parameters: model.parameters(),
        }
    }
}

/// Returns the tokens besides those of the image: of the text and of references.
fn besides(workload: &Workload) -> u32 {
    let model = workload.model();
    let image = model.denoiser.image_tokens(workload.clip(), model.latent_scale).unwrap_or(0);
    let all = workload.sequence_tokens().saturating_sub(image);
    u32::try_from(all).unwrap_or(u32::MAX).max(workload.text_tokens())
}
