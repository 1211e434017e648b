//! Panels below the result, as a planner opens them.

use serde_json::json;
use wattpix_tests::site;

use crate::calculator::Calculator;
use crate::own_panel;

const PANELS: [&str; 11] = [
    "budget",
    "fleet",
    "likeness",
    "heat-map",
    "explanation",
    "law",
    "drivers",
    "operations",
    "comparison",
    "architecture",
    "measurements",
];

#[test]
fn the_part_of_charts_comes_when_a_panel_is_opened_and_once() {
    let page = Calculator::open("");
    let modules = || -> Vec<String> {
        let loaded = page.requests().into_iter().map(|request| request.url);
        loaded.filter(|url| url.ends_with("/split_panels.wasm")).collect()
    };
    assert_eq!(page.count("details.panel"), PANELS.len());
    assert_eq!(modules(), Vec::<String>::new(), "a first visit does not load it");
    page.click("[data-panel=law] > summary");
    page.wait_for("[data-panel=law] figure[data-chart] svg");
    page.click("[data-panel=budget] > summary");
    page.wait_for("[data-panel=budget] table tbody tr");
    assert_eq!(modules().len(), 1);
    assert_eq!(page.requests_outside(site::url()), Vec::<String>::new());
    page.assert_quiet();
}

const NOT_ARRIVED: &str = "return document.querySelector('details.panel[open] .wait:not([hidden])')?.textContent.includes('could not be loaded')";

#[test]
fn a_part_or_its_words_that_do_not_arrive_are_told_of_and_asked_for_again() {
    for lost in ["*/split_panels.wasm", "*.parts-*.txt"] {
        let page = Calculator::open("");
        page.devtools("Network.setBlockedURLs", &json!({ "urls": [lost] }));
        page.click("[data-panel=law] > summary");
        page.wait_until("it is told", NOT_ARRIVED);
        page.devtools("Network.setBlockedURLs", &json!({ "urls": [] }));
        page.click("[data-panel=law] > summary");
        page.click("[data-panel=law] > summary");
        page.wait_for("[data-panel=law] figure[data-chart] svg");
    }
}

/// The first request to read is answered as a worker does whose part did not arrive; nothing blocks what a worker itself asks for.
#[test]
fn a_worker_whose_part_did_not_arrive_is_replaced() {
    let page = own_panel::open("");
    page.run(
        "const post = Worker.prototype.postMessage;
        let failed = false;
        Worker.prototype.postMessage = function (message) {
            if (failed || message[1] !== 'begin') return post.call(this, message);
            failed = true;
            setTimeout(() => this.dispatchEvent(new MessageEvent('message', { data: [message[0]] })));
        };
        const end = Worker.prototype.terminate;
        window.ended = 0;
        Worker.prototype.terminate = function () { ended += 1; end.call(this) }",
    );
    let path = own_panel::file("replaced.csv", own_panel::table_text());
    own_panel::choose(&page, &path);
    page.wait_until(
        "it is told",
        "return document.querySelector('[data-own=problem]').textContent.includes('this part could not be loaded')",
    );
    assert_eq!(page.run("return ended"), 1);
    own_panel::choose(&page, &path);
    page.wait_for("[data-panel=measurements] [data-act=fit]");
    assert_eq!(page.run("return ended"), 1);
    page.assert_quiet();
}

#[test]
fn open_panels_are_in_the_link_and_follow_the_state() {
    let page = Calculator::open("?show=heat-map,law,nonesuch&steps=20");
    page.wait_for_panels();
    assert_eq!(page.count("details.panel[open]"), 2);
    let before = page.text("[data-panel=heat-map] table");
    page.select("[name=model]", "sd2.1");
    page.wait_for_link("model", "sd2.1");
    page.wait_until(
        "the panel follows",
        "return document.querySelector('[data-panel=heat-map] figcaption').textContent.includes('Stable Diffusion 2')",
    );
    assert_ne!(page.text("[data-panel=heat-map] table"), before);
    page.click("[data-panel=heat-map] > summary");
    page.wait_until("closing leaves the link", "return !location.search.includes('heat-map')");
    assert!(page.query().contains("show=law"), "{}", page.query());
    page.back();
    page.wait_until("Back changes the state", "return !location.search.includes('sd2.1')");
    page.assert_quiet();
}

#[test]
fn measured_cells_are_marked_in_the_table_of_the_paper() {
    let page = Calculator::open("?show=heat-map&model=qwen-image");
    page.wait_for("[data-panel=heat-map] table");
    // The paper's fp16 cells of Qwen-Image: 256 px, 10 steps without guidance; 1024 px, 30 and 50 steps with it.
    let marked = page.run(
        "return [...document.querySelectorAll('td[data-measured]')].map(cell => [
            cell.closest('table').caption.textContent, cell.parentElement.cells[0].textContent,
            cell.closest('table').tHead.rows[0].cells[cell.cellIndex].textContent,
            cell.querySelector('b > :last-child').textContent])",
    );
    let expected = [
        // 18,300, 802,000 and 1,290,000 J of 100 images, in Wh.
        ["fp16, guidance off", "256²", "10", "0.0508"],
        ["fp16, guidance on", "1024²", "30", "2.23"],
        ["fp16, guidance on", "1024²", "50", "3.58"],
    ];
    assert_eq!(marked, serde_json::json!(expected));
    page.click("td[data-measured] a");
    page.wait_for_link("width", "256");
    page.wait_for_link("guidance", "off");
    let extrapolated = page.count("td[data-extrapolated]");
    page.visit("?show=heat-map&model=qwen-image&gpu=t4");
    page.wait_for("[data-panel=heat-map] table");
    assert!(page.count("td[data-extrapolated]") > extrapolated, "the T4 was never measured");
    assert_eq!(page.count("td[data-measured]"), 0);
    page.assert_quiet();
}

