//! The whole way without a GPU: a fake card whose true energy follows the paper's law is swept on a budget, the rows are
//! checked, a law is fitted to them, and an estimate is made from it; what comes out is compared with what went in.
//!
//! `cargo run --package wattpix-measure --example closed_loop`

mod story;

use wattpix_core::estimate::estimate_with;
use wattpix_core::units::Energy;

/// GPU-minutes that the fake card is swept for; they pass in a second.
const MINUTES: f64 = 60.0;

fn main() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("observations.jsonl");
    println!("sweeping a fake A100 for {MINUTES} of its minutes ...");
    let rows = story::sweep(&file, 1, MINUTES)?;
    let valid = rows.iter().filter(|row| row.valid).count();
    println!("{} rows, {valid} valid: every one says \"meter\":\"fake\"\n", rows.len());
    let fit = story::fit(&file)?;
    println!("{:20} {:>10} {:>10} {:>10}", "coefficient", "truth", "found", "std error");
    for line in story::compare(&fit)? {
        println!("{:20} {:>10.4} {:>10.4} {:>10.4}", line.name, line.truth, line.found, line.error);
    }
    let question = story::question()?;
    let found = estimate_with(&fit, &question)?;
    let truth = estimate_with(story::truth()?, &question)?;
    let wh = Energy::watt_hours;
    println!(
        "\nFLUX.1-dev, 1024 x 1024, 50 steps: {:.3} Wh an image ({:.3} to {:.3}); the fake's own law says {:.3} Wh",
        wh(found.energy),
        wh(found.low),
        wh(found.high),
        wh(truth.energy)
    );
    Ok(())
}
