//! A fit for people: coefficients with their errors, and how good it is.

use wattpix_core::fit::{Fit, INTERVAL};
use wattpix_core::present::{correlation, fixed, significant};
use wattpix_core::regress::agreement::adjusted_r2;

use crate::output::{self, counted};

/// Prints a fit.
///
/// # Errors
/// Standard output closed.
pub fn print(made: &Fit) -> anyhow::Result<()> {
    let file = made.file();
    output::line(&format!(
        "{}: {}, {}, {}",
        file.id,
        counted(usize::try_from(file.quality.n.unwrap_or(0))?, "observation"),
        counted(file.models.len(), "model"),
        counted(file.gpus.len(), "GPU")
    ))?;
    for (what, law) in [("energy", Some(&file.law)), ("duration", file.duration.as_ref())] {
        let Some(law) = law else { continue };
        output::line("")?;
        let rows: Vec<[String; 4]> = law
            .terms
            .iter()
            .map(|term| {
                let level = term.level.as_deref().map(|level| format!(" {level}")).unwrap_or_default();
                let error = term.std_error.map(|error| significant(error, 2)).unwrap_or_default();
                let (unit, digits) = (term.feature.unit(), 4);
                [
                    format!("{}{level}", term.feature.name()),
                    significant(term.coefficient, digits),
                    error,
                    unit.to_owned(),
                ]
            })
            .collect();
        output::table([what, "coefficient", "std error", ""], &rows)?;
        output::line(&format!("left unexplained: {} (ln sd)", fixed(law.residual_sd, 3)))?;
    }
    output::line("")?;
    let quality = &file.quality;
    let figure =
        |value: Option<f64>| value.map_or_else(|| "undefined".to_owned(), |value| correlation(value, 4));
    output::line(&format!(
        "on its own rows: R² {}, adjusted R² {}, MAE {} (ln), MAPE {}, Spearman {}, Pearson {}",
        figure(quality.r2),
        figure(adjusted(made)),
        figure(quality.mae_ln),
        figure(quality.mape),
        figure(quality.spearman),
        figure(quality.pearson)
    ))?;
    if let Some(folds) = &quality.k_fold {
        output::line(&format!(
            "{} folds held out: R² {}, MAE {} (ln), MAPE {}",
            folds.k,
            correlation(folds.r2, 4),
            fixed(folds.mae_ln, 4),
            fixed(folds.mape, 4)
        ))?;
    }
    if let Some(held_out) = &quality.held_out_models {
        output::line(&format!(
            "{} models held out in turn: typical factor {}, {} % inside the {} % interval",
            held_out.models,
            fixed(held_out.mae_ln.exp(), 3),
            fixed(100.0 * held_out.inside, 0),
            fixed(100.0 * INTERVAL, 0)
        ))?;
    }
    Ok(())
}

/// R² of a fit on its own rows, less what its coefficients explain by chance.
pub fn adjusted(made: &Fit) -> Option<f64> {
    let file = made.file();
    let n = usize::try_from(file.quality.n?).ok()?;
    adjusted_r2(file.quality.r2?, n, file.law.terms.len())
}
