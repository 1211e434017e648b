//! Architectures that nobody published: what is written reads back, anything typed is read or refused, and counts follow the dimensions.

use proptest::prelude::*;
use wattpix_core::estimate::{Question, estimate};
use wattpix_core::fit::BUNDLED;
use wattpix_core::gpu;
use wattpix_core::model::custom::dimension::Dimension;
use wattpix_core::model::custom::{Description, dimensions, template};
use wattpix_core::model::{self, Model, Pixels};
use wattpix_core::setting::{Boundary, Precision};
use wattpix_core::workload::{MAX_STEPS, Workload};

fn bases() -> impl Iterator<Item = &'static Model> {
    model::ALL.into_iter().chain(template::ALL)
}

/// A value that a dimension takes, from a seed: often at a limit, else near what the base has.
fn value(dimension: &Dimension, base: &Model, seed: u32) -> String {
    if dimension.is_word() {
        let words = dimension.choices();
        return words[seed as usize % words.len()].to_owned();
    }
    let (least, most) = (dimension.least, dimension.most);
    let present = dimension.value(base).unwrap_or(least);
    let value = match seed % 8 {
        0 => least,
        1 => most,
        2 => least + u64::from(seed) % (most - least + 1),
        3 => present,
        4 => present / 2,
        5 => present * 2,
        6 => present + 64,
        _ => present.saturating_sub(1),
    };
    value.clamp(least, most).to_string()
}

/// Texts of changes, most of them possible.
fn texts() -> impl Strategy<Value = String> {
    let base = prop::sample::select(bases().collect::<Vec<_>>());
    (base, prop::collection::vec(any::<(u16, u32)>(), 0..6)).prop_map(|(base, changes)| {
        let has: Vec<_> = dimensions::of(base).collect();
        let mut text = base.id.to_owned();
        let mut used = Vec::new();
        for (which, seed) in changes {
            let dimension = has[usize::from(which) % has.len()];
            if !used.contains(&dimension.key) {
                used.push(dimension.key);
                text.push_str(&format!("~{}:{}", dimension.key, value(dimension, base, seed)));
            }
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back(text in texts()) {
        if let Ok(description) = Description::parse(&text) {
            let written = description.to_string();
            let again = Description::parse(&written).unwrap();
            prop_assert_eq!(again.to_string(), written.clone());
            let [one, other] = [&text, &written].map(|text| model::find(text).unwrap());
            prop_assert!(std::ptr::eq(one, other), "{} and {}", text, written);
            prop_assert!(one.id == written);
        }
    }

    #[test]
    fn anything_can_be_typed(text in "(flux1-dev|mmdit|unet|dit|sana-1.6b|x)?(~[a-z_0-9]{0,12}:?[0-9a-z.-]{0,12}){0,4}|.{0,60}") {
        if let Err(error) = model::find(&text) {
            prop_assert!(!error.to_string().is_empty() && !error.to_string().contains('\n'));
        }
    }

    /// The largest run of the largest architecture still is a number.
    #[test]
    fn every_architecture_has_sane_counts_and_an_estimate(text in texts(), seed in any::<u32>(), fp32 in any::<bool>()) {
        let Ok(model) = model::find(&text) else { return Ok(()) };
        let sides = model.sides;
        prop_assert!(sides.min <= sides.max && sides.max <= 4096, "{:?}", sides);
        prop_assert!(sides.min.is_multiple_of(sides.multiple_of) && sides.max.is_multiple_of(sides.multiple_of));
        let default = Workload::default_of(model);
        default.with_size(default.size()).and_then(|run| run.with_text_tokens(default.text_tokens())).unwrap();
        let largest = default.with_size(Pixels::square(sides.max)).and_then(|run| run.with_steps(MAX_STEPS)).unwrap()
            .with_text_tokens(model.text_tokens.1).unwrap()
            .with_guidance(wattpix_core::setting::Guidance::On);
        let work = model.denoiser_work(largest.size(), largest.text_tokens());
        let most = if model.is_custom() { 1 << 53 } else { 1 << 54 };
        prop_assert!(work.flops.total() < most && work.scores < 1 << 53, "{}: {:?}", model.id, work);
        prop_assert!(work.linear_elements < 1 << 53 && work.conv_elements < 1 << 53);
        let at_default = model.denoiser_work(default.size(), default.text_tokens());
        prop_assert_eq!(at_default.weights, model.denoiser_parameters);
        let gpu = gpu::ALL[seed as usize % gpu::ALL.len()];
        let precision = if fp32 { Precision::Fp32 } else { Precision::Fp16 };
        for workload in [default, largest] {
            let question = Question { workload: workload.with_precision(precision), gpu, boundary: Boundary::Net };
            let estimate = estimate(BUNDLED, &question).unwrap();
            prop_assert!(estimate.low < estimate.energy && estimate.energy < estimate.high);
            prop_assert!(estimate.low.joules() > 0.0 && estimate.high.joules().is_finite());
            let codes: Vec<_> = estimate.caveats.iter().map(|caveat| caveat.code()).collect();
            prop_assert_eq!(codes.contains(&"custom-architecture"), model.is_custom());
            prop_assert!(!model.is_custom() || codes.contains(&"model-not-in-fit"));
        }
    }
}
