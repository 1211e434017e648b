//! Explanation of an estimate: its law term by term.

use crate::estimate::{Estimate, conditions, evaluated};
use crate::fit::schema::{Feature, Form, Term};
use crate::law::{self, feature};
use crate::time_and_power::KINDS;
use crate::words::{Word, Words};

/// Sum of the terms of an explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sum {
    /// The logarithm of the kWh of all images, at the count where the law is evaluated.
    LnKilowattHours,
    /// The joules of one image.
    Joules,
}

/// A term of the sum.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// The term in symbols and numbers: coefficient × feature.
    pub formula: String,
    /// The term in words.
    pub words: String,
    /// Contribution to the sum.
    pub adds: f64,
}

/// Returns the sum of the terms of an estimate's law.
pub fn sum(estimate: &Estimate) -> Sum {
    match estimate.fit.file().law.form {
        Form::LnLinear | Form::Constant => Sum::LnKilowattHours,
        Form::Additive | Form::TimeAndPower => Sum::Joules,
    }
}

/// The terms of an estimate, in the law's order, then what was added by transfer and conversion, in a language. They add up to [`sum`].
pub fn shares(estimate: &Estimate, words: Words) -> Vec<Share> {
    let law = &estimate.fit.file().law;
    if law.form == Form::TimeAndPower {
        return of_time_and_power(estimate, words);
    }
    let conditions =
        conditions(estimate.fit, law, &estimate.question, estimate.law_precision, estimate.law_gpu);
    match sum(estimate) {
        Sum::LnKilowattHours => of_logarithm(estimate, words, &law.terms, &conditions),
        Sum::Joules => of_joules(estimate, words, &law.terms, &conditions),
    }
}

fn of_logarithm(
    estimate: &Estimate,
    words: Words,
    terms: &[Term],
    conditions: &law::Conditions,
) -> Vec<Share> {
    let law = &estimate.fit.file().law;
    let mut shares: Vec<Share> = terms
        .iter()
        .map(|term| Share {
            formula: formula(words, term, conditions),
            words: in_words(words, term, false),
            adds: term.coefficient * feature(term, conditions),
        })
        .collect();
    if estimate.ln_transfer != 0.0 {
        shares.push(Share { adds: estimate.ln_transfer, ..transfer(words) });
    }
    let of_terms: f64 = shares.iter().map(|share| share.adds).sum();
    let all_images = estimate.energy.kilowatt_hours() * law.evaluated_at_images as f64;
    if estimate.fit.boundary() != estimate.question.boundary {
        shares.push(Share {
            adds: law::ln(all_images) - of_terms,
            ..conversion(words, Word::LAW_CONVERSION_LOGARITHM)
        });
    }
    shares
}

fn of_joules(estimate: &Estimate, words: Words, terms: &[Term], conditions: &law::Conditions) -> Vec<Share> {
    let mut shares: Vec<Share> = terms
        .iter()
        .filter(|term| term.feature != Feature::Gpu)
        .map(|term| Share {
            formula: formula(words, term, conditions),
            words: in_words(words, term, false),
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
            let share = Share {
                formula: formula(words, term, conditions),
                words: in_words(words, term, false),
                adds: 0.0,
            };
            times(share, term.coefficient);
        }
    }
    if estimate.ln_transfer != 0.0 {
        times(transfer(words), estimate.ln_transfer);
    }
    if estimate.fit.boundary() != estimate.question.boundary {
        let adds = estimate.energy.joules() - so_far;
        shares.push(Share { adds, ..conversion(words, Word::LAW_CONVERSION_JOULES) });
    }
    shares
}

/// Kinds of work in joules, then what the known effects add.
fn of_time_and_power(estimate: &Estimate, words: Words) -> Vec<Share> {
    let law = &estimate.fit.file().law;
    let Some((evaluation, promise)) = evaluated(estimate) else { return Vec::new() };
    let mut shares = Vec::new();
    for (kind, term) in law.terms.iter().enumerate().take(KINDS) {
        let (seconds, joules) = evaluation.kind(kind, &promise, estimate.question.boundary);
        if joules == 0.0 {
            continue;
        }
        let counted = matches!(term.feature, Feature::Launches | Feature::Calls);
        let coefficient = words.significant(term.coefficient, 3);
        let promised = words.significant(promise.time[kind], 3);
        // Products whose least power is on another path than their least time take no seconds here.
        let power = words.significant(if seconds > 0.0 { joules / seconds } else { 0.0 }, 3);
        let formula = if counted {
            let unit = if term.feature == Feature::Calls { Word::LAW_CALLS } else { Word::LAW_LAUNCHES };
            [&coefficient, " s · ", &promised, " ", words.text(unit), " · ", &power, " W"].concat()
        } else {
            [&coefficient, " · ", &promised, " s · ", &power, " W"].concat()
        };
        shares.push(Share { formula, words: in_words(words, term, true), adds: joules });
    }
    let mut so_far: f64 = shares.iter().map(|share| share.adds).sum();
    let (model, gpu) = (estimate.question.workload.model().id, estimate.question.gpu);
    for term in law.terms.iter().skip(KINDS) {
        let level = match term.feature {
            Feature::Model => model,
            Feature::Gpu => gpu.id,
            Feature::Architecture => gpu.architecture,
            _ => continue,
        };
        if term.level.as_deref() == Some(level) {
            let adds = so_far * (law::value(term.coefficient) - 1.0);
            so_far += adds;
            let formula = ["exp(", &words.significant(term.coefficient, 3), ")"].concat();
            shares.push(Share { formula, words: in_words(words, term, true), adds });
        }
    }
    #[cfg(feature = "how-it-runs")]
    if estimate.question.workload.is_set_up() {
        // Passes left out, other GPUs, and seconds of waiting.
        let (formula, adds) = (String::from("set-up"), estimate.energy.joules() - so_far);
        shares.push(Share { formula, words: words.text(Word::RUN_INTERVAL).to_owned(), adds });
    }
    shares
}

