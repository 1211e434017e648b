//! The main flow in Firefox: what a visitor does first, in another engine.

use wattpix_tests::browser::{Browser, Kind};

use crate::calculator::{address, among_others};

/// The result's attribute in the page.
fn result(page: &Browser, name: &str) -> String {
    page.attribute("[data-testid=result]", name).unwrap_or_default()
}

#[test]
fn a_visitor_s_first_steps_work_in_firefox() {
    let _machine = among_others();
    let page = Browser::open_in(Kind::Firefox, &address(""));
    page.wait_for("[data-testid=result][data-wh-per-image]");
    let before = result(&page, "data-wh-per-image");
    assert!(before.parse::<f64>().is_ok_and(|energy| energy > 0.0), "{before}");

    // A choice and a number, typed as people type: the link and the answer follow.
    page.select("[name=gpu]", "h100");
    page.wait_until("the link names the GPU", "return location.search.includes('gpu=h100')");
    page.fill("[name=steps]", "12");
    page.press("Enter");
    page.wait_until("the link has the steps", "return location.search.includes('steps=12')");
    let changed = result(&page, "data-wh-per-image");
    assert_ne!(changed, before);
    page.back();
    page.wait_until("Back takes the steps back", "return !location.search.includes('steps=12')");

    // What cannot be used stays in its field with the reason below it.
    page.fill("[name=steps]", "0");
    page.press("Tab");
    page.wait_for("[name=steps][aria-invalid=true]");
    assert_eq!(page.value("[name=steps]"), "0");

    // A panel comes when it is opened, with its chart.
    page.click("[data-panel=heat-map] > summary");
    page.wait_for("[data-panel=heat-map] table");
    page.click("[data-panel=operations] > summary");
    page.wait_for("[data-panel=operations] svg");

    // The same link answers the same after a reload.
    page.go(&address("?gpu=h100-sxm&steps=12"));
    page.wait_for("[data-testid=result][data-wh-per-image]");
    assert_eq!(result(&page, "data-wh-per-image"), changed);
}

#[test]
fn french_and_an_embedded_chart_work_in_firefox() {
    let _machine = among_others();
    let page = Browser::open_in(Kind::Firefox, &address("?lang=fr"));
    page.wait_for("[data-testid=result][data-wh-per-image]");
    assert!(page.text("[data-testid=result]").contains("Wh"), "{}", page.text("[data-testid=result]"));
    assert_eq!(page.run("return document.documentElement.lang"), "fr");
    page.go(&format!("{}embed.html?chart=energy-by-steps&model=sdxl", address("")));
    page.wait_for("svg");
}
