//! Every chart has a drawing for the eye and words and numbers for everyone else.

use crate::calculator::Calculator;

/// States that stretch the charts.
const QUERIES: [&str; 6] = [
    "",
    "?model=sd2.1&width=128&height=4096&steps=1",
    "?model=qwen-image&steps=1000&gpu=t4",
    "?unit=kwh&steps=1&model=sd2.1&width=128&height=128",
    "?unit=j&boundary=gross&gpu=b200",
    "?model=flux1-dev,sd3.5-large&gpu=a100,h100",
];

#[test]
fn every_chart_is_a_labelled_drawing_with_its_data() {
    let page = Calculator::open("");
    for query in QUERIES {
        page.visit(query);
        let charts = page.count("figure[data-chart]");
        assert!(charts >= 2, "{charts} charts");
        let unsound = page.run(
            "const unsound = [];
            for (const figure of document.querySelectorAll('figure[data-chart]')) {
                const svg = figure.querySelector('svg[role=img]');
                const said = name => svg?.querySelector(`:scope > ${name}`)?.textContent.trim();
                const missing = Object.entries({
                    drawing: svg, title: said('title'), desc: said('desc'),
                    caption: figure.querySelector('figcaption')?.textContent.trim(),
                    heads: figure.querySelector('table thead th'), rows: figure.querySelector('table tbody tr'),
                }).filter(([_, there]) => !there).map(([what]) => what);
                const cells = figure.querySelectorAll('tbody td');
                if ([...cells].some(cell => !cell.textContent.trim())) missing.push('a cell');
                if (svg && !(svg.getBoundingClientRect().width > 100)) missing.push('room');
                if (missing.length) unsound.push(`${figure.dataset.chart} lacks ${missing}`);
            }
            const page = document.body.innerHTML;
            for (const word of ['NaN', 'undefined', 'Infinity', '\\u221e']) {
                if (page.includes(word)) unsound.push(`the page says ${word}`);
            }
            const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
            const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
            if (twice.length) unsound.push(`ids twice: ${twice}`);
            return unsound",
        );
        assert_eq!(unsound.as_array().unwrap().as_slice(), [] as [&str; 0], "{query}");
    }
    page.assert_quiet();
}

#[test]
fn data_unfold_and_stay_open_while_values_change() {
    let page = Calculator::open("");
    page.click("[data-chart=energy-by-steps] summary");
    page.wait_for("[data-chart=energy-by-steps] details[open] table");
    let before = page.text("[data-chart=energy-by-steps] table");
    page.select("[name=model]", "sd2.1");
    page.wait_for_link("model", "sd2.1");
    page.wait_for("[data-chart=energy-by-steps] details[open] table");
    assert_ne!(page.text("[data-chart=energy-by-steps] table"), before);
}
