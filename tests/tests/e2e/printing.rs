//! The page on paper.

use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use wattpix_tests::site;

use crate::calculator::Calculator;

/// True if an element can be seen.
fn seen(page: &Calculator, css: &str) -> bool {
    let visible = "return [...document.querySelectorAll(arguments[0])].some(element => element.checkVisibility({ visibilityProperty: true }))";
    page.run_with(visible, &[json!(css)]) == true
}

#[test]
fn a_sheet_has_inputs_result_interval_version_and_link_and_nothing_to_press() {
    let page = Calculator::open("?model=sd2.1&gpu=h100&steps=20");
    assert!(!seen(&page, "#printed"), "only on paper");
    page.resize(794, 1123);
    for scheme in ["light", "dark"] {
        let media =
            json!({ "media": "print", "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        page.devtools("Emulation.setEmulatedMedia", &media);
        let sheet = page.text("body");
        for part in [
            "Stable Diffusion 2.1",
            "H100",
            "20 steps",
            "768",
            "per image",
            "likely",
            "90 % interval",
            "Version ",
        ] {
            assert!(sheet.contains(part), "{part} is not on the sheet: {sheet}");
        }
        assert!(sheet.contains(&page.url()), "the link: {sheet}");
        assert!(
            !seen(&page, "button, input, select, form, .menu, .common table"),
            "nothing to press on paper"
        );
        assert!(seen(&page, "figure[data-chart] svg"));
        let ink = page.run("const [r, g, b] = getComputedStyle(document.querySelector('.figure .number')).color.match(/\\d+/g); return +r + +g + +b");
        assert!(ink.as_u64() < Some(200), "{scheme}: dark ink on white paper, not {ink}");
        page.screenshot(&format!("print-{scheme}"));
    }
}

#[test]
fn the_link_on_the_sheet_follows_the_state() {
    let page = Calculator::open("");
    page.select("[name=model]", "sd2.1");
    page.wait_for_link("model", "sd2.1");
    page.wait_until(
        "the sheet has the link",
        "return document.getElementById('printed').textContent.endsWith(location.href)",
    );
    page.assert_quiet();
}

/// Printed pages with every panel open: all of it on A4, nothing cut at the side, no page nearly empty.
#[test]
fn the_sheet_is_a_pdf_of_few_pages() {
    let page = Calculator::open("?model=sd2.1&gpu=h100&steps=20");
    let pages = |page: &Calculator| {
        let printed = page.devtools(
            "Page.printToPDF",
            &json!({ "paperWidth": 8.27, "paperHeight": 11.69, "printBackground": false }),
        );
        let pdf = STANDARD.decode(printed["data"].as_str().unwrap()).unwrap();
        assert!(pdf.starts_with(b"%PDF-"));
        fs::create_dir_all(site::output_folder()).unwrap();
        fs::write(site::output_folder().join("sheet.pdf"), &pdf).unwrap();
        pdf.windows(11)
            .filter(|bytes| bytes.starts_with(b"/Type /Page") && bytes.last() != Some(&b's'))
            .count()
            - pdf.windows(12).filter(|bytes| *bytes == b"/Type /Pages").count()
    };
    let first = pages(&page);
    assert!((1..=2).contains(&first), "{first} pages for the first visit");
    page.open_panels();
    let all = pages(&page);
    assert!(all > first && all <= 12, "{all} pages with every panel open");
}
