//! Waiting times of a visitor. Printed, and failed only at five times the budget: other work on the machine counts too.

use serde_json::{Value, json};
use wattpix_tests::browser::Browser;

use crate::calculator::{address, alone};

/// Milliseconds from a changed control to everything drawn again, median.
const REDRAW_BUDGET: f64 = 16.0;
/// Milliseconds from navigation to the first result.
const FIRST_RESULT_BUDGET: f64 = 500.0;
/// Factor by which a budget may be exceeded before a test fails.
const SLACK: f64 = 5.0;
/// Factor by which a telephone's processor is taken to be slower.
const SLOW_DOWN: f64 = 4.0;
/// Changes timed.
const CHANGES: usize = 50;
/// Cold starts timed.
const STARTS: usize = 3;

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// `slower` is how much slower than the budget's the machine was made.
fn print_and_check(what: &str, values: &mut [f64], budget: f64, slower: f64) {
    let median = median(values);
    let (least, most) = (values[0], values[values.len() - 1]);
    println!(
        "{what}: median {median:.1} ms of {} ({least:.1} to {most:.1}), budget {budget} ms",
        values.len()
    );
    assert!(median <= SLACK * slower * budget, "{what}: {median} ms");
}

fn milliseconds(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("no time in {value}"))
}

/// Changes the width in a task of its own, and gives the milliseconds until all of the answer is in the document and laid out: what the
/// page itself takes, without painting and without a wait for anything.
const LAY_OUT: &str = "return new Promise(resolve => setTimeout(() => {
        const field = document.querySelector('[name=width]');
        const channel = new MessageChannel();
        channel.port1.onmessage = () => {
            document.body.offsetHeight;
            resolve(performance.now() - start);
        };
        const start = performance.now();
        field.value = arguments[0];
        field.dispatchEvent(new Event('input', { bubbles: true }));
        field.dispatchEvent(new Event('change', { bubbles: true }));
        channel.port2.postMessage(0);
    }))";

/// Changes the width within an animation callback, which no wait for a frame can follow, and gives the milliseconds until the frame has been laid out and painted, when a
/// message posted there arrives, and how many of the charts that a selector finds are not drawn again by then.
const CHANGE: &str = "return new Promise(resolve => requestAnimationFrame(() => {
        const field = document.querySelector('[name=width]');
        const drawings = () => [...document.querySelectorAll(arguments[1])].map(part => part.innerHTML);
        const before = drawings();
        const channel = new MessageChannel();
        const start = performance.now();
        field.value = arguments[0];
        field.dispatchEvent(new Event('input', { bubbles: true }));
        field.dispatchEvent(new Event('change', { bubbles: true }));
        channel.port1.onmessage = () => {
            const took = performance.now() - start;
            resolve([took, drawings().filter((drawing, at) => drawing === before[at]).length]);
        };
        channel.port2.postMessage(0);
    }))";

/// Times changes, after each of which everything that the selector finds is another.
fn redraw(browser: &Browser, what: &str, changing: &str) {
    redraw_within(browser, what, changing, 1.0);
}

/// Asserts the budget of a redraw on a machine made slower.
fn redraw_within(browser: &Browser, what: &str, changing: &str, slower: f64) {
    let mut times: Vec<f64> = (0..CHANGES)
        .map(|at| {
            let width = 512 + 16 * at;
            let timed = browser.run_with(CHANGE, &[json!(width.to_string()), json!(changing)]);
            assert_eq!(timed[1], 0, "{what}: what was not drawn again within the frame");
            milliseconds(&timed[0])
        })
        .collect();
    print_and_check(&format!("{what} and painted"), &mut times, REDRAW_BUDGET, slower);
    let width = |at: usize| json!((512 + 16 * (CHANGES + at)).to_string());
    let mut times: Vec<f64> =
        (0..CHANGES).map(|at| milliseconds(&browser.run_with(LAY_OUT, &[width(at)]))).collect();
    print_and_check(&format!("{what} and laid out"), &mut times, REDRAW_BUDGET, slower);
}

#[test]
fn a_change_is_drawn_within_a_frame() {
    let _alone = alone();
    let browser = Browser::open(&address(""));
    browser.wait_for("[data-testid=result][data-wh-per-image]");
    redraw(&browser, "control changed to all charts drawn", "figure[data-chart] .drawing");
}

