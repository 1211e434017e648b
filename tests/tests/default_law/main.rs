//! The default fit: what it predicts of rows that it did not see, and that it comes out of the shipped tables again.
//!
//! Sources: ML.ENERGY Leaderboard v2, Luccioni et al. 2023 and arXiv:2511.17031 (`fitted/observations/`), published seconds
//! (`fitted/timings/`).

mod added_row;
mod published;

use std::fs::File;

use wattpix_core::fit::{BUNDLED, find};
use wattpix_core::observation::Observed;
use wattpix_core::regress::cross_validation::Split;
use wattpix_core::regress::fitting::{About, Method, fit_with_supplement};
use wattpix_core::regress::seconds::validate_seconds;

use self::published::{Published, published, root};

/// The bounds that the project promises, and the table of docs/law.md.
#[test]
fn what_is_left_out_is_predicted_as_promised_and_documented() {
    let published = published();
    assert_eq!((published.rows.len(), published.timings.len(), published.law_rows.len()), (75, 70, 120));
    let documented = std::fs::read_to_string(root().join("docs/law.md")).unwrap();
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let readme: Vec<&str> = readme.split_whitespace().collect();
    let readme = readme.join(" ");
    let splits = [
        (
            "a model",
            Split::Model,
            1.09,
            "each model left out in turn, the default law predicts the 75 published rows within a typical factor of",
        ),
        ("a GPU", Split::Gpu, 1.10, "with each GPU left out"),
        ("a source", Split::Source, 1.10, "with each source left out"),
    ];
    for (left_out, split, most, said) in splits {
        let validation = published.validated(split);
        let all = validation.overall().unwrap();
        let factor = all.agreement.mae_ln.exp();
        assert!(factor <= most, "{left_out}: {factor}");
        assert!(100 * all.inside >= 85 * all.agreement.n, "{left_out}: {all:?}");
        let groups = validation.groups().len();
        let (n, width, score) = (all.agreement.n, all.half_width_factor, all.interval_score);
        let line = format!(
            "| {left_out} | {groups} | time and power | {} | {factor:.3} | {} of {n} | {width:.2} | {score:.2} |",
            all.clusters, all.inside
        );
        assert!(documented.contains(&line), "docs/law.md should say {line}");
        assert!(readme.contains(&format!("{said} {factor:.2}")), "README should say {said} {factor:.2}");
    }
}

/// The law of the energies alone, without durations and timings, beside the joint one: the table of docs/law.md.
#[test]
fn what_seconds_cost_and_bring_is_documented() {
    let joint = published();
    let rows = joint.rows.iter().map(|row| Observed { seconds: None, ..row.clone() }).collect();
    let energies = Published { rows, timings: Vec::new(), law_rows: joint.law_rows.clone() };
    let documented = std::fs::read_to_string(root().join("docs/law.md")).unwrap();
    let splits = [
        ("a model", Split::Model),
        ("a GPU", Split::Gpu),
        ("U-Nets, or MMDiT", Split::Family),
        ("a source", Split::Source),
    ];
    for (left_out, split) in splits {
        let [joint, apart] = [&joint, &energies].map(|published| {
            let all = published.validated(split).overall().unwrap();
            format!("{:.3} | {:.2}", all.agreement.mae_ln.exp(), all.half_width_factor)
        });
        let line = format!("| {left_out} | {joint} | {apart} |");
        assert!(documented.contains(&line), "docs/law.md should say {line}");
    }
}

/// The mean over GPUs of the typical factor by which seconds are off, each GPU left out in turn, and the table of docs/law.md.
#[test]
fn seconds_of_a_gpu_left_out_are_predicted_as_promised_and_documented() {
    let published = published();
    let rows: Vec<&Observed> = published.rows.iter().collect();
    let validation = validate_seconds(&rows, &published.supplement(), Split::Gpu).unwrap().unwrap();
    assert_eq!(validation.refused, []);
    let mean = validation.averaged().unwrap();
    assert_eq!((validation.groups().len(), mean.n), (16, 66 + 70));
    assert!(mean.mae_ln.exp() <= 1.25, "{mean:?}");
    let documented = std::fs::read_to_string(root().join("docs/law.md")).unwrap();
    for group in validation.groups().into_iter().chain([mean]) {
        let sign = if group.bias_ln < 0.0 { '−' } else { '+' };
        let line = format!(
            "| {} | {} | {:.3} | {sign}{:.2} | {:.3} |",
            group.group,
            group.n,
            group.mae_ln.exp(),
            group.bias_ln.abs(),
            group.mae_ln_beside_source.exp()
        );
        assert!(documented.contains(&line), "docs/law.md should say {line}");
    }
}

