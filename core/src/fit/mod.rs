//! Fits: coefficients of energy laws with what they cover. The shipped ones are the files in `fitted/`.

mod available;
pub mod check;
mod interval;
#[cfg(feature = "regress")]
mod made;
#[cfg(any(feature = "json", feature = "regress"))]
pub mod quantile;
#[cfg(feature = "json")]
pub mod read;
pub mod schema;
mod version;

pub(crate) use available::arrive;
pub use available::available;
pub use interval::{INTERVAL, NORMAL};
pub use version::{VERSIONS, Version};

use std::sync::OnceLock;

use crate::compute::{self, Convention};
use crate::error::{Choice, Error};
use crate::flops::AttentionCount;
use crate::gpu::Gpu;
use crate::model::{self, Family, Model};
use crate::setting::{Boundary, Precision};
use crate::time_and_power::table::Table;
use crate::words::{Word, Words};
use schema::{Attention, Citation, Feature, FitFile, Form, List, Scope, Text};

/// A usable fit: a fit file and the quantile of its intervals.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    file: FitFile,
    quantile: f64,
    looked_up: LookedUp,
}

/// Parameters of a law of time and power by GPU and model of the catalogue, looked up when they are first asked for. They follow from the
/// file, so they make no difference between fits.
#[derive(Debug, Clone)]
struct LookedUp(OnceLock<Table>);

impl LookedUp {
    const fn new() -> Self {
        Self(OnceLock::new())
    }
}

impl PartialEq for LookedUp {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// The fits that ship with the program, by the version that brought them, then by id.
pub static BUNDLED: &[Fit] = &SHIPPED;

include!(concat!(env!("OUT_DIR"), "/bundled.rs"));

/// Statements of a fit about itself, for people.
#[derive(Debug, Clone, PartialEq)]
pub struct Provenance {
    /// Title in one line.
    pub title: Text,
    /// Notes.
    pub notes: Text,
    /// The documents behind it.
    pub sources: List<Citation>,
}

impl Fit {
    /// A fit that was read and checked before, as one program passes it to another; see [`check::check`].
    pub const fn read_before(file: FitFile, quantile: f64) -> Self {
        Self { file, quantile, looked_up: LookedUp::new() }
    }

    /// The file's contents.
    pub const fn file(&self) -> &FitFile {
        &self.file
    }

    /// Returns the statements of a fit about itself: those of its file, or of the shipped fit with its id where the program's files leave them out. The page
    /// fetches it with the code that asks for it.
    pub fn provenance(&self) -> Provenance {
        let shipped = DOCUMENTED.iter().find(|(id, _)| *id == self.id() && self.file.sources.is_empty());
        shipped.map_or_else(
            || Provenance {
                title: self.file.title.clone(),
                notes: self.file.notes.clone(),
                sources: self.file.sources.clone(),
            },
            |(_, provenance)| provenance.clone(),
        )
    }

    /// The parameters of its law of time and power by GPU and model.
    pub(crate) fn table(&self) -> &Table {
        self.looked_up.0.get_or_init(|| Table::new(&self.file.law))
    }

    /// Stable identifier.
    pub fn id(&self) -> &str {
        &self.file.id
    }

    /// Half-width of an interval in standard deviations.
    pub const fn quantile(&self) -> f64 {
        self.quantile
    }

    /// True if runs of this model were fitted.
    pub fn saw_model(&self, model: &Model) -> bool {
        contains(&self.file.models, model.id)
    }

    /// True if runs on this GPU were fitted.
    pub fn saw_gpu(&self, gpu: &Gpu) -> bool {
        contains(&self.file.gpus, gpu.id)
    }

    /// True if runs of this model on this GPU were fitted.
    pub fn saw_pair(&self, model: &Model, gpu: &Gpu) -> bool {
        match &self.file.pairs {
            Some(pairs) => pairs.iter().any(|pair| pair.model == model.id && pair.gpu == gpu.id),
            None => self.saw_model(model) && self.saw_gpu(gpu),
        }
    }

    /// True if runs at this precision were fitted.
    pub fn saw_precision(&self, precision: Precision) -> bool {
        contains(&self.file.ranges.precisions, precision.name())
    }

    /// True if runs at this precision on this GPU were fitted; where the GPU was not, on any.
    pub fn saw_precision_on(&self, precision: Precision, gpu: &Gpu) -> bool {
        let Some(pairs) = self.file.pairs.as_ref().filter(|_| self.saw_gpu(gpu)) else {
            return self.saw_precision(precision);
        };
        let of_gpu = pairs.iter().filter(|pair| pair.gpu == gpu.id);
        of_gpu.flat_map(|pair| pair.precisions.iter()).any(|seen| seen == precision.name())
    }

