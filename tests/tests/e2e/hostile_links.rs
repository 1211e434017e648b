//! Links that nobody would make by accident.

use serde_json::json;

use crate::calculator::Calculator;

/// Markup that would set `window.injected`, percent-encoded.
const MARKUP: &str = "%22%27%3E%3C%2Fselect%3E%3Cimg%20src%3Dx%20onerror%3Dwindow.injected%3D1%3E%3Cscript%3Ewindow.injected%3D1%3C%2Fscript%3E";

/// Queries and how many problems each must list at least.
fn queries() -> Vec<(String, usize)> {
    let plain = [
        ("?model=nonesuch&gpu=abacus&fit=none", 3),
        ("?gpu=a6000", 0),
        ("?steps=0", 1),
        ("?steps=-1&images=1e3&batch=NaN", 3),
        ("?width=1e9&height=1000000000", 2),
        ("?width=99999999999999999999999999&height=-0", 2),
        ("?width=1000&height=0x400", 2),
        ("?precision=fp8", 1),
        ("?show=fleet,likeness&daily=1e9&like=%3Cb%3E&intensity=NaN", 1),
        ("?unit=cal&pue=Infinity&price=-1&zone=XX&boundary=both&guidance=maybe", 6),
        ("?c=,,,,,,,,,&c=flux1-dev,a100,x,y,z", 1),
        ("?model=sd2.1&model=nonesuch&steps=5&steps=0", 2),
        ("?%ff%fe=%00&model=%E2%28%A1&gpu=%", 2),
        ("?&&&===&=&model==&?model=?", 1),
        ("?__proto__=1&constructor=2&toString=3", 0),
        ("?model=%F0%9F%92%A5&gpu=%E2%80%AEabc", 2),
        ("?model=flux1-dev,,,,,,,,,&gpu=,,,", 1),
        ("?model=flux1-dev~~~~:::~&c=unet~levels:0,a100&c=mmdit~width:99999999999999999999", 3),
    ];
    let mut queries: Vec<_> = plain.map(|(query, least)| (query.to_owned(), least)).into();
    for key in [
        "model",
        "gpu",
        "width",
        "steps",
        "precision",
        "guidance",
        "fit",
        "unit",
        "pue",
        "price",
        "zone",
        "intensity",
        "c",
    ] {
        queries.push((format!("?{key}={MARKUP}"), 1));
    }
    queries.push((format!("?{MARKUP}={MARKUP}&steps=20"), 0));
    queries
}

#[track_caller]
fn assert_sound(page: &Calculator, query: &str, problems: usize) {
    let shown = &query[..query.len().min(200)];
    let answer = page.answer();
    assert!(answer.wh_low > 0.0 && answer.wh_high.is_finite(), "{shown}: {answer:?}");
    let listed = page.problems();
    assert!(listed.len() >= problems, "{shown}: {listed:?}");
    for problem in &listed {
        assert!(problem.chars().count() < 1000, "{shown}: a message of {} characters", problem.len());
    }
    let foreign = page.run(
        "return window.injected || document.querySelectorAll('main img, main script, main iframe').length",
    );
    assert_eq!(foreign, 0, "{shown}: something was injected");
    let whole = page.run("return document.querySelector('main').textContent.includes('NaN (') || document.querySelectorAll('figure svg').length");
    assert_eq!(whole, page.count("figure[data-chart]"), "{shown}: a chart is missing");
}

#[test]
fn hostile_links_are_reported_and_answered() {
    let page = Calculator::open("");
    for (query, problems) in queries() {
        page.visit(&query);
        assert_sound(&page, &query, problems);
    }
    page.assert_quiet();
}

#[test]
fn very_long_links_are_reported_and_answered() {
    let page = Calculator::open("");
    // Servers refuse addresses of this length, so they are put where the page reads them.
    let long = [
        (format!("?model={}", "x".repeat(100_000)), 1),
        (format!("?model={}", "flux1-dev,".repeat(10_000)), 1),
        (format!("?{}", "c=flux1-dev&".repeat(8_000)), 1),
        (format!("?{}", (0..10_000).map(|c| format!("c=x{c}&")).collect::<String>()), 1),
        (format!("?{}", "steps=0&".repeat(12_000)), 1),
        (format!("?steps={}", "9".repeat(100_000)), 1),
        (format!("?utm={}", "%3Cb%3E".repeat(14_000)), 0),
    ];
    for (query, problems) in &long {
        page.run_with(
            "history.replaceState(null, '', arguments[0]); dispatchEvent(new PopStateEvent('popstate'))",
            &[json!(query)],
        );
        assert_eq!(page.query().len(), query.len() - 1);
        assert_sound(&page, query, *problems);
        assert!(page.problems().len() < 100, "{} problems listed", page.problems().len());
    }
    page.assert_quiet();
}
