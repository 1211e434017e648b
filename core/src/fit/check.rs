//! What the types of a fit file cannot say: identifiers exist, numbers are finite and ordered, terms make sense.

use super::schema::{
    Attention, Compute, ComputeUnit, EnergyUnit, Feature, FitFile, Form, Law, Pair, Scope, Term, Text,
};
use crate::error::{Choice, Error, shortened};
use crate::present::plain;
use crate::words::{Word, Words};
use crate::workload::{Guidance, Precision};
use crate::{gpu, model};

/// The field and the reason why a file is refused.
pub type Refusal = (String, String);

/// The schemas that this program reads.
pub const SCHEMAS: [u32; 2] = [1, 2];

/// Coefficients beyond this are no physics and would overflow an exponential.
pub const LARGEST_COEFFICIENT: f64 = 1e3;

/// The first thing that does not hold, in a language.
struct Checks {
    words: Words,
    first: Option<Refusal>,
}

impl Checks {
    /// Notes that something has to hold. Field and reason are written only where it does not; `values` of the reason as in
    /// [`Words::filled`].
    #[inline(never)]
    fn hold(&mut self, holds: bool, field: &[&str], reason: Word, values: &[&str]) {
        if !holds && self.first.is_none() {
            self.first = Some((field.concat(), self.words.filled(reason, values, String::push_str)));
        }
    }

    /// Notes that something does not hold.
    fn refuse(&mut self, field: String, reason: String) {
        self.first.get_or_insert((field, reason));
    }
}

/// Checks a file that has the right shape. `name` is the file's name.
///
/// # Errors
/// The first field that is wrong, with the reason in a language.
pub fn check(file: &FitFile, name: &str, words: Words) -> Result<(), Refusal> {
    let mut checks = Checks { words, first: None };
    let schema = file.schema.to_string();
    checks.hold(SCHEMAS.contains(&file.schema), &["schema"], Word::FIT_FILE_SCHEMA, &[&schema]);
    let stem = name.strip_suffix(".json").unwrap_or(name);
    checks.hold(file.id == stem, &["id"], Word::FIT_FILE_NAME, &[&shortened(&file.id), stem]);
    let model = |id: &str| model::find(id).map(|model| model.id.to_owned());
    let gpu = |id: &str| gpu::find(id).map(|gpu| gpu.id.to_owned());
    known_ids(&mut checks, "models", &file.models, &model);
    known_ids(&mut checks, "gpus", &file.gpus, &gpu);
    let values = [&*shortened(&file.baseline_gpu), "gpus"];
    checks.hold(file.gpus.contains(&file.baseline_gpu), &["baseline_gpu"], Word::FIT_FILE_NOT_IN, &values);
    pairs(&mut checks, file);
    ranges(&mut checks, file);
    units(&mut checks, file);
    law(&mut checks, "law", &file.law, file);
    if let Some(duration) = &file.duration {
        law(&mut checks, "duration", duration, file);
    }
    checks.hold(!file.sources.is_empty(), &["sources"], Word::FIT_FILE_NO_SOURCE, &[]);
    match checks.first {
        None => Ok(()),
        Some(refusal) => Err(refusal),
    }
}

/// A place in a list.
fn item(field: &str, index: usize) -> String {
    [field, "[", &index.to_string(), "]"].concat()
}

fn known_ids(checks: &mut Checks, field: &str, ids: &[Text], find: &dyn Fn(&str) -> Result<String, Error>) {
    checks.hold(!ids.is_empty(), &[field], Word::FIT_FILE_EMPTY, &[]);
    for (index, id) in ids.iter().enumerate() {
        let at = item(field, index);
        match find(id) {
            Err(error) => checks.refuse(at.clone(), error.tell(checks.words)),
            Ok(found) => {
                checks.hold(found == **id, &[&at], Word::FIT_FILE_ALIAS, &[&shortened(id), &found]);
            }
        }
        let twice = ids.iter().take(index).any(|other| other == id);
        checks.hold(!twice, &[&at], Word::FIT_FILE_NAMED_TWICE, &[&shortened(id)]);
    }
}

/// What only schema 2 has.
fn since_2(checks: &mut Checks, file: &FitFile, field: &[&str]) {
    checks.hold(file.schema >= 2, field, Word::FIT_FILE_SINCE, &[]);
}

