//! Fits of a person's own: made of rows, or brought as a file. The numbers are compared with those of `core` on this machine, which the
//! command line gives too.

use std::fs;
use std::path::PathBuf;

use serde_json::json;
use wattpix_core::configuration::Configuration;
use wattpix_core::estimate::estimate_with;
use wattpix_core::fit::Fit;
use wattpix_core::fit::read::fit as read_fit;
use wattpix_core::observation::Observed;
use wattpix_core::regress::calibration::calibrated;
use wattpix_core::regress::cross_validation::note_folds;
use wattpix_core::regress::fitting::{About, Method, fit};
use wattpix_core::regress::supplement::Supplement;
use wattpix_core::regress::table;

use crate::own_panel::{PANEL, choose, drop_file, file, open, press, table_text, wait_for_problem};

/// Returns the fit and rows that `core` makes of a table here.
fn made_here(text: &str) -> (Fit, Vec<Observed>) {
    let rows = table::read("mine.csv", text.as_bytes()).unwrap().rows;
    let made = {
        let rows: Vec<&Observed> = rows.iter().collect();
        let made = fit(&rows, Method::Additive, About::scratch()).unwrap();
        let mut made = calibrated(made, &rows).unwrap();
        note_folds(&mut made, &rows, &Supplement::default(), Method::Additive, 10, 1);
        made
    };
    (made, rows)
}

#[test]
fn a_fit_asked_for_twice_is_made_once_and_the_rows_stay() {
    let page = open("");
    choose(&page, &file("mine.csv", table_text()));
    page.wait_for(&format!("{PANEL} [data-act=fit]"));
    for _ in 0..2 {
        page.run(&format!(
            "const button = document.querySelector('{PANEL} [data-act=fit]'); button.click(); button.click()"
        ));
        page.wait_for(&format!("{PANEL} [data-act=use-made]"));
        page.wait_for(&format!("{PANEL} [data-own=busy][hidden]"));
        assert_eq!(page.count(&format!("{PANEL} [data-own=problem] .problem")), 0);
    }
    page.assert_quiet();
}

#[test]
fn a_table_is_fitted_as_the_command_line_fits_it_and_the_fit_is_used_and_saved() {
    let text = table_text();
    let (here, _) = made_here(&text);
    let page = open("?model=sdxl&gpu=h100");
    drop_file(&page, "mine.csv", &text);
    page.wait_for(&format!("{PANEL} [data-chart=own-measurements] svg"));
    press(&page, "fit");
    page.wait_for(&format!("{PANEL} [data-testid=own-quality]"));
    let says = page.text(&format!("{PANEL} [data-own=made]"));
    for part in
        ["On the fitted rows (36)", "On 10 held-out folds", "3 held-out models", "matmul", "Law of duration"]
    {
        assert!(says.contains(part), "{part}: {says}");
    }
    page.run("URL.createObjectURL = (blob) => { window.saved = blob.text(); return '#'; }");
    press(&page, "download");
    page.wait_until("a file is saved", "return window.saved !== undefined");
    let saved = page.run("return window.saved");
    let saved = saved.as_str().unwrap();
    let there = read_fit("own-mine.json", saved).unwrap();
    let near = |a: f64, b: f64, what: &str| {
        assert!((a / b - 1.0).abs() < 1e-6, "{what}: {a} in the browser, {b} here")
    };
    for (a, b) in there.file().law.terms.iter().zip(here.file().law.terms.iter()) {
        assert_eq!(a.feature, b.feature);
        near(a.coefficient, b.coefficient, a.feature.name());
        near(a.std_error.unwrap(), b.std_error.unwrap(), a.feature.name());
    }
    let (a, b) = (&there.file().quality, &here.file().quality);
    near(a.r2.unwrap(), b.r2.unwrap(), "R²");
    near(a.mape.unwrap(), b.mape.unwrap(), "MAPE");
    near(a.k_fold.as_ref().unwrap().mae_ln, b.k_fold.as_ref().unwrap().mae_ln, "folds");
    assert_eq!(a.held_out_models.as_ref().unwrap().inside, b.held_out_models.as_ref().unwrap().inside);

    press(&page, "use-made");
    page.wait_until(
        "the page answers by it",
        "return document.querySelector('[data-testid=result]').dataset.fit.startsWith('sha256-')",
    );
    let answer = page.answer();
    page.wait_for_link("fit", &answer.fit);
    let (configuration, _) = Configuration::read(
        &wattpix_core::configuration::Typed::default()
            .with(wattpix_core::error::Key::Model, "sdxl")
            .with(wattpix_core::error::Key::Gpu, "h100"),
    );
    let expected = estimate_with(&there, &configuration.question).unwrap();
    assert_eq!(answer.wh_per_image, expected.energy.watt_hours(), "to the last bit");
    assert_eq!(answer.wh_low, expected.low.watt_hours());
    // The file that was saved is the one that the link names.
    let name = format!("{PANEL} [data-testid=own-fits] li");
    assert_eq!(page.count(&name), 1);
    drop_file(&page, "own-mine.json", saved);
    page.wait_for(&format!("{PANEL} [data-own=busy][hidden]"));
    assert_eq!(page.count(&name), 1);
    page.run(&format!("document.querySelector('{PANEL} [data-own=made]').scrollIntoView()"));
    page.screenshot("measurements-fit");
    page.assert_quiet();
}

