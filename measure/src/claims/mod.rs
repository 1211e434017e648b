//! Claims of the paper (arXiv:2511.17031) on measured rows, model by model and GPU by GPU: the exponent of compute, the
//! coefficient of resolution, the factors of guidance, precision, batch and steps, and the stages' shares of the energy.
//!
//! - [`pairs`] — the same configuration but for one setting.
//! - [`page`] — all of it as a section in Markdown.

pub mod page;
pub mod pairs;

use serde::Serialize;
use wattpix_core::compute::FlopBreakdown;
use wattpix_core::error::Choice;
use wattpix_core::estimate::printed_law;
use wattpix_core::fit::Fit;
use wattpix_core::fit::schema::Feature;
use wattpix_core::gpu::Gpu;
use wattpix_core::model::Model;
use wattpix_core::observation::Observed;
use wattpix_core::regress::fitting::{About, Method, fit};
use wattpix_core::setting::{Guidance, Precision};

use crate::comparison::Comparison;
use pairs::{Exponent, Factor};

/// A coefficient of the paper's law as these rows give it, and as the paper's fit of the model has it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Coefficient {
    /// From these rows.
    pub found: f64,
    /// Standard error.
    pub std_error: Option<f64>,
    /// Value that the paper prints for the A100; absent for models whose coefficients it does not print.
    pub published: Option<f64>,
}

/// Shares of an image's stages; together 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Parts {
    /// Encoding the prompt.
    pub text: f64,
    /// All denoiser passes.
    pub denoise: f64,
    /// Decoding the latent.
    pub decode: f64,
}

/// The stages' shares in one configuration, measured stage by stage.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Share {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Denoising steps.
    pub steps: u32,
    /// Precision.
    pub precision: String,
    /// Software.
    pub engine: String,
    /// Shares of the image's energy.
    pub of_energy: Parts,
    /// Shares of its operations, as `measure flops` counts them: the prompt once, though guidance has a second, empty one encoded.
    pub of_operations: Parts,
}

/// A model on a card.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Claims {
    /// Model id.
    pub model: &'static str,
    /// GPU id.
    pub gpu: &'static str,
    /// Rows of whole images.
    pub rows: usize,
    /// Exponent of compute at batch 1 in fp16 and fp32: the paper finds nearly 1.
    pub compute: Option<Coefficient>,
    /// Coefficient of ln(pixels): the paper finds nearly 0.
    pub resolution: Option<Coefficient>,
    /// Why the law could not be fitted.
    pub refused: Option<String>,
    /// Exponent of the steps at everything else equal.
    pub steps: Option<Exponent>,
    /// Energy with guidance over without: the paper counts exactly twice the passes.
    pub guidance: Option<Factor>,
    /// Energy of a precision over fp16's, by name.
    pub precisions: Vec<(&'static str, Factor)>,
    /// Energy of an image in the largest batch over one alone.
    pub batch: Option<Factor>,
    /// The stages' shares.
    pub shares: Vec<Share>,
}

/// Works out everything that these rows say. `stages` are configurations metered stage by stage.
pub fn claims(rows: &[&Observed], stages: Option<&Comparison>) -> Vec<Claims> {
    let mut of: Vec<(&'static Model, &'static Gpu)> = Vec::new();
    for row in rows {
        let pair = (row.workload.model(), row.gpu);
        if of.iter().all(|(model, gpu)| (model.id, gpu.id) != (pair.0.id, pair.1.id)) {
            of.push(pair);
        }
    }
    of.sort_by_key(|(model, gpu)| (gpu.id, model.id));
    of.into_iter().map(|(model, gpu)| of_one(rows, stages, model, gpu)).collect()
}

fn of_one(
    rows: &[&Observed],
    stages: Option<&Comparison>,
    model: &'static Model,
    gpu: &'static Gpu,
) -> Claims {
    let mine: Vec<&Observed> = rows
        .iter()
        .copied()
        .filter(|row| row.workload.model().id == model.id && row.gpu.id == gpu.id)
        .collect();
    // The paper's law knows neither batches nor formats other than these two.
    let known = |row: &&&Observed| {
        row.workload.batch() == 1 && matches!(row.workload.precision(), Precision::Fp16 | Precision::Fp32)
    };
    let papers: Vec<&Observed> = mine.iter().filter(known).copied().collect();
    let (mut compute, mut resolution, mut refused) = (None, None, None);
    match fit(&papers, Method::Paper, About::scratch()) {
        Ok(made) => {
            let published = printed_law(model);
            compute = coefficient(&made, published, Feature::LnGflops);
            resolution = coefficient(&made, published, Feature::LnPixelsOver256);
        }
        Err(refusal) => refused = Some(refusal.to_string()),
    }
    let precisions = Precision::ALL.iter().filter(|(_, precision)| *precision != Precision::Fp16).filter_map(
        |(name, precision)| {
            let factor = pairs::factor(&mine, "precision", |row| match row.workload.precision() {
                Precision::Fp16 => Some(false),
                other if other == *precision => Some(true),
                _ => None,
            });
            factor.map(|factor| (*name, factor))
        },
    );
    let largest = mine.iter().map(|row| row.workload.batch()).max().unwrap_or(1);
    Claims {
        model: model.id,
        gpu: gpu.id,
        rows: mine.len(),
        compute,
        resolution,
        refused,
        steps: pairs::steps(&mine),
        guidance: pairs::factor(&mine, "guidance", |row| Some(row.workload.guidance() == Guidance::On)),
        precisions: precisions.collect(),
        batch: pairs::factor(&mine, "batch", |row| match row.workload.batch() {
            1 => Some(false),
            batch if batch == largest => Some(true),
            _ => None,
        }),
        shares: stages.map_or_else(Vec::new, |stages| shares(stages, model, gpu)),
    }
}

