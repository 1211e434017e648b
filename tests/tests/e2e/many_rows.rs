//! Tables of a person's own at their ends: a template, a table without rows, and one of a hundred thousand.

use std::fmt::Write as _;
use std::time::Instant;

use wattpix_core::regress::table;

use crate::own_panel::{
    PANEL, choose, file, longest_pause, open, press, table_text, wait_for_problem, wait_for_task,
    watch_for_pauses,
};

/// A hundred thousand rows of four models on an H100: more than a thousand configurations, each repeated.
fn many() -> String {
    let mut text = "model,gpu,width,height,steps,energy_j,boundary,duration_s\n".to_owned();
    for at in 0..100_000_u32 {
        let (model, scale) =
            [("sdxl", 40.0), ("sd3.5-large", 150.0), ("flux1-dev", 200.0), ("sd2.1", 20.0)][at as usize % 4];
        let side = [512, 768, 1024][at as usize / 4 % 3];
        let steps = 5 + at / 12 % 100;
        let noise = 1.0 + 0.00001 * f64::from(at % 977) + 1e-7 * f64::from(at / 1200);
        let joules = scale * f64::from(steps) * f64::from(side * side) / 1e6 * noise + 30.0;
        writeln!(text, "{model},h100,{side},{side},{steps},{joules},net,{}", joules / 450.0).unwrap();
    }
    text
}

#[test]
fn an_empty_panel_shows_the_columns_and_gives_a_template_that_can_be_read() {
    let page = open("");
    let columns = page.text(&format!("{PANEL} [data-own=template]"));
    for column in ["model", "gpu", "energy_j", "boundary", "duration_s"] {
        assert!(columns.contains(column), "{column}: {columns}");
    }
    page.run("URL.createObjectURL = (blob) => { window.saved = blob.text(); return '#'; }");
    press(&page, "template");
    page.wait_until("a file is saved", "return window.saved !== undefined");
    let saved = page.run("return window.saved");
    let read = table::read("template.csv", saved.as_str().unwrap().as_bytes()).unwrap();
    assert_eq!((read.rows.len(), read.rejected.len()), (1, 0));
    page.assert_quiet();
}

#[test]
fn a_table_without_rows_takes_the_place_of_none() {
    let page = open("");
    choose(&page, &file("mine.csv", table_text()));
    page.wait_for(&format!("{PANEL} [data-act=fit]"));
    choose(&page, &file("head.csv", "model,gpu,energy_j\n"));
    let problem = wait_for_problem(&page);
    assert!(problem.contains("head.csv has no row with an energy"), "{problem}");
    let rows = page.text(&format!("{PANEL} [data-testid=own-rows]"));
    assert!(rows.contains("36 usable rows"), "{rows}");
    press(&page, "fit");
    page.wait_for(&format!("{PANEL} [data-act=use-made]"));
    page.assert_quiet();
}

#[test]
fn a_hundred_thousand_rows_are_read_sampled_and_fitted_while_the_page_answers() {
    let page = open("");
    watch_for_pauses(&page);
    let path = file("many.csv", many());
    let start = Instant::now();
    choose(&page, &path);
    wait_for_task(&page);
    let read = start.elapsed();
    let says = page.text(&format!("{PANEL} [data-own=read]"));
    assert!(says.contains("100,000 usable rows, 0 left out"), "{says}");
    assert!(says.contains("500 of 1200 configurations, evenly spaced"), "{says}");
    let drawn = page.run(&format!(
        "const text = document.querySelector('{PANEL} [data-chart=own-measurements] table').textContent;
        return ['Stable Diffusion XL', 'FLUX.1-dev', '5 steps', '104 steps'].filter(part => !text.includes(part))"
    ));
    assert_eq!(drawn, serde_json::json!([]), "a sample of all");
    // Drawing five hundred points is done; from here on the worker fits.
    page.run("longest = 0");
    let pressed = Instant::now();
    press(&page, "fit");
    wait_for_task(&page);
    let fitted = pressed.elapsed();
    println!("100,000 rows: read in {:.1} s, fitted in {:.1} s", read.as_secs_f64(), fitted.as_secs_f64());
    let quality = page.text(&format!("{PANEL} [data-own=made]"));
    assert!(quality.contains("On the fitted rows (100,000)"), "{quality}");
    let longest = longest_pause(&page);
    println!("longest pause of the page meanwhile: {longest:.0} ms");
    // A page that fitted by itself would pause for as long as that takes.
    assert!(longest < fitted.as_secs_f64() * 1000.0 / 4.0, "{longest} ms of {fitted:?}");
    std::fs::remove_file(path).unwrap();
    page.assert_quiet();
}
