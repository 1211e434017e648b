//! What the types of a fit file cannot say: identifiers exist, numbers are finite and ordered, terms make sense.

use super::schema::{
    Attention, Compute, ComputeUnit, EnergyUnit, Feature, FitFile, Form, Law, Pair, Scope, Term, Text,
};
use crate::error::{Choice, Error, shortened};
use crate::present::plain;
use crate::workload::{Guidance, Precision};
use crate::{gpu, model};

/// The field and the reason why a file is refused.
pub type Refusal = (String, String);

/// The schemas that this program reads.
pub const SCHEMAS: [u32; 2] = [1, 2];

/// Coefficients beyond this are no physics and would overflow an exponential.
const LARGEST_COEFFICIENT: f64 = 1e3;

/// The first thing that does not hold.
#[derive(Default)]
struct Checks {
    first: Option<Refusal>,
}

impl Checks {
    /// Notes that something has to hold. Field and reason are written only where it does not: in pieces, which weigh less in a browser
    /// than formatting.
    #[inline(never)]
    fn hold(&mut self, holds: bool, field: &[&str], reason: &[&str]) {
        if !holds && self.first.is_none() {
            self.first = Some((field.concat(), reason.concat()));
        }
    }
}

/// Checks a file that has the right shape. `name` is the file's name.
///
/// # Errors
/// The first field that is wrong, with the reason.
pub fn check(file: &FitFile, name: &str) -> Result<(), Refusal> {
    let mut checks = Checks::default();
    let schema = file.schema.to_string();
    let reason = [&schema, " is not readable here; this program reads schemas 1 and 2"];
    checks.hold(SCHEMAS.contains(&file.schema), &["schema"], &reason);
    let stem = name.strip_suffix(".json").unwrap_or(name);
    let reason = ["'", &shortened(&file.id), "' differs from the file's name '", stem, "'; make them equal"];
    checks.hold(file.id == stem, &["id"], &reason);
    let model = |id: &str| model::find(id).map(|model| model.id.to_owned());
    let gpu = |id: &str| gpu::find(id).map(|gpu| gpu.id.to_owned());
    known_ids(&mut checks, "models", &file.models, &model);
    known_ids(&mut checks, "gpus", &file.gpus, &gpu);
    let reason = ["'", &shortened(&file.baseline_gpu), "' is not among gpus"];
    checks.hold(file.gpus.contains(&file.baseline_gpu), &["baseline_gpu"], &reason);
    pairs(&mut checks, file);
    ranges(&mut checks, file);
    units(&mut checks, file);
    law(&mut checks, "law", &file.law, file);
    if let Some(duration) = &file.duration {
        law(&mut checks, "duration", duration, file);
    }
    checks.hold(!file.sources.is_empty(), &["sources"], &["empty; cite at least one document"]);
    match checks.first {
        None => Ok(()),
        Some(refusal) => Err(refusal),
    }
}

/// A place in a list.
fn item(field: &str, index: usize) -> String {
    [field, "[", &index.to_string(), "]"].concat()
}

const EMPTY: &str = "empty; name at least one";

fn known_ids(checks: &mut Checks, field: &str, ids: &[Text], find: &dyn Fn(&str) -> Result<String, Error>) {
    checks.hold(!ids.is_empty(), &[field], &[EMPTY]);
    for (index, id) in ids.iter().enumerate() {
        let at = item(field, index);
        match find(id) {
            Err(error) => checks.hold(false, &[&at], &[&error.to_string()]),
            Ok(found) => checks.hold(
                found == **id,
                &[&at],
                &["'", &shortened(id), "' is an alias; write '", &found, "'"],
            ),
        }
        let twice = ids.iter().take(index).any(|other| other == id);
        checks.hold(!twice, &[&at], &["'", &shortened(id), "' is named twice"]);
    }
}

/// What only schema 2 has.
fn since_2(checks: &mut Checks, file: &FitFile, field: &[&str]) {
    checks.hold(file.schema >= 2, field, &["comes with schema 2; write \"schema\": 2, or leave it out"]);
}