/// Waiting times on a slow telephone. The budget stays that of the desk, for the figure to be read beside it; the bound is four times as high.
#[test]
fn a_change_and_the_first_result_with_a_processor_four_times_slower() {
    let _alone = alone();
    let slowed = |browser: &Browser| {
        browser.devtools("Emulation.setCPUThrottlingRate", &json!({ "rate": SLOW_DOWN }));
    };
    let browser = Browser::open(&address(""));
    browser.wait_for("[data-testid=result][data-wh-per-image]");
    slowed(&browser);
    let changing = "figure[data-chart] .drawing";
    redraw_within(&browser, "at 4x CPU slow-down, control changed to all charts drawn", changing, SLOW_DOWN);
    let mut times: Vec<f64> = (0..STARTS).map(|_| first_result(slowed)).collect();
    let what = "at 4x CPU slow-down, first result after navigation, cold";
    print_and_check(what, &mut times, FIRST_RESULT_BUDGET, SLOW_DOWN);
}

/// Changes the width and gives the milliseconds until the table that a worker writes says so.
const FOLLOW: &str = "return new Promise(resolve => {
        const field = document.querySelector('[name=width]');
        const start = performance.now();
        new MutationObserver((_, observer) => {
            if (!document.querySelector('[data-testid=budget] thead')?.textContent.includes(arguments[0])) return;
            observer.disconnect();
            resolve(performance.now() - start);
        }).observe(document.querySelector('[data-panel=budget]'), { subtree: true, childList: true, characterData: true });
        field.value = arguments[0];
        field.dispatchEvent(new Event('change', { bubbles: true }));
    })";

/// The page does not wait for it, so that no budget holds for it; the bound is that of a first result.
#[test]
fn what_fits_a_budget_follows_from_the_worker() {
    let _alone = alone();
    let browser = Browser::open(&address("?show=budget"));
    browser.wait_for("[data-testid=budget]");
    let mut times: Vec<f64> = (0..CHANGES)
        .map(|at| milliseconds(&browser.run_with(FOLLOW, &[json!((512 + 16 * at).to_string())])))
        .collect();
    print_and_check(
        "control changed to what fits a budget, by the worker",
        &mut times,
        FIRST_RESULT_BUDGET,
        1.0,
    );
}

/// Panels are folded until a person opens one; each is timed with the two charts of the page. What does not depend on the width
/// is left out of what has to change.
#[test]
fn a_change_is_drawn_within_a_frame_in_every_open_panel() {
    let _alone = alone();
    for (panel, changing) in [
        ("budget", "section.charts > [data-chart] .drawing"),
        ("heat-map", "section.charts > [data-chart] .drawing"),
        ("law", "[data-chart=energy-by-flops] .drawing"),
        ("operations", "[data-panel=operations] .drawing"),
        ("comparison", "[data-panel=comparison] .drawing"),
    ] {
        let browser = Browser::open(&address(&format!(
            "?show={panel}&c=sd2.1,a100,768x768,50,fp16,on&model=flux1-dev"
        )));
        browser.wait_for(&format!("[data-panel={panel}] .panel-body > *"));
        redraw(&browser, &format!("the same with the panel {panel} open"), changing);
    }
}

/// Milliseconds from a navigation of a fresh browser to its first result.
fn first_result(prepare: impl Fn(&Browser)) -> f64 {
    let watch = "new MutationObserver((_, observer) => {
        if (document.querySelector('[data-testid=result][data-wh-per-image]')) {
            observer.disconnect();
            window.firstResult = performance.now();
        }
    }).observe(document, { subtree: true, childList: true, attributes: true })";
    let browser = Browser::open("about:blank");
    prepare(&browser);
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": watch }));
    browser.go(&address(""));
    browser.wait_until("the result is there", "return window.firstResult");
    milliseconds(&browser.run("return window.firstResult"))
}

#[test]
fn the_first_result_comes_soon() {
    let _alone = alone();
    let mut times: Vec<f64> = (0..STARTS).map(|_| first_result(|_| ())).collect();
    print_and_check("first result after navigation, cold", &mut times, FIRST_RESULT_BUDGET, 1.0);
}
