//! A fit as a fit file: what `measure` and this page read back.

use wattpix_core::fit::schema::{
    Attention, Boundary, Citation, ComputeUnit, EnergyUnit, FitFile, Form, Law, Origin, Pair, Quality, Scope,
    Text,
};

use crate::exact::exact;
use crate::share::json::{Object, list, text};

/// The file's text.
pub fn written(file: &FitFile) -> String {
    let ranges = &file.ranges;
    let mut of_ranges = Object::default();
    of_ranges.value("width", &pair(ranges.width.map(u64::from)));
    of_ranges.value("height", &pair(ranges.height.map(u64::from)));
    of_ranges.value("steps", &pair(ranges.steps.map(u64::from)));
    of_ranges.value("precisions", &texts(&ranges.precisions));
    of_ranges.value("guidance", &texts(&ranges.guidance));
    of_ranges.value("images", &pair(ranges.images));
    of_ranges.value("batch", &pair(ranges.batch.map(u64::from)));
    of_ranges.value("text_tokens", &pair(ranges.text_tokens.map(u64::from)));

    let mut units = Object::default();
    units.text(
        "energy",
        match file.units.energy {
            EnergyUnit::KilowattHoursAllImages => "kWh_all_images",
            EnergyUnit::JoulesPerImage => "J_per_image",
        },
    );
    units.text(
        "compute",
        match file.units.compute {
            ComputeUnit::GflopAllImages => "GFLOP_all_images",
            ComputeUnit::DataSheetSecondsPerImage => "datasheet_s_per_image",
        },
    );
    let mut compute = Object::default();
    compute.text("scope", if file.compute.scope == Scope::Denoiser { "denoiser" } else { "pipeline" });
    compute.text("attention", if file.compute.attention == Attention::Kaplan { "kaplan" } else { "full" });
    let mut software = Object::default();
    software.text("engine", &file.software.engine);
    software.text("version", &file.software.version);
    software.value("precision_modes", &texts(&file.software.precision_modes));

    let mut object = Object::default();
    object.value("schema", &file.schema.to_string());
    object.text("id", &file.id);
    object.text("title", &file.title);
    object.value("origin", &origin(&file.origin));
    object.value("models", &texts(&file.models));
    object.value("gpus", &texts(&file.gpus));
    object.text("baseline_gpu", &file.baseline_gpu);
    if let Some(pairs) = &file.pairs {
        object.value("pairs", &list(&pairs.iter().map(seen).collect::<Vec<_>>()));
    }
    object.value("ranges", &of_ranges.finish());
    object.value("law", &law(&file.law));
    if let Some(duration) = &file.duration {
        object.value("duration", &law(duration));
    }
    object.value("units", &units.finish());
    object.value("compute", &compute.finish());
    object.text("boundary", if file.boundary == Boundary::Net { "net" } else { "gross" });
    object.value("software", &software.finish());
    object.value("quality", &quality(&file.quality));
    object.value("sources", &list(&file.sources.iter().map(citation).collect::<Vec<_>>()));
    object.text("notes", &file.notes);
    let mut text = object.finish();
    text.push('\n');
    text
}

fn texts(all: &[Text]) -> String {
    list(&all.iter().map(|one| text(one)).collect::<Vec<_>>())
}

fn pair(ends: [u64; 2]) -> String {
    list(&ends.map(|end| end.to_string()))
}

fn seen(pair: &Pair) -> String {
    let mut object = Object::default();
    object.text("model", &pair.model);
    object.text("gpu", &pair.gpu);
    object.value("precisions", &texts(&pair.precisions));
    object.finish()
}

fn citation(citation: &Citation) -> String {
    let mut object = Object::default();
    object.text("title", &citation.title);
    object.text("locator", &citation.locator);
    object.text("url", &citation.url);
    object.finish()
}

