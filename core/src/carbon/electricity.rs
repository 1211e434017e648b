//! Electricity of a data centre as its owner states it, checked: the same keys, words and limits on the command line and in a link.

use std::fmt;

use super::zone::{Countries, WORLD, Zone};
use super::zone_names;
use super::{DEFAULT_PUE, PUE_RANGE, cost, grams};
use crate::arrival::Arrival;
use crate::decimal::decimal;
use crate::excerpt::shortened;
use crate::present::plain;
use crate::units::Energy;
use crate::words::{Word, Words};

/// Key of the zone.
pub const ZONE: &str = "zone";

/// Key of an own carbon intensity, in g/kWh; it counts instead of a zone's.
pub const INTENSITY: &str = "intensity";

/// Key of the power usage effectiveness.
pub const PUE: &str = "pue";

/// Key of the price of a kilowatt-hour.
pub const PRICE: &str = "price";

/// Own intensities that are read, in g/kWh: up to several times that of the dirtiest grid of the table (some 1,300).
pub const INTENSITY_RANGE: (f64, f64) = (0.0, 5000.0);

/// Prices that are read, in any currency: a slip of the keyboard is refused, a currency of small units is not.
pub const PRICE_RANGE: (f64, f64) = (0.0, 1_000_000.0);

/// The electricity of a data centre.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Electricity {
    /// The zone that was named; the world where none was.
    pub zone: Zone,
    /// A person's own carbon intensity, in grams of CO₂ equivalent per kilowatt-hour; it counts instead of the zone's.
    pub own: Option<f64>,
    /// True if a country was named whose figure is still to arrive; the world's counts until then.
    pub awaits: bool,
    /// Energy of the data centre over that of its computers.
    pub pue: f64,
    /// Price of a kilowatt-hour, in any currency.
    pub price: Option<f64>,
}

/// The world's, for the GPU alone, without a price.
impl Default for Electricity {
    fn default() -> Self {
        Self { zone: WORLD, own: None, awaits: false, pue: DEFAULT_PUE, price: None }
    }
}

/// A value that could not be used; as text it is English.
#[derive(Debug, Clone, PartialEq)]
pub enum Problem {
    /// Not a number, or one outside its range.
    Number {
        /// Key of the setting.
        key: &'static str,
        /// The text given.
        given: String,
        /// The least and the most allowed.
        range: (f64, f64),
    },
    /// A zone that the table does not have.
    UnknownZone {
        /// The text given.
        given: String,
        /// Zones whose names come near it, the nearest first.
        near: Vec<Zone>,
    },
    /// A part of a zone of the table.
    PartOfZone {
        /// The text given.
        given: String,
        /// The zone.
        zone: Zone,
    },
    /// Several zones of the table together.
    GroupOfZones {
        /// The text given.
        given: String,
    },
    /// The page could not fetch the table.
    NoCountries,
}

impl std::error::Error for Problem {}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Words::ENGLISH))
    }
}

impl Problem {
    /// Returns the message: what was given, what is allowed, what to do.
    pub fn say(&self, words: Words) -> String {
        match self {
            Self::Number { key, given, range: (least, most) } => words.say(
                Word::ELECTRICITY_NUMBER,
                &[("key", key), ("given", given), ("least", &plain(*least)), ("most", &plain(*most))],
            ),
            Self::UnknownZone { given, near } if !near.is_empty() => {
                let near: Vec<String> =
                    near.iter().map(|zone| [zone.alpha_3, " (", zone.name, ")"].concat()).collect();
                let known = words.listed(&near.iter().map(String::as_str).collect::<Vec<_>>());
                words.say(Word::NAMES_NEAR_ZONE, &[("given", given), ("known", &known)])
            }
            Self::UnknownZone { given, .. } => words.say(Word::ELECTRICITY_UNKNOWN_ZONE, &[("given", given)]),
            Self::PartOfZone { given, zone } => words.say(
                Word::NAMES_PART_OF_ZONE,
                &[("given", given), ("zone", zone.name), ("code", zone.alpha_3)],
            ),
            Self::GroupOfZones { given } => words.say(Word::NAMES_GROUP_OF_ZONES, &[("given", given)]),
            Self::NoCountries => words.text(Word::ELECTRICITY_NO_COUNTRIES).to_owned(),
        }
    }

