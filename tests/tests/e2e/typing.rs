//! Values while they are typed, and values that cannot be used.

use serde_json::json;

use crate::calculator::Calculator;

const BACKSPACE: &str = "\u{e003}";

/// Returns the message below a field.
#[track_caller]
fn note(page: &Calculator, name: &str) -> String {
    page.text(&format!("[data-note='{name}']"))
}

/// Returns the position of an element on the page, in CSS pixels.
#[track_caller]
fn top(page: &Calculator, css: &str) -> f64 {
    let read = "return document.querySelector(arguments[0]).getBoundingClientRect().top + scrollY";
    page.run_with(read, &[json!(css)]).as_f64().unwrap()
}

/// The field's description for those who hear the page.
#[track_caller]
fn described(page: &Calculator, css: &str) -> String {
    let read = "return document.querySelector(arguments[0]).getAttribute('aria-describedby').split(' ')
        .map(id => document.getElementById(id).textContent).join(' ')";
    page.run_with(read, &[json!(css)]).as_str().unwrap().to_owned()
}

#[track_caller]
fn refused(page: &Calculator, name: &str, typed: &str, counts: &str) {
    let css = format!("[name={name}]");
    let (before, link) = (page.answer(), page.query());
    page.fill(&css, typed);
    assert_eq!(
        page.answer().wh_per_image,
        before.wh_per_image,
        "{name}={typed}: nothing changes while it is typed"
    );
    assert!(note(page, name).contains(counts), "{name}={typed}: {}", note(page, name));
    page.press("Tab");
    page.wait_for(&format!("{css}[aria-invalid=true]"));
    assert_eq!(page.value(&css), typed, "{name}={typed}: the text stays");
    let said = described(page, &css);
    assert!(said.contains("Give") && said.contains(&format!("still for {counts}")), "{name}={typed}: {said}");
    assert_eq!(page.answer(), before);
    assert_eq!(page.query(), link, "{name}={typed}");
    assert_eq!(page.problems(), Vec::<String>::new(), "it is said at the field");
}

#[test]
fn values_that_cannot_be_used_are_reported_at_their_field_and_keep_their_text() {
    let page = Calculator::open("");
    for (name, typed, counts) in
        [("steps", "0", "50"), ("steps", "-5", "50"), ("width", "1000", "1024"), ("height", "-16", "1024")]
    {
        page.visit("");
        refused(&page, name, typed, counts);
        // A good value takes the message away.
        let good = if name == "steps" { "20" } else { "512" };
        page.fill(&format!("[name={name}]"), good);
        page.press("Tab");
        page.wait_for_link(name, good);
        assert_eq!(note(&page, name), "");
        assert_eq!(page.attribute(&format!("[name={name}]"), "aria-invalid").as_deref(), Some("false"));
    }
    page.assert_quiet();
}

#[test]
fn a_field_that_is_emptied_by_backspace_waits_for_what_comes() {
    let page = Calculator::open("?steps=28");
    for (css, name, start, typed) in [
        ("form.controls [name=steps]", "steps", "28", "12"),
        ("form.controls [name=width]", "width", "", "512"),
    ] {
        page.click(css);
        page.press("End");
        let before = page.value(css);
        assert!(before == start || start.is_empty());
        for _ in 0..before.len() {
            page.type_into(css, BACKSPACE);
        }
        assert_eq!(page.value(css), "", "{name}: an emptied field stays empty");
        assert!(note(&page, name).contains("still for"), "{name}: {}", note(&page, name));
        page.type_into(css, typed);
        assert_eq!(page.value(css), typed);
        page.press("Tab");
        page.wait_for_link(name, typed);
        assert_eq!(page.value(css), typed);
    }
    page.run("document.querySelector('[data-panel=fleet]').open = true");
    page.wait_for("[data-testid=fleet] tbody tr");
    page.click("[name=daily]");
    page.press("End");
    for _ in 0..4 {
        page.type_into("[name=daily]", BACKSPACE);
    }
    page.type_into("[name=daily]", "25");
    assert_eq!(page.value("[name=daily]"), "25");
    page.wait_for_link("daily", "25");
    page.assert_quiet();
}

