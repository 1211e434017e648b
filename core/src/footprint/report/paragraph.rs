//! An AFNOR-style paragraph: scope, unit, energy, greenhouse gas, water, method and what is left out, in whole sentences.

use super::facts::RunFacts;
use crate::footprint::{FunctionalUnit, Range};
use crate::present::EnergyUnit;
use crate::units::Energy;
use crate::words::{Word, Words};

/// Percents of a whole.
const PERCENT: f64 = 100.0;

/// Returns the paragraph in a language. Energy is that of all images; greenhouse gas and water are of one functional unit.
pub fn paragraph(facts: &RunFacts, words: Words) -> String {
    let one = &facts.life_cycle;
    let energy = |kwh: f64| words.energy(Energy::from_kilowatt_hours(kwh), EnergyUnit::WattHours);
    let grams = |grams: f64| words.scaled(grams, "g");
    let (images, settings) = (facts.images.to_string(), facts.settings_line());
    let kwh = facts.kwh;
    let mut sentences = vec![if facts.meter.is_none() {
        let values = [
            ("images", &*images),
            ("model", &*facts.model_label),
            ("settings", &*settings),
            ("gpu", &*facts.gpu),
            ("energy", &*energy(kwh.value)),
            ("low", &*energy(kwh.low)),
            ("high", &*energy(kwh.high)),
            ("boundary", &*facts.boundary),
        ];
        words.say(Word::AFNOR_ESTIMATED, &values)
    } else {
        let values = [
            ("images", &*images),
            ("model", &*facts.model_label),
            ("settings", &*settings),
            ("gpu", &*facts.gpu),
            ("energy", &*energy(kwh.value)),
            ("boundary", &*facts.boundary),
        ];
        words.say(Word::AFNOR_MEASURED, &values)
    }];
    let runs = one.scenario.runs_per_kept();
    if runs > 1.0 {
        sentences.push(words.say(Word::AFNOR_ATTEMPTS, &[("runs", &words.significant(runs, 3))]));
    }
    let total = one.sci_g();
    let unit = words.text(match one.scenario.unit {
        FunctionalUnit::KeptImage => Word::AFNOR_KEPT_IMAGE,
        FunctionalUnit::Campaign => Word::AFNOR_CAMPAIGN,
        FunctionalUnit::ThousandUsersAMonth => Word::AFNOR_THOUSAND_USERS,
    });
    let values = [
        ("unit", unit),
        ("grams", &*grams(total.value)),
        ("low", &*grams(total.low)),
        ("high", &*grams(total.high)),
    ];
    sentences.push(words.say(Word::AFNOR_SCI, &values));
    if let Some(host) = one.host_kwh {
        sentences.push(words.say(Word::AFNOR_HOST, &[("energy", &energy(host.value))]));
    }
    let values = [
        ("grams", &*grams(one.operational_g().value)),
        ("basis", &*facts.electricity.basis(words)),
        ("pue", &*words.plain(one.pue)),
    ];
    sentences.push(words.say(Word::AFNOR_CARBON, &values));
    sentences.push(if one.embodied.is_some() {
        let Range { value, low, high } = one.embodied_g();
        let values = [
            ("grams", &*grams(value)),
            ("low", &*grams(low)),
            ("high", &*grams(high)),
            ("years", &*words.plain(facts.lifetime_years)),
            ("utilisation", &*words.rounded(PERCENT * facts.utilisation)),
            ("share", &*words.rounded(PERCENT * value / total.value)),
        ];
        words.say(Word::AFNOR_EMBODIED, &values)
    } else {
        words.text(Word::AFNOR_NO_EMBODIED).to_owned()
    });
    sentences.push(match &one.water {
        Some(water) => words.say(Word::AFNOR_WATER, &[("litres", &words.scaled(water.total().value, "l"))]),
        None => words.text(Word::AFNOR_NO_WATER).to_owned(),
    });
    sentences.push(words.say(Word::AFNOR_METHOD, &[("method", &facts.method)]));
    sentences.extend(facts.caveats.iter().cloned());
    sentences.join(" ")
}
