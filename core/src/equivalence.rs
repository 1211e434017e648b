//! Everyday comparisons for an amount of energy, each with its energy, what it covers and its source.
//!
//! Computed from energy alone. The same electricity is the same number of kettles everywhere; one computed from carbon would change with the
//! grid.

use thiserror::Error;

use crate::excerpt::shortened;
use crate::source::Source;
use crate::units::Energy;
use crate::words::{Word, Words};

/// A comparison: an activity with a known energy.
#[derive(Debug, Clone, Copy)]
pub struct Equivalence {
    /// Stable name, in links and on the command line.
    pub id: &'static str,
    /// Label in a list.
    pub label: Word,
    /// Unit in which it is counted.
    pub unit: Unit,
    /// Text after the count or the time in a sentence.
    pub of: Word,
    /// Energy of one, or of an hour of it.
    pub energy: Energy,
    /// Coverage, assumptions and age of the value.
    pub covers: Word,
    /// Source of the value.
    pub source: Source,
}

/// Unit of counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Pieces or times.
    Count,
    /// Hours.
    Hours,
}

/// Grams of water in a metric cup of 250 ml.
const CUP_OF_WATER_G: f64 = 250.0;

/// From a room's temperature to the boil, in kelvin: 20 to 100 °C.
const TO_THE_BOIL_K: f64 = 80.0;

/// Joules that warm a gram of water by a kelvin: the thermochemical calorie.
const CALORIE_J: f64 = 4.184;

/// Watt-hours that a common smartphone takes from the wall in 24 hours, charged once and left to rest, and watts while it rests; hours that
/// it rests.
const PHONE_DAY_WH: f64 = 14.46;
const PHONE_REST_W: f64 = 0.13;
const PHONE_REST_H: f64 = 22.0;

/// The agency's page with both of its figures.
const EPA_PAGE: &str =
    "https://www.epa.gov/energy/greenhouse-gas-equivalencies-calculator-calculations-and-references";

/// Light of an LED lamp, by the hour.
pub const LED_LAMP: Equivalence = Equivalence {
    id: "led-lamp",
    label: Word::LIKE_LED_LAMP,
    unit: Unit::Hours,
    of: Word::LIKE_LED_LAMP_OF,
    energy: Energy::from_watt_hours(9.0),
    covers: Word::LIKE_LED_LAMP_COVERS,
    source: Source {
        title: "US Environmental Protection Agency, Greenhouse Gas Equivalencies Calculator",
        locator: "incandescent lamps switched to LEDs (EPA 2019)",
        url: EPA_PAGE,
    },
};

/// Full charges of a smartphone.
pub const PHONE_CHARGE: Equivalence = Equivalence {
    id: "phone-charge",
    label: Word::LIKE_PHONE_CHARGE,
    unit: Unit::Count,
    of: Word::LIKE_PHONE_CHARGE_OF,
    energy: Energy::from_watt_hours(PHONE_DAY_WH - PHONE_REST_H * PHONE_REST_W),
    covers: Word::LIKE_PHONE_CHARGE_COVERS,
    source: Source {
        title: "US Environmental Protection Agency, Greenhouse Gas Equivalencies Calculator",
        locator: "number of smartphones charged (US Department of Energy 2020)",
        url: EPA_PAGE,
    },
};

/// Streamed video, by the hour.
pub const STREAMING: Equivalence = Equivalence {
    id: "streaming",
    label: Word::LIKE_STREAMING,
    unit: Unit::Hours,
    of: Word::LIKE_STREAMING_OF,
    energy: Energy::from_watt_hours(77.0),
    covers: Word::LIKE_STREAMING_COVERS,
    source: Source {
        title: "International Energy Agency, The carbon footprint of streaming video: fact-checking the headlines",
        locator: "update of 11 December 2020",
        url: "https://www.iea.org/commentaries/the-carbon-footprint-of-streaming-video-fact-checking-the-headlines",
    },
};

/// Every equivalence, in the order in which they are offered.
pub const ALL: [Equivalence; 7] = [
    LED_LAMP,
    PHONE_CHARGE,
    Equivalence {
        id: "cup-of-water",
        label: Word::LIKE_CUP_OF_WATER,
        unit: Unit::Count,
        of: Word::LIKE_CUP_OF_WATER_OF,
        energy: Energy::from_joules(CUP_OF_WATER_G * TO_THE_BOIL_K * CALORIE_J),
        covers: Word::LIKE_CUP_OF_WATER_COVERS,
        source: Source {
            title: "NIST Special Publication 811 (2008), Guide for the Use of the SI",
            locator: "appendix B.8, thermochemical calorie",
            url: "https://www.nist.gov/pml/special-publication-811/nist-guide-si-appendix-b-conversion-factors/nist-guide-si-appendix-b8",
        },
    },
    STREAMING,
    Equivalence {
        id: "chatgpt-query",
        label: Word::LIKE_CHATGPT_QUERY,
        unit: Unit::Count,
        of: Word::LIKE_CHATGPT_QUERY_OF,
        energy: Energy::from_watt_hours(0.34),
        covers: Word::LIKE_CHATGPT_QUERY_COVERS,
        source: Source {
            title: "Sam Altman, The Gentle Singularity",
            locator: "10 June 2025",
            url: "https://blog.samaltman.com/the-gentle-singularity",
        },
    },
    Equivalence {
        id: "gemini-prompt",
        label: Word::LIKE_GEMINI_PROMPT,
        unit: Unit::Count,
        of: Word::LIKE_GEMINI_PROMPT_OF,
        energy: Energy::from_watt_hours(0.24),
        covers: Word::LIKE_GEMINI_PROMPT_COVERS,
        source: Source {
            title: "Google, Measuring the environmental impact of delivering AI at Google Scale",
            locator: "arXiv:2508.15734v1, 21 August 2025, abstract",
            url: "https://arxiv.org/abs/2508.15734v1",
        },
    },
    Equivalence {
        id: "web-search",
        label: Word::LIKE_WEB_SEARCH,
        unit: Unit::Count,
        of: Word::LIKE_WEB_SEARCH_OF,
        energy: Energy::from_watt_hours(0.3),
        covers: Word::LIKE_WEB_SEARCH_COVERS,
        source: Source {
            title: "Urs Hölzle, Powering a Google search",
            locator: "11 January 2009",
            url: "https://googleblog.blogspot.com/2009/01/powering-google-search.html",
        },
    },
];

