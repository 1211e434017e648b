//! What the types of a fit file cannot say: identifiers exist, numbers are finite and ordered, terms make sense.

use super::schema::{Attention, Compute, ComputeUnit, EnergyUnit, Feature, FitFile, Form, Law, Scope, Text};
use crate::error::Choice;
use crate::present::plain;
use crate::workload::{Guidance, Precision};
use crate::{gpu, model};

/// The field and the reason why a file is refused.
pub type Refusal = (String, String);

/// The schemas that this program reads.
pub const SCHEMAS: [u32; 2] = [1, 2];

/// Coefficients beyond this are no physics and would overflow an exponential.
const LARGEST_COEFFICIENT: f64 = 1e3;

/// Checks a file that has the right shape. `name` is the file's name.
///
/// # Errors
/// The first field that is wrong, with the reason.
pub fn check(file: &FitFile, name: &str) -> Result<(), Refusal> {
    require(SCHEMAS.contains(&file.schema), "schema", || {
        format!("{} is not readable here; this program reads schemas 1 and 2", file.schema)
    })?;
    let stem = name.strip_suffix(".json").unwrap_or(name);
    require(file.id == stem, "id", || {
        format!("'{}' differs from the file's name '{stem}'; make them equal", file.id)
    })?;
    known_ids("models", &file.models, |id| model::find(id).map(|model| model.id).map_err(|e| e.to_string()))?;
    known_ids("gpus", &file.gpus, |id| gpu::find(id).map(|gpu| gpu.id).map_err(|e| e.to_string()))?;
    require(file.gpus.contains(&file.baseline_gpu), "baseline_gpu", || {
        format!("'{}' is not among gpus", file.baseline_gpu)
    })?;
    pairs(file)?;
    ranges(file)?;
    units(file)?;
    law("law", &file.law, file)?;
    if let Some(duration) = &file.duration {
        law("duration", duration, file)?;
    }
    require(!file.sources.is_empty(), "sources", || "empty; cite at least one document".to_owned())
}

fn require(holds: bool, field: &str, reason: impl FnOnce() -> String) -> Result<(), Refusal> {
    if holds { Ok(()) } else { Err((field.to_owned(), reason())) }
}

fn known_ids(
    field: &str,
    ids: &[Text],
    find: impl Fn(&str) -> Result<&'static str, String>,
) -> Result<(), Refusal> {
    require(!ids.is_empty(), field, || "empty; name at least one".to_owned())?;
    for (index, id) in ids.iter().enumerate() {
        let at = format!("{field}[{index}]");
        let found = find(id).map_err(|reason| (at.clone(), reason))?;
        require(found == id, &at, || format!("'{id}' is an alias; write '{found}'"))?;
        require(!ids[..index].contains(id), &at, || format!("'{id}' is named twice"))?;
    }
    Ok(())
}

/// What only schema 2 has.
fn since_2(file: &FitFile, field: &str) -> Result<(), Refusal> {
    require(file.schema >= 2, field, || {
        "comes with schema 2; write \"schema\": 2, or leave it out".to_owned()
    })
}

fn pairs(file: &FitFile) -> Result<(), Refusal> {
    let Some(pairs) = &file.pairs else { return Ok(()) };
    since_2(file, "pairs")?;
    for (index, pair) in pairs.iter().enumerate() {
        let at = |name: &str| format!("pairs[{index}].{name}");
        require(file.models.contains(&pair.model), &at("model"), || {
            format!("'{}' is not among models", pair.model)
        })?;
        require(file.gpus.contains(&pair.gpu), &at("gpu"), || format!("'{}' is not among gpus", pair.gpu))?;
        let twice = pairs[..index].iter().any(|other| (&other.model, &other.gpu) == (&pair.model, &pair.gpu));
        require(!twice, &at("model"), || "the same pair stands twice".to_owned())?;
        words::<Precision>(&at("precisions"), &pair.precisions)?;
        let unseen = pair.precisions.iter().find(|precision| !file.ranges.precisions.contains(precision));
        if let Some(unseen) = unseen {
            return Err((at("precisions"), format!("'{unseen}' is not among ranges.precisions")));
        }
    }
    let in_pairs = |id: &Text| pairs.iter().any(|pair| pair.model == *id || pair.gpu == *id);
    match file.models.iter().chain(file.gpus.iter()).find(|id| !in_pairs(id)) {
        Some(id) => Err(("pairs".to_owned(), format!("'{id}' is in no pair; add one or leave the id out"))),
        None => Ok(()),
    }
}

