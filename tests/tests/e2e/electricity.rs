//! Electricity: carbon, cost, a fleet, and what energy compares to.

use std::process::Command;

use serde_json::{Value, json};

use crate::calculator::Calculator;
use crate::command_line::measure;

/// X-Val: g/kWh of 2024, in both packages of tests/data/carbon.
const FRANCE: f64 = 44.18;
const USA: f64 = 383.55;
const WORLD: f64 = 472.94;

/// Grams of an image, exact.
fn grams(page: &Calculator) -> f64 {
    page.attribute("[data-testid=result]", "data-g-co2e").unwrap().parse().unwrap()
}

/// Fails unless an image's grams are its energy × PUE × intensity.
#[track_caller]
fn assert_grams(page: &Calculator, pue: f64, per_kwh: f64) {
    near(grams(page), page.answer().wh_per_image / 1000.0 * pue * per_kwh);
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found / expected - 1.0).abs() < 1e-9, "{found}, expected {expected}");
}

/// Returns the number of requests for the file of countries.
fn asked(page: &Calculator) -> usize {
    page.requests().iter().filter(|request| request.url.contains("/zones-")).count()
}

fn says(page: &Calculator) -> String {
    page.text("[data-testid=result]")
}

/// The number of an attribute.
#[track_caller]
fn number(page: &Calculator, css: &str, name: &str) -> f64 {
    let text = page.attribute(css, name).unwrap_or_else(|| panic!("no {name} at {css}"));
    text.parse().unwrap_or_else(|_| panic!("{name} at {css} is {text:?}, not a number"))
}

#[test]
fn a_country_in_the_link_counts_with_its_year_and_source() {
    let page = Calculator::open("?zone=FRA&pue=1.2&price=0.25");
    let basis = "with the electricity of France (44.18 g/kWh, 2024, Ember and Energy Institute, via Our World in Data), at a PUE of 1.2";
    assert!(says(&page).contains(basis), "{}", says(&page));
    assert_grams(&page, 1.2, FRANCE);
    assert_eq!((page.value("[name=zone]"), page.problems().len(), asked(&page)), ("FRA".into(), 0, 1));
    page.visit("?zone=us");
    assert_grams(&page, 1.0, USA);
    // An old figure says its year.
    page.visit("?zone=ESH");
    assert!(says(&page).contains("Western Sahara (666.67 g/kWh, 2009, "), "{}", says(&page));
    page.click(".sources a[href$='#electricity']");
    page.wait_for("#electricity");
    page.assert_quiet();
}

#[test]
fn countries_come_when_the_field_is_used_and_one_can_be_chosen() {
    let page = Calculator::open("");
    assert!(
        says(&page).contains("at the world’s mean electricity (472.94 g/kWh, 2024, Ember), at a PUE of 1")
    );
    assert_grams(&page, 1.0, WORLD);
    assert_eq!(asked(&page), 0, "a first visit does not load them");
    page.unfold();
    assert!(page.text(".controls").contains("Where the GPU is, not where you are."));
    assert_eq!((asked(&page), page.count("[name=zone] option")), (1, 212));
    let names = page.run("return [...document.querySelector('[name=zone]').options].slice(1).map(option => option.textContent)");
    let sorted = page.run_with(
        "return [...arguments[0]].sort((a, b) => a.localeCompare(b, 'en'))",
        std::slice::from_ref(&names),
    );
    assert_eq!(names, sorted);
    page.select("[name=zone]", "FRA");
    page.wait_for_link("zone", "FRA");
    assert_grams(&page, 1.0, FRANCE);
    page.select("[name=zone]", "WORLD");
    page.wait_for_query("");
    assert_grams(&page, 1.0, WORLD);
    page.back();
    page.wait_for_query("zone=FRA");
    page.wait_until(
        "Back restores the country",
        "return document.querySelector('[name=zone]').value === 'FRA'",
    );
    page.assert_quiet();
}

#[test]
fn the_french_page_says_it_in_french_and_sorts_as_french_does() {
    let page = Calculator::open("?zone=DEU&lang=fr&price=0.2&show=fleet,likeness&like=gemini-prompt");
    page.wait_until("the French page is there", "return location.pathname.endsWith('/fr.html')");
    page.wait_for_answer();
    page.wait_for_panels();
    let country = "return document.querySelector('[name=zone] [value=DEU]').textContent";
    assert_eq!(page.run(country), "Allemagne");
    let basis = "avec l’électricité du réseau «\u{202f}Allemagne\u{202f}» (344,14 g/kWh, 2024, Ember et Energy Institute, via Our World in Data)";
    assert!(says(&page).contains(basis), "{}", says(&page));
    let sorted =
        "const names = [...document.querySelector('[name=zone]').options].map(option => option.textContent);
        return names.indexOf('Égypte') < names.indexOf('France')";
    assert_eq!(page.run(sorted), true);
    assert!(page.text("[data-testid=likeness]").contains("requêtes textuelles Gemini médianes"));
    let fleet = page.text("[data-testid=fleet]");
    assert!(fleet.contains("Coût") && fleet.contains("mois"), "{fleet}");
    page.assert_quiet();
}

