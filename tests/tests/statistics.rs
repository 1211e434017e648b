//! Statistics against statsmodels, scipy and scikit-learn: `data/statistics/reference.json` names their versions and the script.

use serde_json::Value;
use wattpix_core::observation::Observed;
use wattpix_core::regress::agreement::{Agreement, adjusted_r2};
use wattpix_core::regress::fitting::{About, Method, fit};
use wattpix_core::regress::influence::influence;
use wattpix_core::regress::least_squares::LeastSquares;
use wattpix_core::regress::table;
use wattpix_tests::data::read_json;

/// Relative difference allowed: rounding of two ways through the same arithmetic.
const ROUNDING: f64 = 1e-9;

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn table(value: &Value) -> Vec<Vec<f64>> {
    value.as_array().unwrap().iter().map(numbers).collect()
}

#[track_caller]
fn assert_same(ours: &[f64], theirs: &[f64]) {
    assert_eq!(ours.len(), theirs.len());
    for (ours, theirs) in ours.iter().zip(theirs) {
        assert!((ours - theirs).abs() <= ROUNDING * theirs.abs().max(1e-3), "{ours} against {theirs}");
    }
}

#[test]
fn least_squares_equals_statsmodels() {
    let reference = read_json("statistics/reference.json");
    let of = &reference["regression"];
    let names: Vec<String> = ["intercept", "ln_gflops", "fp32", "ln_pixels"].map(str::to_owned).to_vec();
    let design = table(&of["design"]);
    let fit = LeastSquares::fit(&names, &design, &numbers(&of["measured"])).unwrap();
    assert_same(&fit.coefficients, &numbers(&of["coefficients"]));
    assert_same(&fit.std_errors(), &numbers(&of["std_errors"]));
    assert_same(&fit.std_errors_hc3(), &numbers(&of["std_errors_hc3"]));
    for (ours, theirs) in fit.covariance().iter().zip(table(&of["covariance"])) {
        assert_same(ours, &theirs);
    }
    for (ours, theirs) in fit.covariance_hc3().iter().zip(table(&of["covariance_hc3"])) {
        assert_same(ours, &theirs);
    }
    assert_same(&fit.leverage, &numbers(&of["leverage"]));
    assert_same(&fit.studentised(), &numbers(&of["studentised"]));
    assert_eq!(fit.degrees_of_freedom as u64, of["degrees_of_freedom"].as_u64().unwrap());
    let (predicted, variance) = fit.predict(&numbers(&of["probe"]));
    assert_same(
        &[fit.variance, predicted, variance],
        &["variance", "predicted", "predicted_variance"].map(|key| of[key].as_f64().unwrap()),
    );
    let outliers: Vec<f64> = fit.outliers().into_iter().map(|row| row as f64).collect();
    assert_same(&outliers, &numbers(&of["bonferroni_outliers"]));
    assert!(!outliers.is_empty(), "the reference has one");
}

#[test]
fn agreement_equals_scikit_learn_and_scipy() {
    let reference = read_json("statistics/reference.json");
    let of = &reference["agreement"];
    let coefficients = of["coefficients"].as_u64().unwrap() as usize;
    let ours = Agreement::of(&numbers(&of["measured"]), &numbers(&of["predicted"]), coefficients).unwrap();
    let figures = [
        ("r2", ours.r2.unwrap()),
        ("adjusted_r2", ours.adjusted_r2.unwrap()),
        ("mae_ln", ours.mae_ln),
        ("rms_ln", ours.rms_ln),
        ("mae", ours.mae),
        ("mape", ours.mape),
        ("pearson", ours.pearson.unwrap()),
        ("spearman", ours.spearman.unwrap()),
    ];
    for (name, ours) in figures {
        assert_same(&[ours], &[of[name].as_f64().unwrap()]);
    }
}

