//! Links that are in other people's hands. They are never removed from this list, and open to the same state for ever.

use crate::calculator::Calculator;

/// A link, and what the page then shows: model, GPU, width, height, steps, precision, guidance, configurations compared.
type OldLink = (&'static str, [&'static str; 7], usize);

const LINKS: [OldLink; 9] = [
    ("", ["flux1-dev", "a100", "1024", "1024", "50", "fp16", "off"], 0),
    ("?v=1", ["flux1-dev", "a100", "1024", "1024", "50", "fp16", "off"], 0),
    (
        "?model=sd3.5-large&gpu=h100&width=768&height=1024&steps=20&precision=bf16&guidance=off&images=500&batch=2&boundary=gross&text_tokens=154&unit=j&pue=1.3&price=0.25&zone=WORLD",
        ["sd3.5-large", "h100", "768", "1024", "20", "bf16", "off"],
        0,
    ),
    // Before version 3 the paper's card was taken for another one.
    ("?gpu=paper-a6000&precision=fp32", ["flux1-dev", "rtx-a6000", "1024", "1024", "50", "fp32", "off"], 0),
    (
        "?gpu=paper-a6000&precision=fp32&v=2",
        ["flux1-dev", "rtx-6000-ada", "1024", "1024", "50", "fp32", "off"],
        0,
    ),
    ("?gpu=a100-sxm4-80gb&model=qwen-image", ["qwen-image", "a100", "1024", "1024", "50", "fp16", "on"], 0),
    ("?c=flux1-dev,a100,1024x1024,50,fp16,on", ["flux1-dev", "a100", "1024", "1024", "50", "fp16", "on"], 0),
    (
        "?model=flux1-dev,sd2.1&gpu=a100,h100&steps=25",
        ["flux1-dev", "a100", "1024", "1024", "25", "fp16", "off"],
        4,
    ),
    (
        "?fit=paper-flux1-dev-a100&show=budget,law&budget=2&budget_in=g&per=month&monthly=500",
        ["flux1-dev", "a100", "1024", "1024", "50", "fp16", "off"],
        0,
    ),
];

#[test]
fn old_links_open_to_their_states() {
    let page = Calculator::open("");
    let keys = ["model", "gpu", "width", "height", "steps", "precision", "guidance"];
    for (query, values, compared) in LINKS {
        page.visit(query);
        page.unfold();
        assert_eq!(page.problems(), Vec::<String>::new(), "{query}");
        let shown = keys.map(|key| page.value(&format!("form.controls [name={key}]")));
        assert_eq!(shown, values, "{query}");
        assert_eq!(page.count("section.compared tbody tr"), compared, "{query}");
    }
    page.wait_for_panels();
    assert_eq!(page.value("[name=budget]"), "2");
    assert_eq!(page.count("details.panel[open]"), 2);
    page.assert_quiet();
}

/// Watt-hours an image that the first release showed for version 1, on a card and of models that its fits saw.
const VERSION_1: [(&str, f64); 4] = [
    ("?v=1&model=flux1-dev&guidance=on", 4.192_920_8),
    ("?v=1&model=sd3.5-large", 1.186_849_0),
    ("?v=1&model=qwen-image", 3.325_568_9),
    ("?v=1&model=sd2.1", 0.205_024_2),
];

#[test]
fn version_1_keeps_its_figures() {
    let page = Calculator::open("");
    for (query, watt_hours) in VERSION_1 {
        page.visit(query);
        let shown = page.answer().wh_per_image;
        assert!((shown / watt_hours - 1.0).abs() < 1e-6, "{query}: {shown}");
    }
    page.visit("?v=99");
    let problems = page.problems();
    assert!(problems.len() == 1 && problems[0].contains("99"), "{problems:?}");
}
