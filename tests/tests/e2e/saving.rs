//! Exports of the page: pictures, data, lines to copy.

use std::process::Command;

use serde_json::Value;

use crate::calculator::Calculator;
use crate::command_line::measure;

const QUERY: &str = "?model=sd2.1&gpu=h100&steps=20&show=heat-map&v=1";

#[test]
fn a_chart_is_saved_as_picture_and_data() {
    let page = Calculator::open(QUERY);
    let folder = page.download_into("saved");
    let save = |kind: &str, ending: &str| {
        page.run("document.querySelector('[data-chart=energy-by-steps] .menu').open = true");
        page.click(&format!("[data-chart=energy-by-steps] [data-do={kind}]"));
        page.downloaded(&folder.join(format!("wattpix-energy-by-steps-sd2.1-h100-v1.{ending}")))
    };
    let svg = String::from_utf8(save("svg", "svg")).unwrap();
    assert!(svg.starts_with("<svg") && svg.contains("Stable Diffusion 2.1") && !svg.contains("var(--"));
    // PNG, section 5.2 and 11.2.2: the signature, then width and height of the first chunk.
    let png = save("png", "png");
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    let width: u32 =
        svg.split("width=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().parse().unwrap();
    assert_eq!(side(16), 2 * width, "two pixels for each of the drawing");
    assert!(side(20) > 400 && png.len() > 10_000, "{} bytes", png.len());

    let csv = String::from_utf8(save("csv", "csv")).unwrap();
    let json: Value = serde_json::from_slice(&save("json", "json")).unwrap();
    assert_eq!(csv.lines().count(), json["rows"].as_array().unwrap().len() + 1);
    let asked = json["rows"].as_array().unwrap().iter().find(|row| row[1] == 20).unwrap();
    let apart = asked[2].as_f64().unwrap() / page.answer().wh_per_image - 1.0;
    assert!(apart.abs() < 1e-12, "the row of 20 steps is the figure shown");
    let metadata: Value = serde_json::from_slice(&save("metadata", "metadata.json")).unwrap();
    assert_eq!(metadata["columns"], json["columns"]);
    assert_eq!(metadata["fit"]["id"], page.answer().fit.as_str());
    assert!(metadata["link"].as_str().unwrap().ends_with("v=1"), "{metadata}");
    page.assert_quiet();
}

#[test]
fn the_table_is_saved_as_data() {
    let page = Calculator::open(QUERY);
    page.wait_for("[data-table=heat-map] table");
    let folder = page.download_into("saved-table");
    page.click("[data-table=heat-map] .menu summary");
    page.click("[data-table=heat-map] [data-do=csv]");
    let csv = page.downloaded(&folder.join("wattpix-heat-map-sd2.1-h100-v1.csv"));
    assert_eq!(String::from_utf8(csv).unwrap().lines().count(), 1 + 4 * 5 * 4);
    assert_eq!(page.count("[data-table=heat-map] [data-do=svg]"), 0);
    page.assert_quiet();
}

#[test]
fn the_copied_command_gives_the_figure_shown() {
    let page = Calculator::open("?model=sd2.1&gpu=h100&steps=20&precision=fp32&boundary=gross&v=1");
    page.clipboard();
    page.click("[data-do=command]");
    page.wait_until("it is copied", "return document.querySelector('.acts .done').textContent === 'Copied'");
    let line = page.clipboard();
    let mut words = line.split_whitespace();
    assert_eq!(words.next(), Some("measure"));
    let output = Command::new(measure()).args(words).arg("--json").output().unwrap();
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    let printed: Value = serde_json::from_slice(&output.stdout).unwrap();
    let apart = printed["wh_per_image"].as_f64().unwrap() / page.answer().wh_per_image - 1.0;
    assert!(apart.abs() < 1e-9, "{line}");
    page.assert_quiet();
}

#[test]
fn citations_name_the_figure_and_keep_its_version() {
    let page = Calculator::open("?steps=20");
    page.clipboard();
    for (kind, start) in [("citation", "The Wattpix contributors"), ("bibtex", "@misc{wattpix-v")] {
        page.run("document.querySelector('.acts .done').textContent = ''");
        page.click(&format!("[data-do={kind}]"));
        page.wait_until(
            "it is copied",
            "return document.querySelector('.acts .done').textContent === 'Copied'",
        );
        let text = page.clipboard();
        assert!(text.starts_with(start), "{text}");
        assert!(text.contains("20 steps") && text.contains("arxiv.org"), "{text}");
        let link = text
            .split_whitespace()
            .map(|word| word.trim_matches(['{', '}', ',']))
            .find(|word| word.contains("127.0.0.1"));
        let link = link.unwrap().to_owned();
        let shown = page.answer();
        page.go(&link);
        page.wait_for_answer();
        assert_eq!(page.answer(), shown, "{link}");
        assert!(page.text("[data-testid=version]").contains("kept by this link"));
    }
    page.assert_quiet();
}
