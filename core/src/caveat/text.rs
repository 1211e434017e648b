//! Caveats in words.

use super::Caveat;
#[cfg(feature = "how-it-runs")]
use super::SetUpValue;
use crate::error::Choice;
use crate::gpu::Gpu;
#[cfg(feature = "how-it-runs")]
use crate::running::Offload;
use crate::setting::Precision;
use crate::size_text::mapped_text;
#[cfg(feature = "how-it-runs")]
use crate::size_text::size_text;
use crate::transfer::LoadPower;
use crate::words::{Word, Words};

impl Caveat<'_> {
    /// The message in a language.
    #[inline(never)]
    pub fn tell(&self, words: Words) -> String {
        match self {
            Self::OutsideFittedRange { axis, given, seen: [least, most] } => {
                let one = least == most;
                let axis = axis.words().map_or(axis.name(), |axis| words.text(axis));
                let [given, least, most] = [given, least, most].map(u64::to_string);
                let [axis, given, least] = [("axis", axis), ("given", &given), ("least", &least)];
                if one {
                    words.say(Word::CAVEAT_OUTSIDE_ONE, &[axis, given, least])
                } else {
                    words.say(Word::CAVEAT_OUTSIDE, &[axis, given, least, ("most", &most)])
                }
            }
            Self::GuidanceNotInFit { given } => {
                words.say(Word::CAVEAT_GUIDANCE, &[("guidance", words.text(given.words()))])
            }
            Self::DistilledGuidance { model } => words.say(Word::CAVEAT_DISTILLED, &[("model", model.label)]),
            Self::SizeMapped { asked, runs } => {
                let mapped = mapped_text(asked.sides(), runs.sides(), words);
                words.say(Word::PIPELINE_CAVEAT, &[("mapped", &mapped)])
            }
            Self::CustomArchitecture { model } => {
                words.say(Word::CAVEAT_ARCHITECTURE, &[("model", model.label)])
            }
            Self::ModelNotInFit { model, fit } => {
                let seen = fit.file().models.join(", ");
                words.say(Word::CAVEAT_MODEL, &[("model", model.label), ("seen", &seen)])
            }
            Self::GpuByDataSheet { gpu, timed } => {
                let word = if *timed { Word::CAVEAT_GPU_TIMED } else { Word::CAVEAT_GPU_BY_DATA_SHEET };
                words.say(word, &[("gpu", gpu.label)])
            }
            Self::PrecisionByDataSheet { precision } => {
                words.say(Word::CAVEAT_PRECISION_BY_DATA_SHEET, &[("precision", precision.name())])
            }
            Self::PrecisionOfOtherModels { precision, model } => words.say(
                Word::CAVEAT_PRECISION_OF_OTHERS,
                &[("precision", precision.name()), ("model", model.label)],
            ),
            Self::GpuNotInFit { gpu, reference } => {
                words.say(Word::CAVEAT_GPU, &[("gpu", gpu.label), ("reference", reference.label)])
            }
            Self::GpuVariantUnknown { gpu } => words.say(Word::CAVEAT_VARIANT, &[("gpu", gpu.label)]),
            Self::GpuIdentityInferred { gpu } => words.say(Word::CAVEAT_IDENTITY, &[("gpu", gpu.label)]),
            Self::PrecisionNotMeasured { precision: Precision::Bf16, instead: Precision::Fp16 } => {
                words.text(Word::CAVEAT_BF16).to_owned()
            }
            Self::PrecisionNotMeasured { precision, instead } => {
                let (same, precision) = (precision == instead, ("precision", precision.name()));
                if same {
                    words.say(Word::CAVEAT_PRECISION_ELSEWHERE, &[precision])
                } else {
                    words.say(Word::CAVEAT_PRECISION, &[precision, ("instead", instead.name())])
                }
            }
            Self::BoundaryConverted { from, to, power } => {
                let measured = power.idle_measured;
                let known = if measured { Word::CAVEAT_IDLE_MEASURED } else { Word::CAVEAT_IDLE_ASSUMED };
                let [load, idle] = [power.load, power.idle].map(|power| words.fixed(power.watts(), 0));
                words.say(
                    Word::CAVEAT_BOUNDARY,
                    &[
                        ("from", words.text(from.words())),
                        ("to", words.text(to.words())),
                        ("load", &load),
                        ("idle", &idle),
                        ("known", words.text(known)),
                    ],
                )
            }
            Self::OtherMaker { gpu } => {
                words.say(Word::CAVEAT_OTHER_MAKER, &[("maker", gpu.maker.label()), ("gpu", gpu.label)])
            }
            Self::DescribedGpu { gpu } => described(gpu, words),
            Self::DoesNotFit { needed_gb, memory_gb, gpu, precision, is_clip } => words.say(
                if *is_clip { Word::CLIP_MEMORY } else { Word::CAVEAT_MEMORY },
                &[
                    ("precision", precision.name()),
                    ("needed", &words.fixed(*needed_gb, 1)),
                    ("gpu", gpu.label),
                    ("memory", &words.fixed(*memory_gb, 0)),
                ],
            ),
            Self::CompiledNotMeasured { counted: true } => words.text(Word::CAVEAT_COMPILED).to_owned(),
            Self::CompiledNotMeasured { counted: false } => {
                words.text(Word::CAVEAT_COMPILED_AS_EAGER).to_owned()
            }
            #[cfg(feature = "how-it-runs")]
            Self::SetUpNotMeasured { key, value, counted } => {
                let number = |number: f64| number.to_string();
                let value = match value {
                    SetUpValue::Word(word) => (*word).to_owned(),
                    SetUpValue::Number(value) => number(*value),
                };
                let word = if *counted { Word::RUN_EFFECT } else { Word::RUN_NOT_COUNTED };
                words.say(word, &[("key", key.name()), ("value", &value)])
            }
            #[cfg(feature = "how-it-runs")]
            Self::ReferenceResized { given, runs } => {
                let [given, runs] = [given, runs].map(|size| size_text(size.sides()));
                words.say(Word::RUN_RESIZED, &[("given", &given), ("runs", &runs)])
            }
            #[cfg(feature = "how-it-runs")]
            Self::SetUpDoesNotFit { needed_gb, memory_gb, gpu, weights, offload } => {
                let (needed, memory) = (words.fixed(*needed_gb, 1), words.fixed(*memory_gb, 0));
                let sizes = [("needed", &*needed), ("gpu", gpu.label), ("memory", &*memory)];
                let [needed, gpu, memory] = sizes;
                if *offload == Offload::None {
                    words.say(Word::RUN_MEMORY, &[("weights", weights), needed, gpu, memory])
                } else {
                    words.say(Word::RUN_MEMORY_OFFLOAD, &[("offload", offload.name()), needed, gpu, memory])
                }
            }
            Self::SameEverywhere => words.text(Word::CAVEAT_SAME_EVERYWHERE).to_owned(),
            Self::FewObservations { n } => words.say(Word::CAVEAT_FEW, &[("n", &n.to_string())]),
        }
    }
}

/// Says of a described GPU what is assumed of it.
fn described(gpu: &Gpu, words: Words) -> String {
    let mut text = words.say(Word::CAVEAT_DESCRIBED_GPU, &[("gpu", gpu.label)]);
    if gpu.idle_w.is_none() {
        let idle = words.fixed(LoadPower::of(gpu).idle.watts(), 1);
        text = [&text, " ", &words.say(Word::CAVEAT_DESCRIBED_IDLE, &[("idle", &idle)])].concat();
    }
    if gpu.memory_gb.is_none() {
        text = [&text, " ", words.text(Word::CAVEAT_DESCRIBED_MEMORY)].concat();
    }
    text
}