fn pairs(checks: &mut Checks, file: &FitFile) {
    let Some(pairs) = &file.pairs else { return };
    since_2(checks, file, &["pairs"]);
    for (index, pair) in pairs.iter().enumerate() {
        let at = item("pairs", index);
        let reason = ["'", &shortened(&pair.model), "' is not among models"];
        checks.hold(file.models.contains(&pair.model), &[&at, ".model"], &reason);
        let reason = ["'", &shortened(&pair.gpu), "' is not among gpus"];
        checks.hold(file.gpus.contains(&pair.gpu), &[&at, ".gpu"], &reason);
        let same = |other: &Pair| (&other.model, &other.gpu) == (&pair.model, &pair.gpu);
        checks.hold(!pairs.iter().take(index).any(same), &[&at, ".model"], &["the same pair stands twice"]);
        let field = [&at, ".precisions"].concat();
        words(checks, &field, &pair.precisions, &names::<Precision>());
        let unseen = pair.precisions.iter().find(|precision| !file.ranges.precisions.contains(precision));
        if let Some(unseen) = unseen {
            checks.hold(false, &[&field], &["'", &shortened(unseen), "' is not among ranges.precisions"]);
        }
    }
    for id in file.models.iter().chain(file.gpus.iter()) {
        let named = pairs.iter().any(|pair| pair.model == *id || pair.gpu == *id);
        checks.hold(
            named,
            &["pairs"],
            &["'", &shortened(id), "' is in no pair; add one or leave the id out"],
        );
    }
}

/// An additive law is one of joules and data-sheet seconds of one image, a ln-linear one of kWh and GFLOP of all.
fn units(checks: &mut Checks, file: &FitFile) {
    let (energy, compute, words) = match file.law.form {
        Form::LnLinear => (
            EnergyUnit::KilowattHoursAllImages,
            ComputeUnit::GflopAllImages,
            "ln_linear goes with kWh_all_images and GFLOP_all_images",
        ),
        Form::Additive => (
            EnergyUnit::JoulesPerImage,
            ComputeUnit::DataSheetSecondsPerImage,
            "additive goes with J_per_image and datasheet_s_per_image",
        ),
    };
    checks.hold(file.units.energy == energy, &["units.energy"], &[words]);
    checks.hold(file.units.compute == compute, &["units.compute"], &[words]);
    let whole = Compute { scope: Scope::Pipeline, attention: Attention::Full };
    checks.hold(
        file.law.form == Form::LnLinear || file.compute == whole,
        &["compute"],
        &["an additive law counts the whole pipeline and all of attention"],
    );
    checks.hold(
        file.duration.as_ref().is_none_or(|duration| duration.form == file.law.form),
        &["duration.form"],
        &["differs from that of the law; use one"],
    );
}

fn ranges(checks: &mut Checks, file: &FitFile) {
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
        let (first, second) = (least.to_string(), most.to_string());
        let reason = ["[", &first, ", ", &second, "]; give the least, at least 1, then the most"];
        checks.hold(1 <= least && least <= most, &["ranges.", name], &reason);
    }
    words(checks, "ranges.precisions", &ranges.precisions, &names::<Precision>());
    words(checks, "ranges.guidance", &ranges.guidance, &names::<Guidance>());
}

fn names<C: Choice>() -> Vec<&'static str> {
    C::ALL.iter().map(|(name, _)| *name).collect()
}

fn words(checks: &mut Checks, field: &str, given: &[Text], names: &[&str]) {
    checks.hold(!given.is_empty(), &[field], &[EMPTY]);
    for (index, word) in given.iter().enumerate() {
        let reason = ["'", &shortened(word), "' is not known; choose among ", &names.join(", ")];
        checks.hold(names.contains(&&**word), &[&item(field, index)], &reason);
    }
}