fn pairs(checks: &mut Checks, file: &FitFile) {
    let Some(pairs) = &file.pairs else { return };
    since_2(checks, file, &["pairs"]);
    for (index, pair) in pairs.iter().enumerate() {
        let at = item("pairs", index);
        let values = [&*shortened(&pair.model), "models"];
        checks.hold(file.models.contains(&pair.model), &[&at, ".model"], Word::FIT_FILE_NOT_IN, &values);
        let values = [&*shortened(&pair.gpu), "gpus"];
        checks.hold(file.gpus.contains(&pair.gpu), &[&at, ".gpu"], Word::FIT_FILE_NOT_IN, &values);
        let same = |other: &Pair| (&other.model, &other.gpu) == (&pair.model, &pair.gpu);
        let twice = pairs.iter().take(index).any(same);
        checks.hold(!twice, &[&at, ".model"], Word::FIT_FILE_PAIR_TWICE, &[]);
        let field = [&at, ".precisions"].concat();
        choices(checks, &field, &pair.precisions, &names::<Precision>());
        let unseen = pair.precisions.iter().find(|precision| !file.ranges.precisions.contains(precision));
        if let Some(unseen) = unseen {
            let values = [&*shortened(unseen), "ranges.precisions"];
            checks.hold(false, &[&field], Word::FIT_FILE_NOT_IN, &values);
        }
    }
    for id in file.models.iter().chain(file.gpus.iter()) {
        let named = pairs.iter().any(|pair| pair.model == *id || pair.gpu == *id);
        checks.hold(named, &["pairs"], Word::FIT_FILE_IN_NO_PAIR, &[&shortened(id)]);
    }
}

/// An additive law is one of joules and data-sheet seconds of one image, a ln-linear one of kWh and GFLOP of all.
fn units(checks: &mut Checks, file: &FitFile) {
    let (energy, compute, named) = match file.law.form {
        Form::LnLinear => (
            EnergyUnit::KilowattHoursAllImages,
            ComputeUnit::GflopAllImages,
            ["ln_linear", "kWh_all_images", "GFLOP_all_images"],
        ),
        Form::Additive => (
            EnergyUnit::JoulesPerImage,
            ComputeUnit::DataSheetSecondsPerImage,
            ["additive", "J_per_image", "datasheet_s_per_image"],
        ),
    };
    checks.hold(file.units.energy == energy, &["units.energy"], Word::FIT_FILE_UNITS, &named);
    checks.hold(file.units.compute == compute, &["units.compute"], Word::FIT_FILE_UNITS, &named);
    let whole = Compute { scope: Scope::Pipeline, attention: Attention::Full };
    checks.hold(
        file.law.form == Form::LnLinear || file.compute == whole,
        &["compute"],
        Word::FIT_FILE_COUNTED,
        &[],
    );
    checks.hold(
        file.duration.as_ref().is_none_or(|duration| duration.form == file.law.form),
        &["duration.form"],
        Word::FIT_FILE_OTHER_FORM,
        &[],
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
        let ordered = 1 <= least && least <= most;
        checks.hold(ordered, &["ranges.", name], Word::FIT_FILE_RANGE, &[&first, &second]);
    }
    choices(checks, "ranges.precisions", &ranges.precisions, &names::<Precision>());
    choices(checks, "ranges.guidance", &ranges.guidance, &names::<Guidance>());
}

fn names<C: Choice>() -> Vec<&'static str> {
    C::ALL.iter().map(|(name, _)| *name).collect()
}

fn choices(checks: &mut Checks, field: &str, given: &[Text], names: &[&str]) {
    checks.hold(!given.is_empty(), &[field], Word::FIT_FILE_EMPTY, &[]);
    for (index, word) in given.iter().enumerate() {
        let values = [&*shortened(word), &names.join(", ")];
        checks.hold(names.contains(&&**word), &[&item(field, index)], Word::READING_UNKNOWN_WORD, &values);
    }
}

