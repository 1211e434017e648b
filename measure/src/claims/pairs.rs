//! Configurations that differ in one setting alone, and what that setting does to the energy of an image.

use std::collections::BTreeMap;

use serde::Serialize;
use wattpix_core::compute::FlopBreakdown;
use wattpix_core::error::Choice;
use wattpix_core::observation::Observed;

/// Factor by which a setting multiplies energy.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Factor {
    /// Pairs of configurations.
    pub pairs: usize,
    /// Geometric mean of the ratios.
    pub mean: f64,
    /// The least and the largest ratio.
    pub range: [f64; 2],
    /// Geometric mean of the ratios of all operations of an image: text, passes, decoding.
    pub operations: f64,
}

/// Exponent of the steps.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Exponent {
    /// Configurations at several numbers of steps.
    pub configurations: usize,
    /// Exponent of the steps in the energy of an image, by least squares within each.
    pub mean: f64,
    /// Ratio of all operations of an image.
    pub operations: f64,
}

/// A configuration in words, without one setting.
fn key(row: &Observed, without: &str) -> String {
    let workload = &row.workload;
    let size = workload.size();
    let parts = [
        ("size", format!("{}x{}", size.width, size.height)),
        ("steps", workload.steps().to_string()),
        ("precision", workload.precision().name().to_owned()),
        ("guidance", workload.guidance().name().to_owned()),
        ("batch", workload.batch().to_string()),
        ("text", workload.text_tokens().to_string()),
        ("engine", row.source.clone()),
    ];
    parts
        .into_iter()
        .filter(|(name, _)| *name != without)
        .map(|(_, value)| value)
        .collect::<Vec<_>>()
        .join("/")
}

fn operations(row: &Observed) -> f64 {
    FlopBreakdown::of(&row.workload).total_operations() as f64
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// The factor of a setting (`precision`, `guidance` or `batch`): `with` says whether a row has it, or nothing where it is neither.
/// Nothing where no two configurations differ in it alone.
pub fn factor(rows: &[&Observed], setting: &str, with: impl Fn(&Observed) -> Option<bool>) -> Option<Factor> {
    let mut groups: BTreeMap<String, [Vec<&Observed>; 2]> = BTreeMap::new();
    for row in rows {
        if let Some(side) = with(row) {
            groups.entry(key(row, setting)).or_default()[usize::from(side)].push(row);
        }
    }
    groups.retain(|_, sides| sides.iter().all(|side| !side.is_empty()));
    if groups.is_empty() {
        return None;
    }
    let ln = |side: &[&Observed]| mean(&side.iter().map(|row| row.energy.joules().ln()).collect::<Vec<_>>());
    let ratios: Vec<f64> = groups.values().map(|[without, with]| ln(with) - ln(without)).collect();
    let counted: Vec<f64> = groups
        .values()
        .filter_map(|[without, with]| Some((operations(with.first()?) / operations(without.first()?)).ln()))
        .collect();
    let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
    let most = ratios.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    Some(Factor {
        pairs: ratios.len(),
        mean: mean(&ratios).exp(),
        range: [least.exp(), most.exp()],
        operations: mean(&counted).exp(),
    })
}

/// The exponent of the steps.
pub fn steps(rows: &[&Observed]) -> Option<Exponent> {
    let mut groups: BTreeMap<String, Vec<&Observed>> = BTreeMap::new();
    for row in rows {
        groups.entry(key(row, "steps")).or_default().push(row);
    }
    let slopes = |value: fn(&Observed) -> f64| -> Vec<f64> {
        let slope = |group: &Vec<&Observed>| {
            let points: Vec<(f64, f64)> =
                group.iter().map(|row| (f64::from(row.workload.steps()).ln(), value(row).ln())).collect();
            let middle = |part: fn(&(f64, f64)) -> f64| mean(&points.iter().map(part).collect::<Vec<_>>());
            let (x, y) = (middle(|point| point.0), middle(|point| point.1));
            let spread: f64 = points.iter().map(|point| (point.0 - x).powi(2)).sum();
            let together: f64 = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
            (spread > 1e-9).then(|| together / spread)
        };
        groups.values().filter_map(slope).collect()
    };
    let found = slopes(|row| row.energy.joules());
    (!found.is_empty()).then(|| Exponent {
        configurations: found.len(),
        mean: mean(&found),
        operations: mean(&slopes(operations)),
    })
}

#[cfg(test)]
mod tests {
    use wattpix_core::model::Pixels;
    use wattpix_core::setting::{Boundary, Guidance, Precision};
    use wattpix_core::units::Energy;
    use wattpix_core::workload::Workload;

    use super::*;

    fn row(side: u32, steps: u32, precision: Precision, guidance: Guidance, joules: f64) -> Observed {
        let model = wattpix_core::model::find("flux1-dev").unwrap();
        let workload = Workload::default_of(model).with_size(Pixels::square(side)).unwrap();
        Observed {
            workload: workload.with_steps(steps).unwrap().with_precision(precision).with_guidance(guidance),
            gpu: wattpix_core::gpu::find("h200").unwrap(),
            boundary: Boundary::Gross,
            energy: Energy::from_joules(joules),
            seconds: Some(1.0),
            images: 1,
            source: "test".to_owned(),
            place: String::new(),
        }
    }

    #[test]
    fn a_factor_is_of_pairs_that_differ_in_nothing_else() {
        use Guidance::{Off, On};
        use Precision::{Fp16, Fp32};
        let rows = [
            row(512, 10, Fp16, Off, 100.0),
            row(512, 10, Fp16, On, 190.0),
            row(1024, 10, Fp16, Off, 400.0),
            row(1024, 10, Fp16, On, 840.0),
            // No partner of the same size and steps.
            row(1024, 20, Fp16, On, 1e6),
            row(512, 10, Fp32, Off, 500.0),
        ];
        let rows: Vec<&Observed> = rows.iter().collect();
        let guidance = factor(&rows, "guidance", |row| Some(row.workload.guidance() == On)).unwrap();
        assert_eq!(guidance.pairs, 2);
        assert!((guidance.mean - (1.9_f64 * 2.1).sqrt()).abs() < 1e-12);
        assert!((guidance.range[0] - 1.9).abs() < 1e-12 && (guidance.range[1] - 2.1).abs() < 1e-12);
        assert!(guidance.operations > 1.7 && guidance.operations < 2.0, "text and decoder are not doubled");
        let precision = factor(&rows, "precision", |row| Some(row.workload.precision() == Fp32)).unwrap();
        assert_eq!((precision.pairs, precision.operations), (1, 1.0));
        assert!((precision.mean - 5.0).abs() < 1e-12);
        assert_eq!(factor(&rows, "batch", |row| Some(row.workload.batch() == 4)), None);
        let steps = steps(&rows).unwrap();
        assert_eq!(steps.configurations, 1);
        assert!((steps.mean - (1e6_f64 / 840.0).log2()).abs() < 1e-9);
    }
}
