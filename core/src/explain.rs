//! How an estimate comes about: the law term by term, as sums of logarithms and as factors.

use crate::estimate::{Estimate, conditions};
use crate::fit::schema::{Feature, Term};
use crate::law::{self, feature};
use crate::present::{plain, significant, whole};

/// One term of the sum that makes ln E.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// The term in symbols and numbers: coefficient × feature.
    pub formula: String,
    /// The term in words.
    pub words: String,
    /// What it adds to ln E.
    pub ln: f64,
}

/// The terms of an estimate, in the law's order, then what was added by transfer and conversion. Their sum is ln of the kWh of
/// all images at the count where the law was evaluated.
pub fn shares(estimate: &Estimate) -> Vec<Share> {
    let law = &estimate.fit.file().law;
    let conditions = conditions(estimate.fit, law, &estimate.question, estimate.law_precision);
    let mut shares: Vec<Share> = law
        .terms
        .iter()
        .map(|term| Share {
            formula: formula(term, &conditions),
            words: words(term),
            ln: term.coefficient * feature(term, &conditions),
        })
        .collect();
    if estimate.ln_transfer != 0.0 {
        shares.push(Share {
            formula: format!("{} · ln(data sheet ratio)", plain(crate::transfer::SPECIFICATION_EXPONENT)),
            words: "Transfer to another GPU or precision: half of what the data sheets promise".to_owned(),
            ln: estimate.ln_transfer,
        });
    }
    let of_terms: f64 = shares.iter().map(|share| share.ln).sum();
    let all_images = estimate.energy.kilowatt_hours() * law.evaluated_at_images as f64;
    let converted = law::ln(all_images) - of_terms;
    if estimate.fit.boundary() != estimate.question.boundary {
        shares.push(Share {
            formula: "ln(gross / net)".to_owned(),
            words: "Idle power: the fit counts energy within the other boundary".to_owned(),
            ln: converted,
        });
    }
    shares
}

fn formula(term: &Term, conditions: &law::Conditions) -> String {
    let coefficient = plain(term.coefficient);
    match term.feature {
        Feature::Intercept => format!("ln A = {coefficient}"),
        Feature::LnGflops => {
            format!("{coefficient} · ln({} GFLOP)", significant(conditions.gflops_all_images, 4))
        }
        Feature::Fp32 => format!("{coefficient} · [fp32]"),
        Feature::Gpu => format!("{coefficient} · [{}]", term.level.as_deref().unwrap_or_default()),
        Feature::LnPixelsOver256 => {
            format!("{coefficient} · ln({} px / 256)", whole(conditions.pixels))
        }
    }
}

fn words(term: &Term) -> String {
    let factor = |ln: f64| significant(law::value(ln), 3);
    let doubled = std::f64::consts::LN_2 * term.coefficient;
    match term.feature {
        Feature::Intercept => "Scale of the fit, in kWh".to_owned(),
        Feature::LnGflops => format!("Twice the operations cost {} times the energy", factor(doubled)),
        Feature::Fp32 => format!("32-bit arithmetic costs {} times as much", factor(term.coefficient)),
        Feature::Gpu => {
            format!("This card needs {} times the energy of the baseline", factor(term.coefficient))
        }
        Feature::LnPixelsOver256 => {
            format!("Twice the pixels change the energy of an operation by {} times", factor(doubled))
        }
    }
}
