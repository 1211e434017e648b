//! The published comparison of methods is what the code gives today.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

#[path = "../examples/method_errors/chart.rs"]
mod chart;
#[path = "../examples/method_errors/study.rs"]
mod study;
#[path = "../examples/method_errors/table.rs"]
mod table;

#[test]
fn the_published_table_and_plot_are_fresh_and_say_what_they_should() {
    let study = study::run();
    let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/");
    let page = std::fs::read_to_string(format!("{docs}metering.md")).unwrap();
    let how = "cargo run --release --package wattpix-measure --example method_errors";
    assert!(page == table::into_page(&page, &study).unwrap(), "docs/metering.md is stale: {how}");
    let plot = std::fs::read_to_string(format!("{docs}metering-errors.svg")).unwrap();
    assert!(plot == chart::draw(&study).unwrap(), "docs/metering-errors.svg is stale: {how}");
    assert!(!plot.contains("NaN"));
    for card in &study {
        for (load, errors) in &card.rows {
            let [counter, _, _, fifteen, one, killed, _] = errors;
            assert!(counter.worst < 0.005, "{}, {}: {}", card.card, load.name, counter.worst);
            // Both intervals add up to the same when the tracker is stopped properly.
            assert!((fifteen.worst - one.worst).abs() < 1e-9);
            assert!(killed.worst > 0.999, "nothing is left of ten seconds without the last interval");
        }
    }
}