/// The paper's regression on rows of 1, 10 and 100 images, on totals as the paper does and on single images: coefficients, robust errors,
/// agreement, leverage and outliers are statsmodels'.
#[test]
fn the_papers_law_on_totals_and_on_single_images_equals_statsmodels() {
    let reference = read_json("statistics/reference.json");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/statistics/mixed_images.csv");
    let read = table::read("mixed_images.csv", std::fs::File::open(path).unwrap()).unwrap();
    assert_eq!((read.rows.len(), read.rejected.len()), (48, 0));
    let rows: Vec<&Observed> = read.rows.iter().collect();
    for (name, method, evaluated_at) in [("total", Method::PaperTotals, 10), ("image", Method::Paper, 1)] {
        let of = &reference["mixed_images"][name];
        let made = fit(&rows, method, About::scratch()).unwrap();
        let file = made.file();
        assert_eq!(file.law.evaluated_at_images, evaluated_at, "{name}");
        let coefficients: Vec<f64> = file.law.terms.iter().map(|term| term.coefficient).collect();
        let errors: Vec<f64> = file.law.terms.iter().map(|term| term.std_error.unwrap()).collect();
        assert_same(&coefficients, &numbers(&of["coefficients"]));
        assert_same(&errors, &numbers(&of["std_errors_hc3"]));
        let (quality, number) = (&file.quality, |key: &str| of[key].as_f64().unwrap());
        let adjusted = adjusted_r2(quality.r2.unwrap(), rows.len(), coefficients.len()).unwrap();
        assert_same(
            &[quality.r2.unwrap(), adjusted, quality.mae_ln.unwrap(), quality.pearson.unwrap()],
            &["r2", "adjusted_r2", "mae_ln", "pearson"].map(number),
        );
        let parts = influence(&rows, &made, method).unwrap().unwrap();
        let each = |value: fn(&wattpix_core::regress::influence::Influence) -> f64| {
            parts.iter().map(value).collect::<Vec<f64>>()
        };
        assert_same(&each(|part| part.residual), &numbers(&of["residuals"]));
        assert_same(&each(|part| part.leverage), &numbers(&of["leverage"]));
        assert_same(&each(|part| part.studentised), &numbers(&of["studentised"]));
        let outliers: Vec<f64> =
            parts.iter().filter(|part| part.is_outlier).map(|part| part.row as f64).collect();
        assert_same(&outliers, &numbers(&of["bonferroni_outliers"]));
    }
}

/// In the additive law leverages add up to the parameters that the rows determined: clusters less degrees of freedom.
#[test]
fn leverages_of_the_additive_law_add_up_to_what_the_rows_determined() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../fitted/observations");
    let path = format!("{folder}/mlenergy-v2.csv");
    let rows = table::read("mlenergy-v2.csv", std::fs::File::open(path).unwrap()).unwrap().rows;
    let rows: Vec<&Observed> = rows.iter().collect();
    let made = fit(&rows, Method::Additive, About::scratch()).unwrap();
    let parts = influence(&rows, &made, Method::Additive).unwrap().unwrap();
    let sum: f64 = parts.iter().map(|part| part.leverage).sum();
    // docs/law.md: the rows of ML.ENERGY v2 are ten clusters.
    let determined = 10.0 - made.file().law.degrees_of_freedom.unwrap();
    assert!((sum / determined - 1.0).abs() < 1e-6, "{sum} for {determined}");
    assert!(parts.iter().all(|part| (0.0..1.0).contains(&part.leverage)));
}

/// Predictions of a fit for the rows that it saw, beside those that were left out, are those of a fit of these rows alone.
#[test]
fn training_predictions_are_those_of_a_fit_of_the_rest() {
    use wattpix_core::estimate::estimate_with;
    use wattpix_core::regress::cross_validation::{Split, Validator};
    use wattpix_core::regress::supplement::Supplement;
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../fitted/observations");
    let path = format!("{folder}/mlenergy-v2.csv");
    let rows = table::read("mlenergy-v2.csv", std::fs::File::open(path).unwrap()).unwrap().rows;
    let rows: Vec<&Observed> = rows.iter().collect();
    let supplement = Supplement::default();
    let validator = Validator::new(&rows, &supplement).unwrap();
    let validation = validator.validate(Method::Paper, Split::Model).unwrap();
    let validation = validator.with_training(&validation).unwrap();
    let panels = validation.panels();
    assert_eq!(panels.len(), 4);
    for (tested, trained) in panels {
        assert_eq!(tested.len() + trained.len(), rows.len());
        let rest: Vec<&Observed> = trained.iter().map(|one| rows[one.row]).collect();
        let made = fit(&rest, Method::Paper, About::scratch()).unwrap();
        for prediction in trained.iter().chain(tested) {
            let estimate = estimate_with(&made, &rows[prediction.row].question()).unwrap();
            assert!((estimate.energy.joules() / prediction.predicted - 1.0).abs() < 1e-9);
        }
    }
}
