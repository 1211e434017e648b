//! From the boundary of a fit to that of the question: idle power taken out or put in.

use super::question::Question;
use crate::fit::Fit;
use crate::law::combined_sd;
use crate::setting::Boundary;
use crate::transfer::LoadPower;
use crate::units::{Energy, Power};

/// Energy within the question's boundary, and what had to be assumed for it.
pub(super) struct Within {
    pub(super) energy: Energy,
    pub(super) seconds: Option<f64>,
    pub(super) power: Option<Power>,
    /// Spread of the conversion in ln units.
    pub(super) ln_sd: f64,
    /// The powers of the conversion, where there was one.
    pub(super) converted: Option<LoadPower>,
}

/// net = gross − idle power × seconds. Where a fit knows no seconds, they follow from the power that a GPU draws under load.
pub(super) fn within_boundary(
    fit: &Fit,
    fitted: Energy,
    fitted_seconds: Option<f64>,
    question: &Question,
) -> Within {
    let converted = fit.boundary() != question.boundary;
    let assumed = LoadPower::of(question.gpu);
    let Some(seconds) = fitted_seconds else {
        let (gross, net) = match fit.boundary() {
            Boundary::Net => (fitted * assumed.gross_per_net(), fitted),
            Boundary::Gross => (fitted, fitted * assumed.gross_per_net().recip()),
        };
        return Within {
            energy: of(question.boundary, gross, net),
            seconds: converted.then(|| gross.joules() / assumed.load.watts()),
            power: converted.then_some(assumed.load),
            ln_sd: if converted { assumed.ln_sd() } else { 0.0 },
            converted: converted.then_some(assumed),
        };
    };
    // What a card draws is its board power at most, so it takes at least this long.
    let board = question.gpu.board_power();
    let (gross, net, seconds) = match fit.boundary() {
        Boundary::Gross => {
            let seconds = seconds.max(fitted.joules() / board.watts());
            (fitted, fitted - assumed.idle.over_seconds(seconds), seconds)
        }
        Boundary::Net => {
            let seconds = seconds.max(fitted.joules() / (board.watts() - assumed.idle.watts()));
            (fitted + assumed.idle.over_seconds(seconds), fitted, seconds)
        }
    };
    let load = Power::from_watts(gross.joules() / seconds);
    let drawn = LoadPower { load, ..assumed };
    let energy = of(question.boundary, gross, net);
    let idle_share = assumed.idle.over_seconds(seconds).joules() / energy.joules();
    let seconds_ln_sd = fit.file().duration.as_ref().map_or(0.0, |law| law.residual_sd);
    Within {
        energy,
        seconds: Some(seconds),
        power: Some(load),
        ln_sd: if converted { idle_share * combined_sd(assumed.idle_ln_sd(), seconds_ln_sd) } else { 0.0 },
        converted: converted.then_some(drawn),
    }
}

const fn of(boundary: Boundary, gross: Energy, net: Energy) -> Energy {
    match boundary {
        Boundary::Net => net,
        Boundary::Gross => gross,
    }
}
