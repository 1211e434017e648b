//! Widening of the interval for a model without rows: measured by leaving out each model in turn.

use super::design::Design;
use super::fitting::{self, About, Method};
use super::left_out::{Predicted, Prediction, Split, leave_out};
use super::order::order;
use super::refusal::Refusal;
use super::supplement::Supplement;
use crate::fit::schema::{HeldOut, Spreads};
use crate::fit::{Fit, INTERVAL};
use crate::law;
use crate::observation::Observed;
use crate::transfer;

/// Sets what a fit adds where it has not been. For an unseen model it is the least spread with which the intervals of models
/// left out hold their measurements as often as they promise, clusters counting alike (split conformal prediction: of `m` clusters
/// `⌈(m + 1)·0.9⌉`). With a single model nothing can be left out, and the assumption of [`transfer`] stays. For an unseen GPU two or three GPUs can calibrate
/// nothing, and for another source two or three sources: they stay [`transfer::GPU_LN_SD`] and [`transfer::SOURCE_LN_SD`].
///
/// # Errors
/// As [`fitting::fit`].
pub fn calibrated(made: Fit, rows: &[&Observed]) -> Result<Fit, Refusal> {
    let design = Design::of(rows)?;
    of(made, &design, &design.all())
}

/// Calibrates a fit of some rows of a design.
pub(super) fn of(mut made: Fit, design: &Design, chosen: &[usize]) -> Result<Fit, Refusal> {
    let held_out = leave_out(
        design,
        chosen,
        &Supplement::default(),
        Method::Additive,
        Split::Model,
        Predicted::LeftOut,
        &|rest, supplement| {
            let mut fit =
                fitting::made(design, rest, supplement, Method::Additive, About::scratch(), Some(&made))?;
            fit.set_spreads(spreads(0.0));
            Ok(fit)
        },
    );
    let held_out = match held_out {
        Ok(held_out) if held_out.refused.is_empty() => held_out,
        Ok(_) | Err(Refusal::OneGroup { .. }) => {
            made.set_spreads(spreads(transfer::FAMILY_LN_SD));
            return Ok(made);
        }
        Err(refusal) => return Err(refusal),
    };
    let mut sizes = vec![1.0; design.rows.len()];
    for (row, size) in chosen.iter().zip(design.cluster_sizes(chosen)) {
        sizes[*row] = size;
    }
    let quantile = made.quantile();
    let scored: Vec<Scored> = held_out
        .predictions
        .iter()
        .map(|prediction| Scored {
            needed: needed(prediction, quantile),
            weight: 1.0 / sizes[prediction.row],
        })
        .collect();
    let unseen_model = spread_that_holds(&scored);
    made.set_spreads(spreads(unseen_model));
    let models = made.file().models.len();
    let errors = held_out.predictions.iter().map(|prediction| prediction.ln_error().abs());
    let n = held_out.predictions.len();
    let inside = scored.iter().filter(|one| one.needed <= unseen_model).count();
    made.set_held_out(HeldOut {
        models: u32::try_from(models).unwrap_or(u32::MAX),
        n: n as u64,
        mae_ln: errors.sum::<f64>() / n as f64,
        inside: inside as f64 / n as f64,
    });
    Ok(made)
}

const fn spreads(unseen_model: f64) -> Spreads {
    Spreads { unseen_model, unseen_gpu: transfer::GPU_LN_SD, another_source: transfer::SOURCE_LN_SD }
}

/// The spread that a prediction would have needed on top, and how much it counts.
struct Scored {
    needed: f64,
    weight: f64,
}

fn needed(prediction: &Prediction, quantile: f64) -> f64 {
    let half_width = law::ln(prediction.half_width_factor());
    (prediction.ln_error().powi(2) - half_width * half_width).max(0.0).sqrt() / quantile
}

/// Weights are reciprocals and add up with rounding.
const ROUNDING: f64 = 1e-9;

/// The least spread that enough of the weight needs no more than.
fn spread_that_holds(scored: &[Scored]) -> f64 {
    let sorted = order(scored.len(), &|a, b| scored[a].needed.total_cmp(&scored[b].needed));
    let clusters: f64 = scored.iter().map(|one| one.weight).sum();
    let enough = ((clusters + 1.0) * INTERVAL - ROUNDING).ceil().min(clusters);
    let mut held = 0.0;
    for one in sorted.iter().map(|at| &scored[*at]) {
        held += one.weight;
        if held >= enough - ROUNDING {
            return one.needed;
        }
    }
    sorted.last().map_or(0.0, |at| scored[*at].needed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(count: usize, rows_a_cluster: usize) -> f64 {
        let scored: Vec<Scored> = (1..=count)
            .rev()
            .flat_map(|cluster| {
                let one = move |_| Scored { needed: cluster as f64, weight: 1.0 / rows_a_cluster as f64 };
                (0..rows_a_cluster).map(one)
            })
            .collect();
        spread_that_holds(&scored)
    }

    /// ⌈21·0.9⌉ = 19 of 20 clusters and ⌈31·0.9⌉ = 28 of 30, however many rows each has; of 8 or fewer, all.
    #[test]
    fn as_many_clusters_hold_as_promised() {
        assert_eq!((spread(20, 1), spread(30, 1)), (19.0, 28.0));
        assert_eq!((spread(20, 3), spread(8, 5)), (19.0, 8.0));
        assert_eq!(spread(19, 7), 18.0, "20·0.9 is 18, whatever sevenths add up to");
    }
}
