//! A budget: so much energy, carbon or money for an image, or for the images of a month.

use wattpix_core::decimal::decimal;
use wattpix_core::error::Choice;
use wattpix_core::excerpt::shortened;
use wattpix_core::present::EnergyUnit;
use wattpix_core::units::Energy;
use wattpix_core::words::{Word, Words};

use crate::defaults::BUDGET;
#[cfg(feature = "page")]
use crate::form::{field::Limits, panel_fields::PanelFields};
use crate::problem::{Problem, names, not_known};
use crate::view::View;

pub use crate::defaults::{AMOUNT, IN, MONTHLY, PER};

/// The largest amount, and the most images of a month.
const MOST: f64 = 1e12;

/// Largest budget, as written.
const MOST_WRITTEN: &str = "1000000000000";

/// Least, most and step of the field of the amount.
pub const AMOUNT_LIMITS: [&str; 3] = ["0", MOST_WRITTEN, "any"];

/// Least, most and step of the field of the images of a month.
pub const MONTHLY_LIMITS: [&str; 3] = ["1", MOST_WRITTEN, "1"];

/// Unit of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    /// Watt-hours.
    #[default]
    WattHours,
    /// Grams of CO₂ equivalent.
    Grams,
    /// Money, in the currency of the price.
    Money,
}

impl Choice for Unit {
    const ALL: &'static [(&'static str, Self)] =
        &[("wh", Self::WattHours), ("g", Self::Grams), ("cost", Self::Money)];
}

impl Unit {
    /// After an amount.
    pub fn label(self, words: Words) -> &'static str {
        match self {
            Self::WattHours => EnergyUnit::WattHours.symbol(),
            Self::Grams => words.text(Word::BUDGET_GRAMS),
            Self::Money => words.text(Word::BUDGET_IN_MONEY),
        }
    }
}

/// Period that a budget covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Per {
    /// A single image.
    #[default]
    Image,
    /// The images of a month.
    Month,
}

impl Choice for Per {
    const ALL: &'static [(&'static str, Self)] = &[("image", Self::Image), ("month", Self::Month)];
}

/// A budget.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Budget {
    /// Amount.
    pub amount: f64,
    /// Unit of `amount`.
    pub unit: Unit,
    /// Period the budget covers.
    pub per: Per,
    /// Images of a month.
    pub monthly: f64,
}

impl Budget {
    /// Reads the budget of a link; what cannot be used is reported and replaced by its default.
    pub fn read(view: &View) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let words = view.words;
        let mut report = |key: &str, message: String| {
            problems.push(Problem { key: key.to_owned(), message });
        };
        let mut number = |key: &str, least: f64, wants: Word| {
            let given = view.query.get(key)?.trim();
            let number = decimal(given).filter(|number| (least..=MOST).contains(number) && *number > 0.0);
            if number.is_none() {
                report(key, words.say(wants, &[("key", key), ("given", &shortened(given))]));
            }
            number
        };
        let amount = number(AMOUNT, 0.0, Word::PROBLEMS_AMOUNT).unwrap_or(1.0);
        let monthly = number(MONTHLY, 1.0, Word::PROBLEMS_MONTHLY).unwrap_or(10_000.0);
        let unit = choice(view, IN, &mut report);
        let per = choice(view, PER, &mut report);
        (Self { amount, unit, per, monthly }, problems)
    }

    /// The energy of the GPU that an image may take.
    ///
    /// # Errors
    /// In words, when money is meant and no price is set, or carbon and the electricity has none.
    pub fn energy_per_image(&self, view: &View) -> Result<Energy, String> {
        let images = if self.per == Per::Month { self.monthly } else { 1.0 };
        let amount = self.amount / images;
        let electricity = &view.page.electricity;
        let of = |per_kwh: f64| Energy::from_kilowatt_hours(amount / per_kwh);
        match self.unit {
            Unit::WattHours => Ok(Energy::from_watt_hours(amount / electricity.pue)),
            Unit::Grams => match electricity.grams(KILOWATT_HOUR) {
                per_kwh if per_kwh > 0.0 => Ok(of(per_kwh)),
                _ => Err(view.words.text(Word::PROBLEMS_NO_CARBON).to_owned()),
            },
            Unit::Money => match electricity.cost(KILOWATT_HOUR).filter(|per_kwh| *per_kwh > 0.0) {
                Some(per_kwh) => Ok(of(per_kwh)),
                None => {
                    let place = view.words.text(Word::FORM_ELECTRICITY);
                    Err(view.words.say(Word::PROBLEMS_PRICE, &[("place", place)]))
                }
            },
        }
    }
}