/// Key of the equivalence.
pub const LIKE: &str = "like";

/// An equivalence that the list does not have.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("unknown {LIKE} '{given}'; choose {}", Words::ENGLISH.listed(&ALL.each_ref().map(|one| one.id)))]
pub struct Unknown {
    /// The text given.
    given: String,
}

/// The one with this id.
///
/// # Errors
/// With the ids there are.
pub fn find(id: &str) -> Result<&'static Equivalence, Unknown> {
    let found = const { &ALL }.iter().find(|one| one.id == id.trim());
    found.ok_or_else(|| Unknown { given: shortened(id) })
}

impl Equivalence {
    /// Returns the number, or the hours, that take as much energy.
    pub fn amount(&self, energy: Energy) -> f64 {
        energy.joules() / self.energy.joules()
    }

    /// The amount in words, with two significant digits: a count, or minutes or hours.
    pub fn text(&self, words: Words, energy: Energy) -> String {
        let amount = self.amount(energy);
        let (word, amount) = match self.unit {
            Unit::Count => return words.rounded(amount),
            Unit::Hours if amount >= MINUTES_UP_TO_HOURS => (Word::LIKE_HOURS, amount),
            Unit::Hours => (Word::LIKE_MINUTES, amount * 60.0),
        };
        words.say(word, &[("amount", &words.rounded(amount))])
    }
}

/// Hours from which a time is told in hours.
const MINUTES_UP_TO_HOURS: f64 = 2.0;

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(id: &str, watt_hours: f64) -> f64 {
        find(id).unwrap().amount(Energy::from_watt_hours(watt_hours))
    }

    #[track_caller]
    fn near(found: f64, expected: f64) {
        assert!((found / expected - 1.0).abs() < 1e-9, "{found}, expected {expected}");
    }

    /// 9 W for an hour are 9 Wh.
    #[test]
    fn led_lamp() {
        near(amount("led-lamp", 9.0), 1.0);
        near(amount("led-lamp", 4.5), 0.5);
    }

    /// The agency's own constant: 8.22 × 10⁻⁶ t of CO₂ a phone at 7.09 × 10⁻⁴ t a kWh are 11.6 Wh.
    #[test]
    fn phone_charge() {
        near(amount("phone-charge", 116.0), 10.0);
        let by_carbon = 8.22e-6 / 7.09e-4 * 1000.0;
        assert!((amount("phone-charge", by_carbon) - 1.0).abs() < 2e-3);
    }

    /// 250 g × 80 K × 4.184 J/(g K) = 83,680 J = 23.24 Wh.
    #[test]
    fn cup_of_water() {
        near(amount("cup-of-water", 83_680.0 / 3600.0), 1.0);
    }

    /// 0.077 kWh an hour.
    #[test]
    fn streaming() {
        near(amount("streaming", 154.0), 2.0);
    }

    /// The paper compares Qwen-Image's 3.58 Wh with 0.34 Wh: 10.5 times.
    #[test]
    fn chatgpt_query() {
        assert_eq!(find("chatgpt-query").unwrap().text(Words::ENGLISH, Energy::from_watt_hours(3.58)), "11");
        assert!((amount("chatgpt-query", 3.58) - 10.5).abs() < 0.05);
    }

    /// X-Val: the same source at 0.24 Wh: 14.9 times.
    #[test]
    fn gemini_prompt() {
        assert!((amount("gemini-prompt", 3.58) - 14.9).abs() < 0.05);
    }

    /// 0.0003 kWh.
    #[test]
    fn web_search() {
        near(amount("web-search", 3.0), 10.0);
    }

    #[test]
    fn times_are_minutes_up_to_two_hours() {
        let lamp = find("led-lamp").unwrap();
        assert_eq!(lamp.text(Words::ENGLISH, Energy::from_watt_hours(4.5)), "30 minutes");
        assert_eq!(lamp.text(Words::ENGLISH, Energy::from_watt_hours(17.9)), "120 minutes");
        assert_eq!(lamp.text(Words::ENGLISH, Energy::from_watt_hours(18.0)), "2.0 hours");
    }

    #[test]
    fn each_has_a_plausible_energy_and_a_source_of_its_own() {
        for (at, one) in ALL.iter().enumerate() {
            assert!(ALL[..at].iter().all(|other| other.id != one.id), "{}", one.id);
            let watt_hours = one.energy.watt_hours();
            assert!((0.1..=100.0).contains(&watt_hours), "{}: {watt_hours} Wh", one.id);
            assert!(one.source.url.starts_with("https://") && !one.source.locator.is_empty(), "{}", one.id);
        }
    }
}