/// The interval on a GPU whose energy others measured: on the H100 no model of the catalogue has a wider one than docs/law.md says, by the
/// steps of its default run.
#[test]
fn another_laboratory_on_the_h100_is_within_a_narrow_interval() {
    use wattpix_core::estimate::{Question, estimate};
    use wattpix_core::setting::Boundary;
    use wattpix_core::workload::Workload;
    let gpu = wattpix_core::gpu::find("h100-sxm").unwrap();
    for model in wattpix_core::model::ALL {
        let most = match model.defaults.steps {
            1 => 1.67,
            2..4 => 1.51,
            4..8 => 1.42,
            _ => 1.35,
        };
        for boundary in [Boundary::Gross, Boundary::Net] {
            let question = Question { workload: Workload::default_of(model), gpu, boundary };
            let factor = estimate(BUNDLED, &question).unwrap().ln_half_width.exp();
            assert!(factor <= most, "{}: {factor}", model.id);
        }
    }
}

/// The shipped file is what these tables give, as far as a search settles.
#[test]
fn the_default_fit_comes_out_of_the_tables_again() {
    let published = published();
    let rows: Vec<&Observed> = published.rows.iter().collect();
    let made =
        fit_with_supplement(&rows, &published.supplement(), Method::TimeAndPower, About::scratch()).unwrap();
    let (made, shipped) = (made.file(), find(BUNDLED, "public-data-3").unwrap().file());
    assert_eq!((&made.models, &made.gpus, &made.ranges), (&shipped.models, &shipped.gpus, &shipped.ranges));
    assert_eq!(made.law.terms.len(), shipped.law.terms.len());
    for (made, shipped) in made.law.terms.iter().zip(shipped.law.terms.iter()) {
        assert_eq!((made.feature, &made.level), (shipped.feature, &shipped.level));
        let off = (made.coefficient - shipped.coefficient).abs();
        assert!(off < 1e-5 * shipped.std_error.unwrap(), "{made:?} {shipped:?}");
    }
    assert!((made.law.residual_sd / shipped.law.residual_sd - 1.0).abs() < 1e-5);
}

/// No compiled run was fitted. FLUX.1-dev on the H100, 28 steps at bf16, took 6.7 s eager and 4.5 s compiled
/// (<https://docs.pytorch.org/devlogs/inductor/2026-05-11-torch-compile-and-diffusers/>): the bytes and launches that a compiled graph saves say so within 10 %.
#[test]
fn a_published_compiled_run_is_foreseen() {
    use wattpix_core::estimate::{Question, estimate};
    use wattpix_core::setting::{Boundary, Execution, Precision};
    use wattpix_core::workload::Workload;
    let model = wattpix_core::model::find("flux1-dev").unwrap();
    let workload = Workload::default_of(model).with_steps(28).unwrap().with_precision(Precision::Bf16);
    let gpu = wattpix_core::gpu::find("h100-sxm").unwrap();
    let [eager, compiled] = [Execution::Eager, Execution::Compiled].map(|execution| {
        let workload = workload.with_execution(execution);
        estimate(BUNDLED, &Question { workload, gpu, boundary: Boundary::Gross }).unwrap().seconds.unwrap()
    });
    assert!((compiled / 4.5 - 1.0).abs() < 0.1, "{compiled} s compiled, {eager} s eager");
    assert!((eager / compiled / (6.7 / 4.5) - 1.0).abs() < 0.1, "{compiled} s compiled, {eager} s eager");
}

/// The table of seconds says what the file it was made from says, row by row.
#[test]
fn the_seconds_are_those_of_the_published_file() {
    let file = File::open(root().join("tests/data/seconds_by_card.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(file);
    let heads = reader.headers().unwrap().clone();
    let column = |name: &str| heads.iter().position(|head| head == name).unwrap();
    let [arch, gpu, seconds] = ["arch", "gpu", "seconds_per_image"].map(column);
    let theirs: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let published = published();
    assert_eq!(published.timings.len(), theirs.len());
    for (ours, theirs) in published.timings.iter().zip(&theirs) {
        assert_eq!((ours.workload.model().id, ours.gpu.id), (&theirs[arch], &theirs[gpu]));
        assert_eq!(ours.seconds, theirs[seconds].parse::<f64>().unwrap());
    }
}
