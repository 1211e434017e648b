//! Plausibility of a measured energy: power between idle and board power, energy near the one that a law expects, and the likely mistake where
//! it is neither. `seconds` judges durations without energies.

mod seconds;

use crate::estimate::{Question, estimate};
use crate::fit;
use crate::gpu::Gpu;
use crate::present::plain;
use crate::setting::Boundary;
use crate::transfer::LoadPower;
use crate::words::{Word, Words};

use super::Observed;

/// Power limits can be raised, and sensors err: mean power may exceed board power by this factor ...
const ABOVE_BOARD: f64 = 1.5;
/// ... and a power limit that the driver told by this one.
const ABOVE_LIMIT: f64 = 1.25;
/// Mean gross power is at least this share of an idle power that was measured ...
const BELOW_IDLE: f64 = 0.8;
/// ... and of one that is assumed.
const BELOW_ASSUMED: f64 = 0.5;
/// Factor beyond the interval of the expectation, where the power is plausible: software differs, and a data sheet tells little of it.
const FAR: f64 = 30.0;
/// Factor for rows without a duration, where nothing else tells.
const NEAR: f64 = 10.0;
/// Factor below the interval where mean power is less than [`IDLING`]: a GPU that waits spends more than a law expects, not less.
const WAITING: f64 = 3.0;
/// Share of board power below which a GPU waits most of the time.
const IDLING: f64 = 0.25;
/// A mistake explains an energy that it brings within this factor of the interval.
const EXPLAINED: f64 = 3.0;

/// A mistake that explains an energy or a duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    /// The energy is in Wh.
    WattHours,
    /// The energy is in kWh.
    KilowattHours,
    /// The energy is in mJ.
    Millijoules,
    /// The energy is of one image, not of all.
    EnergyOfOneImage,
    /// Energy and duration are of one image, not of all.
    BothOfOneImage,
    /// The energy is of more images than the row says.
    MoreImages,
    /// The duration is in ms.
    Milliseconds,
    /// The duration is in minutes.
    Minutes,
    /// The duration is of one image, not of all.
    DurationOfOneImage,
    /// The duration is of one step, not of the image.
    OfOneStep,
    /// The duration is of the whole image, not of a step.
    OfWholeImage,
}

/// Factors of each mistake on energy and duration; a missing factor is the number of images.
const MISTAKES: [(Mistake, Option<f64>, Option<f64>); 8] = [
    (Mistake::WattHours, Some(3600.0), Some(1.0)),
    (Mistake::KilowattHours, Some(3.6e6), Some(1.0)),
    (Mistake::Millijoules, Some(1e-3), Some(1.0)),
    (Mistake::EnergyOfOneImage, None, Some(1.0)),
    (Mistake::Milliseconds, Some(1.0), Some(1e-3)),
    (Mistake::Minutes, Some(1.0), Some(60.0)),
    (Mistake::DurationOfOneImage, Some(1.0), None),
    (Mistake::BothOfOneImage, None, None),
];

impl Mistake {
    const fn word(self) -> Word {
        match self {
            Self::WattHours => Word::IMPLAUSIBLE_WATT_HOURS,
            Self::KilowattHours => Word::IMPLAUSIBLE_KILOWATT_HOURS,
            Self::Millijoules => Word::IMPLAUSIBLE_MILLIJOULES,
            Self::EnergyOfOneImage => Word::IMPLAUSIBLE_ENERGY_OF_ONE,
            Self::BothOfOneImage => Word::IMPLAUSIBLE_BOTH_OF_ONE,
            Self::MoreImages => Word::IMPLAUSIBLE_MORE_IMAGES,
            Self::Milliseconds => Word::IMPLAUSIBLE_MILLISECONDS,
            Self::Minutes => Word::IMPLAUSIBLE_MINUTES,
            Self::DurationOfOneImage => Word::IMPLAUSIBLE_DURATION_OF_ONE,
            Self::OfOneStep => Word::IMPLAUSIBLE_OF_ONE_STEP,
            Self::OfWholeImage => Word::IMPLAUSIBLE_OF_WHOLE_IMAGE,
        }
    }
}

/// An energy that cannot be what it says.
#[derive(Debug, Clone, PartialEq)]
pub struct Implausible {
    /// Quantity that is beyond its limits.
    pub what: Beyond,
    /// Mistake that would explain it.
    pub mistake: Option<Mistake>,
}

/// A quantity beyond its limits.
#[derive(Debug, Clone, PartialEq)]
pub enum Beyond {
    /// Mean power in watts.
    Power {
        /// Mean power as measured.
        watts: f64,
        /// Least and most that the GPU draws.
        limits: [f64; 2],
        /// The GPU's id.
        gpu: &'static str,
    },
    /// Joules of one image.
    Energy {
        /// Energy as measured.
        joules: f64,
        /// Interval of the expectation.
        expected: [f64; 2],
    },
}

