//! Everything that observations say, as one report: what was read, the fits, how they predict what was left out, the paper's tables
//! for each model and GPU, and what each setting does.
//!
//! - [`page`] — as one HTML file. [`files`] — as tables and pictures in a folder.
//! - [`pair`] — a model on a GPU: its tables. [`figures`] — the charts. [`papers`] — those that the paper has besides.

mod choice;
mod energies;
mod figure;
pub mod figures;
pub mod files;
mod fits;
pub mod page;
pub mod pair;
pub mod papers;
mod validations;

use wattpix_core::fit::Fit;
use wattpix_core::gpu::Gpu;
use wattpix_core::model::Model;
use wattpix_core::observation::Observed;
use wattpix_core::regress::calibration::calibrated;
use wattpix_core::regress::cross_validation::Validation;
use wattpix_core::regress::fitting::{About, Method, fit_with_supplement};
use wattpix_core::regress::refusal::Refusal;
use wattpix_core::regress::supplement::Supplement;

use crate::evidence::Evidence;
use crate::parallel::on_every_core;
use crate::validation::{Divisions, LawName, Response, ranked};
use pair::{Pair, pairs};

/// A report before it is written.
#[derive(Debug)]
pub struct Report<'a> {
    /// Title.
    pub title: String,
    /// The day it is of, YYYY-MM-DD.
    pub date: String,
    /// Rows that were read, and rows that were left out.
    pub evidence: &'a Evidence,
    /// The usable rows.
    pub rows: Vec<&'a Observed>,
    /// Response of the paper's law.
    pub response: Response,
    /// The fits that could be made: first that of the law that cross-validates best, which fills the tables.
    pub fits: Vec<(LawName, Fit)>,
    /// Laws that the rows refuse.
    pub refused: Vec<(LawName, Refusal)>,
    /// Every law by every division.
    pub validations: Vec<Validation>,
    /// The validations of the law that fills the tables by model, GPU, architecture and source, with what each fit says of the rows that it saw.
    pub panels: Vec<Validation>,
    /// Divisions that the rows do not allow.
    pub not_validated: Vec<Refusal>,
    /// Models and GPUs whose tables are shown.
    pub pairs: Vec<Pair>,
}

impl<'a> Report<'a> {
    /// Fits and validates rows. The tables are those of the models and GPUs of the rows; [`Self::choose_pairs`] adds others.
    ///
    /// # Errors
    /// Rows that no law can be fitted to, and a division that they do not allow where it was asked for by name.
    pub fn new(
        evidence: &'a Evidence,
        divisions: &Divisions,
        title: String,
        date: String,
    ) -> anyhow::Result<Self> {
        let rows = evidence.borrowed();
        let supplement = evidence.supplement();
        let response = divisions.response;
        let laws = divisions.laws();
        let made = on_every_core(&laws, &|law| fitted(&rows, &supplement, law.method(response)));
        let (mut fits, mut refused) = (Vec::new(), Vec::new());
        for (law, made) in laws.into_iter().zip(made) {
            match made {
                Ok(fit) => fits.push((law, fit)),
                Err(refusal) => refused.push((law, refusal)),
            }
        }
        if let (true, Some((_, refusal))) = (fits.is_empty(), refused.first()) {
            return Err(refusal.clone().into());
        }
        let (validations, not_validated) = divisions.validations(&rows, &supplement, &fits)?;
        let best = ranked(&validations).first().map(|(best, _)| best.method);
        // The law that predicts best what it did not see comes first and fills the tables.
        fits.sort_by_key(|(law, _)| Some(law.method(response)) != best);
        let panels = match fits.first() {
            Some((law, fit)) => divisions.panels(&rows, &supplement, *law, fit, &validations)?,
            None => Vec::new(),
        };
        let mut report = Self {
            title,
            date,
            evidence,
            rows,
            response,
            fits,
            refused,
            validations,
            panels,
            not_validated,
            pairs: Vec::new(),
        };
        report.choose_pairs(&[], &[]);
        Ok(report)
    }

    /// The fit whose estimates fill the tables: that of the law that cross-validates best on these rows.
    pub fn chosen(&self) -> Option<&Fit> {
        self.fits.first().map(|(_, fit)| fit)
    }

    /// The pairs to show: those of the rows, and each asked model with each asked GPU; where one of the two is not asked for, those of
    /// the rows stand for it.
    pub fn choose_pairs(&mut self, models: &[&'static Model], gpus: &[&'static Gpu]) {
        let Some(boundary) = self.chosen().map(Fit::boundary) else { return };
        self.pairs = pairs(&self.rows, models, gpus, boundary);
    }
}

fn fitted(rows: &[&Observed], supplement: &Supplement, method: Method) -> Result<Fit, Refusal> {
    let made = fit_with_supplement(rows, supplement, method, About::scratch())?;
    if method == Method::Additive { calibrated(made, rows) } else { Ok(made) }
}