    /// The key of the value.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Number { key, .. } => key,
            Self::UnknownZone { .. } | Self::NoCountries => ZONE,
            Self::PartOfZone { .. } | Self::GroupOfZones { .. } => ZONE,
        }
    }
}

impl Electricity {
    /// Reads what was typed for each key. What cannot be used is reported and replaced by its default, so there is always an answer;
    /// callers that must not guess refuse when there is a problem.
    pub fn read<'a>(typed: impl Fn(&str) -> Option<&'a str>, countries: Countries) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let given = |key: &str| typed(key).map(str::trim).filter(|text| !text.is_empty());
        let mut number = |key: &'static str, range: (f64, f64)| {
            let text = given(key)?;
            let value = decimal(text).filter(|value| (range.0..=range.1).contains(value));
            if value.is_none() {
                problems.push(Problem::Number { key, given: shortened(text), range });
            }
            value
        };
        let pue = number(PUE, PUE_RANGE).unwrap_or(DEFAULT_PUE);
        let price = number(PRICE, PRICE_RANGE);
        let own = number(INTENSITY, INTENSITY_RANGE);
        let mut read = Self { own, pue, price, ..Self::default() };
        if countries == Countries::Lost {
            problems.push(Problem::NoCountries);
        }
        if let Some(text) = given(ZONE) {
            match ((BY_NAME.known().find)(countries, text), countries) {
                (Some(zone), _) => read.zone = zone,
                (None, Countries::Table(_)) => problems.push((BY_NAME.known().unknown)(text, countries)),
                (None, Countries::Awaited) => read.awaits = own.is_none(),
                (None, Countries::Lost) => {}
            }
        }
        (read, problems)
    }

    /// Grams of CO₂ equivalent per kilowatt-hour: the own figure, else the zone's.
    pub fn grams_per_kwh(&self) -> f64 {
        self.own.unwrap_or(self.zone.grams_per_kwh)
    }

    /// The carbon intensity that counts, in half a sentence: whose it is, the figure, its year and who says so.
    pub fn basis(&self, words: Words) -> String {
        let intensity = words.plain(self.grams_per_kwh());
        if self.own.is_some() {
            return words.say(Word::ELECTRICITY_OWN, &[("intensity", &intensity)]);
        }
        let zone = &self.zone;
        let whose = match (zone.is_world(), self.awaits) {
            (true, false) => words.text(Word::ELECTRICITY_WORLD),
            (true, true) => words.text(Word::ELECTRICITY_AWAITS),
            (false, _) => &words.say(Word::ELECTRICITY_COUNTRY, &[("country", zone.name)]),
        };
        let values = [
            ("whose", whose),
            ("intensity", &intensity),
            ("year", &zone.year.to_string()),
            ("publisher", words.text(zone.publisher.name())),
        ];
        words.say(Word::ELECTRICITY_ZONE, &values)
    }

    /// Returns the energy that the data centre draws for an energy of computers: energy × PUE.
    pub fn drawn(&self, energy: Energy) -> Energy {
        energy * self.pue
    }

    /// Grams of CO₂ equivalent of so much energy of computers.
    pub fn grams(&self, energy: Energy) -> f64 {
        grams(energy, self.pue, self.grams_per_kwh())
    }

    /// Price of so much energy of computers; `None` where no price is known.
    pub fn cost(&self, energy: Energy) -> Option<f64> {
        self.price.map(|price| cost(energy, self.pue, price))
    }
}

/// Ways to find a zone, and to say why there is none.
struct ByName {
    find: fn(Countries, &str) -> Option<Zone>,
    unknown: fn(&str, Countries) -> Problem,
}

/// By code, and by name as people write it.
static BY_ANY_NAME: ByName = ByName {
    find: zone_names::find,
    unknown: |text, countries| {
        let given = shortened(text);
        match zone_names::whole_of(countries, text) {
            _ if zone_names::is_group(text) => Problem::GroupOfZones { given },
            Some(zone) => Problem::PartOfZone { given, zone },
            None => Problem::UnknownZone { given, near: zone_names::near(countries, text) },
        }
    },
};