impl Implausible {
    /// The message in a language.
    pub fn text(&self, words: Words) -> String {
        let number = |value: f64| plain(three_digits(value));
        let fault = match &self.what {
            Beyond::Power { watts, limits: [least, most], gpu } => {
                let values = [
                    ("watts", &*number(*watts)),
                    ("least", &number(*least)),
                    ("most", &number(*most)),
                    ("gpu", gpu),
                ];
                words.say(Word::IMPLAUSIBLE_POWER, &values)
            }
            Beyond::Energy { joules, expected: [low, high] } => {
                let values =
                    [("joules", &*number(*joules)), ("low", &number(*low)), ("high", &number(*high))];
                words.say(Word::IMPLAUSIBLE_ENERGY, &values)
            }
        };
        likely(fault, self.mistake, words)
    }
}

/// A fault with what likely explains it.
fn likely(fault: String, mistake: Option<Mistake>, words: Words) -> String {
    let hint = words.text(mistake.map_or(Word::IMPLAUSIBLE_UNEXPLAINED, Mistake::word));
    words.say(Word::IMPLAUSIBLE_LIKELY, &[("fault", &fault), ("hint", hint)])
}

/// A number with three digits, for reading.
fn three_digits(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let scale = 10_f64.powi(2 - value.abs().log10().floor() as i32);
    (value * scale).round() / scale
}

/// Energy and seconds of one image.
#[derive(Debug, Clone, Copy)]
struct Spent {
    joules: f64,
    seconds: Option<f64>,
}

/// Watts that a GPU draws at least and at most, with a margin.
fn power_limits(gpu: &Gpu, boundary: Boundary, limit_w: Option<f64>) -> [f64; 2] {
    let idle = LoadPower::of(gpu);
    let share = if idle.idle_measured { BELOW_IDLE } else { BELOW_ASSUMED };
    let least = match boundary {
        Boundary::Gross => share * idle.idle.watts(),
        // The idle power is off already.
        Boundary::Net => 0.0,
    };
    [least, limit_w.map_or(ABOVE_BOARD * gpu.board_power_w, |limit| ABOVE_LIMIT * limit)]
}

/// Refuses a mean power that a GPU does not draw, whatever it does. `limit_w` is the power limit that the driver told, where a file says it.
///
/// # Errors
/// The limits.
pub fn check_power(
    gpu: &'static Gpu,
    boundary: Boundary,
    watts: f64,
    limit_w: Option<f64>,
) -> Result<(), Implausible> {
    let limits @ [least, most] = power_limits(gpu, boundary, limit_w);
    if (least..=most).contains(&watts) {
        return Ok(());
    }
    Err(Implausible { what: Beyond::Power { watts, limits, gpu: gpu.id }, mistake: None })
}

/// Power that a GPU can draw, and energy that a law expects.
struct Expectation {
    /// Watts, least and most.
    power: [f64; 2],
    /// Joules of one image: the interval, where there is a law.
    energy: Option<[f64; 2]>,
    /// Energy and seconds in the middle of it.
    middle: Option<Spent>,
}

impl Expectation {
    fn of(question: &Question, limit_w: Option<f64>) -> Self {
        let power = power_limits(question.gpu, question.boundary, limit_w);
        let estimate = estimate(fit::available(), question).ok();
        let energy =
            estimate.as_ref().map(|estimate| [estimate.low, estimate.high].map(|energy| energy.joules()));
        let middle =
            estimate.map(|estimate| Spent { joules: estimate.energy.joules(), seconds: estimate.seconds });
        Self { power, energy, middle }
    }

    /// Returns the mean power if it lies outside the limits; `None` if it does not, or without a duration.
    fn power_beyond(&self, spent: Spent) -> Option<f64> {
        let watts = spent.joules / spent.seconds?;
        let [least, most] = self.power;
        (!(least..=most).contains(&watts)).then_some(watts)
    }

    /// True if the energy lies within a factor of the interval.
    fn near(&self, joules: f64, factor: f64) -> bool {
        self.energy.is_none_or(|[low, high]| (low / factor..=high * factor).contains(&joules))
    }

    /// True if the energy is near enough to the interval for what is known of the power.
    fn expects(&self, spent: Spent, board_w: f64) -> bool {
        let Some(seconds) = spent.seconds else { return self.near(spent.joules, NEAR) };
        let waits = spent.joules / seconds < IDLING * board_w;
        let low = self.energy.is_none_or(|[low, _]| spent.joules >= low / WAITING);
        self.near(spent.joules, FAR) && (low || !waits)
    }

    /// Returns the distance of energy and duration from the middle, in ln units.
    fn distance(&self, spent: Spent) -> f64 {
        let Some(middle) = self.middle else { return 0.0 };
        let seconds =
            spent.seconds.zip(middle.seconds).map_or(0.0, |(given, expected)| (given / expected).ln());
        (spent.joules / middle.joules).ln().abs() + seconds.abs()
    }