fn law(checks: &mut Checks, field: &str, law: &Law, file: &FitFile) {
    let has = |feature: Feature| law.terms.iter().any(|term| term.feature == feature);
    match law.form {
        Form::LnLinear => {
            let reason = ["no intercept; the law has no scale without one"];
            checks.hold(has(Feature::Intercept), &[field, ".terms"], &reason);
        }
        Form::Additive => {
            since_2(checks, file, &[field, ".form"]);
            let reason = ["no matmul; the law has no scale without it"];
            checks.hold(has(Feature::Matmul), &[field, ".terms"], &reason);
            let images = law.evaluated_at_images.to_string();
            let reason = [&images, "; an additive law is one of single images, write 1"];
            checks.hold(law.evaluated_at_images == 1, &[field, ".evaluated_at_images"], &reason);
        }
    }
    if let Some(spreads) = &law.spreads {
        since_2(checks, file, &[field, ".spreads"]);
        let spreads = [
            ("unseen_model", spreads.unseen_model),
            ("unseen_gpu", spreads.unseen_gpu),
            ("another_source", spreads.another_source),
        ];
        for (name, spread) in spreads {
            let reason = [&plain(spread), "; give a number from 0 to ", &plain(LARGEST_SPREAD)];
            checks.hold((0.0..=LARGEST_SPREAD).contains(&spread), &[field, ".spreads.", name], &reason);
        }
    }
    for (index, term) in law.terms.iter().enumerate() {
        let at = item(&[field, ".terms"].concat(), index);
        let (size, largest) = (term.coefficient.abs(), plain(LARGEST_COEFFICIENT));
        checks.hold(
            size <= LARGEST_COEFFICIENT,
            &[&at, ".coefficient"],
            &["give a number within ±", &largest],
        );
        checks.hold(
            term.std_error.is_none_or(|error| error.is_finite() && error >= 0.0),
            &[&at, ".std_error"],
            &["give a number that is not negative, or leave it out"],
        );
        let summed = Feature::SUMMED.contains(&term.feature);
        let belongs = term.feature == Feature::Gpu || summed == (law.form == Form::Additive);
        let reason = ["'", term.feature.name(), "' does not belong to a law of this form"];
        checks.hold(belongs, &[&at, ".feature"], &reason);
        let reason = [&plain(term.coefficient), "; what is summed has to be above zero"];
        checks.hold(!summed || term.coefficient > 0.0, &[&at, ".coefficient"], &reason);
        match (term.feature, &term.level) {
            (Feature::Gpu, Some(level)) => checks.hold(
                file.gpus.contains(level) && *level != file.baseline_gpu,
                &[&at, ".level"],
                &["'", &shortened(level), "' is not one of gpus besides the baseline"],
            ),
            (Feature::Gpu, None) => checks.hold(false, &[&at, ".level"], &["missing; name the GPU"]),
            (_, Some(level)) => {
                checks.hold(
                    false,
                    &[&at, ".level"],
                    &["'", &shortened(level), "'; only the feature gpu has levels"],
                );
            }
            (_, None) => {}
        }
        let same = |earlier: &Term| (earlier.feature, &earlier.level) == (term.feature, &term.level);
        let twice = law.terms.iter().take(index).any(same);
        checks.hold(!twice, &[&at, ".feature"], &["the same term stands twice"]);
    }
    for level in file.gpus.iter().filter(|id| **id != file.baseline_gpu) {
        let has = law.terms.iter().any(|term| term.level.as_ref() == Some(level));
        checks.hold(has, &[field, ".terms"], &["no term for gpu '", level, "', which was fitted"]);
    }
    checks.hold(
        law.residual_sd > 0.0 && law.residual_sd <= LARGEST_SPREAD,
        &[field, ".residual_sd"],
        &[&plain(law.residual_sd), "; give a positive number up to ", &plain(LARGEST_SPREAD)],
    );
    checks.hold(
        law.degrees_of_freedom.is_none_or(|freedom| freedom.is_finite() && freedom >= 1.0),
        &[field, ".degrees_of_freedom"],
        &["give a number from 1 up, or leave it out"],
    );
    checks.hold(law.evaluated_at_images >= 1, &[field, ".evaluated_at_images"], &["0; give 1 or more"]);
    covariance(checks, &[field, ".covariance"].concat(), law);
}

/// A spread beyond this says nothing about energy.
const LARGEST_SPREAD: f64 = 10.0;

fn covariance(checks: &mut Checks, field: &str, law: &Law) {
    let Some(rows) = &law.covariance else { return };
    let terms = law.terms.len();
    if rows.len() != terms || rows.iter().any(|row| row.len() != terms) {
        let terms = terms.to_string();
        return checks.hold(false, &[field], &["not ", &terms, " × ", &terms, ", one row and column a term"]);
    }
    for (i, row) in rows.iter().enumerate() {
        for (j, value) in row.iter().enumerate() {
            let mirrored = rows[j][i];
            let scale = (rows[i][i] * rows[j][j]).abs().sqrt();
            let reason = if !value.is_finite() {
                "not a finite number".to_owned()
            } else if i == j && *value < 0.0 {
                [&plain(*value), "; a variance is not negative"].concat()
            } else if (value - mirrored).abs() > SYMMETRY * scale {
                [&plain(*value), " differs from its mirror image ", &plain(mirrored)].concat()
            } else if value.abs() > (1.0 + SYMMETRY) * scale {
                [&plain(*value), " exceeds what the two variances allow, ", &plain(scale)].concat()
            } else {
                continue;
            };
            return checks.hold(false, &[&item(&item(field, i), j)], &[&reason]);
        }
    }
}

/// Relative difference up to which a printed matrix is symmetric.
const SYMMETRY: f64 = 1e-9;
