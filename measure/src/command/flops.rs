//! `measure flops`: operations of one image, counted from the architecture.

use std::process::ExitCode;

use clap::Args;
use wattpix_core::compute::FlopBreakdown;
use wattpix_core::error::{Choice, Key};
use wattpix_core::present;
use wattpix_core::report::FlopsReport;
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

impl Flops {
    /// Prints the counts.
    ///
    /// # Errors
    /// A value that the model cannot run, or standard output closed.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let workload = exact(&self.workload.typed(), &[Key::Model])?.question.workload;
        if self.json {
            json::print(&FlopsReport::new(&workload))?;
        } else {
            print(&workload, &FlopBreakdown::of(&workload))?;
        }
        Ok(ExitCode::SUCCESS)
    }
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
    if let Some(kaplan) = FlopsReport::new(workload).kaplan_pass_gflops {
        let ratio = kaplan * wattpix_core::flops::OPERATIONS_PER_GFLOP / pass.total() as f64;
        output::line(&format!(
            "\nThe rule of thumb 2·N·S + 2·L·S²·d would say {} GFLOP a pass, {} times the count.",
            present::significant(kaplan, 6),
            present::significant(ratio, 3)
        ))?;
    }
    Ok(())
}