    fn explain(&self, spent: Spent, images: u64) -> Option<Mistake> {
        let images = images as f64;
        let mended = |energy: Option<f64>, duration: Option<f64>| {
            let of_one = energy.is_none() || duration.is_none();
            if (images == 1.0 && of_one) || (spent.seconds.is_none() && duration != Some(1.0)) {
                return None;
            }
            let seconds = spent.seconds.map(|seconds| seconds * duration.unwrap_or(images));
            let mended = Spent { joules: spent.joules * energy.unwrap_or(images), seconds };
            let explained = self.power_beyond(mended).is_none() && self.near(mended.joules, EXPLAINED);
            explained.then(|| self.distance(mended))
        };
        let found = MISTAKES
            .iter()
            .filter_map(|(mistake, energy, duration)| Some((mistake, mended(*energy, *duration)?)))
            .min_by(|(_, a), (_, b)| a.total_cmp(b));
        let more = || {
            let above = self.energy.is_some_and(|[_, high]| spent.joules > high * EXPLAINED);
            (images == 1.0 && above && self.power_beyond(spent).is_none()).then_some(Mistake::MoreImages)
        };
        found.map(|(mistake, _)| *mistake).or_else(more)
    }
}

impl Observed {
    /// Refuses an energy that this GPU cannot have drawn in this time, or that is far from what a law expects. `limit_w` is the power limit that the
    /// driver told, where a file says it.
    ///
    /// # Errors
    /// What is beyond its limits, and the likely mistake.
    pub fn check_plausible(&self, limit_w: Option<f64>) -> Result<(), Implausible> {
        let expectation = Expectation::of(&self.question(), limit_w);
        let spent = Spent { joules: self.energy.joules(), seconds: self.seconds };
        let beyond = expectation.power_beyond(spent);
        let what = match (beyond, expectation.energy) {
            (Some(watts), _) => Beyond::Power { watts, limits: expectation.power, gpu: self.gpu.id },
            (None, Some(expected)) if !expectation.expects(spent, self.gpu.board_power_w) => {
                Beyond::Energy { joules: spent.joules, expected }
            }
            _ => return Ok(()),
        };
        Err(Implausible { what, mistake: expectation.explain(spent, self.images) })
    }
}

#[cfg(test)]
mod tests {
    use crate::regress::table;

    const HEAD: &str =
        "model,gpu,width,height,steps,precision,guidance,images,batch,energy_j,boundary,duration_s\n";

    /// Why the only row of a table is left out.
    fn refused(row: &str) -> Option<String> {
        let table = table::read("t.csv", [HEAD, row, "\n"].concat().as_bytes()).unwrap();
        assert_eq!(table.rows.len() + table.rejected.len(), 1);
        table.rejected.first().map(|rejected| rejected.reason.clone())
    }

    /// SDXL on an H100: 12,150 J and 24.3 s for ten images of 25 steps.
    fn row(images: u32, joules: f64, seconds: &str) -> String {
        format!("sdxl,h100-sxm,1024,1024,25,fp16,on,{images},1,{joules},gross,{seconds}")
    }

    #[test]
    fn sound_rows_are_plausible() {
        for sound in [row(10, 12_150.0, "24.3"), row(10, 12_150.0, ""), row(1, 1215.0, "2.43")] {
            assert_eq!(refused(&sound), None, "{sound}");
        }
    }

    #[test]
    fn the_likely_mistake_is_named() {
        let joules = 12_150.0;
        for (wrong, expected) in [
            (row(10, joules / 3600.0, "24.3"), "Wh"),
            (row(10, joules / 3600.0, ""), "Wh"),
            (row(10, joules / 3.6e6, "24.3"), "kWh"),
            (row(10, joules / 3.6e6, ""), "kWh"),
            (row(10, joules * 1e3, "24.3"), "mJ"),
            (row(10, joules * 1e3, ""), "mJ"),
            (row(10, joules / 10.0, "24.3"), "energy is probably that of one image"),
            (row(100, joules / 10.0, ""), "energy is probably that of one image"),
            (row(10, joules, "24300"), "ms"),
            (row(10, joules, "0.405"), "minutes"),
            (row(10, joules, "2.43"), "duration is probably that of one image"),
            (row(100, joules / 10.0, "2.43"), "energy and duration are probably those of one image"),
            (row(1, 100.0 * joules, "2430"), "several images"),
        ] {
            let reason = refused(&wrong).unwrap_or_else(|| panic!("{wrong} was taken"));
            assert!(reason.contains(expected), "{wrong}: {reason}");
        }
    }

    #[test]
    fn what_no_gpu_draws_is_refused_without_a_guess() {
        let reason = refused(&row(10, 90_000.0, "24.3")).unwrap();
        assert!(reason.contains("3700 W") && reason.contains("h100-sxm"), "{reason}");
    }

    /// The observations that fits were made of are plausible, all of them.
    #[test]
    fn published_measurements_are_plausible() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../fitted/observations");
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let table = table::read("t.csv", &*std::fs::read(&path).unwrap()).unwrap();
            assert!(table.rejected.is_empty(), "{}: {}", path.display(), table.rejected[0]);
        }
    }
}