#[test]
fn an_emptied_field_that_is_left_goes_back_to_the_default() {
    let page = Calculator::open("?steps=20");
    page.fill("[name=steps]", BACKSPACE);
    page.press("Tab");
    page.wait_for_query("");
    assert_eq!(page.value("[name=steps]"), "50");
    assert_eq!(note(&page, "steps"), "");
    assert_eq!(page.problems(), Vec::<String>::new());
}

#[test]
fn decimals_are_typed_with_a_point_or_a_comma() {
    let page = Calculator::open("");
    page.unfold();
    page.fill("[name=pue]", "1.25");
    assert_eq!(page.value("[name=pue]"), "1.25");
    page.press("Tab");
    page.wait_for_link("pue", "1.25");
    assert!(page.text("[data-testid=result]").contains("PUE of 1.25"));
    page.fill("[name=price]", "0,15");
    assert_eq!(page.value("[name=price]"), "0,15");
    page.press("Tab");
    page.wait_for_link("price", "0.15");
    assert_eq!(page.value("[name=price]"), "0.15", "as it counts");
    page.run("document.querySelector('[data-panel=budget]').open = true");
    page.wait_for("[name=budget]");
    page.fill("[name=budget]", "0,5");
    page.press("Tab");
    page.wait_for_link("budget", "0.5");
    // What may be a thousand or one is neither.
    page.fill("[name=price]", "1,000");
    page.press("Tab");
    page.wait_for("[name=price][aria-invalid=true]");
    assert!(note(&page, "price").contains("1.000 or 1000"), "{}", note(&page, "price"));
    assert_eq!(page.value("[name=price]"), "1,000");
    page.visit("?lang=fr&pue=1.2");
    page.wait_until("the French page", "return document.documentElement.lang === 'fr'");
    page.wait_for_answer();
    assert_eq!(page.value("[name=pue]"), "1,2");
    page.assert_quiet();
}

#[test]
fn a_click_right_after_a_refused_value_is_not_lost_and_nothing_jumps() {
    let page = Calculator::open("");
    page.fill("[name=width]", "1000");
    let places = ["[data-slot=readout]", "[name=gpu]", "[data-slot=keep] a", ".panels"];
    let before = places.map(|css| top(&page, css));
    page.click("[data-slot=keep] a");
    page.wait_for_link("model", "flux1-dev");
    page.wait_for("[data-slot=compared] table");
    assert_eq!(page.value("[name=width]"), "1000", "the text stays");
    page.wait_for("[name=width][aria-invalid=true]");

    page.visit("");
    page.fill("[name=width]", "1000");
    page.press("Tab");
    page.wait_for("[name=width][aria-invalid=true]");
    assert_eq!(places.map(|css| top(&page, css)), before, "nothing moves");
    // Another way to set the same: it takes the place of the text.
    page.click("[data-links=sizes] a[href*='1344']");
    page.wait_for_link("width", "1344");
    page.wait_until("the preset counts", "return document.querySelector('[name=width]').value === '1344'");
    assert_eq!(note(&page, "width"), "");
    page.assert_quiet();
}

#[test]
fn the_nearest_value_can_be_pressed() {
    let page = Calculator::open("?show=budget&per=month");
    page.wait_for("[name=monthly]");
    page.unfold();
    for (name, typed, nearest) in
        [("width", "1000", "1008"), ("pue", "0.5", "1"), ("images", "1,000", "1000"), ("monthly", "0", "1")]
    {
        page.fill(&format!("[name={name}]"), typed);
        page.press("Tab");
        let button = format!("[data-note='{name}'] button");
        page.wait_for(&button);
        assert_eq!(page.text(&button), format!("Use {nearest}"));
        page.click(&button);
        page.wait_until(
            "it is set",
            &format!("return document.querySelector('[name={name}]').value === '{nearest}'"),
        );
        assert_eq!(note(&page, name), "");
        assert_eq!(page.run("return document.activeElement.name"), name, "the focus is in the field");
    }
    assert!(page.query().contains("width=1008"), "{}", page.query());
    page.assert_quiet();
}

#[test]
fn keys_step_and_escape_gives_up() {
    let page = Calculator::open("");
    page.click("[name=width]");
    page.press("ArrowDown");
    page.wait_for_link("width", "1008");
    assert_eq!(page.value("[name=width]"), "1008");
    page.fill("[name=width]", "10");
    page.press("Escape");
    assert_eq!((page.value("[name=width]").as_str(), note(&page, "width").as_str()), ("1008", ""));
    page.assert_quiet();
}
