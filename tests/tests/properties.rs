//! Properties of every legal configuration.

use proptest::prelude::*;
use wattpix_core::compute::FlopBreakdown;
use wattpix_core::configuration::{Configuration, Typed};
use wattpix_core::error::{Choice, Key};
use wattpix_core::estimate::{Question, estimate, estimate_with};
use wattpix_core::explain::{Sum, shares, sum};
use wattpix_core::fit::BUNDLED;
use wattpix_core::gpu::{self, Gpu};
use wattpix_core::model::{self, Denoiser, Model, Pixels};
use wattpix_core::setting::{Boundary, Guidance, Precision};
use wattpix_core::units::Energy;
use wattpix_core::words::Words;
use wattpix_core::workload::Workload;

fn models() -> impl Strategy<Value = &'static Model> {
    prop::sample::select(model::every().collect::<Vec<_>>())
}

/// GPUs of the catalogue and described ones.
fn gpus() -> impl Strategy<Value = &'static Gpu> {
    prop_oneof![
        prop::sample::select(gpu::ALL.to_vec()),
        descriptions().prop_map(|text| gpu::find(&text).unwrap())
    ]
}

/// Descriptions within the limits.
fn descriptions() -> impl Strategy<Value = String> {
    let rate = || prop::option::of(1..100_000_u32);
    let required = (10..20_000_u32, 1..100_000_u32, 10..100_000_u32);
    (required, rate(), rate(), rate(), prop::option::of(1..9_999_u32), 0..=50_u32).prop_map(
        |((watts, fp16, bandwidth), fp32, tf32, fp8, memory, idle)| {
            let tenths = |number: u32| f64::from(number) / 10.0;
            let watts = tenths(watts).max(1.0);
            let mut text = format!("watts:{watts};fp16:{};bandwidth:{}", tenths(fp16), tenths(bandwidth));
            let rates = [("fp32", fp32), ("tf32", tf32), ("fp8", fp8), ("memory", memory)];
            for (key, value) in rates.into_iter().filter_map(|(key, value)| Some((key, value?))) {
                text.push_str(&format!(";{key}:{}", tenths(value)));
            }
            if idle > 0 {
                text.push_str(&format!(";idle:{:.2}", watts * f64::from(idle) / 101.0));
            }
            text
        },
    )
}

/// True if a model pads its tokens, so that a few more cost nothing.
fn is_padded(model: &Model) -> bool {
    matches!(model.denoiser, Denoiser::NextDit(denoiser) if denoiser.padded_to > 1)
}

fn workloads() -> impl Strategy<Value = Workload> {
    let precision =
        prop::sample::select(Precision::ALL.iter().map(|(_, precision)| *precision).collect::<Vec<_>>());
    (models(), any::<(u16, u16)>(), 1..=1000_u32, any::<bool>(), any::<u16>(), precision, 1..=64_u32)
        .prop_map(|(model, (x, y), steps, guided, tokens, precision, batch)| {
            let sides = model.sides;
            // One model takes a single size.
            let multiples = ((sides.max - sides.min) / sides.multiple_of).max(1);
            let side = |seed: u16| {
                sides.min.next_multiple_of(sides.multiple_of)
                    + u32::from(seed) % multiples * sides.multiple_of
            };
            let (least, most) = model.text_tokens;
            Workload::default_of(model)
                .with_size(Pixels { width: side(x), height: side(y) })
                .and_then(|workload| workload.with_steps(steps))
                .and_then(|workload| {
                    workload.with_text_tokens(least + u32::from(tokens) % (most - least + 1))
                })
                .and_then(|workload| workload.with_batch(batch))
                .and_then(|workload| match model.frames() {
                    Some(frames) => workload.with_frames(frames.nearest(u32::from(x) % (frames.most + 1))),
                    None => Ok(workload),
                })
                .unwrap()
                .with_guidance(if guided { Guidance::On } else { Guidance::Off })
                .with_precision(precision)
        })
}

fn boundaries() -> impl Strategy<Value = Boundary> {
    prop::sample::select(vec![Boundary::Net, Boundary::Gross])
}