fn coefficient(made: &Fit, published: Option<&Fit>, feature: Feature) -> Option<Coefficient> {
    let of = |fit: &Fit| fit.file().law.terms.iter().find(|term| term.feature == feature).cloned();
    let term = of(made)?;
    Some(Coefficient {
        found: term.coefficient,
        std_error: term.std_error,
        published: published.and_then(of).map(|term| term.coefficient),
    })
}

fn shares(stages: &Comparison, model: &'static Model, gpu: &'static Gpu) -> Vec<Share> {
    let mine = stages.lines.iter().filter(|line| line.model == model.id && line.gpu == gpu.id);
    mine.filter_map(|line| {
        let (image, text, decode) = (line.image?, line.text?, line.decode?);
        let size = wattpix_core::model::Pixels { width: line.width, height: line.height };
        let guidance = if line.guidance == "on" { Guidance::On } else { Guidance::Off };
        let workload = wattpix_core::workload::Workload::default_of(model)
            .with_size(size)
            .and_then(|workload| workload.with_steps(line.steps))
            .ok()?
            .with_guidance(guidance);
        let counted = FlopBreakdown::of(&workload);
        let of_total = |operations: u128| operations as f64 / counted.total_operations() as f64;
        Some(Share {
            width: line.width,
            height: line.height,
            steps: line.steps,
            precision: line.precision.clone(),
            engine: line.engine.clone(),
            of_energy: Parts {
                text: text.joules / image.joules,
                denoise: line.denoising_share?,
                decode: decode.joules / image.joules,
            },
            of_operations: Parts {
                text: of_total(counted.text_encoder.total().into()),
                denoise: counted.denoising_share(),
                decode: of_total(counted.decoder.total().into()),
            },
        })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comparison::{Line, Spent};

    #[test]
    fn every_stages_share_of_energy_stands_beside_its_share_of_operations() {
        let spent = |joules| Spent { seconds: 1.0, joules };
        let line = Line {
            model: "flux1-dev".to_owned(),
            gpu: "h200-sxm".to_owned(),
            width: 1024,
            height: 1024,
            steps: 20,
            precision: "bf16".to_owned(),
            guidance: "off".to_owned(),
            batch: 1,
            engine: "candle".to_owned(),
            pass: spent(100.0),
            text: Some(spent(10.0)),
            decode: Some(spent(40.0)),
            image: Some(spent(2050.0)),
            denoising_share: Some(2000.0 / 2050.0),
            joules_ratio: None,
            seconds_ratio: None,
            pass_joules_ratio: None,
            pass_seconds_ratio: None,
        };
        let stages = Comparison {
            baseline: "candle".to_owned(),
            lines: vec![line],
            left_out: Vec::new(),
            fake: false,
        };
        let (model, gpu) =
            (wattpix_core::model::find("flux1-dev").unwrap(), wattpix_core::gpu::find("h200-sxm").unwrap());
        let [share] = &shares(&stages, model, gpu)[..] else { panic!() };
        for parts in [share.of_energy, share.of_operations] {
            assert!((parts.text + parts.denoise + parts.decode - 1.0).abs() < 1e-12, "{parts:?}");
            assert!(parts.text > 0.0 && parts.decode > 0.0, "{parts:?}");
        }
        assert!((share.of_energy.text - 10.0 / 2050.0).abs() < 1e-12);
        assert!((share.of_energy.decode - 40.0 / 2050.0).abs() < 1e-12);
        // 4608 tokens of 12 billion weights twenty times against 512 tokens of 4.8 billion once, each weight two operations a token.
        let rough = 512.0 * 4.8 / (20.0 * 4608.0 * 12.0);
        assert!((0.5..2.0).contains(&(share.of_operations.text / rough)), "{:?}", share.of_operations);
        let all = claims(&[], Some(&stages));
        assert!(all.is_empty(), "a card without rows of images has no section");
        let of = of_one(&[], Some(&stages), model, gpu);
        let text = page::section(&[of], false);
        assert!(text.contains("| candle | 0.49, 97.6, 1.95 |"), "{text}");
    }
}
