//! Influence of each row on a fit, and the rows that the fit does not describe.
//!
//! In the ln-linear laws these are the figures of least squares, which `tests/data/statistics/` holds by statsmodels. In the additive law the leverage
//! is that of the last step of the search: `wᵢ·gᵢ·Cov·gᵢᵀ`, where `g` is how the fitted logarithm moves with the parameters; what expectations
//! decide is not in it, so leverages add up to the parameters that the rows determined.

use statrs::distribution::{ContinuousCDF, StudentsT};

use super::design::Design;
use super::fitting;
use super::method::{Method, Response};
use super::refusal::Refusal;
use super::{ln_linear, one_boundary, prior};
use crate::fit::Fit;
use crate::law::{self, Conditions};
use crate::observation::Observed;

/// Chance of calling any row of a clean data set an outlier.
const OUTLIER_CHANCE: f64 = 0.05;

/// A row's part in a fit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Influence {
    /// Index of the row.
    pub row: usize,
    /// Residual: ln of measured over fitted energy.
    pub residual: f64,
    /// Leverage: weight of the row in its own fitted value, 0 to 1.
    pub leverage: f64,
    /// The residual over its standard deviation: estimated without the row in a ln-linear law, from all rows in an additive one.
    pub studentised: f64,
    /// True if that is too large for chance, with Bonferroni's correction for looking at every row.
    pub is_outlier: bool,
}

/// The part of each row in a fit of these rows; `None` for the law of time and power, which rests on more than these rows.
///
/// # Errors
/// As [`fitting::fit`].
pub fn influence(rows: &[&Observed], fit: &Fit, method: Method) -> Result<Option<Vec<Influence>>, Refusal> {
    let design = Design::of(rows)?;
    match method {
        Method::TimeAndPower => Ok(None),
        Method::Additive => of_additive(&design, fit).map(Some),
        Method::Paper | Method::PaperTotals | Method::Constant => of_ln_linear(&design, method).map(Some),
    }
}

/// Marks what is too large for chance among as many rows.
fn marked(mut rows: Vec<Influence>, freedom: f64) -> Vec<Influence> {
    let Ok(t) = StudentsT::new(0.0, 1.0, freedom) else { return rows };
    let limit = t.inverse_cdf(1.0 - OUTLIER_CHANCE / (2.0 * rows.len() as f64));
    rows.iter_mut().for_each(|row| row.is_outlier = row.studentised.abs() > limit);
    rows
}

fn of_ln_linear(design: &Design, method: Method) -> Result<Vec<Influence>, Refusal> {
    let chosen = design.all();
    let gpus = fitting::gpus(design, &chosen);
    let (_, agree) = one_boundary::boundary(design, &chosen);
    let duration = if agree { None } else { one_boundary::duration_law(design, &chosen, &gpus, None)? };
    let energies = one_boundary::energies(design, &chosen, agree, duration.as_ref());
    let convention = method.convention();
    let solved = match method {
        Method::Constant => ln_linear::solve_constant(design, &chosen, &energies, convention)?,
        _ => ln_linear::solve(design, &chosen, &energies, convention, &gpus, Response::of(method))?,
    };
    let solved = solved.least_squares;
    let influence = |(row, ((residual, leverage), studentised)): (usize, ((&f64, &f64), &f64))| Influence {
        row,
        residual: *residual,
        leverage: *leverage,
        studentised: *studentised,
        is_outlier: false,
    };
    let studentised = solved.studentised();
    let parts = solved.residuals.iter().zip(&solved.leverage).zip(&studentised);
    let freedom = solved.degrees_of_freedom as f64 - 1.0;
    Ok(marked(parts.enumerate().map(influence).collect(), freedom))
}

fn of_additive(design: &Design, fit: &Fit) -> Result<Vec<Influence>, Refusal> {
    let law = &fit.file().law;
    let chosen = design.all();
    let (_, agree) = one_boundary::boundary(design, &chosen);
    let energies = one_boundary::energies(design, &chosen, agree, fit.file().duration.as_ref());
    let sizes = design.cluster_sizes(&chosen);
    let unexplained = law.residual_sd * law.residual_sd;
    let mut rows = Vec::with_capacity(chosen.len());
    for (row, (joules, cluster)) in energies.iter().zip(sizes).enumerate() {
        let observed = design.rows[row];
        let conditions = Conditions {
            gflops_all_images: 0.0,
            fp32: false,
            gpu: observed.gpu.id,
            pixels: observed.workload.size().area(),
            sheet: design.sheet(row)?,
            per_second: observed.gpu.board_power_w,
        };
        let residual = law::ln(*joules) - law::ln_value(law, &conditions);
        let of_parameters = law::ln_variance(law, &conditions) - unexplained;
        let leverage = of_parameters / (prior::ROW_LN_SD * prior::ROW_LN_SD * cluster);
        let spread = law.residual_sd * (1.0 - leverage).max(0.0).sqrt();
        rows.push(Influence {
            row,
            residual,
            leverage,
            studentised: if spread > 0.0 { residual / spread } else { 0.0 },
            is_outlier: false,
        });
    }
    Ok(marked(rows, law.degrees_of_freedom.unwrap_or(1.0)))
}
