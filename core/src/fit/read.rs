//! Reading fit files at run time: every field by name, none unknown, none missing.

use super::check::{LARGEST_COEFFICIENT, check};
use super::schema::{
    Attention, Boundary, Citation, Compute, ComputeUnit, EffectSpreads, EnergyUnit, Feature, FitFile, Form,
    HeldOut, KFold, Law, List, ObservationFile, Origin, Pair, Quality, Ranges, Saturation, Scope, Software,
    Spreads, Term, Units,
};
use super::{Fit, quantile};
use crate::error::Error;
use crate::json::field::{At, Refusal, Strict};
use crate::json::{self, Reading};
use crate::words::Word;

/// Reads and checks a fit file. `name` is the file's name, for messages; without `.json` it has to be the fit's id.
///
/// # Errors
/// [`Error::FitFile`] naming the file, the field and what is wrong with it.
pub fn fit(name: &str, text: &str) -> Result<Fit, Error> {
    fit_by(name, text.as_bytes(), Reading::PLAIN)
}

/// Reads a fit file in the caller's way.
///
/// # Errors
/// As [`fit`], in the caller's language.
pub fn fit_by(name: &str, text: &[u8], reading: Reading) -> Result<Fit, Error> {
    made(name, text, reading).map_err(|(field, reason)| Error::FitFile {
        file: name.to_owned(),
        field,
        reason,
    })
}

fn made(name: &str, text: &[u8], reading: Reading) -> Result<Fit, Refusal> {
    let words = reading.words;
    let tree = json::parse(text).map_err(|fault| {
        let (line, column) = fault.place(text);
        let (line, column) = (line.to_string(), column.to_string());
        let values = [("line", &*line), ("column", &*column), ("reason", &*fault.tell(words))];
        (words.text(Word::READING_WHOLE).to_owned(), words.say(Word::READING_NO_JSON, &values))
    })?;
    let file = Strict::read(&tree, reading, file)?;
    check(&file, name, words)?;
    let quantile = quantile::two_sided(file.law.degrees_of_freedom)
        .map_err(|reason| ("law.degrees_of_freedom".to_owned(), reason))?;
    Ok(Fit::read_before(file, quantile))
}

fn file(at: At) -> FitFile {
    let file = at.object(&[
        "schema",
        "id",
        "title",
        "origin",
        "models",
        "gpus",
        "baseline_gpu",
        "pairs",
        "ranges",
        "law",
        "duration",
        "units",
        "compute",
        "boundary",
        "software",
        "quality",
        "sources",
        "notes",
    ]);
    FitFile {
        schema: file.field("schema").small(),
        id: file.field("id").owned(),
        title: file.field("title").owned(),
        origin: origin(file.field("origin")),
        models: file.field("models").texts(),
        gpus: file.field("gpus").texts(),
        baseline_gpu: file.field("baseline_gpu").owned(),
        pairs: file.optional("pairs", |at| List::from(at.list(pair))),
        ranges: ranges(file.field("ranges")),
        law: law(file.field("law")),
        duration: file.optional("duration", law),
        units: units(file.field("units")),
        compute: compute(file.field("compute")),
        boundary: file.field("boundary").word(["net", "gross"], [Boundary::Net, Boundary::Gross]),
        software: software(file.field("software")),
        quality: quality(file.field("quality")),
        sources: file.field("sources").list(citation).into(),
        notes: file.field("notes").owned(),
    }
}

fn origin(at: At) -> Origin {
    // The kind decides which other fields there are.
    let any = ["kind", "version", "table", "observations", "tool", "date", "dataset", "sha256"];
    let kind = at.clone().object(&any).field("kind").which(&["paper", "measured", "public-data"]);
    match kind {
        0 => {
            let origin = at.object(&["kind", "version", "table"]);
            Origin::Paper { version: origin.field("version").owned(), table: origin.field("table").owned() }
        }
        1 => {
            let origin = at.object(&["kind", "observations", "tool", "date"]);
            Origin::Measured {
                observations: origin.field("observations").list(observation_file).into(),
                tool: origin.field("tool").owned(),
                date: origin.field("date").owned(),
            }
        }
        _ => {
            let origin = at.object(&["kind", "dataset", "sha256", "tool", "date"]);
            Origin::PublicData {
                dataset: origin.field("dataset").owned(),
                sha256: origin.field("sha256").owned(),
                tool: origin.field("tool").owned(),
                date: origin.field("date").owned(),
            }
        }
    }
}

fn observation_file(at: At) -> ObservationFile {
    let file = at.object(&["file", "sha256"]);
    ObservationFile { file: file.field("file").owned(), sha256: file.field("sha256").owned() }
}

fn pair(at: At) -> Pair {
    let pair = at.object(&["model", "gpu", "precisions"]);
    Pair {
        model: pair.field("model").owned(),
        gpu: pair.field("gpu").owned(),
        precisions: pair.field("precisions").texts(),
    }
}

fn ranges(at: At) -> Ranges {
    let ranges =
        at.object(&["width", "height", "steps", "precisions", "guidance", "images", "batch", "text_tokens"]);
    let small = |name: &str| ranges.field(name).two_small();
    Ranges {
        width: small("width"),
        height: small("height"),
        steps: small("steps"),
        precisions: ranges.field("precisions").texts(),
        guidance: ranges.field("guidance").texts(),
        images: ranges.field("images").two_large(),
        batch: small("batch"),
        text_tokens: small("text_tokens"),
    }
}

