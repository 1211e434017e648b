//! Every control changes the link and the answer, and Back takes the change away.

use serde_json::Value;

use crate::calculator::Calculator;

/// A control as it stands in the page.
struct Control {
    name: String,
    /// Value.
    value: String,
    /// Values that can be chosen, of a choice.
    options: Option<Vec<String>>,
    /// Least, most and step, of a number.
    limits: [f64; 3],
}

impl Control {
    fn all(page: &Calculator) -> Vec<Self> {
        let read = "return [...document.querySelectorAll('form.controls [name]')].map(control => ({
            name: control.name,
            value: control.value,
            options: control.options && [...control.options].filter(o => !o.disabled).map(o => o.value),
            limits: ['min', 'max', 'step'].map(limit => control.dataset[limit] || '0'),
            labels: control.labels.length,
        }))";
        let all = page.run(read);
        all.as_array().unwrap().iter().map(Self::read).collect()
    }

    fn read(control: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        assert_eq!(control["labels"], 1, "{control}: a control has one label");
        Self {
            name: text(&control["name"]),
            value: text(&control["value"]),
            options: control["options"].as_array().map(|options| options.iter().map(text).collect()),
            limits: [0, 1, 2].map(|at| text(&control["limits"][at]).parse().unwrap()),
        }
    }

    /// A legal value other than what it holds. The fit that answers without being named is no other one.
    fn other_value(&self, answers: &str) -> String {
        let is_other = |option: &&String| **option != self.value && *option != answers;
        match &self.options {
            Some(options) => options.iter().rev().find(is_other).unwrap().clone(),
            None => {
                let [least, most, step] = self.limits;
                let value = self.value.parse().unwrap_or(least);
                let other: f64 = if value + step <= most { value + step } else { value - step };
                assert!((least..=most).contains(&other), "{}: {other} for {:?}", self.name, self.limits);
                format!("{other}")
            }
        }
    }

    fn change_to(&self, page: &Calculator, value: &str) {
        let css = format!("[name={}]", self.name);
        if self.options.is_some() {
            page.select(&css, value);
        } else {
            page.fill(&css, value);
            page.press("Tab");
        }
    }
}

#[test]
fn every_control_changes_the_link_and_the_answer_and_back_undoes_it() {
    let page = Calculator::open("");
    page.unfold();
    let before = page.says();
    let answers = page.answer().fit;
    let controls = Control::all(&page);
    assert!(controls.len() >= 13, "only {} controls", controls.len());
    for control in &controls {
        let value = control.other_value(&answers);
        control.change_to(&page, &value);
        page.wait_for_link(&control.name, &value);
        assert_eq!(page.value(&format!("[name={}]", control.name)), value);
        assert_ne!(page.says(), before, "{}={value} changes nothing of the answer", control.name);
        assert_eq!(page.problems(), Vec::<String>::new());
        page.back();
        page.wait_for_query("");
        page.wait_until(
            "Back restores the control",
            &format!(
                "return document.querySelector('[name={}]').value === '{}'",
                control.name, control.value
            ),
        );
        assert_eq!(page.says(), before, "{}: Back restores the answer", control.name);
    }
    page.assert_quiet();
}

#[test]
fn every_control_changed_at_once_is_one_link_that_opens_to_the_same() {
    let page = Calculator::open("");
    page.unfold();
    let answers = page.answer().fit;
    // The model first: what the others may be depends on it.
    for at in 0..Control::all(&page).len() {
        let control = &Control::all(&page)[at];
        let value = control.other_value(&answers);
        control.change_to(&page, &value);
        page.wait_for_link(&control.name, &value);
    }
    assert_eq!(page.problems(), Vec::<String>::new());
    let values = |page: &Calculator| -> Vec<_> {
        Control::all(page).into_iter().map(|control| (control.name, control.value)).collect()
    };
    let (says, set) = (page.says(), values(&page));
    let link = page.url();
    page.go("about:blank");
    page.go(&link);
    page.wait_for_answer();
    assert_eq!(values(&page), set);
    assert_eq!(page.says(), says);
    page.assert_quiet();
}

#[test]
fn preset_sizes_set_both_sides() {
    let page = Calculator::open("?steps=20");
    page.click("[data-links=sizes] a[href*='1344']");
    page.wait_for_link("width", "1344");
    assert_eq!((page.value("[name=width]"), page.value("[name=height]")), ("1344".into(), "768".into()));
    assert_eq!(page.value("[name=steps]"), "20");
    assert_eq!(page.count("[data-links=sizes] [aria-current=true]"), 1);
}
