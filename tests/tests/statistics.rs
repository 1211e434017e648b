//! Statistics against statsmodels, scipy and scikit-learn: `data/statistics/reference.json` names their versions and the script.

use serde_json::Value;
use wattpix_core::regress::agreement::Agreement;
use wattpix_core::regress::least_squares::LeastSquares;
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
    assert_same(&fit.std_errors_hc3().unwrap(), &numbers(&of["std_errors_hc3"]));
    for (ours, theirs) in fit.covariance().iter().zip(table(&of["covariance"])) {
        assert_same(ours, &theirs);
    }
    for (ours, theirs) in fit.covariance_hc3().unwrap().iter().zip(table(&of["covariance_hc3"])) {
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
