//! The page in the languages of its table: which page is shown, how one leads to the other, and the signs of its numbers.

use serde_json::json;
use wattpix_core::words::{CODES, Word, Words};
use wattpix_tests::site;

use crate::calculator::{Calculator, address};

/// The page's own language, as the document says it.
fn language(page: &Calculator) -> String {
    page.run("return document.documentElement.lang").as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_link_asks_for_its_language_and_keeps_its_state() {
    let page = Calculator::open("?steps=20&lang=fr&utm=x");
    page.wait_until("the French page is there", "return location.pathname.endsWith('/fr.html')");
    page.wait_for_answer();
    assert_eq!(page.query(), "steps=20&lang=fr&utm=x");
    assert_eq!(language(&page), "fr");
    let words = Words::of("fr").unwrap();
    assert!(page.text(".interval").contains("intervalle à 90"), "{}", page.text(".interval"));
    assert!(page.text(".readout .per").contains(words.text(Word::READOUT_PER_IMAGE)));
    page.select("[name=gpu]", "h100");
    page.wait_for_link("gpu", "h100");
    page.click("a[data-language][hreflang=en]");
    page.wait_until("the English page is there", "return location.pathname.endsWith('/index.html')");
    page.wait_for_answer();
    assert_eq!((language(&page).as_str(), page.query().as_str()), ("en", "steps=20&utm=x&gpu=h100"));
    page.click("a[data-language][hreflang=fr]");
    page.wait_until("the French page is there", "return location.pathname.endsWith('/fr.html')");
    page.wait_for_answer();
    assert_eq!(page.query(), "steps=20&utm=x&gpu=h100&lang=fr");
    page.assert_quiet();
    assert_eq!(page.requests_outside(site::url()), Vec::<String>::new());
}

#[test]
fn the_french_page_is_french_without_being_asked() {
    let page = Calculator::open("");
    page.go(&address("fr.html"));
    page.wait_for_answer();
    assert_eq!((language(&page).as_str(), page.query().as_str()), ("fr", ""));
    assert!(page.text("h1").contains("énergie"));
    assert!(page.text(".follows").contains("pour 100 images"), "{}", page.text(".follows"));
    page.assert_quiet();
}

#[test]
fn an_unknown_language_is_reported_and_english_takes_its_place() {
    let page = Calculator::open("?lang=xx");
    assert_eq!(page.problems(), ["lang 'xx' is not known; choose en, fr"]);
    assert_eq!(language(&page), "en");
}

#[test]
fn english_visitors_load_no_other_language() {
    let page = Calculator::open("");
    let loaded: Vec<String> = page.requests().into_iter().map(|request| request.url).collect();
    assert!(loaded.iter().any(|url| url.ends_with(".wasm")), "{loaded:?}");
    assert!(!loaded.iter().any(|url| url.contains("words.")), "{loaded:?}");
}

/// The signs of the table are those that browsers write for the language, and numbers are put together as browsers do it: the
/// decimal sign, the sign between groups of three digits, and from how many digits on they are grouped.
#[test]
fn numbers_are_those_of_the_browser() {
    let page = Calculator::open("");
    for code in CODES {
        let words = Words::of(code).unwrap();
        let values = [0.042, 0.5, 4.2, 15_084.0, 1024.0, 99_999.0, 1_234_567.0, 1_234_567.25, -2.5];
        for value in values {
            let decimals =
                [0, 1, 2, 3].into_iter().find(|d| (value * 10_f64.powi(*d)).fract() == 0.0).unwrap();
            let written = page.run_with(
                "const [language, value, digits] = arguments;
                return new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: 'min2' }).format(value)",
                &[json!(code), json!(value), json!(decimals)],
            );
            assert_eq!(json!(words.fixed(value, decimals)), written, "{value} in {code}");
        }
    }
}
