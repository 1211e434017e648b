//! Zones by the names that people write.

use super::zone::{Countries, Publisher, Zone};
use crate::names::{self, Found, Named, plain};

/// Names and codes, in small letters without signs, that people write for a zone and that neither ISO 3166 nor the table has.
const OTHER_NAMES: [(&str, &str); 20] = [
    ("uk", "GBR"),
    ("greatbritain", "GBR"),
    ("el", "GRC"),
    ("us", "USA"),
    ("unitedstatesofamerica", "USA"),
    ("uae", "ARE"),
    ("czechrepublic", "CZE"),
    ("ivorycoast", "CIV"),
    ("côtedivoire", "CIV"),
    ("holland", "NLD"),
    ("russianfederation", "RUS"),
    ("republicofkorea", "KOR"),
    ("turkiye", "TUR"),
    ("türkiye", "TUR"),
    ("burma", "MMR"),
    ("swaziland", "SWZ"),
    ("caboverde", "CPV"),
    ("timorleste", "TLS"),
    ("global", "WORLD"),
    ("earth", "WORLD"),
];

/// The European Union: Ember, as @tgwf/co2 0.19.0 has it (`average-intensities`, key `EU`); its year is that of thegreenwebfoundation/co2.js at
/// b459b5e543c6cfb49ad429627e325e14c45697e1, data/output/average-intensities.json. The table of countries has no groups, and a page without names
/// knows none.
pub const EUROPEAN_UNION: Zone = Zone {
    alpha_3: "EU27",
    alpha_2: "EU",
    grams_per_kwh: 213.02,
    year: 2024,
    publisher: Publisher::Ember,
    name: "European Union",
};

/// Names that people write for it, in small letters without signs.
const NAMES_OF_UNION: [&str; 4] = ["eu", "eu27", "ue", "europeanunion"];

/// Groups of countries without a figure.
const GROUPS: [&str; 6] = ["europe", "asia", "africa", "northamerica", "southamerica", "oecd"];

/// Near zones at most.
const MOST_NEAR: usize = 3;

/// Returns true for a group of countries.
pub fn is_group(text: &str) -> bool {
    GROUPS.contains(&&*plain(text))
}

/// Finds the zone with a code, with a name of the table, or with another name that people write for it.
pub fn find(countries: Countries, text: &str) -> Option<Zone> {
    let plain = plain(text);
    if NAMES_OF_UNION.contains(&&*plain) {
        return Some(EUROPEAN_UNION);
    }
    let other = OTHER_NAMES.iter().find(|(name, _)| *name == plain).map(|(_, alpha_3)| *alpha_3);
    let named = |zone: &Zone| match other {
        Some(alpha_3) => zone.alpha_3 == alpha_3,
        None => !plain.is_empty() && self::plain(zone.name) == plain,
    };
    countries.find(text).or_else(|| countries.zones().find(named))
}

/// Finds zones whose names come near a text that is none, the nearest first.
pub fn near(countries: Countries, text: &str) -> Vec<Zone> {
    let named = |zone: Zone| Named { thing: zone, names: vec![zone.name], also: Vec::new() };
    let named: Vec<Named<Zone>> = countries.zones().map(named).collect();
    let mut near = match names::find(text, &named) {
        Found::One(one) => vec![one],
        Found::Several(near) | Found::Near(near) => near,
    };
    near.truncate(MOST_NEAR);
    near
}

/// The zone that a subdivision's code belongs to: `US-CA` to the United States.
pub fn whole_of(countries: Countries, text: &str) -> Option<Zone> {
    let (country, _) = text.split_once('-').or_else(|| text.split_once('_'))?;
    find(countries, country).filter(|zone| !zone.is_world())
}

#[cfg(all(test, feature = "zones"))]
mod tests {
    use super::super::zone::TABLE;
    use super::*;

    #[test]
    fn zones_are_found_by_the_names_that_people_write() {
        let all = Countries::Table(TABLE);
        for (text, alpha_3) in [
            ("UK", "GBR"),
            ("united kingdom", "GBR"),
            ("US", "USA"),
            ("United-States", "USA"),
            ("South Korea", "KOR"),
            ("Côte d'Ivoire", "CIV"),
            ("world", "WORLD"),
        ] {
            assert_eq!(find(all, text).map(|zone| zone.alpha_3), Some(alpha_3), "{text}");
        }
        for (text, alpha_3) in OTHER_NAMES {
            assert_eq!(find(all, text).map(|zone| zone.alpha_3), Some(alpha_3), "{text}");
        }
        for text in ["EU", "eu-27", "European Union"] {
            assert_eq!(find(all, text), Some(EUROPEAN_UNION), "{text}");
        }
        assert!(GROUPS.iter().all(|group| find(all, group).is_none()));
        assert_eq!(near(all, "Germny")[0].alpha_3, "DEU");
        assert_eq!(whole_of(all, "US-CAL-CISO").map(|zone| zone.alpha_3), Some("USA"));
        assert_eq!(whole_of(all, "Guinea").map(|zone| zone.alpha_3), None);
    }
}
