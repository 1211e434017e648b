//! Samplers that make another number of denoiser passes than they are asked for steps.

use crate::bare::is_same;

/// Two passes a step, the last one apart, which is a step of Euler's method.
///
/// In diffusers [`HeunDiscreteScheduler`](https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/schedulers/scheduling_heun_discrete.py#L364-L367)
/// and those made after it double every time step but the first; in k-diffusion
/// [`sample_heun` and those below it](https://github.com/crowsonkb/k-diffusion/blob/4601bf085320592473f681a62808ed873d17fad5/k_diffusion/sampling.py#L159-L257)
/// ask the denoiser twice where a step does not end at no noise. ComfyUI's names are those of k-diffusion.
const TWICE: [&str; 19] = [
    "heun",
    "k_heun",
    "HeunDiscreteScheduler",
    "FlowMatchHeunDiscreteScheduler",
    "dpm_2",
    "k_dpm_2",
    "dpm2 karras",
    "KDPM2DiscreteScheduler",
    "dpm_2_ancestral",
    "dpm2 a",
    "k_dpm_2_a",
    "KDPM2AncestralDiscreteScheduler",
    "dpmpp_sde",
    "dpmpp_sde_gpu",
    "dpm++ sde",
    "dpm++ sde karras",
    "DPMSolverSDEScheduler",
    "dpmpp_2s_ancestral",
    "dpm++ 2s a",
];

/// A pass more than steps, as Stable Diffusion's pipelines set it up (`skip_prk_steps`):
/// [`PNDMScheduler`](https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/schedulers/scheduling_pndm.py#L208-L215).
const ONE_MORE: [&str; 3] = ["pndm", "PNDMScheduler", "plms"];

/// Returns the passes, guidance aside, that a sampler makes when it is asked for `steps`; `None` for one that makes as many or is not known
/// here. Names are those of diffusers, ComfyUI, k-diffusion and their users, in any spelling.
///
/// ```
/// use wattpix_core::sampler::passes;
///
/// assert_eq!(passes("HeunDiscreteScheduler", 20), Some(39));
/// assert_eq!(passes("pndm", 50), Some(51));
/// assert_eq!(passes("euler", 20), None);
/// ```
pub fn passes(sampler: &str, steps: u32) -> Option<u32> {
    let is_one_of = |names: &[&str]| names.iter().any(|name| is_same(name, sampler));
    // One step is one pass of any of them.
    if steps <= 1 {
        None
    } else if is_one_of(&TWICE) {
        Some(steps.saturating_mul(2).saturating_sub(1))
    } else if is_one_of(&ONE_MORE) {
        Some(steps.saturating_add(1))
    } else {
        None
    }
}
