//! Configurations side by side.

use crate::calculator::Calculator;

const ROWS: &str = "section.compared tbody tr";

/// The cells of the comparison's column of ratios.
fn ratios(page: &Calculator) -> Vec<String> {
    let cells = page.run(
        "return [...document.querySelectorAll('section.compared tbody tr')].map(row => row.cells[3].textContent)",
    );
    cells.as_array().unwrap().iter().map(|cell| cell.as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_is_kept_is_compared_and_can_be_removed() {
    let page = Calculator::open("");
    assert_eq!(page.count("section.compared"), 0);
    page.click("[data-slot=keep] a");
    page.wait_for(ROWS);
    let flux = page.answer().wh_per_image;
    page.select("[name=model]", "sd2.1");
    page.wait_for_link("model", "sd2.1");
    assert_eq!(page.count(ROWS), 2);
    let ratios = ratios(&page);
    assert!(ratios[0].starts_with('1'), "{ratios:?}");
    let shown: f64 = ratios[1].trim_end_matches('×').parse().unwrap();
    let ratio = flux / page.answer().wh_per_image;
    assert!((shown / ratio - 1.0).abs() < 0.06, "shown {shown} to two digits, is {ratio}");
    page.click("section.compared a");
    page.wait_until("the comparison goes", "return !document.querySelector('section.compared')");
    assert_eq!(page.query(), "model=sd2.1");
    page.back();
    page.wait_until("Back brings it again", "return document.querySelector('section.compared')");
    page.assert_quiet();
}

#[test]
fn four_are_compared_and_a_fifth_is_reported() {
    let four = "?c=flux1-dev,a100&c=sd3.5-large,h100,512x768&c=qwen-image,l40s,1024x1024,20,bf16,off&c=sd2.1";
    let page = Calculator::open(four);
    assert_eq!(page.count(ROWS), 4);
    assert_eq!(page.problems(), Vec::<String>::new());
    assert_eq!(page.count("[data-slot=keep] a"), 0, "there is no place for a fifth");
    page.visit(&format!("{four}&c=sd2.1,h100"));
    assert_eq!(page.count(ROWS), 4);
    let problems = page.problems();
    assert!(problems.len() == 1 && problems[0].contains('5') && problems[0].contains('4'), "{problems:?}");
}

#[test]
fn lists_of_models_and_gpus_are_compared_as_their_product() {
    let page = Calculator::open("?model=flux1-dev,sd2.1&gpu=a100,h100&steps=20");
    assert_eq!(page.count(ROWS), 4);
    page.fill("[name=steps]", "25");
    page.press("Tab");
    page.wait_for_link("steps", "25");
    assert_eq!(page.count(ROWS), 4);
    let text = page.text("section.compared");
    assert_eq!(text.matches("25 steps").count(), 4, "{text}");
    page.click("section.compared tr:last-child a");
    page.wait_until(
        "one is gone",
        "return document.querySelectorAll('section.compared tbody tr').length === 3",
    );
    let text = page.text("section.compared");
    assert_eq!(text.matches("25 steps").count(), 3, "{text}");
}