#[test]
fn a_budget_is_answered_live_and_its_answer_fits() {
    let page = Calculator::open("?show=budget");
    page.wait_for("[data-testid=budget] tbody tr");
    let most = || page.text("[data-testid=budget] tbody tr td:nth-of-type(4) a").parse::<u32>().unwrap();
    let with_one = most();
    page.fill("[name=budget]", "0.5");
    page.wait_for_link("budget", "0.5");
    page.wait_until(
        "fewer steps fit",
        &format!("return +document.querySelector('[data-testid=budget] tbody tr td:nth-of-type(4) a').textContent < {with_one}"),
    );
    let steps = most();
    page.click("[data-testid=budget] tbody tr td:nth-of-type(4) a");
    page.wait_for_link("steps", &steps.to_string());
    let fits = page.answer().wh_per_image;
    assert!(fits <= 0.5, "{fits} Wh at {steps} steps");
    page.fill("form.controls [name=steps]", &(steps + 1).to_string());
    page.press("Tab");
    page.wait_for_link("steps", &(steps + 1).to_string());
    assert!(page.answer().wh_per_image > 0.5, "one step more would have fitted too");
    page.assert_quiet();
}

#[test]
fn a_budget_in_carbon_or_money_for_a_month_says_what_it_is_of_energy() {
    let page = Calculator::open("?show=budget");
    page.wait_for("[data-testid=budget] tbody tr");
    page.select("[name=per]", "month");
    page.wait_for("[name=monthly]");
    page.fill("[name=monthly]", "2000");
    page.wait_for_link("monthly", "2000");
    page.select("[name=budget_in]", "cost");
    page.wait_for("[data-panel=budget] .problem");
    assert!(page.text("[data-panel=budget] .problem").contains("price"));
    // 50 of money for 2000 images at 0.25 a kWh are 100 Wh an image.
    page.visit("?show=budget&budget=50&budget_in=cost&per=month&monthly=2000&price=0.25");
    page.wait_for("[data-panel=budget] [data-most]");
    assert_eq!(page.attribute("[data-panel=budget] [data-most]", "data-most").as_deref(), Some("100"));
    page.visit("?show=budget&budget=-1&budget_in=kg");
    page.wait_for("[data-panel=budget] [role=alert] li");
    assert_eq!(page.count("[data-panel=budget] [role=alert] li"), 2);
    page.assert_quiet();
}

#[test]
fn typing_a_budget_is_not_disturbed() {
    let page = Calculator::open("?show=budget");
    page.wait_for("[data-testid=budget] tbody tr");
    page.fill("[name=budget]", "0.");
    page.type_into("[name=budget]", "25");
    page.wait_for_link("budget", "0.25");
    assert_eq!(page.value("[name=budget]"), "0.25");
    page.press("Tab");
    page.wait_for_link("budget", "0.25");
    page.assert_quiet();
}

#[test]
fn every_chart_of_the_panels_is_a_labelled_drawing_with_its_data() {
    let page = Calculator::open("");
    for query in [
        "",
        "?model=flux1-dev,sd2.1&gpu=a100,h100",
        "?model=qwen-image&gpu=t4&steps=1000&boundary=gross&unit=j",
    ] {
        page.visit(query);
        page.open_panels();
        assert_eq!(page.count(".panel figure[data-chart]"), 8, "{query}");
        let unsound = page.run(
            "return [...document.querySelectorAll('.panel figure[data-chart]')].filter(figure => {
                const svg = figure.querySelector('svg[role=img]');
                const said = name => svg?.querySelector(`:scope > ${name}`)?.textContent.trim();
                return !(said('title') && said('desc') && figure.querySelector('tbody tr') && svg.clientWidth > 100);
            }).map(figure => figure.dataset.chart)",
        );
        assert_eq!(unsound, serde_json::json!([]), "{query}");
        let text = page.text("main");
        assert!(!text.contains("NaN") && !text.contains("Infinity"), "{query}");
    }
    page.assert_quiet();
}

#[test]
fn charts_say_their_values_by_pointer_and_by_keys() {
    let page = Calculator::open("");
    page.run("document.querySelector('.charts .drawing').focus()");
    let reading = || page.text(".charts figure:first-child .reading");
    page.press("ArrowRight");
    let first = reading();
    assert!(first.contains("Wh") && first.contains('1'), "{first}");
    page.press("ArrowRight");
    assert_ne!(reading(), first);
    page.press("ArrowLeft");
    assert_eq!(reading(), first);
    page.press("End");
    // The last point is the chosen configuration.
    assert!(reading().contains("50") && reading().contains("chosen"), "{}", reading());
    assert_eq!(page.count(".charts .mark"), 1);
    page.press("Escape");
    assert_eq!(reading(), "");
    page.run(
        "const svg = document.querySelector('.charts svg'), box = svg.getBoundingClientRect();
        svg.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 }))",
    );
    assert!(reading().contains("predicted") || reading().contains("chosen"), "{}", reading());
}