fn law(at: At) -> Law {
    let law = at.object(&[
        "form",
        "terms",
        "covariance",
        "residual_sd",
        "spreads",
        "effects",
        "saturation",
        "degrees_of_freedom",
        "evaluated_at_images",
    ]);
    Law {
        form: law.field("form").word(
            ["ln_linear", "constant", "additive", "time_and_power"],
            [Form::LnLinear, Form::Constant, Form::Additive, Form::TimeAndPower],
        ),
        terms: law.field("terms").list(term).into(),
        covariance: law
            .optional("covariance", |at| List::from(at.list(|row| List::from(row.list(At::number))))),
        residual_sd: law.field("residual_sd").number(),
        spreads: law.optional("spreads", spreads),
        effects: law.optional("effects", effects),
        saturation: law.optional("saturation", saturation),
        degrees_of_freedom: law.optional("degrees_of_freedom", At::number),
        evaluated_at_images: law.field("evaluated_at_images").large(),
    }
}

fn spreads(at: At) -> Spreads {
    let spreads = at.object(&["unseen_model", "unseen_gpu", "another_source"]);
    Spreads {
        unseen_model: spreads.field("unseen_model").number(),
        unseen_gpu: spreads.field("unseen_gpu").number(),
        another_source: spreads.field("another_source").number(),
    }
}

fn effects(at: At) -> EffectSpreads {
    let effects =
        at.object(&["model", "gpu", "architecture", "source", "gpu_power", "precision", "extrapolation"]);
    let number = |name: &str| effects.field(name).number();
    EffectSpreads {
        model: number("model"),
        gpu: number("gpu"),
        architecture: number("architecture"),
        source: number("source"),
        gpu_power: number("gpu_power"),
        precision: number("precision"),
        extrapolation: number("extrapolation"),
    }
}

fn saturation(at: At) -> Saturation {
    let saturation = at.object(&["gpu", "exponent", "exponent_sd"]);
    Saturation {
        gpu: saturation.field("gpu").owned(),
        exponent: saturation.field("exponent").number(),
        exponent_sd: saturation.field("exponent_sd").number(),
    }
}

fn term(at: At) -> Term {
    let term = at.object(&["feature", "level", "coefficient", "std_error", "power_share"]);
    Term {
        feature: term.field("feature").word(Feature::ALL.map(Feature::name), Feature::ALL),
        level: term.optional("level", At::owned),
        coefficient: term.field("coefficient").within(LARGEST_COEFFICIENT),
        std_error: term.optional("std_error", At::number),
        power_share: term.optional("power_share", At::number),
    }
}

fn units(at: At) -> Units {
    let units = at.object(&["energy", "compute"]);
    Units {
        energy: units.field("energy").word(
            ["kWh_all_images", "J_per_image"],
            [EnergyUnit::KilowattHoursAllImages, EnergyUnit::JoulesPerImage],
        ),
        compute: units.field("compute").word(
            ["GFLOP_all_images", "datasheet_s_per_image"],
            [ComputeUnit::GflopAllImages, ComputeUnit::DataSheetSecondsPerImage],
        ),
    }
}

fn compute(at: At) -> Compute {
    let compute = at.object(&["scope", "attention"]);
    Compute {
        scope: compute.field("scope").word(["denoiser", "pipeline"], [Scope::Denoiser, Scope::Pipeline]),
        attention: compute.field("attention").word(["full", "kaplan"], [Attention::Full, Attention::Kaplan]),
    }
}

fn software(at: At) -> Software {
    let software = at.object(&["engine", "version", "precision_modes"]);
    Software {
        engine: software.field("engine").owned(),
        version: software.field("version").owned(),
        precision_modes: software.field("precision_modes").texts(),
    }
}

fn quality(at: At) -> Quality {
    let quality =
        at.object(&["n", "r2", "mae_ln", "mape", "spearman", "pearson", "k_fold", "held_out_models"]);
    let number = |name: &str| quality.optional(name, At::number);
    Quality {
        n: quality.optional("n", At::large),
        r2: number("r2"),
        mae_ln: number("mae_ln"),
        mape: number("mape"),
        spearman: number("spearman"),
        pearson: number("pearson"),
        k_fold: quality.optional("k_fold", k_fold),
        held_out_models: quality.optional("held_out_models", held_out),
    }
}

fn k_fold(at: At) -> KFold {
    let folds = at.object(&["k", "seed", "r2", "mae_ln", "mape"]);
    KFold {
        k: folds.field("k").small(),
        seed: folds.field("seed").large(),
        r2: folds.field("r2").number(),
        mae_ln: folds.field("mae_ln").number(),
        mape: folds.field("mape").number(),
    }
}

fn held_out(at: At) -> HeldOut {
    let held_out = at.object(&["models", "n", "mae_ln", "inside"]);
    HeldOut {
        models: held_out.field("models").small(),
        n: held_out.field("n").large(),
        mae_ln: held_out.field("mae_ln").number(),
        inside: held_out.field("inside").number(),
    }
}

fn citation(at: At) -> Citation {
    let citation = at.object(&["title", "locator", "url"]);
    Citation {
        title: citation.field("title").owned(),
        locator: citation.field("locator").owned(),
        url: citation.field("url").owned(),
    }
}
