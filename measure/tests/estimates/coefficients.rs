//! Choice of the coefficients: a fit in a file, an older version.

use std::fs;

use crate::command::{folder, json, measure, text};

/// A fit of one's own, of one configuration and of a table whose rows may name another.
#[test]
fn a_fit_in_a_file_answers_as_a_shipped_one_does() {
    let folder = folder("own-fit");
    let shipped =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../fitted/paper-flux1-dev-a100.json"))
            .unwrap();
    let own = folder.join("mine.json");
    fs::write(&own, shipped.replace("\"paper-flux1-dev-a100\"", "\"mine\"")).unwrap();
    let own = own.to_str().unwrap();
    let answer = |fit: &str| {
        let output = measure(&["estimate", "--model", "flux1-dev", "--gpu", "a100", "--json", "--fit", fit]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()
    };
    let (mine, theirs) = (answer(own), answer("paper-flux1-dev-a100"));
    assert_eq!(mine["wh_per_image"], theirs["wh_per_image"]);
    assert_eq!(mine["fit"], "mine");
    let table = folder.join("table.csv");
    fs::write(&table, "model,gpu,fit\nflux1-dev,a100,\nflux1-dev,a100,public-data-2\n").unwrap();
    let output = measure(&["estimate", "--from", table.to_str().unwrap(), "--fit", own]);
    let fits: Vec<String> =
        csv::Reader::from_reader(&*output.stdout).records().map(|row| row.unwrap()[9].to_owned()).collect();
    assert_eq!(fits, ["mine", "public-data-2"], "{}", text(&output.stdout));
    let output =
        measure(&["estimate", "--model", "flux1-dev", "--gpu", "a100", "--fit", "nowhere/mine.json"]);
    assert!(text(&output.stderr).contains("cannot read nowhere/mine.json"), "{}", text(&output.stderr));
}

/// Older coefficients answer as they did, with the GPU that a name meant then.
#[test]
fn older_coefficients_answer_as_they_did() {
    let asked = |gpu: &str, version: &str| {
        json(&["estimate", "--model", "flux1-dev", "--gpu", gpu, "--coefficients", version, "--json"])
    };
    let (then, now) = (asked("paper-a6000", "1"), asked("paper-a6000", "3"));
    assert_eq!((&then["gpu"], &now["gpu"]), (&"rtx-6000-ada".into(), &"rtx-a6000".into()));
    assert_eq!(then["fit"], "paper-flux1-dev-a100-6000ada");
    assert_eq!((&then["coefficients"], &now["coefficients"]), (&1.into(), &3.into()));
    let refused = measure(&["estimate", "--model", "flux1-dev", "--gpu", "a100", "--coefficients", "9"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("there are versions 1, 2, 3"), "{}", text(&refused.stderr));
}
