//! Checks that the types of a fit file cannot make: identifiers exist, numbers are finite and ordered, terms make sense.

use super::schema::{
    Attention, Compute, ComputeUnit, EnergyUnit, Feature, FitFile, Form, Law, Pair, Scope, Term, Text,
};
use crate::error::{Choice, Error};
use crate::excerpt::shortened;
use crate::present::plain;
use crate::setting::{Guidance, Precision};
use crate::words::{Word, Words};
use crate::{gpu, model};

/// The field and the reason why a file is refused.
pub type Refusal = (String, String);

/// The schemas that this program reads.
pub const SCHEMAS: [u32; 3] = [1, 2, 3];

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
    let known = SCHEMAS.map(|schema| schema.to_string()).join(", ");
    checks.hold(SCHEMAS.contains(&file.schema), &["schema"], Word::FIT_FILE_SCHEMA, &[&schema, &known]);
    let stem = name.strip_suffix(".json").unwrap_or(name);
    checks.hold(file.id == stem, &["id"], Word::FIT_FILE_NAME, &[&shortened(&file.id), stem]);
    let model = |id: &str| model::find(id).map(|model| model.id.to_owned());
    known_ids(&mut checks, "models", &file.models, &model);
    known_ids(&mut checks, "gpus", &file.gpus, &gpu_id);
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

/// Checks that fields of later schemas are absent.
fn since(checks: &mut Checks, file: &FitFile, schema: u32, field: &[&str]) {
    checks.hold(file.schema >= schema, field, Word::FIT_FILE_SINCE, &[&schema.to_string()]);
}

