//! The laws that can be fitted.

use crate::compute::{self, Convention};
use crate::error::Choice;
use crate::flops::AttentionCount;

/// The laws that can be fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Seconds by the data sheet, weighed and added: the better law.
    Additive,
    /// The ln-linear law of arXiv:2511.17031, of the energy of one image.
    Paper,
    /// The paper's law of the energy and operations of all images of a row, as in its regression. It differs where rows hold different
    /// numbers of images.
    PaperTotals,
    /// A single energy per operation for every model, GPU and precision.
    Constant,
    /// Time by kind of work and the power drawn meanwhile, with effects: the law that answers by default.
    TimeAndPower,
}

impl Choice for Method {
    const ALL: &'static [(&'static str, Self)] = &[
        ("time-and-power", Self::TimeAndPower),
        ("additive", Self::Additive),
        ("paper", Self::Paper),
        ("paper-totals", Self::PaperTotals),
        ("constant", Self::Constant),
    ];
}

impl Method {
    /// Returns the convention of counting: the paper's own for its laws, everything for the others.
    pub const fn convention(self) -> Convention {
        match self {
            Self::Paper | Self::PaperTotals => {
                Convention { scope: compute::Scope::Denoiser, attention: AttentionCount::Kaplan }
            }
            Self::TimeAndPower | Self::Additive | Self::Constant => {
                Convention { scope: compute::Scope::Pipeline, attention: AttentionCount::Full }
            }
        }
    }
}

/// Response of the paper's regression.
#[cfg(feature = "baselines")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Response {
    /// The energy of one image, at the number of images that all rows have, else at 1.
    Image,
    /// The energy of all images of each row. The law is evaluated at the number of images that most rows have, the larger of equals.
    Total,
}

#[cfg(feature = "baselines")]
impl Response {
    /// That of a method.
    pub fn of(method: Method) -> Self {
        if method == Method::PaperTotals { Self::Total } else { Self::Image }
    }
}