fn origin(origin: &Origin) -> String {
    let mut object = Object::default();
    match origin {
        Origin::Paper { version, table } => {
            object.text("kind", "paper");
            object.text("version", version);
            object.text("table", table);
        }
        Origin::Measured { observations, tool, date } => {
            object.text("kind", "measured");
            let file = |file: &wattpix_core::fit::schema::ObservationFile| {
                let mut object = Object::default();
                object.text("file", &file.file);
                object.text("sha256", &file.sha256);
                object.finish()
            };
            object.value("observations", &list(&observations.iter().map(file).collect::<Vec<_>>()));
            object.text("tool", tool);
            object.text("date", date);
        }
        Origin::PublicData { dataset, sha256, tool, date } => {
            object.text("kind", "public-data");
            object.text("dataset", dataset);
            object.text("sha256", sha256);
            object.text("tool", tool);
            object.text("date", date);
        }
    }
    object.finish()
}

fn optional(object: &mut Object, name: &str, value: Option<f64>) {
    if let Some(value) = value {
        object.value(name, &exact(value));
    }
}

fn law(law: &Law) -> String {
    let mut object = Object::default();
    object.text("form", if law.form == Form::Additive { "additive" } else { "ln_linear" });
    let term = |term: &wattpix_core::fit::schema::Term| {
        let mut object = Object::default();
        object.text("feature", term.feature.name());
        if let Some(level) = &term.level {
            object.text("level", level);
        }
        object.value("coefficient", &exact(term.coefficient));
        optional(&mut object, "std_error", term.std_error);
        object.finish()
    };
    object.value("terms", &list(&law.terms.iter().map(term).collect::<Vec<_>>()));
    if let Some(rows) = &law.covariance {
        let row = |row: &wattpix_core::fit::schema::List<f64>| {
            list(&row.iter().map(|value| exact(*value)).collect::<Vec<_>>())
        };
        object.value("covariance", &list(&rows.iter().map(row).collect::<Vec<_>>()));
    }
    object.value("residual_sd", &exact(law.residual_sd));
    if let Some(spreads) = &law.spreads {
        let mut of = Object::default();
        of.value("unseen_model", &exact(spreads.unseen_model));
        of.value("unseen_gpu", &exact(spreads.unseen_gpu));
        of.value("another_source", &exact(spreads.another_source));
        object.value("spreads", &of.finish());
    }
    optional(&mut object, "degrees_of_freedom", law.degrees_of_freedom);
    object.value("evaluated_at_images", &law.evaluated_at_images.to_string());
    object.finish()
}

fn quality(quality: &Quality) -> String {
    let mut object = Object::default();
    if let Some(n) = quality.n {
        object.value("n", &n.to_string());
    }
    optional(&mut object, "r2", quality.r2);
    optional(&mut object, "mae_ln", quality.mae_ln);
    optional(&mut object, "mape", quality.mape);
    optional(&mut object, "spearman", quality.spearman);
    optional(&mut object, "pearson", quality.pearson);
    if let Some(folds) = &quality.k_fold {
        let mut of = Object::default();
        of.value("k", &folds.k.to_string());
        of.value("seed", &folds.seed.to_string());
        of.value("r2", &exact(folds.r2));
        of.value("mae_ln", &exact(folds.mae_ln));
        of.value("mape", &exact(folds.mape));
        object.value("k_fold", &of.finish());
    }
    if let Some(held_out) = &quality.held_out_models {
        let mut of = Object::default();
        of.value("models", &held_out.models.to_string());
        of.value("n", &held_out.n.to_string());
        of.value("mae_ln", &exact(held_out.mae_ln));
        of.value("inside", &exact(held_out.inside));
        object.value("held_out_models", &of.finish());
    }
    object.finish()
}

#[cfg(test)]
mod tests {
    use wattpix_core::fit::BUNDLED;
    use wattpix_core::fit::read::fit;

    use super::*;

    #[test]
    fn every_shipped_fit_reads_back_as_it_was() {
        for one in BUNDLED {
            assert_eq!(&fit(one.id(), &written(one.file())).unwrap(), one);
        }
    }
}