#[test]
fn an_own_figure_counts_instead() {
    let page = Calculator::open("?zone=FRA");
    page.unfold();
    page.fill("[name=intensity]", "30.5");
    page.wait_for_link("intensity", "30.5");
    assert!(says(&page).contains("at your value of 30.5 g/kWh, at a PUE of 1"), "{}", says(&page));
    assert_grams(&page, 1.0, 30.5);
    page.run(
        "const field = document.querySelector('[name=intensity]'); field.value = '';
        field.dispatchEvent(new Event('input', { bubbles: true })); field.dispatchEvent(new Event('change', { bubbles: true }))",
    );
    page.wait_for_query("zone=FRA");
    assert_grams(&page, 1.0, FRANCE);
    page.visit("?intensity=0");
    assert_eq!(grams(&page), 0.0);
    assert_eq!(asked(&page), 1, "no country, no file");
    page.assert_quiet();
}

#[test]
fn bad_values_are_told_and_replaced() {
    let page = Calculator::open("?zone=Atlantis&intensity=9999&pue=0.5&price=free");
    let problems = page.problems().join("\n");
    for said in [
        "unknown zone 'Atlantis'",
        "intensity '9999' must be a number from 0 to 5000",
        "pue '0.5' must be a number from 1 to 5",
        "price 'free' must be a number from 0 to 1000000",
    ] {
        assert!(problems.contains(said), "{problems}");
    }
    assert_grams(&page, 1.0, WORLD);
    assert_eq!(page.value("[name=zone]"), "WORLD");
    page.assert_quiet();
}

#[test]
fn a_file_that_does_not_arrive_is_told_and_asked_for_again() {
    let page = Calculator::open("");
    page.devtools("Network.setBlockedURLs", &json!({ "urls": ["*/zones-*"] }));
    page.go(&crate::calculator::address("?zone=FRA"));
    page.wait_until("it is told", "return document.querySelectorAll('[data-testid=problems] li').length > 0");
    let problems = page.problems().join("\n");
    assert!(problems.contains("could not be loaded, so the world’s mean is used"), "{problems}");
    assert!(says(&page).contains("at the world’s mean electricity (472.94 g/kWh"), "{}", says(&page));
    assert_grams(&page, 1.0, WORLD);
    page.devtools("Network.setBlockedURLs", &json!({ "urls": [] }));
    page.unfold();
    assert_eq!(page.problems(), Vec::<String>::new());
    assert_grams(&page, 1.0, FRANCE);
}

#[test]
fn the_copied_command_gives_the_same_carbon_and_cost() {
    let page = Calculator::open("?zone=NOR&pue=1.25&price=0.12&images=1000&model=sd2.1&show=fleet");
    page.wait_for_panels();
    page.click("[data-do=command]");
    page.wait_until("it is copied", "return document.querySelector('.acts .done').textContent === 'Copied'");
    let line = page.clipboard();
    assert!(line.ends_with("--zone NOR --pue 1.25 --price 0.12"), "{line}");
    let output = Command::new(measure()).args(line.split(' ').skip(1)).arg("--json").output().unwrap();
    let printed: Value = serde_json::from_slice(&output.stdout).unwrap();
    near(grams(&page), printed["g_co2e_per_image"].as_f64().unwrap());
    near(printed["cost_total"].as_f64().unwrap(), page.answer().wh_per_image * 1.25 * 0.12);
}

/// The figures of a row of the fleet: energy in Wh, grams and money, each with its interval.
fn row(page: &Calculator, name: &str, span: &str) -> [[f64; 3]; 3] {
    ["wh", "grams", "cost"].map(|quantity| {
        let css = format!("tr[data-fleet='{name}'][data-span={span}] [data-quantity={quantity}]");
        ["data-value", "data-low", "data-high"].map(|end| number(page, &css, end))
    })
}

#[test]
fn a_fleet_adds_up() {
    let (daily, pue, price) = (250_000.0, 1.1, 0.2);
    let query = "?model=qwen-image,sd2.1&gpu=a100&zone=FRA&pue=1.1&price=0.2&daily=250000";
    let page = Calculator::open(&format!("{query}&show=fleet"));
    page.wait_for("[data-testid=fleet] tbody tr");
    let mut all = [0.0; 3];
    for (model, name) in [("qwen-image", "0"), ("sd2.1", "1")] {
        let alone = Calculator::open(&format!("?model={model}"));
        let answer = alone.answer();
        let year = [answer.wh_per_image, answer.wh_low, answer.wh_high].map(|energy| energy * daily * 365.0);
        let shown = row(&page, name, "year");
        for at in 0..3 {
            near(shown[0][at], year[at]);
            near(shown[1][at], year[at] / 1000.0 * pue * FRANCE);
            near(shown[2][at], year[at] / 1000.0 * pue * price);
            near(row(&page, name, "month")[0][at], year[at] / 12.0);
            all[at] += year[at];
        }
    }
    let together = row(&page, "all", "year");
    for at in 0..3 {
        near(together[0][at], all[at]);
        near(together[1][at], all[at] / 1000.0 * pue * FRANCE);
        near(together[2][at], all[at] / 1000.0 * pue * price);
    }
    let said = page.text("[data-panel=fleet] .panel-body");
    assert!(
        said.contains("250,000 images a day") && said.contains("France (44.18 g/kWh, 2024, Ember"),
        "{said}"
    );
    page.fill("[name=daily]", "500000");
    page.wait_for_link("daily", "500000");
    page.wait_until(
        "the fleet doubles",
        &format!(
            "return Math.abs(document.querySelector('tr[data-fleet=all][data-span=year] [data-quantity=wh]').dataset.value / {} - 2) < 1e-9",
            all[0]
        ),
    );
    page.assert_quiet();
}