/// By code alone.
#[cfg(not(feature = "whole-catalogue"))]
static FIRST: &ByName = &ByName {
    find: |countries, text| countries.find(text),
    unknown: |text, _| Problem::UnknownZone { given: shortened(text), near: Vec::new() },
};
#[cfg(feature = "whole-catalogue")]
static FIRST: &ByName = &BY_ANY_NAME;

static BY_NAME: Arrival<ByName> = Arrival::of(FIRST);

/// Makes zones known by any name.
pub(crate) fn arrive() {
    BY_NAME.arrive(&BY_ANY_NAME);
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRANCE: Countries = Countries::Table("FRA,FR,44.18,2024,owid,France");

    fn read(pairs: &[(&str, &'static str)], countries: Countries) -> (Electricity, Vec<Problem>) {
        Electricity::read(
            |key| pairs.iter().find(|(known, _)| *known == key).map(|(_, text)| *text),
            countries,
        )
    }

    #[test]
    fn nothing_said_is_the_world_and_the_gpu_alone() {
        for countries in [FRANCE, Countries::Awaited] {
            assert_eq!(read(&[], countries), (Electricity::default(), vec![]));
            assert_eq!(read(&[("zone", " "), ("price", "")], countries), (Electricity::default(), vec![]));
        }
        assert_eq!(Electricity::default().grams(Energy::from_kilowatt_hours(1.0)), 472.94);
        assert_eq!(Electricity::default().cost(Energy::from_kilowatt_hours(1.0)), None);
    }

    #[test]
    fn a_zone_counts_and_an_own_figure_counts_instead() {
        let (france, problems) = read(&[("zone", "fr"), ("pue", "1.2"), ("price", "0.25")], FRANCE);
        assert_eq!((france.grams_per_kwh(), france.pue, france.price), (44.18, 1.2, Some(0.25)));
        assert!(problems.is_empty());
        let (own, problems) = read(&[("zone", "FRA"), ("intensity", "30")], FRANCE);
        assert_eq!((own.grams_per_kwh(), own.zone.alpha_3, problems.len()), (30.0, "FRA", 0));
        assert_eq!(read(&[("intensity", "0")], FRANCE).0.grams_per_kwh(), 0.0);
    }

    #[test]
    fn the_basis_has_year_and_source() {
        let said = |pairs: &[(&str, &'static str)], countries| read(pairs, countries).0.basis(Words::ENGLISH);
        assert_eq!(said(&[], FRANCE), "at the world’s mean electricity (472.94 g/kWh, 2024, Ember)");
        assert_eq!(
            said(&[("zone", "FRA")], FRANCE),
            "with the electricity of France (44.18 g/kWh, 2024, Ember and Energy Institute, via Our World in Data)"
        );
        assert!(said(&[("zone", "FRA")], Countries::Awaited).contains("has loaded (472.94 g/kWh"));
        assert_eq!(said(&[("zone", "FRA"), ("intensity", "30.5")], FRANCE), "at your value of 30.5 g/kWh");
    }

    #[test]
    fn bad_values_are_reported_and_replaced() {
        let pairs = [("zone", "XX"), ("intensity", "5001"), ("pue", "0.9"), ("price", "-1")];
        let (read, problems) = read(&pairs, FRANCE);
        assert_eq!(read, Electricity::default());
        let keys: Vec<_> = problems.iter().map(Problem::key).collect();
        assert_eq!(keys, [PUE, PRICE, INTENSITY, ZONE]);
        assert!(problems[2].to_string().contains("from 0 to 5000"), "{}", problems[2]);
    }

    #[test]
    fn a_table_that_is_not_there_is_never_silent() {
        let (awaiting, problems) = read(&[("zone", "FRA")], Countries::Awaited);
        assert!(awaiting.awaits && problems.is_empty() && awaiting.zone == WORLD);
        assert!(!read(&[("zone", "FRA"), ("intensity", "1")], Countries::Awaited).0.awaits);
        assert!(!read(&[("zone", "WORLD")], Countries::Awaited).0.awaits);
        for pairs in [&[("zone", "FRA")][..], &[]] {
            let (lost, problems) = read(pairs, Countries::Lost);
            assert_eq!((lost.zone, problems), (WORLD, vec![Problem::NoCountries]));
        }
    }
}
