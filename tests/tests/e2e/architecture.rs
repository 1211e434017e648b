//! An architecture of one's own: changed on the page, kept in the link, compared and exported.

use serde_json::json;

use crate::calculator::Calculator;

const PANEL: &str = "[data-panel=architecture]";

/// A page with the panel open.
fn open(query: &str) -> Calculator {
    let page = Calculator::open(query);
    page.run_with("document.querySelector(arguments[0]).open = true", &[json!(PANEL)]);
    page.wait_for("[data-testid=architecture-counts] tbody tr");
    page
}

/// Fills in a dimension and leaves its field.
fn change(page: &Calculator, key: &str, value: &str) {
    let field = format!("[name='model.{key}']");
    page.fill(&field, value);
    page.press("Tab");
}

/// Returns the message below the field of a dimension.
fn problem(page: &Calculator, key: &str) -> String {
    page.text(&format!("[data-note='model.{key}']"))
}

/// The first is still being worked out when the second comes.
#[test]
fn two_changes_at_once_both_count_and_what_is_being_typed_stays() {
    let page = open("");
    page.run(
        "for (const [key, value] of [['joint_blocks', '10'], ['width', '2048']]) {
            const field = document.querySelector(`[name='model.${key}']`);
            field.value = value;
            field.dispatchEvent(new Event('change', { bubbles: true }));
        }
        const typed = document.querySelector(`[name='model.single_blocks']`);
        typed.focus();
        typed.value = '2'",
    );
    page.wait_for_link("model", "flux1-dev~joint_blocks:10~width:2048");
    page.wait_until(
        "the panel follows",
        "return document.querySelector(`[name='model.width']`).defaultValue === '2048'",
    );
    assert_eq!(page.value("[name='model.single_blocks']"), "2");
    page.assert_quiet();
}

#[test]
fn a_changed_dimension_is_in_the_link_and_the_result() {
    let page = open("");
    let before = page.answer();
    change(&page, "joint_blocks", "10");
    page.wait_for_link("model", "flux1-dev~joint_blocks:10");
    assert!(page.query().contains("model=flux1-dev~joint_blocks:10"), "readable: {}", page.query());
    page.wait_until(
        "the panel follows",
        "return document.querySelector('[data-testid=architecture-counts]').textContent.includes('×')",
    );
    let after = page.answer();
    assert!(after.wh_per_image < before.wh_per_image, "{} of {}", after.wh_per_image, before.wh_per_image);
    let caveats =
        page.run("return [...document.querySelectorAll('[data-caveat]')].map(one => one.dataset.caveat)");
    let caveats: Vec<_> = caveats.as_array().unwrap().iter().filter_map(|code| code.as_str()).collect();
    assert!(caveats.contains(&"custom-architecture") && caveats.contains(&"model-not-in-fit"), "{caveats:?}");
    assert!(page.text("[data-slot=readout] .what").contains("FLUX.1-dev~joint_blocks:10"));

    change(&page, "width", "2048");
    page.wait_for_link("model", "flux1-dev~joint_blocks:10~width:2048");
    let link = page.query();
    let answer = page.answer();
    page.reload();
    page.wait_for("[data-testid=architecture-counts] tbody tr");
    assert_eq!((page.query(), page.answer().wh_per_image), (link, answer.wh_per_image));
    assert_eq!(page.value("[name='model.width']"), "2048");
    assert_eq!(page.value("form.controls [name=model]"), "flux1-dev~joint_blocks:10~width:2048");

    page.back();
    page.wait_for_link("model", "flux1-dev~joint_blocks:10");
    page.click("[data-testid=reset]");
    page.wait_until("the base is back", "return !location.search.includes('model')");
    assert_eq!(page.answer().wh_per_image, before.wh_per_image);
    page.assert_quiet();
}

#[test]
fn what_is_no_architecture_is_said_and_changes_nothing() {
    let page = open("");
    let (before, plain) = (page.query(), page.answer());
    change(&page, "width", "2000");
    page.wait_for("[name='model.width'][aria-invalid=true]");
    assert!(problem(&page, "width").contains("such as 1920 or 2048"), "{}", problem(&page, "width"));
    assert_eq!(page.value("[name='model.width']"), "2000");
    assert_eq!(page.query(), before);
    change(&page, "width", "1920");
    page.wait_for_link("model", "flux1-dev~width:1920");
    page.wait_until(
        "nothing is wrong now",
        "return !document.querySelector('[data-note=\"model.width\"]').textContent",
    );

    // Hostile links get the same words at the top of the page, and the first model.
    for (model, words) in [
        ("flux1-dev~width:2000", "1920 or 2048"),
        ("flux1-dev~depth:3", "unknown dimension"),
        ("unet~levels:999999999999", "must be a whole number from 1 to 6"),
        ("mmdit~joint_blocks:256~width:16384~mlp_ratio:64", "make it smaller"),
        ("flux1-dev~<b>:1", "unknown dimension"),
    ] {
        page.visit(&format!("?model={}", model.replace('<', "%3C").replace('>', "%3E")));
        let said = page.text("[data-testid=problems]");
        assert!(said.contains(words), "{model}: {said}");
        assert_eq!(page.answer(), plain, "{model}");
    }
    page.assert_quiet();
}