fn law(checks: &mut Checks, field: &str, law: &Law, file: &FitFile) {
    let has = |feature: Feature| law.terms.iter().any(|term| term.feature == feature);
    match law.form {
        Form::LnLinear => {
            let values = [Feature::Intercept.name()];
            checks.hold(has(Feature::Intercept), &[field, ".terms"], Word::FIT_FILE_NO_SCALE, &values);
        }
        Form::Additive => {
            since_2(checks, file, &[field, ".form"]);
            let values = [Feature::Matmul.name()];
            checks.hold(has(Feature::Matmul), &[field, ".terms"], Word::FIT_FILE_NO_SCALE, &values);
            let images = law.evaluated_at_images;
            let at = [field, ".evaluated_at_images"];
            checks.hold(images == 1, &at, Word::FIT_FILE_ONE_IMAGE, &[&images.to_string()]);
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
            let values = [&*plain(spread), &plain(LARGEST_SPREAD)];
            let small = (0.0..=LARGEST_SPREAD).contains(&spread);
            checks.hold(small, &[field, ".spreads.", name], Word::FIT_FILE_SPREAD, &values);
        }
    }
    for (index, term) in law.terms.iter().enumerate() {
        let at = item(&[field, ".terms"].concat(), index);
        let (given, field) = (plain(term.coefficient), [&*at, ".coefficient"]);
        let values = [&*given, &plain(LARGEST_COEFFICIENT)];
        let small = term.coefficient.abs() <= LARGEST_COEFFICIENT;
        checks.hold(small, &field, Word::READING_NOT_WITHIN, &values);
        let summed = Feature::SUMMED.contains(&term.feature);
        checks.hold(!summed || term.coefficient > 0.0, &field, Word::FIT_FILE_SUMMED, &[&given]);
        let sound = term.std_error.is_none_or(|error| error.is_finite() && error >= 0.0);
        checks.hold(sound, &[&at, ".std_error"], Word::FIT_FILE_STD_ERROR, &[]);
        let belongs = term.feature == Feature::Gpu || summed == (law.form == Form::Additive);
        let values = [term.feature.name()];
        checks.hold(belongs, &[&at, ".feature"], Word::FIT_FILE_OTHER_TERM, &values);
        let field = [&*at, ".level"];
        match (term.feature, &term.level) {
            (Feature::Gpu, Some(level)) => {
                let other = file.gpus.contains(level) && *level != file.baseline_gpu;
                checks.hold(other, &field, Word::FIT_FILE_LEVEL, &[&shortened(level)]);
            }
            (Feature::Gpu, None) => checks.hold(false, &field, Word::FIT_FILE_NO_LEVEL, &[]),
            (_, Some(level)) => {
                checks.hold(false, &field, Word::FIT_FILE_NO_LEVELS, &[&shortened(level)]);
            }
            (_, None) => {}
        }
        let same = |earlier: &Term| (earlier.feature, &earlier.level) == (term.feature, &term.level);
        let twice = law.terms.iter().take(index).any(same);
        checks.hold(!twice, &[&at, ".feature"], Word::FIT_FILE_TERM_TWICE, &[]);
    }
    for level in file.gpus.iter().filter(|id| **id != file.baseline_gpu) {
        let has = law.terms.iter().any(|term| term.level.as_ref() == Some(level));
        checks.hold(has, &[field, ".terms"], Word::FIT_FILE_NO_TERM, &[level]);
    }
    checks.hold(
        law.residual_sd > 0.0 && law.residual_sd <= LARGEST_SPREAD,
        &[field, ".residual_sd"],
        Word::FIT_FILE_RESIDUAL,
        &[&plain(law.residual_sd), &plain(LARGEST_SPREAD)],
    );
    checks.hold(
        law.degrees_of_freedom.is_none_or(|freedom| freedom.is_finite() && freedom >= 1.0),
        &[field, ".degrees_of_freedom"],
        Word::FIT_FILE_FREEDOM,
        &[],
    );
    let some = law.evaluated_at_images >= 1;
    checks.hold(some, &[field, ".evaluated_at_images"], Word::FIT_FILE_NO_IMAGES, &[]);
    covariance(checks, &[field, ".covariance"].concat(), law);
}

/// A spread beyond this says nothing about energy.
const LARGEST_SPREAD: f64 = 10.0;

fn covariance(checks: &mut Checks, field: &str, law: &Law) {
    let Some(rows) = &law.covariance else { return };
    let terms = law.terms.len();
    if rows.len() != terms || rows.iter().any(|row| row.len() != terms) {
        let terms = terms.to_string();
        return checks.hold(false, &[field], Word::FIT_FILE_COVARIANCE, &[&terms]);
    }
    for (i, row) in rows.iter().enumerate() {
        for (j, value) in row.iter().enumerate() {
            let mirrored = rows[j][i];
            let scale = (rows[i][i] * rows[j][j]).abs().sqrt();
            let (reason, other) = if !value.is_finite() {
                (Word::FIT_FILE_NOT_FINITE, 0.0)
            } else if i == j && *value < 0.0 {
                (Word::FIT_FILE_VARIANCE, 0.0)
            } else if (value - mirrored).abs() > SYMMETRY * scale {
                (Word::FIT_FILE_MIRROR, mirrored)
            } else if value.abs() > (1.0 + SYMMETRY) * scale {
                (Word::FIT_FILE_CORRELATION, scale)
            } else {
                continue;
            };
            let values = [&*plain(*value), &plain(other)];
            return checks.hold(false, &[&item(&item(field, i), j)], reason, &values);
        }
    }
}

/// Relative difference up to which a printed matrix is symmetric.
const SYMMETRY: f64 = 1e-9;