/// An additive law is one of joules and data-sheet seconds of one image, a ln-linear one of kWh and GFLOP of all.
fn units(file: &FitFile) -> Result<(), Refusal> {
    let (energy, compute) = match file.law.form {
        Form::LnLinear => (EnergyUnit::KilowattHoursAllImages, ComputeUnit::GflopAllImages),
        Form::Additive => (EnergyUnit::JoulesPerImage, ComputeUnit::DataSheetSecondsPerImage),
    };
    let words = |form| match form {
        Form::LnLinear => "ln_linear goes with kWh_all_images and GFLOP_all_images",
        Form::Additive => "additive goes with J_per_image and datasheet_s_per_image",
    };
    require(file.units.energy == energy, "units.energy", || words(file.law.form).to_owned())?;
    require(file.units.compute == compute, "units.compute", || words(file.law.form).to_owned())?;
    require(
        file.law.form == Form::LnLinear
            || file.compute == Compute { scope: Scope::Pipeline, attention: Attention::Full },
        "compute",
        || "an additive law counts the whole pipeline and all of attention".to_owned(),
    )?;
    require(
        file.duration.as_ref().is_none_or(|duration| duration.form == file.law.form),
        "duration.form",
        || "differs from that of the law; use one".to_owned(),
    )
}

fn ranges(file: &FitFile) -> Result<(), Refusal> {
    let ranges = &file.ranges;
    let pairs = [
        ("width", ranges.width.map(u64::from)),
        ("height", ranges.height.map(u64::from)),
        ("steps", ranges.steps.map(u64::from)),
        ("images", ranges.images),
        ("batch", ranges.batch.map(u64::from)),
        ("text_tokens", ranges.text_tokens.map(u64::from)),
    ];
    for (name, [least, most]) in pairs {
        require(1 <= least && least <= most, &format!("ranges.{name}"), || {
            format!("[{least}, {most}]; give the least, at least 1, then the most")
        })?;
    }
    words::<Precision>("ranges.precisions", &ranges.precisions)?;
    words::<Guidance>("ranges.guidance", &ranges.guidance)
}

fn words<C: Choice>(field: &str, given: &[Text]) -> Result<(), Refusal> {
    require(!given.is_empty(), field, || "empty; name at least one".to_owned())?;
    for (index, word) in given.iter().enumerate() {
        let known = C::ALL.iter().any(|(name, _)| name == word);
        require(known, &format!("{field}[{index}]"), || {
            let names: Vec<_> = C::ALL.iter().map(|(name, _)| *name).collect();
            format!("'{word}' is not known; choose among {}", names.join(", "))
        })?;
    }
    Ok(())
}