#[test]
fn a_changed_model_is_compared_with_its_base() {
    let page = open("?model=flux1-dev,flux1-dev~single_blocks:19");
    let rows = page.run("return [...document.querySelectorAll('[data-slot=compared] tbody th')].map(cell => cell.textContent)");
    let rows: Vec<_> = rows.as_array().unwrap().iter().map(|row| row.as_str().unwrap().to_owned()).collect();
    assert!(rows.len() == 2 && rows[1].contains("~single_blocks:19"), "{rows:?}");
    page.visit("?model=sd2.1~channels_1:256&c=sd2.1,a100,768x768,50,fp16,on&show=comparison");
    page.wait_for("[data-panel=comparison] svg");
    assert_eq!(page.count("[data-testid=problems] li"), 0);
    page.assert_quiet();
}

#[test]
fn a_new_architecture_starts_from_a_template_and_is_exported() {
    let page = open("");
    page.click(&format!("{PANEL} .presets a[href*='model=unet']"));
    page.wait_for_link("model", "unet");
    page.wait_for("[name='model.levels']");
    change(&page, "levels", "3");
    page.wait_for_link("model", "unet~levels:3");
    page.wait_until("a level is gone", "return !document.querySelector(\"[name='model.channels_4']\")");
    page.select("[name='model.decoder']", "flux1-dev");
    page.wait_for_link("model", "unet~decoder:flux1-dev~levels:3");
    page.click(&format!("{PANEL} .menu > summary"));
    page.wait_until(
        "the text follows",
        "return document.getElementById('architecture-text')?.value === 'unet~decoder:flux1-dev~levels:3'",
    );
    page.wait_until("the file is there", "return document.getElementById('architecture-source').value");
    let source = page.value("#architecture-source");
    assert!(source.contains("Denoiser::UNet(UNet {") && source.contains("latent_channels: 16"), "{source}");
    page.run(
        "window.saved = []; const click = HTMLAnchorElement.prototype.click;
        HTMLAnchorElement.prototype.click = function () { this.download ? saved.push(this.download) : click.call(this) }",
    );
    page.click("[data-save=architecture-source]");
    page.wait_until("it is saved", "return saved.length");
    assert_eq!(page.run("return saved"), json!(["my_model.rs"]));
    page.assert_quiet();
}

#[test]
fn fields_of_the_model_are_no_settings_of_the_page() {
    let page = open("?width=512");
    assert_eq!(page.value("[name=width]"), "512");
    page.type_into("[name='model.width']", "9");
    assert_eq!(page.run("return new URLSearchParams(location.search).get('width')"), json!("512"));
    assert!(!page.query().contains("model.width"), "{}", page.query());
    let unlabelled = page.run(
        "return [...document.querySelectorAll('[data-dimension]')].filter(field => !field.labels.length
            || !field.getAttribute('aria-describedby').split(' ').every(id => document.getElementById(id))).map(field => field.name)",
    );
    assert_eq!(unlabelled, json!([]));
    page.assert_quiet();
}

#[test]
fn the_panel_is_open_to_all_and_looks_as_it_should() {
    let page = open("?model=flux1-dev~joint_blocks:10~width:2048");
    page.click(&format!("{PANEL} .menu > summary"));
    for (width, height) in [(390, 844), (1440, 900)] {
        page.resize(width, height);
        for scheme in ["light", "dark"] {
            page.emulate_media(&[("prefers-color-scheme", scheme)]);
            assert_eq!(page.violations(), Vec::<String>::new(), "{width} px wide, {scheme}");
            let scrolled = page.run("return document.documentElement.scrollWidth").as_u64().unwrap();
            assert!(scrolled <= u64::from(width), "{scrolled} pixels in a window of {width}");
            page.screenshot(&format!("architecture-{width}-{scheme}"));
        }
    }
    page.assert_quiet();
}
