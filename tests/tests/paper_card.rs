//! The paper's "A6000": which GPU it is taken for, and that older versions of the coefficients keep what they took it for.

use wattpix_core::configuration::{Configuration, Typed, short_id};
use wattpix_core::error::Key;
use wattpix_core::estimate::{Estimate, Question, estimate, estimate_with};
use wattpix_core::fit::{BUNDLED, Version, find};
use wattpix_core::setting::Boundary;
use wattpix_core::workload::Workload;
use wattpix_core::{gpu, model};

const CODE: &str = "gpu-identity-inferred";

fn question(model: &str, gpu: &str) -> Question {
    let workload = Workload::default_of(model::find(model).unwrap());
    Question { workload, gpu: gpu::find(gpu).unwrap(), boundary: Boundary::Net }
}

fn says_so(estimate: &Estimate) -> usize {
    estimate.caveats.iter().filter(|caveat| caveat.code() == CODE).count()
}

/// The estimate of a configuration as typed.
fn typed(values: &[(Key, &str)]) -> (Configuration, Estimate<'static>) {
    let mut typed = Typed::default();
    values.iter().for_each(|(key, text)| typed.set(*key, text));
    let (configuration, problems) = Configuration::read(&typed);
    assert!(problems.is_empty(), "{problems:?}");
    let mut answer = match &configuration.fit {
        Some(id) => estimate_with(find(BUNDLED, id).unwrap(), &configuration.question).unwrap(),
        None => estimate(BUNDLED, &configuration.question).unwrap(),
    };
    configuration.add_caveats(&mut answer);
    (configuration, answer)
}

#[test]
fn both_names_mean_the_rtx_a6000_and_say_that_it_is_inferred() {
    for name in ["a6000", "paper-a6000"] {
        for values in [
            vec![(Key::Gpu, name)],
            vec![(Key::Gpu, name), (Key::Model, "sd3.5-large")],
            vec![(Key::Gpu, name), (Key::Fit, "public-data-1")],
            vec![(Key::Gpu, name), (Key::Fit, "paper-qwen-image-a100"), (Key::Model, "qwen-image")],
        ] {
            let (configuration, answer) = typed(&values);
            assert_eq!(configuration.question.gpu.id, "rtx-a6000");
            assert_eq!(says_so(&answer), 1, "{values:?}");
            assert_eq!(configuration.written(Key::Gpu).as_deref(), Some("a6000"));
        }
    }
}

#[test]
fn a_card_named_for_certain_is_uncertain_only_where_the_papers_fit_answers() {
    for (gpu, fit, expected) in [
        ("rtx-a6000", "paper-flux1-dev-a100-a6000", 1),
        ("rtx-a6000", "public-data-1", 0),
        ("rtx-6000-ada", "paper-flux1-dev-a100-6000ada", 1),
        ("rtx-6000-ada", "public-data-1", 0),
        ("a100", "paper-flux1-dev-a100-a6000", 0),
        ("h100", "paper-flux1-dev-a100-a6000", 0),
    ] {
        let (configuration, answer) = typed(&[(Key::Gpu, gpu), (Key::Fit, fit)]);
        assert_eq!(says_so(&answer), expected, "{gpu} by {fit}");
        assert_eq!(configuration.gpu_name(), short_id(configuration.question.gpu), "{gpu}");
    }
}

#[test]
fn version_3_moves_the_papers_fits_to_the_rtx_a6000_and_older_ones_stay() {
    for model in ["flux1-dev", "sd3.5-large"] {
        let by = |version: &str, gpu: &str| {
            let fits = Version::find(version).unwrap().fits();
            estimate(fits, &question(model, gpu)).unwrap()
        };
        let (then, now) = (format!("paper-{model}-a100-6000ada"), format!("paper-{model}-a100-a6000"));
        let moved = estimate_with(find(BUNDLED, &now).unwrap(), &question(model, "rtx-a6000")).unwrap();
        for version in ["1", "2"] {
            let old = by(version, "rtx-6000-ada");
            assert_eq!(old.fit.id(), then);
            assert_eq!([old.energy, old.low, old.high], [moved.energy, moved.low, moved.high]);
            assert!(Version::find(version).unwrap().fits().iter().all(|fit| fit.id() != now));
        }
        assert_eq!(by("3", "rtx-6000-ada").fit.id(), "public-data-2", "one fit answers by default");
        assert!(find(Version::current().fits(), &then).is_ok(), "readable by its id");
    }
}