    /// True if runs of this model at this precision were fitted.
    pub fn saw_precision_of(&self, precision: Precision, model: &Model) -> bool {
        let Some(pairs) = self.file.pairs.as_ref() else {
            return self.saw_model(model) && self.saw_precision(precision);
        };
        let of_model = pairs.iter().filter(|pair| pair.model == model.id);
        of_model.flat_map(|pair| pair.precisions.iter()).any(|seen| seen == precision.name())
    }

    /// True if the model's energy at this precision is known as well as it is at all: runs were fitted, or the precision has 16 bits.
    pub fn knows_precision_of(&self, precision: Precision, model: &Model) -> bool {
        matches!(precision, Precision::Fp16 | Precision::Bf16) || self.saw_precision_of(precision, model)
    }

    /// True if the law has an effect of this kind for a level: a GPU, model, architecture or source.
    pub fn knows_effect(&self, feature: Feature, level: &str) -> bool {
        let mut terms = self.file.law.terms.iter();
        terms.any(|term| term.feature == feature && term.level.as_deref() == Some(level))
    }

    /// True if the law answers every question of the catalogue: it knows effects and their spreads where it has not been.
    pub fn answers_everything(&self) -> bool {
        self.file.law.form == Form::TimeAndPower
    }

    /// Returns whether the law takes one energy per operation for every model, GPU and precision.
    pub fn is_same_everywhere(&self) -> bool {
        self.file.law.form == Form::Constant
    }

    /// True if runs of a model of this family were fitted.
    pub fn saw_family(&self, family: Family) -> bool {
        self.file.models.iter().any(|id| model::find(id).is_ok_and(|model| model.denoiser.family() == family))
    }

    /// True if the law has a coefficient for fp32.
    pub fn distinguishes_fp32(&self) -> bool {
        self.file.law.terms.iter().any(|term| matches!(term.feature, Feature::Fp32 | Feature::Vector))
    }

    /// Returns the convention by which the law counts operations.
    pub const fn convention(&self) -> Convention {
        Convention {
            scope: match self.file.compute.scope {
                Scope::Denoiser => compute::Scope::Denoiser,
                Scope::Pipeline => compute::Scope::Pipeline,
            },
            attention: match self.file.compute.attention {
                Attention::Full => AttentionCount::Full,
                Attention::Kaplan => AttentionCount::Kaplan,
            },
        }
    }

    /// Returns the boundary of the fitted energy.
    pub const fn boundary(&self) -> Boundary {
        match self.file.boundary {
            schema::Boundary::Net => Boundary::Net,
            schema::Boundary::Gross => Boundary::Gross,
        }
    }
}

fn contains(list: &List<Text>, id: &str) -> bool {
    list.iter().any(|item| item == id)
}

/// Returns the fit that answers where none is named: the last of `fits` whose law is one of time and power. Older versions of the
/// coefficients have none.
pub fn default_fit(fits: &[Fit]) -> Option<&Fit> {
    fits.iter().rev().find(|fit| fit.answers_everything())
}

/// The fit with this id among `fits`.
///
/// # Errors
/// [`Error::UnknownFit`] with the ids there are.
pub fn find<'a>(fits: &'a [Fit], id: &str) -> Result<&'a Fit, Error> {
    fits.iter().find(|fit| fit.id() == id).ok_or_else(|| Error::UnknownFit {
        given: crate::excerpt::shortened(id),
        known: fits.iter().map(|fit| fit.id().to_owned()).collect(),
    })
}

/// The origin of a fit's coefficients in a few English words.
pub fn origin_label(fit: &Fit) -> String {
    use schema::Origin;
    let words = Words::ENGLISH;
    match &fit.file.origin {
        Origin::Paper { version, table } => [version, ", ", table].concat(),
        Origin::Measured { tool, date, .. } => {
            words.say(Word::EXPLANATION_ORIGIN_MEASURED, &[("tool", tool), ("date", date)])
        }
        Origin::PublicData { dataset, date, .. } => {
            words.say(Word::EXPLANATION_ORIGIN_PUBLIC, &[("dataset", dataset), ("date", date)])
        }
    }
}

#[cfg(all(test, feature = "provenance"))]
mod tests {
    use super::*;

    #[test]
    fn what_the_page_fetches_later_is_what_the_files_say() {
        assert_eq!(DOCUMENTED.len(), BUNDLED.len());
        for (fit, (id, provenance)) in BUNDLED.iter().zip(&DOCUMENTED) {
            assert_eq!((fit.id(), &fit.provenance()), (*id, provenance));
            let mut file = fit.file().clone();
            file.sources = Vec::new().into();
            assert_eq!(
                &Fit::read_before(file, fit.quantile()).provenance(),
                provenance,
                "left out of the file"
            );
        }
    }
}
