//! Writes the comparison of metering methods into the documentation: the table of docs/metering.md and its plot.
//!
//! `cargo run --release --package wattpix-measure --example method_errors`

mod chart;
mod study;
mod table;

use std::path::Path;

fn main() -> anyhow::Result<()> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let study = study::run();
    let page = docs.join("metering.md");
    let text = std::fs::read_to_string(&page)?;
    std::fs::write(&page, table::into_page(&text, &study)?)?;
    std::fs::write(docs.join("metering-errors.svg"), chart::draw(&study)?)?;
    eprintln!("wrote docs/metering.md and docs/metering-errors.svg");
    Ok(())
}
