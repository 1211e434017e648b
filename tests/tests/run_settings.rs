//! Settings in which a run is set up: bytes, passes and energies against what documents say, and invariants over all of them.

use wattpix_core::configuration::{Configuration, Typed};
use wattpix_core::error::{Choice, Error, Key};
use wattpix_core::estimate::{Estimate, Question, estimate, memory_gb_needed};
use wattpix_core::fit::BUNDLED;
use wattpix_core::gpu::{self, Gpu};
use wattpix_core::model::editing::references_of;
use wattpix_core::model::{self, Pixels};
use wattpix_core::running::{Offload, Parallel, Sampler, Share, Tiling, WeightFormat, between_gpus, to_host};
use wattpix_core::setting::{Boundary, Precision};
use wattpix_core::workload::Workload;

fn run(model: &str) -> Workload {
    Workload::default_of(model::find(model).unwrap())
}

fn ask(workload: Workload, gpu: &str, boundary: Boundary) -> Estimate<'static> {
    estimate(BUNDLED, &Question { workload, gpu: gpu::find(gpu).unwrap(), boundary }).unwrap()
}

fn joules(workload: Workload, gpu: &str) -> f64 {
    ask(workload, gpu, Boundary::Net).energy.joules()
}

fn share(text: &str) -> Share {
    Share::parse(text).unwrap()
}

/// Every setting alone, and some together, of a model of one sequence.
fn set_up(workload: Workload, gpu: &Gpu) -> Vec<Workload> {
    let mut all = vec![workload];
    all.extend(WeightFormat::ALL.iter().map(|(_, weights)| workload.with_weights(*weights)));
    all.extend(Sampler::ALL.iter().map(|(_, sampler)| workload.with_sampler(*sampler)));
    all.extend(["0.1", "0.5", "0.9"].map(|skipped| workload.with_skipped(share(skipped)).unwrap()));
    all.extend(workload.with_vae_tiling(Tiling::On));
    all.extend(
        ["0.2", "0.75", "1"].iter().filter_map(|strength| workload.with_strength(share(strength)).ok()),
    );
    if to_host(gpu).is_some() {
        all.extend(Offload::ALL.iter().map(|(_, offload)| workload.with_offload(*offload)));
        all.push(workload.with_offload(Offload::Sequential).with_weights(WeightFormat::Nf4));
    }
    if between_gpus(gpu).is_some() {
        for (_, parallel) in Parallel::ALL {
            all.extend((1..=8).filter_map(|gpus| workload.with_gpus(gpus, Some(*parallel)).ok()));
        }
    }
    if let Some(taken) = references_of(workload.model()) {
        all.extend((0..=taken.most).map(|references| workload.with_references(references).unwrap()));
    }
    all
}

#[test]
fn net_stays_below_gross_and_power_between_idle_and_board_power() {
    for model in ["flux1-dev", "qwen-image-edit", "flux2-klein-4b", "flux1-kontext", "sd1.5", "z-image-turbo"]
    {
        for gpu in ["a100", "h100", "rtx-4090", "t4", "mi300x"].map(|id| gpu::find(id).unwrap()) {
            let idle = wattpix_core::transfer::LoadPower::of(gpu).idle.watts();
            for workload in set_up(run(model), gpu) {
                let [net, gross] = [Boundary::Net, Boundary::Gross]
                    .map(|boundary| estimate(BUNDLED, &Question { workload, gpu, boundary }).unwrap());
                let named = format!("{model} on {}: {:?}", gpu.id, workload.running());
                let gpus = f64::from(workload.running().gpu_count);
                let watts = gross.power.unwrap().watts() / gpus;
                assert!(net.energy.joules() <= gross.energy.joules(), "{named}");
                assert!(idle <= watts && watts <= gpu.board_power_w, "{named}: {watts}");
                let less = gross.energy.joules() - gpus * idle * gross.seconds.unwrap();
                assert!((net.energy.joules() / less - 1.0).abs() < 1e-9, "{named}");
                assert!(net.low < net.energy && net.energy < net.high, "{named}");
            }
        }
    }
}

