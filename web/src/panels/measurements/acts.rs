//! Buttons of the panel, each with a `data-act`.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wattpix_core::fit::Fit;
use wattpix_core::setting::Boundary;
use web_sys::Element;

use super::desk::Desk;
use super::template::{FILE, template};
use crate::own::fits;
use crate::share::download::save;

/// Does what a pressed button says.
pub fn act(desk: Desk, event: &MouseEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(button) = target.and_then(|target| target.closest("[data-act]").ok()?) else { return };
    match button.get_attribute("data-act").unwrap_or_default().as_str() {
        "template" => save(&template(), "text/csv", FILE),
        "fit" => desk.fit(),
        "boundary" => desk.show_boundary(match button.get_attribute("data-boundary").as_deref() {
            Some("gross") => Boundary::Gross,
            _ => Boundary::Net,
        }),
        "use-made" => desk.use_made(),
        "download" => desk.made.with_untracked(|made| {
            if let Some(made) = made {
                save(&made.text, "application/json", &[&*made.id, ".json"].concat());
            }
        }),
        "use" => of_fit(&button, |fit| desk.use_fit(fit.id())),
        "keep" => of_fit(&button, |fit| desk.keep(fit)),
        "forget" => of_fit(&button, |fit| desk.forget(fit.id())),
        "cancel" => desk.cancel(),
        _ => {}
    }
}

/// Does something with the fit that a button belongs to.
fn of_fit(button: &Element, act: impl FnOnce(&'static Fit)) {
    let id = button.closest("[data-fit]").ok().flatten().and_then(|item| item.get_attribute("data-fit"));
    if let Some(fit) = id.and_then(|id| fits::all().into_iter().find(|fit| fit.id() == id)) {
        act(fit);
    }
}