fn transfer(words: Words) -> Share {
    let exponent = words.plain(crate::transfer::SPECIFICATION_EXPONENT);
    Share {
        formula: words.say(Word::LAW_TRANSFER_FORMULA, &[("exponent", &exponent)]),
        words: words.text(Word::LAW_TRANSFER).to_owned(),
        adds: 0.0,
    }
}

fn conversion(words: Words, formula: Word) -> Share {
    let [formula, words] = [formula, Word::LAW_CONVERSION].map(|word| words.text(word).to_owned());
    Share { formula, words, adds: 0.0 }
}

fn formula(words: Words, term: &Term, conditions: &law::Conditions) -> String {
    let coefficient = words.plain(term.coefficient);
    let times = |pieces: &[&str]| [&coefficient, " · ", &pieces.concat()].concat();
    match term.feature {
        Feature::Intercept => ["ln A = ", &coefficient].concat(),
        Feature::LnGflops => times(&["ln(", &words.significant(conditions.gflops_all_images, 4), " GFLOP)"]),
        Feature::Fp32 => times(&["[fp32]"]),
        Feature::Model | Feature::Architecture | Feature::GpuPower | Feature::Source | Feature::Gpu => {
            times(&["[", term.level.as_deref().unwrap_or_default(), "]"])
        }
        Feature::LnPixelsOver256 => times(&["ln(", &words.whole(conditions.pixels), " px / 256)"]),
        summed => {
            let value = conditions.sheet.get(summed).unwrap_or_default();
            let unit = if summed == Feature::Launches { words.text(Word::LAW_LAUNCHES) } else { "s" };
            let coefficient = words.significant(term.coefficient, 3);
            let board = words.significant(conditions.per_second, 4);
            [&coefficient, " · ", &board, " W · ", &words.significant(value, 3), " ", unit].concat()
        }
    }
}

fn in_words(words: Words, term: &Term, effect: bool) -> String {
    let times = |word: Word, ln: f64| words.say(word, &[("factor", &words.significant(law::value(ln), 3))]);
    let doubled = std::f64::consts::LN_2 * term.coefficient;
    let text = |word: Word| words.text(word).to_owned();
    match term.feature {
        Feature::Intercept => text(Word::LAW_INTERCEPT),
        Feature::LnGflops => times(Word::LAW_OPERATIONS, doubled),
        Feature::Fp32 => times(Word::LAW_FP32, term.coefficient),
        Feature::Gpu if effect => times(Word::LAW_GPU_EFFECT, term.coefficient),
        Feature::Gpu => times(Word::LAW_GPU, term.coefficient),
        Feature::Model => times(Word::LAW_MODEL_EFFECT, term.coefficient),
        Feature::Architecture => times(Word::LAW_ARCHITECTURE_EFFECT, term.coefficient),
        Feature::LnPixelsOver256 => times(Word::LAW_PIXELS, doubled),
        Feature::Matmul => text(Word::LAW_MATMUL),
        Feature::Vector => text(Word::LAW_VECTOR),
        Feature::LinearTraffic => text(Word::LAW_LINEAR_TRAFFIC),
        Feature::ConvTraffic => text(Word::LAW_CONV_TRAFFIC),
        Feature::Scores => text(Word::LAW_SCORES),
        Feature::Weights => text(Word::LAW_WEIGHTS),
        Feature::Launches => text(Word::LAW_LAUNCHING),
        Feature::Elementwise => text(Word::LAW_ELEMENTWISE),
        Feature::Calls => text(Word::LAW_CALLING),
        // No estimate tells of them by themselves.
        Feature::GpuPower | Feature::Source => String::new(),
    }
}
