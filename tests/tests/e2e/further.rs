//! The rest of the catalogue, which comes as a part of the program: further GPUs and models, older fits, and names as people write them.

use serde_json::json;

use crate::calculator::Calculator;

/// The part's file.
const PART: &str = "split_catalogue.wasm";

fn has_come(page: &Calculator) -> bool {
    page.requests().iter().any(|request| request.url.ends_with(PART))
}

fn options(page: &Calculator, field: &str) -> u64 {
    page.run(&format!("return document.querySelector('[name={field}]').options.length")).as_u64().unwrap()
}

#[test]
fn a_choice_that_is_looked_at_offers_every_gpu() {
    let page = Calculator::open("?gpu=h100");
    assert!(!has_come(&page), "a first visit does without");
    let first = options(&page, "gpu");
    page.run("document.querySelector('[name=gpu]').focus()");
    page.wait_until(
        "every GPU is offered",
        "return document.querySelector('[name=gpu]').options.length > 80",
    );
    assert!(first < 40 && has_come(&page));
    assert_eq!(page.value("[name=gpu]"), "h100", "the choice stays");
    page.select("[name=gpu]", "rtx-2060");
    page.wait_for_link("gpu", "rtx-2060");
    assert!(page.text("[data-testid=result]").contains("RTX 2060"));
    page.assert_quiet();
}

#[test]
fn a_link_names_things_as_people_do() {
    let page = Calculator::open("?gpu=RTX+4090+laptop&model=black-forest-labs/FLUX.1-schnell&zone=uk");
    assert_eq!(page.problems(), Vec::<String>::new());
    assert_eq!(page.value("[name=gpu]"), "rtx-4090-laptop");
    assert_eq!(page.value("[name=model]"), "flux1-schnell");
    page.visit("?gpu=rtx+4091");
    page.wait_for_answer();
    let problems = page.problems();
    assert!(problems.len() == 1 && problems[0].contains("did you mean rtx-4090"), "{problems:?}");
}

#[test]
fn an_older_version_answers_by_its_own_fits() {
    let page = Calculator::open("?v=2&gpu=h100&model=sd2.1");
    assert_eq!(page.answer().fit, "public-data-1");
    page.visit("?fit=public-data-2");
    page.wait_for_answer();
    assert_eq!(page.answer().fit, "public-data-2");
    assert_eq!(page.problems(), Vec::<String>::new());
}

#[test]
fn what_does_not_arrive_is_told_and_asked_for_again() {
    let page = Calculator::open("");
    page.devtools("Network.setBlockedURLs", &json!({ "urls": [format!("*/{PART}")] }));
    page.visit("?v=1&gpu=rtx-2060");
    page.wait_for_answer();
    let problems = page.problems().join(" ");
    assert!(problems.contains("not loaded yet") && problems.contains("rtx-2060"), "{problems}");
    page.devtools("Network.setBlockedURLs", &json!({ "urls": [] }));
    page.run("document.querySelector('[name=gpu]').focus()");
    page.wait_until("it is known", "return document.querySelector('[name=gpu]').value == 'rtx-2060'");
    assert_eq!(page.problems(), Vec::<String>::new());
}

#[test]
fn a_clip_has_frames_seconds_and_a_chart_of_its_own() {
    let page = Calculator::open("");
    page.click("[data-links=task] a:not([aria-current])");
    page.wait_for("[name=frames]");
    page.wait_for("figure[data-chart=energy-by-frames] svg[role=img]");
    assert!(page.query().contains("model=wan2.2-ti2v-5b"), "{}", page.query());
    let clip = page.text(".clip");
    assert!(clip.contains("per second of video") && clip.contains("images of FLUX.1-dev"), "{clip}");
    let number = |attribute: &str| -> f64 {
        page.attribute("[data-testid=result]", attribute).unwrap().parse().unwrap()
    };
    let (whole, second) = (number("data-wh-per-image"), number("data-wh-per-second"));
    assert!((whole * 24.0 / 121.0 / second - 1.0).abs() < 1e-9, "{whole} Wh, {second} Wh a second");
    page.fill("[name=frames]", "49");
    page.press("Enter");
    page.wait_for_link("frames", "49");
    assert!(number("data-wh-per-image") < whole);
    page.click("[data-links=task] a:not([aria-current])");
    page.wait_until("no frames", "return !document.querySelector('[name=frames]')");
    assert_eq!(page.query(), "");
    page.assert_quiet();
}
