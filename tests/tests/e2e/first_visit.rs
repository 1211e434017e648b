//! Transfers of a first visit, and proof that the harness would notice more.

use wattpix_tests::site;

use crate::calculator::Calculator;

/// Bytes that a first visit may transfer. `cargo xtask test site` weighs the files; this is what came, headers and all.
const FIRST_VISIT_BYTES: u64 = 240_000;

#[test]
fn first_visit_answers_and_is_clean_small_and_local() {
    let page = Calculator::open("");
    let answer = page.answer();
    assert!(answer.wh_low < answer.wh_per_image && answer.wh_per_image < answer.wh_high, "{answer:?}");
    assert_eq!(page.query(), "", "defaults stay out of the link");
    assert_eq!(page.problems(), Vec::<String>::new());
    page.assert_quiet();
    assert_eq!(page.requests_outside(site::url()), Vec::<String>::new());
    let requests = page.requests();
    for request in &requests {
        assert_eq!(
            requests.iter().filter(|other| other.url == request.url).count(),
            1,
            "{} twice",
            request.url
        );
    }
    let bytes: u64 = requests.iter().map(|request| request.bytes).sum();
    println!("first visit: {bytes} bytes in {} requests", requests.len());
    assert!((1..=FIRST_VISIT_BYTES).contains(&bytes), "{bytes} bytes over the wire: {requests:#?}");
}

/// Shifts of the layout up to 0.1 are good (<https://web.dev/articles/cls>).
#[test]
fn nothing_jumps_when_the_calculator_comes() {
    let page = Calculator::open("");
    for (width, height) in [(390, 844), (1440, 900)] {
        page.resize(width, height);
        page.reload();
        page.wait_for_answer();
        let shifted = page.run(
            "return new Promise(resolve => {
                let sum = 0;
                new PerformanceObserver(list => list.getEntries().forEach(entry => (sum += entry.value)))
                    .observe({ type: 'layout-shift', buffered: true });
                setTimeout(() => resolve(sum), 500);
            })",
        );
        assert!(shifted.as_f64() <= Some(0.1), "{width} px wide: {shifted}");
    }
}

/// Shows that the harness sees what must not be: a browser that saw nothing would let everything pass.
#[test]
fn harness_sees_what_must_not_be() {
    let page = Calculator::open("");
    // The page's own policy would stop the request before it is one.
    page.devtools("Page.setBypassCSP", &serde_json::json!({ "enabled": true }));
    page.visit("?steps=20");
    page.run("console.error('seen'); return fetch('http://example.org/x').catch(() => {})");
    assert_eq!(page.requests_outside(site::url()), ["http://example.org/x"]);
    let problems = page.console_problems();
    assert!(problems.iter().any(|problem| problem.contains("seen")), "{problems:?}");
    assert!(problems.iter().any(|problem| problem.contains("ERR_NAME_NOT_RESOLVED")), "{problems:?}");
}
