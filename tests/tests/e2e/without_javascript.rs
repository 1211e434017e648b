//! The site where no script runs.

use serde_json::json;

use crate::calculator::{Calculator, address};

fn without_scripts() -> Calculator {
    let page = Calculator::open("");
    page.devtools("Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
    page.go(&address(""));
    page
}

#[test]
fn page_says_what_it_is_for_without_javascript() {
    let page = without_scripts();
    assert!(page.text("h1").contains("energy"));
    let said = page.text("body");
    assert!(said.contains("JavaScript"), "{said}");
    assert_eq!(page.count("[data-testid=result]"), 0, "a script ran");
    page.screenshot("without-javascript");
    assert!(page.count(".common table tbody tr") >= 4, "a table of common configurations");
    let table = page.text(".common table");
    assert!(table.contains("Wh") && !table.contains("NaN"), "{table}");
}

#[test]
fn the_french_page_says_it_in_french_without_javascript() {
    let page = without_scripts();
    page.go(&address("fr.html"));
    let said = page.text("body");
    assert!(said.contains("La calculatrice a besoin de JavaScript"), "{said}");
    let table = page.text(".common table");
    assert!(table.contains("50 étapes") && table.contains(" Wh") && !table.contains(" to "), "{table}");
    page.go(&address("embed.html"));
    let said = page.text("body");
    assert!(said.contains("This chart needs") && said.contains("Ce graphique a besoin"), "{said}");
}

#[test]
fn engines_find_a_data_set_that_says_what_it_is_of() {
    let page = Calculator::open("");
    let data = page
        .run("return JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)");
    // https://developers.google.com/search/docs/appearance/structured-data/dataset: name, and a description of 50 to 5000 characters.
    assert_eq!(data["@type"], "Dataset");
    let described = data["description"].as_str().unwrap_or_default();
    assert!((50..5000).contains(&described.len()), "{described}");
    let shown = page.text("[data-testid=version]");
    assert!(shown.contains(&format!("Version {} ", data["version"].as_str().unwrap())), "{shown}");
    let keywords = data["keywords"].as_str().unwrap();
    for option in ["Stable Diffusion 2.1", "H100", "A100"] {
        assert!(keywords.contains(option), "{option} is not among {keywords}");
    }
    page.assert_quiet();
}

#[test]
fn sources_open_without_javascript() {
    let page = without_scripts();
    page.go(&address("sources.html"));
    assert!(page.count("a[href^='https://']") >= 10, "few sources");
    for id in ["flux1-dev", "sd2.1", "a100-sxm4-80gb"] {
        assert_eq!(page.count(&format!("[id='{id}']")), 1, "no sources of {id}");
    }
    assert_eq!(page.run("return document.documentElement.scrollWidth <= innerWidth"), true);
}
