//! Fitting ln-linear laws: the paper's form, and energy per operation as a constant.

use std::collections::BTreeMap;

use super::design::Design;
use super::least_squares::LeastSquares;
use super::method::Response;
use super::refusal::Refusal;
use crate::compute::Convention;
use crate::fit::schema::{Feature, Form, Law, List, Term};
use crate::law::{self, Conditions};
use crate::observation::Observed;
use crate::roofline::DataSheetTime;
use crate::setting::Precision;
use crate::units::Energy;

/// The image count at which a law is made.
fn evaluated_at(response: Response, rows: &[&Observed]) -> u64 {
    match response {
        Response::Image => images(rows),
        Response::Total => {
            let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
            rows.iter().for_each(|row| *counts.entry(row.images).or_default() += 1);
            counts.into_iter().max_by_key(|(images, rows)| (*rows, *images)).map_or(1, |most| most.0)
        }
    }
}

/// A solved regression with the terms that its columns are.
pub(super) struct Solved {
    terms: Vec<Term>,
    evaluated_at_images: u64,
    /// The regression.
    pub least_squares: LeastSquares,
}

/// The paper's form. Terms that the rows cannot tell (one precision, one GPU, one size) are left out. The first of `gpus` is the
/// baseline; `energies` are those of one image of each chosen row within one boundary.
///
/// # Errors
/// [`Refusal`] where rows are too few, or a term that differs between them cannot be told apart from others.
pub(super) fn fit(
    design: &Design,
    chosen: &[usize],
    energies: &[f64],
    convention: Convention,
    gpus: &[&'static str],
    response: Response,
) -> Result<Law, Refusal> {
    let Solved { mut terms, evaluated_at_images, least_squares: solved } =
        solve(design, chosen, energies, convention, gpus, response)?;
    let covariance = solved.covariance_hc3();
    let errors = solved.std_errors_hc3();
    for (term, (coefficient, error)) in terms.iter_mut().zip(solved.coefficients.iter().zip(errors)) {
        term.coefficient = *coefficient;
        term.std_error = Some(error);
    }
    let spread = solved.variance.sqrt();
    let freedom = solved.degrees_of_freedom as f64;
    Ok(finished(Form::LnLinear, terms, covariance, spread, freedom, evaluated_at_images))
}

/// The regression behind the paper's form.
///
/// # Errors
/// As [`fit`].
pub(super) fn solve(
    design: &Design,
    chosen: &[usize],
    energies: &[f64],
    convention: Convention,
    gpus: &[&'static str],
    response: Response,
) -> Result<Solved, Refusal> {
    let rows: Vec<&Observed> = chosen.iter().map(|row| design.rows[*row]).collect();
    let evaluated_at = evaluated_at(response, &rows);
    let images: Vec<u64> = match response {
        Response::Image => vec![evaluated_at; rows.len()],
        Response::Total => rows.iter().map(|row| row.images).collect(),
    };
    let differ = |key: &dyn Fn(&Observed) -> u64| {
        rows.first().is_some_and(|first| rows.iter().any(|row| key(row) != key(first)))
    };
    let plain = |feature| Term { feature, level: None, coefficient: 0.0, std_error: None, power_share: None };
    let mut terms = vec![plain(Feature::Intercept), plain(Feature::LnGflops)];
    if differ(&|row| u64::from(is_fp32(row))) {
        terms.push(plain(Feature::Fp32));
    }
    for gpu in gpus.iter().skip(1) {
        terms.push(Term { level: Some((*gpu).into()), ..plain(Feature::Gpu) });
    }
    if differ(&|row| row.workload.size().area()) {
        terms.push(plain(Feature::LnPixelsOver256));
    }
    let names: Vec<String> = terms.iter().map(name).collect();
    let gflops = design.gflops(convention);
    let columns: Vec<Vec<f64>> = chosen
        .iter()
        .zip(rows.iter().zip(&images))
        .map(|(index, (row, images))| {
            law::design_row(&terms, &conditions(row, gflops[design.of[*index]], *images)).collect()
        })
        .collect();
    let measured = ln_kilowatt_hours(energies, &images);
    let least_squares = LeastSquares::fit(&names, &columns, &measured)?;
    Ok(Solved { terms, evaluated_at_images: evaluated_at, least_squares })
}

/// Energy as a constant times operations, the same for every model, GPU and precision: what calculators without a law do.
///
/// # Errors
/// [`Refusal`] for fewer than two rows.
pub(super) fn fit_constant(
    design: &Design,
    chosen: &[usize],
    energies: &[f64],
    convention: Convention,
) -> Result<Law, Refusal> {
    let Solved { evaluated_at_images: images, least_squares: solved, .. } =
        solve_constant(design, chosen, energies, convention)?;
    let error = solved.std_errors();
    let variance = error[0] * error[0];
    let terms = vec![
        Term {
            feature: Feature::Intercept,
            level: None,
            coefficient: solved.coefficients[0],
            std_error: Some(error[0]),
            power_share: None,
        },
        Term {
            feature: Feature::LnGflops,
            level: None,
            coefficient: 1.0,
            std_error: None,
            power_share: None,
        },
    ];
    let covariance = vec![vec![variance, 0.0], vec![0.0, 0.0]];
    Ok(finished(
        Form::Constant,
        terms,
        covariance,
        solved.variance.sqrt(),
        solved.degrees_of_freedom as f64,
        images,
    ))
}

/// The regression behind a constant.
///
/// # Errors
/// As [`fit_constant`].
pub(super) fn solve_constant(
    design: &Design,
    chosen: &[usize],
    energies: &[f64],
    convention: Convention,
) -> Result<Solved, Refusal> {
    let rows: Vec<&Observed> = chosen.iter().map(|row| design.rows[*row]).collect();
    let images = images(&rows);
    let measured = ln_kilowatt_hours(energies, &vec![images; rows.len()]);
    let gflops = design.gflops(convention);
    let of_all = |row: &usize| gflops[design.of[*row]] * images as f64;
    let per_operation: Vec<f64> =
        chosen.iter().zip(&measured).map(|(row, ln)| ln - law::ln(of_all(row))).collect();
    let columns = vec![vec![1.0]; rows.len()];
    let least_squares = LeastSquares::fit(&["intercept".to_owned()], &columns, &per_operation)?;
    Ok(Solved { terms: Vec::new(), evaluated_at_images: images, least_squares })
}

fn finished(
    form: Form,
    terms: Vec<Term>,
    covariance: Vec<Vec<f64>>,
    spread: f64,
    freedom: f64,
    images: u64,
) -> Law {
    let covariance: Vec<List<f64>> = covariance.into_iter().map(Into::into).collect();
    Law {
        form,
        terms: terms.into(),
        covariance: Some(covariance.into()),
        // Rows that a law meets exactly do not make it exact.
        residual_sd: spread.max(LEAST_SPREAD),
        spreads: None,
        effects: None,
        saturation: None,
        degrees_of_freedom: Some(freedom),
        evaluated_at_images: images,
    }
}

/// Smallest spread in a fit file, in the place of zero: far below anything a meter can tell.
const LEAST_SPREAD: f64 = 1e-9;

/// The image count at which the law is made: that of the rows where all have the same, else single images.
fn images(rows: &[&Observed]) -> u64 {
    match rows.first() {
        Some(first) if rows.iter().all(|row| row.images == first.images) => first.images,
        _ => 1,
    }
}

fn is_fp32(row: &Observed) -> bool {
    row.workload.precision() == Precision::Fp32
}

fn ln_kilowatt_hours(energies: &[f64], images: &[u64]) -> Vec<f64> {
    let all = |(joules, images): (&f64, &u64)| {
        law::ln(Energy::from_joules(*joules).kilowatt_hours() * *images as f64)
    };
    energies.iter().zip(images).map(all).collect()
}

fn conditions(row: &Observed, gflops_per_image: f64, images: u64) -> Conditions<'static> {
    Conditions {
        gflops_all_images: gflops_per_image * images as f64,
        fp32: is_fp32(row),
        gpu: row.gpu.id,
        pixels: row.workload.size().area(),
        sheet: DataSheetTime::default(),
        per_second: 1.0,
    }
}

/// The column's name in messages.
fn name(term: &Term) -> String {
    match &term.level {
        Some(level) => format!("{} {level}", term.feature.name()),
        None => term.feature.name().to_owned(),
    }
}
