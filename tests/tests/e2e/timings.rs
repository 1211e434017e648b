//! How long a visitor waits. Printed, and failed only at five times the budget: other work on the machine counts too.

use serde_json::{Value, json};
use wattpix_tests::browser::Browser;

use crate::calculator::{address, alone};

/// Milliseconds from a changed control to everything drawn again, median.
const REDRAW_BUDGET: f64 = 16.0;
/// Milliseconds from navigation to the first result.
const FIRST_RESULT_BUDGET: f64 = 500.0;
/// How often a budget may be exceeded before a test fails.
const SLACK: f64 = 5.0;
/// Changes timed.
const CHANGES: usize = 50;
/// Cold starts timed.
const STARTS: usize = 3;

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn print_and_check(what: &str, values: &mut [f64], budget: f64) {
    let median = median(values);
    let (least, most) = (values[0], values[values.len() - 1]);
    println!(
        "{what}: median {median:.1} ms of {} ({least:.1} to {most:.1}), budget {budget} ms",
        values.len()
    );
    assert!(median <= SLACK * budget, "{what}: {median} ms");
}

fn milliseconds(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("no time in {value}"))
}

/// Timed within one frame: the change is made in its animation callback, and a message posted there arrives when the frame
/// has been laid out and painted.
#[test]
fn a_change_is_drawn_within_a_frame() {
    let _alone = alone();
    let browser = Browser::open(&address(""));
    browser.wait_for("[data-testid=result][data-wh-per-image]");
    let change = "return new Promise(resolve => requestAnimationFrame(() => {
        const field = document.querySelector('[name=width]');
        const drawings = () => [...document.querySelectorAll('figure[data-chart] .drawing')].map(part => part.innerHTML);
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
    let mut times: Vec<f64> = (0..CHANGES)
        .map(|at| {
            let width = 512 + 16 * at;
            let timed = browser.run_with(change, &[json!(width.to_string())]);
            assert_eq!(timed[1], 0, "charts that were not drawn again within the frame");
            milliseconds(&timed[0])
        })
        .collect();
    print_and_check("control changed to all charts drawn", &mut times, REDRAW_BUDGET);
}

#[test]
fn the_first_result_comes_soon() {
    let _alone = alone();
    let watch = "new MutationObserver((_, observer) => {
        if (document.querySelector('[data-testid=result][data-wh-per-image]')) {
            observer.disconnect();
            window.firstResult = performance.now();
        }
    }).observe(document, { subtree: true, childList: true, attributes: true })";
    let mut times: Vec<f64> = (0..STARTS)
        .map(|_| {
            let browser = Browser::open("about:blank");
            browser.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": watch }));
            browser.go(&address(""));
            browser.wait_until("the result is there", "return window.firstResult");
            milliseconds(&browser.run("return window.firstResult"))
        })
        .collect();
    print_and_check("first result after navigation, cold", &mut times, FIRST_RESULT_BUDGET);
}
