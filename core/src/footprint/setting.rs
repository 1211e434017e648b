//! Settings of a footprint as people type them: one reader for every front end, as that of electricity is.

use super::embodied::{DEFAULT_LIFETIME_YEARS, DEFAULT_UTILISATION};
use super::host::Host;
use super::problem::FootprintProblem;
use super::scenario::{FunctionalUnit, Scenario};
use crate::decimal::decimal;
use crate::excerpt::shortened;

/// Keys, as they stand in links; on the command line with hyphens.
pub const EMBODIED: &str = "embodied";
/// Key of an own figure of embodied emissions.
pub const EMBODIED_KG: &str = "embodied_kg";
/// Key of the lifetime in years.
pub const LIFETIME: &str = "lifetime";
/// Key of the share of its life in which a machine works.
pub const UTILISATION: &str = "utilisation";
/// Key of the host.
pub const HOST: &str = "host";
/// Key of the data centre's water usage effectiveness.
pub const WUE: &str = "wue";
/// Key of an own water intensity of the grid.
pub const WATER_INTENSITY: &str = "water_intensity";
/// Key of the runs that finish for each image that is kept.
pub const ATTEMPTS: &str = "attempts";
/// Key of the share of runs that fail.
pub const FAILED: &str = "failed";
/// Key of the functional unit.
pub const PER: &str = "per";
/// Key of the users.
pub const USERS: &str = "users";
/// Key of the images that a user keeps in a month.
pub const KEPT_PER_USER: &str = "kept_per_user";

/// Every key.
pub const KEYS: [&str; 12] = [
    EMBODIED,
    EMBODIED_KG,
    LIFETIME,
    UTILISATION,
    HOST,
    WUE,
    WATER_INTENSITY,
    ATTEMPTS,
    FAILED,
    PER,
    USERS,
    KEPT_PER_USER,
];

/// Limits beyond which a slip of the keyboard is likelier than a plan.
const KG_RANGE: (f64, f64) = (0.0, 100_000.0);
const LIFETIME_RANGE: (f64, f64) = (0.5, 20.0);
const UTILISATION_RANGE: (f64, f64) = (0.01, 1.0);
const HOST_RANGE: (f64, f64) = (0.0, 10_000.0);
const LITRES_RANGE: (f64, f64) = (0.0, 100.0);
const ATTEMPTS_RANGE: (f64, f64) = (1.0, 1000.0);
const FAILED_RANGE: (f64, f64) = (0.0, 0.95);
const USERS_RANGE: (f64, f64) = (1.0, 1e10);
const KEPT_PER_USER_RANGE: (f64, f64) = (0.001, 1e6);

const ON_OFF: [&str; 2] = ["on", "off"];
const ON_OFF_WATTS: [&str; 3] = ["on", "off", "a number of watts"];

/// Settings of a footprint, checked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FootprintSettings {
    /// True if embodied emissions are counted.
    pub embodied: bool,
    /// A person's own embodied emissions of a GPU with its share of the server, in kilograms.
    pub embodied_kg: Option<f64>,
    /// Lifetime of GPU and server in years.
    pub lifetime_years: f64,
    /// Share of that life in which they work.
    pub utilisation: f64,
    /// Host that is counted.
    pub host: Host,
    /// Litres that the data centre's cooling evaporates for a kilowatt-hour of its computers; water is counted where it is given.
    pub wue: Option<f64>,
    /// Own litres for a kilowatt-hour of the grid.
    pub water_intensity: Option<f64>,
    /// Attempts and functional unit.
    pub scenario: Scenario,
}

impl FootprintSettings {
    /// Reads what was typed for each key, for so many images or clips that are kept. What cannot be used is reported and replaced by its default.
    pub fn read<'a>(typed: impl Fn(&str) -> Option<&'a str>, kept: u64) -> (Self, Vec<FootprintProblem>) {
        let mut problems = Vec::new();
        let given = |key: &str| typed(key).map(str::trim).filter(|text| !text.is_empty());
        let mut number = |key: &'static str, range: (f64, f64)| {
            let text = given(key)?;
            let value = decimal(text).filter(|value| (range.0..=range.1).contains(value));
            if value.is_none() {
                problems.push(FootprintProblem::Number { key, given: shortened(text), range });
            }
            value
        };
        let embodied_kg = number(EMBODIED_KG, KG_RANGE);
        let lifetime_years = number(LIFETIME, LIFETIME_RANGE).unwrap_or(DEFAULT_LIFETIME_YEARS);
        let utilisation = number(UTILISATION, UTILISATION_RANGE).unwrap_or(DEFAULT_UTILISATION);
        let (wue, water_intensity) = (number(WUE, LITRES_RANGE), number(WATER_INTENSITY, LITRES_RANGE));
        let attempts = number(ATTEMPTS, ATTEMPTS_RANGE).unwrap_or(1.0);
        let failed = number(FAILED, FAILED_RANGE).unwrap_or(0.0);
        let users = number(USERS, USERS_RANGE).unwrap_or(1000.0);
        let kept_per_user = number(KEPT_PER_USER, KEPT_PER_USER_RANGE).unwrap_or(1.0);
        let mut choice = |key: &'static str, known: &'static [&'static str]| {
            let text = given(key)?;
            let found = known.iter().find(|known| known.eq_ignore_ascii_case(text)).copied();
            if found.is_none() {
                problems.push(FootprintProblem::Choice { key, given: shortened(text), known });
            }
            found
        };
        let embodied = choice(EMBODIED, &ON_OFF) == Some("on");
        let unit = choice(PER, &FunctionalUnit::NAMES).and_then(FunctionalUnit::find);
        let host = match given(HOST) {
            Some(text) if text.starts_with(|sign: char| sign.is_ascii_digit()) => {
                let watts = decimal(text).filter(|watts| (HOST_RANGE.0..=HOST_RANGE.1).contains(watts));
                if watts.is_none() {
                    let given = shortened(text);
                    problems.push(FootprintProblem::Number { key: HOST, given, range: HOST_RANGE });
                }
                watts.map_or(Host::Off, Host::Own)
            }
            _ => match choice(HOST, &ON_OFF_WATTS) {
                Some("on") => Host::Published,
                _ => Host::Off,
            },
        };
        let unit = unit.unwrap_or(FunctionalUnit::KeptImage);
        let scenario = Scenario { attempts, failed, unit, kept: kept as f64, kept_per_user, users };
        let read = Self {
            // An own figure says that it is to be counted.
            embodied: embodied || (embodied_kg.is_some() && given(EMBODIED).is_none()),
            embodied_kg,
            lifetime_years,
            utilisation,
            host,
            wue,
            water_intensity,
            scenario,
        };
        (read, problems)
    }
}
