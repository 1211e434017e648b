//! Versions of the shipped coefficients. A released fit never changes; a version adds fits, so that an old link can be answered
//! from those that there were.

use super::{Fit, available};

/// A set of shipped fits: all up to [`Version::fits`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// Number of the version, from 1.
    pub number: u32,
    /// Day it was released, ISO 8601.
    pub date: &'static str,
    /// Change in this version, in a line.
    pub what: &'static str,
    /// Number of fits of [`super::BUNDLED`], from the first, that belong to it.
    pub count: usize,
}

/// Every version, the oldest first; from `core/versions.csv`. The last one holds all fits.
pub static VERSIONS: &[Version] = include!(concat!(env!("OUT_DIR"), "/versions.rs"));

impl Version {
    /// The version in use where none is asked for.
    pub fn current() -> &'static Self {
        // The build script writes at least one.
        VERSIONS.last().unwrap_or(&NONE)
    }

    /// The version that a link asks for, such as `1`; `None` where there is no such version.
    pub fn find(text: &str) -> Option<&'static Self> {
        VERSIONS.iter().find(|version| version.number.to_string() == text)
    }

    /// Returns the fits of the version. Before the [whole catalogue](mod@crate::catalogue) is known, those of the current one that are.
    pub fn fits(&self) -> &'static [Fit] {
        available().get(..self.count).unwrap_or_else(available)
    }
}

/// Stands for a build without any version, which the build script refuses.
static NONE: Version = Version { number: 0, date: "", what: "", count: 0 };

#[cfg(test)]
mod tests {
    use super::super::BUNDLED;
    use super::*;

    #[test]
    fn versions_count_up_and_the_last_holds_every_fit() {
        let numbers: Vec<u32> = VERSIONS.iter().map(|version| version.number).collect();
        assert_eq!(numbers, (1..=numbers.len() as u32).collect::<Vec<_>>());
        assert!(VERSIONS.windows(2).all(|pair| pair[0].count < pair[1].count));
        assert_eq!(Version::current().fits().len(), BUNDLED.len());
        assert_eq!(Version::find("1"), VERSIONS.first());
        assert!(["0", "01", "", "x", "99999999999"].iter().all(|text| Version::find(text).is_none()));
    }
}
