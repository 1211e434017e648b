//! Invariants of the default estimates, over every model and GPU of the catalogue, both boundaries and every precision.

use wattpix_core::error::Choice;
use wattpix_core::estimate::{Estimate, Prepared, Question, estimate};
use wattpix_core::fit::{BUNDLED, Fit, Version};
use wattpix_core::flops::Work;
use wattpix_core::gpu::{self, Gpu};
use wattpix_core::model::{self, Model, Pixels};
use wattpix_core::setting::{Boundary, Execution, Guidance, Precision};
use wattpix_core::workload::Workload;
use wattpix_tests::pairs::pairs;

/// Rounding of sums of some ten terms.
const ROUNDING: f64 = 1e-9;

const EXECUTIONS: [Execution; 2] = [Execution::Eager, Execution::Compiled];

const BOUNDARIES: [Boundary; 2] = [Boundary::Net, Boundary::Gross];

fn every() -> Vec<&'static Model> {
    model::every().collect()
}

fn default_fit() -> &'static Fit {
    BUNDLED.iter().rev().find(|fit| fit.answers_everything()).unwrap()
}

fn ask(workload: Workload, gpu: &'static Gpu, boundary: Boundary) -> Estimate<'static> {
    estimate(BUNDLED, &Question { workload, gpu, boundary }).unwrap()
}

fn joules(workload: Workload, gpu: &'static Gpu, boundary: Boundary) -> f64 {
    ask(workload, gpu, boundary).energy.joules()
}

/// The default run of every model on a GPU of each architecture, and of some models on every GPU, at every precision that the GPU has, eager and
/// compiled, within both boundaries.
fn everywhere(mut check: impl FnMut(Workload, &'static Gpu, Boundary)) {
    for (model, gpu) in pairs(&every(), &gpu::ALL, |gpu| gpu.architecture) {
        for precision in gpu.precisions() {
            for execution in EXECUTIONS {
                let workload =
                    Workload::default_of(model).with_precision(precision).with_execution(execution);
                BOUNDARIES.into_iter().for_each(|boundary| check(workload, gpu, boundary));
            }
        }
    }
}

fn describe(workload: &Workload, gpu: &Gpu, boundary: Boundary) -> String {
    let (precision, execution) = (workload.precision().name(), workload.execution().name());
    format!("{} on {}, {precision}, {execution}, {}", workload.model().id, gpu.id, boundary.name())
}

#[test]
fn one_fit_answers_every_question() {
    everywhere(|workload, gpu, boundary| {
        assert_eq!(ask(workload, gpu, boundary).fit.id(), default_fit().id());
    });
    assert_eq!(Version::current().fits().len(), BUNDLED.len());
}

#[test]
fn energy_is_affine_in_steps_and_rises() {
    everywhere(|workload, gpu, boundary| {
        let at = |steps| joules(workload.with_steps(steps).unwrap(), gpu, boundary);
        let [one, two, ten, most] = [1, 2, 10, 1000].map(at);
        let each = two - one;
        let named = describe(&workload, gpu, boundary);
        assert!(each > 0.0, "{named}");
        assert!((ten - one - 9.0 * each).abs() <= ROUNDING * ten, "{named}");
        assert!((most - one - 999.0 * each).abs() <= ROUNDING * most, "{named}");
    });
}

#[test]
fn guidance_takes_one_to_two_times_as_much() {
    everywhere(|workload, gpu, boundary| {
        let [off, on] = [Guidance::Off, Guidance::On]
            .map(|guidance| joules(workload.with_guidance(guidance), gpu, boundary));
        assert!(off < on && on <= 2.0 * off, "{}: {off} {on}", describe(&workload, gpu, boundary));
    });
}

#[test]
fn a_batch_is_never_dearer_an_image() {
    everywhere(|workload, gpu, boundary| {
        let by_batch = [1, 2, 3, 8, 64, 65, 1024].map(|batch| {
            let answer = ask(workload.with_batch(batch).unwrap(), gpu, boundary);
            (answer.energy.joules(), answer.seconds.unwrap())
        });
        for pair in by_batch.windows(2) {
            assert!(
                pair[1].0 <= pair[0].0 && pair[1].1 <= pair[0].1,
                "{}",
                describe(&workload, gpu, boundary)
            );
        }
    });
}

#[test]
fn a_narrower_precision_never_takes_more() {
    use Precision::{Bf16, Fp8, Fp16, Fp32, Tf32};
    for (model, gpu) in pairs(&every(), &gpu::ALL, |gpu| gpu.architecture) {
        for (boundary, execution) in BOUNDARIES.into_iter().flat_map(|b| EXECUTIONS.map(|e| (b, e))) {
            let at = |precision| {
                let workload =
                    Workload::default_of(model).with_precision(precision).with_execution(execution);
                gpu.has(precision).then(|| joules(workload, gpu, boundary))
            };
            let order = [Fp8, Fp16, Tf32, Fp32].map(at);
            let there: Vec<f64> = order.into_iter().flatten().collect();
            assert!(there.is_sorted(), "{} on {}: {there:?}", model.id, gpu.id);
            if let Some(bf16) = at(Bf16) {
                assert_eq!(Some(bf16), at(Fp16), "{} on {}", model.id, gpu.id);
            }
        }
    }
}

/// A compiled graph moves and launches no more, and nothing fitted was compiled.
#[test]
fn a_compiled_run_takes_no_more_than_an_eager_one_and_is_less_certain() {
    everywhere(|workload, gpu, boundary| {
        if workload.execution() == Execution::Eager {
            return;
        }
        let eager = ask(workload.with_execution(Execution::Eager), gpu, boundary);
        let compiled = ask(workload, gpu, boundary);
        let named = describe(&workload, gpu, boundary);
        assert!(compiled.energy < eager.energy && compiled.seconds < eager.seconds, "{named}");
        assert!(compiled.ln_half_width > eager.ln_half_width, "{named}");
        // Half-widths are of 90 %, 1.645 standard deviations.
        let saved = (eager.energy.joules() / compiled.energy.joules()).ln();
        assert!(saved <= 2.0 / 1.645 * compiled.ln_half_width, "{named}: it may save nothing");
        assert!(compiled.caveats.iter().any(|caveat| caveat.code() == "effect-not-measured"), "{named}");
    });
}

/// Counting once for many estimates changes none of them.
#[test]
fn prepared_estimates_are_the_same() {
    everywhere(|workload, gpu, boundary| {
        let question = Question { workload, gpu, boundary };
        let prepared = Prepared::new(default_fit(), &question).unwrap();
        for (steps, batch, guidance) in
            [(1, 1, Guidance::Off), (50, 8, Guidance::On), (400, 65, Guidance::Off)]
        {
            let workload = workload.with_steps(steps).and_then(|run| run.with_batch(batch)).unwrap();
            let workload = workload.with_guidance(guidance);
            let asked = Question { workload, ..question };
            assert!(prepared.covers(&asked));
            let [alone, prepared] = [estimate(BUNDLED, &asked).unwrap(), prepared.estimate(&asked).unwrap()]
                .map(|estimate| {
                    let codes: Vec<_> = estimate.caveats.iter().map(ToString::to_string).collect();
                    (estimate.energy, estimate.low, estimate.high, estimate.seconds, codes)
                });
            assert_eq!(alone, prepared, "{}", describe(&workload, gpu, boundary));
        }
    });
}

#[test]
fn power_lies_between_idle_and_board_and_net_below_gross() {
    everywhere(|workload, gpu, _| {
        let [net, gross] = BOUNDARIES.map(|boundary| ask(workload, gpu, boundary));
        let (seconds, watts) = (gross.seconds.unwrap(), gross.power.unwrap().watts());
        let named = describe(&workload, gpu, Boundary::Gross);
        assert!(net.energy < gross.energy, "{named}");
        assert_eq!((net.seconds, net.power), (gross.seconds, gross.power), "{named}");
        assert!((gross.energy.joules() / (watts * seconds) - 1.0).abs() < ROUNDING, "{named}");
        let idle = (gross.energy.joules() - net.energy.joules()) / seconds;
        assert!(0.0 < idle && idle < watts && watts < gpu.board_power_w, "{named}: {idle} {watts}");
    });
}

/// Sides from the shortest to the longest in steps that a person would make, and each one's neighbour.
fn sides(model: &Model) -> impl Iterator<Item = (u32, u32)> {
    let sides = model.sides;
    let each = sides.multiple_of;
    let first = sides.min.next_multiple_of(each);
    (0..)
        .map(move |index| first + index * each * 5)
        .take_while(move |side| side + each <= sides.max)
        .map(move |side| (side, side + each))
}

/// Returns the largest growth of anything that is counted, from one workload to another.
fn fastest(from: &Workload, to: &Workload) -> f64 {
    let parts = |workload: &Workload| {
        let works = [workload.text_work(), workload.pass_work(), workload.decoder_work()];
        let counts = |work: Work| {
            [
                work.flops.linear,
                work.flops.attention,
                work.flops.conv,
                work.linear_elements,
                work.conv_elements,
                work.scores,
                work.elementwise.at_16_bit,
                work.elementwise.at_32_bit,
                work.conv_elementwise.at_16_bit,
                work.conv_elementwise.at_32_bit,
            ]
        };
        works.into_iter().flat_map(counts).collect::<Vec<u64>>()
    };
    let ratios = parts(from).into_iter().zip(parts(to)).filter(|(before, _)| *before > 0);
    ratios.map(|(before, after)| after as f64 / before as f64).fold(1.0, f64::max)
}

#[test]
fn a_longer_side_or_prompt_never_takes_less_nor_jumps() {
    for model in model::every() {
        let base = Workload::default_of(model);
        let mut pairs: Vec<(Workload, Workload)> = Vec::new();
        for (shorter, longer) in sides(model) {
            let of = |width: u32| base.with_size(Pixels { width, height: base.size().height });
            if let (Ok(shorter), Ok(longer)) = (of(shorter), of(longer)) {
                pairs.push((shorter, longer));
            }
        }
        let (least, most) = model.text_tokens;
        for tokens in (least..most).step_by(7) {
            let of = |tokens| base.with_text_tokens(tokens).unwrap();
            pairs.push((of(tokens), of(tokens + 1)));
        }
        for gpu in ["a100", "rtx-4090", "b200", "t4"].map(|id| gpu::find(id).unwrap()) {
            for precision in [Precision::Fp16, Precision::Fp32] {
                for boundary in BOUNDARIES {
                    for (from, to) in &pairs {
                        // Compiled where it costs least time to ask: what is counted is the same.
                        let execution = if gpu.id == "t4" { Execution::Compiled } else { Execution::Eager };
                        let [from, to] = [*from, *to]
                            .map(|workload| workload.with_precision(precision).with_execution(execution));
                        let (before, after) = (joules(from, gpu, boundary), joules(to, gpu, boundary));
                        let named = describe(&from, gpu, boundary);
                        assert!(after >= before, "{named}: {from:?} {before} {after}");
                        assert!(
                            after / before <= fastest(&from, &to) * (1.0 + ROUNDING),
                            "{named}: {from:?}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn more_frames_take_more_and_their_interval_is_finite_and_no_narrower() {
    for model in model::VIDEO {
        let frames = model.frames().unwrap();
        let clips: Vec<Workload> = (1..=frames.most)
            .step_by(frames.multiple_of as usize)
            .map(|frames| Workload::default_of(model).with_frames(frames).unwrap())
            .collect();
        for gpu in ["h100", "rtx-4090", "b200", "t4"].map(|id| gpu::find(id).unwrap()) {
            for boundary in BOUNDARIES {
                let answers: Vec<_> = clips.iter().map(|clip| ask(*clip, gpu, boundary)).collect();
                for (pair, clips) in answers.windows(2).zip(clips.windows(2)) {
                    let named =
                        format!("{} frames, {}", clips[1].frames(), describe(&clips[1], gpu, boundary));
                    let growth = pair[1].energy.joules() / pair[0].energy.joules();
                    assert!(growth > 1.0, "{named}: {growth}");
                    assert!(growth <= fastest(&clips[0], &clips[1]) * (1.0 + ROUNDING), "{named}: {growth}");
                    assert!(pair[1].ln_half_width >= pair[0].ln_half_width * (1.0 - ROUNDING), "{named}");
                    assert!(pair[1].ln_half_width < 1.5, "{named}: {}", pair[1].ln_half_width);
                    assert!(pair[1].memory_gb_needed() >= pair[0].memory_gb_needed(), "{named}");
                }
            }
        }
    }
}

#[test]
fn beyond_the_fitted_range_the_interval_never_narrows() {
    let ranges = &default_fit().file().ranges;
    everywhere(|workload, gpu, boundary| {
        let width = |workload: Workload| ask(workload, gpu, boundary).ln_half_width;
        let sides = workload.model().sides;
        let side = |width: u32| {
            workload.with_size(Pixels { width: sides.nearest(width), height: workload.size().height }).ok()
        };
        let beyond = |from: u32, factor: f64| {
            (0..6).map(move |power| (f64::from(from) * factor.powi(power)) as u32).collect::<Vec<_>>()
        };
        let of_steps =
            beyond(ranges.steps[1], 1.6).into_iter().filter_map(|steps| workload.with_steps(steps).ok());
        let of_few_steps =
            beyond(ranges.steps[0], 0.6).into_iter().filter_map(|steps| workload.with_steps(steps).ok());
        let of_batch =
            beyond(ranges.batch[1], 1.5).into_iter().filter_map(|batch| workload.with_batch(batch).ok());
        let of_side = beyond(ranges.width[1], 1.3).into_iter().filter_map(side);
        let of_short_side = beyond(ranges.width[0], 0.8).into_iter().filter_map(side);
        let axes: [Vec<Workload>; 5] = [
            of_steps.collect(),
            of_few_steps.collect(),
            of_batch.collect(),
            of_side.collect(),
            of_short_side.collect(),
        ];
        for axis in axes {
            let widths: Vec<f64> = axis.into_iter().map(width).collect();
            assert!(widths.windows(2).all(|pair| pair[1] >= pair[0] * (1.0 - ROUNDING)), "{widths:?}");
        }
    });
}
