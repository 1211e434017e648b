//! From observations to a fit file.

use super::additive::{self, Target};
use super::agreement::Agreement;
use super::by_images::ByImages;
use super::design::Design;
#[cfg(feature = "baselines")]
use super::method::Response;
use super::order::{distinct, order};
use super::refusal::Refusal;
use super::supplement::Supplement;
use super::{coverage, one_boundary, time_and_power};
use crate::compute;
use crate::error::Choice;
use crate::estimate::estimate_with;
use crate::fit::Fit;
use crate::fit::schema::{
    Attention, Boundary as FileBoundary, Citation, Compute, ComputeUnit, EnergyUnit, FitFile, Form, Law,
    List, Origin, Quality, Scope, Software, Text, Units,
};
use crate::flops::AttentionCount;
use crate::observation::Observed;
use crate::setting::{Boundary, Precision};

pub use super::method::Method;

/// Description of a fit, beside its numbers.
#[derive(Debug, Clone)]
pub struct About {
    /// Stable identifier.
    pub id: Text,
    /// Title in one line.
    pub title: Text,
    /// Origin of the coefficients.
    pub origin: Origin,
    /// Software that ran.
    pub software: Software,
    /// Documents.
    pub sources: Vec<Citation>,
    /// Caveats for people.
    pub notes: Text,
}

impl About {
    /// Words for a fit that no file is made of, as while validating.
    pub fn scratch() -> Self {
        Self {
            id: "scratch".into(),
            title: "".into(),
            origin: Origin::Measured { observations: Vec::new().into(), tool: "".into(), date: "".into() },
            software: Software { engine: "".into(), version: "".into(), precision_modes: Vec::new().into() },
            sources: Vec::new(),
            notes: "".into(),
        }
    }
}

/// Fits `rows` by `method`. Its quality is that on the rows themselves; [`super::calibration`] adds what was held out.
///
/// # Errors
/// [`Refusal`] that names the row, column or number at fault.
///
/// # Examples
/// ```
/// use wattpix_core::regress::fitting::{About, Method, fit};
/// use wattpix_core::regress::table::read;
///
/// // Energies made up for this example.
/// let csv = "model,gpu,steps,images,energy_j,boundary\n\
///            sdxl,a100,20,100,105000,gross\n\
///            sdxl,a100,40,100,205000,gross\n\
///            sdxl,h100,20,100,85000,gross\n\
///            sdxl,h100,40,100,165000,gross\n";
/// let table = read("mine.csv", csv.as_bytes()).map_err(|refused| refused.reason)?;
/// let rows: Vec<_> = table.rows.iter().collect();
/// let fitted = fit(&rows, Method::Additive, About::scratch())?;
/// assert_eq!(fitted.file().quality.n, Some(4));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn fit(rows: &[&Observed], method: Method, about: About) -> Result<Fit, Refusal> {
    fit_with_supplement(rows, &Supplement::default(), method, about)
}

/// Fits with the further knowledge that a law of time and power takes; the other laws do not read it.
///
/// # Errors
/// As [`fit`].
pub fn fit_with_supplement(
    rows: &[&Observed],
    supplement: &Supplement,
    method: Method,
    about: About,
) -> Result<Fit, Refusal> {
    let design = Design::of(rows)?;
    let mut fit = made(&design, &design.all(), supplement, method, about, None)?;
    let quality = quality(rows, &fit, method)?;
    fit.set_quality(quality);
    Ok(fit)
}

/// The precisions of rows as fit files name them, and how the additive law takes fp32.
pub fn precision_modes(rows: &[&Observed]) -> List<Text> {
    let seen = |precision: Precision| rows.iter().any(|row| row.workload.precision() == precision);
    let named = Precision::ALL.iter().filter(|(_, precision)| seen(*precision));
    named
        .map(|(name, precision)| match precision {
            Precision::Fp32 => "fp32, convolutions in TF32 where the card has it".into(),
            _ => (*name).into(),
        })
        .collect::<Vec<Text>>()
        .into()
}

/// Fits some rows of a design, without saying how well. A fit `near` it, such as that of more rows, shortens the search.
///
/// # Errors
/// As [`fit`].
pub(super) fn made(
    design: &Design,
    chosen: &[usize],
    supplement: &Supplement,
    method: Method,
    about: About,
    near: Option<&Fit>,
) -> Result<Fit, Refusal> {
    if chosen.is_empty() {
        return Err(Refusal::Empty);
    }
    let gpus = gpus(design, chosen);
    let laws = match method {
        Method::TimeAndPower => {
            let near = near.map(|fit| &fit.file().law);
            let law = time_and_power::fit(design, chosen, supplement, near)?;
            Laws { energy: law, duration: None, boundary: Boundary::Gross }
        }
        Method::Additive | Method::Paper | Method::PaperTotals | Method::Constant => {
            laws(design, chosen, method, &gpus, near)?
        }
    };
    Fit::made(file(design, chosen, laws, method, &gpus, about))
        .map_err(|reason| Refusal::Unusable { field: "law.degrees_of_freedom".to_owned(), reason })
}