#[test]
fn a_fleet_of_one_has_no_sum_and_a_bad_count_is_told() {
    let page = Calculator::open("?show=fleet&daily=none");
    page.wait_for("[data-testid=fleet] tbody tr");
    assert_eq!(page.count("[data-testid=fleet] tbody tr"), 2);
    assert_eq!(page.count("[data-quantity=cost]"), 0);
    let told = page.text("[data-panel=fleet] [role=alert]");
    assert!(
        told.contains("daily 'none' must be a whole number of images per day from 1 to 1000000000"),
        "{told}"
    );
    near(
        number(&page, "tr[data-span=year] [data-quantity=wh]", "data-value"),
        page.answer().wh_per_image * 365_000.0,
    );
    // A figure beyond what is grouped in thousands reads back too.
    page.visit("?show=fleet&daily=1000000000");
    page.wait_for("[data-testid=fleet] tbody tr");
    near(
        number(&page, "tr[data-span=year] [data-quantity=wh]", "data-value"),
        page.answer().wh_per_image * 365e9,
    );
    page.assert_quiet();
}

#[test]
fn energy_is_as_much_as_one_thing_at_a_time_whatever_the_grid() {
    let page = Calculator::open("?show=likeness");
    page.wait_for("[data-testid=likeness]");
    assert_eq!(page.count("[data-testid=likeness]"), 1);
    let ids =
        page.run("return [...document.querySelector('[name=like]').options].map(option => option.value)");
    // Watt-hours of one, by the published figures.
    let one = [
        ("led-lamp", 9.0),
        ("phone-charge", 14.46 - 22.0 * 0.13),
        ("cup-of-water", 250.0 * 80.0 * 4.184 / 3600.0),
        ("streaming", 77.0),
        ("chatgpt-query", 0.34),
        ("gemini-prompt", 0.24),
        ("web-search", 0.3),
    ];
    assert_eq!(ids, json!(one.map(|(id, _)| id)));
    for (id, watt_hours) in one {
        page.select("[name=like]", id);
        page.wait_for(&format!("[data-like={id}]"));
        let energy = page.answer().wh_per_image;
        near(number(&page, "[data-testid=likeness]", "data-amount"), energy / watt_hours);
        near(number(&page, "[data-testid=likeness]", "data-total"), 100.0 * energy / watt_hours);
        assert_eq!(
            page.count("[data-panel=likeness] .about a[href^='https://']"),
            1,
            "{id}: its source is a link"
        );
    }
    let before = number(&page, "[data-testid=likeness]", "data-amount");
    page.visit("?show=likeness&like=web-search&zone=POL");
    page.wait_for("[data-testid=likeness]");
    assert_eq!(number(&page, "[data-testid=likeness]", "data-amount"), before, "counted from energy");
    page.visit("?show=likeness&like=toast");
    page.wait_for("[data-panel=likeness] [role=alert]");
    assert!(page.text("[data-panel=likeness] [role=alert]").contains("unknown comparison 'toast'"));
    page.assert_quiet();
}

#[test]
fn it_looks_as_it_should() {
    let page = Calculator::open(
        "?model=flux1-dev,sd2.1&gpu=a100&zone=DEU&pue=1.2&price=0.25&like=chatgpt-query&show=fleet,likeness",
    );
    page.unfold();
    page.wait_for_panels();
    for (width, height) in [(390, 844), (1440, 900)] {
        page.resize(width, height);
        page.wait_for_panels();
        for scheme in ["light", "dark"] {
            page.emulate_media(&[("prefers-color-scheme", scheme)]);
            page.screenshot(&format!("electricity-{width}-{scheme}"));
            assert_eq!(page.violations(), Vec::<String>::new(), "{width} px wide, {scheme}");
        }
        let wide = page.run(
            "const room = document.documentElement.clientWidth;
            return [...document.querySelectorAll('main, main *')].filter(element => !element.closest('.scroll, .unseen') && element.checkVisibility()
                && element.getBoundingClientRect().right > room + 1).map(element => room + ' ' + element.getBoundingClientRect().right + element.outerHTML.slice(0, 80))",
        );
        assert_eq!(wide, json!([]), "in a window of {width}");
    }
    page.assert_quiet();
}
