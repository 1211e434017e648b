//! Samplers that a person can choose. Passes of each are in [`crate::sampler`].

use crate::error::Choice;
use crate::sampler::passes;

/// A sampler, by the passes that it makes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sampler {
    /// Euler's method: a pass a step.
    Euler,
    /// Euler's method with noise.
    EulerAncestral,
    /// Denoising diffusion implicit models.
    Ddim,
    /// DPM-Solver++ of second order, multistep.
    DpmPlusPlus2M,
    /// UniPC.
    UniPc,
    /// Latent consistency models.
    Lcm,
    /// Heun's method: two passes a step.
    Heun,
    /// DPM-Solver of second order, single step.
    Dpm2,
    /// DPM-Solver of second order, single step, with noise.
    Dpm2Ancestral,
    /// DPM-Solver++ for stochastic differential equations.
    DpmPlusPlusSde,
    /// DPM-Solver++ of second order, single step, with noise.
    DpmPlusPlus2S,
    /// Pseudo numerical methods: a pass more than steps.
    Pndm,
}

impl Sampler {
    /// Passes, guidance aside, for so many steps.
    pub fn passes(self, steps: u32) -> u32 {
        passes(self.name(), steps).unwrap_or(steps)
    }
}

impl Choice for Sampler {
    const ALL: &'static [(&'static str, Self)] = &[
        ("euler", Self::Euler),
        ("euler-ancestral", Self::EulerAncestral),
        ("ddim", Self::Ddim),
        ("dpmpp-2m", Self::DpmPlusPlus2M),
        ("unipc", Self::UniPc),
        ("lcm", Self::Lcm),
        ("heun", Self::Heun),
        ("dpm2", Self::Dpm2),
        ("dpm2-ancestral", Self::Dpm2Ancestral),
        ("dpmpp-sde", Self::DpmPlusPlusSde),
        ("dpmpp-2s-ancestral", Self::DpmPlusPlus2S),
        ("pndm", Self::Pndm),
    ];

    // Those of diffusers' classes, ComfyUI, k-diffusion and their users.
    #[cfg(feature = "names")]
    const SPELLINGS: &'static [(&'static str, Self)] = &[
        ("keuler", Self::Euler),
        ("eulerdiscretescheduler", Self::Euler),
        ("flowmatcheulerdiscretescheduler", Self::Euler),
        ("eulera", Self::EulerAncestral),
        ("keulera", Self::EulerAncestral),
        ("eulerancestraldiscretescheduler", Self::EulerAncestral),
        ("ddimscheduler", Self::Ddim),
        ("dpm2m", Self::DpmPlusPlus2M),
        ("dpm2mkarras", Self::DpmPlusPlus2M),
        ("dpmsolvermultistepscheduler", Self::DpmPlusPlus2M),
        ("unipcmultistepscheduler", Self::UniPc),
        ("lcmscheduler", Self::Lcm),
        ("kheun", Self::Heun),
        ("heundiscretescheduler", Self::Heun),
        ("flowmatchheundiscretescheduler", Self::Heun),
        ("kdpm2", Self::Dpm2),
        ("dpm2karras", Self::Dpm2),
        ("kdpm2discretescheduler", Self::Dpm2),
        ("dpm2a", Self::Dpm2Ancestral),
        ("kdpm2a", Self::Dpm2Ancestral),
        ("kdpm2ancestraldiscretescheduler", Self::Dpm2Ancestral),
        ("dpmppsdegpu", Self::DpmPlusPlusSde),
        ("dpmsde", Self::DpmPlusPlusSde),
        ("dpmsdekarras", Self::DpmPlusPlusSde),
        ("dpmsolversdescheduler", Self::DpmPlusPlusSde),
        ("dpm2sa", Self::DpmPlusPlus2S),
        ("pndmscheduler", Self::Pndm),
        ("plms", Self::Pndm),
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_spellings_make_the_same_passes() {
        for (name, sampler) in Sampler::ALL.iter().chain(Sampler::SPELLINGS) {
            assert_eq!(passes(name, 20).unwrap_or(20), sampler.passes(20), "{name}");
        }
        // diffusers' HeunDiscreteScheduler makes 39 time steps of 20.
        assert_eq!(Sampler::Heun.passes(20), 39);
    }
}