fn law(field: &str, law: &Law, file: &FitFile) -> Result<(), Refusal> {
    let at = |name: &str| format!("{field}.{name}");
    match law.form {
        Form::LnLinear => {
            require(law.terms.iter().any(|term| term.feature == Feature::Intercept), &at("terms"), || {
                "no intercept; the law has no scale without one".to_owned()
            })?;
        }
        Form::Additive => {
            since_2(file, &at("form"))?;
            require(law.terms.iter().any(|term| term.feature == Feature::Matmul), &at("terms"), || {
                "no matmul; the law has no scale without it".to_owned()
            })?;
            require(law.evaluated_at_images == 1, &at("evaluated_at_images"), || {
                format!("{}; an additive law is one of single images, write 1", law.evaluated_at_images)
            })?;
        }
    }
    if let Some(spreads) = &law.spreads {
        since_2(file, &at("spreads"))?;
        let spreads = [
            ("unseen_model", spreads.unseen_model),
            ("unseen_gpu", spreads.unseen_gpu),
            ("another_source", spreads.another_source),
        ];
        for (name, spread) in spreads {
            require((0.0..=LARGEST_SPREAD).contains(&spread), &at(&format!("spreads.{name}")), || {
                [&plain(spread), "; give a number from 0 to ", &plain(LARGEST_SPREAD)].concat()
            })?;
        }
    }
    for (index, term) in law.terms.iter().enumerate() {
        let at = |name: &str| format!("{field}.terms[{index}].{name}");
        require(
            term.coefficient.is_finite() && term.coefficient.abs() <= LARGEST_COEFFICIENT,
            &at("coefficient"),
            || "give a number within ±1000".to_owned(),
        )?;
        require(
            term.std_error.is_none_or(|error| error.is_finite() && error >= 0.0),
            &at("std_error"),
            || "give a number that is not negative, or leave it out".to_owned(),
        )?;
        let summed = Feature::SUMMED.contains(&term.feature);
        let belongs = term.feature == Feature::Gpu || summed == (law.form == Form::Additive);
        require(belongs, &at("feature"), || {
            format!("'{}' does not belong to a law of this form", term.feature.name())
        })?;
        require(!summed || term.coefficient > 0.0, &at("coefficient"), || {
            "what is summed has to be above zero".to_owned()
        })?;
        match (term.feature, &term.level) {
            (Feature::Gpu, Some(level)) => {
                require(file.gpus.contains(level) && *level != file.baseline_gpu, &at("level"), || {
                    format!("'{level}' is not one of gpus besides the baseline")
                })?;
            }
            (Feature::Gpu, None) => return Err((at("level"), "missing; name the GPU".to_owned())),
            (_, Some(level)) => {
                return Err((at("level"), format!("'{level}'; only the feature gpu has levels")));
            }
            (_, None) => {}
        }
        let twice = law.terms[..index]
            .iter()
            .any(|earlier| (earlier.feature, &earlier.level) == (term.feature, &term.level));
        require(!twice, &at("feature"), || "the same term stands twice".to_owned())?;
    }
    for level in file.gpus.iter().filter(|id| **id != file.baseline_gpu) {
        let has = law.terms.iter().any(|term| term.level.as_ref() == Some(level));
        require(has, &at("terms"), || format!("no term for gpu '{level}', which was fitted"))?;
    }
    require(
        law.residual_sd.is_finite() && law.residual_sd > 0.0 && law.residual_sd <= LARGEST_SPREAD,
        &at("residual_sd"),
        || [&plain(law.residual_sd), "; give a positive number up to ", &plain(LARGEST_SPREAD)].concat(),
    )?;
    require(
        law.degrees_of_freedom.is_none_or(|freedom| freedom.is_finite() && freedom >= 1.0),
        &at("degrees_of_freedom"),
        || "give a number from 1 up, or leave it out".to_owned(),
    )?;
    require(law.evaluated_at_images >= 1, &at("evaluated_at_images"), || "0; give 1 or more".to_owned())?;
    covariance(&at("covariance"), law)
}

/// A spread beyond this says nothing about energy.
const LARGEST_SPREAD: f64 = 10.0;

fn covariance(field: &str, law: &Law) -> Result<(), Refusal> {
    let Some(rows) = &law.covariance else { return Ok(()) };
    let terms = law.terms.len();
    require(rows.len() == terms && rows.iter().all(|row| row.len() == terms), field, || {
        format!("not {terms} × {terms}, one row and column a term")
    })?;
    for (i, row) in rows.iter().enumerate() {
        for (j, value) in row.iter().enumerate() {
            let at = format!("{field}[{i}][{j}]");
            require(value.is_finite(), &at, || "not a finite number".to_owned())?;
            require(i != j || *value >= 0.0, &at, || "a variance is not negative".to_owned())?;
            let mirrored = rows[j][i];
            let scale = (rows[i][i] * rows[j][j]).abs().sqrt();
            require((value - mirrored).abs() <= SYMMETRY * scale, &at, || {
                [&plain(*value), " differs from its mirror image ", &plain(mirrored)].concat()
            })?;
            require(value.abs() <= (1.0 + SYMMETRY) * scale, &at, || {
                [&plain(*value), " exceeds what the two variances allow, ", &plain(scale)].concat()
            })?;
        }
    }
    Ok(())
}

/// Relative difference up to which a printed matrix is symmetric.
const SYMMETRY: f64 = 1e-9;