#[test]
fn energy_rises_with_steps_pixels_references_and_gpus_whatever_the_setting() {
    for model in ["flux1-dev", "qwen-image-edit", "flux2-klein-4b", "flux1-kontext"] {
        for gpu in ["a100", "rtx-4090"].map(|id| gpu::find(id).unwrap()) {
            for workload in set_up(run(model), gpu) {
                let named = format!("{model} on {}: {:?}", gpu.id, workload.running());
                let by = |change: &dyn Fn(u32) -> Workload, values: &[u32]| {
                    let energies: Vec<f64> =
                        values.iter().map(|value| joules(change(*value), gpu.id)).collect();
                    assert!(energies.is_sorted(), "{named}: {values:?} {energies:?}");
                };
                by(&|steps| workload.with_steps(steps).unwrap(), &[5, 6, 7, 20, 21, 50, 200]);
                by(
                    &|side| workload.with_size(Pixels::square(side)).unwrap(),
                    &[256, 272, 512, 1024, 1040, 2048],
                );
                if references_of(workload.model()).is_some() {
                    let most = references_of(workload.model()).unwrap().most;
                    let counts: Vec<u32> = (0..=most).collect();
                    by(&|references| workload.with_references(references).unwrap(), &counts);
                }
                by(&|gpus| workload.with_gpus(gpus, None).unwrap(), &[1, 2, 4, 8]);
            }
        }
    }
}

#[test]
fn nothing_set_up_changes_no_bit() {
    let plain = run("flux1-dev");
    let same = plain
        .with_gpus(1, Some(Parallel::Ring))
        .and_then(|same| same.with_skipped(share("0")))
        .and_then(|same| same.with_vae_tiling(Tiling::Off))
        .unwrap()
        .with_offload(Offload::None)
        .with_sampler(Sampler::Euler)
        .with_weights(WeightFormat::Fp16);
    let [one, other] = [plain, same].map(|workload| ask(workload, "h100", Boundary::Net));
    assert_eq!((one.energy, one.low, one.seconds), (other.energy, other.low, other.seconds));
    assert!(other.caveats.is_empty(), "{:?}", other.caveats);
    // 8-bit weights under 8-bit arithmetic are what the precision counts already.
    let eight = plain.with_precision(Precision::Fp8);
    let [one, other] =
        [eight, eight.with_weights(WeightFormat::Fp8)].map(|workload| ask(workload, "h100", Boundary::Net));
    assert_eq!((one.energy, one.low), (other.energy, other.low));
}

#[test]
fn weights_take_the_bytes_that_their_formats_document() {
    // 4-bit FLUX.1-dev: 11.9 and 4.89 billion weights at 4.5 bits, its decoder's 49.5 million at 16.
    let needed = memory_gb_needed(&run("flux1-dev").with_weights(WeightFormat::Nf4));
    let exact = (11_901_408_320.0 + 123_060_480.0 + 4_762_310_656.0) * 4.5 / 8.0 + 2.0 * 49_545_475.0;
    assert!((needed * 1e9 - exact).abs() < 1.0, "{needed}");
    let by_format: Vec<f64> = ["fp16", "q8", "q6", "q5", "q4"]
        .map(|name| {
            memory_gb_needed(&run("flux1-dev").with_weights(WeightFormat::parse(Key::Weights, name).unwrap()))
        })
        .to_vec();
    assert!(by_format.is_sorted_by(|a, b| a > b), "{by_format:?}");
    let fits = |workload: Workload| {
        !ask(workload, "rtx-4090", Boundary::Net).caveats.iter().any(|caveat| caveat.code() == "does-not-fit")
    };
    assert!(!fits(run("flux1-dev")) && fits(run("flux1-dev").with_weights(WeightFormat::Q8)));
    // The largest component of FLUX.1-dev is its denoiser: 23.8 GB of 24.
    assert!(fits(run("flux1-dev").with_offload(Offload::Model)));
    assert!(
        !fits(run("flux2-dev").with_offload(Offload::Model))
            && fits(run("flux2-dev").with_offload(Offload::Sequential))
    );
}

#[test]
fn strength_rounds_as_each_pipeline_does() {
    let steps = |model: &str, steps: u32, strength: &str| {
        run(model).with_steps(steps).unwrap().with_strength(share(strength)).unwrap().steps_run()
    };
    // min(int(steps * strength), steps) of StableDiffusionImg2ImgPipeline.
    assert_eq!([steps("sd1.5", 50, "0.61"), steps("sdxl", 28, "0.6"), steps("sd1.5", 50, "1")], [30, 16, 50]);
    // steps - int(steps - steps * strength) of FluxImg2ImgPipeline.
    assert_eq!(
        [steps("flux1-dev", 50, "0.61"), steps("qwen-image", 28, "0.6"), steps("chroma", 50, "1")],
        [31, 17, 50]
    );
    assert!(matches!(run("sd1.5").with_strength(share("0.001")), Err(Error::Running { .. })));
    assert!(matches!(run("lumina-2").with_strength(share("0.5")), Err(Error::Running { .. })));
    // diffusers' Heun makes 2n - 1 passes of n steps.
    let heun = run("sd1.5").with_sampler(Sampler::Heun).with_strength(share("0.5")).unwrap();
    assert_eq!((heun.calls(), heun.passes()), (49, 98));
}

