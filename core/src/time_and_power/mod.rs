//! The law of time and power: how long each kind of work takes, and how much power the GPU draws meanwhile.
//!
//! ```text
//! seconds  s = exp(e) · Σ c·t
//! gross    E = exp(e) · Σ (idle + (board − idle)·p)·c·t        J, with idle and board power in W
//! net          E − idle·s = exp(e) · Σ (board − idle)·p·c·t
//! ```
//!
//! `t` are the seconds that a data sheet promises for each kind of work ([`promise`]), `c` how far the promise is kept, `p` the share of
//! the range between idle and board power that is drawn meanwhile, and `e` the sum of the effects of model, GPU and architecture.
//! With `c > 0` and `0 < p < 1`, energy rises with every kind of work, net energy stays below gross energy, and the mean power lies
//! between idle and board power, whatever the coefficients are.

pub mod evaluation;
pub mod promise;
pub mod table;

use crate::fit::schema::Feature;

/// Kinds of work.
pub const KINDS: usize = Feature::KINDS.len();

/// A value for each of [`Feature::KINDS`], in their order.
pub type ByKind = [f64; KINDS];

/// Place of [`Feature::Matmul`] among the kinds.
pub const MATMUL: usize = 0;
/// Place of [`Feature::Vector`].
pub const VECTOR: usize = 1;
/// Place of [`Feature::LinearTraffic`].
pub const LINEAR_TRAFFIC: usize = 2;
/// Place of [`Feature::Elementwise`].
pub const ELEMENTWISE: usize = 3;
/// Place of [`Feature::ConvTraffic`].
pub const CONV_TRAFFIC: usize = 4;
/// Place of [`Feature::Scores`].
pub const SCORES: usize = 5;
/// Place of [`Feature::Weights`].
pub const WEIGHTS: usize = 6;
/// Place of [`Feature::Launches`].
pub const LAUNCHES: usize = 7;
/// Place of [`Feature::Calls`].
pub const CALLS: usize = 8;

/// The share behind a logit.
pub fn logistic(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

/// The logit of a share.
pub fn logit(share: f64) -> f64 {
    (share / (1.0 - share)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_features() {
        let places = [
            (MATMUL, Feature::Matmul),
            (VECTOR, Feature::Vector),
            (LINEAR_TRAFFIC, Feature::LinearTraffic),
            (ELEMENTWISE, Feature::Elementwise),
            (CONV_TRAFFIC, Feature::ConvTraffic),
            (SCORES, Feature::Scores),
            (WEIGHTS, Feature::Weights),
            (LAUNCHES, Feature::Launches),
            (CALLS, Feature::Calls),
        ];
        assert_eq!(places.map(|(_, feature)| feature), Feature::KINDS);
        assert!(places.iter().enumerate().all(|(place, (named, _))| place == *named));
    }
}
