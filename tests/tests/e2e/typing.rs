//! What happens to values that cannot be used.

use crate::calculator::Calculator;

#[track_caller]
fn refused(page: &Calculator, name: &str, typed: &str, counts: &str) {
    let css = format!("[name={name}]");
    let before = page.answer();
    page.fill(&css, typed);
    assert_eq!(page.answer(), before, "{name}={typed}: nothing changes while it is typed");
    page.press("Tab");
    page.wait_for(&format!("[data-testid=problems] [data-key={name}]"));
    assert_eq!(page.value(&css), counts, "{name}={typed}: the field shows what counts");
    assert_eq!(page.attribute(&css, "aria-invalid").as_deref(), Some("true"), "{name}={typed}");
    assert_eq!(page.answer().wh_per_image, before.wh_per_image);
}

#[test]
fn values_that_cannot_be_used_are_reported_and_give_way() {
    for (name, typed, counts) in
        [("steps", "0", "50"), ("steps", "-5", "50"), ("width", "1000", "1024"), ("height", "-16", "1024")]
    {
        let page = Calculator::open("");
        refused(&page, name, typed, counts);
        // A good value takes the message away.
        let good = if name == "steps" { "20" } else { "512" };
        page.fill(&format!("[name={name}]"), good);
        page.press("Tab");
        page.wait_for_link(name, good);
        page.wait_until("the message goes", "return !document.querySelector('[data-testid=problems] li')");
        assert_eq!(page.attribute(&format!("[name={name}]"), "aria-invalid").as_deref(), Some("false"));
        page.assert_quiet();
    }
}

#[test]
fn an_emptied_field_goes_back_to_the_default() {
    let page = Calculator::open("?steps=20");
    page.fill("[name=steps]", "\u{e003}");
    page.press("Tab");
    page.wait_for_query("");
    assert_eq!(page.value("[name=steps]"), "50");
    assert_eq!(page.problems(), Vec::<String>::new());
}

#[test]
fn a_decimal_can_be_typed_to_its_end() {
    let page = Calculator::open("");
    page.unfold();
    page.fill("[name=pue]", "1.25");
    assert_eq!(page.value("[name=pue]"), "1.25");
    page.press("Tab");
    page.wait_for_link("pue", "1.25");
    assert!(page.text("[data-testid=result]").contains("PUE of 1.25"));
}