/// The laws of energy, and of duration where there is one, of methods that fit them apart.
fn laws(
    design: &Design,
    chosen: &[usize],
    method: Method,
    gpus: &[&'static str],
    near: Option<&Fit>,
) -> Result<Laws, Refusal> {
    let (boundary, agree) = one_boundary::boundary(design, chosen);
    let duration = if method == Method::Additive || !agree {
        one_boundary::duration_law(design, chosen, gpus, near.and_then(|fit| fit.file().duration.as_ref()))?
    } else {
        None
    };
    let energies = one_boundary::energies(design, chosen, agree, duration.as_ref());
    let law = match method {
        Method::TimeAndPower | Method::Additive => {
            additive::fit(design, chosen, &energies, Target::Energy, gpus, near.map(|fit| &fit.file().law))?
        }
        #[cfg(feature = "baselines")]
        Method::Paper | Method::PaperTotals => {
            let response = Response::of(method);
            super::ln_linear::fit(design, chosen, &energies, method.convention(), gpus, response)?
        }
        #[cfg(feature = "baselines")]
        Method::Constant => super::ln_linear::fit_constant(design, chosen, &energies, method.convention())?,
        #[cfg(not(feature = "baselines"))]
        Method::Paper | Method::PaperTotals | Method::Constant => {
            let reason = "this program fits the additive law only; use `measure fit`".to_owned();
            return Err(Refusal::Unusable { field: "law".to_owned(), reason });
        }
    };
    let duration = duration.filter(|_| method == Method::Additive);
    Ok(Laws { energy: law, duration, boundary })
}

/// The GPUs of the rows, the one with most rows first: the baseline.
pub(super) fn gpus(design: &Design, chosen: &[usize]) -> Vec<&'static str> {
    let ids = distinct(chosen.iter().map(|row| design.rows[*row].gpu.id).collect());
    let count = |id: &str| chosen.iter().filter(|row| design.rows[**row].gpu.id == id).count();
    let counts: Vec<usize> = ids.iter().map(|id| count(id)).collect();
    let sorted = order(ids.len(), &|a, b| counts[b].cmp(&counts[a]));
    sorted.into_iter().map(|at| ids[at]).collect()
}

/// Fitted laws: energy within a boundary, and seconds where they are known.
struct Laws {
    energy: Law,
    duration: Option<Law>,
    boundary: Boundary,
}

fn file(
    design: &Design,
    chosen: &[usize],
    laws: Laws,
    method: Method,
    gpus: &[&'static str],
    about: About,
) -> FitFile {
    let Laws { energy: law, duration, boundary } = laws;
    let convention = method.convention();
    let of_joules = matches!(law.form, Form::Additive | Form::TimeAndPower);
    let ran = design.configurations_of(chosen);
    let models = distinct(ran.iter().map(|one| one.workload.model().id).collect());
    let pairs = coverage::pairs(&ran);
    // Where everything ran everywhere in every precision, the lists say it all.
    let all = pairs.len() == models.len() * gpus.len()
        && pairs.iter().all(|pair| pair.precisions == pairs[0].precisions);
    let texts = |ids: Vec<&'static str>| ids.into_iter().map(Text::from).collect::<Vec<_>>().into();
    FitFile {
        schema: match law.form {
            Form::TimeAndPower | Form::Constant => 3,
            Form::Additive => 2,
            Form::LnLinear if !all => 2,
            Form::LnLinear => 1,
        },
        id: about.id,
        title: about.title,
        origin: about.origin,
        models: texts(models),
        gpus: texts(gpus.to_vec()),
        baseline_gpu: gpus[0].into(),
        pairs: (!all).then(|| pairs.into()),
        ranges: coverage::ranges(&ran, chosen.iter().map(|row| design.rows[*row].images)),
        units: if of_joules {
            Units { energy: EnergyUnit::JoulesPerImage, compute: ComputeUnit::DataSheetSecondsPerImage }
        } else {
            Units { energy: EnergyUnit::KilowattHoursAllImages, compute: ComputeUnit::GflopAllImages }
        },
        law,
        duration,
        compute: Compute {
            scope: match convention.scope {
                compute::Scope::Denoiser => Scope::Denoiser,
                compute::Scope::Pipeline => Scope::Pipeline,
            },
            attention: match convention.attention {
                AttentionCount::Full => Attention::Full,
                AttentionCount::Kaplan => Attention::Kaplan,
            },
        },
        boundary: match boundary {
            Boundary::Net => FileBoundary::Net,
            Boundary::Gross => FileBoundary::Gross,
        },
        software: about.software,
        quality: Quality { n: Some(chosen.len() as u64), ..Quality::default() },
        sources: about.sources.into(),
        notes: about.notes,
    }
}

/// Agreement of a fit with the rows it was made from, in what was fitted: the energy of one image of each, or of all of a row.
fn quality(rows: &[&Observed], fit: &Fit, method: Method) -> Result<Quality, Refusal> {
    let fits = ByImages::new(fit, method, rows.iter().map(|row| row.images));
    let images = |row: &Observed| if method == Method::PaperTotals { row.images as f64 } else { 1.0 };
    let predicted: Vec<f64> = rows
        .iter()
        .map(|row| {
            estimate_with(fits.at(row.images), &row.question())
                .map(|estimate| estimate.energy.joules() * images(row))
                .map_err(|error| Refusal::NoEstimate { place: row.place.clone(), error })
        })
        .collect::<Result<_, _>>()?;
    let measured: Vec<f64> = rows.iter().map(|row| row.energy.joules() * images(row)).collect();
    let agreement = Agreement::of(&measured, &predicted, fit.file().law.terms.len()).ok_or(Refusal::Empty)?;
    Ok(Quality {
        n: Some(rows.len() as u64),
        r2: agreement.r2,
        mae_ln: Some(agreement.mae_ln),
        mape: Some(agreement.mape),
        spearman: agreement.spearman,
        pearson: agreement.pearson,
        k_fold: None,
        held_out_models: None,
    })
}
