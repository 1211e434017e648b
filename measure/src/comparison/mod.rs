//! Engines side by side on one card: seconds and joules of a denoiser pass and of an image, configuration by configuration.

mod row;

use std::collections::BTreeMap;

use anyhow::ensure;
use serde::Serialize;

use crate::evidence::Counted;
use crate::meter::MeterKind;
use crate::observation::{Observation, Stage};
use row::{Configuration, Sums, taken};

/// What something takes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spent {
    /// Seconds.
    pub seconds: f64,
    /// Joules.
    pub joules: f64,
}

/// One engine in one configuration.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// Model id.
    pub model: String,
    /// GPU id.
    pub gpu: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Denoising steps.
    pub steps: u32,
    /// Precision.
    pub precision: String,
    /// `on` or `off`.
    pub guidance: String,
    /// Images together.
    pub batch: u32,
    /// Software.
    pub engine: String,
    /// One pass of the denoiser for one image.
    pub pass: Spent,
    /// Encoding the prompts of one image.
    pub text: Spent,
    /// Decoding one image.
    pub decode: Spent,
    /// One image: text, all passes, decoding.
    pub image: Spent,
    /// Share of the image's energy that is denoising.
    pub denoising_share: f64,
    /// Joules of an image over those of the engine that is compared with; nothing where that engine has no such configuration.
    pub joules_ratio: Option<f64>,
    /// The same of seconds.
    pub seconds_ratio: Option<f64>,
    /// The same of the joules of a pass.
    pub pass_joules_ratio: Option<f64>,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The engine whose figures the ratios are over.
    pub baseline: String,
    /// Configuration by configuration, the engines of each together.
    pub lines: Vec<Line>,
    /// Configurations of an engine that lack a stage, and rows that cannot be used.
    pub left_out: Vec<String>,
    /// Whether a row is of the fake meter.
    pub fake: bool,
}

/// Compares the stages in these rows. `baseline` is part of the name of the engine to compare with, the plainest of those that differ
/// by what was added; without it the last that the rows name.
///
/// # Errors
/// No configuration with all three stages, or a baseline that is none or several.
pub fn compare(rows: &[Observation], counted: Counted, baseline: Option<&str>) -> anyhow::Result<Comparison> {
    let mut sums: BTreeMap<(Configuration, String), BTreeMap<&'static str, Sums>> = BTreeMap::new();
    let (mut engines, mut left_out, mut fake) = (Vec::<String>::new(), Vec::new(), false);
    for row in rows {
        if !matches!(row.stage, Stage::Text | Stage::Denoise | Stage::Decode) {
            continue;
        }
        match taken(row, counted) {
            Ok((configuration, engine, spent)) => {
                fake |= row.meter == MeterKind::Fake;
                if !engines.contains(&engine) {
                    engines.push(engine.clone());
                }
                let stages = sums.entry((configuration, engine)).or_default();
                let sum = stages.entry(row.stage.word()).or_default();
                sum.images += spent.images;
                sum.seconds += spent.seconds;
                sum.joules += spent.joules;
            }
            Err(reason) => left_out.push(format!("{}, {}: {reason}", row.key, row.stage.word())),
        }
    }
    let baseline = chosen(&engines, baseline)?;
    let mut whole: BTreeMap<(Configuration, String), Line> = BTreeMap::new();
    for ((configuration, engine), stages) in sums {
        let stage = |stage: Stage| stages.get(stage.word()).map(|sums| sums.each());
        let parts = (stage(Stage::Text), stage(Stage::Denoise), stage(Stage::Decode));
        let (Some(text), Some(denoise), Some(decode)) = parts else {
            let there = stages.keys().copied().collect::<Vec<_>>().join(" and ");
            left_out.push(format!(
                "{} at {} px by {engine}: only {there}",
                configuration.model, configuration.pixels.0
            ));
            continue;
        };
        let line = line(&configuration, &engine, text, denoise, decode);
        whole.insert((configuration, engine), line);
    }
    ensure!(
        !whole.is_empty(),
        "no configuration with rows of text, denoise and decode; `measure stages` under `measure exec` makes them{}",
        left_out.first().map(|first| format!(". Left out, the first: {first}")).unwrap_or_default()
    );
    let of_baseline: BTreeMap<Configuration, Line> = whole
        .iter()
        .filter(|((_, engine), _)| *engine == baseline)
        .map(|((configuration, _), line)| (configuration.clone(), line.clone()))
        .collect();
    let lines = whole.into_iter().map(|((configuration, _), mut line)| {
        if let Some(other) = of_baseline.get(&configuration) {
            line.joules_ratio = Some(line.image.joules / other.image.joules);
            line.seconds_ratio = Some(line.image.seconds / other.image.seconds);
            line.pass_joules_ratio = Some(line.pass.joules / other.pass.joules);
        }
        line
    });
    Ok(Comparison { lines: lines.collect(), baseline, left_out, fake })
}

