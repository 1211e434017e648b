//! Scenarios: runs for each image that is kept, and the unit by which a footprint is told.

use serde::Serialize;

/// Unit by which a footprint is told: the R of the SCI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FunctionalUnit {
    /// An image or clip that is kept.
    KeptImage,
    /// All images or clips of the question.
    Campaign,
    /// All that a thousand users keep in a month.
    ThousandUsersAMonth,
}

impl FunctionalUnit {
    /// Names, in the order of the variants.
    pub const NAMES: [&'static str; 3] = ["kept-image", "campaign", "1000-users-a-month"];

    /// Finds a unit by its name.
    pub fn find(name: &str) -> Option<Self> {
        [Self::KeptImage, Self::Campaign, Self::ThousandUsersAMonth]
            .into_iter()
            .find(|unit| unit.name() == name)
    }

    /// Returns the name in links and on the command line.
    pub const fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

/// A scenario: how often a model runs for what is kept, and how much that is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scenario {
    /// Runs that finish for each one that is kept.
    pub attempts: f64,
    /// Share of all runs that fail and are run again, at the energy of a run that finishes.
    pub failed: f64,
    /// Unit by which the footprint is told.
    pub unit: FunctionalUnit,
    /// Images or clips that are kept in all, for a unit other than that of users.
    pub kept: f64,
    /// Images or clips that a user keeps in a month.
    pub kept_per_user: f64,
    /// Users.
    pub users: f64,
}

/// Users of the functional unit of a thousand.
const THOUSAND: f64 = 1000.0;

impl Scenario {
    /// Returns runs for each image that is kept: attempts ÷ (1 − share that fails).
    pub fn runs_per_kept(&self) -> f64 {
        self.attempts / (1.0 - self.failed)
    }

    /// Returns images or clips that are kept in all.
    pub fn kept_in_all(&self) -> f64 {
        match self.unit {
            FunctionalUnit::KeptImage | FunctionalUnit::Campaign => self.kept,
            FunctionalUnit::ThousandUsersAMonth => self.users * self.kept_per_user,
        }
    }

    /// Returns the count of functional units: the R of the SCI.
    pub fn units(&self) -> f64 {
        match self.unit {
            FunctionalUnit::KeptImage => self.kept,
            FunctionalUnit::Campaign => 1.0,
            FunctionalUnit::ThousandUsersAMonth => self.users / THOUSAND,
        }
    }

    /// Returns runs of the model in all.
    pub fn runs(&self) -> f64 {
        self.runs_per_kept() * self.kept_in_all()
    }
}
