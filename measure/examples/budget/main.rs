//! GPU-seconds that budget mode needs for the coefficient errors of the paper's full sweep; writes the table of
//! docs/sweeps.md and its plot.
//!
//! `cargo run --release --package wattpix-measure --example budget`

mod chart;
mod study;
mod table;

use std::path::Path;

fn main() -> anyhow::Result<()> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let mut results = Vec::new();
    for subject in study::SUBJECTS {
        eprintln!("{}: {} sweeps ...", subject.model, study::SEEDS);
        results.push(study::run(&subject, study::SEEDS)?);
    }
    let page = docs.join("sweeps.md");
    let text = std::fs::read_to_string(&page)?;
    std::fs::write(&page, table::into_page(&text, &results)?)?;
    std::fs::write(docs.join("budget.svg"), chart::draw(&results)?)?;
    eprintln!("wrote docs/sweeps.md and docs/budget.svg");
    Ok(())
}
