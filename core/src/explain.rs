//! How an estimate comes about: its law term by term.

use crate::estimate::{Estimate, conditions};
use crate::fit::schema::{Feature, Form, Term};
use crate::law::{self, feature};
use crate::present::{plain, significant, whole};

/// What the terms of an explanation add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sum {
    /// The logarithm of the kWh of all images, at the count where the law is evaluated.
    LnKilowattHours,
    /// The joules of one image.
    Joules,
}

/// One term of the sum.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// The term in symbols and numbers: coefficient × feature.
    pub formula: String,
    /// The term in words.
    pub words: String,
    /// What it adds to the sum.
    pub adds: f64,
}

/// What the terms of an estimate's law add up to.
pub fn sum(estimate: &Estimate) -> Sum {
    match estimate.fit.file().law.form {
        Form::LnLinear => Sum::LnKilowattHours,
        Form::Additive => Sum::Joules,
    }
}

/// The terms of an estimate, in the law's order, then what was added by transfer and conversion. They add up to [`sum`].
pub fn shares(estimate: &Estimate) -> Vec<Share> {
    let law = &estimate.fit.file().law;
    let conditions =
        conditions(estimate.fit, law, &estimate.question, estimate.law_precision, estimate.law_gpu);
    match sum(estimate) {
        Sum::LnKilowattHours => of_logarithm(estimate, &law.terms, &conditions),
        Sum::Joules => of_joules(estimate, &law.terms, &conditions),
    }
}

fn of_logarithm(estimate: &Estimate, terms: &[Term], conditions: &law::Conditions) -> Vec<Share> {
    let law = &estimate.fit.file().law;
    let mut shares: Vec<Share> = terms
        .iter()
        .map(|term| Share {
            formula: formula(term, conditions),
            words: words(term),
            adds: term.coefficient * feature(term, conditions),
        })
        .collect();
    if estimate.ln_transfer != 0.0 {
        shares.push(Share { adds: estimate.ln_transfer, ..transfer() });
    }
    let of_terms: f64 = shares.iter().map(|share| share.adds).sum();
    let all_images = estimate.energy.kilowatt_hours() * law.evaluated_at_images as f64;
    if estimate.fit.boundary() != estimate.question.boundary {
        shares.push(Share { adds: law::ln(all_images) - of_terms, ..conversion("ln(gross / net)") });
    }
    shares
}

fn of_joules(estimate: &Estimate, terms: &[Term], conditions: &law::Conditions) -> Vec<Share> {
    let mut shares: Vec<Share> = terms
        .iter()
        .filter(|term| term.feature != Feature::Gpu)
        .map(|term| Share {
            formula: formula(term, conditions),
            words: words(term),
            adds: term.coefficient * feature(term, conditions),
        })
        .collect();
    let mut so_far: f64 = shares.iter().map(|share| share.adds).sum();
    let mut times = |share: Share, ln: f64| {
        let adds = so_far * (law::value(ln) - 1.0);
        so_far += adds;
        shares.push(Share { adds, ..share });
    };
    for term in terms.iter().filter(|term| term.feature == Feature::Gpu) {
        if feature(term, conditions) != 0.0 {
            let share = Share { formula: formula(term, conditions), words: words(term), adds: 0.0 };
            times(share, term.coefficient);
        }
    }
    if estimate.ln_transfer != 0.0 {
        times(transfer(), estimate.ln_transfer);
    }
    if estimate.fit.boundary() != estimate.question.boundary {
        let adds = estimate.energy.joules() - so_far;
        shares.push(Share { adds, ..conversion("idle power × seconds") });
    }
    shares
}

fn transfer() -> Share {
    Share {
        formula: format!("{} · ln(data sheet ratio)", plain(crate::transfer::SPECIFICATION_EXPONENT)),
        words: "Transfer to another GPU or precision: half of what the data sheets promise".to_owned(),
        adds: 0.0,
    }
}

fn conversion(formula: &str) -> Share {
    Share {
        formula: formula.to_owned(),
        words: "Idle power: the fit counts energy within the other boundary".to_owned(),
        adds: 0.0,
    }
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
        summed => {
            let value = conditions.sheet.get(summed).unwrap_or_default();
            let unit = if summed == Feature::Launches { "launches" } else { "s" };
            let coefficient = significant(term.coefficient, 3);
            let board = significant(conditions.per_second, 4);
            format!("{coefficient} · {board} W · {} {unit}", significant(value, 3))
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
        Feature::Matmul => "Operations on tensor cores, at the data sheet's rate".to_owned(),
        Feature::Vector => "Operations on 32-bit units, at the data sheet's rate".to_owned(),
        Feature::LinearTraffic => "Memory traffic of linear layers, at the data sheet's bandwidth".to_owned(),
        Feature::ConvTraffic => "Memory traffic of convolutions".to_owned(),
        Feature::Scores => "Attention scores, by their memory".to_owned(),
        Feature::Weights => "Reading the weights, once a call for the whole batch".to_owned(),
        Feature::Launches => "Launching layers while the GPU waits".to_owned(),
    }
}
