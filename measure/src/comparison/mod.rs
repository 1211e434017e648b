//! Engines side by side on one card: seconds and joules of a denoiser pass and of an image, configuration by configuration.

mod reading;
mod row;

use std::collections::BTreeMap;

use anyhow::ensure;
use serde::Serialize;
use wattpix_core::observation::row::Row;

use crate::evidence::Counted;
use crate::observation::Stage;
pub use reading::StageRows;
pub use row::Spent;
use row::{Configuration, Sums, taken};

/// An engine in one configuration.
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
    /// A pass of the denoiser for one image.
    pub pass: Spent,
    /// Encoding the prompts of one image, where it was metered.
    pub text: Option<Spent>,
    /// Decoding one image, where it was metered.
    pub decode: Option<Spent>,
    /// A whole image, where all of it was metered: text, all passes, decoding.
    pub image: Option<Spent>,
    /// Share of the image's energy that is denoising.
    pub denoising_share: Option<f64>,
    /// Joules of an image over those of the engine that is compared with; nothing where that engine has no such configuration.
    pub joules_ratio: Option<f64>,
    /// Ratio of seconds.
    pub seconds_ratio: Option<f64>,
    /// Ratio of the joules of a pass.
    pub pass_joules_ratio: Option<f64>,
    /// Ratio of the seconds of a pass.
    pub pass_seconds_ratio: Option<f64>,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The engine whose figures the ratios are over.
    pub baseline: String,
    /// Configuration by configuration, the engines of each together.
    pub lines: Vec<Line>,
    /// Configurations of an engine that lack denoising, and rows that cannot be used.
    pub left_out: Vec<String>,
    /// True if a row is of the fake meter.
    pub fake: bool,
}

