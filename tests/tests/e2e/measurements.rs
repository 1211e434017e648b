//! What a person brings: own measurements, own fits.

use wattpix_tests::site;

use crate::calculator::Calculator;

const PANEL: &str = "[data-panel=measurements]";

/// A page with the panel open and ready for files.
fn open(query: &str) -> Calculator {
    let page = Calculator::open(query);
    page.click(&format!("{PANEL} > summary"));
    page.wait_for(&format!("{PANEL} input[type=file]"));
    page
}

#[test]
fn the_third_module_comes_with_its_panel_and_in_a_worker() {
    let page = Calculator::open("?show=law");
    page.wait_for_panels();
    let loaded = || -> Vec<String> {
        let urls = page.requests().into_iter().map(|request| request.url);
        urls.filter(|url| url.contains("workbench") || url.contains("measurements-")).collect()
    };
    assert_eq!(loaded(), Vec::<String>::new(), "other panels do not load it");
    drop(page);
    let page = open("");
    assert!(page.text(&format!("{PANEL} .panel-body")).contains("nothing is uploaded"));
    page.run("document.querySelectorAll('details.panel').forEach(panel => panel.open = true)");
    page.wait_for_panels();
    assert_eq!(page.requests_outside(site::url()), Vec::<String>::new());
    page.assert_quiet();
}
