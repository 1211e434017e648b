//! Links hold the whole state, and the history one entry an edit.

use crate::calculator::Calculator;

/// A link that says a good deal.
const SHARED: &str = "?model=sd3.5-large&gpu=h100&width=768&steps=20&precision=bf16&guidance=off&images=500&unit=j&pue=1.3&price=0.25";

#[test]
fn a_shared_link_opens_to_its_state_and_stays_as_it_is() {
    let page = Calculator::open(SHARED);
    page.unfold();
    for (key, value) in SHARED[1..].split('&').filter_map(|pair| pair.split_once('=')) {
        assert_eq!(page.value(&format!("[name={key}]")), value, "{key}");
    }
    assert_eq!(page.value("[name=height]"), "1024");
    assert_eq!(page.query(), &SHARED[1..]);
    let answer = page.text("[data-testid=result]");
    assert!(answer.contains("500 images") && answer.contains("PUE of 1.3"), "{answer}");
    page.assert_quiet();
}

#[test]
fn unknown_keys_and_the_fragment_survive_an_edit() {
    let page = Calculator::open("?utm=x&steps=20#data");
    page.select("[name=gpu]", "h100");
    page.wait_for_link("gpu", "h100");
    assert!(page.url().ends_with("?utm=x&steps=20&gpu=h100#data"), "{}", page.url());
}

#[test]
fn back_and_forward_restore_states() {
    let page = Calculator::open("");
    let mut states = vec![(page.query(), page.says())];
    page.select("[name=model]", "qwen-image");
    page.wait_for_link("model", "qwen-image");
    states.push((page.query(), page.says()));
    page.fill("[name=steps]", "25");
    page.press("Enter");
    page.wait_for_link("steps", "25");
    states.push((page.query(), page.says()));
    page.click("[data-links=sizes] a[href*='512']");
    page.wait_for_link("width", "512");
    states.push((page.query(), page.says()));

    let shows = |(query, says): &(String, String)| {
        page.wait_for_query(query);
        assert_eq!(&page.says(), says, "at {query:?}");
    };
    for state in states.iter().rev().skip(1) {
        page.back();
        shows(state);
    }
    assert_eq!((page.value("[name=model]"), page.value("[name=steps]")), ("flux1-dev".into(), "50".into()));
    for state in &states[1..] {
        page.forward();
        shows(state);
    }
    page.reload();
    page.wait_for_answer();
    shows(&states[3]);
    page.assert_quiet();
}

#[test]
fn typing_a_number_makes_one_history_entry() {
    let page = Calculator::open("");
    let entries = || page.run("return history.length").as_u64().unwrap();
    let before = entries();
    page.fill("[name=steps]", "125");
    page.wait_for_link("steps", "125");
    page.press("Tab");
    assert_eq!(entries(), before + 1);
    page.fill("[name=steps]", "7");
    page.press("Tab");
    page.wait_for_link("steps", "7");
    assert_eq!(entries(), before + 2, "another edit is another entry");
    page.back();
    page.wait_for_query("steps=125");
    page.back();
    page.wait_for_query("");
}

#[test]
fn an_edit_that_ends_where_it_began_does_not_swallow_the_next() {
    let page = Calculator::open("?model=sd2.1");
    page.fill("[name=steps]", "20");
    page.wait_for_link("steps", "20");
    // No `change` comes from a field that holds again what it held.
    page.fill("[name=steps]", "50");
    page.press("Tab");
    page.wait_for_query("model=sd2.1");
    page.select("[name=gpu]", "h100");
    page.wait_for_link("gpu", "h100");
    page.back();
    page.wait_for_query("model=sd2.1");
}