#[test]
fn heads_divide_where_they_are_exchanged() {
    for (model, gpus, fits) in
        [("flux1-dev", 8, true), ("flux1-dev", 5, false), ("sd3.5-large", 2, true), ("sd3.5-large", 4, false)]
    {
        assert_eq!(run(model).with_gpus(gpus, Some(Parallel::Ulysses)).is_ok(), fits, "{model} {gpus}");
        assert!(run(model).with_gpus(gpus, Some(Parallel::Ring)).is_ok(), "{model} {gpus}");
    }
    for model in ["sdxl", "sana-1.6b"] {
        assert!(matches!(run(model).with_gpus(2, None), Err(Error::Running { .. })), "{model}");
    }
}

#[test]
fn two_gpus_take_between_half_the_time_and_all_of_it() {
    for gpu in ["a100", "h100", "l40s", "rtx-4090"] {
        let seconds = |gpus| {
            ask(run("flux1-dev").with_gpus(gpus, None).unwrap(), gpu, Boundary::Gross).seconds.unwrap()
        };
        assert!(seconds(2) > seconds(1) / 2.0 && seconds(2) < seconds(1), "{gpu}");
    }
}

#[test]
fn links_tables_and_options_read_what_is_written() {
    let given = [
        (Key::Model, "qwen-image-edit"),
        (Key::References, "2"),
        (Key::ReferenceSize, "1920 x 1080"),
        (Key::Weights, "Q4_K"),
        (Key::Sampler, "HeunDiscreteScheduler"),
        (Key::Offload, "model"),
        (Key::VaeTiling, "on"),
        (Key::Skipped, "0.25"),
        (Key::GpuCount, "4"),
        (Key::Parallel, "ring"),
    ];
    let typed = given.iter().fold(Typed::default(), |typed, (key, text)| typed.with(*key, text));
    let (read, problems) = Configuration::read(&typed);
    assert!(problems.is_empty(), "{problems:?}");
    let written: Vec<(Key, String)> =
        Key::ALL.iter().filter_map(|key| Some((*key, read.written(*key)?))).collect();
    let again = written.iter().fold(Typed::default(), |typed, (key, text)| typed.with(*key, text));
    assert_eq!(Configuration::read(&again).0.question.workload.running(), read.question.workload.running());
    assert_eq!(read.written(Key::Weights).as_deref(), Some("q4"));
    assert_eq!(read.written(Key::ReferenceSize).as_deref(), Some("1920x1080"));
    for (key, text) in [
        (Key::GpuCount, "3"),
        (Key::Skipped, "1"),
        (Key::References, "4"),
        (Key::Strength, "0.5"),
        (Key::Weights, "q3"),
    ] {
        let (_, problems) =
            Configuration::read(&Typed::default().with(Key::Model, "qwen-image-edit").with(key, text));
        let expected = usize::from(!(key == Key::GpuCount && text == "3"));
        assert_eq!(problems.len(), expected, "{key} {text}");
    }
}

#[test]
fn terms_of_an_explanation_add_up_to_the_energy() {
    for workload in set_up(run("flux1-dev"), gpu::find("h100").unwrap()) {
        let answer = ask(workload, "h100", Boundary::Net);
        let shares = wattpix_core::explain::shares(&answer, wattpix_core::words::Words::ENGLISH);
        let sum: f64 = shares.iter().map(|share| share.adds).sum();
        assert!((sum / answer.energy.joules() - 1.0).abs() < 1e-9, "{:?}", workload.running());
    }
}

#[test]
fn kontext_makes_images_of_one_area() {
    // `max_area` of FluxKontextPipeline: round((1024² · w/h)^½) and round((1024² · h/w)^½), cut to multiples of 16.
    let model = model::find("flux1-kontext").unwrap();
    let runs = |width, height| wattpix_core::pipeline_size::runs(model, Pixels { width, height });
    assert_eq!(runs(512, 768), Some(Pixels { width: 832, height: 1248 }));
    assert_eq!(runs(1024, 1024), None);
    assert_eq!(runs(2048, 2048), Some(Pixels::square(1024)));
}
