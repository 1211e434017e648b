//! Causes of the width of an interval, and the share of each.

use crate::caveat::Caveat;
use crate::fit::NORMAL;
use crate::words::Word;

/// Number of causes.
#[cfg(not(feature = "how-it-runs"))]
const CAUSES: usize = 12;
/// Number of causes, with that of how a run is set up.
#[cfg(feature = "how-it-runs")]
const CAUSES: usize = 13;

/// A cause of uncertainty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Residual spread of the runs that the law was fitted to.
    Unexplained,
    /// The parameters of the fit, with the effects that it knows.
    Parameters,
    /// The reader's own laboratory, which no fit knows.
    Laboratory,
    /// A model that the fit does not know.
    Model,
    /// A GPU that the fit does not know.
    Gpu,
    /// A GPU architecture that the fit does not know.
    Architecture,
    /// A maker none of whose GPUs was fitted.
    Maker,
    /// Share of a data sheet's promise that is kept, beyond the GPUs that were measured.
    DataSheet,
    /// A precision at which the model or GPU was not measured.
    Precision,
    /// Settings outside the fitted range.
    Range,
    /// A compiled graph, of which no run was fitted.
    Compiled,
    /// Power at idle or under load that was not measured.
    Power,
    /// Effects of how the run is set up, of which no run was fitted.
    #[cfg(feature = "how-it-runs")]
    SetUp,
}

impl Cause {
    /// Every cause, those of every estimate first.
    pub const ALL: [Self; CAUSES] = [
        Self::Unexplained,
        Self::Parameters,
        Self::Laboratory,
        Self::Model,
        Self::Gpu,
        Self::Architecture,
        Self::Maker,
        Self::DataSheet,
        Self::Precision,
        Self::Range,
        Self::Compiled,
        Self::Power,
        #[cfg(feature = "how-it-runs")]
        Self::SetUp,
    ];

    /// Returns the stable name used in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unexplained => "unexplained",
            Self::Parameters => "parameters",
            Self::Laboratory => "laboratory",
            Self::Model => "model",
            Self::Gpu => "gpu",
            Self::Architecture => "architecture",
            Self::Maker => "maker",
            Self::DataSheet => "data-sheet",
            Self::Precision => "precision",
            Self::Range => "range",
            Self::Compiled => "compiled",
            Self::Power => "power",
            #[cfg(feature = "how-it-runs")]
            Self::SetUp => "set-up",
        }
    }

    /// Returns the name shown to people.
    pub const fn words(self) -> Word {
        match self {
            Self::Unexplained => Word::INTERVAL_UNEXPLAINED,
            Self::Parameters => Word::INTERVAL_PARAMETERS,
            Self::Laboratory => Word::INTERVAL_LABORATORY,
            Self::Model => Word::INTERVAL_MODEL,
            Self::Gpu => Word::INTERVAL_GPU,
            Self::Architecture => Word::INTERVAL_ARCHITECTURE,
            Self::Maker => Word::INTERVAL_MAKER,
            Self::DataSheet => Word::INTERVAL_DATA_SHEET,
            Self::Precision => Word::INTERVAL_PRECISION,
            Self::Range => Word::INTERVAL_RANGE,
            Self::Compiled => Word::INTERVAL_COMPILED,
            Self::Power => Word::INTERVAL_POWER,
            #[cfg(feature = "how-it-runs")]
            Self::SetUp => Word::RUN_INTERVAL,
        }
    }

    /// True if a caveat is about it.
    pub(super) const fn is_of(self, caveat: &Caveat) -> bool {
        match caveat {
            Caveat::ModelNotInFit { .. } | Caveat::CustomArchitecture { .. } => matches!(self, Self::Model),
            Caveat::GpuNotInFit { .. } | Caveat::GpuByDataSheet { .. } => {
                matches!(self, Self::Gpu | Self::Architecture | Self::DataSheet)
            }
            Caveat::OtherMaker { .. } => matches!(self, Self::Maker),
            Caveat::PrecisionByDataSheet { .. }
            | Caveat::PrecisionOfOtherModels { .. }
            | Caveat::PrecisionNotMeasured { .. } => matches!(self, Self::Precision),
            Caveat::OutsideFittedRange { .. } => matches!(self, Self::Range),
            Caveat::CompiledNotMeasured { .. } => matches!(self, Self::Compiled),
            Caveat::BoundaryConverted { .. } => matches!(self, Self::Power),
            Caveat::SizeMapped { .. } => false,
            #[cfg(feature = "how-it-runs")]
            Caveat::SetUpNotMeasured { .. } => matches!(self, Self::SetUp),
            #[cfg(feature = "how-it-runs")]
            Caveat::ReferenceResized { .. } | Caveat::SetUpDoesNotFit { .. } => false,
            Caveat::GuidanceNotInFit { .. }
            | Caveat::DistilledGuidance { .. }
            | Caveat::GpuVariantUnknown { .. }
            | Caveat::GpuIdentityInferred { .. }
            | Caveat::DescribedGpu { .. }
            | Caveat::DoesNotFit { .. }
            | Caveat::SameEverywhere
            | Caveat::FewObservations { .. } => false,
        }
    }
}

/// Variances of ln(energy) by cause. Independent of each other, they add up.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Variances([f64; Cause::ALL.len()]);

impl Variances {
    /// Adds the square of a standard deviation.
    pub(super) fn widen(&mut self, cause: Cause, sd: f64) {
        self.add(cause, sd * sd);
    }

    /// Adds a variance.
    pub(super) fn add(&mut self, cause: Cause, variance: f64) {
        self.0[cause as usize] += variance;
    }

    pub(super) const fn of(&self, cause: Cause) -> f64 {
        self.0[cause as usize]
    }

    pub(super) fn total(&self) -> f64 {
        self.0.iter().sum()
    }

    /// Half-width of the interval in ln units.
    pub(super) fn ln_half_width(&self) -> f64 {
        NORMAL * self.total().sqrt()
    }
}

/// Share of one cause in an interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IntervalPart {
    /// The cause.
    pub cause: Cause,
    /// Standard deviation of the cause, in ln units. Squares of these add up; few rows behind a fit count as a larger one.
    pub ln_sd: f64,
    /// Addition to the half-width, in ln units: the half-width by the cause's share of the variance. These add up to the half-width.
    pub ln_adds: f64,
}

impl IntervalPart {
    /// The factor by which it widens the interval to either side. These multiply to the half-width's factor.
    pub fn factor(&self) -> f64 {
        self.ln_adds.exp()
    }
}
