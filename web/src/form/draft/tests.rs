//! Outcomes of texts in fields.

use super::super::panel_fields;
use super::*;

fn view(query: &str) -> View {
    panel_fields::arrive(&[
        &crate::budget::FIELDS,
        &crate::fleet::FIELDS,
        &crate::panels::architecture::FIELDS,
    ]);
    View::of(Query::parse(query))
}

#[track_caller]
fn state_of(query: &str, key: &str, text: &str, finished: bool) -> String {
    match read(&view(query), key, text, finished) {
        Outcome::State(query) => query.to_string(),
        Outcome::Draft(draft) => panic!("{draft:?}"),
    }
}

#[track_caller]
fn draft_of(query: &str, key: &str, text: &str, finished: bool) -> Draft {
    match read(&view(query), key, text, finished) {
        Outcome::Draft(draft) => *draft,
        Outcome::State(query) => panic!("{query}"),
    }
}

#[test]
fn an_emptied_field_waits_and_a_left_one_is_the_default() {
    for (query, key) in
        [("?steps=2", "steps"), ("?pue=1.2", "pue"), ("?budget=3", "budget"), ("?daily=7", "daily")]
    {
        let draft = draft_of(query, key, "", false);
        let value = query.split_once('=').unwrap().1;
        assert!(draft.message.contains(value) && draft.nearest.is_none(), "{draft:?}");
        assert_eq!(state_of(query, key, "", true), "", "{key}");
    }
    assert_eq!(state_of("?price=0.2", "price", "", false), "", "no price is a value of its own");
}

#[test]
fn a_decimal_comma_is_a_decimal_sign_in_every_field() {
    assert_eq!(state_of("", "price", "0,15", false), "?price=0.15");
    assert_eq!(state_of("", "pue", "1,2", true), "?pue=1.2");
    assert_eq!(state_of("", "intensity", "30,5", true), "?intensity=30.5");
    assert_eq!(state_of("", "budget", "0,5", true), "?budget=0.5");
    let draft = draft_of("", "images", "1,000", true);
    assert_eq!(draft.nearest.as_deref(), Some("1000"));
    assert!(draft_of("", "price", "1,000", true).message.contains("1.000 or 1000"));
}

#[test]
fn a_refused_value_keeps_its_text_and_offers_the_nearest() {
    for (key, text, nearest) in [
        ("width", "1000", Some("1008")),
        ("height", "-16", Some("128")),
        ("steps", "0", Some("1")),
        ("steps", "12.7", Some("13")),
        ("images", "99999999999999999999", Some("1000000000000")),
        ("pue", "0.5", Some("1")),
        ("pue", "abc", None),
        ("monthly", "0", Some("1")),
        ("daily", "2.4", Some("2")),
        ("model.width", "2000", None),
        ("model.joint_blocks", "9999999", Some("256")),
    ] {
        let draft = draft_of("", key, text, true);
        assert_eq!((draft.text.as_str(), draft.nearest.as_deref()), (text, nearest), "{key}: {draft:?}");
        assert!(draft.message.contains("still"), "{draft:?}");
        let typing = draft_of("", key, text, false);
        assert!(!typing.finished && typing.nearest.is_none(), "{typing:?}");
    }
    let refused = draft_of("", "width", "1000", true);
    assert_eq!(refused.message, "Give a multiple of 16 from 128 to 4096. The result is still for 1024.");
    assert!(draft_of("", "model.width", "2000", true).message.contains("1920 or 2048"));
}

#[test]
fn a_draft_holds_until_its_field_changes() {
    let draft = draft_of("", "width", "1000", true);
    assert!(draft.holds(&view("?steps=20")));
    assert!(!draft.holds(&view("?width=512")) && !draft.holds(&view("?model=sd2.1")));
}

#[test]
fn an_architecture_changes_by_its_fields() {
    let change = |query: &str, key: &str, value: &str| state_of(query, &format!("model.{key}"), value, true);
    assert_eq!(change("", "joint_blocks", "10"), "?model=flux1-dev~joint_blocks:10");
    assert_eq!(
        change("?model=flux1-dev~joint_blocks:10", "width", "2048"),
        "?model=flux1-dev~joint_blocks:10~width:2048"
    );
    for value in ["", "19"] {
        assert_eq!(change("?model=flux1-dev~joint_blocks:10", "joint_blocks", value), "");
    }
    assert_eq!(change("?model=flux1-dev~head_width:64", "heads", "24"), "");
    assert_eq!(change("?model=unet", "levels", "3"), "?model=unet~levels:3");
    assert_eq!(change("?model=sd2.1", "encoders", "sdxl").split(':').next(), Some("?model=sd2.1~encoders"));
}

#[test]
fn keys_step_to_multiples() {
    let step = |query: &str, key: &str, text: &str, up| {
        let view = view(query);
        Number::of(&view, key).unwrap().stepped(text, up, view.words).unwrap()
    };
    assert_eq!(step("", "width", "1000", true), "1008");
    assert_eq!(step("", "width", "1008", true), "1024");
    assert_eq!(step("", "width", "128", false), "128");
    assert_eq!(step("", "steps", "", false), "49");
    assert_eq!(step("", "pue", "1.29", true), "1.3");
    assert_eq!(step("", "pue", "1,2", false), "1.19");
    assert_eq!(step("", "budget", "1", true), "2");
}

#[test]
fn french_fields_have_a_decimal_comma() {
    view("");
    let view = View::told_in(Words::of("fr").unwrap(), Query::parse("?pue=1.2&budget=0.5"));
    assert_eq!(Number::of(&view, "pue").unwrap().shown, "1,2");
    assert_eq!(Number::of(&view, "budget").unwrap().shown, "0,5");
}
