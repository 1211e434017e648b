//! `measure flops`: operations of one image, counted from the architecture.

use std::process::ExitCode;

use clap::Args;
use serde::Serialize;
use serde_json::value::RawValue;
use wattpix_core::compute::FlopBreakdown;
use wattpix_core::error::{Choice, Key};
use wattpix_core::present;
use wattpix_core::workload::Workload;

use crate::configuration::{WorkloadOptions, exact};
use crate::{json, output};

/// Count the floating-point operations of an image or a clip.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  measure flops --model flux1-dev --width 768 --height 512 --steps 20 --json"
)]
pub struct Flops {
    #[command(flatten)]
    workload: WorkloadOptions,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Report<'a> {
    model: &'a str,
    width: u32,
    height: u32,
    steps: u32,
    guidance: &'a str,
    batch: u32,
    text_tokens: u32,
    /// Frames of the clip; absent for an image.
    #[serde(skip_serializing_if = "Option::is_none")]
    frames: Option<u32>,
    /// Reference images; absent without any.
    #[serde(skip_serializing_if = "Option::is_none")]
    references: Option<u32>,
    /// Size at which a reference is encoded.
    #[serde(skip_serializing_if = "Option::is_none")]
    reference_size: Option<String>,
    passes: u32,
    /// Passes that are run, where a step cache leaves some out.
    #[serde(skip_serializing_if = "Option::is_none")]
    passes_run: Option<f64>,
    /// Encoding the images that the run starts from; absent from noise.
    #[serde(skip_serializing_if = "Option::is_none")]
    encoder_gflops: Option<Box<RawValue>>,
    text_encoder_gflops: Box<RawValue>,
    decoder_gflops: Box<RawValue>,
    denoiser_pass: Pass,
    denoiser_gflops: f64,
    total_gflops: f64,
    denoising_share: f64,
    /// The rule of thumb for language models, for comparison; null for a U-Net.
    kaplan_pass_gflops: Option<f64>,
    denoiser_parameters: u64,
    parameters: u64,
}

#[derive(Debug, Serialize)]
struct Pass {
    gflops: Box<RawValue>,
    attention_gflops: Box<RawValue>,
    linear_gflops: Box<RawValue>,
    conv_gflops: Box<RawValue>,
}

impl Flops {
    /// Prints the counts.
    ///
    /// # Errors
    /// A value that the model cannot run, or standard output closed.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let workload = exact(&self.workload.typed(), &[Key::Model])?.question.workload;
        let breakdown = FlopBreakdown::of(&workload);
        if self.json {
            json::print(&report(&workload, &breakdown)?)?;
        } else {
            print(&workload, &breakdown)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn report(workload: &Workload, breakdown: &FlopBreakdown) -> anyhow::Result<Report<'static>> {
    let pass = breakdown.denoiser_pass;
    Ok(Report {
        model: workload.model().id,
        width: workload.size().width,
        height: workload.size().height,
        steps: workload.steps(),
        guidance: workload.guidance().name(),
        batch: workload.batch(),
        text_tokens: workload.text_tokens(),
        frames: workload.fps().map(|_| workload.frames()),
        references: Some(workload.references()).filter(|references| *references > 0),
        reference_size: workload.reference_encoded().map(|size| format!("{}x{}", size.width, size.height)),
        passes: breakdown.passes,
        passes_run: (breakdown.share_run < 1.0).then(|| workload.passes_run()),
        encoder_gflops: Some(breakdown.encoder.total())
            .filter(|operations| *operations > 0)
            .map(json::exact_gflops)
            .transpose()?,
        text_encoder_gflops: json::exact_gflops(breakdown.text_encoder.total())?,
        decoder_gflops: json::exact_gflops(breakdown.decoder.total())?,
        denoiser_pass: Pass {
            gflops: json::exact_gflops(pass.total())?,
            attention_gflops: json::exact_gflops(pass.attention)?,
            linear_gflops: json::exact_gflops(pass.linear)?,
            conv_gflops: json::exact_gflops(pass.conv)?,
        },
        denoiser_gflops: json::nearest_gflops(breakdown.denoiser_operations())?,
        total_gflops: json::nearest_gflops(breakdown.total_operations())?,
        denoising_share: breakdown.denoising_share(),
        kaplan_pass_gflops: workload.model().kaplan_pass_gflops(workload.clip(), besides(workload)),
        denoiser_parameters: workload.model().denoiser_parameters,
        parameters: workload.model().parameters(),
    })
}

/// Tokens besides those of the image: of the text and of references.
fn besides(workload: &Workload) -> u32 {
    let model = workload.model();
    let image = model.denoiser.image_tokens(workload.clip(), model.latent_scale).unwrap_or(0);
    let all = workload.sequence_tokens().saturating_sub(image);
    u32::try_from(all).unwrap_or(u32::MAX).max(workload.text_tokens())
}

fn print(workload: &Workload, breakdown: &FlopBreakdown) -> anyhow::Result<()> {
    let size = workload.size();
    let (clip, one) = match workload.fps() {
        Some(_) => (format!(", {} frames", workload.frames()), "clip"),
        None => (String::new(), "image"),
    };
    output::line(&format!(
        "{}, {} × {} px{clip}, {} steps, guidance {}, {} text tokens: GFLOP of one {one}\n",
        workload.model().label,
        size.width,
        size.height,
        workload.steps(),
        workload.guidance().name(),
        workload.text_tokens(),
    ))?;
    let gflops =
        |operations: u64| format!("{:.3}", operations as f64 / wattpix_core::flops::OPERATIONS_PER_GFLOP);
    let pass = breakdown.denoiser_pass;
    let total = breakdown.total_gflops();
    let share = |part: f64| format!("{:.1} %", 100.0 * part / total);
    let part = |name: &str, operations: u64| {
        let value = gflops(operations);
        [name.to_owned(), value, share(operations as f64 / wattpix_core::flops::OPERATIONS_PER_GFLOP)]
    };
    let mut rows = vec![part("text encoders", breakdown.text_encoder.total())];
    if breakdown.encoder.total() > 0 {
        rows.push(part("encoder of images", breakdown.encoder.total()));
    }
    rows.extend([
        [
            format!("denoiser, {} passes", workload.passes_run()),
            format!("{:.3}", breakdown.denoiser_gflops()),
            share(breakdown.denoiser_gflops()),
        ],
        part("decoder", breakdown.decoder.total()),
        ["all".to_owned(), format!("{total:.3}"), share(total)],
    ]);
    output::table(["component", "GFLOP", "share"], &rows)?;
    output::line("")?;
    let rows = [
        ["attention products".to_owned(), gflops(pass.attention)],
        ["linear layers".to_owned(), gflops(pass.linear)],
        ["convolutions".to_owned(), gflops(pass.conv)],
        ["one pass".to_owned(), gflops(pass.total())],
    ];
    output::table(["one denoiser pass", "GFLOP"], &rows)?;
    let model = workload.model();
    output::line(&format!(
        "\nThe denoiser has {} weights, the pipeline {}.",
        present::whole(model.denoiser_parameters),
        present::whole(model.parameters())
    ))?;
    if let Some(kaplan) = workload.model().kaplan_pass_gflops(workload.clip(), besides(workload)) {
        let ratio = kaplan * wattpix_core::flops::OPERATIONS_PER_GFLOP / pass.total() as f64;
        output::line(&format!(
            "\nThe rule of thumb 2·N·S + 2·L·S²·d would say {} GFLOP a pass, {} times the count.",
            present::significant(kaplan, 6),
            present::significant(ratio, 3)
        ))?;
    }
    Ok(())
}
