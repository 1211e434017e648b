//! Time that a fit to a user's own observations takes in a real browser. Run with `cargo xtask test wasm`.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test")]

use std::fmt::Write;

use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};
use wattpix_core::observation::Observed;
use wattpix_core::regress::calibration::calibrated;
use wattpix_core::regress::fitting::{About, Method, fit};
use wattpix_core::regress::table;

wasm_bindgen_test_configure!(run_in_browser);

/// Rows of the table.
const ROWS: usize = 1000;

/// Budget for reading, fitting and calibrating them, in milliseconds.
const BUDGET_MS: f64 = 200.0;

/// Factor on the budget at which the test fails: this code is not optimised, and other work on the machine counts too.
const SLACK: f64 = 5.0;

/// Four models on two cards, no configuration like another; energies near a constant of each card, so that there is something to
/// fit.
fn table() -> String {
    let mut text =
        "model,gpu,width,height,steps,precision,guidance,energy_j,boundary,duration_s\n".to_owned();
    for row in 0..ROWS {
        let model = ["flux1-dev", "sd3.5-large", "sdxl", "sd2.1"][row % 4];
        let gpu = ["a100", "h100"][row / 4 % 2];
        let side = [512, 768, 1024][row / 8 % 3];
        let steps = 5 + row / 24;
        let seconds = 1e-7 * (side * side * steps) as f64 * (1.0 + 0.1 * (row % 7) as f64);
        let joules = seconds * if gpu == "h100" { 500.0 } else { 320.0 };
        writeln!(text, "{model},{gpu},{side},{side},{steps},fp16,on,{joules},gross,{seconds}").unwrap();
    }
    text
}

#[wasm_bindgen_test]
fn a_thousand_rows_are_fitted_while_a_person_waits() {
    let text = table();
    let mut taken: Vec<f64> = (0..5)
        .map(|_| {
            let start = js_sys::Date::now();
            let table = table::read("mine.csv", text.as_bytes()).unwrap();
            let rows: Vec<&Observed> = table.rows.iter().collect();
            assert_eq!((rows.len(), table.rejected.len()), (ROWS, 0));
            let made = fit(&rows, Method::Additive, About::scratch()).unwrap();
            let made = calibrated(made, &rows).unwrap();
            assert_eq!(made.file().quality.held_out_models.as_ref().unwrap().n, ROWS as u64);
            js_sys::Date::now() - start
        })
        .collect();
    taken.sort_by(f64::total_cmp);
    console_log!("a refit of {ROWS} rows: {:.0} ms, median of {taken:?} (budget {BUDGET_MS} ms)", taken[2]);
    assert!(taken[2] < SLACK * BUDGET_MS, "{SLACK} times over the budget");
}