fn pairs(checks: &mut Checks, file: &FitFile) {
    let Some(pairs) = &file.pairs else { return };
    since(checks, file, 2, &["pairs"]);
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

/// An additive law is one of joules and data-sheet seconds of one image, a ln-linear one and a constant of kWh and GFLOP of all.
fn units(checks: &mut Checks, file: &FitFile) {
    let (energy, compute, named) = match file.law.form {
        Form::LnLinear => (
            EnergyUnit::KilowattHoursAllImages,
            ComputeUnit::GflopAllImages,
            ["ln_linear", "kWh_all_images", "GFLOP_all_images"],
        ),
        Form::Constant => (
            EnergyUnit::KilowattHoursAllImages,
            ComputeUnit::GflopAllImages,
            ["constant", "kWh_all_images", "GFLOP_all_images"],
        ),
        Form::Additive => (
            EnergyUnit::JoulesPerImage,
            ComputeUnit::DataSheetSecondsPerImage,
            ["additive", "J_per_image", "datasheet_s_per_image"],
        ),
        Form::TimeAndPower => (
            EnergyUnit::JoulesPerImage,
            ComputeUnit::DataSheetSecondsPerImage,
            ["time_and_power", "J_per_image", "datasheet_s_per_image"],
        ),
    };
    checks.hold(file.units.energy == energy, &["units.energy"], Word::FIT_FILE_UNITS, &named);
    checks.hold(file.units.compute == compute, &["units.compute"], Word::FIT_FILE_UNITS, &named);
    let whole = Compute { scope: Scope::Pipeline, attention: Attention::Full };
    checks.hold(
        matches!(file.law.form, Form::LnLinear | Form::Constant) || file.compute == whole,
        &["compute"],
        Word::FIT_FILE_COUNTED,
        &[],
    );
    checks.hold(
        file.duration
            .as_ref()
            .is_none_or(|duration| duration.form == file.law.form && file.law.form != Form::TimeAndPower),
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
        Form::LnLinear | Form::Constant => {
            if law.form == Form::Constant {
                since(checks, file, 3, &[field, ".form"]);
            }
            let values = [Feature::Intercept.name()];
            checks.hold(has(Feature::Intercept), &[field, ".terms"], Word::FIT_FILE_NO_SCALE, &values);
        }
        Form::Additive => {
            since(checks, file, 2, &[field, ".form"]);
            let values = [Feature::Matmul.name()];
            checks.hold(has(Feature::Matmul), &[field, ".terms"], Word::FIT_FILE_NO_SCALE, &values);
            one_image(checks, field, law);
        }
        Form::TimeAndPower => {
            since(checks, file, 3, &[field, ".form"]);
            let kinds = law.terms.iter().map(|term| term.feature).take(Feature::KINDS.len());
            let listed = Feature::KINDS.map(Feature::name).join(", ");
            checks.hold(kinds.eq(Feature::KINDS), &[field, ".terms"], Word::FIT_FILE_KINDS, &[&listed]);
            checks.hold(law.effects.is_some(), &[field, ".effects"], Word::FIT_FILE_NO_EFFECTS, &[]);
            one_image(checks, field, law);
        }
    }
    if let Some(effects) = &law.effects {
        since(checks, file, 3, &[field, ".effects"]);
        let spreads = [
            ("model", effects.model),
            ("gpu", effects.gpu),
            ("architecture", effects.architecture),
            ("source", effects.source),
            ("gpu_power", effects.gpu_power),
            ("precision", effects.precision),
            ("extrapolation", effects.extrapolation),
        ];
        for (name, value) in spreads {
            spread(checks, &[field, ".effects.", name], value);
        }
    }
    if let Some(saturation) = &law.saturation {
        since(checks, file, 3, &[field, ".saturation"]);
        known_ids(
            checks,
            &[field, ".saturation.gpu"].concat(),
            std::slice::from_ref(&saturation.gpu),
            &gpu_id,
        );
        let exponent = saturation.exponent;
        let part = (0.0..=1.0).contains(&exponent);
        checks.hold(part, &[field, ".saturation.exponent"], Word::FIT_FILE_SHARE, &[&plain(exponent)]);
        spread(checks, &[field, ".saturation.exponent_sd"], saturation.exponent_sd);
    }
    if let Some(spreads) = &law.spreads {
        since(checks, file, 2, &[field, ".spreads"]);
        let spreads = [
            ("unseen_model", spreads.unseen_model),
            ("unseen_gpu", spreads.unseen_gpu),
            ("another_source", spreads.another_source),
        ];
        for (name, value) in spreads {
            spread(checks, &[field, ".spreads.", name], value);
        }
    }
    for (index, term) in law.terms.iter().enumerate() {
        let at = item(&[field, ".terms"].concat(), index);
        let (given, field) = (plain(term.coefficient), [&*at, ".coefficient"]);
        let values = [&*given, &plain(LARGEST_COEFFICIENT)];
        let small = term.coefficient.abs() <= LARGEST_COEFFICIENT;
        checks.hold(small, &field, Word::READING_NOT_WITHIN, &values);
        let together = law.form == Form::TimeAndPower;
        let summed = match law.form {
            Form::TimeAndPower => Feature::KINDS.contains(&term.feature),
            Form::LnLinear | Form::Constant | Form::Additive => Feature::SUMMED.contains(&term.feature),
        };
        checks.hold(!summed || term.coefficient > 0.0, &field, Word::FIT_FILE_SUMMED, &[&given]);
        let sound = term.std_error.is_none_or(|error| error.is_finite() && error >= 0.0);
        checks.hold(sound, &[&at, ".std_error"], Word::FIT_FILE_STD_ERROR, &[]);
        let belongs = match law.form {
            Form::LnLinear => !summed && (term.feature == Feature::Gpu || !term.feature.has_levels()),
            Form::Constant => matches!(term.feature, Feature::Intercept | Feature::LnGflops),
            Form::Additive => summed || term.feature == Feature::Gpu,
            Form::TimeAndPower => summed || term.feature.has_levels(),
        };
        let values = [term.feature.name()];
        checks.hold(belongs, &[&at, ".feature"], Word::FIT_FILE_OTHER_TERM, &values);
        let (field, of_power) = ([&*at, ".level"], [&*at, ".power_share"]);
        match term.power_share {
            Some(share) => {
                checks.hold(together && summed, &of_power, Word::FIT_FILE_NO_POWER_SHARE, &[]);
                let part = share > 0.0 && share < 1.0;
                checks.hold(part, &of_power, Word::FIT_FILE_SHARE, &[&plain(share)]);
            }
            None => checks.hold(!(together && summed), &of_power, Word::FIT_FILE_POWER_SHARE, &[]),
        }
        match (term.feature, &term.level) {
            (feature, Some(_)) if together && feature.has_levels() => {}
            (Feature::Gpu, Some(level)) => {
                let other = file.gpus.contains(level) && *level != file.baseline_gpu;
                checks.hold(other, &field, Word::FIT_FILE_LEVEL, &[&shortened(level)]);
            }
            (feature, None) if feature.has_levels() => {
                checks.hold(false, &field, Word::FIT_FILE_NO_LEVEL, &[])
            }
            (_, Some(level)) => {
                checks.hold(false, &field, Word::FIT_FILE_NO_LEVELS, &[&shortened(level)]);
            }
            (_, None) => {}
        }
        let same = |earlier: &Term| (earlier.feature, &earlier.level) == (term.feature, &term.level);
        let twice = law.terms.iter().take(index).any(same);
        checks.hold(!twice, &[&at, ".feature"], Word::FIT_FILE_TERM_TWICE, &[]);
    }
    let every_gpu_has_a_term = file.gpus.iter().filter(|id| match law.form {
        Form::Constant => false,
        Form::LnLinear | Form::Additive => **id != file.baseline_gpu,
        Form::TimeAndPower => true,
    });
    for level in every_gpu_has_a_term {
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
    let at = [field, ".covariance"].concat();
    match law.form {
        Form::TimeAndPower => lower_triangle(checks, &at, law),
        Form::LnLinear | Form::Constant | Form::Additive => covariance(checks, &at, law),
    }
}

/// Laws that are evaluated on the work of one image.
fn one_image(checks: &mut Checks, field: &str, law: &Law) {
    let images = law.evaluated_at_images;
    let at = [field, ".evaluated_at_images"];
    checks.hold(images == 1, &at, Word::FIT_FILE_ONE_IMAGE, &[&images.to_string()]);
}

fn spread(checks: &mut Checks, field: &[&str], value: f64) {
    let values = [&*plain(value), &plain(LARGEST_SPREAD)];
    checks.hold((0.0..=LARGEST_SPREAD).contains(&value), field, Word::FIT_FILE_SPREAD, &values);
}

fn gpu_id(id: &str) -> Result<String, Error> {
    gpu::find(id).map(|gpu| gpu.id.to_owned())
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

/// The rows of a law of time and power: as many as there are parameters of estimates, each one longer than the one before.
fn lower_triangle(checks: &mut Checks, field: &str, law: &Law) {
    let Some(rows) = &law.covariance else { return };
    let effects = law.terms.iter().filter(|term| term.feature != Feature::Source).count();
    let parameters = effects + Feature::KINDS.len();
    let shaped = rows.len() == parameters && rows.iter().enumerate().all(|(i, row)| row.len() == i + 1);
    checks.hold(shaped, &[field], Word::FIT_FILE_TRIANGLE, &[&parameters.to_string()]);
    if !shaped {
        return;
    }
    for (i, row) in rows.iter().enumerate() {
        for (j, value) in row.iter().enumerate() {
            let most = (rows[i][i] * rows[j][j]).abs().sqrt();
            let (reason, other) = if !value.is_finite() {
                (Word::FIT_FILE_NOT_FINITE, 0.0)
            } else if i == j && *value < 0.0 {
                (Word::FIT_FILE_VARIANCE, 0.0)
            } else if value.abs() > (1.0 + SYMMETRY) * most {
                (Word::FIT_FILE_CORRELATION, most)
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