#[test]
fn a_fit_file_can_be_chosen_and_is_kept_only_when_asked() {
    let shipped = fs::read_to_string(
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fitted/paper-flux1-dev-a100.json"),
    );
    let text = shipped.unwrap().replace("\"paper-flux1-dev-a100\"", "\"mine\"").replace("-20.6", "-20.1");
    let mine = read_fit("mine.json", &text).unwrap();
    let expected = estimate_with(&mine, &Configuration::first().question).unwrap();
    let page = open("");
    let before = page.answer();
    choose(&page, &file("mine.json", &text));
    page.wait_for(&format!("{PANEL} [data-testid=own-fits] li"));
    assert_eq!(page.answer(), before, "it is never chosen by itself");
    page.unfold();
    let id = page.attribute(&format!("{PANEL} [data-testid=own-fits] li"), "data-fit").unwrap();
    let option = page.text(&format!("[name=fit] option[value='{id}']"));
    assert!(option.starts_with("yours: "), "{option}");
    page.select("[name=fit]", &id);
    page.wait_for_link("fit", &id);
    assert_eq!(page.answer().wh_per_image, expected.energy.watt_hours());
    assert_eq!(page.answer().fit, id);
    let kept = || page.run("return localStorage.length").as_u64().unwrap();
    assert_eq!(kept(), 0, "nothing is kept unasked");
    // Another visit does not know the file, says so and goes on with the default.
    page.reload();
    page.wait_for_answer();
    assert_eq!(page.answer(), before);
    let problems = page.problems().join("\n");
    assert!(problems.contains("comes from a local file") && problems.contains(&id), "{problems}");
    // With the file back, the same link means it again.
    page.run(&format!("document.querySelector('{PANEL}').open = true"));
    page.wait_for(&format!("{PANEL} input[type=file]"));
    choose(&page, &file("mine.json", &text));
    page.wait_until(
        "the link is answered",
        &format!("return document.querySelector('[data-testid=result]').dataset.fit === '{id}'"),
    );
    assert_eq!(page.problems(), Vec::<String>::new());
    press(&page, "keep");
    page.wait_until("it is kept", "return localStorage.length === 1");
    page.reload();
    page.wait_for_answer();
    assert_eq!(page.answer().wh_per_image, expected.energy.watt_hours(), "kept");
    page.wait_for_panels();
    press(&page, "forget");
    page.wait_until(
        "it is forgotten",
        "return localStorage.length === 0 && !location.search.includes('sha256')",
    );
    assert_eq!(page.answer(), before);
    page.assert_quiet();
}

#[test]
fn kept_fits_that_cannot_be_read_are_set_aside_and_not_lost() {
    let shipped = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fitted/paper-flux1-dev-a100.json");
    let page = open("");
    let later = r#"{"format": 2, "fits": []}"#;
    page.run_with("localStorage.setItem('wattpix-fits', arguments[0])", &[json!(later)]);
    page.reload();
    page.wait_for_answer();
    page.run(&format!("document.querySelector('{PANEL}').open = true"));
    assert!(wait_for_problem(&page).contains("format: 2"));
    choose(&page, &shipped);
    page.wait_for(&format!("{PANEL} [data-testid=own-fits] li"));
    press(&page, "keep");
    page.wait_until("it is kept", "return localStorage.length === 2");
    assert_eq!(page.run("return localStorage.getItem('wattpix-fits-set-aside-1')"), later);
    page.assert_quiet();
}
