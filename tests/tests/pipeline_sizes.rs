//! Sizes that diffusers' pipelines run, as its own functions and tables give them, and what is said of them.

use std::collections::BTreeSet;

use serde::Deserialize;
use wattpix_core::caveat::Caveat;
use wattpix_core::configuration::{Configuration, Typed};
use wattpix_core::error::Key;
use wattpix_core::estimate::estimate;
use wattpix_core::fit::BUNDLED;
use wattpix_core::model::{self, Pixels};
use wattpix_core::pipeline_size::runs;
use wattpix_tests::data::rows;

/// A row of `pipeline_sizes.csv`.
#[derive(Deserialize)]
struct Row {
    model: String,
    width: u32,
    height: u32,
    runs_width: u32,
    runs_height: u32,
}

#[test]
fn sizes_are_those_of_the_pipelines() {
    for row in rows::<Row>("pipeline_sizes.csv") {
        let asked = Pixels { width: row.width, height: row.height };
        let run = Pixels { width: row.runs_width, height: row.runs_height };
        let model = model::find(&row.model).unwrap();
        assert_eq!(runs(model, asked).unwrap_or(asked), run, "{} {asked:?}", row.model);
    }
}

/// Whatever is asked, hostile sizes too, what runs is a size that the model takes, and it runs as it is; pipelines of the other models change
/// nothing.
#[test]
fn what_runs_is_a_size_that_runs() {
    let mapped: BTreeSet<String> =
        rows::<Row>("pipeline_sizes.csv").into_iter().map(|row| row.model).collect();
    let sides = [0, 1, 15, 16, 127, 128, 800, 1000, 1024, 1080, 4096, 4097, u32::MAX];
    for model in model::ALL {
        let sizes = sides.iter().flat_map(|&width| sides.iter().map(move |&height| Pixels { width, height }));
        for asked in sizes {
            let Some(run) = runs(model, asked) else { continue };
            assert!(mapped.contains(model.id), "{}", model.id);
            assert_ne!(run, asked);
            assert_eq!(runs(model, run), None, "{} {asked:?}: {run:?}", model.id);
            assert!(run.width.is_multiple_of(model.sides.multiple_of), "{} {run:?}", model.id);
            assert!(run.height.is_multiple_of(model.sides.multiple_of), "{} {run:?}", model.id);
        }
        assert_eq!(runs(model, model.defaults.size), None, "{}", model.id);
    }
}

/// The configuration of a model on an A100 at a size, with what is wrong with it.
fn asked(model: &str, width: &str, height: &str) -> (Configuration, Vec<String>) {
    let typed = Typed::default()
        .with(Key::Model, model)
        .with(Key::Gpu, "a100")
        .with(Key::Width, width)
        .with(Key::Height, height);
    let (configuration, problems) = Configuration::read(&typed);
    (configuration, problems.into_iter().map(|problem| problem.error.to_string()).collect())
}

/// A size that a pipeline maps is estimated as given, with its caveat and nothing else changed.
#[test]
fn a_mapped_size_has_its_caveat() {
    for (model, width, height, expected) in [
        ("pixart-sigma", "800", "608", Some("1152 × 896")),
        ("pixart-sigma~blocks:20", "800", "608", Some("1152 × 896")),
        ("sana-1.6b", "1280", "704", Some("1344 × 768")),
        ("hunyuandit-1.2", "1280", "720", Some("1280 × 768")),
        ("pixart-sigma", "1152", "896", None),
        ("flux1-dev", "1920", "1072", None),
        ("sd1.5", "1920", "1080", None),
    ] {
        let (configuration, problems) = asked(model, width, height);
        assert!(problems.is_empty(), "{problems:?}");
        let estimate = estimate(BUNDLED, &configuration.question).unwrap();
        let said: Vec<&Caveat> =
            estimate.caveats.iter().filter(|caveat| caveat.code() == "size-mapped").collect();
        assert_eq!(said.len(), usize::from(expected.is_some()), "{model} {width} {height}");
        let Some(expected) = expected else { continue };
        let said = said[0].to_string();
        assert!(said.contains(expected) && said.contains(&format!("{width} × {height}")), "{said}");
        assert!(!said.contains("Extrapolated"), "{said}");
    }
}

/// A side that a model does not take is refused with what the pipeline would run, of the size as a whole.
#[test]
fn a_refused_size_says_what_the_pipeline_runs() {
    for (model, width, height, expected) in [
        ("flux1-dev", "1920", "1080", "Asked for 1920 × 1080, diffusers' pipeline runs 1920 × 1072"),
        ("qwen-image", "1000", "1000", "Asked for 1000 × 1000, diffusers' pipeline runs 992 × 992"),
        ("pixart-sigma", "1000", "1000", "Asked for 1000 × 1000, diffusers' pipeline runs 1024 × 1024"),
        ("hunyuandit-1.2", "1920", "1080", "diffusers' pipeline runs 1280 × 768"),
    ] {
        let (_, problems) = asked(model, width, height);
        assert!(!problems.is_empty() && problems.iter().all(|said| said.contains(expected)), "{problems:?}");
    }
    for model in ["sd3.5-large", "z-image-turbo", "sd1.5"] {
        let (_, problems) = asked(model, "1001", "1001");
        assert!(
            problems.len() == 2 && problems.iter().all(|said| !said.contains("pipeline")),
            "{problems:?}"
        );
    }
}