proptest! {
    #[test]
    fn guidance_doubles_denoising_exactly(workload in workloads()) {
        let [off, on] = [Guidance::Off, Guidance::On]
            .map(|guidance| FlopBreakdown::of(&workload.with_guidance(guidance)));
        prop_assert_eq!(on.denoiser_operations(), 2 * off.denoiser_operations());
        prop_assert_eq!((on.text_encoder, on.decoder), (off.text_encoder, off.decoder));
    }

    #[test]
    fn a_larger_image_and_a_longer_text_cost_more(workload in workloads()) {
        let model = workload.model();
        let Pixels { width, height } = workload.size();
        let wider = workload.with_size(Pixels { width: width + model.sides.multiple_of, height });
        let longer = workload.with_text_tokens(workload.text_tokens() + 1);
        let pass = |workload: &Workload| FlopBreakdown::of(workload).denoiser_pass.total();
        if let Ok(wider) = wider {
            prop_assert!(pass(&wider) > pass(&workload) || is_padded(model) && pass(&wider) == pass(&workload));
            prop_assert!(FlopBreakdown::of(&wider).decoder.total() > FlopBreakdown::of(&workload).decoder.total());
        }
        if let Ok(longer) = longer {
            // Z-Image pads its tokens to a multiple of 32.
            prop_assert!(pass(&longer) > pass(&workload) || is_padded(model) && pass(&longer) == pass(&workload));
        }
    }

    #[test]
    fn width_and_height_can_be_swapped(workload in workloads()) {
        let Pixels { width, height } = workload.size();
        let turned = workload.with_size(Pixels { width: height, height: width }).unwrap();
        prop_assert_eq!(FlopBreakdown::of(&workload), FlopBreakdown::of(&turned));
    }

    #[test]
    fn every_estimate_is_finite_ordered_and_explained(
        workload in workloads(), gpu in gpus(), boundary in boundaries(),
    ) {
        let question = Question { workload, gpu, boundary };
        match estimate(BUNDLED, &question) {
            Err(error) => prop_assert!(!gpu.has(workload.precision()), "{error}"),
            Ok(estimate) => {
                prop_assert!(estimate.low < estimate.energy && estimate.energy < estimate.high);
                prop_assert!(estimate.low.joules() > 0.0 && estimate.high.joules().is_finite());
                let added: f64 = shares(&estimate, Words::ENGLISH).iter().map(|share| share.adds).sum();
                let images = estimate.fit.file().law.evaluated_at_images as f64;
                let explained = match sum(&estimate) {
                    Sum::LnKilowattHours => Energy::from_kilowatt_hours(added.exp() / images).joules(),
                    Sum::Joules => added,
                };
                prop_assert!((explained / estimate.energy.joules() - 1.0).abs() < 1e-9);
                for caveat in &estimate.caveats {
                    prop_assert!(!caveat.to_string().contains("NaN"));
                }
            }
        }
    }

    #[test]
    fn energy_rises_with_steps_and_gross_is_above_net(workload in workloads(), gpu in gpus(), index in 0..BUNDLED.len()) {
        prop_assume!(gpu.has(workload.precision()) && workload.steps() < 1000);
        let fit = &BUNDLED[index];
        let joules = |workload, boundary| {
            estimate_with(fit, &Question { workload, gpu, boundary }).unwrap().energy.joules()
        };
        let longer = workload.with_steps(workload.steps() + 1).unwrap();
        prop_assert!(joules(workload, Boundary::Net) < joules(longer, Boundary::Net));
        prop_assert!(joules(workload, Boundary::Net) < joules(workload, Boundary::Gross));
    }

    #[test]
    fn what_is_written_reads_back(workload in workloads(), gpu in gpus(), boundary in boundaries(), images in 1..1_000_000_u64) {
        prop_assume!(gpu.has(workload.precision()));
        let question = Question { workload, gpu, boundary };
        let configuration = Configuration { question, images, fit: None, gpu_inferred: false };
        let written: Vec<_> = Key::ALL.into_iter().map(|key| (key, configuration.written(key))).collect();
        let mut typed = Typed::default();
        for (key, text) in &written {
            typed.set(*key, text.as_deref().unwrap_or_default());
        }
        let (read, problems) = Configuration::read(&typed);
        prop_assert!(problems.is_empty(), "{problems:?}");
        let again: Vec<_> = Key::ALL.into_iter().map(|key| (key, read.written(key))).collect();
        prop_assert_eq!(written, again);
    }

    #[test]
    fn anything_can_be_typed(values in prop::collection::vec((0..Key::ALL.len(), ".{0,40}"), 0..12)) {
        let mut typed = Typed::default();
        for (key, text) in &values {
            typed.set(Key::ALL[*key], text);
        }
        let (configuration, problems) = Configuration::read(&typed);
        for problem in problems {
            prop_assert!(!problem.error.to_string().is_empty());
        }
        prop_assert!(estimate(BUNDLED, &configuration.question).is_ok());
    }

    /// A description in any order is one GPU, whose id reads back as it.
    #[test]
    fn a_described_gpu_reads_back(text in descriptions(), name in "[a-zA-Z0-9 _.()/+-]{0,44}") {
        let gpu = gpu::find(&text).unwrap();
        prop_assert!(std::ptr::eq(gpu::find(gpu.id).unwrap(), gpu));
        prop_assert!(gpu.is_described() && !gpu.id.contains(','));
        // In another order, with signs between, and with a name.
        let turned: Vec<&str> = text.split(';').rev().collect();
        prop_assert!(std::ptr::eq(gpu::find(&turned.join(" ; ").to_uppercase()).unwrap(), gpu));
        if let Ok(named) = gpu::find(&format!("{text};name:{name}")) {
            prop_assert_eq!(named.label, name.trim());
            prop_assert!(std::ptr::eq(gpu::find(named.id).unwrap(), named));
        }
    }

    /// No text makes the reading of a description panic.
    #[test]
    fn any_description_is_read_or_refused(text in "(watts|fp16|bandwidth|fp32|idle|name|;|:|[0-9.]|\\PC){0,24}") {
        match gpu::find(&text) {
            Ok(gpu) => prop_assert!(std::ptr::eq(gpu::find(gpu.id).unwrap(), gpu)),
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }

    #[test]
    fn units_round_trip(joules in 1e-6..1e15_f64) {
        let energy = Energy::from_joules(joules);
        for back in [
            Energy::from_watt_hours(energy.watt_hours()),
            Energy::from_kilowatt_hours(energy.kilowatt_hours()),
        ] {
            prop_assert!((back.joules() / joules - 1.0).abs() <= 2.0 * f64::EPSILON);
        }
    }
}

#[test]
fn every_model_as_its_authors_run_it_is_legal() {
    for model in model::every() {
        let default = Workload::default_of(model);
        default.with_size(default.size()).unwrap();
        default.with_text_tokens(default.text_tokens()).unwrap();
        default.with_steps(default.steps()).unwrap();
        if model.frames().is_some() {
            default.with_frames(default.frames()).and_then(|run| run.with_fps(run.fps().unwrap())).unwrap();
        }
        assert!(model.sides.min.is_multiple_of(model.sides.multiple_of), "{}", model.id);
        assert!(model.sides.max.is_multiple_of(model.sides.multiple_of), "{}", model.id);
    }
}

#[test]
fn a_name_means_one_model() {
    let mut seen = std::collections::BTreeSet::new();
    for model in model::every() {
        for name in model.aliases.iter().chain([&model.id]) {
            assert!(seen.insert(*name), "{name} is taken");
            assert_eq!(model::find(name).unwrap().id, model.id);
        }
    }
}

/// Counts are turned into floating-point numbers kind by kind, which is exact below 2^53. Passes over long clips exceed it and are rounded to
/// 16 digits.
#[test]
fn the_largest_pass_is_an_exact_number() {
    for model in model::ALL {
        let size = Pixels::square(model.sides.max);
        for work in [model.denoiser_work(size, model.text_tokens.1), model.decoder_work(size)] {
            assert!(
                work.flops.attention < 1 << 53 && work.flops.linear + work.flops.conv < 1 << 53,
                "{}: {work:?}",
                model.id
            );
        }
    }
}

#[test]
fn every_model_and_gpu_cites_its_sources() {
    let cited = model::every().map(|model| (model.id, model.sources));
    let cited = cited.chain(gpu::ALL.iter().map(|gpu| (gpu.id, gpu.sources)));
    for (id, sources) in cited {
        assert!(!sources.is_empty(), "{id}");
        for source in sources {
            assert!(source.url.starts_with("https://") && !source.locator.is_empty(), "{id}: {source:?}");
        }
    }
}