fn chosen(engines: &[String], baseline: Option<&str>) -> anyhow::Result<String> {
    let named: Vec<&String> = match baseline {
        Some(part) => engines.iter().filter(|engine| engine.contains(part)).collect(),
        None => engines.last().into_iter().collect(),
    };
    match (named.as_slice(), baseline) {
        ([one], _) => Ok((*one).clone()),
        ([], None) => anyhow::bail!("no usable row of a stage text, denoise or decode"),
        ([], Some(part)) => anyhow::bail!("no engine is named {part:?}; there are {}", engines.join(", ")),
        // An engine and the same with something added (`torch-2.11`, `torch-2.11+compiled`): the plain one is meant.
        (several, _)
            if several.iter().any(|one| several.iter().all(|other| other.starts_with(one.as_str()))) =>
        {
            Ok(several.iter().min_by_key(|name| name.len()).map(|name| (*name).clone()).unwrap_or_default())
        }
        (several, _) => {
            let names: Vec<&str> = several.iter().map(|name| name.as_str()).collect();
            anyhow::bail!("{} engines match: {}; give more of the name", several.len(), names.join(", "))
        }
    }
}

fn line(configuration: &Configuration, engine: &str, text: Spent, denoise: Spent, decode: Spent) -> Line {
    let passes = f64::from(configuration.steps) * if configuration.guidance == "on" { 2.0 } else { 1.0 };
    let image = Spent {
        seconds: text.seconds + denoise.seconds + decode.seconds,
        joules: text.joules + denoise.joules + decode.joules,
    };
    Line {
        model: configuration.model.clone(),
        gpu: configuration.gpu.clone(),
        width: configuration.pixels.0,
        height: configuration.pixels.1,
        steps: configuration.steps,
        precision: configuration.precision.clone(),
        guidance: configuration.guidance.clone(),
        batch: configuration.batch,
        engine: engine.to_owned(),
        pass: Spent { seconds: denoise.seconds / passes, joules: denoise.joules / passes },
        text,
        decode,
        image,
        denoising_share: denoise.joules / image.joules,
        joules_ratio: None,
        seconds_ratio: None,
        pass_joules_ratio: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row as a metered program leaves it.
    fn row(engine: &str, stage: &str, images: u32, seconds: f64, joules: f64) -> Observation {
        let text = serde_json::json!({
            "key": "flux1-dev/512x512/20/bf16/on/b1", "repeat": 1, "model": "flux1-dev", "gpu": "h200",
            "width": 512, "height": 512, "steps": 20, "precision": "bf16", "guidance": "on", "batch": 1, "images": images,
            "text_tokens": 512, "seed": 0, "engine": engine, "weights": "random", "stage": stage,
            "started": "2026-11-23T10:00:00.000Z", "duration_s": seconds, "meter": "nvml", "counter_j": joules,
            "integrated_j": joules, "meter_period_s": 0.1, "edge_error_j": 1.0, "idle_w": 100.0, "gross_j": joules,
            "net_j": joules - 100.0 * seconds, "temperature_c": [40, 45], "sm_clock_mhz": [1980, 1980], "throttle": [],
            "others_on_gpu": 0, "trace": null, "valid": true, "reasons": []
        });
        serde_json::from_value(text).unwrap()
    }

    fn rows() -> Vec<Observation> {
        vec![
            row("candle", "text", 100, 5.0, 1000.0),
            row("candle", "denoise", 2, 8.0, 4000.0),
            // Two windows of one stage count as one.
            row("candle", "denoise", 2, 8.0, 4400.0),
            row("candle", "decode", 50, 5.0, 2000.0),
            row("torch", "text", 100, 4.0, 800.0),
            row("torch", "denoise", 4, 8.0, 6000.0),
            row("torch", "decode", 100, 5.0, 2000.0),
            row("torch", "idle", 1, 5.0, 500.0),
        ]
    }

    #[test]
    fn ratios_are_of_one_image_and_one_pass() {
        let found = compare(&rows(), Counted::Gross, None).unwrap();
        assert_eq!((found.baseline.as_str(), found.lines.len(), found.fake), ("torch", 2, false));
        let [candle, torch] = &found.lines[..] else { panic!() };
        // 10 J of text, 8400 J of 4 images, 40 J of decoding.
        assert!((candle.image.joules - (10.0 + 2100.0 + 40.0)).abs() < 1e-9);
        assert!((torch.image.joules - (8.0 + 1500.0 + 20.0)).abs() < 1e-9);
        assert!((candle.joules_ratio.unwrap() - 2150.0 / 1528.0).abs() < 1e-12);
        assert!((candle.pass.joules - 2100.0 / 40.0).abs() < 1e-9, "20 steps, both passes of guidance");
        assert!((candle.pass.seconds - 0.1).abs() < 1e-9);
        assert!((candle.pass_joules_ratio.unwrap() - 1.4).abs() < 1e-12);
        assert!((torch.joules_ratio.unwrap() - 1.0).abs() < 1e-12);
        assert!((torch.denoising_share - 1500.0 / 1528.0).abs() < 1e-12);
        let net = compare(&rows(), Counted::Net, Some("cand")).unwrap();
        assert_eq!(net.baseline, "candle");
        assert!((net.lines[0].pass.joules - (8400.0 - 1600.0) / 4.0 / 40.0).abs() < 1e-9);
    }

    #[test]
    fn what_cannot_be_compared_is_told() {
        let mut all = rows();
        all[6].valid = false;
        let found = compare(&all, Counted::Gross, None).unwrap();
        assert_eq!(found.lines.len(), 1);
        assert_eq!(found.lines[0].joules_ratio, None, "the baseline has no decoding");
        assert_eq!(found.left_out.len(), 2, "{:?}", found.left_out);
        let error = compare(&all, Counted::Gross, Some("jax")).unwrap_err().to_string();
        assert!(error.contains("candle, torch"), "{error}");
        assert!(compare(&all[7..], Counted::Gross, None).is_err());
        // The same engine with something added is not meant; two different ones are refused.
        let mut all = rows();
        all.push(row("torch+compiled", "text", 100, 4.0, 700.0));
        assert_eq!(compare(&all, Counted::Gross, Some("torch")).unwrap().baseline, "torch");
        all.push(row("old-torch", "text", 100, 4.0, 700.0));
        let error = compare(&all, Counted::Gross, Some("torch")).unwrap_err().to_string();
        assert!(error.contains("3 engines match"), "{error}");
        // Another precision is another configuration.
        let mut all = rows();
        all[4..7].iter_mut().for_each(|row| row.precision = Some("fp16".to_owned()));
        let found = compare(&all, Counted::Gross, None).unwrap();
        assert_eq!(found.lines.iter().filter(|line| line.joules_ratio.is_some()).count(), 1);
    }
}