/// Energy by which carbon and money are counted.
const KILOWATT_HOUR: Energy = Energy::from_kilowatt_hours(1.0);

fn choice<C: Choice + Default>(view: &View, key: &str, report: &mut impl FnMut(&str, String)) -> C {
    let Some(given) = view.query.get(key) else { return C::default() };
    let found = C::ALL.iter().find(|(name, _)| *name == given.trim());
    found.map_or_else(
        || {
            report(key, not_known(view.words, key, given, &names::<C>()));
            C::default()
        },
        |(_, value)| *value,
    )
}

/// The value of a budget's key as it is written: the link's where it can be used, else the default.
pub fn written<'a>(view: &'a View, key: &str, problems: &[Problem]) -> &'a str {
    let default = BUDGET.iter().find(|(known, _)| *known == key).map_or("", |(_, value)| *value);
    let usable = !problems.iter().any(|problem| problem.key == key);
    view.query.get(key).filter(|_| usable).map_or(default, str::trim)
}

/// Fields of the panel.
#[cfg(feature = "page")]
pub static FIELDS: PanelFields = PanelFields {
    owns: |key| key == AMOUNT || key == MONTHLY,
    number: |view, key| {
        let limits = if key == AMOUNT { AMOUNT_LIMITS } else { MONTHLY_LIMITS };
        Some((written(view, key, &Budget::read(view).1).to_owned(), Limits::of(limits)))
    },
    state: |view, key, value| {
        let query = view.with(key, value);
        let problems = Budget::read(&View::told_in(view.words, query.clone())).1;
        problems.into_iter().find(|problem| problem.key == key).map_or(Ok(query), |one| Err(one.message))
    },
    is_refused: |view, key| Budget::read(view).1.iter().any(|problem| problem.key == key),
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Query;

    fn view(query: &str) -> View {
        View::of(Query::parse(query))
    }

    #[test]
    fn nothing_said_is_a_watt_hour_an_image() {
        let view = view("");
        let (budget, problems) = Budget::read(&view);
        assert!(problems.is_empty());
        assert_eq!(budget.energy_per_image(&view), Ok(Energy::from_watt_hours(1.0)));
        for (key, text) in BUDGET {
            let said = View::of(Query::parse(&format!("?{key}={text}")));
            assert_eq!(Budget::read(&said).0, budget, "{key}");
            assert_eq!(view.with(key, text).to_string(), "", "{key}: a default stays out of the link");
        }
    }

    #[test]
    fn carbon_and_money_are_turned_into_energy() {
        let wh = |query: &str| {
            let view = view(query);
            Budget::read(&view).0.energy_per_image(&view).map(Energy::watt_hours)
        };
        // 472.94 g/kWh: 1 g is 1000/472.94 Wh.
        let near = |a: f64, b: f64| (a / b - 1.0).abs() < 1e-12;
        assert!(near(wh("?budget_in=g").unwrap(), 1000.0 / 472.94));
        assert!(near(wh("?budget_in=g&pue=1.25").unwrap(), 800.0 / 472.94));
        assert!(near(wh("?budget=50&budget_in=cost&per=month&monthly=2000&price=0.25").unwrap(), 100.0));
        assert!(near(wh("?budget_in=g&intensity=100").unwrap(), 10.0));
        assert!(wh("?budget_in=g&intensity=0").unwrap_err().contains("0 g/kWh"));
        assert!(wh("?budget_in=cost").unwrap_err().contains("price"));
        assert!(wh("?budget_in=cost&price=0").unwrap_err().contains("price"));
    }

    #[test]
    fn bad_values_are_reported_and_replaced() {
        let view = view("?budget=0&budget_in=kg&per=year&monthly=-1");
        let (budget, problems) = Budget::read(&view);
        assert_eq!((budget.amount, budget.unit, budget.per), (1.0, Unit::WattHours, Per::Image));
        let keys: Vec<_> = problems.iter().map(|problem| problem.key.as_str()).collect();
        assert_eq!(keys, [AMOUNT, MONTHLY, IN, PER]);
    }
}
