//! Pipelines that start from an image and run a share of the steps (img2img, inpainting).
//!
//! Read in diffusers at 58eb52c0 (`get_timesteps` of each); version 0.42.1 has the same code.

use super::super::Model;

/// Rounding of the steps that are run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Down: `min(int(steps * strength), steps)` of
    /// [`StableDiffusionImg2ImgPipeline`](https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/stable_diffusion/pipeline_stable_diffusion_img2img.py#L724-L728),
    /// those of Stable Diffusion XL and of latent consistency models.
    Down,
    /// Up: the first `int(steps - min(steps * strength, steps))` steps are left out, in
    /// [`FluxImg2ImgPipeline`](https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/flux/pipeline_flux_img2img.py#L479-L483)
    /// and the other pipelines of flow matching.
    Up,
}

impl Start {
    /// Steps that are run of those asked for; 0 where a pipeline refuses to run.
    pub fn steps(self, steps: u32, strength: f64) -> u32 {
        let asked = f64::from(steps);
        match self {
            Self::Down => ((asked * strength) as u32).min(steps),
            Self::Up => steps - (asked - (asked * strength).min(asked)) as u32,
        }
    }
}

/// The way in which the img2img or inpainting pipeline of a model rounds; `None` for a model without one. Deeply compressed latents are left
/// out, because their encoder is not counted.
pub fn start_of(model: &Model) -> Option<Start> {
    Some(match model.base().id {
        // StableDiffusionImg2ImgPipeline, StableDiffusionXLImg2ImgPipeline, LatentConsistencyModelImg2ImgPipeline.
        "sd1.5" | "sd2.1" | "sdxl" | "sdxl-turbo" | "sdxl-lightning" | "lcm-sd1.5" | "lcm-sdxl" => {
            Start::Down
        }
        // FluxImg2ImgPipeline, FluxKontextInpaintPipeline, Flux2KleinInpaintPipeline.
        "flux1-dev" | "flux1-schnell" | "flux1-krea-dev" | "flux1-kontext" => Start::Up,
        "flux2-klein-4b" | "flux2-klein-9b" | "flux2-klein-base-4b" | "flux2-klein-base-9b" => Start::Up,
        // StableDiffusion3Img2ImgPipeline, ChromaImg2ImgPipeline, ZImageImg2ImgPipeline.
        "sd3-medium" | "sd3.5-medium" | "sd3.5-large" | "sd3.5-large-turbo" | "chroma" => Start::Up,
        "z-image-turbo" | "z-image-base" => Start::Up,
        // QwenImageImg2ImgPipeline.
        "qwen-image" | "qwen-image-2512" | "qwen-image-lightning" => Start::Up,
        _ => return None,
    })
}
