//! The page without a mouse.

use crate::calculator::Calculator;

/// More presses than any page here needs.
const MOST_PRESSES: usize = 400;

/// Everything that can be focused and is to be seen, in the order of the page.
const REACHABLE: &str = "return window.reachable =
    [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex=\"0\"]')]
    .filter(element => element.tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true })), window.reachable.length";

#[test]
fn tab_reaches_everything_in_order_with_a_visible_focus_and_leaves_again() {
    for query in ["?c=sd2.1,a100,768x768,50,fp16,on&steps=20", "?show=budget,explanation"] {
        let page = Calculator::open(query);
        page.unfold();
        page.wait_for_panels();
        // The lists of other models and GPUs come with the first scrolling.
        page.run("window.scrollBy(0, 1)");
        page.wait_for("[data-ranking=gpus] a");
        page.run("window.scrollTo(0, 0)");
        assert_tab_reaches_everything(&page);
    }
}

#[track_caller]
fn assert_tab_reaches_everything(page: &Calculator) {
    let reachable = page.run(REACHABLE).as_u64().unwrap();
    assert!(reachable > 20, "only {reachable} things to reach");
    let mut reached = Vec::new();
    for _ in 0..MOST_PRESSES {
        page.press("Tab");
        let focus = page.run(
            "const at = document.activeElement, style = getComputedStyle(at);
            return [reachable.indexOf(at), at === document.body || at === document.documentElement,
                style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1 || style.boxShadow !== 'none',
                at.outerHTML.slice(0, 120)]",
        );
        if focus[1] == true || (!reached.is_empty() && focus[0] == 0) {
            break;
        }
        assert_eq!(focus[2], true, "no visible focus on {}", focus[3]);
        assert!(focus[0].as_i64() >= Some(0), "an unexpected stop at {}", focus[3]);
        reached.push(focus[0].as_u64().unwrap());
    }
    let all: Vec<u64> = (0..reachable).collect();
    assert_eq!(reached, all, "Tab goes through everything once, in the order of the page, and leaves");
}

#[test]
fn choices_and_numbers_change_by_keys_and_links_by_enter() {
    let page = Calculator::open("");
    page.run("document.querySelector('[name=model]').focus()");
    page.press("ArrowDown");
    page.wait_until("the model changed", "return location.search.includes('model=')");
    page.run("document.querySelector('[name=steps]').focus()");
    page.press("ArrowUp");
    page.wait_until("the steps changed", "return location.search.includes('steps=')");
    page.run("document.querySelector('[data-slot=keep] a').focus()");
    page.press("Enter");
    page.wait_until("the configuration was kept", "return new URLSearchParams(location.search).has('c')");
    page.wait_for("section.compared table");
    page.assert_quiet();
}

/// Returns a description of the focused element.
#[track_caller]
fn focused(page: &Calculator) -> String {
    page.run("return document.activeElement.textContent.trim()").as_str().unwrap().to_owned()
}

#[test]
fn the_focus_stays_at_its_place_when_what_is_pressed_is_written_anew() {
    let page = Calculator::open("");
    page.run("document.querySelector('[data-links=sizes] a:nth-of-type(2)').focus()");
    let preset = focused(&page);
    page.press("Enter");
    page.wait_for("[data-links=sizes] a:nth-of-type(2)[aria-current]");
    assert_eq!(focused(&page), preset, "after a preset");

    page.run("document.querySelector('[data-slot=keep] a').focus()");
    let keep = focused(&page);
    page.press("Enter");
    page.wait_for("section.compared table");
    assert_eq!(focused(&page), keep, "after keeping");
    page.press("Enter");
    page.wait_until(
        "two are kept",
        "return document.querySelectorAll('section.compared tbody tr').length === 3",
    );

    page.run("document.querySelector('section.compared tbody a').focus()");
    let remove = focused(&page);
    page.press("Enter");
    page.wait_until(
        "one is left",
        "return document.querySelectorAll('section.compared tbody tr').length === 2",
    );
    assert_eq!(focused(&page), remove, "after removing one of two");
    page.press("Enter");
    page.wait_until("none is left", "return !document.querySelector('section.compared')");
    assert_eq!(
        page.run("return !!document.activeElement.closest('[data-testid=result]')"),
        true,
        "after the last"
    );
    page.assert_quiet();
}

#[test]
fn everything_that_is_pressed_is_as_large_as_a_finger() {
    let page = Calculator::open("?c=sd2.1,a100,768x768,50,fp16,on&steps=20&show=budget,fleet,architecture");
    page.resize(390, 844);
    page.wait_for_panels();
    let small = page.run(
        "return [...document.querySelectorAll('button, input, select, summary, a.chip, a.quiet, .languages a')]
            .filter(element => element.checkVisibility({ visibilityProperty: true }))
            .filter(element => element.getBoundingClientRect().height < 44 || element.getBoundingClientRect().width < 44)
            .map(element => element.outerHTML.slice(0, 100))",
    );
    assert_eq!(small, serde_json::json!([]));
}