/// Compares the stages in these rows, all of which are of text, denoising or decoding. `baseline` is part of the name of the engine to compare with, the plainest of those that differ
/// by what was added; without it the last that the rows name.
///
/// # Errors
/// No configuration with denoising, or a baseline that is none or several.
pub fn compare(rows: &[Row], counted: Counted, baseline: Option<&str>) -> anyhow::Result<Comparison> {
    let mut sums: BTreeMap<(Configuration, String), BTreeMap<&'static str, Sums>> = BTreeMap::new();
    let (mut engines, mut left_out, mut fake) = (Vec::<String>::new(), Vec::new(), false);
    for row in rows {
        match taken(row, counted) {
            Ok((configuration, engine, spent)) => {
                fake |= row.is_fake();
                if !engines.contains(&engine) {
                    engines.push(engine.clone());
                }
                let stages = sums.entry((configuration, engine)).or_default();
                let sum = stages.entry(row.stage).or_default();
                sum.images += spent.images;
                sum.seconds += spent.seconds;
                sum.joules += spent.joules;
            }
            Err(reason) => left_out.push(format!("{}, {}: {reason}", row.key, row.stage)),
        }
    }
    let baseline = chosen(&engines, baseline)?;
    let mut whole: BTreeMap<(Configuration, String), Line> = BTreeMap::new();
    for ((configuration, engine), stages) in sums {
        let stage = |stage: Stage| stages.get(stage.word()).map(|sums| sums.each());
        let Some(denoise) = stage(Stage::Denoise) else {
            let there = stages.keys().copied().collect::<Vec<_>>().join(" and ");
            left_out.push(format!(
                "{} at {} px by {engine}: only {there}",
                configuration.model, configuration.pixels.0
            ));
            continue;
        };
        let line = line(&configuration, &engine, denoise, stage(Stage::Text), stage(Stage::Decode));
        whole.insert((configuration, engine), line);
    }
    ensure!(
        !whole.is_empty(),
        "no configuration with rows of denoise; `measure stages` under `measure exec` makes them{}",
        left_out.first().map(|first| format!(". Left out, the first: {first}")).unwrap_or_default()
    );
    let of_baseline: BTreeMap<Configuration, Line> = whole
        .iter()
        .filter(|((_, engine), _)| *engine == baseline)
        .map(|((configuration, _), line)| (configuration.clone(), line.clone()))
        .collect();
    let lines = whole.into_iter().map(|((configuration, _), mut line)| {
        if let Some(other) = of_baseline.get(&configuration) {
            if let Some((mine, others)) = line.image.zip(other.image) {
                line.joules_ratio = Some(mine.joules / others.joules);
                line.seconds_ratio = Some(mine.seconds / others.seconds);
            }
            line.pass_seconds_ratio = Some(line.pass.seconds / other.pass.seconds);
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

fn line(
    configuration: &Configuration,
    engine: &str,
    denoise: Spent,
    text: Option<Spent>,
    decode: Option<Spent>,
) -> Line {
    let passes = f64::from(configuration.steps) * if configuration.guidance == "on" { 2.0 } else { 1.0 };
    let image = text.zip(decode).map(|(text, decode)| Spent {
        seconds: text.seconds + denoise.seconds + decode.seconds,
        joules: text.joules + denoise.joules + decode.joules,
    });
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
        denoising_share: image.map(|image| denoise.joules / image.joules),
        joules_ratio: None,
        seconds_ratio: None,
        pass_joules_ratio: None,
        pass_seconds_ratio: None,
    }
}

#[cfg(test)]
mod tests {
    use wattpix_core::json::Reading;

    use super::*;

    /// A row as a metered program leaves it.
    fn row(engine: &str, stage: &str, images: u32, seconds: f64, joules: f64) -> Row {
        let text = serde_json::json!({
            "key": "flux1-dev/512x512/20/bf16/on/b1", "repeat": 1, "model": "flux1-dev", "gpu": "h200",
            "width": 512, "height": 512, "steps": 20, "precision": "bf16", "guidance": "on", "batch": 1, "images": images,
            "text_tokens": 512, "seed": 0, "engine": engine, "weights": "random", "stage": stage,
            "started": "2026-11-23T10:00:00.000Z", "duration_s": seconds, "meter": "nvml", "counter_j": joules,
            "integrated_j": joules, "meter_period_s": 0.1, "edge_error_j": 1.0, "idle_w": 100.0, "gross_j": joules,
            "net_j": joules - 100.0 * seconds, "temperature_c": [40, 45], "sm_clock_mhz": [1980, 1980], "throttle": [],
            "others_on_gpu": 0, "trace": null, "valid": true, "reasons": []
        });
        Row::read(text.to_string().as_bytes(), Reading::PLAIN).unwrap()
    }

    fn rows() -> Vec<Row> {
        vec![
            row("candle", "text", 100, 5.0, 1000.0),
            row("candle", "denoise", 2, 8.0, 4000.0),
            // Two windows of one stage count as one.
            row("candle", "denoise", 2, 8.0, 4400.0),
            row("candle", "decode", 50, 5.0, 2000.0),
            row("torch", "text", 100, 4.0, 800.0),
            row("torch", "denoise", 4, 8.0, 6000.0),
            row("torch", "decode", 100, 5.0, 2000.0),
        ]
    }

    #[test]
    fn ratios_are_of_one_image_and_one_pass() {
        let found = compare(&rows(), Counted::Gross, None).unwrap();
        assert_eq!((found.baseline.as_str(), found.lines.len(), found.fake), ("torch", 2, false));
        let [candle, torch] = &found.lines[..] else { panic!() };
        // 10 J of text, 8400 J of 4 images, 40 J of decoding.
        assert!((candle.image.unwrap().joules - (10.0 + 2100.0 + 40.0)).abs() < 1e-9);
        assert!((torch.image.unwrap().joules - (8.0 + 1500.0 + 20.0)).abs() < 1e-9);
        assert!((candle.joules_ratio.unwrap() - 2150.0 / 1528.0).abs() < 1e-12);
        assert!((candle.pass.joules - 2100.0 / 40.0).abs() < 1e-9, "20 steps, both passes of guidance");
        assert!((candle.pass.seconds - 0.1).abs() < 1e-9);
        assert!((candle.pass_joules_ratio.unwrap() - 1.4).abs() < 1e-12);
        assert!((torch.joules_ratio.unwrap() - 1.0).abs() < 1e-12);
        assert!((candle.pass_seconds_ratio.unwrap() - 2.0).abs() < 1e-12);
        assert!((torch.denoising_share.unwrap() - 1500.0 / 1528.0).abs() < 1e-12);
        let net = compare(&rows(), Counted::Net, Some("cand")).unwrap();
        assert_eq!(net.baseline, "candle");
        assert!((net.lines[0].pass.joules - (8400.0 - 1600.0) / 4.0 / 40.0).abs() < 1e-9);
    }

    #[test]
    fn what_cannot_be_compared_is_told() {
        let mut all = rows();
        all[6].valid = false;
        let found = compare(&all, Counted::Gross, None).unwrap();
        assert_eq!(found.lines.len(), 2);
        assert_eq!(found.lines[0].joules_ratio, None, "the baseline has no decoding");
        assert!(
            (found.lines[0].pass_joules_ratio.unwrap() - 1.4).abs() < 1e-12,
            "passes are compared all the same"
        );
        assert_eq!((found.lines[1].image, found.lines[1].decode), (None, None));
        assert_eq!(found.left_out.len(), 1, "{:?}", found.left_out);
        all[5].valid = false;
        let found = compare(&all, Counted::Gross, Some("torch")).unwrap();
        assert_eq!((found.lines.len(), found.lines[0].pass_joules_ratio), (1, None), "torch has no passes");
        all[5].valid = true;
        let error = compare(&all, Counted::Gross, Some("jax")).unwrap_err().to_string();
        assert!(error.contains("candle, torch"), "{error}");
        assert!(compare(&[], Counted::Gross, None).is_err());
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
